"""What the tests of replies share: her habits, and every text whose meaning is clear beside what it means."""

from dataclasses import replace
from datetime import date

from app.rules import replies
from app.rules.replies import Context, Listed
from app.rules.reply_meanings import Answer, Item

PRUNES = Listed(11, 1, ("Prunes", "prune", "plum", "plums", "dried plum", "dried plums"), True, "prune")
VIT_D = Listed(12, 2, ("Vitamin D", "Vit D", "vitamin d3", "vit d3", "vitd", "d3", "vitamin-d"), True, "IU")
PLANTS = Listed(13, 3, ("Plant variety", "Plants", "plant"), False, "plant", is_variety=True)
WALK = Listed(14, 4, ("Weight-bearing exercise", "Walk", "walks", "walked", "walking"), True, "minute")
KEFIR = Listed(15, None, ("Fermented food", "Ferments", "kefir", "yogurt", "yoghurt"), True, "serving")
STRETCH = Listed(16, None, ("Stretching", "stretch", "back & neck"), False)

FOUR = (PRUNES, VIT_D, PLANTS, WALK)
TWO = (PRUNES, VIT_D)
ALL_HABITS = (*FOUR, KEFIR, STRETCH)


# A Thursday.
TODAY = date(2026, 11, 26)


def parse(text, listed=FOUR, **options):
    """What a text means, without what it is guessed to mean."""
    reply = parse_whole(text, listed, **options)
    return replace(reply, guess=()) if isinstance(reply, Answer) else reply


def parse_whole(text, listed=FOUR, *, habits=ALL_HABITS, day=TODAY, **options):
    return replies.parse(text, Context(listed, habits, day, TODAY, **options))


def items(*wanted):
    """The items for habits (at their goal) and pairs of habit and amount."""
    pairs = [pair if isinstance(pair, tuple) else (pair, None) for pair in wanted]
    return tuple(Item(habit.habit_id, amount) for habit, amount in pairs)


def record(*wanted):
    return Answer(items=items(*wanted))


def unclear(heard, known=()):
    """What is asked about, and what is recorded all the same."""
    return Answer(items=known, unclear=heard)


NUMBERS = [
    ("1 3", record(PRUNES, PLANTS)),
    ("1,3", record(PRUNES, PLANTS)),
    ("1, 3", record(PRUNES, PLANTS)),
    ("1 & 3", record(PRUNES, PLANTS)),
    ("1+3", record(PRUNES, PLANTS)),
    ("1;3", record(PRUNES, PLANTS)),
    ("one and three", record(PRUNES, PLANTS)),
    ("One, two", record(PRUNES, VIT_D)),
    ("1 n 4", record(PRUNES, WALK)),
    ("1,2,4", record(PRUNES, VIT_D, WALK)),
    ("1, 2, and 4.", record(PRUNES, VIT_D, WALK)),
    ("1.", record(PRUNES)),
    ("1. 3.", record(PRUNES, PLANTS)),
    ("#1 #3", record(PRUNES, PLANTS)),
    ("(1) (3)", record(PRUNES, PLANTS)),
    ("1\n3", record(PRUNES, PLANTS)),
    ("- 1\n- 3", record(PRUNES, PLANTS)),
    ("3 1", record(PLANTS, PRUNES)),
    ("1 1", record(PRUNES)),
    ("numbers 1 and 3", record(PRUNES, PLANTS)),
    ("１ ３", record(PRUNES, PLANTS)),
    ("1️⃣3️⃣", record(PRUNES, PLANTS)),
    ("1\u20e33\u20e3", record(PRUNES, PLANTS)),
    ("①③", record(PRUNES, PLANTS)),
    ("١ ٣", record(PRUNES, PLANTS)),
    ("\ufeff1 \u200b3", record(PRUNES, PLANTS)),
    ("I did 1, 2 and 4 today thank you", record(PRUNES, VIT_D, WALK)),
    ("Good morning Bonny! 1 and 3", record(PRUNES, PLANTS)),
    ("ok 1 3 🙂", record(PRUNES, PLANTS)),
    ("1 3 👍", record(PRUNES, PLANTS)),
    ("Yes, 1 and 2 please", record(PRUNES, VIT_D)),
    ("Done 1 3", record(PRUNES, PLANTS)),
    ("Done. 1 3", record(PRUNES, PLANTS)),
    ("1 done", record(PRUNES)),
]

EVERYTHING = [
    ("all", record(*FOUR)),
    ("All!", record(*FOUR)),
    ("ALL DONE", record(*FOUR)),
    ("all of it, thanks Bonny", record(*FOUR)),
    ("all 4", record(*FOUR)),
    ("I did everything today", record(*FOUR)),
    ("done", record(*FOUR)),
    ("Done.", record(*FOUR)),
    ("DONE :)", record(*FOUR)),
    ("done 👍", record(*FOUR)),
    ("I am finished for today", record(*FOUR)),
    ("d", record(*FOUR)),
    ("D", record(*FOUR)),
    ("D.", record(*FOUR)),
    ("👍", record(*FOUR)),
    ("👍🏽", record(*FOUR)),
    ("👍👍", record(*FOUR)),
]

