"""Pictures drawn on the server, with their words and numbers: curves, bars, a year of days, weekdays."""

from app.progress.plots.bars import Bar as Bar
from app.progress.plots.bars import Bars as Bars
from app.progress.plots.bars import Line as Line
from app.progress.plots.bars import bars as bars
from app.progress.plots.bars import bars_of_weeks as bars_of_weeks
from app.progress.plots.curves import Curve as Curve
from app.progress.plots.curves import Place as Place
from app.progress.plots.curves import Point as Point
from app.progress.plots.curves import curve as curve
from app.progress.plots.weekdays import Part as Part
from app.progress.plots.weekdays import Weekdays as Weekdays
from app.progress.plots.weekdays import weekdays as weekdays
from app.progress.plots.years import Cell as Cell
from app.progress.plots.years import Year as Year
from app.progress.plots.years import year as year
