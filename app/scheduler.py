"""The clock process: APScheduler only ticks; what is due is decided by the rules and the database.

Any number of these may run. Jobs:
- plan: put due reminders into the outbox;
- care: look whose care partner is to be told of silent days;
- visits: look whose visit is tomorrow;
- read: read the texts that came in, and do what they say;
- deliver: send what the outbox holds;
- recover: take up what a dead process left, let go of what is too late, tell of what went astray;
- ask: ask the provider what became of texts;
- beat: say that the process lives;
- fold: add up the days of habits that nothing is recorded of;
- tidy: forget what need not be kept.
"""

import logging
import signal
import sys
from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from app import clock, config, create_app, jobs

log = logging.getLogger("bonny.clock")

READ_EVERY = timedelta(seconds=0.5)
DELIVER_EVERY = timedelta(seconds=1)
PLAN_EVERY = timedelta(seconds=5)
CARE_EVERY = timedelta(minutes=5)
VISITS_EVERY = timedelta(minutes=5)
RECOVER_EVERY = timedelta(seconds=30)
ASK_EVERY = timedelta(seconds=30)
BEAT_EVERY = timedelta(seconds=15)
FOLD_EVERY = timedelta(minutes=5)
TIDY_EVERY = timedelta(hours=1)
PATIENCE_SECONDS = 30


STOPS = frozenset({signal.SIGTERM, signal.SIGINT})


def main() -> None:
    """Tick until told to stop; what is in flight is finished first."""
    try:
        app = create_app()
    except config.ConfigError as error:
        sys.exit(str(error))
    # Nobody waits for this process as for a page: it may stand in the queue of those who write.
    app.extensions["bonny.database"].be_patient(PATIENCE_SECONDS)
    # A round that takes longer than its tick is no news: the next one goes on where it ended.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    # Every thread inherits the mask, so the signal waits for this one; no handler interrupts anything.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    scheduler = _scheduler(app)
    log.info("clock starts")
    scheduler.start()
    signal.sigwait(STOPS)
    log.info("clock stops")
    jobs.stopping(app).set()
    scheduler.shutdown(wait=True)


def _scheduler(app: Flask) -> BackgroundScheduler:
    scheduler = BackgroundScheduler(timezone="UTC")
    for job, every in (
        (jobs.beat, BEAT_EVERY),
        (jobs.plan, PLAN_EVERY),
        (jobs.care, CARE_EVERY),
        (jobs.visits, VISITS_EVERY),
        (jobs.read, READ_EVERY),
        (jobs.deliver, DELIVER_EVERY),
        (jobs.recover, RECOVER_EVERY),
        (jobs.ask, ASK_EVERY),
        (jobs.fold, FOLD_EVERY),
        (jobs.tidy, TIDY_EVERY),
    ):
        scheduler.add_job(
            _guarded(app, job),
            "interval",
            seconds=every.total_seconds(),
            next_run_time=clock.now(),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
            id=job.__name__,
        )
    return scheduler


def _guarded(app: Flask, job: Callable[[Flask], object]) -> Callable[[], None]:
    """The job inside the app; a database that is away is logged and tried again at the next tick."""

    def run() -> None:
        with app.app_context():
            try:
                job(app)
            except (sa.exc.OperationalError, sa.exc.TimeoutError) as error:
                log.error("database away", extra={"job": job.__name__, "error": type(error).__name__})
            except Exception as error:  # one broken job must not end the others; the trace is in the log
                log.error(
                    "job broke", extra={"job": job.__name__, "error": type(error).__name__}, exc_info=error
                )

    return run


if __name__ == "__main__":
    main()
