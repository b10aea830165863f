"""``serve`` and ``index``, up to the start of the server; tests/test_server.py runs real ones."""

from __future__ import annotations

import re
import socket

import pytest
from click.testing import CliRunner

from app import server
from app.cli import serving, watching
from app.search.index import builder
from app.settings import Settings

# --- index ----------------------------------------------------------------------------


def test_index_reports_in_one_line_what_it_did(run, small_content, folders):
    first = run("index", *folders)
    assert first.exit_code == 0
    assert re.fullmatch(r"4 kasus dalam indeks \(dibangun penuh, .* detik\)\.\n", first.stderr)
    assert first.stdout == ""
    assert "tidak ada yang berubah" in run("index", *folders).stderr
    small_content.write("baru")
    assert re.search(r"5 kasus .*1 diperbarui, 0 dihapus", run("index", *folders).stderr)
    assert "dibangun penuh" in run("index", "--full", *folders).stderr


def test_index_names_the_files_it_leaves_out_and_goes_on(run, small_content, folders):
    small_content.write("rusak", "bukan kasus")
    result = run("index", *folders)
    assert result.exit_code == 0
    assert "rusak.md:1: kesalahan: tidak ada front matter" in result.stderr
    assert "4 kasus dalam indeks" in result.stderr
    assert "1 berkas dilewati karena salah, lihat ./pustaka check" in result.stderr


def test_index_in_the_log_tells_each_problem_once(run, small_content, folders):
    """As the builds of a running site do, which come again and again."""
    small_content.write("rusak", "bukan kasus")
    first = run("index", "--log", *folders).stderr
    assert re.search(r"WARNING \[\d+\] \S*rusak.md:1: kesalahan: tidak ada front matter", first)
    small_content.write("juga-rusak", "bukan kasus")
    second = run("index", "--log", *folders).stderr
    assert "juga-rusak.md:1" in second
    assert "/rusak.md:1" not in second
    assert "2 berkas dilewati karena salah" in second
    assert "/rusak.md:1" in run("index", *folders).stderr


def test_an_index_that_cannot_be_written_is_logged_in_one_line(run, small_content, tmp_path):
    (tmp_path / "berkas").write_text("bukan folder")
    index = tmp_path / "berkas" / "indeks"
    result = run("index", "--log", "--content", small_content.path, "--index", index)
    assert result.exit_code == 1
    [line] = result.stderr.splitlines()
    assert re.search(r"ERROR \[\d+\] Indeks di .* tidak bisa dibuat", line)


def test_an_index_that_cannot_be_written_is_reported_with_the_remedy(run, small_content, tmp_path):
    (tmp_path / "berkas").write_text("bukan folder")
    index = tmp_path / "berkas" / "indeks"
    result = run("index", "--content", small_content.path, "--index", index)
    assert result.exit_code == 1
    assert "tidak bisa dibuat" in result.stderr
    assert "--index" in result.stderr


def test_index_sums_up_what_it_leaves_out_beyond_twenty(run, small_content, folders):
    for number in range(30):
        small_content.write(f"rusak-{number}", "bukan kasus")
    result = run("index", *folders)
    assert result.stderr.count("tidak ada front matter") == 20
    assert "dan 10 masalah lagi; lihat ./pustaka check" in result.stderr
    assert "30 berkas dilewati" in result.stderr


def test_watching_tries_again_until_there_is_room(small_content, tmp_path, monkeypatch):
    settings = Settings(content=small_content.path, index=tmp_path / "index")
    outcomes = iter([None, OSError(28, "No space left on device"), None])
    builds = []

    def build(*_, **__):
        builds.append(1)
        if failure := next(outcomes):
            raise failure
        return real(settings.content, settings.index)

    real = builder.build
    monkeypatch.setattr(builder, "build", build)
    monkeypatch.setattr(watching, "changes", lambda content: iter([None, None]))
    monkeypatch.setattr(serving, "RETRY_AFTER", 0.0)
    folders = ["--content", str(settings.content), "--index", str(settings.index)]
    result = CliRunner().invoke(serving.index, ["--watch", *folders])
    assert result.exit_code == 0
    assert len(builds) == 3
    assert "No space left" in result.stderr


# --- serve ----------------------------------------------------------------------------


@pytest.fixture
def served(monkeypatch) -> list[Settings]:
    """The settings that a site was started with, in place of the start."""
    started: list[Settings] = []
    monkeypatch.setattr(server, "run", lambda settings, **_: started.append(settings))
    monkeypatch.setattr(serving, "_build_apart", lambda settings: 1)
    return started


def test_serve_shows_the_index_that_is_there_if_it_cannot_be_brought_up_to_date(
    run, small_content, tmp_path, folders, served
):
    """As after a night with a full disk, or with an index folder that can't be written."""
    builder.build(small_content.path, tmp_path / "index")
    result = run("serve", *folders, "--index", tmp_path / "index", "--port", 8765)
    assert result.exit_code == 0
    assert len(served) == 1
    assert "dengan indeks yang ada" in result.stderr


def test_serve_does_not_start_without_any_index(run, tmp_path, folders, served):
    result = run("serve", *folders, "--index", tmp_path / "tidak-ada", "--port", 8765)
    assert result.exit_code == 1
    assert served == []


def test_serve_reports_that_its_port_is_taken(run, folders):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("serve", *folders, "--port", port)
    assert result.exit_code == 1
    assert f"Porta {port} sudah dipakai" in result.stderr
    assert "--port" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("host", ["203.0.113.9", "tidak.ada.invalid"])
def test_serve_reports_that_it_cannot_use_an_address(run, folders, host):
    result = run("serve", *folders, "--host", host)
    assert result.exit_code == 1
    assert f"Alamat {host} tidak bisa dilayani" in result.stderr
    assert len(result.stderr.splitlines()) == 1
