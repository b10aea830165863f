"""An index that is built for the next version, beside the one that the running site uses."""

from __future__ import annotations

import pytest

from app.search.index import builder, generations
from app.search.index.generations import IndexOutdatedError, open_current
from app.search.index.prepared import PREPARED


@pytest.fixture
def content(content_folder):
    content_folder.copy("putik-sari", "simba-asia")
    return content_folder.path


def test_the_next_version_takes_it_up_without_building(content, tmp_path, monkeypatch):
    index = tmp_path / "index"
    before = builder.build(content, index).generation
    monkeypatch.setattr(generations, "fingerprint", lambda: "next")
    prepared = builder.build(content, index / PREPARED).generation.name
    with pytest.raises(IndexOutdatedError):
        open_current(index)  # what the running site uses is as it was
    assert before.is_dir()
    report = builder.build(content, index)
    assert (report.generation.name, report.full, report.written) == (prepared, False, 0)
    assert open_current(index).path == index / prepared
    assert not (index / PREPARED).exists()


def test_what_has_changed_meanwhile_is_brought_up_to_date(content, tmp_path, monkeypatch):
    index = tmp_path / "index"
    builder.build(content, index)
    monkeypatch.setattr(generations, "fingerprint", lambda: "next")
    builder.build(content, index / PREPARED)
    (content / "innovations/putik-sari.md").unlink()
    report = builder.build(content, index)
    assert (report.full, report.cases, report.removed) == (False, 1, 1)


def test_the_version_that_runs_leaves_it_alone(content, content_folder, tmp_path, monkeypatch):
    index = tmp_path / "index"
    builder.build(content, index)
    with monkeypatch.context() as next_version:
        next_version.setattr(generations, "fingerprint", lambda: "next")
        prepared = builder.build(content, index / PREPARED).generation
    content_folder.copy("nasi-tiga-beras")
    assert builder.build(content, index).cases == 3
    assert prepared.is_dir()


def test_one_that_nobody_needs_any_more_is_removed(content, tmp_path):
    index = tmp_path / "index"
    builder.build(content, index / PREPARED)
    generation = builder.build(content, index).generation
    builder.build(content, index / PREPARED)
    assert builder.build(content, index).generation == generation
    assert not (index / PREPARED).exists()


def test_a_damaged_one_is_not_taken_up(content, tmp_path):
    index = tmp_path / "index"
    prepared = builder.build(content, index / PREPARED).generation
    (prepared / "manifest.json").write_text("{}")
    assert builder.build(content, index).full
