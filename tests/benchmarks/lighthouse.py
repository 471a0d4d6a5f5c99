"""Lighthouse, as a phone, on the running product; installed from its lock into ``.build``."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.benchmarks import places
from tests.benchmarks.places import PLACES, Place
from tests.benchmarks.table import Line
from tests.browser import setup
from tests.browser.conftest import QUIET
from tests.browser.demonstration import Demonstration
from tests.processes import ROOT

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = (98, 100, 100, 100)
TARGET = "/".join(map(str, LEAST))
RUNS, ATTEMPTS = 3, 2
OLDEST_NODE = (18, 20)
LOCK = Path(__file__).with_suffix("")
FILES = ("package.json", "package-lock.json")
HOME = ROOT / ".build" / "lighthouse"
INSTALLED = HOME / "installed"
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Points of each category, and the ids of the audits that cost some."""

    points: tuple[int, ...]
    failed: tuple[str, ...]

    @property
    def is_met(self) -> bool:
        """Whether every category has enough points."""
        return all(points >= least for points, least in zip(self.points, LEAST, strict=True))


def measure(shown: Demonstration) -> list[Line]:
    """A row a page; one that says why, where Lighthouse cannot run."""
    if not _has_node():
        return [Line("Lighthouse", "not run: needs Node 18.20 or newer with npm")]
    if not _is_installed():
        return [Line("Lighthouse", "not run: npm ci did not work", TARGET, False)]
    return [line for place in PLACES for line in _rows(place, _judged(shown, place))]


def _has_node() -> bool:
    if shutil.which("npm") is None or shutil.which("node") is None:
        return False
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    return found is not None and (int(found[1]), int(found[2])) >= OLDEST_NODE


def _is_installed() -> bool:
    """Whether it stands there as the lock says; installs it where it does not."""
    wanted = "".join((LOCK / name).read_text() for name in FILES)
    if INSTALLED.exists() and INSTALLED.read_text() == wanted:
        return True
    print("Installing Lighthouse (once) …", flush=True)
    HOME.mkdir(parents=True, exist_ok=True)
    INSTALLED.unlink(missing_ok=True)
    for name in FILES:
        shutil.copyfile(LOCK / name, HOME / name)
    if subprocess.run(INSTALL, cwd=HOME, check=False).returncode:
        return False
    INSTALLED.write_text(wanted)
    return True


def _judged(shown: Demonstration, place: Place) -> Verdict | None:
    """One run; a performance below its target is the median of three, as the machine is not always quiet."""
    first = _run(shown, place)
    if first is None or first.points[0] >= LEAST[0]:
        return first
    others = filter(None, (_run(shown, place) for _ in range(RUNS - 1)))
    runs = sorted([first, *others], key=lambda run: run.points[0])
    middle = runs[(len(runs) - 1) // 2]
    return replace(middle, points=(middle.points[0], *first.points[1:]))


def _run(shown: Demonstration, place: Place) -> Verdict | None:
    """What Lighthouse says about a page, asked again once; None when it comes to no result.

    The details of the last run stay in ``.build``.
    """
    file = HOME / f"{place.name}.json"
    for _ in range(ATTEMPTS):
        file.unlink(missing_ok=True)
        subprocess.run(_command(shown, place, file), env=_environment(), check=False)
        verdict = _read(json.loads(file.read_text())) if file.exists() else None
        if verdict is not None:
            return verdict
    return None


def _command(shown: Demonstration, place: Place, file: Path) -> list[str]:
    headers = shown.running.folder / "headers.json"
    headers.write_text(json.dumps({"Cookie": places.cookie(shown)} if place.is_hers else {}))
    return [
        *(str(HOME / "node_modules" / ".bin" / "lighthouse"), shown.running.url + place.path),
        *("--quiet", "--output=json", f"--output-path={file}", "--form-factor=mobile"),
        *("--no-enable-error-reporting", f"--extra-headers={headers}"),
        f"--chrome-flags=--headless=new {' '.join(QUIET)}",
    ]


def _environment() -> dict[str, str]:
    return {**os.environ, "CHROME_PATH": setup.find() or ""}


def _read(result: dict[str, Any]) -> Verdict | None:
    """Points and failed audits of a result; None when this page could not be judged, or another was shown."""
    categories = [result["categories"][name] for name in CATEGORIES]
    is_another = result["finalDisplayedUrl"] != result["requestedUrl"]
    if is_another or any(category["score"] is None for category in categories):
        return None
    points = tuple(round(100 * category["score"]) for category in categories)
    failed = [
        part["id"]
        for category, reached, least in zip(categories, points, LEAST, strict=True)
        if reached < least
        for part in category["auditRefs"]
        if part["weight"] > 0 and _is_short(result["audits"][part["id"]]["score"])
    ]
    return Verdict(points, tuple(failed))


def _is_short(score: float | None) -> bool:
    """Whether an audit that applies was not wholly passed."""
    return score is not None and score < 1


def _rows(place: Place, verdict: Verdict | None) -> list[Line]:
    what = f"Lighthouse {place.name}"
    if verdict is None:
        return [Line(what, "no result", TARGET, False)]
    row = Line(what, " / ".join(map(str, verdict.points)), TARGET, verdict.is_met)
    return [row, *(Line("  costs points", name) for name in verdict.failed)]
