"""The review page: what a steward sees of one question, and the guarded local server around it."""
