"""The same batch that comes twice at one time, as from a worker and a page that both send, counts once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlmodel import select

from app.checklist.models import MarkChange
from tests import make
from tests.checklist.looking import holds
from tests.make import TODAY
from tests.offline.phone import Phone, change, outcomes


def test_batch_that_comes_twice_at_one_time_counts_once(app, anna, session):
    prunes = make.make_habit(session, anna)
    make.make_habit(session, anna, "plants")
    phones = [Phone(app).signed_in(session, anna) for _ in range(2)]
    for phone in phones:
        phone.snapshot()
    sent = [change(number, habit=prunes, do="add") for number in range(5)]
    sent += [change(9, plant="oats", do="eat")]
    together = Barrier(2)

    def send(phone: Phone) -> list[str]:
        together.wait(timeout=5)
        return outcomes(phone.send(sent))

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(send, phones)) == [["kept"] * 6] * 2
    assert holds(session, prunes) == {TODAY: 5}
    assert len(session.exec(select(MarkChange)).all()) == 6
