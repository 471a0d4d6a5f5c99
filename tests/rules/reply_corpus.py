"""Texts as people of 60 to 85 write them, each with what its writer means: the second half of the corpus.

``reply_cases`` holds the first: numbers, amounts and names. Here are plants, other days, leaving out, days
set aside, slips of the thumb, units, notes, mixtures of all of them, wishes and questions, and what no rule
can be sure of. Every one was labelled from its words before the parser saw it.
"""

from dataclasses import replace
from datetime import date, time, timedelta

from app.catalogue import book
from app.rules.marks import Skip
from app.rules.reply_meanings import (
    About,
    Answer,
    Aside,
    Discreet,
    Eaten,
    Help,
    Item,
    Join,
    Later,
    Notes,
    Part,
    Pause,
    Question,
    Remind,
    RemindOff,
    Resume,
    Topic,
    Undo,
    Web,
)
from tests.rules.reply_cases import (
    ALL_HABITS,
    FOUR,
    KEFIR,
    PLANTS,
    PRUNES,
    STRETCH,
    TODAY,
    VIT_D,
    WALK,
    parse,
)

YESTERDAY = TODAY - timedelta(days=1)
MONDAY = TODAY - timedelta(days=3)
TUESDAY = TODAY - timedelta(days=2)
SUNDAY = TODAY - timedelta(days=4)
ILL, AWAY, HOSPITAL, DOCTOR, OTHER = Skip.ILL, Skip.AWAY, Skip.HOSPITAL, Skip.DOCTOR, Skip.OTHER


# From these amounts on it is rather a slip of the thumb.
MUCH = {PRUNES: 20.0, VIT_D: 8000.0, WALK: 200.0, KEFIR: 8.0}
CAREFUL = tuple(replace(habit, asks_above=MUCH.get(habit)) for habit in ALL_HABITS)


def read(text, *, day=TODAY, habits=CAREFUL, **options):
    """What a text means to a person with plants on her list who lets us keep notes."""
    plants = (book.book().plants,)
    return parse(text, FOUR, day=day, habits=habits, plants=plants, takes_notes=True, **options)


def said(*habits, plants="", day=None, skip=None, note="", aside=None, unclear="", unknown=()):
    """The answer: habits (at their goal, or with an amount), plants by slug, all on one day."""
    items = []
    for each in habits:
        habit, amount = each if isinstance(each, tuple) else (each, None)
        items.append(Item(habit.habit_id, amount, skip, day))
    eaten = tuple(Eaten(slug, day) for slug in plants.split())
    return Answer(tuple(items), eaten, aside, note, unclear, unknown_plants=unknown)


def both(first, second):
    """Two answers in one text."""
    return Answer(
        first.items + second.items,
        first.plants + second.plants,
        first.aside or second.aside,
        first.note + second.note,
        first.unclear + second.unclear,
        unknown_plants=first.unknown_plants + second.unknown_plants,
    )


def aside(reason, first, last):
    return said(aside=Aside(reason, first, last))


def days_on(number):
    return TODAY + timedelta(days=number)


