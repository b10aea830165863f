"""Cases as a workbook for planners: a sheet to read, print and pass on, and one with the rest.

The first sheet has the columns that a planner decides by, in the order of the questions:
what is it, where, does it live, did it work, what does it take, who copied it. Everything
else of the table for machines (:mod:`app.web.workbench.export`) stands on a second sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from flask_babel import gettext as _

from app.collection import contacts, regions, vocabulary, wording
from app.collection.case import Case, Replication, Result
from app.collection.evidence import is_promise
from app.documents.office.sheet_layout import line_count
from app.documents.office.tables import CellValue, Table
from app.web.site.case_text import summary_of
from app.web.site.downloads import caption
from app.web.site.i18n import label, language
from app.web.workbench.export import ExportedCase

#: Stands in a column that does not apply, such as the regency of a ministry's case.
DOES_NOT_APPLY = "–"

# The widths of the columns with results, in digits: what was measured, before, after.
_RESULT_WIDTHS = (17, 11, 12)


@dataclass(frozen=True)
class _Column:
    """A column of a sheet: its name, its width in digits, and its cell in a row."""

    name: str
    width: int
    cell: Callable[[ExportedCase], CellValue]


def planner_table(
    rows: Sequence[ExportedCase], subject: str, about: tuple[tuple[str, CellValue], ...]
) -> Table:
    """Cases as a table for planners; ``subject`` says in words which cases they are."""
    return replace(
        _table(_("Inovasi"), rows, list(_columns())),
        about=about,
        about_title=_("Tentang berkas ini"),
        caption=caption(subject),
        details=_table(_("Rincian"), rows, list(_details())),
    )


def _table(title: str, rows: Sequence[ExportedCase], columns: Sequence[_Column]) -> Table:
    return Table(
        title=title,
        header=tuple(column.name for column in columns),
        rows=[tuple(column.cell(row) for column in columns) for row in rows],
        gap=_("Belum ada data"),
        about=(),
        about_title="",
        widths=tuple(column.width for column in columns),
    )


def _columns() -> Iterable[_Column]:
    """The columns of the sheet that is printed."""
    yield _Column(_("Nama"), 12, lambda row: row.case.title)
    yield _Column(_("Apa itu"), 33, lambda row: summary_of(row.case).plain)
    yield _Column(_("Kabupaten atau kota"), 12, lambda row: regency(row.case))
    yield _Column(_("Provinsi"), 11, lambda row: row.case.province)
    yield _Column(_("Instansi"), 16, lambda row: _agency(row.case))
    yield _Column(_("Bidang"), 12, lambda row: label(vocabulary.CATEGORIES[row.case.category]))
    yield _Column(_("Mulai"), 6, lambda row: row.case.started)
    yield _Column(_("Status"), 11, lambda row: wording.status_with_age(row.case, language()))
    yield _Column(_("Bukti"), 10, lambda row: label(vocabulary.EVIDENCE[str(row.evidence)]))
    names = (_("Ukuran hasil"), _("Sebelum"), _("Sesudah"))
    for n, (name, width) in enumerate(zip(names, _RESULT_WIDTHS, strict=True)):
        yield _Column(name, width, partial(_result, n))
    yield _Column(_("Biaya"), 14, lambda row: row.case.cost)
    yield _Column(_("Tenaga"), 15, lambda row: row.case.staff)
    yield _Column(_("Ditiru oleh"), 11, lambda row: _lines(map(_copy, row.case.replicated_by)))
    yield _Column(_("Alamat"), 14, lambda row: row.url)


def _details() -> Iterable[_Column]:
    """The columns of the sheet with the rest."""
    about = {True: _("ya"), False: _("hanya terkait"), None: DOES_NOT_APPLY}
    yield _Column(_("Nama"), 20, lambda row: row.case.title)
    yield _Column(_("Kepanjangan"), 30, lambda row: row.case.expansion)
    yield _Column(_("Menjawab pencarian"), 13, lambda row: about[row.about])
    yield _Column(_("Pemerintah atau lembaga"), 24, lambda row: row.case.government)
    yield _Column(_("Tingkat"), 13, lambda row: label(vocabulary.LEVELS[row.case.level]))
    yield _Column(_("Masalah yang dijawab"), 50, lambda row: _lines(row.case.problems))
    yield _Column(_("Lama penerapan"), 24, lambda row: row.case.duration)
    yield _Column(_("Dasar hukum"), 30, lambda row: _lines(row.case.legal_basis))
    yield _Column(_("Syarat meniru"), 30, lambda row: row.case.copy_terms)
    yield _Column(_("Penghargaan"), 26, lambda row: _lines(map(wording.award, row.case.awards)))
    yield _Column(_("Kata kunci"), 26, lambda row: ", ".join(row.case.tags))
    yield _Column(_("Situs"), 26, lambda row: row.case.website)
    yield _Column(_("Kanal resmi"), 60, lambda row: _contacts(row.case))
    yield _Column(
        _("Sumber"), 70, lambda row: _lines(f"{s.title} <{s.url}>" for s in row.case.sources)
    )
    yield _Column(_("Keadaan status"), 24, lambda row: wording.status_date(row.case, language()))
    yield _Column(_("Ringkasan bahasa Inggris"), 40, lambda row: row.case.summary_en or "")
    yield _Column(_("Kasus diperbarui"), 18, lambda row: row.case.updated)


# --- cells ----------------------------------------------------------------------------


def _lines(texts: Iterable[str]) -> CellValue:
    return "\n".join(texts) or None


def regency(case: Case) -> str:
    """The kabupaten or kota whose government runs a case; a dash where there is none."""
    if case.level not in {"kabupaten", "kota"}:
        return DOES_NOT_APPLY
    region = regions.resolve(case.government)
    return region.name if region else wording.government_place(case.government)


def _result(n: int, row: ExportedCase) -> CellValue:
    return results(row.case)[n]


def _agency(case: Case) -> str:
    """The agency; the institution above it is named where no region's column says it."""
    return case.agency if case.level in regions.REGIONAL_LEVELS else wording.owner(case)


def _contacts(case: Case) -> CellValue:
    return _lines(channel.line(language()) for channel in contacts.channels(case))


def _copy(copy: Replication) -> str:
    promise = f" ({label(wording.ONLY_PROMISED)})" if is_promise(copy.by) else ""
    return f"{wording.copy(copy)}{promise}"


def _measure(result: Result) -> str:
    """The thing that was measured, with a mark where it got worse."""
    return f"{result.measure} ({label(wording.ADVERSE)})" if result.adverse else result.measure


def results(case: Case) -> tuple[CellValue, CellValue, CellValue]:
    """The results of a case: measures, figures before, figures after.

    Several results are numbered in each of the three cells, and each begins at about the
    same height in all of them; the numbers tell which figures belong together in any font.
    """
    if not case.results:
        return None, None, None
    if len(case.results) == 1:
        only = case.results[0]
        return _measure(only), only.before, only.after
    cells: tuple[list[str], ...] = ([], [], [])
    for number, result in enumerate(case.results, 1):
        texts = (_measure(result), result.before or _("Belum ada data"), result.after)
        numbered = [f"{number}. {text}" for text in texts]
        lines = list(map(line_count, numbered, _RESULT_WIDTHS))
        for cell, text, count in zip(cells, numbered, lines, strict=True):
            cell.append(text + "\n" * (max(lines) - count))
    measures, before, after = ("\n".join(cell).rstrip() for cell in cells)
    return measures, before, after
