"""Style sheet, scripts and icons: named after their content, small, kept for a year."""

import gzip
import re

import brotli
import pytest

from app import assets, create_app
from tests.conftest import close
from tests.page import BASE

ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NAMES = sorted(name for name, each in assets.shelf().items() if each.suffix not in assets.PACKED)


def address(name: str) -> str:
    return f"/assets/{assets.shelf()[name].name}"


def test_every_sheet_script_and_icon_is_used():
    folder = assets.STATIC
    sheets = (*assets.SHEETS, *assets.SUMMARY_SHEETS)
    assert sorted(sheets) == sorted(path.stem for path in (folder / "css").glob("*.css"))
    rooms = {
        "js": assets.SCRIPTS,
        "habits": assets.HABITS,
        "worker": assets.WORKER,
        "offline": assets.OFFLINE,
    }
    for room, names in rooms.items():
        assert sorted(names) == sorted(path.stem for path in (folder / room).glob("*.js"))
    templates = "".join(path.read_text() for path in folder.parent.glob("templates/**/*.html"))
    places = (folder.parent / "app" / "shell.py").read_text()
    unused = [
        path.stem for path in (folder / "icons").glob("*.svg") if f'"{path.stem}"' not in templates + places
    ]
    assert not unused


def test_name_follows_the_content():
    one, other = (assets.Asset("bonny", ".css", content) for content in (b"a {}", b"b {}"))
    assert re.fullmatch(r"bonny-[0-9a-f]{10}\.css", one.name)
    assert one.name != other.name
    assert one.name == assets.Asset("bonny", ".css", b"a {}").name


@ONLY_SQLITE
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("accepted", "coding", "unpack"),
    [
        ("br, gzip", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("", None, bytes),
    ],
)
def test_asset_comes_in_the_form_the_browser_reads(page, name, accepted, coding, unpack):
    answer = page.client.get(address(name), base_url=BASE, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == coding
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert unpack(answer.get_data()) == assets.shelf()[name].content
    assert answer.mimetype == assets.shelf()[name].mimetype


@ONLY_SQLITE
def test_picture_comes_as_it_is(page):
    for name, picture in assets.shelf().items():
        if picture.suffix in assets.PACKED:
            answer = page.client.get(address(name), base_url=BASE, headers={"Accept-Encoding": "br, gzip"})
            assert answer.headers.get("Content-Encoding") is None
            assert (answer.get_data(), answer.mimetype) == (picture.content, picture.mimetype)


@ONLY_SQLITE
def test_page_of_another_release_gets_todays_sheet_but_does_not_keep_it(page):
    answer = page.client.get("/assets/bonny-0123456789.css", base_url=BASE)
    assert answer.get_data() == assets.shelf()["bonny.css"].content
    assert answer.headers["Cache-Control"] == "no-store"


@ONLY_SQLITE
@pytest.mark.parametrize("name", ["bonny.css", "other-0123456789.css", "bonny-0123.css", "..%2Fapp.py", "x"])
def test_what_is_no_asset_is_not_found(page, name):
    page.get(f"/assets/{name}", status=404)


@ONLY_SQLITE
def test_asset_asks_nobody_who_is_there(annas_page):
    answer = annas_page.client.get(address("bonny.css"), base_url=BASE)
    assert "Cookie" not in answer.headers["Vary"]
    assert "Set-Cookie" not in answer.headers


def test_sheets_and_scripts_name_no_other_place():
    for name in ("bonny.css", "bonny.js", "habits.js", "offline.js"):
        assert not re.search(rb"https?://|url\(|@import", assets.shelf()[name].content)


def test_what_only_we_read_does_not_travel():
    sheet, script = (assets.shelf()[name].content.decode() for name in ("bonny.css", "bonny.js"))
    assert not re.search(r"/\*|^ ", sheet, re.MULTILINE)
    assert not re.search(r"^ *//", script, re.MULTILINE)
    assert "--paper: #fbf8f4;" in sheet
    assert "await startPush(place" in script


def test_icon_is_silent_and_takes_a_class_more():
    assert assets.icon("plus").startswith('<svg class="icon" aria-hidden="true"')
    assert assets.icon("plus", "go-on").startswith('<svg class="icon go-on" aria-hidden="true"')


def test_tokens_of_the_dark_differ_and_keep_every_name():
    light, dark = assets.tokens("light"), assets.tokens("dark")
    assert set(light) == set(dark)
    assert light["paper"] == "#fbf8f4"
    assert dark["paper"] == "#17131b"
    assert light["ink_2"] != dark["ink_2"]


def test_every_page_names_its_assets_by_content(tmp_path):
    app = create_app(DATA_DIR=tmp_path)
    with app.test_request_context(base_url=BASE):
        assert assets.url_of("bonny.css") == address("bonny.css")
    close(app)
