"""Joins every room to the app: its pages, and the guard in front of them."""

from flask import Flask, g, request

from app import assets, cli, locales, metrics, migrating, shell, translating
from app.accounts import guard
from app.accounts.contact_views import bp as contact
from app.accounts.views import bp as accounts
from app.catalogue.views import bp as catalogue
from app.checklist import calendar_views as _calendar_views  # noqa: F401 (joins its pages to the checklist)
from app.checklist.begin_views import bp as begin
from app.checklist.habit_views import bp as habits
from app.checklist.plant_views import bp as plants
from app.checklist.spell_views import bp as spells
from app.checklist.views import bp as checklist
from app.messages.views import bp as messages
from app.offline import install_views as _install_views  # noqa: F401 (joins its pages to the room)
from app.offline import worker_views as _worker_views  # noqa: F401
from app.offline.replay_views import bp as replay
from app.offline.room import bp as offline
from app.progress.views import bp as progress
from app.reminders import answer_views as _answer_views  # noqa: F401 (joins its pages to the reminders)
from app.reminders import answering_views as _answering_views  # noqa: F401
from app.reminders import conversation_views as _conversation_views  # noqa: F401
from app.reminders import inbound_views as _inbound_views  # noqa: F401
from app.reminders import mail_views as _mail_views  # noqa: F401
from app.reminders import slot_views as _slot_views  # noqa: F401
from app.reminders.partner_views import bp as partner
from app.reminders.push_views import bp as push
from app.reminders.views import bp as reminders
from app.report import file_views as _file_views  # noqa: F401
from app.report import link_views as _link_views  # noqa: F401
from app.report import share_views as _share_views  # noqa: F401
from app.report.views import bp as report
from app.settings.views import bp as settings
from app.styleguide.views import bp as styleguide
from app.visits.views import bp as visits

ROOMS = (
    accounts,
    contact,
    catalogue,
    checklist,
    begin,
    habits,
    spells,
    messages,
    offline,
    replay,
    plants,
    progress,
    push,
    reminders,
    partner,
    report,
    settings,
    visits,
    styleguide,
    shell.bp,
    assets.bp,
    metrics.bp,
)


def join(app: Flask) -> None:
    """Register the rooms, the guard, the language and the migrations."""
    translating.Speaking(app, locale_selector=_locale)
    guard.start(app)
    shell.start(app)
    assets.start(app)
    for room in ROOMS:
        app.register_blueprint(room)
    migrating.start(app)
    cli.join(app)


def _locale() -> str:
    """Hers when she is known, else what the visitor chose or the browser asks for; dates come with it."""
    person = g.get("person")
    if person is not None:
        return person.locale
    if not request:
        return locales.FALLBACK
    wanted = request.accept_languages
    chosen = locales.chosen(request.cookies.get(locales.COOKIE, ""), wanted.best or "")
    offered = [each.replace("_", "-") for each in locales.OFFERED]
    return chosen or wanted.best_match(offered, locales.FALLBACK).replace("-", "_")
