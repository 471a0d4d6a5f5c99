"""One life of a clock process: the product's own, with a time that is moved, quick ticks and a trap."""

import os
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from flask import Flask

from app import clock, config, scheduler
from app.database import Database
from app.messages import channels
from app.messages.channels.sms import Sms
from app.messages.models import Channel
from tests.soak import points
from tests.soak.postbox import Postbox

QUICK = timedelta(milliseconds=40)
EVERY = "_EVERY"
UNHURRIED = {"BEAT_EVERY", "TIDY_EVERY"}
PATIENCE = 0.5  # seconds that a text may take here; the product's ten would make the soak long


@dataclass(frozen=True, slots=True)
class Life:
    """How a clock process lives: where its log goes, where it dies, and how its texts travel.

    ``api_url`` overrides the provider's address; with a ``postbox`` texts are only written down there.
    ``is_quick`` lets it tick 25 times a second, and gives up on a silent provider after half of one.
    """

    log: Path
    point: str = ""
    count: int = 1
    api_url: str | None = None
    postbox: Path | None = None
    is_quick: bool = True


def live(app: Flask, life: Life) -> None:
    """Be a clock process until killed, or told to stop; the app's time is the one that is moved."""
    with life.log.open("ab") as log:
        os.dup2(log.fileno(), 2)
    setattr(scheduler, "create_app", lambda: app)  # noqa: B010 (the module does not export it)
    scheduler.clock = SimpleNamespace(now=clock.real_now)  # type: ignore[assignment, attr-defined]
    if life.is_quick:
        for pace in [name for name in vars(scheduler) if name.endswith(EVERY)]:
            if pace not in UNHURRIED:
                setattr(scheduler, pace, QUICK)
    _fit_carriers(life)
    points.mark(points.Trap(life.point, life.count))
    scheduler.main()


def _fit_carriers(life: Life) -> None:
    """Give texts less patience, another way, or no network at all."""
    carriers_of = channels.carriers_of

    def fitted(settings: config.Settings, database: Database) -> channels.Carriers:
        if life.api_url is not None and settings.twilio is not None:
            settings = replace(settings, twilio=replace(settings.twilio, api_url=life.api_url))
        carriers = dict(carriers_of(settings, database))
        texts = carriers[Channel.SMS]
        if life.postbox is not None:
            carriers[Channel.SMS] = Postbox(life.postbox)
        elif isinstance(texts, Sms) and life.is_quick:
            texts.seconds = PATIENCE
        return carriers

    channels.carriers_of = fitted
