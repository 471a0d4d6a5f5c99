"""A browser without a screen that checks every page it fetches, and fills in the forms it finds there."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlmodel import Session
from werkzeug.test import TestResponse

from app import web
from app.accounts import actions
from app.accounts.models import User
from tests.economy import uncounted
from tests.make import NOW

BASE = "http://127.0.0.1:8000"
LABELLED = ("input", "select", "textarea")
PRESSED = ("button", "a", "summary")
LOADED = ("script", "img", "link")
POINTING = {"for", "aria-describedby", "aria-labelledby", "aria-controls"}


class Page:
    """The page that is open: its answer, its soup, its words."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.response: TestResponse
        self.soup: BeautifulSoup
        self.path = "/"

    def signed_in(self, session: Session, user: User) -> "Page":
        """The same browser with a device's cookie of hers."""
        token = actions.sign_in(session, user, now=NOW)
        session.commit()
        self.client.set_cookie("bonny", token, domain="127.0.0.1")
        return self

    def get(self, path: str, *, status: int = 200, **options: Any) -> "Page":
        """Open a page, following redirects, and check it."""
        return self._took(self.client.get(path, base_url=BASE, **options), path, status)

    def post(self, path: str, data: dict[str, Any], *, status: int = 200, **options: Any) -> "Page":
        """Send a form with the CSRF token of the open page."""
        data = {"csrf_token": self.token(), **data}
        return self._took(self.client.post(path, data=data, base_url=BASE, **options), path, status)

    def submit(self, form: Tag, *, button: str | None = None, status: int = 200, **values: Any) -> "Page":
        """Fill in a form of the open page and press one of its buttons (by its text or label)."""
        data: dict[str, Any] = _defaults(form) | values
        pressed = _button(form, button)
        if pressed is not None and pressed.get("name"):
            data[str(pressed["name"])] = pressed.get("value", "")
        target = urljoin(self.path, str(form.get("action") or self.path))
        if str(form.get("method", "get")).lower() == "post":
            return self._took(self.client.post(target, data=data, base_url=BASE), target, status)
        return self._took(self.client.get(target, query_string=data, base_url=BASE), target, status)

    def form(self, selector: str) -> Tag:
        """The form that holds the first match of a CSS selector."""
        found = self.soup.select_one(selector)
        assert found is not None, f"nothing matches {selector!r} in\n{self.text}"
        form = found if found.name == "form" else found.find_parent("form")
        assert isinstance(form, Tag), f"{selector!r} stands in no form"
        return form

    def token(self) -> str:
        """The CSRF token of the open page; the sign-in page's when it has none."""
        field = self.soup.select_one("input[name=csrf_token]") if hasattr(self, "soup") else None
        if field is None:
            self.get("/settings" if self.client.get_cookie("bonny", domain="127.0.0.1") else "/sign-in")
            field = self.soup.select_one("input[name=csrf_token]")
        assert field is not None
        return str(field["value"])

    @property
    def text(self) -> str:
        """The words of the page, white space folded."""
        return " ".join(self.soup.get_text(" ").split())

    def _took(self, response: TestResponse, path: str, status: int) -> "Page":
        self.response, self.path = response, path
        check_headers(response)
        hops = 0
        while response.status_code in (302, 303) and hops < 5:
            where = response.headers["Location"]
            self.path = urlsplit(where).path
            response = self.client.get(where, base_url=BASE)
            check_headers(response)
            hops += 1
        self.response = response
        assert response.status_code == status, (
            f"{path}: {response.status_code}\n{response.get_data(as_text=True)[:2000]}"
        )
        if response.mimetype == "text/html":
            self.soup = checked(response.get_data(as_text=True))
        return self


@uncounted
def checked(html: str) -> BeautifulSoup:
    """The soup of a page, checked, or that of a part of one."""
    soup = BeautifulSoup(html, "html.parser")
    if soup.find("html"):
        check_page(soup)
    return soup


def check_headers(response: TestResponse) -> None:
    """Every answer carries the security headers."""
    for name, value in web.HEADERS.items():
        found = response.headers.get(name)
        is_stricter = name == "Referrer-Policy" and found == "no-referrer"
        assert found == value or is_stricter, f"{name} is {found!r}"


def check_page(soup: BeautifulSoup) -> None:
    """What every whole page keeps: title, language, one h1, unique ids, labels, nothing inline or foreign."""
    for piece in soup.find_all("template"):
        piece.decompose()  # no part of the page until a script clones it; the browser tests check it then
    assert soup.title is not None
    assert soup.title.get_text(strip=True)
    html = soup.find("html")
    assert isinstance(html, Tag)
    assert html.get("lang")
    assert len(soup.find_all("h1")) == 1
    tags = soup.find_all(True)  # looked for once: a page is checked some thousand times in a run
    check_ids(tags)
    check_fields(tags)
    check_own(tags)
    check_forms(tags)
    check_mending(tags)


