"""Answers that a browser saves as a file."""

from __future__ import annotations

from typing import Literal

from flask import Response, request
from flask_babel import gettext as _

from app.documents.office.tables import CellValue
from app.search.engine import Engine
from app.web.site.i18n import long_date

#: Ending of a file's name → its media type.
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(
    content: bytes, name: str, kind: Literal["csv", "docx", "ics", "txt", "xlsx"]
) -> Response:
    """A file that is saved as ``NAME.KIND``; the name must come from the site's own code."""
    response = Response(content, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def provenance(engine: Engine, page: str) -> tuple[tuple[str, CellValue], ...]:
    """Where a file comes from: the address of the page with its content, date, licence.

    ``page`` is the path of that page.
    """
    return (
        (_("Alamat"), request.host_url.rstrip("/") + page),
        (_("Keadaan koleksi"), long_date(engine.built_at)),
        (_("Jumlah kasus di koleksi"), engine.cases),
        (_("Lisensi"), _("Creative Commons Atribusi 4.0 (CC BY 4.0): sebutkan Pustaka Inovasi")),
        (_("Catatan"), _("Fakta menurut sumber tiap kasus; belum dipastikan ke instansi.")),
    )
