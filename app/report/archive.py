"""All CSV files of a report in one zip file; the same report makes the same bytes."""

import io
import zipfile

from app.report import dictionary, entered_sheet, sheet
from app.report.model import Report

# The earliest moment a zip file can hold: the files are as old as what they say, not as their making.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o644 << 16


def render(report: Report) -> bytes:
    """days.csv, weeks.csv, entered.csv, and dictionary.csv, which explains their columns."""
    files = {
        "days.csv": sheet.render(report),
        "weeks.csv": sheet.render_weeks(report),
        "entered.csv": entered_sheet.render(report),
        "dictionary.csv": dictionary.render(),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as held:
        for name, content in files.items():
            held.writestr(_entry(name), content)
    return written.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _READABLE
    return entry
