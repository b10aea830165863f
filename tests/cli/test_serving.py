"""``serve`` and ``index``, up to the start of the server; tests/test_server.py runs real ones."""

from __future__ import annotations

import re
import socket

import pytest

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


def test_an_index_that_cannot_be_written_is_reported_with_the_remedy(run, small_content, tmp_path):
    (tmp_path / "berkas").write_text("bukan folder")
    index = tmp_path / "berkas" / "indeks"
    result = run("index", "--content", small_content.path, "--index", index)
    assert result.exit_code == 1
    assert "tidak bisa dibuat" in result.stderr
    assert "--index" in result.stderr


# --- serve ----------------------------------------------------------------------------


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
