"""What a browser may keep for a year: style sheet, scripts and icons, each named after its content."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import cast

import brotli
import django_htmx
from flask import Blueprint, Flask, Response, abort, current_app, request, url_for
from markupsafe import Markup

from app import web

bp = Blueprint("assets", __name__)

STATIC = Path(__file__).parents[1] / "static"
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
# The order of the cascade: what comes later wins.
SHEETS = (
    "tokens",
    "base",
    "shell",
    "controls",
    "fields",
    "cards",
    "week",
    "today",
    "plants",
    "lists",
    "calendar",
    "charts",
    "progress",
    "habit-year",
    "pages",
    "answering",
    "library",
    "screens",
    "wishes",
    "offline",
    "install",
)
# What the page for her doctor and what she brings to it need besides: those pages alone load it.
SUMMARY_SHEETS = ("report", "report-pictures", "report-print", "sharing", "visits")
# The parts of the service worker, which is one script of its own.
WORKER = ("store", "made", "sending", "pages", "life", "push")
SCRIPTS = ("notice", "press", "taps", "page", "zone", "phone", "push", "home")
# What orders the list of habits, and what draws the page without a network: those pages alone load it.
HABITS = ("order",)
OFFLINE = ("figures", "pieces", "rows", "plants", "day", "waiting", "start")
# What only we read: comments on lines of their own, and how lines are set in (no text of ours spans two).
OURS = {
    ".css": re.compile(r"/\*.*?\*/|^\s+", re.DOTALL | re.MULTILINE),
    ".js": re.compile(r"^ *//.*\n|^ +", re.M),
}
LASTS = 365 * 24 * 3600
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
}
# As small as it gets already.
PACKED = frozenset({".png", ".webp"})
TOKEN = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});")
NAME = re.compile(r"(?P<stem>[a-z0-9-]+)-(?P<digest>[0-9a-f]{10})(?P<suffix>\.[a-z]+)")


@dataclass(frozen=True)
class Asset:
    """A file as it goes over the wire; ``name`` carries the digest of its content."""

    stem: str
    suffix: str
    content: bytes

    @cached_property
    def name(self) -> str:
        """Such as ``bonny-0123456789.css``: another content has another name."""
        return f"{self.stem}-{hashlib.sha256(self.content).hexdigest()[:10]}{self.suffix}"

    @property
    def mimetype(self) -> str:
        """The type of the content."""
        return TYPES[self.suffix]

    @cached_property
    def brotli(self) -> bytes:
        """As small as it gets; made once by each process."""
        return cast(bytes, brotli.compress(self.content))

    @cached_property
    def gzip(self) -> bytes:
        """The same for browsers without brotli."""
        return gzip.compress(self.content, mtime=0)


@lru_cache
def shelf() -> dict[str, Asset]:
    """Every asset by its plain name, such as ``bonny.css``; read once."""
    made = [
        Asset("bonny", ".css", _joined("css", SHEETS, ".css")),
        Asset("summary", ".css", _joined("css", SUMMARY_SHEETS, ".css")),
        Asset("bonny", ".js", _joined("js", SCRIPTS, ".js")),
        Asset("htmx", ".js", HTMX.read_bytes()),
        Asset("habits", ".js", _joined("habits", HABITS, ".js")),
        Asset("offline", ".js", _joined("offline", OFFLINE, ".js")),
        Asset("icon", ".svg", (STATIC / "icon.svg").read_bytes()),
        Asset("icon", ".png", (STATIC / "icon.png").read_bytes()),
        *(Asset(path.stem, path.suffix, path.read_bytes()) for path in sorted((STATIC / "home").iterdir())),
    ]
    return {asset.stem + asset.suffix: asset for asset in made}


@lru_cache
def worker() -> bytes:
    """The service worker, its parts joined."""
    return _joined("worker", WORKER, ".js")


def _joined(folder: str, names: tuple[str, ...], suffix: str) -> bytes:
    """The files one after the other, without what is for us alone."""
    texts = ((STATIC / folder / (name + suffix)).read_text() for name in names)
    return OURS[suffix].sub("", "\n".join(texts)).encode()


@lru_cache
def icon(name: str, kind: str = "") -> Markup:
    """The picture ``static/icons/<name>.svg`` to stand in a page, silent beside the words it goes with.

    ``kind`` is one more class of ours.
    """
    text = (STATIC / "icons" / f"{name}.svg").read_text().strip()
    opening = f'<svg class="{f"icon {kind}".strip()}" aria-hidden="true" focusable="false"'
    return Markup(text.replace('<svg xmlns="http://www.w3.org/2000/svg"', opening, 1))  # noqa: S704 (our own file)


@lru_cache
def tokens(scheme: str) -> dict[str, str]:
    """The colours of tokens.css by name (``ink_2``), light or dark, for what a style sheet cannot reach."""
    text = (STATIC / "css" / "tokens.css").read_text()
    blocks = {"light": (":root {",), "dark": (":root {", ':root[data-theme="dark"] {')}[scheme]
    bodies = [text.split(block, 1)[1].split("}", 1)[0] for block in blocks]
    pairs = [pair for body in bodies for pair in TOKEN.findall(body)]
    return {name.replace("-", "_"): colour for name, colour in pairs}


def url_of(name: str) -> str:
    """The address of an asset; KeyError when there is none of that plain name."""
    return url_for("assets.asset", name=shelf()[name].name)


def start(app: Flask) -> None:
    """Give templates ``asset``, ``icon`` and ``tokens``."""
    app.jinja_env.globals.update(asset=url_of, icon=icon, tokens=tokens)


@bp.get("/assets/<name>")
@web.public
@web.anonymous
def asset(name: str) -> Response:
    """A file for a year; under the name of another release, today's file for this once."""
    match = NAME.fullmatch(name)
    found = shelf().get(match["stem"] + match["suffix"]) if match else None
    if found is None:
        abort(404)
    response = _encoded(found)
    is_current = found.name == name
    response.headers["Cache-Control"] = f"public, max-age={LASTS}, immutable" if is_current else "no-store"
    response.vary.add("Accept-Encoding")
    return response


def _encoded(found: Asset) -> Response:
    """The smallest form the browser says it can read; of a picture there is only one."""
    if found.suffix in PACKED:
        return current_app.response_class(found.content, mimetype=found.mimetype)
    wanted = request.accept_encodings
    for encoding in ("br", "gzip"):
        if wanted[encoding] > 0:
            body = found.brotli if encoding == "br" else found.gzip
            headers = {"Content-Encoding": encoding}
            return current_app.response_class(body, mimetype=found.mimetype, headers=headers)
    return current_app.response_class(found.content, mimetype=found.mimetype)
