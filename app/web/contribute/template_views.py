"""The templates for those who would rather fill in a file, to be read by ``./pustaka import``."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Literal

from flask import Response

from app.web.contribute.blueprint import blueprint
from app.web.site.downloads import download
from app.web.site.i18n import today

Kind = Literal["docx", "xlsx", "csv"]


@blueprint.get("/usul/templat.docx")
def template_word() -> Response:
    """The Word template, for one case."""
    return _answer("docx")


@blueprint.get("/usul/templat.xlsx")
def template_excel() -> Response:
    """The Excel template, for many cases, one a row."""
    return _answer("xlsx")


@blueprint.get("/usul/templat.csv")
def template_csv() -> Response:
    """The heading row of the Excel template, for programs that write CSV."""
    return _answer("csv")


def _answer(kind: Kind) -> Response:
    return download(_template(kind, today()), "templat-usulan", kind)


@lru_cache(maxsize=3)
def _template(kind: Kind, day: dt.date) -> bytes:
    """A template as it is made on a day; Word and Excel take some 200 ms, too long for each."""
    if kind == "docx":
        from app.contribution.templates_word import word_template  # loads python-docx

        return word_template(day)
    from app.contribution import templates_sheet  # loads openpyxl

    return templates_sheet.csv_template() if kind == "csv" else templates_sheet.excel_template()
