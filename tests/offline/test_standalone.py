"""Opened from its icon there is no browser around Bonny: no page is a dead end."""

from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "templates"
PAGES = [
    path
    for path in sorted(TEMPLATES.rglob("*.html"))
    if not path.name.startswith("_") and path.parent != TEMPLATES / "ui" and "mail" not in path.parts
]


def test_every_page_stands_in_the_frame_that_leads_back():
    outside = [path.name for path in PAGES if '{% extends "base.html" %}' not in path.read_text()]
    assert outside == ["base.html"]


def test_frame_has_the_bar_for_her_and_the_name_for_a_visitor():
    words = " ".join((TEMPLATES / "base.html").read_text().split())
    bar, name = (f'{{% include "ui/{each}.html" %}}' for each in ("_bar", "_masthead"))
    assert f"{{% if person %}} {bar} {{% else %}} {name} {{% endif %}}" in words
    for name in ("_bar", "_masthead"):
        assert 'brand(url_for("checklist.today")' in (TEMPLATES / "ui" / f"{name}.html").read_text()
