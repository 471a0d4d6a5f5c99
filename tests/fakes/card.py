"""A page that shows the card of notifications and nothing else."""

from flask import Flask, render_template_string

from app.reminders import push_views

PATH = "/card"
PAGE = """{% extends "base.html" %}
{% block content %}
  <h1>Reminders</h1>
  {% include "push/_card.html" %}
{% endblock content %}"""


def join(app: Flask) -> None:
    """Add the page, for whoever is signed in."""
    app.add_url_rule(PATH, "card", lambda: render_template_string(PAGE, push=push_views.card()))
