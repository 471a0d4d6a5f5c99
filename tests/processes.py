"""The product as it really runs: a web process and a clock process, on a free port of this machine."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

from tests.fakes.smtp import free_port

ROOT = Path(__file__).parents[1]
KEPT = ("PATH", "HOME", "LANG", "PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE")
PATIENCE = 60.0
PAUSE = 0.05
Found = TypeVar("Found")


def until(look: Callable[[], Found | None], *, what: str, patience: float = PATIENCE) -> Found:
    """What ``look`` finds, as soon as it finds something; fails after some patience."""
    pause = threading.Event()
    for _ in range(int(patience / PAUSE)):
        found = look()
        if found:
            return found
        pause.wait(PAUSE)
    raise AssertionError(f"waited {patience:.0f} s in vain for {what}")


def kept() -> dict[str, str]:
    """What of this process's environment a process of the product gets as well."""
    return {name: os.environ[name] for name in KEPT if name in os.environ}


class Running:
    """Web and clock with settings of the test; use it in a ``with`` statement."""

    def __init__(self, folder: Path, *, port: int | None = None, **settings: str) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.environment = {
            **kept(),
            "PORT": str(self.port),
            "PUBLIC_URL": self.url,
            "DATA_DIR": str(folder),
            **settings,
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "Running":
        self.start("web")
        self.start("clock")
        until(lambda: self.status("/healthz") == 200, what="a healthy product")
        return self

    def __exit__(self, *_error: object) -> None:
        ending = [self.processes.pop(name) for name in list(self.processes)]
        for process in ending:
            process.send_signal(signal.SIGTERM)
        for process in ending:
            process.wait(PATIENCE)

    def start(self, name: str) -> None:
        """Start one of the two."""
        commands = {
            "web": ["gunicorn", "--config", "python:app.server", "app:create_app()"],
            "clock": ["app.scheduler"],
        }
        log = (self.folder / f"{name}.log").open("ab")
        with log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *commands[name]],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self, name: str, with_signal: signal.Signals) -> int:
        """End one of the two, its workers with it on SIGKILL; the exit code."""
        process = self.processes.pop(name)
        if with_signal is signal.SIGKILL:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.send_signal(with_signal)
        return process.wait(PATIENCE)

    def status(self, path: str) -> int:
        """The status of a page; 0 while nobody listens."""
        try:
            with build_opener(ProxyHandler({})).open(self.url + path, timeout=10) as answer:
                return int(answer.status)
        except HTTPError as error:
            with error:
                return error.code
        except (URLError, ConnectionError, TimeoutError):
            return 0

    def log(self, name: str) -> str:
        """What a process wrote."""
        return (self.folder / f"{name}.log").read_text()
