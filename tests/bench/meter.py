"""Wall time, CPU time and peak memory per stage of this process.

Peak memory is the kernel's own high-water mark of resident memory (VmHWM in /proc/self/status),
reset at the start of each stage by writing 5 to /proc/self/clear_refs: exact, nothing is sampled.
CPU time counts all threads of the process and its ended children.
"""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path
from typing import Any

_CLEAR = Path("/proc/self/clear_refs")
_STATUS = Path("/proc/self/status")


def cpu_seconds() -> float:
    """User and system seconds of this process and of its children that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def process_age() -> float:
    """Wall seconds since this process was started."""
    ticks = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
    uptime = float(Path("/proc/uptime").read_text().split()[0])
    return uptime - ticks / os.sysconf("SC_CLK_TCK")


def peak_mb() -> int:
    """Peak resident memory of this process, MB."""
    for line in _STATUS.read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


class Meter:
    """Stages of one process; made when the imports are done, which is where work begins."""

    def __init__(self) -> None:
        self.start = {"wall": round(process_age(), 2), "cpu": round(cpu_seconds(), 2)}
        self.stages: list[dict[str, Any]] = []
        self._begin()

    def _begin(self) -> None:
        _CLEAR.write_text("5")
        self._wall, self._cpu = time.monotonic(), cpu_seconds()

    def mark(self, name: str) -> None:
        """The stage that just ended is ``name``; the next begins."""
        self.stages.append(
            {
                "stage": name,
                "wall": round(time.monotonic() - self._wall, 2),
                "cpu": round(cpu_seconds() - self._cpu, 2),
                "peak_mb": peak_mb(),
            }
        )
        self._begin()

    def report(self) -> dict[str, Any]:
        """Start (interpreter and imports), stages and their totals."""
        return {
            "start": self.start,
            "stages": self.stages,
            "wall": round(sum(item["wall"] for item in self.stages), 2),
            "cpu": round(sum(item["cpu"] for item in self.stages), 2),
            "peak_mb": max(item["peak_mb"] for item in self.stages),
        }
