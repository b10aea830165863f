"""Answers that a browser saves as a file."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Literal

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import to_user_timezone

from app.documents.office.tables import CellValue, Table, to_csv
from app.search.engine import Engine
from app.web.site.i18n import long_date, today

#: Ending of a file's name → its media type.
TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

#: The forms in which the site gives a table.
TableKind = Literal["csv", "xlsx"]

#: The longest name of a file with a table, without its date and ending, in characters.
LONGEST_NAME = 80


def download(
    content: bytes,
    name: str,
    kind: Literal["bib", "csv", "docx", "ics", "json", "md", "txt", "xlsx"],
) -> Response:
    """A file that is saved as ``NAME.KIND``; the name must come from the site's own code."""
    response = Response(content, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def download_table(table: Table, kind: TableKind, *names: str) -> Response:
    """A table to save, as CSV or as an Excel workbook.

    ``names`` say what the table holds; they may be texts of visitors (see :func:`file_name`).
    """
    if kind == "csv":
        content = to_csv(table)
    else:
        from app.documents.office.excel import to_xlsx  # loads openpyxl

        content = to_xlsx(table)
    return download(content, file_name(today(), *names), kind)


def file_name(day: dt.date, *names: str) -> str:
    """A name for a file that says what it holds and of which day it is, without an ending.

    Only lower-case letters of ASCII, digits and hyphens are left of the names, at most
    :data:`LONGEST_NAME` characters, cut between words where that is possible.

    >>> file_name(dt.date(2026, 11, 29), "inovasi", "sampah & “kompos”", "Jawa Timur")
    'inovasi-sampah-kompos-jawa-timur-2026-11-29'
    """
    text = unicodedata.normalize("NFKD", " ".join(name[:200] for name in names))
    words = re.findall("[a-z0-9]+", text.encode("ascii", "ignore").decode().lower())
    name = "-".join(words)
    if len(name) > LONGEST_NAME:
        name = name[: LONGEST_NAME + 1].rpartition("-")[0] or name[:LONGEST_NAME]
    return f"{name or 'tabel'}-{day.isoformat()}"


def caption(subject: str) -> str:
    """The line at the foot of the printed pages of a table: what it holds, of which day it is."""
    return f"{subject} · Pustaka Inovasi, {long_date(today())}"


def provenance(engine: Engine, page: str) -> tuple[tuple[str, CellValue], ...]:
    """Where a file comes from: the address of the page with its content, dates, licence.

    ``page`` is the path of that page.
    """
    return (
        (_("Alamat"), request.host_url.rstrip("/") + page),
        (_("Diunduh"), today()),
        (_("Keadaan koleksi"), to_user_timezone(engine.built_at).date()),
        (_("Jumlah kasus di koleksi"), engine.cases),
        (_("Lisensi"), _("Creative Commons Atribusi 4.0 (CC BY 4.0): sebutkan Pustaka Inovasi")),
        (_("Catatan"), _("Fakta menurut sumber tiap kasus; belum dipastikan ke instansi.")),
    )
