"""The audit log: who did what with which data, in a chain of hashes that is anchored outside.

Peraturan BPS 6/2025 Pasal 28 and 29 (a complete, accurate and protected log), UU 27/2022 Pasal 31.
"""
