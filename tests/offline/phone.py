"""A phone as the house sees it: it fetches snapshots and sends up what it kept, by a clock of its own."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlmodel import Session
from werkzeug.test import TestResponse

from app.accounts import actions
from app.accounts.models import User
from tests.make import NOW, TODAY
from tests.page import BASE, check_headers

JSON = {"Accept": "application/json"}


def uuid(number: int) -> str:
    """The id of the so-manyth change."""
    return str(UUID(int=number, version=4))


def change(number: int, **fields: Any) -> dict[str, Any]:
    """A change of today, made an hour ago; fields by name."""
    made_at = (NOW - timedelta(hours=1)).isoformat()
    values = {"id": uuid(number), "day": TODAY.isoformat(), "today": TODAY.isoformat(), "made_at": made_at}
    return values | fields


class Phone:
    """A signed-in browser that speaks JSON; ``fast`` is how far its clock is ahead."""

    def __init__(self, app: Flask, *, fast: timedelta = timedelta()) -> None:
        self.client = app.test_client()
        self.fast = fast
        self.token = ""
        self.person = ""
        self.answer: TestResponse

    def signed_in(self, session: Session, user: User) -> "Phone":
        """The same phone with a device's cookie of hers."""
        token = actions.sign_in(session, user, now=NOW)
        session.commit()
        self.client.set_cookie("bonny", token, domain="127.0.0.1")
        return self

    def snapshot(self, *, plants: str = "", status: int = 200) -> Any:
        """What it keeps from now on."""
        path = f"/offline/snapshot?plants={plants}" if plants else "/offline/snapshot"
        found = self._took(self.client.get(path, headers=JSON, base_url=BASE), status)
        if status == 200:
            self.token, self.person = found["csrf"], found["person"]
        return found

    def send(self, changes: Sequence[Any], *, at: datetime = NOW, status: int = 200, **batch: Any) -> Any:
        """What the house answers to these changes."""
        if not self.token:
            self.snapshot()
        sent_at = (at + self.fast).isoformat()
        body = {"version": 1, "person": self.person, "sent_at": sent_at, "changes": changes} | batch
        headers = {**JSON, "X-CSRFToken": self.token}
        answer = self.client.post("/offline/changes", json=body, headers=headers, base_url=BASE)
        return self._took(answer, status)

    def _took(self, answer: TestResponse, status: int) -> Any:
        self.answer = answer
        check_headers(answer)
        assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
        assert answer.is_json
        return answer.json


def outcomes(answer: Any) -> list[str]:
    """What became of each change."""
    return [each["is"] for each in answer["results"]]
