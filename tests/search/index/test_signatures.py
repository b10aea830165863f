"""Files that haven't changed are not read again, and files that have changed always are."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from pathlib import Path

import pytest

from app.collection import files
from app.search.index import builder, generations, signatures
from tests.search.index.conftest import SMALL, titles_in


@pytest.fixture
def rested(monkeypatch):
    """Let every file count as rested, and the notes of even two files as worth writing."""
    monkeypatch.setattr(signatures, "REST", -3600_000_000_000)
    monkeypatch.setattr(signatures, "WORTH_WRITING", 1)


@pytest.fixture
def read_names(monkeypatch):
    """The names of the case files that are read from now on."""
    names: list[str] = []
    read = files.read

    def noted(path: Path, *args: int) -> object:
        names.append(path.name)
        return read(path, *args)

    monkeypatch.setattr(files, "read", noted)
    return names


def spy_on_parse(monkeypatch):
    """The names of the files that are parsed from now on."""
    names: list[str] = []
    parse = files.parse

    def noted(path: Path, data: bytes, today: dt.date | None = None) -> files.ParsedFile:
        names.append(path.name)
        return parse(path, data, today)

    monkeypatch.setattr(files, "parse", noted)
    return names


def edit(folder, slug):
    """Change the title of a case."""
    path = folder.innovations / f"{slug}.md"
    path.write_text(path.read_text().replace("Obat", "Obat Baru"))


def cases(read_names):
    return sorted(name for name in read_names if name.endswith(".md"))


def test_only_a_changed_file_is_read_again(small_folder, index, rested, read_names):
    builder.build(small_folder.path, index)
    read_names.clear()
    edit(small_folder, "antar-obat")
    assert builder.build(small_folder.path, index).written == 1
    assert {*cases(read_names)} == {"antar-obat.md"}
    read_names.clear()
    assert builder.is_current(small_folder.path, index)
    assert cases(read_names) == []


def test_a_full_build_reads_files_that_have_not_changed(small_folder, index, rested, read_names):
    builder.build(small_folder.path, index)
    read_names.clear()
    builder.build(small_folder.path, index, full=True)
    assert cases(read_names) == [f"{slug}.md" for slug in SMALL]


def test_a_file_of_the_same_size_and_time_is_noticed_by_its_inode_or_ctime(
    small_folder, index, rested
):
    builder.build(small_folder.path, index)
    path = small_folder.innovations / "antar-obat.md"
    status = path.stat()
    path.write_text(path.read_text().replace("Antar Obat", "Antar Obit"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size
    assert not builder.is_current(small_folder.path, index)
    assert builder.build(small_folder.path, index).written == 1
    assert titles_in(index)["antar-obat"] == "Antar Obit"


def test_a_file_that_has_just_changed_is_hashed_again(small_folder, index, monkeypatch, read_names):
    """A second change within a step of the clock leaves its status as it was."""
    monkeypatch.setattr(signatures, "WORTH_WRITING", 1)
    os.utime(small_folder.innovations / "jemput-obat.md", (1, 1))  # but its ctime is new
    builder.build(small_folder.path, index)
    read_names.clear()
    builder.build(small_folder.path, index)
    assert cases(read_names) == [f"{slug}.md" for slug in SMALL]


def test_touched_files_are_hashed_once(small_folder, index, rested, read_names):
    builder.build(small_folder.path, index)
    for path in small_folder.innovations.iterdir():
        os.utime(path, (1, 1))
    builder.build(small_folder.path, index)
    read_names.clear()
    assert builder.build(small_folder.path, index).written == 0
    assert cases(read_names) == []


@pytest.mark.parametrize("damage", ["", "[]", '{"folder": 1}', "{", "[" * 100_000])
def test_damaged_notes_only_cost_time(small_folder, index, rested, read_names, damage):
    builder.build(small_folder.path, index)
    (index / signatures.SIGNATURES).write_text(damage)
    read_names.clear()
    assert builder.build(small_folder.path, index).written == 0
    assert cases(read_names) == [f"{slug}.md" for slug in SMALL]


def test_notes_about_another_folder_do_not_count(small_folder, index, rested, tmp_path):
    builder.build(small_folder.path, index)
    small_folder.innovations.rename(tmp_path / "innovations")
    small_folder.innovations.mkdir()
    small_folder.write("antar-obat")
    moved = builder.build(tmp_path, index)
    assert (moved.cases, moved.written) == (2, 0)
    assert builder.build(small_folder.path, index).removed == 1


def test_a_link_to_a_changed_file_is_followed(small_folder, index, rested):
    (small_folder.innovations / "titip-obat.md").symlink_to("antar-obat.md")
    builder.build(small_folder.path, index)
    edit(small_folder, "antar-obat")
    assert builder.build(small_folder.path, index).written == 2


# --- files that gave no case ------------------------------------------------------------


def test_a_bad_file_that_has_not_changed_is_not_parsed_again(small_folder, index, monkeypatch):
    small_folder.write("rusak", b"---\n")
    first = builder.build(small_folder.path, index)
    small_folder.write("baru")
    parsed = spy_on_parse(monkeypatch)
    report = builder.build(small_folder.path, index)
    assert "rusak.md" not in parsed
    assert report.left_out == first.left_out
    assert (report.cases, report.files_left_out, report.newly_left_out) == (3, 1, ())


def test_a_date_that_lay_in_the_future_is_read_again_the_next_day(small_folder, index, monkeypatch):
    """The file hasn't changed, but the day has."""
    text = (small_folder.innovations / "antar-obat.md").read_text()
    tomorrow = dt.date.today() + dt.timedelta(days=1)
    line = next(line for line in text.splitlines() if line.startswith("updated:"))
    small_folder.write(
        "besok", text.replace(line, f"updated: {tomorrow}").replace("Antar", "Besok")
    )
    assert builder.build(small_folder.path, index).files_left_out == 1
    manifest = generations.open_current(index).manifest
    yesterday = dataclasses.replace(manifest, day="2000-01-01")
    generations.write_manifest(generations.current_generation(index), yesterday)
    parsed = spy_on_parse(monkeypatch)
    builder.is_current(small_folder.path, index)
    assert parsed == ["besok.md"]
