"""Entries of the inbox: what is known of them, and what is wrong with their folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contribution.entry import (
    HEADER,
    MOST_BYTES,
    TEXT,
    Entry,
    EntryError,
    describe,
    read_entry,
    read_text,
    write_entry,
)
from tests.contribution.conftest import TODAY


def test_a_case_is_described_by_its_file(case_text):
    entry = describe("kasus", case_text(results=None).encode(), TODAY, doubles=["putik-sari"])
    assert (entry.title, entry.errors, entry.warnings) == ("Antar Obat", 0, 1)
    assert entry.owner == "Puskesmas Dinoyo, Pemerintah Kota Malang"
    assert entry.summary.startswith("Puskesmas mengantar obat")
    assert entry.doubles == ("putik-sari",)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: A: B\n---\n", "A: B"),
        ("bukan kasus", "(tanpa judul)"),
        ("---\ntitle: [x]\n---", "['x']"),
    ],
)
def test_a_file_that_is_no_case_is_described_all_the_same(text, title):
    entry = describe("kasus", text.encode(), TODAY)
    assert entry.title == title
    assert entry.errors > 0


def test_a_correction_is_described_by_its_first_line():
    entry = describe("koreksi", b"\nBiayanya keliru\nRp45 juta", TODAY, about="putik-sari")
    assert (entry.title, entry.summary, entry.about) == (
        "Biayanya keliru",
        "Rp45 juta",
        "putik-sari",
    )
    assert describe("koreksi", b"x", TODAY, about="../x").about == ""


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_bytes_are_described_in_printable_lines(data):
    for kind in ("kasus", "koreksi"):
        entry = describe(kind, data, TODAY)
        assert entry.title.strip()
        assert "\n" not in entry.title + entry.owner + entry.summary
        assert "\x1b" not in entry.title + entry.owner + entry.summary
        assert len(entry.title) <= 150


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of an entry."""
    path = tmp_path / "000007"
    path.mkdir()
    (path / TEXT).write_text("isi")
    write_entry(path, Entry(7, "koreksi", TODAY, "isi"))
    return path


def test_an_entry_comes_back_from_its_folder(folder):
    assert read_entry(folder).number == 7
    assert read_text(folder) == b"isi"


def damage_link(folder: Path) -> None:
    (folder / HEADER).unlink()
    (folder / HEADER).symlink_to("/etc/hostname")


def damage_pipe(folder: Path) -> None:
    (folder / HEADER).unlink()
    os.mkfifo(folder / HEADER)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda folder: (folder / HEADER).unlink(), "entri.json tidak terbaca"),
        (lambda folder: (folder / HEADER).write_text("{"), "entri.json rusak"),
        (lambda folder: (folder / HEADER).write_bytes(b"x" * 30_000), "entri.json terlalu besar"),
        (lambda folder: (folder / HEADER).write_text("[" * 9999), "entri.json rusak"),
        (damage_link, "entri.json tidak terbaca"),
        (damage_pipe, "entri.json bukan berkas biasa"),
    ],
)  # fmt: skip
def test_a_damaged_header_is_named(folder, damage, reason):
    damage(folder)
    with pytest.raises(EntryError, match=reason):
        read_entry(folder)


def test_the_header_of_another_entry_is_none_of_this(folder):
    other = folder.rename(folder.with_name("000008"))
    with pytest.raises(EntryError, match=r"nomornya di entri\.json lain: 7"):
        read_entry(other)


def test_a_text_is_no_link_and_not_too_large(folder):
    (folder / TEXT).write_bytes(b"x" * (MOST_BYTES + 1))
    with pytest.raises(EntryError, match="terlalu besar"):
        read_text(folder)
    (folder / TEXT).unlink()
    (folder / TEXT).symlink_to("/etc/hostname")
    with pytest.raises(EntryError, match="tidak terbaca"):
        read_text(folder)
