"""What keeps the whole run short and takes nothing from what the tests show."""

import functools
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest

MEMORY = Path("/dev/shm")  # noqa: S108 (pytest makes a folder of its own in it)
ROOM_WANTED = 2 * 1024**3
RULES = Path(__file__).parent / "rules"
ELSEWHERE = ("browser", "crash")
THINGS_BETWEEN_LOOKS = 20_000

Given = ParamSpec("Given")
Found = TypeVar("Found")

_counted: set[tuple[Path, str]] = set()


def use_memory() -> None:
    """Let temporary files, databases among them, lie in memory where it has room: no wait for a disk."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return
    if shutil.disk_usage(MEMORY).free > ROOM_WANTED:
        os.environ["TMPDIR"] = str(MEMORY)  # the workers inherit it
        tempfile.tempdir = None


def leave_what_stays() -> None:
    """Let the garbage collector pass by all that is there before the first test, and look less often.

    It went over each test and module again and again: a tenth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(THINGS_BETWEEN_LOOKS)


def is_counted(item: pytest.Item) -> bool:
    """Whether coverage counts the lines a test runs; counting doubles its time.

    Of the rules it counts every case, of every other test the first: the others run the same lines with
    other words or on the other database. Browsers' tests, killed processes and properties, which are drawn
    anew each time, go over lines that are counted elsewhere; so do long tests marked ``no_cover``. So what
    coverage reports is the least that is covered, and the same every time.
    """
    if item.get_closest_marker("no_cover"):
        return False
    is_property = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    if is_property or any(item.get_closest_marker(name) for name in ELSEWHERE):
        return False
    return item.path.is_relative_to(RULES) or _is_first(item.path, getattr(item, "originalname", item.name))


def has_new_fixture(item: pytest.Item) -> bool:
    """Whether a test asks for a fixture that none before it in its file has asked for."""
    names: list[str] = getattr(item, "fixturenames", [])
    new = [name for name in names if _is_first(item.path, f"fixture {name}")]
    return bool(new)


def _is_first(file: Path, name: str) -> bool:
    is_first = (file, name) not in _counted
    _counted.add((file, name))
    return is_first


def count(item: pytest.Item, *, is_counted: bool) -> None:
    """Let coverage go on or pause."""
    plugin = item.config.pluginmanager.getplugin("_cov")
    counting = getattr(plugin, "cov_controller", None)
    if counting is None or counting.started == is_counted:
        return
    if counting.started:
        counting.pause()
    else:
        counting.resume()


def uncounted(work: Callable[Given, Found]) -> Callable[Given, Found]:
    """Let coverage look away while something works that runs no line of the app."""

    @functools.wraps(work)
    def unseen(*args: Given.args, **kwargs: Given.kwargs) -> Found:
        counting = sys.gettrace()
        stop, start = getattr(counting, "stop", None), getattr(counting, "start", None)
        if stop is None or start is None:
            return work(*args, **kwargs)
        stop()
        try:
            return work(*args, **kwargs)
        finally:
            start()

    return unseen
