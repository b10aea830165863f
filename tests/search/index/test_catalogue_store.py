"""The index holds the catalogue of the content folder, and follows its changes."""

from __future__ import annotations

import pytest

from app.collection import catalogue
from app.search.engine import Engine
from app.search.index import builder, catalogue_store, generations
from app.search.index.generations import IndexUnusableError


def titles(index):
    return [entry.title for entry in Engine.open(index).catalogue]


def test_the_index_has_every_entry_as_its_row_has_it(real_engine, content):
    entries = catalogue.read_catalogue(content / catalogue.FILE).entries
    in_index = list(real_engine.catalogue)
    assert sorted(in_index, key=lambda entry: entry.key) == sorted(
        entries, key=lambda entry: entry.key
    )
    years = [entry.year or 0 for entry in in_index]
    assert years == sorted(years, reverse=True)


def test_a_collection_without_a_catalogue_has_an_empty_one(small_folder, index):
    builder.build(small_folder.path, index)
    assert titles(index) == []
    assert builder.is_current(small_folder.path, index)


def test_rows_come_change_and_go(small_folder, index):
    builder.build(small_folder.path, index)
    small_folder.write_catalogue({})
    assert not builder.is_current(small_folder.path, index)
    report = builder.build(small_folder.path, index)
    assert (report.written, titles(index)) == (0, ["Ojek Obat"])
    assert builder.is_current(small_folder.path, index)

    small_folder.write_catalogue({"title": "Pos Obat"}, {"title": "Antar", "year": 2021})
    builder.build(small_folder.path, index)
    assert titles(index) == ["Antar", "Pos Obat"]

    (small_folder.path / catalogue.FILE).unlink()
    builder.build(small_folder.path, index)
    assert titles(index) == []


def test_a_case_that_changes_leaves_the_catalogue_alone(small_folder, index, case_text):
    small_folder.write_catalogue({})
    builder.build(small_folder.path, index)
    small_folder.write("jemput-obat", case_text(title="Jemput Obat Baru"))
    assert builder.build(small_folder.path, index).written == 1
    assert titles(index) == ["Ojek Obat"]


def test_a_bad_row_is_reported_as_long_as_it_is_there(small_folder, index):
    small_folder.write_catalogue({}, {"title": ""})
    report = builder.build(small_folder.path, index)
    assert (report.cases, report.files_left_out, titles(index)) == (2, 1, ["Ojek Obat"])
    assert "catalogue.csv:3: " in report.left_out[0]
    assert builder.is_current(small_folder.path, index)
    # A good row changes while the bad one stays.
    small_folder.write_catalogue({"title": "Pos Obat"}, {"title": ""})
    report = builder.build(small_folder.path, index)
    assert (report.files_left_out, titles(index)) == (1, ["Pos Obat"])
    small_folder.write("kurir-obat")
    assert builder.build(small_folder.path, index).files_left_out == 1
    small_folder.write_catalogue({"title": "Pos Obat"})
    assert builder.build(small_folder.path, index).left_out == ()


def test_an_unreadable_catalogue_stops_nothing_else(small_folder, index):
    (small_folder.path / catalogue.FILE).mkdir()
    report = builder.build(small_folder.path, index)
    assert (report.cases, titles(index)) == (2, [])
    assert "catalogue.csv" in report.left_out[0]


def test_a_damaged_file_of_the_catalogue_makes_the_index_unusable(small_folder, index):
    small_folder.write_catalogue({})
    builder.build(small_folder.path, index)
    folder = generations.current_generation(index) / generations.SNAPSHOT / catalogue_store.FOLDER
    file = folder / "entry.npy"
    file.write_bytes(file.read_bytes().replace(b"Ojek", b"Ojok"))
    with pytest.raises(IndexUnusableError):
        generations.open_current(index)
