"""The blueprint that the pages of this room join."""

from flask import Blueprint

bp = Blueprint("offline", __name__)
