"""``translations``."""

from __future__ import annotations

import pytest

from app import settings
from app.cli.english_texts import as_file, read_catalogue
from app.web.site import i18n


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A catalogue of our own to change."""
    file = tmp_path / "messages.po"
    file.write_bytes(i18n.CATALOGUE.read_bytes())
    monkeypatch.setattr(i18n, "CATALOGUE", file)
    return file


def test_check_names_what_is_not_translated_and_changes_nothing(run, file):
    catalogue = read_catalogue(file)
    catalogue["Cari"].string = ""
    before = as_file(catalogue)
    file.write_bytes(before)
    result = run("translations", "--check")
    assert result.exit_code == 1
    assert "belum diterjemahkan: “Cari”" in result.output
    assert file.read_bytes() == before


def test_an_update_writes_new_texts_and_drops_old_ones(run, file):
    catalogue = read_catalogue(file)
    catalogue.add("Sudah lama tidak dipakai", "Old")
    del catalogue["Cari"]
    file.write_bytes(as_file(catalogue))
    result = run("translations")
    assert result.exit_code == 1
    assert result.output.splitlines() == [f"{file}: belum diterjemahkan: “Cari”"]
    written = read_catalogue(file)
    assert "Sudah lama tidak dipakai" not in written
    assert "Cari" in written


def test_without_source_code_it_says_so(run, file, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    result = run("translations")
    assert result.exit_code == 1
    assert "memerlukan kode sumber" in result.output
