"""October by text and on the web: day by day what she texts, and what means the same there."""

from collections.abc import Mapping, Sequence

from app.rules.marks import Skip
from tests.reminders.month_words import (
    HORMONE,
    PRUNES,
    VIT_D,
    WALK,
    Step,
    amount,
    aside,
    eat,
    note,
    ours,
    skip,
    text,
    tick,
    undo,
)

# The 1st is a Thursday; on the 25th the clocks go back. Each morning at eight the list is "1 Prunes 2 Vit D
# 3 Hormone 4 Plants 5 Walk", at 19:00 it is what is still open, and she answers whichever came last.
# When there is no reminder: all is done, she is ill (14 to 16), paused (19 to 21), stopped (22), away (26).
SILENT = frozenset(
    [
        "1 19:00",
        "14 19:00",
        "15 08:00",
        "15 19:00",
        "16 08:00",
        "16 19:00",
        "19 19:00",
        "20 08:00",
        "20 19:00",
        "21 08:00",
        "22 19:00",
        "26 19:00",
    ]
)
ONCE_MORE = "13 09:05"

MONTH: Mapping[int, Sequence[Step]] = {
    1: [
        ours("07:00", "Bonny reminders on."),
        text("08:10", "1 2 3", tick(PRUNES, VIT_D, HORMONE)),
        text("13:00", "plants oats, kale and lentils", eat("oats", "kale", "lentil")),
        text("18:00", "walk 30 min", amount(WALK, "30")),
    ],
    2: [
        text("08:20", "5,3 & 1", tick(WALK, HORMONE, PRUNES)),
        text("19:05", "1", tick(VIT_D)),
    ],
    3: [text("09:00", "all", tick(PRUNES, VIT_D, HORMONE, WALK))],
    4: [
        text("08:30", "vit d 400", amount(VIT_D, "400")),
        text("12:00", "4 prunes", amount(PRUNES, "4")),
        text("19:10", "vitamin d 1,000 iu and hormone", amount(VIT_D, "1000"), tick(HORMONE)),
        text("20:00", "+ walnuts broccoli", eat("walnut", "broccoli")),
    ],
    5: [
        text("08:15", "yesterday walk 20", amount(WALK, "20", on=4)),
        text("08:20", "one and two", tick(PRUNES, VIT_D)),
    ],
    6: [
        text("07:50", "notes on", hears=""),
        text(
            "08:40",
            "2 3, prunes 4 and oats kale. feeling tired",
            tick(VIT_D, HORMONE),
            amount(PRUNES, "4"),
            eat("oats", "kale"),
            note("feeling tired"),
        ),
        text("18:00", "note: slept after lunch", note("feeling tired\nslept after lunch")),
    ],
    7: [
        text("08:05", "skip 5 ill", skip(WALK, Skip.ILL)),
        text("08:06", "1 2 3", tick(PRUNES, VIT_D, HORMONE)),
    ],
    8: [text("24:20", "1 2 3", tick(PRUNES, VIT_D, HORMONE, on=8))],
    9: [text("31:30", "prunes 5", amount(PRUNES, "5", on=9))],
    10: [
        text("08:10", "1 2", tick(PRUNES, VIT_D)),
        text("08:12", "undo", undo(2), hears="Taken back: Prunes, Vit D."),
        text("08:13", "1 3", tick(PRUNES, HORMONE)),
    ],
    11: [
        text("10:00", "prnes 3", amount(PRUNES, "3")),
        text("10:30", "wallk 25", amount(WALK, "25")),
        text(
            "19:30",
            "all but walk",
            hears="Did you mean 1 Prunes, 2 Vit D, 3 Hormone, 4 Plants? Reply with a number",
        ),
        text("19:31", "all but plants", tick(PRUNES, VIT_D, HORMONE)),
    ],
    12: [
        text("08:30", "1 and walked a bit", tick(PRUNES)),
        text("08:32", "walk 20", amount(WALK, "20")),
        text("12:00", "vit d", tick(VIT_D)),
    ],
    13: [
        text("08:05", "later", hears=""),
        ours("09:05", "Bonny: good morning. Open today:"),
        text("09:10", "1 2 3", tick(PRUNES, VIT_D, HORMONE)),
    ],
    14: [text("08:20", "sick till friday", aside(Skip.ILL, 14, 16))],
    15: [
        text("10:00", "?", hears="Today is set aside (ill)."),
        text("10:01", "Loved “Today is set aside (ill).”", hears=None),
    ],
    16: [text("18:00", "prunes 2", amount(PRUNES, "2"))],
    17: [
        text("09:00", "fri prunes 3", amount(PRUNES, "3", on=16)),
        text("09:05", "1 2 3", tick(PRUNES, VIT_D, HORMONE)),
    ],
    18: [
        text("09:00", "week", hears="Week:"),
        text("09:01", "month", hears="October 2026 so far:"),
        text("09:02", "plants", hears=""),
        text("09:03", "streak", hears="In a row now:"),
        text("09:04", "help prunes", hears="Prunes"),
        text("09:05", "hormone and prunes", tick(HORMONE, PRUNES)),
    ],
    19: [
        text("08:10", "1 2", tick(PRUNES, VIT_D)),
        text("08:11", "pause 3 days", hears=""),
        text("18:00", "lentils oats kale spinach", eat("lentil", "oats", "kale", "spinach")),
    ],
    # The newest reminder is yesterday's at eight, and good for 36 hours.
    20: [
        text("19:30", "all", tick(HORMONE, WALK, on=19), hears="Got it for yesterday"),
        text("20:05", "prunes 5, walk 20", amount(PRUNES, "5"), amount(WALK, "20")),
    ],
    21: [
        text("10:00", "prunes and vit d", tick(PRUNES, VIT_D)),
        text("11:00", "Walked three quarters of an hour", amount(WALK, "45")),
        text("12:00", "resume", hears=""),
    ],
    22: [
        text("08:10", "Thanks!", hears=None),
        text("08:11", "Liked “Bonny: good morning. Open today: 1 Prunes 2 Vit D”", hears=None),
        text("08:12", "1 2 3", tick(PRUNES, VIT_D, HORMONE)),
        text("12:00", "STOP", hears=None),
    ],
    23: [
        text("07:00", "START", hears=None),
        text("08:20", "skip 2 doctor", skip(VIT_D, Skip.DOCTOR)),
        text("08:21", "skip walk away", skip(WALK, Skip.AWAY)),
        text("08:22", "half a dozen prunes", amount(PRUNES, "6")),
    ],
    24: [
        text("09:00", "yesterday hormone, today 1 2", tick(HORMONE, on=23), tick(PRUNES, VIT_D)),
        text("18:00", "walked half an hour", amount(WALK, "30")),
        text("25:30", "1", tick(HORMONE, on=24)),
    ],
    25: [
        text("08:10", "1 2 3 5", tick(PRUNES, VIT_D, HORMONE, WALK)),
        text("19:30", "plants quinoa and wibbleroot", eat("quinoa")),
        text("19:40", "skip plants", hears="Plants"),
    ],
    26: [text("09:00", "skip all away", aside(Skip.AWAY, 26, 26))],
    27: [
        text("08:10", "１ ２", tick(PRUNES, VIT_D)),
        text("12:00", "walk", tick(WALK)),
        text("12:01", "40", hears="Did you mean Walk 40? Reply walk 40"),
        text("12:03", "walk 40", amount(WALK, "40")),
        text("19:10", "1️⃣", tick(HORMONE)),
    ],
    28: [
        text("08:10", "away until friday", aside(Skip.AWAY, 28, 30)),
        text("08:15", "undo", undo(), hears="Taken back: days set aside."),
        text("08:20", "1 2 3 walk 45", tick(PRUNES, VIT_D, HORMONE), amount(WALK, "45")),
    ],
    29: [
        text("12:00", "prunes 25", hears="Did you mean"),
        text("12:02", "prunes 25", amount(PRUNES, "25")),
        text("12:04", "undo", undo(), hears="Taken back: Prunes."),
        text("19:05", "👍", tick(PRUNES, VIT_D, HORMONE, WALK)),
    ],
    30: [
        text("08:10", "13", hears="Did you mean"),
        text("08:11", "1 3", tick(PRUNES, HORMONE)),
        text("12:00", "everything bar the walk", tick(VIT_D)),
        text("12:01", "undo", undo(), hears="Taken back: Vit D."),
        text("12:02", "undo", undo(2), hears="Taken back: Prunes, Hormone."),
        text("12:03", "1 done 2 done 3 not", tick(PRUNES, VIT_D)),
    ],
}
