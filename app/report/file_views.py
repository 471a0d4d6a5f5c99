"""Files of the report for programs: every CSV file in one zip, and the FHIR document."""

from flask import Response
from flask.typing import ResponseReturnValue

from app import web
from app.report import archive
from app.report.fhir import bundle
from app.report.forms import Asked
from app.report.views import answer, bp, download, gathered


@bp.get("/report.zip")
def zip_file() -> ResponseReturnValue:
    """Days, weeks, what she entered, and what every column means."""
    return answer(_zip)


@bp.get("/report.fhir.json")
def fhir_file() -> ResponseReturnValue:
    """The same figures for her doctor's system."""
    return answer(_fhir)


def _zip(asked: Asked) -> Response:
    report = gathered(asked, has_log=True)
    web.session().close()
    return download(archive.render(report), asked, ending="zip", kind="application/zip")


def _fhir(asked: Asked) -> Response:
    report = gathered(asked, has_log=True)
    web.session().close()
    return download(bundle.render(report), asked, ending="fhir.json", kind=bundle.CONTENT_TYPE)
