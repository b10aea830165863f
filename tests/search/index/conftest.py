"""Folders to index, and functions that read an index."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.collection.case import Case
from app.search.index import builder, generations, whoosh_writer
from app.search.source import CHECK_EVERY, EngineSource
from tests.conftest import ContentFolder

REAL_SLUGS = ["jarik-ma-siti", "nasi-tiga-beras", "putik-sari", "simba-asia"]

# slug → title of the cases of ``small_folder``.
SMALL = {"antar-obat": "Antar Obat", "jemput-obat": "Jemput Obat"}


@pytest.fixture
def folder(content_folder: ContentFolder) -> ContentFolder:
    """A content folder with four real cases."""
    content_folder.copy(*REAL_SLUGS)
    return content_folder


@pytest.fixture
def small_folder(content_folder: ContentFolder) -> ContentFolder:
    """A content folder with two short cases, indexed in a moment."""
    content_folder.write("antar-obat")
    content_folder.write("jemput-obat")
    return content_folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Where an index may be built."""
    return tmp_path / "index"


def titles_in(index: Path) -> dict[str, str]:
    """slug → title of every case in an index, read as a site would.

    Fails if the Whoosh index holds other cases than the snapshot.
    """
    generation = generations.open_current(index)
    snapshot = generation.snapshot
    cases = [Case.model_validate_json(snapshot.case(doc)) for doc in range(snapshot.cases)]
    assert len(cases) == generation.manifest.cases
    in_whoosh = []
    for shard in whoosh_writer.open_shards(generation):
        with shard.reader() as reader:
            in_whoosh += [stored["slug"] for stored in reader.all_stored_fields()]
    assert sorted(in_whoosh) == sorted(case.slug for case in cases)
    return {case.slug: case.title for case in cases}


def segments(index: Path) -> Mapping[str, int]:
    """name → inode of the file with the postings of each segment of the Whoosh index."""
    generation = generations.current_generation(index)
    return {path.name: path.stat().st_ino for path in generation.glob("*.pst")}


def file_states(index: Path) -> Mapping[Path, tuple[int, int]]:
    """Every file of the index with its inode and its time of change (ns)."""
    return {
        path: (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in [index, *index.rglob("*")]
        if path.name != builder.LOCK
    }


def generation_names(index: Path) -> list[str]:
    """The names of all generations, the oldest first."""
    return sorted(path.name for path in index.glob("gen-*"))


def wait_for_another_engine(source: EngineSource, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a source check its files in the background; the check must lead to a new engine."""
    before = source.get()
    later = time.monotonic() + CHECK_EVERY + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    deadline = time.time() + 60
    while source.get() is before and time.time() < deadline:
        time.sleep(0.05)
    assert source.get() is not before
