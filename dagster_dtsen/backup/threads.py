"""Work on many files with few threads: hashing, ciphers and disk leave the interpreter free."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def each(act: Callable[[T], R], items: Iterable[T], threads: int) -> list[R]:
    """``act`` on every item, results in their order; after a failure nothing new is begun."""
    with ThreadPoolExecutor(max(1, threads)) as pool:
        futures = [pool.submit(act, item) for item in items]
        try:
            return [future.result() for future in futures]
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
