"""Where a number is from: its country, and the time zones there."""

import functools
from collections.abc import Mapping, Sequence
from importlib import resources
from types import MappingProxyType

import phonenumbers
from phonenumbers import timezone

from app import clock

NOWHERE = "001"
MOST = "(most areas)"
# Where the table does not begin with the zone that most people live in.
MOST_PEOPLE = MappingProxyType(
    {
        "AU": "Australia/Sydney",
        "BR": "America/Sao_Paulo",
        "CA": "America/Toronto",
        "RU": "Europe/Moscow",
        "UA": "Europe/Kyiv",
        "UZ": "Asia/Tashkent",
    }
)


def country_of(number: str) -> str:
    """The country of an E.164 number, two letters, by its code alone where need be; empty for none."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return ""
    country = phonenumbers.region_code_for_number(parsed) or phonenumbers.region_code_for_country_code(
        parsed.country_code or 0
    )
    return country if country and country != NOWHERE and country.isalpha() else ""


def zones_of(country: str) -> tuple[str, ...]:
    """The time zones of a country; first the one most people live in, then those of most of a region."""
    return _table().get(country, ())


@functools.cache
def _table() -> Mapping[str, tuple[str, ...]]:
    """Every country's zones from the pinned tz database, Antarctica's only for itself."""
    rows: dict[str, list[tuple[str, str]]] = {}
    text = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        country, _place, zone, *note = line.split("\t")
        if clock.knows_zone(zone) and (country == "AQ" or not zone.startswith("Antarctica/")):
            rows.setdefault(country, []).append((zone, "".join(note)))
    return {country: _in_order(country, found) for country, found in rows.items()}


def _in_order(country: str, rows: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    first = MOST_PEOPLE.get(country, rows[0][0])
    ordered = sorted(rows, key=lambda row: (row[0] != first, MOST not in row[1]))
    return tuple(zone for zone, _note in ordered)


def likely_zone(number: str, zones: Sequence[str]) -> str | None:
    """The zone of the number's area code, where it has just one and that is among these."""
    found = timezone.time_zones_for_number(phonenumbers.parse(number, None))
    return found[0] if len(found) == 1 and found[0] in zones else None
