"""What the answer to a wish says: one segment of GSM-7, written from what came of it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from flask_babel import gettext as _
from flask_babel import ngettext

from app import words
from app.accounts.models import User
from app.messages.models import Channel
from app.reminders import wording
from app.reminders.told import Payload, Told
from app.reminders.wishes import LONGEST_PAUSE
from app.rules import days, texts
from app.rules.reply_meanings import Part


def text_of(user: User, *, payload: Payload, now: datetime) -> str:
    """The answer, in the language in force, from what ``settling.act`` and its likes told."""
    return texts.to_gsm(_WORDS[Told(payload["told"])](_Answer(user, payload, now)))


class _Answer:
    """What came of a wish, in pieces of sentences."""

    def __init__(self, user: User, payload: Payload, now: datetime) -> None:
        self.user, self.payload = user, payload
        self.today = words.local(now, user.zone).date()

    @property
    def is_on(self) -> bool:
        return bool(self.payload["is_on"])

    def time(self, name: str) -> str:
        """A time of her wall clock."""
        return words.clock_time_of(time.fromisoformat(self.payload[name]))

    def hour_of(self, name: str) -> str:
        """What her wall clock shows at an instant."""
        return words.clock_time(self._local(name))

    def moment(self, name: str) -> str:
        """An instant in the middle of a sentence: "tomorrow at 08:00"."""
        at = self._local(name)
        shown = words.clock_time(at)
        match (at.date() - self.today) // days.ONE_DAY:
            case 0:
                return _("today at %(time)s", time=shown)
            case 1:
                return _("tomorrow at %(time)s", time=shown)
        return _("%(day)s at %(time)s", day=words.long_day(at.date()), time=shown)

    def until(self) -> str:
        """The first day with reminders again: "tomorrow", "Monday 30 November"."""
        return wording.day(date.fromisoformat(self.payload["until"]), self.today)

    def next(self) -> str:
        """When her next reminder comes: "Next: tomorrow at 08:00."."""
        if "next" not in self.payload:
            return _("No reminder is set: REMIND 8:30 sets one.")
        way = Channel(self.payload["next_way"])
        if way is Channel.SMS:
            return _("Next: %(when)s.", when=self.moment("next"))
        return _("Next: %(when)s by %(way)s.", when=self.moment("next"), way=wording.channel(way))

    def _local(self, name: str) -> datetime:
        return words.local(datetime.fromisoformat(self.payload[name]), self.user.zone)


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _texts_off(_of: _Answer) -> str:
    return _("Texts are not on for this number, so nothing was changed. Text START to turn them on.")


def _later(of: _Answer) -> str:
    return _("OK. I ask again at %(time)s.", time=of.hour_of("at"))


def _later_already(of: _Answer) -> str:
    return _("I ask again at %(time)s, as you wished before.", time=of.hour_of("at"))


def _later_quiet(of: _Answer) -> str:
    return _joined(_("That would be in your quiet hours."), _soon(of), _again(of))


def _later_other_day(of: _Answer) -> str:
    return _joined(_("That would be another day."), _soon(of), _again(of))


def _soon(of: _Answer) -> str:
    if "soon" not in of.payload:
        return ""
    return _("LATER 1H still works, for %(time)s.", time=of.hour_of("soon"))


def _again(of: _Answer) -> str:
    if "next" not in of.payload:
        return _("What is open stays on your list.")
    return _("I will ask again %(when)s.", when=of.moment("next"))


def _nothing_asked(of: _Answer) -> str:
    return _joined(_("There is no reminder of today to put off."), of.next())


def _nothing_open(of: _Answer) -> str:
    return _joined(_("Nothing of it is open any more, so I need not ask again."), of.next())


def _enough_texts(of: _Answer) -> str:
    return _joined(_("These were all the texts for today. ? shows what is open."), of.next())


def _paused(of: _Answer) -> str:
    return _(
        "Reminders are paused and come again from %(day)s. What you tick still counts. "
        "RESUME ends the pause.",
        day=of.until(),
    )


def _paused_before(of: _Answer) -> str:
    return _("Reminders are paused and come again from %(day)s. RESUME ends the pause.", day=of.until())


def _pause_how_long(_of: _Answer) -> str:
    return _("For how many days? Reply e.g. PAUSE 3 DAYS")


def _pause_too_long(_of: _Answer) -> str:
    return _(
        "A pause can be from 1 to %(most)d days, so nothing was changed. Reply e.g. PAUSE 7 DAYS",
        most=LONGEST_PAUSE,
    )


def _resumed(of: _Answer) -> str:
    return _joined(_("Reminders are on again."), of.next())


def _not_paused(of: _Answer) -> str:
    return _joined(_("Reminders are on."), of.next())


def _moved(of: _Answer) -> str:
    moved = _("Your reminder moves from %(was)s to %(time)s.", was=of.time("was"), time=of.time("time"))
    return f"{moved} {of.next()}"


def _added(of: _Answer) -> str:
    at = of.time("time")
    ends = _("REMIND OFF %(time)s ends it.", time=at)
    return _joined(_("There is a reminder at %(time)s now.", time=at), of.next(), ends)


def _set_already(of: _Answer) -> str:
    return _joined(_("You have a reminder at %(time)s already.", time=of.time("time")), of.next())


def _what_time(_of: _Answer) -> str:
    return _("At what time? Reply e.g. REMIND 8:30 or REMIND 7 PM")


def _time_quiet(of: _Answer) -> str:
    return _(
        "That is in your quiet hours, %(first)s to %(last)s, so nothing was changed. WEB sends a link to "
        "where you can change them.",
        first=of.time("quiet_from"),
        last=of.time("quiet_to"),
    )


def _too_many(_of: _Answer) -> str:
    return _("You have as many times as there may be. WEB sends a link to where you can change them.")


def _no_zone(_of: _Answer) -> str:
    return _("Bonny does not know your time zone. WEB sends a link: choose it in More, About you.")


def _switched(of: _Answer) -> str:
    return f"{_is_switched(of)} {of.next()}"


def _is_switched(of: _Answer) -> str:
    if "time" in of.payload:
        if of.is_on:
            return _("The reminder at %(time)s is on.", time=of.time("time"))
        return _("The reminder at %(time)s is off.", time=of.time("time"))
    part, count = Part(of.payload["part"]), of.payload["count"]
    return {
        (Part.MORNING, True): ngettext("Morning reminder on.", "%(num)d morning reminders on.", count),
        (Part.MORNING, False): ngettext("Morning reminder off.", "%(num)d morning reminders off.", count),
        (Part.EVENING, True): ngettext("Evening reminder on.", "%(num)d evening reminders on.", count),
        (Part.EVENING, False): ngettext("Evening reminder off.", "%(num)d evening reminders off.", count),
        (Part.ALL, True): _("All reminders by text are on."),
        (Part.ALL, False): _("All reminders by text are off."),
    }[part, of.is_on]


def _switched_before(of: _Answer) -> str:
    is_so = _("That is on already.") if of.is_on else _("That is off already.")
    return f"{is_so} {of.next()}"


def _no_such_time(of: _Answer) -> str:
    if not of.payload["times"]:
        return _("You have no reminders by text. REMIND 8:30 sets one.")
    shown = [_at(time.fromisoformat(at), is_active=is_active) for at, is_active in of.payload["times"]]
    items = [*(f"{each}," for each in shown[:-1]), f"{shown[-1]}."]
    return texts.fit(_("There is no such reminder. Yours:"), items, "")


def _at(at: time, *, is_active: bool) -> str:
    shown = words.clock_time_of(at)
    return shown if is_active else _("%(time)s (off)", time=shown)


def _discreet(of: _Answer) -> str:
    if of.is_on:
        return _("Reminders name no habits now, only how many. ? shows the list. DISCREET OFF ends it.")
    return _("Reminders name your habits again. DISCREET ON hides them.")


def _notes(of: _Answer) -> str:
    if of.is_on:
        return _("What you write beside an answer is kept as the note of that day. NOTES OFF ends it.")
    return _("Only your ticks are kept now, not what you write beside them. NOTES ON keeps it again.")


def _links_used_up(_of: _Answer) -> str:
    return _("That was the fifth link today. Tomorrow there are new ones. ? shows today.")


def _silent_for_now(_of: _Answer) -> str:
    return _("What you send is taken as before, but I answered many this hour, so I am silent for a while.")


def _silent_today(_of: _Answer) -> str:
    return _("What you send is taken as before, but I answered many today, so I am silent until tomorrow.")


def _no_link(_of: _Answer) -> str:
    return _("A link can go only to a number or an address that is yours alone. ? shows today.")


def _summary_mailed(_of: _Answer) -> str:
    return _("On its way to your email: the link to your summary, and the code that opens it.")


def _no_mail(_of: _Answer) -> str:
    return _(
        "Bonny has no email of yours that works. Reply DOCTOR for a link by text, or WEB to add an email."
    )


_WORDS: Mapping[Told, Callable[[_Answer], str]] = {
    Told.TEXTS_OFF: _texts_off,
    Told.LATER: _later,
    Told.LATER_ALREADY: _later_already,
    Told.LATER_QUIET: _later_quiet,
    Told.LATER_OTHER_DAY: _later_other_day,
    Told.NOTHING_ASKED: _nothing_asked,
    Told.NOTHING_OPEN: _nothing_open,
    Told.ENOUGH_TEXTS: _enough_texts,
    Told.PAUSED: _paused,
    Told.PAUSED_BEFORE: _paused_before,
    Told.PAUSE_HOW_LONG: _pause_how_long,
    Told.PAUSE_TOO_LONG: _pause_too_long,
    Told.RESUMED: _resumed,
    Told.NOT_PAUSED: _not_paused,
    Told.MOVED: _moved,
    Told.ADDED: _added,
    Told.SET_ALREADY: _set_already,
    Told.WHAT_TIME: _what_time,
    Told.TIME_QUIET: _time_quiet,
    Told.TOO_MANY: _too_many,
    Told.NO_ZONE: _no_zone,
    Told.SWITCHED: _switched,
    Told.SWITCHED_BEFORE: _switched_before,
    Told.NO_SUCH_TIME: _no_such_time,
    Told.DISCREET: _discreet,
    Told.NOTES: _notes,
    Told.LINKS_USED_UP: _links_used_up,
    Told.NO_LINK: _no_link,
    Told.SUMMARY_MAILED: _summary_mailed,
    Told.NO_MAIL: _no_mail,
    Told.SILENT_FOR_NOW: _silent_for_now,
    Told.SILENT_TODAY: _silent_today,
}
