"""What stands around every page: bar, notice, health, the pages of small print."""

import json
import uuid
from typing import Any

from flask import Blueprint, Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app import health, locales, notices, web, words
from app.accounts import guard
from app.checklist import goal_wording, streak_wording, wording
from app.sight import AS_THE_PHONE

bp = Blueprint("shell", __name__)

HTMX_CONFIG = json.dumps(
    {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,
        # What comes in is alive at once: a second tap right after the first would else load the whole page.
        "defaultSettleDelay": 0,
        "timeout": 15_000,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "422", "swap": True},
            {"code": "[45]..", "swap": False, "error": True},
        ],
    },
    separators=(",", ":"),
)
PLACES = {
    "checklist": "today",
    "plants": "today",
    "progress": "progress",
    "report": "summary",
    "visits": "summary",
    "settings": "more",
    "push": "more",
    "offline": "more",
    "reminders": "more",
    "partner": "more",
    "catalogue": "more",
    "contact": "more",
    "habits": "more",
    "begin": "more",
    "spells": "today",
}


def start(app: Flask) -> None:
    """Give every template what the shell shows."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(_values)
    app.jinja_env.globals.update(
        words=words,
        languages=locales.LANGUAGES,
        zone_names=_zone_names,
        wording=wording,
        goal_wording=goal_wording,
        streak_wording=streak_wording,
        shell_places=_places,
        shell_notice=notices.kept,
        takes_focus=_takes_focus,
        new_uuid=lambda: str(uuid.uuid4()),
    )


def _values() -> dict[str, Any]:
    return {
        "lang": str(get_locale() or "en").replace("_", "-"),
        "htmx_config": HTMX_CONFIG,
        "sight": guard.seen_by() if request else AS_THE_PHONE,
        "place": PLACES.get(request.blueprint or "") if request else None,
        "is_fragment": bool(request) and web.is_fragment(),
    }


def _takes_focus() -> bool:
    """Whether this is the page's first field to mend: the focus goes there, and only there."""
    is_first = not g.get("focus_is_taken", False)
    g.focus_is_taken = True
    return is_first


def _places() -> list[tuple[str, str, str, str]]:
    """The places of the bar: endpoint, name, words, and what a word alone does not say to who cannot see."""
    return [
        ("checklist.today", "today", _("Today"), ""),
        ("progress.overview", "progress", _("Progress"), ""),
        ("report.page", "summary", _("Summary"), _("for my doctor")),
        ("settings.page", "more", _("More"), _("habits, reminders, settings")),
    ]


def _zone_names(zones: list[str]) -> list[tuple[str, str]]:
    """Zones as options: "Europe/London" reads "Europe: London"."""
    names = [(zone, zone.replace("_", " ").replace("/", ": ", 1)) for zone in zones]
    return [(zone, name or _("Choose your time zone")) for zone, name in names]


@bp.get("/healthz")
@web.public
def healthz() -> ResponseReturnValue:
    """Whether database, migrations and clock are well; 503 when not."""
    report = health.check(web.database(), now=web.now())
    return report.as_dict(), 200 if report.is_well else 503


@bp.get("/privacy")
@web.public
def privacy() -> str:
    """What is kept and why."""
    return render_template("shell/privacy.html", operator=web.settings().operator_email)


@bp.get("/terms")
@web.public
def terms() -> str:
    """What Bonny is and is not, and how texts work."""
    return render_template("shell/terms.html", operator=web.settings().operator_email)
