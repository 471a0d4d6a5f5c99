"""What must be true after all the deaths; each finding is a sentence."""

from collections import Counter, defaultdict
from collections.abc import Iterator

import sqlalchemy as sa
from sqlmodel import col, select

from app.messages import outbox
from app.messages.models import Channel, Delivery, DeliveryEvent, State
from app.messages.moves import FINAL
from app.reminders import queries
from tests.fakes.twilio import Text
from tests.soak import people
from tests.soak.world import World

HELD = frozenset({State.ACCEPTED, State.SENT})
TAKEN = HELD | {State.DELIVERED, State.UNDELIVERED}
MOST_FINDINGS = 20
SETTLED = FINAL | HELD


def doubles(world: World) -> list[str]:
    """Who got more than one text, though one reminder was due."""
    counts = Counter(text.to for text in list(world.provider.messages))
    return [f"{phone} got {count} texts" for phone, count in counts.items() if count > 1]


def history(world: World, delivery_id: int) -> str:
    """What befell a delivery, oldest first."""
    with world.database.reading() as session:
        events = session.exec(
            select(DeliveryEvent)
            .where(DeliveryEvent.delivery_id == delivery_id)
            .order_by(col(DeliveryEvent.id))
        )
        return ", ".join(f"{each.at:%d %H:%M:%S} {each.source} {each.state}" for each in events)


def unfinished(world: World) -> list[int]:
    """The people whose reminder is not planned yet, waits, or is in the hands of a process."""
    open_states = (State.QUEUED, State.SENDING)
    done = {each.user_id for each in _nudges(world) if each.state not in open_states}
    everybody = map(people.user_id_of, range(world.count))
    return [user_id for user_id in everybody if user_id not in done]


def everything(world: World) -> list[str]:
    """All findings, the first few of each kind."""
    texts = defaultdict(list)
    for text in world.provider.messages:
        texts[text.to].append(text)
    findings = [*world.wrong, *doubles(world), *_planning(world), *_events(world), *_log(world)]
    for delivery in _nudges(world):
        hers = texts[people.phone_of((delivery.user_id or 0) - people.FIRST_ID)]
        findings += [f"{each} ({history(world, delivery.id or 0)})" for each in _fate(delivery, hers)]
    return findings[:MOST_FINDINGS]


def outcomes(world: World) -> dict[int, State]:
    """What became of each person's reminder by text."""
    return {each.user_id or 0: each.state for each in _nudges(world)}


def _nudges(world: World) -> list[Delivery]:
    with world.database.reading() as session:
        return list(
            session.exec(
                select(Delivery).where(Delivery.kind == queries.NUDGE, Delivery.channel == Channel.SMS)
            ).all()
        )


def _planning(world: World) -> Iterator[str]:
    planned = Counter(each.user_id for each in _nudges(world))
    for user_id in map(people.user_id_of, range(world.count)):
        if planned[user_id] != 1:
            yield f"the reminder of person {user_id} was planned {planned[user_id]} times"


def _fate(delivery: Delivery, texts: list[Text]) -> Iterator[str]:
    """A state is settled, and says of the provider what is true there."""
    it = f"delivery {delivery.id} is {delivery.state}"
    if delivery.state not in SETTLED:
        yield f"{it} for ever"
    if delivery.state in TAKEN and not texts:
        yield f"{it}, but the provider never took it"
    if len(texts) > 1:
        yield f"{it} and was texted {len(texts)} times"
    if texts and delivery.state in {State.LOST, State.EXPIRED, State.SUPPRESSED, State.QUEUED}:
        yield f"{it}, but the provider has {texts[0].sid}"
    if texts and delivery.state in HELD and delivery.provider_id not in (None, texts[0].sid):
        yield f"{it} as {delivery.provider_id}, but the provider has {texts[0].sid}"
    if texts and not _is_tied(delivery, texts[0]):
        yield f"{it} and not tied to {texts[0].sid}, which the provider has"


def _is_tied(delivery: Delivery, text: Text) -> bool:
    token = (text.status_callback or "").rpartition("/")[2]
    return delivery.provider_id == text.sid or delivery.callback_hash == outbox.hash_of(token)


def _events(world: World) -> Iterator[str]:
    """Every delivery has a history, and an event for the state it is in."""
    of_it = col(DeliveryEvent.delivery_id) == col(Delivery.id)
    any_event = sa.select(sa.literal(1)).where(of_it)
    of_state = any_event.where(col(DeliveryEvent.state) == col(Delivery.state))
    with world.database.reading() as session:
        for delivery_id in session.exec(select(Delivery.id).where(~any_event.exists())):
            yield f"delivery {delivery_id} has no event"
        for delivery_id in session.exec(select(Delivery.id).where(~of_state.exists())):
            yield f"delivery {delivery_id} came into its state without an event"


def _log(world: World) -> Iterator[str]:
    for line in world.log().splitlines():
        if '"job broke"' in line or "Traceback" in line:
            yield f"a clock process wrote {line[:2000]}"