EATEN = [
    ("plants oats, kale and lentils", said(plants="oats kale lentil")),
    ("Plants: oats kale lentils", said(plants="oats kale lentil")),
    ("plants oats kale", said(plants="oats kale")),
    ("+ oats kale", said(plants="oats kale")),
    ("+oats, kale", said(plants="oats kale")),
    ("oats kale", said(plants="oats kale")),
    ("Oats and blueberries", said(plants="oats blueberry")),
    ("oats", said(plants="oats")),
    ("I ate oats", said(plants="oats")),
    ("had oats and an apple", said(plants="oats apple")),
    ("Had some porridge with blueberries", said(unclear="Had some porridge with blueberries")),
    ("plants porridge blueberries walnuts", said(plants="oats blueberry walnut")),
    ("plants - sweet potato, brown rice, black beans", said(plants="sweet-potato brown-rice black-bean")),
    ("Plants sweet potato brown rice", said(plants="sweet-potato brown-rice")),
    ("plants\noats\nkale\nlentils", said(plants="oats kale lentil")),
    ("3 oats kale", said(plants="oats kale")),
    ("3. oats, kale", said(plants="oats kale")),
    ("3: carrots and peas", said(plants="carrot pea")),
    ("For plants I had lentils and tomatoes", said(plants="lentil tomato")),
    ("my plants today: tomatoes, onions, garlic", said(plants="tomato onion garlic")),
    ("plant oats", said(plants="oats")),
    ("Plants were kale and lentils", said(plants="kale lentil")),
    ("We ate kale, lentils and mushrooms", said(plants="kale lentil button-mushroom")),
    ("ate 2 bananas", said(unclear="ate 2 bananas")),
    ("ate five bananas", said(plants="banana")),
    ("Plants oats, kale, oats", said(plants="oats kale")),
    ("plants tomatos and brocoli", said(plants="tomato broccoli")),
    ("plants oats, wibble", said(plants="oats", unknown=("wibble",))),
    ("plants wibble wobble", said(unknown=("wibble wobble",))),
    ("plants oats and prunes", said(plants="oats plum")),
    ("yesterday plants oats and kale", said(plants="oats kale", day=YESTERDAY)),
    ("plants yesterday oats, kale", said(plants="oats kale", day=YESTERDAY)),
    ("Plants on Monday: lentils, peas", said(plants="lentil pea", day=MONDAY)),
    ("oats, kale yesterday", said(plants="oats kale", day=YESTERDAY)),
    ("oats and kale yesterday", said(plants="oats kale", day=YESTERDAY)),
]

OTHER_DAYS = [
    ("yesterday 1 3", said(PRUNES, PLANTS, day=YESTERDAY)),
    ("1 3 yesterday", said(PRUNES, PLANTS, day=YESTERDAY)),
    ("Yesterday: 1, 3", said(PRUNES, PLANTS, day=YESTERDAY)),
    ("yesterday all", said(*FOUR, day=YESTERDAY)),
    ("yesterday all done", said(*FOUR, day=YESTERDAY)),
    ("all done yesterday", said(*FOUR, day=YESTERDAY)),
    ("I did everything yesterday", said(*FOUR, day=YESTERDAY)),
    ("done yesterday", said(*FOUR, day=YESTERDAY)),
    ("mon walk 20", said((WALK, 20.0), day=MONDAY)),
    ("Monday walk 20 min", said((WALK, 20.0), day=MONDAY)),
    ("on Monday I walked 20 minutes", said((WALK, 20.0), day=MONDAY)),
    ("walked 20 minutes on Monday", said((WALK, 20.0), day=MONDAY)),
    ("tues prunes 4", said((PRUNES, 4.0), day=TUESDAY)),
    ("sun 1 2 4", said(PRUNES, VIT_D, WALK, day=SUNDAY)),
    ("last sunday walk 45", said((WALK, 45.0), day=SUNDAY)),
    ("2 days ago walk 30", said((WALK, 30.0), day=TUESDAY)),
    ("two days ago prunes", said(PRUNES, day=TUESDAY)),
    ("the day before yesterday 1 2", said(PRUNES, VIT_D, day=TUESDAY)),
    ("12 Nov walk 30", said((WALK, 30.0), day=date(2026, 11, 12))),
    ("Nov 20th prunes 5", said((PRUNES, 5.0), day=date(2026, 11, 20))),
    ("on the 20th prunes 5", said((PRUNES, 5.0), day=date(2026, 11, 20))),
    ("prunes and walk yesterday", said(PRUNES, WALK, day=YESTERDAY)),
    ("1, 3 yesterday", said(PRUNES, PLANTS, day=YESTERDAY)),
    ("I forgot to say: yesterday walk 30", said(unclear="I forgot to say: yesterday walk 30")),
    ("yesterday prunes 4, walk 20", said((PRUNES, 4.0), (WALK, 20.0), day=YESTERDAY)),
    ("yesterday 1 3, today 2", both(said(PRUNES, PLANTS, day=YESTERDAY), said(VIT_D))),
    ("Yesterday 1 3. Today 2.", both(said(PRUNES, PLANTS, day=YESTERDAY), said(VIT_D))),
    ("1 3, yesterday 2", both(said(PRUNES, PLANTS), said(VIT_D, day=YESTERDAY))),
    ("mon walk 20, tue walk 30", both(said((WALK, 20.0), day=MONDAY), said((WALK, 30.0), day=TUESDAY))),
    ("yesterday\n1\n3", said(PRUNES, PLANTS, day=YESTERDAY)),
    ("Yesterday:\nprunes 4\nwalk 20", said((PRUNES, 4.0), (WALK, 20.0), day=YESTERDAY)),
    ("last night walk 20", said((WALK, 20.0), day=YESTERDAY)),
    ("today 1 3", said(PRUNES, PLANTS)),
    ("vit d yesterday", said(VIT_D, day=YESTERDAY)),
    ("Took my vitamin D yesterday, sorry", said(VIT_D, day=YESTERDAY)),
]

