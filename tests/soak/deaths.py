"""Deaths drawn from a seed, and a world that lives through them until everything is settled."""

import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from tests import make
from tests.soak import checks, points, settling
from tests.soak.nursery import Nursery
from tests.soak.points import AFTER_COMMIT, AT_RANDOM, BEFORE_COMMIT
from tests.soak.world import LEASE_AND_MORE, World

# Each group stands in this order: what one leaves behind, the next finds six minutes later.
GROUPS = (
    (f"plan: {BEFORE_COMMIT}",),
    (f"plan: {AFTER_COMMIT}",),
    (f"claim: {BEFORE_COMMIT}",),
    (f"claim: {AFTER_COMMIT}", f"recover: {BEFORE_COMMIT}"),
    (f"posting: {BEFORE_COMMIT}",),
    (f"posting: {AFTER_COMMIT}", f"recover: {AFTER_COMMIT}"),
    (points.SENDING, f"ask: {BEFORE_COMMIT}"),
    (points.HALF_SENT, f"astray: {BEFORE_COMMIT}"),
    (points.TAKEN, points.ASK_ANSWERED),
    (points.ANSWERED, f"ask: {AFTER_COMMIT}"),
    (points.UNDERSTOOD,),
    (f"record: {BEFORE_COMMIT}",),
    (f"record: {AFTER_COMMIT}",),
    (AT_RANDOM,),
)
LATER = frozenset(point for group in GROUPS for point in group[1:])
BEFORE_LATER = frozenset(point for group in GROUPS for point in group[:-1])
EVERY_POINT = tuple(dict.fromkeys(itertools.chain(*GROUPS)))
PER_MESSAGE = ("posting", "send", "record")
FAULTS = (
    "",
    "",
    "500-after-accepting",
    "500",
    "reset-after-accepting",
    "silence-after-accepting",
    "stall",
    "429",
    "garbled",
)
FAULTS_OF_QUESTIONS = ("", "", "500", "429", "garbled", "stall")
WAITS = (timedelta(0), timedelta(0), timedelta(seconds=20), LEASE_AND_MORE)
MOST_PEOPLE = 3
CALM = 0.25  # share of deaths before which a process may work off what was left
PATIENCE = 20.0
LONGEST_RANDOM_LIFE = 0.6  # seconds


@dataclass(frozen=True, slots=True)
class Death:
    """One death as the seed has it: where, at which of its passings, and what goes on around it."""

    point: str
    count: int
    people: int
    faults: tuple[str, ...]
    faults_of_questions: tuple[str, ...]
    wait: timedelta
    is_calm_before: bool
    has_companion: bool
    is_provider_away: bool
    seconds: float


def drawn(seed: int, count: int) -> Sequence[Death]:
    """So many deaths; every point comes up once before any comes again."""
    dice = random.Random(seed)
    return [_draw(dice, point) for point in itertools.islice(_points(dice), count)]


def _points(dice: random.Random) -> Iterator[str]:
    while True:
        yield from itertools.chain(*dice.sample(GROUPS, len(GROUPS)))


def _draw(dice: random.Random, point: str) -> Death:
    people = dice.randint(1, MOST_PEOPLE)
    is_repeated = point.startswith(PER_MESSAGE)
    return Death(
        point=point,
        count=dice.randint(1, people) if is_repeated and point not in BEFORE_LATER else 1,
        people=people,
        faults=tuple(dice.choices(FAULTS, k=people)) if dice.random() < 0.6 else (),
        faults_of_questions=tuple(dice.choices(FAULTS_OF_QUESTIONS, k=2)) if dice.random() < 0.3 else (),
        wait=LEASE_AND_MORE if point in LATER else dice.choice(WAITS),
        is_calm_before=point not in LATER and dice.random() < CALM,
        has_companion=dice.random() < 0.2,
        is_provider_away=point.startswith("record") and dice.random() < 0.3,
        seconds=dice.uniform(0.05, LONGEST_RANDOM_LIFE),
    )


@dataclass
class Story:
    """What happened in one world: each death with those it found unfinished, and what is wrong at the end."""

    deaths: list[tuple[str, list[int]]] = field(default_factory=list)
    not_reached: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def live_through(
    world: World,
    nursery: Nursery,
    planned: Sequence[Death],
    *,
    say: Callable[[int], None] = lambda _number: None,
) -> Story:
    """Die as planned, start again each time, then let everything settle and look. ``say`` counts along."""
    story = Story()
    for number, death in enumerate(planned, 1):
        say(number)
        _die(world, nursery, death, story)
    settling.settle(world, nursery)
    story.wrong += checks.everything(world)
    return story


def _die(world: World, nursery: Nursery, death: Death, story: Story) -> None:
    if death.is_calm_before:
        settling.work_off(world, nursery)
    world.was_slow = False
    world.hours.move(death.wait)
    world.add_people(death.people, zone=make.daytime_zone(world.hours.now()))
    world.provider.faults.clear()
    world.provider.faults.extend(death.faults)
    world.provider.faults_of_questions.clear()
    world.provider.faults_of_questions.extend(death.faults_of_questions)
    point = "" if death.point in (AT_RANDOM, points.TAKEN) else death.point
    life = world.life(point, death.count, is_provider_away=death.is_provider_away)
    with nursery.living(*[life] * (1 + death.has_companion)) as processes:
        world.doomed = processes if death.point == points.TAKEN else ()
        is_reached = nursery.wait_for_any(processes, death.seconds if death.point == AT_RANDOM else PATIENCE)
        world.doomed = ()
    if not is_reached and death.point != AT_RANDOM:
        story.not_reached.append(death.point)
    story.deaths.append((death.point if is_reached else AT_RANDOM, checks.unfinished(world)))
    if death.point not in BEFORE_LATER:  # else the reports would tell what is to be found out
        world.report_all()
