"""Sharing: who may have what of the register, on which grounds, and until when."""
