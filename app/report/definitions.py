"""How the numbers are made, in sentences: the few a reader needs at once, and all of them."""

from flask_babel import gettext as _


def short() -> tuple[str, ...]:
    """What stands at the foot of the page."""
    return (
        _(
            "Days that count are the days on which the habit was due, "
            "without those skipped or set aside for a reason."
        ),
        _("A day with nothing recorded counts as not met; “up to” is the share had every such day been met."),
        _("Each day is judged by the goal in force on that day."),
        _("Means of days run over recorded days, zeros included."),
        _(
            "Means of weeks run over the period’s whole weeks with anything recorded on at least 4 days; "
            "weeks with fewer than 4 days not set aside are in no mean and no trend."
        ),
        _("Rising or falling is a change of 10 points, or of a tenth of the weekly goal."),
        _("Nothing is estimated."),
    )


def full() -> tuple[str, ...]:
    """What stands on the second sheet."""
    return (
        *short()[:-1],
        _("A percentage is a whole number; there is none while fewer than 7 days or weeks count."),
        _("Few records: on less than 70 % of the days due something was recorded or skipped."),
        _("Not enough records: on fewer than 7."),
        _("A week counts as met when its sum reaches the goal in force on its last day."),
        _("Sessions are counted as different days; plants once a week each, in whatever form."),
        _("A trend needs 3 reported weeks on each side."),
        _("The longest gap is the longest run of due days (weeks) not met, skipped ones left out."),
        _("Nothing is estimated."),
    )


def pointer() -> str:
    """Where they stand when there is a second sheet."""
    return _("How the numbers are made, week by week in figures, and the sources of the habits: page 2.")
