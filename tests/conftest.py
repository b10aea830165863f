"""Fixtures for all tests: the real content, its index, and content made for a test."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import hypothesis
import pytest
import whoosh

from app.collection import catalogue, files
from app.collection.finding import Finding
from app.search.engine import Engine
from app.search.index import builder

ROOT = Path(__file__).parent.parent

hypothesis.settings.register_profile("local", deadline=None, max_examples=25)
hypothesis.settings.register_profile(
    "ci", parent=hypothesis.settings.get_profile("local"), derandomize=True
)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_configure() -> None:
    """Stop if the imported Whoosh isn't the release that PUSTAKA_EXPECT_WHOOSH names."""
    expected = os.environ.get("PUSTAKA_EXPECT_WHOOSH")
    if expected and whoosh.versionstring() != expected:
        raise pytest.UsageError(
            f"PUSTAKA_EXPECT_WHOOSH is {expected}, but whoosh {whoosh.versionstring()} "
            f"is imported from {whoosh.__file__}"
        )


@pytest.hookimpl(optionalhook=True)  # a plain pytest needs no pytest-xdist
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Test folders on every core, but single files in this process, without starting others.

    pytest-xdist calls this only where the number of processes isn't given (``-n 4``, ``-n 0``).
    """
    only_files = not any(Path(argument).is_dir() for argument in config.args)
    return 0 if only_files else None


# --- the real collection --------------------------------------------------------------


@pytest.fixture(scope="session")
def content() -> Path:
    """The real content folder."""
    return ROOT / "content"


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this test run, shared by the processes of pytest-xdist."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "run"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def real_index(content: Path, run_folder: Path) -> Path:
    """An index of the real content. Tests must not write to it."""
    folder = run_folder / "index"
    # The first process builds the index; others wait for it, and then find it up to date.
    builder.build(content, folder)
    return folder


@pytest.fixture(scope="session")
def real_engine(real_index: Path) -> Engine:
    """The engine of the real content."""
    return Engine.open(real_index)


@pytest.fixture(scope="session")
def real_cases(content: Path) -> dict[str, files.ParsedFile]:
    """Slug → the real case file, parsed."""
    paths, _ = files.find(content / "innovations")
    return {files.slug_of(path): files.read_case(path) for path in paths}


# --- invented files -------------------------------------------------------------------

KEYS = {
    "title": "Antar Obat",
    "summary": "Puskesmas mengantar obat ke rumah pasien lanjut usia yang sulit datang sendiri.",
    "agency": "Puskesmas Dinoyo",
    "government": "Pemerintah Kota Malang",
    "level": "kota",
    "province": "Jawa Timur",
    "category": "kesehatan",
    "tags": "[obat, lansia]",
    "started": "2019",
    "status": "berlanjut",
    "awards": "[{name: KIPP, rank: Top 99, year: 2021}]",
    "results": "[{measure: Pasien yang diantari obat per bulan, after: '120 (2021)'}]",
    "sources": "[{title: Antar Obat, url: 'https://contoh.go.id/obat', date: 2021-03-04}]",
    "updated": "2024-05-06",
}
BODY = """
## Masalah

Pasien lanjut usia sulit datang mengambil obat. [^1]

## Solusi

Kader mengantar obat ke rumah pasien. [^1]
"""


def _case_text(body: str = BODY, /, **keys: str | None) -> str:
    values = {**KEYS, **{key: value for key, value in keys.items() if value is not None}}
    lines = [f"{key}: {value}" for key, value in values.items() if keys.get(key, "") is not None]
    return "\n".join(["---", *lines, "---", body])


@pytest.fixture(scope="session")
def case_text() -> Callable[..., str]:
    """``case_text(body, key="raw YAML", other=None)``: a valid case file with some keys changed.

    Each key takes one line; None leaves a key out.
    """
    return _case_text


@pytest.fixture(scope="session")
def line_of() -> Callable[[str, str], int]:
    """``line_of(text, start)``: number of the first line that begins with ``start``."""

    def line_of(text: str, start: str) -> int:
        return next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(start))

    return line_of


ENTRY = {
    "title": "Ojek Obat",
    "expansion": "Obat sampai di rumah lansia",
    "agency": "Dinas Kesehatan",
    "government": "Pemerintah Kota Malang",
    "province": "Jawa Timur",
    "level": "kota",
    "year": 2019,
    "award": "KIPP Top 99",
    "source_title": "Ojek Obat Masuk Top 99",
    "source_url": "https://contoh.go.id/ojek-obat",
    "publisher": "contoh.go.id",
    "case": "",
}


def catalogue_text(*rows: Mapping[str, object]) -> str:
    """A catalogue, each row with some columns changed; other columns than its own are added."""
    columns = list(dict.fromkeys([*ENTRY, *(column for row in rows for column in row)]))
    file = io.StringIO()
    writer = csv.DictWriter(file, columns)
    writer.writeheader()
    writer.writerows({**ENTRY, **row} for row in rows)
    return file.getvalue()


class ContentFolder:
    """A content folder of a test, which may fill it with good and bad files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.innovations = path / "innovations"
        self.innovations.mkdir(parents=True)

    def write(self, slug: str, content: str | bytes | None = None) -> Path:
        """Write a case file (by default a valid one, titled by its slug) and return its path."""
        path = self.innovations / f"{slug}.md"
        if content is None:
            title = slug.replace("-", " ").title()
            content = _case_text(title=json.dumps(title))
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def copy(self, *slugs: str) -> None:
        """Put real cases into the folder."""
        for slug in slugs:
            self.write(slug, (ROOT / "content" / "innovations" / f"{slug}.md").read_bytes())

    def write_catalogue(self, *rows: Mapping[str, object]) -> Path:
        """Write the catalogue, each row with some columns changed, and return its path."""
        path = self.path / catalogue.FILE
        path.write_text(catalogue_text(*rows), "utf-8")
        return path

    def read(self) -> tuple[dict[str, files.ParsedFile], list[Finding]]:
        """Slug → each case that can be shown, and every finding, as a build sees them."""
        paths, findings = files.find(self.innovations)
        cases = {}
        for path in paths:
            parsed = files.read_case(path)
            findings += parsed.findings
            if parsed.case:
                cases[files.slug_of(path)] = parsed
        return cases, findings