def check_ids(tags: Sequence[Tag]) -> None:
    """Ids are unique, and what points to one finds it."""
    counts = Counter(str(tag["id"]) for tag in tags if tag.has_attr("id"))
    doubled = [name for name, count in counts.items() if count > 1]
    assert not doubled, f"ids used twice: {doubled}"
    for tag in tags:
        for attribute in POINTING & tag.attrs.keys():
            value = tag[attribute]
            names = value if isinstance(value, list) else str(value).split()
            assert set(names) <= set(counts), f"{attribute}={value!r} points nowhere"


def check_fields(tags: Sequence[Tag]) -> None:
    """Every field has a label, every button and link has words; those in a hidden picture need none."""
    labelled = {str(tag["for"]) for tag in tags if tag.name == "label" and tag.has_attr("for")}
    for tag in tags:
        if tag.name in LABELLED and tag.get("type") not in ("hidden", "submit"):
            is_labelled = str(tag.get("id", "-")) in labelled or tag.find_parent("label") is not None
            assert is_labelled or tag.get("aria-label"), f"no label: {tag}"
        if tag.name in PRESSED and not is_in_picture(tag):
            assert tag.get_text(strip=True) or tag.get("aria-label"), f"no words: {tag}"


def is_in_picture(tag: Tag) -> bool:
    """Whether it is for fingers alone, in a picture whose table has the same for everybody."""
    return tag.get("tabindex") == "-1" and tag.find_parent("svg", attrs={"aria-hidden": "true"}) is not None


def check_own(tags: Sequence[Tag]) -> None:
    """No inline style, script or handler, and nothing loaded from anywhere else."""
    for tag in tags:
        assert tag.name != "style"
        assert not tag.get("style"), f"inline style: {tag}"
        handlers = [name for name in tag.attrs if name.startswith(("on", "hx-on"))]
        assert not handlers, f"inline handler: {handlers}"
        if tag.name == "script":
            assert tag.get("src")
            assert not tag.get_text(strip=True)
        if tag.name in LOADED:
            address = str(tag.get("src") or tag.get("href"))
            assert address.startswith("/"), f"not our own: {address}"


def check_forms(tags: Sequence[Tag]) -> None:
    """Every form that changes something carries a CSRF token; a page without a cookie asks for a code."""
    for form in tags:
        if form.name != "form" or str(form.get("action", "")).startswith("/s/"):
            continue
        if str(form.get("method", "get")).lower() == "post":
            assert form.find("input", attrs={"name": "csrf_token"}), f"no CSRF token: {form}"


def check_mending(tags: Sequence[Tag]) -> None:
    """A field to mend says beside it what is wrong, and the first of them has the focus, alone."""
    errors = {
        str(tag["id"]) for tag in tags if "field-error" in tag.get_attribute_list("class") and tag.get("id")
    }
    wrong = [tag for tag in tags if tag.get("aria-invalid") == "true" and not tag.has_attr("data-sample")]
    for field in wrong:
        names = str(field.get("aria-describedby", "")).split()
        assert not errors.isdisjoint(names), f"nothing said: {field}"
    focused = [tag for tag in tags if tag.has_attr("autofocus") and not tag.find_parent(popover=True)]
    assert focused == wrong[:1], f"the focus goes to {focused}"


def _defaults(form: Tag) -> dict[str, Any]:
    """What the form would send as it stands."""
    data: dict[str, Any] = {}
    for field in form.find_all(["input", "select", "textarea"]):
        name, kind = field.get("name"), field.get("type")
        if not name or (kind in ("checkbox", "radio") and not field.has_attr("checked")):
            continue
        if field.name == "select":
            option = field.find("option", selected=True) or field.find("option")
            data[str(name)] = option.get("value", "") if isinstance(option, Tag) else ""
        elif kind == "checkbox":
            ticked = data.get(str(name), [])
            data[str(name)] = [*ticked, field.get("value", "")]
        else:
            data[str(name)] = field.get("value", "") if field.name == "input" else field.get_text()
    return data


def _button(form: Tag, words: str | None) -> Tag | None:
    buttons = [tag for tag in form.find_all("button") if isinstance(tag, Tag)]
    if words is None:
        return buttons[0] if buttons else None
    for tag in buttons:
        if words in (" ".join(tag.get_text(" ").split()), tag.get("aria-label"), tag.get("value")):
            return tag
    raise AssertionError(f"no button {words!r} in {form}")
