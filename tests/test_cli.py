"""The command: what it prints, and what it exits with."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.search.index import builder
from app.settings import ROOT, Settings
from app.web.application import create_app

COMMANDS = {"serve", "index", "check", "search", "new", "stats", "test"}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command in an environment without settings; output is no terminal."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PUSTAKA_{name.upper()}", raising=False)

    def command(*arguments: object, **environment: str) -> Result:
        result = CliRunner().invoke(main, [str(a) for a in arguments], env=environment)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return command


@pytest.fixture
def few(content_folder: Any) -> Any:
    """A folder with four real cases."""
    content_folder.copy("putik-sari", "jarik-ma-siti", "simba-asia", "nasi-tiga-beras")
    return content_folder


@pytest.fixture
def places(few: Any, tmp_path: Path) -> list[object]:
    return ["--content", few.path, "--index", tmp_path / "index"]


# --- help and wrong use ---------------------------------------------------------------


def test_help_lists_every_command(run):
    text = run("--help").output
    assert set(re.findall(r"^  ([a-z]+)  ", text, re.MULTILINE)) >= COMMANDS
    assert "./pustaka serve" in text


@pytest.mark.parametrize("command", main.commands)
def test_help_of_each_command_has_an_example_and_fits_the_screen(run, command):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"./pustaka {command}" in result.output
    assert max(map(len, result.output.splitlines())) <= 80


@pytest.mark.parametrize(
    "arguments",
    [
        ["tidak-ada"],
        ["search"],
        ["new"],
        ["check", "--format", "xml"],
        ["check", "tidak-ada.md"],
        ["search", "--limit", "0", "anak"],
        ["serve", "--port", "abc"],
        ["serve", "--port", "70000"],
        ["stats", "--content", "/tidak-ada"],
        ["index", "--content", "/tidak-ada"],
    ],
)
def test_wrong_use_exits_with_2(run, arguments):
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr and not result.stdout


def test_a_wrong_setting_is_named(run):
    result = run("stats", PUSTAKA_PORT="abc")
    assert result.exit_code == 2
    assert "PUSTAKA_PORT=abc tidak bisa dipakai; isi bilangan dari 1 sampai 65535." in result.stderr


def test_a_content_folder_that_is_none_is_named_with_the_remedy(run, tmp_path):
    result = run("check", PUSTAKA_CONTENT=str(tmp_path))
    assert result.exit_code == 2
    assert f"{tmp_path}/innovations tidak ada" in result.stderr
    assert "--content" in result.stderr


# --- index ----------------------------------------------------------------------------


def test_index_says_in_one_line_what_it_did(run, few, places):
    first = run("index", *places)
    assert first.exit_code == 0
    assert re.fullmatch(r"4 kasus dalam indeks \(dibangun penuh, .* detik\)\.\n", first.stderr)
    assert first.stdout == ""
    assert "tidak ada yang berubah" in run("index", *places).stderr
    few.write("baru")
    assert re.search(r"5 kasus .*1 diperbarui, 0 dihapus", run("index", *places).stderr)
    assert "dibangun penuh" in run("index", "--full", *places).stderr


def test_index_names_what_it_leaves_out_and_goes_on(run, few, places):
    few.write("rusak", "bukan kasus")
    result = run("index", *places)
    assert result.exit_code == 0
    assert "rusak.md:1: kesalahan: tidak ada front matter" in result.stderr
    assert "4 kasus dalam indeks" in result.stderr
    assert "1 berkas dilewati karena salah, lihat ./pustaka check" in result.stderr


def test_watching_misses_nothing_that_is_saved_during_a_build(run, few, places, monkeypatch):
    builds: list[int] = []

    def build(*_args: object, **_more: object) -> None:
        builds.append(len(list(few.innovations.iterdir())))
        if len(builds) == 1:
            few.write("baru")

    def stop(_seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("app.cli._build", build)
    monkeypatch.setattr("app.cli.time.sleep", stop)
    run("index", "--watch", *places)
    assert builds == [4, 5]


def test_an_index_that_cannot_be_made_is_said_with_the_remedy(run, few, tmp_path):
    (tmp_path / "berkas").write_text("bukan folder")
    result = run("index", "--content", few.path, "--index", tmp_path / "berkas" / "indeks")
    assert result.exit_code == 1
    assert "tidak bisa dibuat" in result.stderr
    assert "--index" in result.stderr


def test_watching_goes_on_after_a_build_that_failed(run, few, places, monkeypatch):
    real = builder.build
    builds: list[Path] = []

    def build(*args: Any, **more: Any) -> builder.Report:
        builds.append(few.write(f"baru-{len(builds)}"))
        if len(builds) == 2:
            raise OSError("disk penuh")
        if len(builds) == 3:
            raise KeyboardInterrupt
        return real(*args, **more)

    monkeypatch.setattr(builder, "build", build)
    result = run("index", "--watch", *places)
    assert len(builds) == 3
    assert "disk penuh" in result.stderr


# --- check ----------------------------------------------------------------------------


def test_check_is_content_with_good_files(run, few):
    result = run("check", "--content", few.path)
    assert result.exit_code == 0
    assert "kesalahan:" not in result.output
    assert result.stderr.startswith("0 kesalahan, ")


def test_check_points_at_the_line_and_exits_with_1(run, few, case_text):
    few.write("keliru", case_text(category="kesehatn", started="2999", awards=None))
    result = run("check", "--content", few.path)
    assert result.exit_code == 1
    path = few.innovations / "keliru.md"
    line = path.read_text().splitlines().index("category: kesehatn") + 1
    assert f"{path}:{line}: kesalahan: category: “kesehatn” tidak dikenal; pilih" in result.stdout
    assert "2 kesalahan" in result.stderr


def test_warnings_alone_are_no_failure(run, few, case_text):
    few.write("sedikit", case_text(results=None))
    result = run("check", "--content", few.path)
    assert result.exit_code == 0
    assert re.search(r"sedikit\.md:\d+: peringatan: belum ada results", result.stdout)


def test_check_of_a_path_tells_of_that_path_alone(run, few):
    bad = few.write("keliru", "bukan kasus")
    good = few.innovations / "putik-sari.md"
    assert run("check", "--content", few.path, good).exit_code == 0
    assert run("check", "--content", few.path, good, bad).exit_code == 1
    assert run("check", "--content", few.path, few.innovations).exit_code == 1


def test_check_of_a_draft_outside_the_collection(run, few, tmp_path, case_text):
    draft = tmp_path / "rancangan.md"
    draft.write_text(case_text(adapted_from="putik-sari", level="desa"))
    result = run("check", "--content", few.path, draft)
    assert result.exit_code == 1
    assert f"{draft}:" in result.stdout and "“desa” tidak dikenal" in result.stdout
    draft.write_text(case_text(adapted_from="putik-sari"))
    assert run("check", "--content", few.path, draft).exit_code == 0


def test_check_for_machines(run, few, case_text):
    path = few.write("keliru", case_text(category="kesehatn", results=None))
    result = run("check", "--content", few.path, path, "--format", "json")
    assert result.exit_code == 1
    findings = json.loads(result.stdout)
    assert {p["level"] for p in findings} == {"error"}
    assert findings[0].keys() == {"path", "line", "level", "message", "remedy"}
    assert findings[0]["path"] == str(path)


def test_check_for_github(run, few):
    path = few.write("keliru", "---\ntitle: 100%\ntitle: dua\n---\n")
    result = run("check", "--content", few.path, path, "--format", "github")
    assert re.fullmatch(rf"::error file={path},line=3::kunci “title” .*\n", result.stdout)


def test_an_annotation_stays_on_its_line():
    from app.cli import _escape

    assert _escape("50%\r\nfile:a,b") == "50%25%0D%0Afile:a,b"
    assert _escape("a:b,c", ",:") == "a%3Ab%2Cc"


# --- search ---------------------------------------------------------------------------


def test_search_makes_the_index_it_needs_and_finds(run, places):
    result = run("search", *places, "putiksari")
    assert result.exit_code == 0
    assert "4 kasus dalam indeks" in result.stderr
    assert re.match(
        r"\d inovasi, \d+ ms\n\n1\. Putik Sari \(Kampung Tematik Wonosari Berseri\)\n",
        result.stdout,
    )
    assert "putik-sari" in result.stdout
    assert "indeks" not in run("search", *places, "putiksari").stderr


def test_search_for_machines_is_the_api(run, content, real_index):
    arguments = ["--content", content, "--index", real_index, "--json", "--limit", "3"]
    said = json.loads(run("search", *arguments, "antrean", "obat").stdout)
    client = create_app(Settings(content=content, index=real_index)).test_client()
    answer = client.get("/api/v1/search?q=antrean+obat&per_page=3").get_json()
    assert said.pop("took_ms") and answer.pop("took_ms")
    assert said == answer
    assert len(said["results"]) == 3


def test_search_fits_the_screen_and_says_how_much_there_is(run, content, real_index):
    places = ["--content", content, "--index", real_index]
    result = run("search", *places, "--limit", "40", "pelayanan masyarakat")
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert re.match(r"\d+ inovasi, ", result.stdout)
    assert len(re.findall(r"^\d+\. ", result.stdout, re.MULTILINE)) == 40


def test_search_that_finds_nothing_is_no_error(run, places):
    result = run("search", *places, "zzqqxx")
    assert (result.exit_code, result.stdout.split(",")[0]) == (0, "0 inovasi")


def test_search_may_exclude(run, places):
    everything = run("search", *places, "malang").stdout
    assert "putik-sari" in everything
    assert "putik-sari" not in run("search", *places, "malang", "--", "-wonosari").stdout


# --- new ------------------------------------------------------------------------------


def test_new_makes_a_file_that_check_helps_to_fill(run, few):
    result = run("new", "--content", few.path, "  Jemput  Bola: Ma'Siti #2 ")
    assert result.exit_code == 0
    path = few.innovations / "jemput-bola-masiti-2.md"
    assert f"./pustaka check {path}" in result.stdout
    assert 'title: "Jemput Bola: Ma\'Siti #2"' in path.read_text()
    checked = run("check", "--content", few.path, path)
    assert checked.exit_code == 1
    for key in ("summary", "agency", "government", "level", "province", "category", "tags"):
        assert re.search(rf":\d+: kesalahan: {key}: ", checked.stdout), key
    assert "title" not in re.sub("sources 1 title", "", checked.stdout)
    assert "front matter" not in checked.stdout and "YAML" not in checked.stdout


def test_new_never_overwrites(run, few):
    before = (few.innovations / "putik-sari.md").read_bytes()
    result = run("new", "--content", few.path, "PUTIK SARI")
    assert result.exit_code == 2
    assert "putik-sari.md sudah ada" in result.stderr
    assert (few.innovations / "putik-sari.md").read_bytes() == before


@pytest.mark.parametrize("title", ["", "   ", "!!!", "…—…", "../..", "\n"])
def test_new_refuses_a_title_that_names_nothing(run, few, title):
    before = set(few.innovations.iterdir())
    result = run("new", "--content", few.path, title)
    assert result.exit_code == 2
    assert "Judul harus memuat huruf atau angka." in result.stderr
    assert set(few.innovations.iterdir()) == before


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("Ä ö É", "a-o-e"),
        ('"kutip": {a} [b] # c', "kutip-a-b-c"),
        ("x" * 10_000, "x" * 80),
        ("kata " * 40, "kata-" * 15 + "kata"),
    ],
)
def test_any_other_title_makes_a_slug(run, few, title, slug):
    assert run("new", "--content", few.path, title).exit_code == 0
    assert (few.innovations / f"{slug}.md").is_file()


# --- stats ----------------------------------------------------------------------------


def test_stats_count_the_collection(run, few):
    few.write("rusak", "bukan kasus")
    result = run("stats", "--content", few.path)
    assert result.exit_code == 0
    assert re.search(r"^Kasus +4$", result.stdout, re.MULTILINE)
    assert re.search(r"^Berkas dilewati karena salah +1$", result.stdout, re.MULTILINE)
    assert re.search(r"^  Jawa Timur +4$", result.stdout, re.MULTILINE)
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert result.stderr == ""


def test_stats_for_machines(run, few):
    numbers = json.loads(run("stats", "--content", few.path, "--json").stdout)
    assert numbers["Kasus"] == 4
    assert numbers["Bidang"]["Pertumbuhan ekonomi"] == 1
    assert sum(numbers["Status"].values()) == 4


def test_gaps_list_the_emptiest_cases_first(run, few):
    few.write("kosong", case_without_facts(few))
    result = run("stats", "--gaps", "--content", few.path)
    assert result.exit_code == 0
    assert result.stdout.startswith("kosong: ")
    assert max(map(len, result.stdout.splitlines())) <= 80
    rows = json.loads(run("stats", "--gaps", "--content", few.path, "--json").stdout)
    assert rows[0]["slug"] == "kosong"
    assert len(rows) == 5
    lengths = [len(row["missing"]) for row in rows]
    assert lengths == sorted(lengths, reverse=True)
    assert {"biaya", "hasil terukur", "tahun mulai"} <= set(rows[0]["missing"])


def case_without_facts(folder) -> str:
    """A real case without what may be left out of it."""
    text = (folder.innovations / "putik-sari.md").read_text()
    kept = re.sub(r"(?m)^(started|results|replicated_by|awards|website):.*\n(  - .*\n)*", "", text)
    return kept.replace("title: Putik Sari", "title: Kosong")


# --- serve and test -------------------------------------------------------------------


def test_serve_says_that_its_port_is_taken(run, places):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("serve", *places, "--port", port)
    assert result.exit_code == 1
    assert f"Porta {port} sudah dipakai" in result.stderr
    assert "--port" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("host", ["203.0.113.9", "tidak.ada.invalid"])
def test_serve_says_that_it_cannot_have_an_address(run, places, host):
    result = run("serve", *places, "--host", host)
    assert result.exit_code == 1
    assert f"Alamat {host} tidak bisa dilayani" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_test_hands_its_arguments_to_pytest():
    command = [sys.executable, "-m", "app.cli", "test", "--version"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.match(r"pytest \d", done.stdout + done.stderr)
