"""Figures for Prometheus at ``/metrics``, read from the database at each scrape: never a person's id."""

import hmac
from collections.abc import Iterator
from datetime import datetime

from flask import Blueprint, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app import web
from app.messages.models import Channel, State
from app.reminders import figures
from app.reminders.figures import Status

bp = Blueprint("metrics", __name__)

BEARER = "Bearer "


@bp.get("/metrics")
@web.public
@web.anonymous
def scrape() -> Response:
    """How messages and reminders do, to this machine or to who has the token; 404 to everybody else."""
    if not (web.is_from_here() or _has_token()):
        abort(404)
    registry = CollectorRegistry()
    registry.register(Figures(figures.status(web.session(), now=web.now())))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _has_token() -> bool:
    token, given = web.settings().metrics_token, request.headers.get("Authorization", "")
    return token is not None and hmac.compare_digest(given.encode(), f"{BEARER}{token}".encode())


class Figures(Collector):
    """One status as metrics. What is not known at all has no sample: a lateness of nothing is not 0."""

    def __init__(self, status: Status) -> None:
        self.status = status

    def collect(self) -> Iterator[Metric]:
        """Every metric, in the order they are shown."""
        yield from self._messages()
        yield from self._queues()
        yield from self._lateness()
        yield from self._standstills()

    def _messages(self) -> Iterator[Metric]:
        states = GaugeMetricFamily(
            "bonny_deliveries",
            "Messages due in the past 24 hours, by where they stand",
            labels=("state", "channel"),
        )
        for state in State:
            for channel in Channel:
                states.add_metric((state, channel), self.status.states.get((state, channel), 0))
        yield states
        for state in (State.UNKNOWN, State.LOST):
            text = f"Messages due in the past 24 hours that are {state}"
            yield GaugeMetricFamily(f"bonny_deliveries_{state}", text, value=self.status.count(state))

    def _queues(self) -> Iterator[Metric]:
        waiting = GaugeMetricFamily("bonny_queue_size", "Messages not sent yet", labels=("channel",))
        for channel in Channel:
            queue = self.status.queues.get(channel)
            waiting.add_metric((channel,), 0 if queue is None else queue.waiting)
        yield waiting
        oldest = self.status.oldest_due_at
        yield GaugeMetricFamily(
            "bonny_oldest_due_age_seconds",
            "How long the message has been due that waits longest to be sent; 0 when none is",
            value=0 if oldest is None else self._age(oldest),
        )

    def _lateness(self) -> Iterator[Metric]:
        lateness = self.status.lateness
        late = GaugeMetricFamily(
            "bonny_lateness_seconds",
            "How long after they were due the messages of the past 24 hours were posted",
            labels=("quantile",),
        )
        for quantile, seconds in (("0.5", lateness.p50), ("0.99", lateness.p99)):
            if seconds is not None:
                late.add_metric((quantile,), seconds)
        yield late

    def _standstills(self) -> Iterator[Metric]:
        breakers = GaugeMetricFamily(
            "bonny_breaker_open", "1 while a channel stands still", labels=("channel",)
        )
        standing = {breaker.channel for breaker in self.status.breakers}
        for channel in Channel:
            breakers.add_metric((channel,), int(channel in standing))
        yield breakers
        beat = GaugeMetricFamily(
            "bonny_clock_heartbeat_age_seconds", "Since the clock process last said that it lives", labels=()
        )
        if self.status.clock_at is not None:
            beat.add_metric((), self._age(self.status.clock_at))
        yield beat
        text = "Reminders that cannot be planned until they are mended"
        yield GaugeMetricFamily("bonny_slots_set_aside", text, value=self.status.set_aside)

    def _age(self, since: datetime) -> float:
        return (self.status.at - since).total_seconds()
