"""``make bench``: weights, times and ratios of one run, as a table; exit 1 when a target is missed."""

import sys
import tempfile
from pathlib import Path

from tests.benchmarks import answers, lighthouse, processes, reminders, table, times, weights
from tests.benchmarks.table import Line
from tests.browser import demonstration


def main() -> int:
    """Measure everything, print it, say whether the targets are met."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder, demonstration.started(Path(folder)) as shown:
        lines += weights.measure(shown)
        lines += processes.taps(shown) + processes.memory(shown)
        lines += lighthouse.measure(shown)
    lines += times.growth()
    lines += reminders.measure()
    lines += answers.measure()
    table.show(lines)
    return 1 if any(line.is_met is False for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