AMOUNTS = [
    ("prunes 4", record((PRUNES, 4.0))),
    ("4 prunes", record((PRUNES, 4.0))),
    ("Prunes: 4", record((PRUNES, 4.0))),
    ("prunes - 4", record((PRUNES, 4.0))),
    ("prunes=4", record((PRUNES, 4.0))),
    ("prunes4", record((PRUNES, 4.0))),
    ("4 dried plums", record((PRUNES, 4.0))),
    ("I ate four prunes", record((PRUNES, 4.0))),
    ("I had 4 of my prunes", record((PRUNES, 4.0))),
    ("had one prune", record((PRUNES, 1.0))),
    ("prunes 1", record((PRUNES, 1.0))),
    ("2 prunes", record((PRUNES, 2.0))),
    ("prunes 0", record((PRUNES, 0.0))),
    ("prunes 4 prunes", record((PRUNES, 4.0))),
    ("walk 30 min", record((WALK, 30.0))),
    ("walk 30min.", record((WALK, 30.0))),
    ("Walk, 30 min", record((WALK, 30.0))),
    ("I walked 30 minutes", record((WALK, 30.0))),
    ("I went for a 20 minute walk this morning", record((WALK, 20.0))),
    ("about 30 minutes walking", record((WALK, 30.0))),
    ("weight bearing exercise 45", record((WALK, 45.0))),
    ("walk twelve", record((WALK, 12.0))),
    ("walk 1,5", record((WALK, 1.5))),
    ("walk 1.5", record((WALK, 1.5))),
    ("walk 2,5 min", record((WALK, 2.5))),
    ("prunes 4,3 pieces", record((PRUNES, 4.3))),
    ("0,5 kefir", record((KEFIR, 0.5))),
    ("vit d 1000", record((VIT_D, 1000.0))),
    ("vit d 1,000 iu", record((VIT_D, 1000.0))),
    ("Vit. D 1000 I.U.", record((VIT_D, 1000.0))),
    ("vitamin d 1000 units", record((VIT_D, 1000.0))),
    ("vitd1000", record((VIT_D, 1000.0))),
    ("vit d3 1000", record((VIT_D, 1000.0))),
    ("Vitamin-D 2000iu", record((VIT_D, 2000.0))),
    ("1 serving of kefir", record((KEFIR, 1.0))),
    ("1 piece of prunes", record((PRUNES, 1.0))),
    ("prunes 4 walk 30", record((PRUNES, 4.0), (WALK, 30.0))),
    ("prunes 4 walk 3", record((PRUNES, 4.0), (WALK, 3.0))),
    ("4 prunes, 30 min walk", record((PRUNES, 4.0), (WALK, 30.0))),
    ("30 min walk 4 prunes", record((WALK, 30.0), (PRUNES, 4.0))),
    ("Had 4 prunes for breakfast and walked 30 minutes.", record((PRUNES, 4.0), (WALK, 30.0))),
    ("Prunes 4\nWalk 30\nThanks", record((PRUNES, 4.0), (WALK, 30.0))),
    ("Prunes 4. Walk 30.", record((PRUNES, 4.0), (WALK, 30.0))),
    ("prunes 4 and 3", record((PRUNES, 4.0), PLANTS)),
    ("2 prunes 5", record(VIT_D, (PRUNES, 5.0))),
    ("2\nprunes 5", record(VIT_D, (PRUNES, 5.0))),
    ("2, 5 prunes", record(VIT_D, (PRUNES, 5.0))),
    ("2,4 prunes 5", record(VIT_D, WALK, (PRUNES, 5.0))),
    ("2 3 kefir 5", record(VIT_D, PLANTS, (KEFIR, 5.0))),
    ("1 prunes 6", record((PRUNES, 6.0))),
    ("1. prunes 6", record((PRUNES, 6.0))),
    ("1. prunes 3", record((PRUNES, 3.0))),
    ("prunes walk 30", record(PRUNES, (WALK, 30.0))),
    ("7 prunes 30 walk", record((PRUNES, 7.0), (WALK, 30.0))),
    ("2 prunes 5 walk 30", record(VIT_D, (PRUNES, 5.0), (WALK, 30.0))),
]

NAMES = [
    ("prunes", record(PRUNES)),
    ("Prunes!", record(PRUNES)),
    ("had my prunes", record(PRUNES)),
    ("I've had my prunes already", record(PRUNES)),
    ("done with my prunes", record(PRUNES)),
    ("prunes done", record(PRUNES)),
    ("prunes 👍", record(PRUNES)),
    ("I took my vit d", record(VIT_D)),
    ("took the D3", record(VIT_D)),
    ("walked", record(WALK)),
    ("went for a walk", record(WALK)),
    ("prunes walk", record(PRUNES, WALK)),
    ("prunes and walk", record(PRUNES, WALK)),
    ("prunes/walk", record(PRUNES, WALK)),
    ("prunes plus vit d", record(PRUNES, VIT_D)),
    ("Hello dear, prunes, vit d and walk done. Thank you", record(PRUNES, VIT_D, WALK)),
    ("prunes\nvit d\n", record(PRUNES, VIT_D)),
    ("prunes and 3", record(PRUNES, PLANTS)),
    ("stretch, 3", record(STRETCH, PLANTS)),
    ("back & neck", record(STRETCH)),
    ("1. prunes", record(PRUNES)),
    ("3. plants", record(PLANTS)),
    ("3: plants", record(PLANTS)),
    ("1) Prunes, done", record(PRUNES)),
    ("PRUNÉS", record(PRUNES)),
]

CLEAR = [*NUMBERS, *EVERYTHING, *AMOUNTS, *NAMES]