LEFT_OUT = [
    ("skip 2 ill", said(VIT_D, skip=ILL)),
    ("skip 2", said(VIT_D, skip=OTHER)),
    ("Skip 2 and 4 ill", said(VIT_D, WALK, skip=ILL)),
    ("skip 2, 4 ill", said(VIT_D, WALK, skip=ILL)),
    ("skip walk", said(WALK, skip=OTHER)),
    ("skip walk ill", said(WALK, skip=ILL)),
    ("Skip walk away", said(WALK, skip=AWAY)),
    ("skip 4 sick", said(WALK, skip=ILL)),
    ("skip 4 doctor", said(WALK, skip=DOCTOR)),
    ("skip walk, doctor's orders", said(WALK, skip=DOCTOR)),
    ("skip the walk, too cold", said(WALK, skip=OTHER)),
    ("skip walk because of rain", said(WALK, skip=OTHER)),
    ("skip walk because I'm ill", said(WALK, skip=ILL)),
    ("skip 4 in hospital", said(WALK, skip=HOSPITAL)),
    ("skipping 4 today, not well", said(WALK, skip=ILL)),
    ("4 skip", said(WALK, skip=OTHER)),
    ("walk skip ill", said(WALK, skip=ILL)),
    ("leave out 4", said(WALK, skip=OTHER)),
    ("1 2 skip 4", both(said(PRUNES, VIT_D), said(WALK, skip=OTHER))),
    ("1, 2, skip 4 ill", both(said(PRUNES, VIT_D), said(WALK, skip=ILL))),
    ("1 3 and skip 4", both(said(PRUNES, PLANTS), said(WALK, skip=OTHER))),
    ("prunes 4, skip walk ill", both(said((PRUNES, 4.0)), said(WALK, skip=ILL))),
    ("1 2. Skip 4 too tired", both(said(PRUNES, VIT_D), said(WALK, skip=OTHER))),
    ("yesterday skip 4 ill", said(WALK, skip=ILL, day=YESTERDAY)),
    ("skip 4 yesterday", said(WALK, skip=OTHER, day=YESTERDAY)),
    ("Please skip prunes today", said(PRUNES, skip=OTHER)),
    ("skip prunes and walk", said(PRUNES, WALK, skip=OTHER)),
    ("skip stretching", said(STRETCH, skip=OTHER)),
]

SET_ASIDE = [
    ("sick", aside(ILL, TODAY, TODAY)),
    ("Sick today", aside(ILL, TODAY, TODAY)),
    ("I'm sick", aside(ILL, TODAY, TODAY)),
    ("I am ill today, sorry", aside(ILL, TODAY, TODAY)),
    ("ill", aside(ILL, TODAY, TODAY)),
    ("Feeling poorly today", aside(ILL, TODAY, TODAY)),
    ("not well today", aside(ILL, TODAY, TODAY)),
    ("I have the flu", aside(ILL, TODAY, TODAY)),
    ("sick till friday", aside(ILL, TODAY, days_on(1))),
    ("Sick until Sunday", aside(ILL, TODAY, days_on(3))),
    ("ill for 3 days", aside(ILL, TODAY, days_on(2))),
    ("sick since yesterday", aside(ILL, YESTERDAY, TODAY)),
    ("I was ill yesterday", aside(ILL, YESTERDAY, YESTERDAY)),
    ("away", aside(AWAY, TODAY, TODAY)),
    ("away till monday", aside(AWAY, TODAY, days_on(4))),
    ("Away for a week", aside(AWAY, TODAY, days_on(6))),
    ("We are away for two weeks", aside(AWAY, TODAY, days_on(13))),
    ("on holiday until 3 Dec", aside(AWAY, TODAY, date(2026, 12, 3))),
    ("On vacation till the 3rd", aside(AWAY, TODAY, date(2026, 12, 3))),
    ("away tomorrow", aside(AWAY, days_on(1), days_on(1))),
    ("will be away from saturday to monday", aside(AWAY, days_on(2), days_on(4))),
    ("away, back on Monday", aside(AWAY, TODAY, days_on(3))),
    ("travelling until sunday", aside(AWAY, TODAY, days_on(3))),
    ("in hospital", aside(HOSPITAL, TODAY, TODAY)),
    ("I am in the hospital till friday", aside(HOSPITAL, TODAY, days_on(1))),
    ("skip all away", aside(AWAY, TODAY, TODAY)),
    ("skip all ill", aside(ILL, TODAY, TODAY)),
    ("skip everything sick till friday", aside(ILL, TODAY, days_on(1))),
    ("skip today", aside(OTHER, TODAY, TODAY)),
    ("prunes 4, sick", both(said((PRUNES, 4.0)), aside(ILL, TODAY, TODAY))),
    ("1. Sick until Sunday", both(said(PRUNES), aside(ILL, TODAY, days_on(3)))),
]

