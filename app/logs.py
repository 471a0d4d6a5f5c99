"""Structured logs, a JSON object a line: ids and codes, never names, numbers, addresses or texts of hers."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

MOST_CAUSES = 5
PLAIN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Writes a record and its extras as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; an exception is given by its trace."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "log": record.name,
            "event": record.getMessage(),
        }
        line.update({name: value for name, value in record.__dict__.items() if name not in PLAIN})
        if record.exc_info:
            line["trace"] = trace_of(record.exc_info[1])
        return json.dumps(line, default=str)


def trace_of(error: BaseException | None) -> str:
    """Where it went wrong and the kinds of the errors, first cause last.

    Their words are left out: PostgreSQL quotes the row it refuses, and other errors what she typed.
    """
    parts: list[str] = []
    while error is not None and len(parts) < MOST_CAUSES:
        kind = type(error)
        parts.append("".join(traceback.format_tb(error.__traceback__)) + f"{kind.__module__}.{kind.__name__}")
        error = error.__cause__ or error.__context__
    return "\nbecause of\n".join(parts)


def start(level: int = logging.INFO) -> None:
    """Send what the product logs to standard error; asked twice, it does so once."""
    log = logging.getLogger("bonny")
    if not log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        log.addHandler(handler)
    log.setLevel(level)
    log.propagate = False
