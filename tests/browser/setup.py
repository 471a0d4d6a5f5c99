"""Finds Chromium for the browser tests, and installs it from the system's packages where it can.

Chromium without its window (headless shell) does the same in two thirds of the time; only notifications
need the whole.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHELL = "chromium-headless-shell"


def find() -> str | None:
    """The path of a whole Chromium on this machine; CHROMIUM names another."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for path in map(shutil.which, NAMES) if path), None)


def find_quickest() -> str | None:
    """The path of the headless shell where there is one, else that of the whole."""
    return os.environ.get("CHROMIUM") or shutil.which(SHELL) or find()


def install(package: str) -> bool:
    """Install a package of Debian's, as root or with sudo; whether that worked."""
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") is None or (prefix and shutil.which("sudo") is None):
        return False
    print(f"Installing {package} for the browser tests (once) …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package],
    ):
        done = subprocess.run(
            [*prefix, *command],
            env=environment,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if done.returncode:
            return False
    return True


if __name__ == "__main__":
    if find() is None and not install("chromium"):
        sys.exit("The browser tests need Chromium: install it, or name it with CHROMIUM=/path/to/chromium.")
    if find_quickest() == find():
        install(SHELL)  # a help, not a need
