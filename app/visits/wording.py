"""The words of what she brings, for pages, the summary and messages. Nothing is read into a result."""

from collections.abc import Sequence
from decimal import Decimal

from flask_babel import gettext as _

from app import words
from app.rules import results
from app.rules.partial_days import PartialDay
from app.visits.brought import Fall, Fracture, Medicine, Result
from app.visits.models import Harm, ResultKind, Site


def partial_day(day: PartialDay) -> str:
    """2 Oct 2026, Oct 2026 or 2026."""
    if day.month is None:
        return str(day.year)
    return words.dated(day.first) if day.day is not None else words.short_month(day.first)


def site(measured: Site) -> str:
    """Where bone density was measured: lumbar spine."""
    return {
        Site.LUMBAR_SPINE: _("lumbar spine"),
        Site.HIP: _("hip"),
        Site.LEFT_HIP: _("left hip"),
        Site.RIGHT_HIP: _("right hip"),
        Site.FEMORAL_NECK: _("femoral neck"),
        Site.FOREARM: _("forearm"),
    }[measured]


def result(found: Result) -> str:
    """As it was printed, with a true minus: "DXA T-score lumbar spine −2.1".

    Vitamin D is told in both units, the printed one first: "25-OH vitamin D 71 nmol/L (28 ng/mL)".
    """
    if found.kind is ResultKind.BONE_DENSITY:
        return _("DXA T-score %(site_and_value)s", site_and_value=_t_score(found))
    return f"{result_name(found)} {result_value(found)}"


def result_name(found: Result) -> str:
    """What was measured, without its site: DXA T-score, 25-OH vitamin D, or the name she gave."""
    names = {ResultKind.BONE_DENSITY: _("DXA T-score"), ResultKind.VITAMIN_D: _("25-OH vitamin D")}
    return names.get(found.kind, found.name)


def result_value(found: Result) -> str:
    """The number with its comparator and unit: −2.1, <10 nmol/L (<4.0 ng/mL), 1.2 mg/L."""
    told = f"{found.comparator}{words.digits(found.printed)} {found.unit}".strip()
    if found.kind is not ResultKind.VITAMIN_D:
        return told
    return f"{told} ({found.comparator}{_other(found.value, found.unit)})"


def _other(value: Decimal, unit: str) -> str:
    number, other = results.other_unit(value, results.VitaminD(unit))
    return f"{words.digits(str(number))} {other}"


def _t_score(found: Result) -> str:
    where = site(found.site) if found.site is not None else ""
    return f"{where} {result_value(found)}".strip()


def results_of_a_day(found: Sequence[Result]) -> tuple[str, ...]:
    """A line for each result of one day, in their order, but one for all its T-scores.

    That one stands where the first of them would, its places from the spine down: "DXA T-score: lumbar spine
    −2.1, hip −1.6".
    """
    scores = [each for each in found if each.kind is ResultKind.BONE_DENSITY]
    if len(scores) < 2:
        return tuple(result(each) for each in found)
    together = ", ".join(_t_score(each) for each in sorted(scores, key=_place))
    lines = (
        _("DXA T-score: %(sites_and_values)s", sites_and_values=together)
        if each is scores[0]
        else result(each)
        for each in found
        if each is scores[0] or each not in scores
    )
    return tuple(lines)


def _place(found: Result) -> int:
    """Where the place of a T-score comes among the places; one without a place comes last."""
    return list(Site).index(found.site) if found.site is not None else len(Site)


def medicine(taken: Medicine) -> str:
    """The medicine and its dose in her words: letrozole 2.5 mg daily."""
    return f"{taken.name} {taken.dose}".strip()


def taken_when(taken: Medicine) -> str:
    """From when to when she takes it, as far as she said: since Mar 2025; empty when she said nothing."""
    since = partial_day(taken.since) if taken.since is not None else ""
    until = partial_day(taken.until) if taken.until is not None else ""
    if since and until:
        return _("%(since)s to %(until)s", since=since, until=until)
    if until:
        return _("until %(day)s", day=until)
    return _("since %(day)s", day=since) if since else ""


def harm(came_of_it: Harm) -> str:
    """What came of a fall: no injury."""
    return {
        Harm.NONE: _("no injury"),
        Harm.MINOR: _("minor injury"),
        Harm.TREATED: _("injury that was treated"),
        Harm.FRACTURE: _("a broken bone"),
    }[came_of_it]


def fall(happened: Fall) -> str:
    """Fall, no injury."""
    return _("Fall, %(harm)s", harm=harm(happened.harm))


def fracture(broken: Fracture) -> str:
    """Broken bone: left wrist."""
    return _("Broken bone: %(bone)s", bone=broken.bone)
