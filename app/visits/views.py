"""Pages of the visits room: what she brings along, to add, change and take away."""

from flask import Blueprint

bp = Blueprint("visits", __name__)
