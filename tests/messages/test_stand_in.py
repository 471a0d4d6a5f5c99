"""The stand-in for the text provider posts webhooks that its own library believes."""

import json
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, quote
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from tests.fakes.twilio import INBOUND_PATH, Text, TwilioStandIn
from tests.messages.conftest import NOON, PHONE

PUBLIC_URL = "https://bonny.example"


class Product(HTTPServer):
    """A web server in the place of the product that keeps what is posted to it."""

    got: list[tuple[str, dict[str, str], str]]


class Keep(BaseHTTPRequestHandler):
    server: Product

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = {name: values[0] for name, values in parse_qs(sent, keep_blank_values=True).items()}
        self.server.got.append((self.path, fields, self.headers["X-Twilio-Signature"]))
        self.send_response(403 if "forbid" in sent else 200)
        self.end_headers()
        self.wfile.write(b"OK")


@pytest.fixture
def product() -> Iterator[Product]:
    server = Product(("127.0.0.1", 0), Keep)
    server.got = []
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def stand_in() -> Iterator[TwilioStandIn]:
    with TwilioStandIn(public_url=PUBLIC_URL, now=lambda: NOON) as stand_in:
        yield stand_in


def address_of(product: Product) -> str:
    return f"http://127.0.0.1:{product.server_address[1]}"


def test_text_of_hers_is_signed_over_the_public_address(product: Product, stand_in: TwilioStandIn) -> None:
    reply = stand_in.text_in(address_of(product), "1 3 👍", PHONE, NumMedia="1")
    ((path, fields, signature),) = product.got
    assert (reply.status_code, reply.text, path) == (200, "OK", INBOUND_PATH)
    assert (fields["Body"], fields["From"], fields["To"]) == ("1 3 👍", PHONE, stand_in.sender)
    assert (fields["NumMedia"], fields["MessageSid"]) == ("1", fields["SmsSid"])
    validator = RequestValidator(stand_in.auth_token)
    assert validator.validate(PUBLIC_URL + INBOUND_PATH, fields, signature)
    assert not validator.validate(PUBLIC_URL + INBOUND_PATH, {**fields, "Body": "all"}, signature)


def test_refusal_of_the_product_is_told(product: Product, stand_in: TwilioStandIn) -> None:
    assert stand_in.text_in(address_of(product), "forbid", PHONE).status_code == 403


def test_every_text_of_hers_has_its_own_id(product: Product, stand_in: TwilioStandIn) -> None:
    for _ in range(2):
        stand_in.text_in(address_of(product), "1", PHONE)
    first, second = (fields["MessageSid"] for _, fields, _ in product.got)
    assert first != second


def test_callback_goes_to_the_address_that_came_with_the_text(
    product: Product, stand_in: TwilioStandIn
) -> None:
    fields = {"To": PHONE, "Body": "Hi", "StatusCallback": f"{PUBLIC_URL}/webhooks/twilio/status/abc"}
    text = stand_in.accept(fields)
    stand_in.callback(address_of(product), text, "undelivered", error_code="30003")
    ((path, posted, signature),) = product.got
    assert (path, posted["MessageSid"], posted["MessageStatus"], posted["ErrorCode"]) == (
        "/webhooks/twilio/status/abc",
        text.sid,
        "undelivered",
        "30003",
    )
    assert RequestValidator(stand_in.auth_token).validate(fields["StatusCallback"], posted, signature)


def test_text_without_a_callback_address_has_no_callback(stand_in: TwilioStandIn) -> None:
    text: Text = stand_in.accept({"To": PHONE, "Body": "Hi"})
    with pytest.raises(ValueError, match="StatusCallback"):
        stand_in.callback("http://127.0.0.1", text, "sent")


def ask(stand_in: TwilioStandIn, path: str) -> dict[str, Any]:
    """What the provider's interface answers to a question."""
    url = f"{stand_in.url}/2010-04-01/Accounts/{stand_in.account_sid}/Messages{path}"
    secret = b64encode(f"{stand_in.account_sid}:{stand_in.auth_token}".encode()).decode()
    request = Request(url, headers={"Authorization": f"Basic {secret}"})
    with build_opener(ProxyHandler({})).open(request, timeout=10) as answer:
        return dict(json.load(answer))


def sids(stand_in: TwilioStandIn, query: str) -> list[str]:
    return [each["sid"] for each in ask(stand_in, f".json?{query}")["messages"]]


def test_list_honours_receiver_and_the_day_a_text_was_sent(stand_in: TwilioStandIn) -> None:
    early, late, other = (stand_in.accept({"To": to}) for to in (PHONE, PHONE, "+14155550199"))
    to_her = f"To={quote(PHONE)}"
    assert sids(stand_in, to_her) == [late.sid, early.sid]
    assert sids(stand_in, "") == [other.sid, late.sid, early.sid]
    assert sids(stand_in, f"{to_her}&DateSent=2026-03-02") == [], "none was sent yet"
    stand_in.settle(early.sid, "delivered")
    assert sids(stand_in, f"{to_her}&DateSent=2026-03-02") == [early.sid]
    assert sids(stand_in, f"{to_her}&DateSent%3E=2026-03-02T11:00:00Z") == [early.sid]
    assert sids(stand_in, f"{to_her}&DateSent%3E=2026-03-03") == []
    assert sids(stand_in, f"{to_her}&DateSent%3C=2026-03-01") == []


def test_callback_and_look_up_tell_the_same(product: Product, stand_in: TwilioStandIn) -> None:
    text = stand_in.accept({"To": PHONE, "StatusCallback": f"{PUBLIC_URL}/webhooks/twilio/status/abc"})
    stand_in.callback(address_of(product), text, "undelivered", error_code="30003")
    shown = ask(stand_in, f"/{text.sid}.json")
    assert (shown["sid"], shown["status"], shown["error_code"]) == (text.sid, "undelivered", 30003)


def test_many_may_ask_at_one_moment_and_each_waits_as_long_as_is_set(stand_in: TwilioStandIn) -> None:
    text = stand_in.accept({"To": PHONE})
    stand_in.latency = 0.01
    with ThreadPoolExecutor(24) as threads:
        answers = list(threads.map(lambda _: ask(stand_in, f"/{text.sid}.json")["sid"], range(24)))
    assert (answers, stand_in.questions) == ([text.sid] * 24, 24)
