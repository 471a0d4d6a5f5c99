"""The service worker, which a browser asks for by itself, and the page it keeps to show without a network."""

import hashlib
import json
from functools import lru_cache
from types import SimpleNamespace

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from app import assets, locales, web
from app.offline.room import bp
from app.rules.marks import Skip

# What a page without a network is made of.
SHELL = ("bonny.css", "bonny.js", "htmx.js", "offline.js", "icon.svg", "icon.png")
PAGES = ("base.html", "offline/*.html", "ui/*.html")
# The page shows the bar of a signed-in person, and nothing of hers.
SOMEBODY = SimpleNamespace(name="")


@bp.get("/sw.js")
@web.public
@web.anonymous
def worker() -> ResponseReturnValue:
    """The service worker; browsers ask for a new one each time, and each release is a new one."""
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    response = Response(_first_part() + assets.worker(), mimetype="text/javascript", headers=headers)
    response.add_etag()
    return response.make_conditional(request)


def _first_part() -> bytes:
    """The release by name, and the addresses of what it keeps."""
    shell = [assets.url_of(name) for name in SHELL]
    release = hashlib.sha256(assets.worker() + json.dumps(shell).encode() + _pages()).hexdigest()[:10]
    return f"const RELEASE = {json.dumps(release)};\nconst SHELL = {json.dumps(shell)};\n".encode()


@lru_cache
def _pages() -> bytes:
    """What the kept page is made of, so that another page is another release."""
    folder = assets.STATIC.parent / "templates"
    return b"".join(path.read_bytes() for name in PAGES for path in sorted(folder.glob(name)))


@bp.get("/offline")
@bp.get("/offline/kept", endpoint="waiting")
@web.public
@web.anonymous
def page() -> str:
    """The page that her phone fills in by itself; ``lang`` is hers, else it is the browser's."""
    lang = request.args.get("lang", "").replace("-", "_")
    if lang not in locales.OFFERED:
        return _page()
    with force_locale(lang):
        return _page()


def _page() -> str:
    # No words of a page before either: it stays on the phone.
    values = {"person": SOMEBODY, "place": "today", "skips": tuple(Skip), "shell_notice": lambda: None}
    return render_template("offline/page.html", **values)
