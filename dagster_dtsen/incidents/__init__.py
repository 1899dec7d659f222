"""Incidents: failures of data protection, and their notices within 3 x 24 hours.

UU 27/2022 Pasal 46.
"""
