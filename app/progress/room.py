"""The room's blueprint, which the views of each of its pages fill."""

from flask import Blueprint

bp = Blueprint("progress", __name__)
