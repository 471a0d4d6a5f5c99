"""All pages of the progress room."""

from app.progress import habit_views, month_views, overview_views, plant_views, year_views
from app.progress.room import bp

__all__ = ["bp", "habit_views", "month_views", "overview_views", "plant_views", "year_views"]
