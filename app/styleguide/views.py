"""The style guide's one page; it exists only where PUBLIC_URL is this machine."""

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _

from app import assets, web
from app.catalogue import here
from app.checklist import daysheet
from app.checklist import wording as checklist_wording
from app.notices import Notice
from app.progress import habit_wording, months
from app.progress import wording as progress_wording
from app.rules import days
from app.rules.marks import Skip
from app.styleguide import pictures, samples

bp = Blueprint("styleguide", __name__)
ICONS = tuple(sorted(path.stem for path in (assets.STATIC / "icons").glob("*.svg")))
COLOURS = tuple(name for name in assets.tokens("light") if name != "on_plum" and name != "on_green")


@bp.get("/styleguide")
@web.public
@web.anonymous
def page() -> str:
    """Colours, type and every component in every state."""
    if not web.settings().is_own_machine:
        abort(404)
    today = samples.DAY
    record = samples.record(today)
    before = (today.replace(day=1) - days.ONE_DAY).replace(day=1)
    month = months.build(record, first=before, today=today, week_start=0, most={})
    return render_template(
        "styleguide/page.html",
        sheet=daysheet.build(record, day=today, today=today, week_start=0),
        month=month,
        daily=next(each for each in month.habits if each.cells),
        states_of=habit_wording.states,
        said=progress_wording,
        pictures=pictures.samples(today),
        today=today,
        plant_of=checklist_wording.plant_of,
        skips=tuple(Skip),
        icons=ICONS,
        colours=COLOURS,
        entry=here.book().habits[0],
        sample_notice=Notice(_("Vitamin D recorded"), "00000000-0000-4000-8000-000000000000", ""),
    )
