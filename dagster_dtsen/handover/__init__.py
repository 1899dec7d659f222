"""Papers of a hand-over: its record, the confidentiality agreement, the recipient's receipt."""
