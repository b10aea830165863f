"""The data sets of the collection: what each is, and the columns and records of its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from app.collection import theme_files
from app.collection.case import Award, Replication, Result, Source
from app.collection.vocabulary import Label
from app.documents.office.tables import CellValue
from app.web.api.models import CaseAnswer, ListedOut, ReplicationOut
from app.web.api.theme_models import ThemeAnswer
from app.web.opendata import records
from app.web.opendata.codebook import Field, fields
from app.web.opendata.records import Collection, RegionRecord, SynonymRecord


@dataclass(frozen=True)
class Form:
    """A form in which a data set is published: the name of its file goes on with ``ending``."""

    ending: str
    name: str
    media_type: str
    meaning: Label


JSON_LINES = Form(
    ".jsonl",
    "JSON Lines",
    "application/jsonl",
    Label("Satu baris satu catatan, dengan semua isiannya", "A line a record, with all its fields"),
)
CSV = Form(
    ".csv",
    "CSV",
    "text/csv",
    Label("Tabel untuk program, UTF-8 dengan koma", "A table for programs, UTF-8 with commas"),
)
XLSX = Form(
    ".xlsx",
    "XLSX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Label("Tabel yang sama untuk Excel dan LibreOffice", "The same table for Excel, LibreOffice"),
)
MARKDOWN = Form(
    "-md.zip",
    "ZIP (Markdown)",
    "application/zip",
    Label("Berkas asli yang ditulis kurator", "The files as the curators wrote them"),
)


@dataclass(frozen=True)
class Table:
    """The columns of a data set as a table, and what makes its rows."""

    header: tuple[str, ...]
    rows: Callable[[Collection], Iterator[tuple[CellValue, ...]]]


@dataclass(frozen=True)
class DataSet:
    """A data set.

    Attributes:
        name: its name in addresses: ``/data/kasus.csv``.
        keywords: what a catalogue finds it by.
        record: the model of a record.
        records: makes the records.
        table: the names of the columns of the table and what makes its rows; None for a set
            whose records don't fit into a table.
        folder: the folder of its original files below the content folder; empty if it has none.
    """

    name: str
    title: Label
    description: Label
    keywords: tuple[str, ...]
    record: type[BaseModel]
    records: Callable[[Collection], Iterator[BaseModel]]
    table: Table | None
    folder: str = ""

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms in which it is published."""
        tables = (CSV, XLSX) if self.table else ()
        return (JSON_LINES, *tables, *((MARKDOWN,) if self.folder else ()))

    def file(self, form: Form) -> str:
        """The name of its file in one of the forms."""
        return self.name + form.ending

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """What its codebook explains: every field of a record, and every column of its table."""
        return fields(self.record, self.table.header if self.table else ())


def _flat(record: type[BaseModel], make: Callable[[Collection], Iterator[BaseModel]]) -> Table:
    """Records as a table: a column for each field, ``original.slug`` for one inside another."""
    columns = dict(_columns(record))

    def rows(collection: Collection) -> Iterator[tuple[CellValue, ...]]:
        for entry in make(collection):
            yield tuple(_cell(entry, path) for path in columns.values())

    return Table(tuple(columns), rows)


