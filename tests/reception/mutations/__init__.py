"""Files damaged on purpose, in every format: what comes of each must be accounted for."""