SLIPS = [
    ("prunse", said(PRUNES)),
    ("prunez 4", said((PRUNES, 4.0))),
    ("pruns 5", said((PRUNES, 5.0))),
    ("4 prumes", said((PRUNES, 4.0))),
    ("wlak 30", said((WALK, 30.0))),
    ("walkk 30 min", said((WALK, 30.0))),
    ("I waled 20 min", said((WALK, 20.0))),
    ("walkign 30", said((WALK, 30.0))),
    ("vitmin d 1000", said((VIT_D, 1000.0))),
    ("vitamine D", said(VIT_D)),
    ("yoghrt 1", said((KEFIR, 1.0))),
    ("strech", said(STRETCH)),
    ("streching done", said(STRETCH)),
    ("prunes adn walk", said(unclear="prunes adn walk")),
    ("PRUNESS", said(PRUNES)),
    ("fermentd food 1", said((KEFIR, 1.0))),
    ("dried plumbs 3", said((PRUNES, 3.0))),
]

UNITS = [
    ("walk half an hour", said((WALK, 30.0))),
    ("Walked for half an hour", said((WALK, 30.0))),
    ("half an hour walk", said((WALK, 30.0))),
    ("walk 1 hour", said((WALK, 60.0))),
    ("I walked an hour", said((WALK, 60.0))),
    ("walked for an hour and a half", said((WALK, 90.0))),
    ("walk 1.5 hours", said((WALK, 90.0))),
    ("1 hour walk", said((WALK, 60.0))),
    ("walk 1h", said((WALK, 60.0))),
    ("walk 1h 10", said((WALK, 70.0))),
    ("walk 1 hour 20 minutes", said((WALK, 80.0))),
    ("walk three quarters of an hour", said((WALK, 45.0))),
    ("a quarter of an hour walking", said((WALK, 15.0))),
    ("walked twenty minutes", said((WALK, 20.0))),
    ("walked twenty-five minutes", said((WALK, 25.0))),
    ("thirty five minutes walk", said((WALK, 35.0))),
    ("walk ½ hour", said((WALK, 30.0))),
    ("vit d 25 mcg", said((VIT_D, 1000.0))),
    ("vit d 25 µg", said((VIT_D, 1000.0))),
    ("vitamin d two thousand", said((VIT_D, 2000.0))),
    ("vit d 2000 units", said((VIT_D, 2000.0))),
    ("kefir 2 servings", said((KEFIR, 2.0))),
    ("half a serving of kefir", said((KEFIR, 0.5))),
    ("one and a half servings kefir", said((KEFIR, 1.5))),
    ("five pieces of prunes", said((PRUNES, 5.0))),
    ("a dozen prunes", said((PRUNES, 12.0))),
    ("4x prunes", said((PRUNES, 4.0))),
    ("walk 3O mins", said((WALK, 30.0))),
    ("vit d 2 x 1000 IU", said((VIT_D, 2000.0))),
]

