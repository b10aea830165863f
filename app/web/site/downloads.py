"""Answers that a browser saves as a file."""

from __future__ import annotations

from typing import Literal

from flask import Response, request
from flask_babel import format_date
from flask_babel import gettext as _

from app.documents.office.tables import CellValue
from app.search.engine import Engine

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(content: bytes, name: str, kind: Literal["csv", "docx", "ics", "xlsx"]) -> Response:
    """A file to save as ``NAME.KIND``; the name is ours, never a reader's."""
    response = Response(content, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def provenance(engine: Engine, page: str) -> tuple[tuple[str, CellValue], ...]:
    """Where a file comes from: the page that shows the same, the day, the licence."""
    return (
        (_("Alamat"), request.host_url.rstrip("/") + page),
        (_("Keadaan koleksi"), format_date(engine.built_at, "long")),
        (_("Jumlah kasus di koleksi"), engine.cases),
        (_("Lisensi"), _("Creative Commons Atribusi 4.0 (CC BY 4.0): sebutkan Pustaka Inovasi")),
        (_("Catatan"), _("Fakta menurut sumber tiap kasus; belum dipastikan ke instansi.")),
    )
