"""Rules of the house: what every room keeps, checked by reading the house itself."""

import ast
import re
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import SQLModel

from app import config

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "app").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
PUBLIC = {
    "accounts.code",
    "accounts.invitation",
    "accounts.link",
    "accounts.sign_in",
    "accounts.sign_up",
    "assets.asset",
    "catalogue.habit",
    "catalogue.library",
    "checklist.today",
    "messages.letterbox",
    "messages.letter_source",
    "messages.status",
    "metrics.scrape",
    "offline.page",
    "offline.waiting",
    "offline.web_manifest",
    "offline.worker",
    "reminders.answer",
    "partner.answer",
    "partner.leave",
    "reminders.answer_letter",
    "reminders.mail_posted",
    "reminders.text_in",
    "reminders.text_letter",
    "reminders.unsubscribe",
    "report.shared",
    "report.shared_pdf",
    "shell.healthz",
    "settings.language",
    "settings.sight",
    "shell.privacy",
    "shell.terms",
    "styleguide.page",
}
# Styles, pictures, tags, the attributes a macro writes without its tag, and the places that a phone fills.
NO_WORDS = r"<style>.*?</style>|<svg.*?</svg>|<[^>]*>|[a-z-]+=\"(?:post\")?|\{[a-z]+\}"
CSRF_FREE = {
    "messages.status",
    "partner.leave",
    "reminders.answer",
    "reminders.mail_posted",
    "reminders.text_in",
    "reminders.unsubscribe",
    "report.shared",
    "report.shared_pdf",
}


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", sorted((ROOT / "app" / "rules").glob("*.py")), ids=lambda path: path.name)
def test_rules_import_the_standard_library_alone(path):
    foreign = {
        name
        for name in imports_of(path)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("app.rules")
    }
    assert not foreign


def test_every_route_is_guarded_or_listed_as_public(make_app):
    app = make_app()
    public = {name for name, view in app.view_functions.items() if getattr(view, "is_public", False)}
    assert public == PUBLIC


def test_guarded_routes_send_a_stranger_to_the_door(page):
    for rule in page.app.url_map.iter_rules():
        if rule.endpoint in PUBLIC:
            continue
        values = {
            "day": "2026-11-20",
            "habit_id": 1,
            "text": "2026-10",
            "slug": "prunes",
            "token": "x",
            "letter_id": 1,
            "slot_id": 1,
            "text_id": 1,
            "subscription_id": 1,
            "partner_id": 1,
            "spell_id": 1,
            "fault_id": 1,
            "link_id": 1,
            "year": 2026,
            "kind": "visit",
            "row_id": 1,
        }
        path = rule.rule
        for name in rule.arguments:
            path = re.sub(rf"<[^>]*{name}>", str(values[name]), path)
        if "GET" in (rule.methods or ()):
            assert page.get(path).path == "/sign-in", path


def test_only_webhooks_take_forms_without_a_token(make_app):
    app = make_app()
    free = {name for name, view in app.view_functions.items() if getattr(view, "is_csrf_exempt", False)}
    assert free == CSRF_FREE


@pytest.mark.parametrize("name", config.NAMES)
def test_every_setting_is_documented(name):
    assert f"`{name}`" in (ROOT / "README.md").read_text()


def test_every_setting_the_code_reads_is_listed():
    source = "".join((ROOT / "app" / name).read_text() for name in ("config.py", "config_reading.py"))
    read = set(re.findall(r'reader\.(?:text|number|url|switch)\(\s*"([A-Z_]+)"', source))
    assert read == set(config.NAMES)


def test_every_template_compiles(make_app):
    app: Flask = make_app()
    for path in TEMPLATES:
        if path.suffix in {".html", ".txt"}:
            app.jinja_env.get_template(path.relative_to(ROOT / "templates").as_posix())


def test_models_match_the_migrations(make_app):
    app = make_app()
    with app.app_context():
        assert app.extensions["bonny.migrations"].compare_metadata() == []


def test_every_foreign_key_has_an_index():
    bare = []
    for table in SQLModel.metadata.tables.values():
        led = {next(iter(index.columns)).name for index in table.indexes}
        led |= {
            next(iter(rule.columns)).name
            for rule in table.constraints
            if isinstance(rule, sa.UniqueConstraint | sa.PrimaryKeyConstraint) and rule.columns
        }
        bare += [
            f"{table.name}.{key.parent.name}" for key in table.foreign_keys if key.parent.name not in led
        ]
    assert not bare


def test_every_word_a_person_sees_can_be_translated():
    """Text that stands in a template by itself, outside of the translation call, has escaped."""
    escaped = []
    for path in TEMPLATES:
        if path.suffix != ".html":
            continue
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "\x00", path.read_text(), flags=re.DOTALL)
        text = re.sub(NO_WORDS, "\x00", text, flags=re.DOTALL)
        for piece in text.split("\x00"):
            words = re.sub(r"[^A-Za-z]", "", piece.replace("Bonny", "").replace("IU", "").replace("UTC", ""))
            if words:
                escaped.append(f"{path.name}: {piece.strip()}")
    assert not escaped


def test_nothing_is_red():
    """Her colours are plum, green and sand: a red of any kind reads as a mistake of hers."""
    for sheet in (ROOT / "static" / "css").glob("*.css"):
        for colour in re.findall(r"#([0-9a-f]{6})\b", sheet.read_text()):
            red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
            assert not (red > 150 and green < 0.6 * red and blue < 0.6 * red), f"{sheet.name}: #{colour}"


def test_no_module_asks_the_clock_but_the_clock():
    for path in SOURCES:
        if path.name != "clock.py":
            assert not re.search(r"datetime\.now\(|date\.today\(|time\.time\(", path.read_text()), path
