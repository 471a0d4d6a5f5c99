"""What the running processes cost: time for a tick, and memory."""

import statistics
import time
from pathlib import Path

from tests.benchmarks.table import Line
from tests.browser.demonstration import Demonstration
from tests.tapper import Tapper

TAPS = 200


def taps(shown: Demonstration) -> list[Line]:
    """A tick over HTTP against the real web process, one after the other."""
    tapper = Tapper(shown.running, shown.token)
    spent = []
    for number in range(TAPS):
        begun = time.perf_counter()
        status = tapper.tap(1, shown.today.isoformat(), "done" if number % 2 else "clear")
        spent.append(1000 * (time.perf_counter() - begun))
        if status != 303:
            raise SystemExit(f"a tap was answered {status}")
    spent.sort()
    middle, late = statistics.median(spent), spent[int(0.95 * TAPS)]
    return [Line("a tick over HTTP, median / p95", f"{middle:.1f} / {late:.1f} ms")]


def memory(shown: Demonstration) -> list[Line]:
    """Resident memory of each process and its children, in use."""
    return [
        Line(f"memory of {name}", f"{sum(map(_resident, _family(process.pid))) / 1024:.0f} MB")
        for name, process in shown.running.processes.items()
    ]


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(int(child) for child in children)]


def _resident(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
