"""From what is stored, tapped or typed to a plant: the catalogue's, or one of her own."""

import re
from collections.abc import Sequence

from sqlmodel import Session, col, select

from app import locales
from app.accounts.models import User
from app.catalogue import book
from app.checklist.models import PlantEaten
from app.rules import plants
from app.rules.plants import Index, Match, Plant

MOST_OWN = 1_000
MOST_MATCHES = 8
# The word between two things, in any language of ours: nobody types a plant that is called so.
SEVERAL = re.compile(rf"[,;+&\n]|\b(?:{'|'.join(locales.ANDS)})\b", re.IGNORECASE)


def plant_of(slug: str, *, locale: str = book.ENGLISH) -> Plant | None:
    """The plant stored under this word, by its name in her language.

    None for one that left the catalogue, or a word that is none.
    """
    return book.book(locale).plants.get(slug) or plants.own_of(slug)


def own_plants(session: Session, user: User) -> Index:
    """Her own plants of all times. One query."""
    rows = session.exec(
        select(PlantEaten.plant)
        .where(PlantEaten.user_id == user.id, col(PlantEaten.plant).startswith(plants.OWN_SIGN))
        .distinct()
        .order_by(PlantEaten.plant)
        .limit(MOST_OWN)
    ).all()
    return Index(filter(None, map(plants.own_of, rows)))


def find(session: Session, user: User, *, text: str) -> Plant | None:
    """The plant whose name the whole text is, the catalogue's or one of hers."""
    return find_all(session, user, texts=[text])[0]


def find_all(session: Session, user: User, *, texts: Sequence[str]) -> list[Plant | None]:
    """The plant of each text, as ``find`` does; at most one query."""
    found = [book.book(user.locale).plants.find(text) for text in texts]
    if None not in found:
        return found
    hers = own_plants(session, user)
    return [plant or hers.find(text) for plant, text in zip(found, texts, strict=True)]


def find_several(session: Session, user: User, *, text: str, most: int) -> tuple[Plant, ...]:
    """The plants of a list such as "carrots, apples and oats", each once; none unless each part is one."""
    parts = [part for part in SEVERAL.split(text) if part.strip()]
    if not 1 < len(parts) <= most:
        return ()
    found = find_all(session, user, texts=parts)
    known = {plant.slug: plant for plant in found if plant is not None}
    return tuple(known.values()) if None not in found else ()


def own(session: Session, user: User, *, name: str) -> Plant:
    """A plant of her own by that name; raises BadName.

    A name that is a plant's already, however spelled, stands for that plant: the same must not count twice.
    """
    return find(session, user, text=name) or plants.own(name)


def search(session: Session, user: User, *, text: str) -> tuple[Match, ...]:
    """The plants the text may mean, her own ones first."""
    hers = own_plants(session, user).search(text, limit=MOST_MATCHES)
    return (*hers, *book.book(user.locale).plants.search(text, limit=MOST_MATCHES))[:MOST_MATCHES]