ALL_BUT = [
    ("all but 2", said(PRUNES, PLANTS, WALK)),
    ("all except 2 and 3", said(PRUNES, WALK)),
    ("Everything except the walk", said(PRUNES, VIT_D, PLANTS)),
    ("all but walk, thanks", said(PRUNES, VIT_D, PLANTS)),
    ("all but 9", said(unclear="all but 9")),
    ("all but the kefir", said(unclear="all but the kefir")),
]

NOTES = [
    ("1 3. feeling tired", said(PRUNES, PLANTS, note="feeling tired")),
    ("1 3\nKnee hurts a bit", said(PRUNES, PLANTS, note="Knee hurts a bit")),
    ("prunes 4. Slept badly!", said((PRUNES, 4.0), note="Slept badly!")),
    ("note: Knee hurts", said(note="Knee hurts")),
    ("Note my knee hurts", said(note="my knee hurts")),
    ("1 3 note: walked with Mary", said(PRUNES, PLANTS, note="walked with Mary")),
    (
        "1 3, prunes 4 and oats kale. feeling tired",
        both(said(PLANTS, note="feeling tired", unclear="1 3, prunes 4"), said(plants="oats kale")),
    ),
    (
        "2 3, prunes 4 and oats kale. feeling tired",
        both(said(VIT_D, PLANTS, (PRUNES, 4.0), note="feeling tired"), said(plants="oats kale")),
    ),
    ("All done. Lovely sunny morning", said(*FOUR, note="Lovely sunny morning")),
    ("Walk 30 min. My grandson came along.", said((WALK, 30.0), note="My grandson came along")),
]

MIXED = [
    ("1 2, walk 30, plants oats kale", both(said(PRUNES, VIT_D, (WALK, 30.0)), said(plants="oats kale"))),
    ("prunes 5 and oats", both(said((PRUNES, 5.0)), said(plants="oats"))),
    ("prunes 4 oats kale", both(said((PRUNES, 4.0)), said(plants="oats kale"))),
    ("vit d, prunes 4, + lentils", both(said(VIT_D, (PRUNES, 4.0)), said(plants="lentil"))),
    ("1 2\nplants oats kale\nwalk 30", both(said(PRUNES, VIT_D, (WALK, 30.0)), said(plants="oats kale"))),
    ("plants oats, kale, walk 30 min", both(said((WALK, 30.0)), said(plants="oats kale"))),
    ("plants oats kale. 1 2", both(said(PRUNES, VIT_D), said(plants="oats kale"))),
    ("plants oats and walk", both(said(WALK), said(plants="oats"))),
    (
        "Hello Bonny, I had 5 prunes, my vitamin D and walked half an hour. Thanks",
        said((PRUNES, 5.0), VIT_D, (WALK, 30.0)),
    ),
    (
        "Good evening. Prunes 4, vit D, kefir and a 20 minute walk",
        said((PRUNES, 4.0), VIT_D, KEFIR, (WALK, 20.0)),
    ),
    (
        "1 2 3. Couldn't do the walk, too cold",
        said(PRUNES, VIT_D, PLANTS, unclear="couldnt do the walk, too cold"),
    ),
    ("1 2. Will walk later", said(PRUNES, VIT_D, unclear="will walk later")),
    ("1 3 thanks, Olive", said(PRUNES, PLANTS, unclear="olive")),
    ("1 3 love Rosemary", said(PRUNES, PLANTS)),
    ("1 3. Rosemary", said(PRUNES, PLANTS, unclear="rosemary")),
]

