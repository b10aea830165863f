"""``preflight``: every remark, where it is true and where it isn't."""

from __future__ import annotations

import http.server
import importlib.metadata
import json
import os
import shutil
import socket
import sys
import threading

import pytest

from app.cli import preflight
from app.search.index import builder
from app.settings import Settings


@pytest.fixture
def site(small_content, tmp_path):
    """Settings of a site that is in order, on a port that is free."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    builder.build(small_content.path, tmp_path / "index")
    return {
        "PUSTAKA_CONTENT": str(small_content.path),
        "PUSTAKA_INDEX": str(tmp_path / "index"),
        "PUSTAKA_PORT": str(port),
    }


@pytest.fixture(autouse=True)
def machine(monkeypatch):
    """A machine with enough memory, on which nobody has set anything else."""
    monkeypatch.setattr(preflight, "memory_megabytes", lambda root: 4000)
    for name in [name for name in os.environ if name.startswith("PUSTAKA_")]:
        monkeypatch.delenv(name)


def remarks(environment, level="salah"):
    """The remarks of a level: where → what, with the remedy."""
    found = preflight.look_at_all(environment)
    return {r.where: f"{r.what}; {r.remedy}" for r in found if r.level == level}


def test_a_site_in_order_gets_a_line_for_each_thing_and_code_0(run, site):
    result = run("preflight", **site)
    assert result.exit_code == 0, result.stdout
    lines = result.stdout.splitlines()
    assert len(lines) == 8
    assert all(line.startswith("baik: ") for line in lines)
    assert "4 kasus, dibuat" in result.stdout


def test_a_fault_gives_code_1_and_programs_get_json(run, site):
    result = run("preflight", "--json", **site, PUSTAKA_WORKERS="banyak")
    assert result.exit_code == 1
    [wrong] = [remark for remark in json.loads(result.stdout) if remark["level"] == "salah"]
    assert wrong == {
        "level": "salah",
        "what": "banyak tidak bisa dipakai",
        "where": "PUSTAKA_WORKERS",
        "remedy": "isi bilangan dari 1 sampai 64",
    }


def test_each_setting_that_cannot_be_used_is_told_and_one_that_does_not_exist(site):
    site |= {"PUSTAKA_PROXIES": "x", "PUSTAKA_LOG_LEVEL": "keras", "PUSTAKA_PROXY": "1"}
    assert remarks(site).keys() == {"PUSTAKA_PROXIES", "PUSTAKA_LOG_LEVEL"}
    assert "ejaan" in remarks(site, "perhatian")["PUSTAKA_PROXY"]


def test_a_broken_token_is_not_printed(site):
    [what] = remarks(site | {"PUSTAKA_METRICS": "rahasia 1"}).values()
    assert "rahasia" not in what


def test_a_port_of_another_program_is_a_fault(site):
    class Other(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            pass

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", int(site["PUSTAKA_PORT"])), Other) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        wrong = remarks(site)
        other.shutdown()
    assert "hentikan program yang memakainya" in wrong[f"PUSTAKA_PORT={site['PUSTAKA_PORT']}"]


def test_names_are_wanted_behind_a_proxy_and_a_proxy_in_front_of_an_open_site(site):
    assert "nama situs" in remarks(site | {"PUSTAKA_PROXIES": "1"}, "perhatian")["PUSTAKA_HOSTS"]
    named = {"PUSTAKA_PROXIES": "1", "PUSTAKA_HOSTS": "pustaka.contoh.go.id"}
    assert remarks(site | named, "perhatian") == {}
    where = "PUSTAKA_HOST=0.0.0.0"
    assert "tanpa nginx" in remarks(site | {"PUSTAKA_HOST": "0.0.0.0"}, "perhatian")[where]  # noqa: S104 - that is what is told


def test_packages_that_differ_from_the_lock_are_named(site, monkeypatch):
    monkeypatch.setattr(
        importlib.metadata, "version", lambda name: "0.1" if name == "flask" else "1"
    )
    [(where, what)] = remarks(site).items()
    assert "paket tidak menurut requirements.lock" in what
    assert where == sys.prefix


def test_a_case_with_a_mistake_is_told(site, small_content):
    small_content.write("rusak", "bukan kasus")
    assert "1 berkas salah" in remarks(site, "perhatian")[str(small_content.path)]


def test_without_content_there_is_no_site(site, tmp_path):
    gone = str(tmp_path / "tidak-ada")
    assert "PUSTAKA_CONTENT" in remarks(site | {"PUSTAKA_CONTENT": gone})[gone]


def test_an_index_that_cannot_be_opened_is_told(site, tmp_path):
    new = str(tmp_path / "baru")
    assert "./pustaka upgrade" in remarks(site | {"PUSTAKA_INDEX": new}, "perhatian")[new]


@pytest.mark.parametrize(
    ("free", "kind", "wrong"),
    [(10**12, "ext4", ""), (10**6, "ext4", "kosongkan ruang"), (10**12, "nfs4", "nfs4")],
)
def test_an_index_needs_room_on_a_disk_of_its_own(site, monkeypatch, free, kind, wrong):
    usage = shutil.disk_usage("/")._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    monkeypatch.setattr(preflight, "_file_system", lambda folder: kind)
    assert wrong in remarks(site).get(site["PUSTAKA_INDEX"], "")
    assert bool(wrong) == bool(remarks(site))


@pytest.mark.parametrize("name", ["PUSTAKA_NEEDS", "PUSTAKA_INBOX", "PUSTAKA_PACKS"])
def test_folders_to_write_into_exist_and_can_be_written(site, tmp_path, monkeypatch, name):
    folder = tmp_path / "simpanan"
    path = folder / "needs.db" if name == "PUSTAKA_NEEDS" else folder
    site |= {name: str(path)}
    where = f"{name}={folder}"
    assert "folder tidak ada" in remarks(site)[where]
    folder.mkdir()
    assert remarks(site) == {}
    monkeypatch.setattr(
        preflight, "why_not_writable", lambda path: "dilarang" if path == folder else ""
    )
    assert "tidak bisa ditulisi (dilarang)" in remarks(site)[where]


def test_what_cannot_be_written_says_why(tmp_path):
    assert preflight.why_not_writable(tmp_path) == ""
    assert preflight.why_not_writable(tmp_path / "tidak-ada") != ""
    assert preflight.nearest(tmp_path / "a/b/c") == tmp_path


def test_too_many_workers_for_the_memory_are_told(site, monkeypatch):
    monkeypatch.setattr(preflight, "memory_megabytes", lambda root: 400)
    assert "tersedia 400 MB" in remarks(site, "perhatian")["PUSTAKA_WORKERS=2"]


def test_the_memory_of_a_container_counts(tmp_path, monkeypatch):
    monkeypatch.undo()
    assert preflight.memory_megabytes(tmp_path) is None
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/meminfo").write_text("MemTotal: 9 kB\nMemAvailable:    8000000 kB\n")
    assert preflight.memory_megabytes(tmp_path) == 8192
    (tmp_path / "sys/fs/cgroup").mkdir(parents=True)
    (tmp_path / "sys/fs/cgroup/memory.max").write_text("512000000\n")
    assert preflight.memory_megabytes(tmp_path) == 512


def test_the_settings_that_can_be_used_are_used_for_the_rest():
    settings, _ = preflight.read({"PUSTAKA_PORT": "9000", "PUSTAKA_WORKERS": "x"})
    assert settings.port == 9000
    assert settings.workers == Settings.model_fields["workers"].default
