"""``make bench``: weights, times and ratios of one run, as a table; exit 1 when a target is missed.

``python -m tests.benchmarks times answers`` runs those sections alone.
"""

import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.benchmarks import answers, lighthouse, processes, reminders, sheets, table, times, weights
from tests.benchmarks.table import Line
from tests.browser import demonstration
from tests.browser.demonstration import Demonstration

# Those that look at the running product, and those that make what they measure.
OF_THE_PRODUCT: Mapping[str, Callable[[Demonstration], list[Line]]] = {
    "weights": weights.measure,
    "processes": lambda shown: processes.taps(shown) + processes.memory(shown),
    "sheets": sheets.measure,
    "lighthouse": lighthouse.measure,
}
ALONE: Mapping[str, Callable[[], list[Line]]] = {
    "times": times.measure,
    "reminders": reminders.measure,
    "answers": answers.measure,
}


def main(wanted: Sequence[str]) -> int:
    """Measure everything, or the sections of these names; print it, say whether the targets are met."""
    unknown = set(wanted) - {*OF_THE_PRODUCT, *ALONE}
    if unknown:
        raise SystemExit(f"no such section: {', '.join(sorted(unknown))}")
    lines: list[Line] = []
    looking = [each for name, each in OF_THE_PRODUCT.items() if not wanted or name in wanted]
    if looking:
        with tempfile.TemporaryDirectory() as folder, demonstration.started(Path(folder)) as shown:
            lines += [line for measure in looking for line in measure(shown)]
    lines += [line for name, each in ALONE.items() if not wanted or name in wanted for line in each()]
    table.show(lines)
    return 1 if any(line.is_met is False for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
