"""Stored lists say the same as their YAML, and only as long as that stays as it was."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.search.query import attribute_list, prepared_lists, synonyms
from app.search.query.prepared_lists import STORED


@pytest.fixture
def lists(content: Path, tmp_path: Path) -> Path:
    """A content folder with the real lists."""
    for name in (synonyms.SYNONYMS, attribute_list.ATTRIBUTES):
        shutil.copy(content / name, tmp_path)
    return tmp_path


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An empty index folder."""
    folder = tmp_path / "index"
    folder.mkdir()
    return folder


def from_yaml(folder: Path):
    """What the files themselves say."""
    return synonyms.load(folder)[0], attribute_list.load(folder)[0]


def test_stored_lists_say_the_same_and_no_yaml_is_read_again(lists, index, monkeypatch):
    expected = from_yaml(lists)
    assert prepared_lists.load(lists, index) == expected
    monkeypatch.setattr(synonyms, "load", None)
    monkeypatch.setattr(attribute_list, "load", None)
    assert prepared_lists.load(lists, index) == expected


@pytest.mark.parametrize("name", [synonyms.SYNONYMS, attribute_list.ATTRIBUTES])
def test_a_list_that_changes_or_goes_is_read_anew(lists, index, name):
    before = prepared_lists.load(lists, index)
    text = (lists / name).read_text()
    (lists / name).write_text(text.replace("stunting", "tengkes"))
    assert prepared_lists.load(lists, index) == from_yaml(lists)
    (lists / name).unlink()
    assert prepared_lists.load(lists, index) == from_yaml(lists)
    (lists / name).write_text(text)
    assert prepared_lists.load(lists, index) == before


def test_lists_that_other_code_stored_are_not_used(lists, index, monkeypatch):
    monkeypatch.setattr(prepared_lists, "_code", lambda: "other")
    prepared_lists.load(lists, index)
    stored = (index / STORED).read_bytes()
    monkeypatch.undo()
    prepared_lists.load(lists, index)
    assert (index / STORED).read_bytes() != stored


@pytest.mark.parametrize("damage", [b"", b"[]", b"{}", b"\xff", b"[" * 100_000])
def test_damaged_lists_are_read_from_their_yaml_again(lists, index, damage):
    prepared_lists.load(lists, index)
    (index / STORED).write_bytes(damage)
    assert prepared_lists.load(lists, index) == from_yaml(lists)


def test_a_mistake_in_a_list_is_told_at_each_opening(lists, index, caplog):
    (lists / synonyms.SYNONYMS).write_text("two_way: [[satu]]\n")
    for _ in range(2):
        caplog.clear()
        prepared_lists.load(lists, index)
        assert "kurang dari dua istilah" in caplog.text


def test_a_folder_that_cannot_be_written_is_no_trouble(lists):
    assert prepared_lists.load(lists, lists / "tidak-ada") == from_yaml(lists)