WISHES = [
    ("later", Later()),
    ("Later please", Later()),
    ("later 2h", Later(120)),
    ("later 2 hours", Later(120)),
    ("later half an hour", Later(30)),
    ("remind me later", Later()),
    ("remind me in 2 hours", Later(120)),
    ("remind me again in 30 minutes", Later(30)),
    ("not now", Later()),
    ("pause", Pause()),
    ("pause 3 days", Pause(3)),
    ("Pause for three days please", Pause(3)),
    ("pause 2 weeks", Pause(14)),
    ("pause a week", Pause(7)),
    ("pause till monday", Pause(4)),
    ("resume", Resume()),
    ("Resume please", Resume()),
    ("remind 8:30", Remind(time(8, 30))),
    ("Remind 8.30", Remind(time(8, 30))),
    ("remind me at 9", Remind(time(9))),
    ("remind me at 7 pm", Remind(time(19))),
    ("remind me at 7:15pm please", Remind(time(19, 15))),
    ("remind 1930", Remind(time(19, 30))),
    ("remind 25:00", Remind(None)),
    ("remind", Remind(None)),
    ("remind off evening", RemindOff(Part.EVENING)),
    ("remind off", RemindOff(Part.ALL)),
    ("remind off 19:00", RemindOff(time(19))),
    ("remind on evening", RemindOff(Part.EVENING, is_on=True)),
    ("no evening reminders please", RemindOff(Part.EVENING)),
    ("discreet on", Discreet(is_on=True)),
    ("Discreet off", Discreet(is_on=False)),
    ("notes on", Notes(is_on=True)),
    ("notes off", Notes(is_on=False)),
    ("web", Web()),
    ("Join", Join()),
]

QUESTIONS = [
    ("?", Question(Topic.TODAY)),
    ("What's still open?", Question(Topic.TODAY)),
    ("week", Question(Topic.WEEK)),
    ("My week?", Question(Topic.WEEK)),
    ("month", Question(Topic.MONTH)),
    ("plants", Question(Topic.PLANTS)),
    ("Plants?", Question(Topic.PLANTS)),
    ("how many plants so far?", Question(Topic.PLANTS)),
    ("streak", Question(Topic.STREAK)),
    ("doctor", Question(Topic.SUMMARY)),
    ("summary please", Question(Topic.SUMMARY)),
    ("help prunes", About(PRUNES.habit_id, "prunes")),
    ("Help with vit d", About(VIT_D.habit_id, "vit d")),
    ("help 4", About(WALK.habit_id, "4")),
    ("help quantum", About(None, "quantum")),
    ("help", Help()),
    ("Who is this?", Help()),
    ("undo", Undo()),
    ("Undo that please", Undo()),
]

# Nobody can be sure of these: each is asked about, and nothing at all is recorded.
ASKED = [
    "thursday 1",
    "1 3 no sorry 1 4",
    "prunes 5 sorry 4",
    "2 spoons",
    "2 spoons of kefir",
    "a glass of kefir",
    "kefir 2 cups",
    "walk 3 miles",
    "walked to the shops",
    "walk 2000 steps",
    "vit d 2 pills",
    "prunes 50 g",
    "prunes 2 servings",
    "30 min",
    "half an hour",
    "had breakfast",
    "I think I did 1",
    "not sure about 2",
    "2 or 3",
    "1 or maybe 4",
    "either 1 or 2",
    "prunes maybe 4",
    "will walk tomorrow",
    "tomorrow 1 3",
    "going to have my prunes now",
    "I'll do 4 this evening",
    "ill walk 20",
    "sick of prunes",
    "my husband is ill",
    "no longer sick",
    "not ill any more",
    "skip",
    "skip it",
    "skip lunch",
    "skip walk prunes 4",
    "don't skip 2",
    "1 3 yesterday 2",
    "yesterday and today 1",
    "yesterday",
    "prunes 4, walk 20 yesterday",
    "next monday 1",
    "talk 30",
    "work 2",
    "had a talk",
    "plans 3",
    "she had prunes",
    "The doctor says more prunes",
    "prunes are sold out",
    "out of prunes",
    "need more prunes",
    "what are prunes good for",
    "how many prunes?",
    "can I have 6 prunes",
    "should I walk today?",
    "is walking ok with my knee?",
    "1.3",
    "1-3",
    "13",
    "123",
    "1/3",
    "the first two",
    "the last one",
    "same as yesterday",
    "as yesterday",
    "as usual",
    "same again",
    "the usual",
    "ditto",
    "yes",
    "yes I did",
    "I did it",
    "no",
    "nothing today",
    "none",
    "0",
    "all but",
    "half of it",
    "some prunes",
    "a few prunes",
    "lots of walking",
    "prunes and custard for the grandchildren",
    "{{ 7*7 }}",
    "<b>1</b>",
    "<script>alert(1)</script>",
    "%s %d {0}",
    "שלום",
    "привет",
    "你好",
    "+44 7700 900123",
    "4 o'clock",
    "at 3",
    "10.30",
]
