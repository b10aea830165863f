"""A release: the files of all data sets as one generation of the index gives them."""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from app.collection import files
from app.collection.finding import Finding
from app.documents.office.tables import CellValue, to_csv
from app.documents.office.tables import Table as OfficeTable
from app.web.opendata.datasets import CSV, DATA_SETS, JSON_LINES, MARKDOWN, XLSX, DataSet
from app.web.opendata.records import Collection, slugs

#: The file of a release that describes it. It is written last.
DESCRIPTION = "release.json"

# A ZIP file has no time zone and begins in 1980; the same contents give the same bytes.
_TIME_IN_ZIP = (1980, 1, 1, 0, 0, 0)


class ReleasedFile(BaseModel):
    """A file of a release: its size in bytes, and its SHA-256 in hexadecimal digits."""

    model_config = ConfigDict(frozen=True)

    size: int
    sha256: str


class ReleasedSet(BaseModel):
    """What is known of a data set beside its files.

    Attributes:
        records: the number of its records.
        issued: when this site published it first.
        modified: since when its records have been what they are.
    """

    model_config = ConfigDict(frozen=True)

    records: int
    issued: dt.datetime
    modified: dt.datetime


class Release(BaseModel):
    """The files, by name, and the data sets, by name."""

    model_config = ConfigDict(frozen=True)

    files: Mapping[str, ReleasedFile]
    sets: Mapping[str, ReleasedSet]

    @property
    def modified(self) -> dt.datetime:
        """When the data set that changed last did."""
        return max(released.modified for released in self.sets.values())


def read_release(folder: Path) -> Release | None:
    """The description of the release in a folder; None if there is none that can be read."""
    try:
        return Release.model_validate_json((folder / DESCRIPTION).read_bytes())
    except (OSError, ValidationError):
        return None


def write_release(folder: Path, collection: Collection, previous: Release | None) -> Release:
    """Write the files of all data sets, in Indonesian.

    Args:
        folder: an empty folder.
        collection: what to publish.
        previous: the release before, which knows since when unchanged records are as they are.

    Raises:
        OSError: the folder can't be written.
    """
    written: dict[str, ReleasedFile] = {}
    sets: dict[str, ReleasedSet] = {}
    for data_set in DATA_SETS.values():
        records = _write_files(folder, data_set, collection)
        for form in data_set.forms:
            name = data_set.file(form)
            written[name] = _released(folder / name)
        sets[data_set.name] = _set(data_set, records, written, previous, collection.engine.built_at)
    release = Release(files=written, sets=sets)
    (folder / DESCRIPTION).write_text(release.model_dump_json(), encoding="utf-8")
    return release


def _set(
    data_set: DataSet,
    records: int,
    written: Mapping[str, ReleasedFile],
    previous: Release | None,
    now: dt.datetime,
) -> ReleasedSet:
    before = previous.sets.get(data_set.name) if previous else None
    if previous is None or before is None:
        return ReleasedSet(records=records, issued=now, modified=now)
    # Two workbooks of the same rows differ in their time; the records alone decide.
    name = data_set.file(JSON_LINES)
    same = previous.files.get(name) == written[name]
    modified = before.modified if same else now
    return ReleasedSet(records=records, issued=before.issued, modified=modified)


def _released(path: Path) -> ReleasedFile:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return ReleasedFile(size=path.stat().st_size, sha256=digest)


def _write_files(folder: Path, data_set: DataSet, collection: Collection) -> int:
    """Write the files of a data set; returns the number of its records."""
    count = 0
    with (folder / data_set.file(JSON_LINES)).open("w", encoding="utf-8") as lines:
        for record in data_set.records(collection):
            lines.write(record.model_dump_json() + "\n")
            count += 1
    if data_set.table:
        rows = list(data_set.table.rows(collection))
        _write_tables(folder, data_set, data_set.table.header, rows, collection)
    if data_set.folder:
        _write_originals(folder / data_set.file(MARKDOWN), data_set, collection)
    return count


def _write_tables(
    folder: Path,
    data_set: DataSet,
    header: tuple[str, ...],
    rows: list[tuple[CellValue, ...]],
    collection: Collection,
) -> None:
    from app.documents.office.excel import to_xlsx  # loads openpyxl

    title = data_set.title.id
    about: tuple[tuple[str, CellValue], ...] = (
        ("Data", title),
        ("Isi", data_set.description.id),
        ("Jumlah baris", len(rows)),
        ("Keadaan koleksi", collection.engine.built_at.date()),
        ("Kamus data", f"/data/{data_set.name}/kamus"),
        ("Lisensi", "Creative Commons Atribusi 4.0 (CC BY 4.0): sebutkan Pustaka Inovasi"),
    )
    plain = OfficeTable(title, header, rows, gap="", about=(), about_title="")
    described = OfficeTable(title, header, rows, gap="", about=about, about_title="Tentang data")
    (folder / data_set.file(CSV)).write_bytes(to_csv(plain))
    (folder / data_set.file(XLSX)).write_bytes(to_xlsx(described))


def _write_originals(path: Path, data_set: DataSet, collection: Collection) -> None:
    """The files of the cases or themes that the collection shows, as their folder has them."""
    source = collection.content / data_set.folder
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in _names(data_set, collection):
            data = files.read(source / name)
            if not isinstance(data, Finding):
                entry = zipfile.ZipInfo(f"{data_set.name}/{name}", _TIME_IN_ZIP)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, data)


def _names(data_set: DataSet, collection: Collection) -> Iterator[str]:
    engine = collection.engine
    shown: Iterable[str] = engine.themes if data_set.name == "tema" else slugs(engine)
    return (f"{slug}.md" for slug in shown)
