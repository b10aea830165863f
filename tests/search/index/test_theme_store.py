"""The index holds the themes of the content folder, and follows their changes."""

from __future__ import annotations

import pytest

from app.collection import theme_files
from app.search.engine import Engine
from app.search.index import builder, generations, theme_store
from app.search.index.generations import IndexUnusableError
from tests.conftest import THEME


@pytest.fixture
def index(tmp_path):
    """Where an index may be built."""
    return tmp_path / "index"


def titles(index):
    return {slug: theme.title for slug, theme in Engine.open(index).themes.items()}


def test_the_index_has_every_theme_as_its_file_has_it(real_engine, content):
    paths, _ = theme_files.find(content)
    themes = {path.stem: theme_files.read_theme(path).theme for path in paths}
    assert real_engine.themes == themes


def test_themes_come_change_and_go(theme_folder, index):
    folder = theme_folder.path / "themes"
    builder.build(theme_folder.path, index)
    assert titles(index) == {"obat-sampai": "Obat sampai di rumah"}
    assert builder.is_current(theme_folder.path, index)

    (folder / "baru.md").write_text(THEME.replace("Obat sampai di", "Obat ke"), "utf-8")
    assert not builder.is_current(theme_folder.path, index)
    builder.build(theme_folder.path, index)
    assert titles(index) == {"baru": "Obat ke rumah", "obat-sampai": "Obat sampai di rumah"}

    (folder / "obat-sampai.md").unlink()
    builder.build(theme_folder.path, index)
    assert titles(index) == {"baru": "Obat ke rumah"}


def test_a_case_that_changes_leaves_the_themes_alone(theme_folder, index, case_text):
    builder.build(theme_folder.path, index)
    theme_folder.write("pos-obat", case_text(title="Pos Obat Baru"))
    assert builder.build(theme_folder.path, index).written == 1
    assert titles(index) == {"obat-sampai": "Obat sampai di rumah"}


def test_a_broken_theme_is_reported_and_stops_no_other(theme_folder, index):
    bad = theme_folder.path / "themes" / "rusak.md"
    bad.write_text(THEME.replace("title:", "judul:"), "utf-8")
    report = builder.build(theme_folder.path, index)
    assert report.files_left_out == 1
    assert all("rusak.md" in reason for reason in report.left_out)
    assert (report.cases, titles(index)) == (6, {"obat-sampai": "Obat sampai di rumah"})
    assert builder.is_current(theme_folder.path, index)
    bad.write_text(THEME, "utf-8")
    builder.build(theme_folder.path, index)
    assert list(titles(index)) == ["obat-sampai", "rusak"]


def test_a_damaged_file_of_themes_makes_the_index_unusable(theme_folder, index):
    builder.build(theme_folder.path, index)
    file = generations.current_generation(index) / generations.SNAPSHOT / theme_store.THEMES
    file.write_bytes(file.read_bytes().replace(b"Obat", b"Otab"))
    with pytest.raises(IndexUnusableError):
        generations.open_current(index)
