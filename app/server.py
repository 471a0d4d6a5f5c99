"""How gunicorn serves the pages: two processes, four threads each, told by HOST, PORT and WEB_CONCURRENCY."""

import os
import sys
from typing import Any

# Imported by name: gunicorn takes a module named ``config`` here for its own setting.
from app.config import ConfigError, load

# Threads that wait for the database hand over ten times sooner than by default (docs/decisions/0002).
SWITCH_SECONDS = 0.0005

try:
    settings = load(os.environ)
except ConfigError as error:
    sys.exit(str(error))

bind = f"{settings.host}:{settings.port}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60
graceful_timeout = 10
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = "warning"


def when_ready(_server: Any) -> None:
    """Say where the pages are."""
    sys.stderr.write(f"Bonny is at http://{bind}\n")


def post_fork(_server: Any, _worker: Any) -> None:
    """Let threads take turns quickly."""
    sys.setswitchinterval(SWITCH_SECONDS)
