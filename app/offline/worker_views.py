"""The service worker, which a browser asks for by itself."""

from flask import Response

from app import assets, web
from app.offline.room import bp


@bp.get("/sw.js")
@web.public
@web.anonymous
def worker() -> Response:
    """The service worker; browsers ask for a new one each time."""
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return Response(assets.worker(), mimetype="text/javascript", headers=headers)
