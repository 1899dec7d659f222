"""What the register holds about a person or a family: the answer to a request for access.

UU 27/2022 Pasal 32 (access, with the trail of processing) and Pasal 33 (nothing about others). The
answer is one document (:mod:`person`, :mod:`family`); the page is made from it (:mod:`pages`).
"""