@pytest.fixture
def content_folder(tmp_path: Path) -> ContentFolder:
    """An empty content folder."""
    return ContentFolder(tmp_path / "content")


# --- Word files -----------------------------------------------------------------------


@dataclass(frozen=True)
class Pdf:
    """A file as LibreOffice lays it out: the text of each page, and the metadata of the PDF."""

    pages: tuple[str, ...]
    about: Mapping[str, str]

    @property
    def text(self) -> str:
        """The whole text with single spaces, since line breaks depend on the layout."""
        return " ".join(" ".join(self.pages).split())


def without_office(reason: str) -> NoReturn:
    """Skip the test, or fail it where LibreOffice is required (PUSTAKA_REQUIRE_OFFICE=1)."""
    if os.environ.get("PUSTAKA_REQUIRE_OFFICE") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def convert_in_office(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """``convert_in_office({"plan.docx": data, …}, "pdf")``: the folder with the files that one
    run of LibreOffice made of the documents.
    """
    if not shutil.which("soffice"):
        without_office("soffice needed (Debian: libreoffice-writer-nogui libreoffice-calc-nogui)")
    profile = tmp_path_factory.mktemp("office")

    def convert(documents: Mapping[str, bytes], kind: str) -> Path:
        folder = tmp_path_factory.mktemp("made")
        sources = tmp_path_factory.mktemp("sources")
        for name, data in documents.items():
            (sources / name).write_bytes(data)
        subprocess.run(
            [
                *("soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless"),
                *("--convert-to", kind, "--outdir", str(folder)),
                *(str(sources / name) for name in documents),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return folder

    return convert


@pytest.fixture(scope="session")
def to_pdf(convert_in_office: Callable[..., Path]) -> Callable[..., dict[str, Pdf]]:
    """``to_pdf({"plan.docx": data, …})``: the files as PDF, made in one run of LibreOffice."""
    missing = [name for name in ("pdftotext", "pdfinfo") if not shutil.which(name)]
    if missing:
        without_office(f"{', '.join(missing)} needed (Debian: poppler-utils)")

    def run(*command: str | Path) -> str:
        return subprocess.run(
            list(map(str, command)), check=True, capture_output=True, text=True, timeout=120
        ).stdout

    def convert(documents: Mapping[str, bytes]) -> dict[str, Pdf]:
        folder = convert_in_office(documents, "pdf")
        pdfs = {}
        for name in documents:
            pdf = (folder / name).with_suffix(".pdf")
            assert pdf.exists(), f"LibreOffice could not open {name}"
            pages = run("pdftotext", "-layout", pdf, "-").split("\f")[:-1]
            lines = (line.partition(":") for line in run("pdfinfo", pdf).splitlines())
            pdfs[name] = Pdf(tuple(pages), {key: value.strip() for key, _, value in lines})
        return pdfs

    return convert


# --- themes made for a test -----------------------------------------------------------

THEME = """---
title: Obat sampai di rumah
question: Bagaimana agar obat sampai kepada pasien yang sulit datang?
summary: Pasien sulit mengambil obat sendiri. Caranya mengantar, menitipkan, dan mengirimkan obat.
queries: [antar obat, obat kronis, titip obat, obat lansia]
approaches:
  - name: Diantar kader
    how: Kader mengantar obat ke rumah pasien yang sudah terdaftar di puskesmas setiap bulan.
    cases: [antar-obat, jemput-obat]
  - name: Dititipkan di desa
    how: Obat dititipkan di kantor desa sehingga pasien tidak perlu datang ke puskesmas.
    cases: [titip-obat, pos-obat]
  - name: Dikirim kurir
    how: Puskesmas bekerja sama dengan kurir yang mengirim obat ke alamat setiap pasien.
    cases: [kurir-obat, ojek-obat]
updated: 2026-01-01
---

## Hasil yang tercatat

Pasien yang dilayani naik dari 10 menjadi 20. [^antar-obat]

## Yang menghambat

- Kurir sering tidak ada. [^kurir-obat]

## Yang belum diketahui

- Berapa biaya tiap kiriman.
"""

#: The cases that :data:`THEME` names.
THEME_CASES = ("antar-obat", "jemput-obat", "titip-obat", "pos-obat", "kurir-obat", "ojek-obat")


@pytest.fixture
def theme_folder(content_folder: ContentFolder) -> ContentFolder:
    """A content folder with the theme :data:`THEME` and its cases."""
    for slug in THEME_CASES:
        content_folder.write(slug)
    themes = content_folder.path / "themes"
    themes.mkdir()
    (themes / "obat-sampai.md").write_text(THEME, "utf-8")
    return content_folder