def _columns(record: type[BaseModel], above: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for name, field in record.model_fields.items():
        path, inner = (*above, name), field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _columns(inner, path)
        else:
            yield ".".join(path), path


def _cell(record: BaseModel, path: tuple[str, ...]) -> CellValue:
    value: Any = record
    for name in path:
        value = getattr(value, name)
    if isinstance(value, list):
        return "\n".join(map(_line, value)) or None
    return value  # type: ignore[no-any-return]  # a text, a number or None


def _line(value: str | Source | Award | Result | Replication) -> str:
    return f"{value.title} <{value.url}>" if isinstance(value, Source) else str(value)


#: Name → data set.
DATA_SETS: Mapping[str, DataSet] = {
    data_set.name: data_set
    for data_set in (
        DataSet(
            "kasus",
            Label("Kasus inovasi pelayanan publik", "Cases of public-service innovation"),
            Label(
                "Setiap inovasi di koleksi ini: masalah, solusi, hasil sebelum dan sesudah, "
                "status, biaya, dasar hukum, penghargaan, peniru, dan sumber tiap fakta.",
                "Every innovation of the collection: problem, solution, results before and after, "
                "status, cost, legal basis, awards, copies, and the source of each fact.",
            ),
            ("inovasi", "pelayanan publik", "KIPP", "praktik baik", "pemerintah daerah"),
            CaseAnswer,
            records.cases,
            Table(tuple(records.CASE_COLUMNS), records.case_rows),
            "innovations",
        ),
        DataSet(
            "tema",
            Label("Tema: cara-cara untuk satu masalah", "Themes: ways of tackling one problem"),
            Label(
                "Masalah yang dijawab beberapa inovasi: cara-caranya, kasus dan hasilnya, dan apa "
                "yang belum diketahui.",
                "Problems that several innovations answer: the ways, their cases and results, and "
                "what is not known.",
            ),
            ("inovasi", "tema", "masalah pelayanan publik", "bukti"),
            ThemeAnswer,
            records.themes,
            None,
            theme_files.FOLDER,
        ),
        DataSet(
            "katalog",
            Label("Katalog inovasi berpenghargaan", "Catalogue of innovations with an award"),
            Label(
                "Inovasi yang namanya tercatat di daftar penghargaan, dengan dan tanpa kasus di "
                "koleksi ini, beserta laman yang menyebutnya.",
                "Innovations that a list of awards names, with and without a case in this "
                "collection, and the page that names each.",
            ),
            ("inovasi", "penghargaan", "KIPP", "SINOVIK"),
            ListedOut,
            records.catalogue,
            _flat(ListedOut, records.catalogue),
        ),
        DataSet(
            "replikasi",
            Label("Siapa meniru siapa", "Who copied whom"),
            Label(
                "Setiap catatan peniruan: inovasi asal, penirunya, tahunnya, sudah dipakai atau "
                "baru dijanjikan, dan sumbernya.",
                "Every record of a copy: the original, who copied it, the year, whether it is used "
                "or only promised, and the sources.",
            ),
            ("inovasi", "replikasi", "peniruan", "pemerintah daerah"),
            ReplicationOut,
            records.replications,
            _flat(ReplicationOut, records.replications),
        ),
        DataSet(
            "daerah",
            Label("Daerah dan jumlah kasusnya", "Regions and the number of their cases"),
            Label(
                "Ke-38 provinsi dan 514 kabupaten dan kota menurut kode Kemendagri, letaknya, "
                "penduduknya, luasnya, dan jumlah kasus yang dijalankan pemerintahnya.",
                "The 38 provinces and 514 kabupaten and kota by the code of the Ministry of Home "
                "Affairs: place, inhabitants, area, and number of cases of their governments.",
            ),
            ("provinsi", "kabupaten", "kota", "kode wilayah"),
            RegionRecord,
            records.all_regions,
            _flat(RegionRecord, records.all_regions),
        ),
        DataSet(
            "sinonim",
            Label("Sinonim dan singkatan pelayanan publik", "Synonyms of public service"),
            Label(
                "Kata, singkatan, istilah Inggris, dan ejaan yang dianggap sama oleh pencarian.",
                "Words, abbreviations, English terms and spellings that the search takes as one.",
            ),
            ("sinonim", "singkatan", "istilah pelayanan publik"),
            SynonymRecord,
            records.all_synonyms,
            _flat(SynonymRecord, records.all_synonyms),
        ),
    )
}

#: Name of a file → its data set and its form.
FILES: Mapping[str, tuple[DataSet, Form]] = {
    data_set.file(form): (data_set, form)
    for data_set in DATA_SETS.values()
    for form in data_set.forms
}
