"""The key of web push, whom push services may write to, which endpoints are safe, which browsers are kept."""

import base64
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlmodel import select

from app.database import Database
from app.messages import endpoints, subscriptions, vapid
from app.messages.models import PushSubscription
from app.messages.subscriptions import Subscription
from tests.fakes.push import Browser, base64url, bytes_of
from tests.messages.conftest import NOON, USER_ID, add_person, make_settings

SECRET = "k" * 40
PUBLIC = "BFgE1zf_JcJmqQU9h7ZCdC30k93veyfTv3qNmIcddcvNtCPEBHMDu6KOGb7BajLjvx6WcsXcD466MWbE8bLHmOM"
ENDPOINT = "https://push.example/push/one"
KEYS = Browser().keys
NO_POINT = base64url(b"\x04" + b"\x01" * 64)


def test_public_key_of_a_secret_key_never_changes() -> None:
    """Every browser that ever subscribed knows this house by it."""
    assert vapid.public_key_of(SECRET) == PUBLIC
    assert vapid.public_key_of("j" * 40) != PUBLIC


def test_public_key_is_the_point_of_the_private_one() -> None:
    point = bytes_of(PUBLIC)
    assert (len(point), point[0]) == (65, 4)
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    assert public == vapid.key_of(SECRET).public_key()
    assert 0 < vapid.key_of(SECRET).private_numbers().private_value < vapid.ORDER


def test_order_is_that_of_the_curve() -> None:
    """The last scalar is a key, the next one is none."""
    ec.derive_private_key(vapid.ORDER - 1, ec.SECP256R1())
    with pytest.raises(ValueError, match=r"."):
        ec.derive_private_key(vapid.ORDER, ec.SECP256R1())


@pytest.mark.parametrize(
    ("environment", "contact"),
    [
        ({}, "mailto:bonny@localhost"),
        ({"MAIL_FROM": "Bonny <hello@bonny.example>"}, "mailto:hello@bonny.example"),
        (
            {"MAIL_FROM": "hello@bonny.example", "OPERATOR_EMAIL": "ida@bonny.example"},
            "mailto:ida@bonny.example",
        ),
        ({"PUBLIC_URL": "https://bonny.example"}, "https://bonny.example"),
        (
            {"PUBLIC_URL": "https://bonny.example", "MAIL_FROM": "hello@bonny.example"},
            "mailto:hello@bonny.example",
        ),
    ],
)
def test_push_services_learn_whom_to_write_to(tmp_path, environment, contact) -> None:
    assert vapid.contact_of(make_settings(tmp_path, **environment)) == contact


def test_port_of_our_own_is_left_out_of_the_audience(tmp_path) -> None:
    settings = make_settings(tmp_path)
    header = vapid.authorization(settings, "https://push.example/push/one", now=NOON)
    claims = base64.urlsafe_b64decode(header.split(".")[1] + "==")
    assert b'"aud":"https://push.example"' in claims


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:APA91b_-x",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
        "https://web.push.apple.com/QGu?x=1",
        "https://wns2-par02p.notify.windows.com:443/w/?token=BQ%3d",
        "https://" + "a" * 60 + ".example/" + "x" * 900,
    ],
)
def test_endpoint_of_a_push_service_is_taken(endpoint) -> None:
    assert endpoints.read(endpoint, is_own_machine=False).geturl() == endpoint


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "push.example/one",
        "http://push.example/one",
        "ftp://push.example/one",
        "https://push.example:8443/one",
        "https://push.example:99999/one",
        "https://user@push.example/one",
        "https://:password@push.example/one",
        "https://push.example/one#part",
        "https://push.example/one two",
        "https://push.example/one\r\nX-More: 1",
        "https://push.example/é",
        "https://push_er.example/",
        "https://localhost/one",
        "https://intranet/one",
        "https://127.0.0.1/one",
        "https://10.1/one",
        "https://2130706433/one",
        "https://[::1]/one",
        "https://[::1/one",
        "https://example./one",
        "https://push.example/" + "x" * 1000,
    ],
)
def test_endpoint_that_is_no_push_service_is_refused(endpoint) -> None:
    with pytest.raises(endpoints.Unsafe):
        endpoints.read(endpoint, is_own_machine=False)


