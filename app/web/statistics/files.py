"""A table of statistics as a file that names its source, its date and its limits."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response
from flask_babel import gettext as _

from app.documents.office.tables import CellValue, Table
from app.web.site.downloads import TableKind, caption, download_table, provenance
from app.web.site.engine import current_engine


def download_statistics(
    title: str,
    header: tuple[str, ...],
    rows: Sequence[tuple[CellValue, ...]],
    page: str,
    kind: TableKind,
    *names: str,
) -> Response:
    """A table to save; ``page`` is the path of the page that shows it.

    ``names`` are for the name of the file: what the table holds.
    """
    about = (
        (_("Sumber"), "Pustaka Inovasi"),
        *provenance(current_engine(), page),
        (_("Cara membaca"), _("Angka ini menggambarkan koleksi, bukan prestasi daerah.")),
    )
    table = Table(
        title,
        header,
        rows,
        gap=_("Belum ada data"),
        about=about,
        about_title=_("Tentang berkas ini"),
        caption=caption(" · ".join(names)),
    )
    return download_table(table, kind, *names)
