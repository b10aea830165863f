"""A table of statistics as a CSV file that names its source, its date and its limits."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response
from flask_babel import gettext as _

from app.documents.office.tables import CellValue, Table, to_csv
from app.web.site.downloads import download
from app.web.site.engine import current_engine


def download_csv(
    title: str, header: tuple[str, ...], rows: Sequence[tuple[CellValue, ...]], name: str
) -> Response:
    """A table to save as ``NAME.csv``."""
    about = (
        (_("Sumber"), "Pustaka Inovasi"),
        (_("Indeks dibuat"), current_engine().built_at.date().isoformat()),
        (_("Catatan"), _("Angka ini menggambarkan koleksi, bukan prestasi daerah.")),
    )
    table = Table(title, header, rows, _("Belum ada data"), about, _("Keterangan"))
    return download(to_csv(table), name, "csv")
