"""Look-ups through the provider's own library: one text, the list, and what goes wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.database import Database
from app.messages import asking, callbacks
from app.messages.channels import Asked, NoAnswer, Report, carriers_of, sms
from app.messages.message import Message
from app.messages.models import State
from tests.fakes.smtp import free_port
from tests.fakes.twilio import TwilioStandIn
from tests.messages.conftest import MINUTE, NOON, PHONE, SECOND, Watch, delivery_of, plan
from tests.messages.texting import ENVELOPE, carrier_to, deliver, settings_for


@pytest.fixture
def provider() -> Iterator[TwilioStandIn]:
    with TwilioStandIn(now=lambda: NOON) as stand_in:
        yield stand_in


def find(carrier: sms.Sms, *, address: str = PHONE) -> object:
    return carrier.find(address, since=NOON - MINUTE, until=NOON + 2 * MINUTE)


def test_text_is_found_again_by_receiver_and_time(provider: TwilioStandIn, watch: Watch) -> None:
    provider.now, carrier = watch, carrier_to(provider)
    for minutes, address in ((-3, PHONE), (3, PHONE), (-3, "+14155550199"), (5, PHONE)):
        watch.move(minutes * MINUTE)
        carrier.send(Message(address, "", "Hi"), delivery=ENVELOPE, now=NOON)
    assert [each.at - NOON for each in provider.messages] == [
        -3 * MINUTE,
        0 * MINUTE,
        -3 * MINUTE,
        2 * MINUTE,
    ]
    taken = provider.messages[1], provider.messages[3]
    provider.settle(taken[0].sid, "undelivered", code=30005)
    assert find(carrier) == (
        Report(taken[1].sid, "queued", None, NOON + 2 * MINUTE),
        Report(taken[0].sid, "undelivered", "30005", NOON),
    )


def test_text_is_found_behind_many_later_ones(provider: TwilioStandIn, watch: Watch) -> None:
    carrier, provider.now = carrier_to(provider), watch
    wanted = provider.accept({"To": PHONE})
    watch.move(10 * MINUTE)
    for _ in range(sms.PAGE):
        provider.accept({"To": PHONE})
    assert find(carrier) == (Report(wanted.sid, "queued", None, NOON),)
    assert provider.questions == 2


def test_old_texts_are_not_read_through(provider: TwilioStandIn, watch: Watch) -> None:
    carrier, provider.now = carrier_to(provider), watch
    watch.move(-120 * MINUTE)
    for _ in range(3 * sms.PAGE):
        provider.accept({"To": PHONE})
    assert (find(carrier), provider.questions) == ((), 1)


def test_provider_is_asked_about_one_text(provider: TwilioStandIn) -> None:
    carrier, text = carrier_to(provider), provider.accept({"To": PHONE})
    assert carrier.ask(text.sid) == Report(text.sid, "queued", None, NOON)
    provider.settle(text.sid, "delivered")
    assert carrier.ask(text.sid) == Report(text.sid, "delivered", None, NOON)
    assert carrier.ask("SM" + "f" * 32) == NoAnswer("20404")
    assert isinstance(carrier, Asked)


@pytest.mark.parametrize(
    ("fault", "codes"),
    [("500", ("20500", "500")), ("429", ("20429", "429")), ("garbled", ("unreadable", "unreadable"))],
)
def test_question_that_goes_wrong_is_no_answer_and_is_not_repeated(
    provider: TwilioStandIn, fault: str, codes: tuple[str, str]
) -> None:
    carrier, text = carrier_to(provider), provider.accept({"To": PHONE})
    provider.fail_next_question(fault)
    provider.fail_next_question(fault)
    answers = carrier.ask(text.sid), find(carrier)
    assert answers == (NoAnswer(codes[0]), NoAnswer(codes[1]))
    assert provider.questions == 2


def test_provider_that_is_away_or_silent_is_no_answer(provider: TwilioStandIn) -> None:
    away = carrier_to(provider, api_url=f"http://127.0.0.1:{free_port()}")
    assert find(away) == NoAnswer("connect")
    provider.fail_next_question("stall")
    assert carrier_to(provider, seconds=0.2).ask("SM1") == NoAnswer("connect")


def test_text_whose_answer_got_lost_is_found_at_the_provider(
    messages_database: Database, provider: TwilioStandIn, watch: Watch, tmp_path: Path
) -> None:
    settings = settings_for(provider, tmp_path)
    for fault in ("500-after-accepting", "500"):
        provider.fail_next(fault)
    ids = [plan(messages_database, key, due_at=NOON + n * SECOND) for n, key in enumerate(("taken", "gone"))]
    for _ in ids:
        deliver(messages_database, settings, watch)
        watch.move(SECOND)
    watch.move(5 * MINUTE)
    carriers = carriers_of(settings, messages_database)
    asking.ask_due(messages_database, carriers=carriers, now=watch)
    taken, gone = (delivery_of(messages_database, each) for each in ids)
    assert (taken.state, taken.provider_id) == (State.ACCEPTED, provider.messages[0].sid)
    assert (gone.state, gone.provider_id, provider.requests) == (State.LOST, None, 2)


def test_callback_that_overtakes_the_answer_stays(
    messages_database: Database, provider: TwilioStandIn, watch: Watch, tmp_path: Path
) -> None:
    settings = settings_for(provider, tmp_path)
    provider.fail_next("callback-before-answer")
    provider.app = Door(messages_database)
    delivery_id = plan(messages_database)
    deliver(messages_database, settings, watch)
    delivery = delivery_of(messages_database, delivery_id)
    assert (delivery.state, delivery.provider_id) == (State.SENT, provider.messages[0].sid)
    assert delivery.next_check_at == NOON + 15 * MINUTE


class Door:
    """The product's address for callbacks, without its web server."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def post(self, path: str, *, data: dict[str, str], headers: dict[str, str]) -> bool:
        assert headers["X-Twilio-Signature"]
        with self.database.writing() as session:
            is_known = callbacks.apply_callback(
                session,
                path.rsplit("/", 1)[1],
                data["MessageStatus"],
                None,
                now=NOON,
                provider_id=data["MessageSid"],
            )
            session.commit()
        return is_known