@pytest.mark.parametrize("host", ["127.0.0.1:9000", "localhost:9000", "[::1]:9000"])
def test_this_machine_may_push_to_itself_while_nobody_else_is_served(host) -> None:
    assert endpoints.read(f"http://{host}/one", is_own_machine=True).netloc == host
    with pytest.raises(endpoints.Unsafe):
        endpoints.read(f"http://{host}/one", is_own_machine=False)
    with pytest.raises(endpoints.Unsafe):
        endpoints.read("http://push.example/one", is_own_machine=True)


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("142.250.74.138", True),
        ("2a00:1450:4001:82b::200a", True),
        ("64:ff9b::8efa:4a8a", True),
        ("::ffff:142.250.74.138", True),
        ("127.0.0.1", False),
        ("10.0.0.8", False),
        ("172.16.3.4", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 (nobody listens there)
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00:ec2::254", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("2002:7f00:1::1", False),
    ],
)
def test_address_of_the_open_network(address, is_public) -> None:
    assert endpoints.is_public(address) is is_public


def test_name_that_leads_both_ways_is_followed_outwards_only(monkeypatch) -> None:
    inside, outside = (2, 1, 6, "", ("10.0.0.8", 443)), (2, 1, 6, "", ("142.250.74.138", 443))
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_more: [inside, outside])
    place = endpoints.read(ENDPOINT, is_own_machine=False)
    assert endpoints.addresses_of(place, is_own_machine=False) == [(2, ("142.250.74.138", 443))]


def read(endpoint: str = ENDPOINT, p256dh: str = KEYS["p256dh"], auth: str = KEYS["auth"]) -> Subscription:
    return subscriptions.read(endpoint, p256dh, auth, is_own_machine=False)


def test_subscription_is_kept_without_padding() -> None:
    assert read(p256dh=KEYS["p256dh"] + "=", auth=KEYS["auth"] + "==") == Subscription(ENDPOINT, **KEYS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://push.example/one"},
        {"p256dh": ""},
        {"p256dh": KEYS["p256dh"][:-2]},
        {"p256dh": NO_POINT},
        {"p256dh": base64url(b"\x02" + bytes_of(KEYS["p256dh"])[1:33])},
        {"p256dh": KEYS["p256dh"][:-1] + "*"},
        {"p256dh": KEYS["p256dh"][:-1] + "é"},
        {"auth": ""},
        {"auth": KEYS["auth"] + "AA"},
        {"auth": "!" * 22},
    ],
)
def test_what_no_browser_would_say_is_no_subscription(wrong) -> None:
    with pytest.raises(subscriptions.NotASubscription):
        read(**wrong)


def keep(database: Database, name: str, *, user_id: int = USER_ID, at: int = 0, device: str = "") -> None:
    found = Subscription(f"https://push.example/{name}", **KEYS)
    with database.writing() as session:
        now = NOON + timedelta(seconds=at)
        subscriptions.keep(session, user_id, subscription=found, device=device, now=now)
        session.commit()


def kept(database: Database) -> list[tuple[int, str]]:
    """Whose, and which, in the order they came first."""
    with database.reading() as session:
        rows = session.exec(select(PushSubscription)).all()
        return sorted((row.user_id, row.endpoint.rpartition("/")[2]) for row in rows)


def test_same_browser_again_is_one_with_its_new_name_and_date(messages_database) -> None:
    keep(messages_database, "one", device="Chrome on Android")
    keep(messages_database, "one", at=60, device="x" * 100)
    with messages_database.reading() as session:
        (row,) = subscriptions.of(session, USER_ID)
    assert (row.device, row.created_at) == ("x" * 80, NOON + timedelta(seconds=60))


def test_browser_that_somebody_else_had_moves_to_her(messages_database) -> None:
    with messages_database.writing() as session:
        add_person(session, 2)
        session.commit()
    keep(messages_database, "one")
    keep(messages_database, "one", user_id=2)
    assert kept(messages_database) == [(2, "one")]


def test_eleventh_browser_pushes_out_her_oldest_and_nobody_elses(messages_database) -> None:
    with messages_database.writing() as session:
        add_person(session, 2)
        session.commit()
    keep(messages_database, "theirs", user_id=2)
    for number in range(11):
        keep(messages_database, f"{number:02}", at=number + 1)
    hers = [(USER_ID, f"{number:02}") for number in range(1, 11)]
    assert kept(messages_database) == [*hers, (2, "theirs")]


def test_nobody_switches_off_the_browser_of_another(messages_database) -> None:
    keep(messages_database, "one")
    with messages_database.writing() as session:
        (row,) = subscriptions.of(session, USER_ID)
        assert subscriptions.are_there(session, USER_ID)
        assert not subscriptions.are_there(session, 2)
        assert subscriptions.forget(session, 2, ids=[row.id or 0]) == 0
        subscriptions.forget_endpoint(session, 2, endpoint=row.endpoint)
        assert subscriptions.forget(session, USER_ID, ids=[]) == 0
        assert subscriptions.are_there(session, USER_ID)
        subscriptions.forget_endpoint(session, USER_ID, endpoint=row.endpoint)
        assert not subscriptions.are_there(session, USER_ID)
