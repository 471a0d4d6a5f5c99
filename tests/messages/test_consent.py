"""Consent: added to, ended once, never rewritten; for one person, one channel, one address."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.database import Database
from app.messages import consent
from app.messages.models import Channel, Consent, State
from tests.messages.conftest import MINUTE, NOON, PHONE, USER_ID, add_person, delivery_of, plan, states_of

OTHER_PHONE = "+14155550199"


def give(
    session: Session, *, user_id: int = USER_ID, channel: Channel = Channel.SMS, address: str = PHONE
) -> None:
    consent.give(
        session,
        user_id=user_id,
        channel=channel,
        address=address,
        words="Yes, Bonny may text me.",
        words_version="2026-11",
        source="sign-up",
        proved_by="code 7",
        now=NOON,
    )


def is_given(session: Session, address: str = PHONE, *, user_id: int = USER_ID) -> bool:
    return consent.is_given(session, user_id=user_id, channel=Channel.SMS, address=address)


def test_consent_holds_for_the_very_address_and_channel(messages_database: Database) -> None:
    with messages_database.writing() as session:
        assert not is_given(session)
        give(session)
        assert is_given(session)
        assert not is_given(session, OTHER_PHONE)
        assert not is_given(session, user_id=2)
        assert not consent.is_given(session, user_id=USER_ID, channel=Channel.EMAIL, address=PHONE)


def test_exact_words_and_proof_are_kept(messages_database: Database) -> None:
    with messages_database.writing() as session:
        give(session)
        kept = session.exec(select(Consent)).one()
        assert (kept.words, kept.words_version) == ("Yes, Bonny may text me.", "2026-11")
        assert (kept.source, kept.proved_by, kept.given_at) == ("sign-up", "code 7", NOON)


def test_consent_is_append_only_and_ends_once(messages_database: Database) -> None:
    def revoke(by: str, words: str | None, at: datetime) -> bool:
        return consent.revoke(session, user_id=USER_ID, channel=Channel.SMS, by=by, words=words, now=at)

    with messages_database.writing() as session:
        give(session)
        assert revoke("text", "Stop please", NOON + MINUTE)
        assert not is_given(session)
        assert not revoke("page", None, NOON + 2 * MINUTE)
        give(session)
        assert is_given(session)
        session.commit()
    with messages_database.reading() as session:
        first, second = session.exec(select(Consent).order_by(col(Consent.id))).all()
    assert (first.revoked_at, first.revoked_by, first.revoked_words) == (
        NOON + MINUTE,
        "text",
        "Stop please",
    )
    assert (second.revoked_at, second.revoked_by) == (None, None)


def test_revoking_ends_every_number_but_nobody_elses_and_no_other_channel(
    messages_database: Database,
) -> None:
    with messages_database.writing() as session:
        add_person(session, 2)
        give(session)
        give(session, address=OTHER_PHONE)
        give(session, user_id=2)
        give(session, channel=Channel.EMAIL, address="ada@bonny.example")
        consent.revoke(session, user_id=USER_ID, channel=Channel.SMS, by="page", words="x" * 500, now=NOON)
        session.commit()
        assert not is_given(session, OTHER_PHONE)
        assert is_given(session, user_id=2)
        assert consent.is_given(session, user_id=USER_ID, channel=Channel.EMAIL, address="ada@bonny.example")
        longest = session.exec(select(Consent.revoked_words).where(Consent.address == OTHER_PHONE)).one()
    assert longest == "x" * 200


def test_revoking_suppresses_every_queued_text_of_hers_alone(messages_database: Database) -> None:
    with messages_database.writing() as session:
        add_person(session, 2)
        session.commit()
    text, email = plan(messages_database, "text"), plan(messages_database, "email", channel=Channel.EMAIL)
    code, other = plan(messages_database, "code", user_id=None), plan(messages_database, "other", user_id=2)
    with messages_database.writing() as session:
        consent.revoke(session, user_id=USER_ID, channel=Channel.SMS, by="text", words="STOP", now=NOON)
        session.commit()
    suppressed = delivery_of(messages_database, text)
    assert (suppressed.state, suppressed.reason) == (State.SUPPRESSED, "opted_out")
    assert suppressed.finished_at == NOON
    assert states_of(messages_database, text) == [("consent", State.SUPPRESSED)]
    for each in (email, code, other):
        assert delivery_of(messages_database, each).state is State.QUEUED
