"""The manifest: whole, in the language of who asks, and of nobody; its pictures are what it says."""

import json
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from app.sight import Theme
from tests.page import BASE, Page

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PAPER, DARK_PAPER = "#fbf8f4", "#17131b"


def told(page: Page, **headers: str) -> dict[str, Any]:
    answer = page.client.get("/manifest.webmanifest", base_url=BASE, headers=headers)
    assert answer.mimetype == "application/manifest+json"
    found: dict[str, Any] = json.loads(answer.get_data())
    return found


def test_manifest_says_what_a_home_screen_needs(page):
    found = told(page, **{"Accept-Language": "en-GB"})
    assert {name: found[name] for name in ("id", "name", "short_name", "start_url", "scope", "display")} == {
        "id": "/",
        "name": "Bonny",
        "short_name": "Bonny",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
    }
    assert (found["lang"], found["dir"]) == ("en-GB", "ltr")
    assert (found["theme_color"], found["background_color"]) == (PAPER, PAPER)
    uses = {(each["sizes"], each["purpose"]) for each in found["icons"]}
    assert {(size, use) for size in ("192x192", "512x512") for use in ("any", "maskable")} <= uses
    assert [(each["name"], each["url"]) for each in found["shortcuts"]] == [
        ("Today", "/"),
        ("Plants", "/plants"),
    ]
    assert [each["form_factor"] for each in found["screenshots"]] == ["narrow"] * 3 + ["wide"]
    assert all(each["label"] for each in found["screenshots"])


def test_manifest_speaks_the_language_of_the_request(page):
    found = told(page, **{"Accept-Language": "es-MX"})
    assert found["lang"].partition("-")[0] == "es"
    assert [each["name"] for each in found["shortcuts"]] == ["Hoy", "Plantas"]


def test_manifest_is_kept_by_nobody_else_and_sets_no_cookie(page):
    answer = page.client.get("/manifest.webmanifest", base_url=BASE)
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert {"Accept-Language", "Cookie"} <= set(answer.headers["Vary"].split(", "))
    assert "Set-Cookie" not in answer.headers


def test_manifest_follows_her_own_language_and_colours(annas_page, anna, session):
    anna.locale, anna.theme = "en_IE", Theme.DARK
    session.commit()
    found = told(annas_page, **{"Accept-Language": "en-US"})
    assert (found["lang"], found["background_color"]) == ("en-IE", DARK_PAPER)
    assert "Anna" not in json.dumps(found)


def test_pictures_of_the_manifest_are_there_in_the_size_it_says(page):
    found = told(page)
    pictures = [*found["icons"], *found["screenshots"], *(each["icons"][0] for each in found["shortcuts"])]
    for each in pictures:
        answer = page.client.get(each["src"], base_url=BASE)
        assert "immutable" in answer.headers["Cache-Control"], each["src"]
        assert answer.mimetype == each["type"]
        size = Image.open(BytesIO(answer.get_data())).size
        assert "{}x{}".format(*size) == each["sizes"], each["src"]
    assert len({each["src"] for each in pictures}) == len(pictures)


def test_every_page_names_the_manifest_and_asks_for_it_as_herself(annas_page):
    annas_page.get("/settings")
    link = annas_page.soup.select_one("link[rel=manifest]")
    assert (link["href"], link["crossorigin"]) == ("/manifest.webmanifest", "use-credentials")
    assert annas_page.soup.select_one("link[rel=apple-touch-icon]")["href"].startswith(
        "/assets/apple-touch-icon-"
    )
