"""Reading a sender's file, whatever its kind, and saying all that is wrong with it at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from app.collection.case import Case
from app.contribution.doubles import Names
from app.contribution.office_files import Kind, kind_of
from app.contribution.reading import ReadCase, Reading, Remark, Spot


@dataclass(frozen=True, slots=True)
class Import:
    """A file that was read.

    Attributes:
        kind: its kind, by its content.
        cases: its cases, with all that is wrong in each.
        remarks: what concerns no single case.
    """

    kind: Kind
    cases: tuple[CheckedCase, ...]
    remarks: tuple[Remark, ...]

    def all_remarks(self) -> list[Remark]:
        """All that is wrong, what concerns the whole file first and nothing twice."""
        remarks = (remark for case in self.cases for remark in case.remarks)
        return [*self.remarks, *(remark for remark in remarks if not remark.is_told)]

    def has_errors(self) -> bool:
        """Whether anything in it has to be mended."""
        return any(remark.level == "error" for remark in self.all_remarks())


@dataclass(frozen=True, slots=True)
class CheckedCase:
    """A case of a file.

    Attributes:
        read: the case as it was read.
        remarks: what is wrong with it.
        doubles: the slugs of cases that it may tell again.
    """

    read: ReadCase
    remarks: tuple[Remark, ...]
    doubles: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it has no errors, so that its file passes the check."""
        return all(remark.level != "error" for remark in self.remarks)


def read_file(
    name: str, data: bytes, today: dt.date, cases: Mapping[str, Case] | None = None
) -> Import:
    """The cases in a Word, Excel or CSV file.

    Args:
        name: the name of the file.
        data: its content.
        today: the day that counts as today.
        cases: the cases that the file may name or tell again, by slug; None leaves links and
            doubles unchecked.

    Raises:
        RefusedError: the file can't be read, or must not be.
    """
    kind = kind_of(data, name)
    reading = _reading(kind, data)
    names = Names((cases or {}).values())
    checked = tuple(_checked(case, today, cases, names) for case in reading.cases)
    return Import(kind, checked, (*_about_name(name, kind), *reading.remarks))


def _checked(
    case: ReadCase, today: dt.date, cases: Mapping[str, Case] | None, names: Names
) -> CheckedCase:
    """A case with all that is wrong with it and its likely doubles."""
    doubles = names.of(case.draft)
    about_doubles = [
        Remark(
            case.spot,
            "warning",
            f"mungkin sama dengan kasus “{double.title}” ({double.slug}): {double.reason}",
            "bila sama, usulkan sebagai koreksi kasus itu; bila bukan, biarkan",
        )
        for double in doubles
    ]
    return CheckedCase(
        case,
        (*case.all_remarks(today, cases), *about_doubles),
        tuple(double.slug for double in doubles),
    )


def read_only(name: str, data: bytes) -> Reading:
    """The cases in a file that a visitor of the site sent, without the check of their texts.

    Raises:
        RefusedError: the file can't be read, or must not be.
    """
    kind = kind_of(data, name, for_site=True)
    reading = _reading(kind, data)
    return Reading(reading.cases, (*_about_name(name, kind), *reading.remarks))


def _reading(kind: Kind, data: bytes) -> Reading:
    # openpyxl and python-docx take 7 MB each: only the one that is needed is loaded.
    if kind == "word":
        from app.contribution.read_word import read_word

        return read_word(data)
    if kind == "excel":
        from app.contribution.read_excel import read_excel

        return read_excel(data)
    from app.contribution.read_csv import read_csv

    return read_csv(data)


_ENDINGS: Mapping[Kind, tuple[str, ...]] = {
    "word": (".docx",),
    "excel": (".xlsx",),
    "csv": (".csv", ".tsv", ".txt"),
}


def _about_name(name: str, kind: Kind) -> list[Remark]:
    """What to say of a name that promises another kind of file."""
    if name.casefold().endswith(_ENDINGS[kind]):
        return []
    message = f"namanya tidak berakhir {_ENDINGS[kind][0]}, padahal isinya begitu"
    remedy = f"ganti akhiran namanya menjadi {_ENDINGS[kind][0]}"
    return [Remark(Spot("nama berkas"), "warning", message, remedy)]


def corrected_workbook(data: bytes, imported: Import) -> bytes:
    """A copy of a workbook with the column “Perbaiki”; see :mod:`app.contribution.corrected_copy`.

    ``imported`` is what was read from ``data``.
    """
    from app.contribution.corrected_copy import corrected_copy

    first_rows: dict[str, int] = {}
    for case in imported.cases:
        spot = case.read.spot
        first_rows.setdefault(spot.sheet, spot.row)
    return corrected_copy(data, imported.all_remarks(), first_rows)
