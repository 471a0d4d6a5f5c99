"""Files of the report for programs: every CSV file in one zip, and the FHIR document."""

from flask import Response
from flask.typing import ResponseReturnValue

from app import web
from app.report import archive
from app.report.fhir import bundle
from app.report.forms import Asked
from app.report.views import _answer, _download, _gathered, bp


@bp.get("/report.zip")
def zip_file() -> ResponseReturnValue:
    """Days, weeks, what she entered, and what every column means."""
    return _answer(_zip)


@bp.get("/report.fhir.json")
def fhir_file() -> ResponseReturnValue:
    """The same figures for her doctor's system."""
    return _answer(_fhir)


def _zip(asked: Asked) -> Response:
    report = _gathered(asked, has_log=True)
    web.session().close()
    return _download(archive.render(report), asked, ending="zip", kind="application/zip")


def _fhir(asked: Asked) -> Response:
    report = _gathered(asked, has_log=True)
    web.session().close()
    return _download(bundle.render(report), asked, ending="fhir.json", kind=bundle.CONTENT_TYPE)
