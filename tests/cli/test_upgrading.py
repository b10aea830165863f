"""``upgrade``: a new version is made ready while the old one runs."""

from __future__ import annotations

import pytest

from app.cli import preflight
from app.search.index import builder, generations
from app.search.index.generations import CURRENT, open_current


@pytest.fixture
def running(small_content, tmp_path):
    """The index folder of a site that runs, with an index of its version."""
    builder.build(small_content.path, tmp_path / "index")
    return tmp_path / "index"


def test_the_index_of_the_running_site_stays_until_the_new_version_starts(
    run, running, folders, monkeypatch
):
    before, generation = (running / CURRENT).read_text(), open_current(running).path
    monkeypatch.setattr(generations, "fingerprint", lambda: "next")
    result = run("upgrade", *folders)
    assert result.exit_code == 0, result.stderr
    assert (running / CURRENT).read_text() == before
    assert generation.is_dir()
    assert "tidak ada yang berubah" in run("index", *folders).stderr
    assert open_current(running).manifest.cases == 4


def test_it_tells_how_to_change_over_and_how_to_go_back(run, running, folders):
    result = run("upgrade", *folders)
    assert "systemctl restart" in result.stdout
    assert "git reset --keep" in result.stdout  # git checkout would leave no branch to pull
    assert "tidak ada yang berubah" in result.stderr


def test_an_upgrade_that_was_not_carried_out_leaves_nothing_behind(
    run, running, folders, monkeypatch
):
    for version in ("next", "after next"):
        monkeypatch.setattr(generations, "fingerprint", lambda version=version: version)
        assert run("upgrade", *folders).exit_code == 0
    assert len(list(running.glob("prepared/gen-*"))) == 1


def test_without_the_packages_of_the_lock_nothing_is_made(run, running, folders, monkeypatch):
    wrong = preflight.Remark("salah", "1 paket tidak menurut requirements.lock: flask", "/x")
    monkeypatch.setattr(preflight, "packages", lambda settings: iter([wrong]))
    monkeypatch.setattr(generations, "fingerprint", lambda: "next")
    result = run("upgrade", *folders)
    assert result.exit_code == 1
    assert "Belum siap" in result.stderr and "flask" in result.stderr
    assert not (running / "prepared").exists()
