"""The worker's script and the page it keeps: the same for everyone, in any language, new with a release."""

import re

import pytest

from app import assets
from tests.page import BASE

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_worker_names_its_release_and_what_it_keeps(page):
    script = page.client.get("/sw.js", base_url=BASE)
    assert re.match(rb'const RELEASE = "[0-9a-f]{10}";\nconst SHELL = \["/assets/bonny-', script.data)
    for address in re.findall(r'"(/assets/[^"]+)"', script.text.splitlines()[1]):
        assert page.client.get(address, base_url=BASE).headers["Cache-Control"].endswith("immutable")
    again = page.client.get("/sw.js", base_url=BASE, headers={"If-None-Match": script.headers["ETag"]})
    assert again.status_code == 304


def test_another_release_is_another_worker(page, monkeypatch):
    before = page.client.get("/sw.js", base_url=BASE).data
    monkeypatch.setattr(assets, "worker", lambda: b"// another\n")
    assert page.client.get("/sw.js", base_url=BASE).data.splitlines()[0] != before.splitlines()[0]


@pytest.mark.parametrize("path", ["/offline", "/offline/kept"])
def test_page_that_the_phone_keeps_has_nothing_of_hers_and_asks_nobody_who_is_there(annas_page, path):
    annas_page.get(path)
    assert "This page needs a network" in annas_page.text
    assert "Anna" not in annas_page.text
    answer = annas_page.client.get(path, base_url=BASE)
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("asked", "lang"),
    [("en-GB", "en-GB"), ("es-MX", "es-MX"), ("xx", "en"), ("../x", "en"), ("", "en")],
)
def test_page_that_the_phone_keeps_is_in_the_language_asked_for(page, asked, lang):
    answer = page.client.get(f"/offline?lang={asked}", base_url=BASE)
    assert f'<html lang="{lang}"' in answer.text
