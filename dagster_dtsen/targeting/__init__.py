"""Whom a programme would reach, counted before any list exists (Permenko PM 4/2025 Pasal 4 c, h).

A criteria file (:mod:`criteria`) is held against the dictionary (:mod:`check`, :mod:`region`),
turned into SQL (:mod:`sql`), judged and counted on a sealed release (:mod:`judge`, :mod:`count`).
No row leaves: the document (:mod:`document`) holds counts, small ones closed (:mod:`cells`).
"""
