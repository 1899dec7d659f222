"""The open dashboard: published tables of level 1 as one page that asks nobody for anything.

Tables are read and judged (:mod:`published`), told with the seeds that name them (:mod:`seeds`,
:mod:`document`, :mod:`tiles`), and laid into the page as files to take away (:mod:`embed`).
No row of a person or family is read; a figure that is not in the two tables is not on the page.
"""
