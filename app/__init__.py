"""The product: create_app builds it from its settings; every room is a folder."""

import os
from typing import Any

from flask import Flask
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app import config, database, logs, rooms, web
from app.catalogue import book

LONGEST_REQUEST = 64 * 1024
BROTLI = 6  # a tenth smaller than the default at no cost that can be measured
COMPRESSED = ["text/html", "application/json", "text/csv"]


def create_app(**overrides: Any) -> Flask:
    """The app for the environment's settings; ``overrides`` win over the environment, name by name.

    Raises config.ConfigError naming every setting that cannot be used.
    """
    settings = config.load({**os.environ, **{name: str(value) for name, value in overrides.items()}})
    logs.start()
    app = Flask(__name__, template_folder="../templates", static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LONGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LONGEST_REQUEST,
        SESSION_COOKIE_NAME="__Host-bonny-form" if settings.is_secure else "bonny-form",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        COMPRESS_MIMETYPES=COMPRESSED,
        COMPRESS_BR_LEVEL=BROTLI,
    )
    app.extensions["bonny.settings"] = settings
    app.extensions["bonny.database"] = database.Database(settings.database_url)
    app.extensions["bonny.book"] = book.book()
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    web.start(app)
    Compress(app)
    rooms.join(app)
    # Behind the door, so that she reads in her own language what became of an old page.
    csrf = CSRFProtect(app)
    for view in app.view_functions.values():
        if getattr(view, "is_csrf_exempt", False):
            csrf.exempt(view)
    return app
