"""The commands for curators: ``check``, ``new`` and ``stats``."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest

# --- check ----------------------------------------------------------------------------


def test_check_passes_good_files(run, small_content):
    result = run("check", "--content", small_content.path)
    assert result.exit_code == 0
    assert "kesalahan:" not in result.output
    assert result.stderr.startswith("0 kesalahan, ")


def test_check_points_at_the_line_and_exits_with_1(run, small_content, case_text):
    small_content.write("keliru", case_text(category="kesehatn", started="2999", awards=None))
    result = run("check", "--content", small_content.path)
    assert result.exit_code == 1
    path = small_content.innovations / "keliru.md"
    line = path.read_text().splitlines().index("category: kesehatn") + 1
    message = "category: “kesehatn” tidak dikenal; maksudnya “kesehatan”?"
    assert f"{path}:{line}: kesalahan: {message}" in result.stdout
    assert "2 kesalahan" in result.stderr


def test_warnings_alone_are_no_failure(run, small_content, case_text):
    small_content.write("sedikit", case_text(results=None))
    result = run("check", "--content", small_content.path)
    assert result.exit_code == 0
    assert re.search(r"sedikit\.md:\d+: peringatan: belum ada results", result.stdout)


def test_check_of_a_path_reports_on_that_path_alone(run, small_content):
    bad = small_content.write("keliru", "bukan kasus")
    good = small_content.innovations / "putik-sari.md"
    assert run("check", "--content", small_content.path, good).exit_code == 0
    assert run("check", "--content", small_content.path, good, bad).exit_code == 1
    folder = small_content.innovations
    assert run("check", "--content", small_content.path, folder).exit_code == 1


def test_check_of_a_folder_with_a_circle_of_links(run, small_content):
    loop = small_content.innovations / "berputar.md"
    loop.symlink_to(loop.name)
    result = run("check", small_content.innovations, "--content", small_content.path)
    assert result.exit_code == 1
    assert f"{loop}:1: kesalahan: tautan melingkar" in result.output


def test_check_of_a_draft_outside_the_collection(run, small_content, tmp_path, case_text):
    draft = tmp_path / "rancangan.md"
    draft.write_text(case_text(adapted_from="putik-sari", level="desa"))
    result = run("check", "--content", small_content.path, draft)
    assert result.exit_code == 1
    assert f"{draft}:" in result.stdout and "“desa” tidak dikenal" in result.stdout
    draft.write_text(case_text(adapted_from="putik-sari"))
    assert run("check", "--content", small_content.path, draft).exit_code == 0


def test_many_warnings_of_a_kind_are_one_line(run, small_content, case_text):
    for n in range(7):
        small_content.write(f"tanpa-{n}", case_text(title=f"Antar {n}", results=None))
    few = run("check", "--content", small_content.path)
    assert "peringatan: belum ada results; tambahkan" in few.stdout
    assert few.stdout.count("belum ada results") == 1
    assert "./pustaka check --all" in few.stdout
    every = run("check", "--all", "--content", small_content.path)
    assert every.stdout.count("belum ada results") >= 7
    folder = run("check", "--content", small_content.path, small_content.innovations)
    assert folder.stdout.count("belum ada results") == 1
    for format_ in ("json", "github"):
        result = run("check", "--format", format_, "--content", small_content.path)
        assert result.stdout.count("belum ada results") >= 7


def test_check_of_a_path_sums_up_the_rest(run, small_content):
    small_content.write("keliru", "bukan kasus")
    good = small_content.innovations / "putik-sari.md"
    result = run("check", "--content", small_content.path, good)
    assert "keliru" not in result.stdout
    assert re.search(r"^Berkas lain: 1 kesalahan, \d+ peringatan", result.stderr, re.MULTILINE)


def test_check_for_machines(run, small_content, case_text):
    path = small_content.write("keliru", case_text(category="kesehatn", results=None))
    result = run("check", "--content", small_content.path, path, "--format", "json")
    assert result.exit_code == 1
    findings = json.loads(result.stdout)
    assert {finding["level"] for finding in findings} == {"error"}
    assert findings[0].keys() == {"path", "line", "level", "message", "remedy"}
    assert findings[0]["path"] == str(path)


def test_check_for_github(run, small_content):
    path = small_content.write("keliru", "---\ntitle: 100%\ntitle: dua\n---\n")
    result = run("check", "--content", small_content.path, path, "--format", "github")
    assert re.search(rf"(?m)^::error file={path},line=3::kunci “title” .*$", result.stdout)


def test_an_annotation_for_github_escapes_what_would_end_it_early(run, small_content):
    """A comma ends the file name, a colon the properties, and a percent sign starts an escape."""
    folder = small_content.path.rename(small_content.path.with_name("100%,isi:baru"))
    (folder / "innovations" / "keliru.md").write_text("bukan kasus")
    result = run("check", "--content", folder, "--format", "github")
    assert "100%25%2Cisi%3Abaru/innovations/keliru.md,line=1::" in result.stdout


# --- new ------------------------------------------------------------------------------


def test_new_makes_a_file_that_check_helps_to_fill(run, small_content):
    result = run("new", "--content", small_content.path, "  Jemput  Bola: Ma'Siti #2 ")
    assert result.exit_code == 0
    path = small_content.innovations / "jemput-bola-ma-siti-2.md"
    assert f"./pustaka check {path}" in result.stdout
    assert 'title: "Jemput Bola: Ma\'Siti #2"' in path.read_text()
    checked = run("check", "--content", small_content.path, path)
    assert checked.exit_code == 1
    for key in ("summary", "agency", "government", "level", "province", "category", "tags"):
        assert re.search(rf":\d+: kesalahan: {key}: ", checked.stdout), key
    assert "title" not in re.sub("sources 1 title", "", checked.stdout)
    assert "front matter" not in checked.stdout and "YAML" not in checked.stdout


def test_new_names_cases_that_are_called_alike(run, small_content):
    result = run("new", "--content", small_content.path, "Putik Sarie Malang")
    assert result.exit_code == 0
    assert "baca dulu" in result.stderr and "putik-sari.md" in result.stderr
    other = run("new", "--content", small_content.path, "Nama yang lain sama sekali")
    assert other.stderr == ""


def test_new_avoids_names_that_windows_reserves(run, small_content):
    assert run("new", "--content", small_content.path, "CON").exit_code == 0
    assert (small_content.innovations / "con-inovasi.md").is_file()


def test_new_makes_a_theme(run, small_content):
    result = run("new", "--theme", "--content", small_content.path, "Obat sampai di rumah")
    assert result.exit_code == 0
    path = small_content.path / "themes" / "obat-sampai-di-rumah.md"
    checked = run("check", "--content", small_content.path, path)
    assert checked.exit_code == 1
    for key in ("question", "summary", "queries", "approaches 1 name", "approaches 1 cases"):
        assert re.search(rf":\d+: kesalahan: {key}: ", checked.stdout), key
    assert "title" not in checked.stdout
    assert "YAML" not in checked.stdout


def test_new_never_overwrites(run, small_content):
    path = small_content.innovations / "putik-sari.md"
    before = path.read_bytes()
    result = run("new", "--content", small_content.path, "PUTIK SARI")
    assert result.exit_code == 2
    assert "putik-sari.md sudah ada" in result.stderr
    assert path.read_bytes() == before


@pytest.mark.parametrize("title", ["", "   ", "!!!", "…—…", "../..", "\n"])
def test_new_refuses_a_title_without_letters_and_digits(run, small_content, title):
    before = set(small_content.innovations.iterdir())
    result = run("new", "--content", small_content.path, title)
    assert result.exit_code == 2
    assert "Judul harus memuat huruf atau angka." in result.stderr
    assert set(small_content.innovations.iterdir()) == before


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
def test_any_other_title_makes_a_slug(run, small_content, title, slug):
    assert run("new", "--content", small_content.path, title).exit_code == 0
    assert (small_content.innovations / f"{slug}.md").is_file()


# --- stats ----------------------------------------------------------------------------


def test_stats_count_the_collection(run, small_content):
    small_content.write("rusak", "bukan kasus")
    result = run("stats", "--content", small_content.path)
    assert result.exit_code == 0
    assert re.search(r"^Kasus +4$", result.stdout, re.MULTILINE)
    assert re.search(r"^Berkas dilewati karena salah +1$", result.stdout, re.MULTILINE)
    assert re.search(r"^  Jawa Timur +4$", result.stdout, re.MULTILINE)
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert result.stderr == ""


def test_stats_count_the_themes(run, theme_folder):
    theme_folder.write("tanpa-tema")
    (theme_folder.path / "themes" / "rusak.md").write_text("bukan tema")
    numbers = json.loads(run("stats", "--content", theme_folder.path, "--json").stdout)
    assert numbers["Tema"] == 1
    assert numbers["Berkas tema dilewati karena salah"] == 1
    assert numbers["Kasus tanpa tema"] == 1


def test_stats_for_machines(run, small_content):
    numbers = json.loads(run("stats", "--content", small_content.path, "--json").stdout)
    assert numbers["Kasus"] == 4
    assert numbers["Bidang"]["Pertumbuhan ekonomi"] == 1
    assert sum(numbers["Status"].values()) == 4
    recent = numbers["Status menurut sumber baru"]
    older = numbers["Status menurut sumber lama atau tanpa tanggal"]
    assert {status: recent[status] + older[status] for status in recent} == numbers["Status"]
    assert numbers["Sumber disebut baru sejak tahun"] < dt.date.today().year


def test_stats_count_the_cases_without_an_editors_words(run, content_folder, case_text):
    problems = "[obat pasien lansia menumpuk di apotek]"
    english = "A health centre takes medicine to the homes of elderly patients."
    content_folder.write("a", case_text(problems=problems, summary_en=english))
    content_folder.write("b", case_text(problems=problems))
    content_folder.write("c", case_text(problems="[]"))
    numbers = json.loads(run("stats", "--content", content_folder.path, "--json").stdout)
    assert (numbers["Kasus tanpa problems"], numbers["Kasus tanpa summary_en"]) == (1, 2)


def test_gaps_list_the_cases_with_most_gaps_first(run, small_content):
    small_content.write("kosong", case_without_facts(small_content))
    result = run("stats", "--gaps", "--content", small_content.path)
    assert result.exit_code == 0
    assert result.stdout.startswith("kosong: ")
    assert max(map(len, result.stdout.splitlines())) <= 80
    rows = json.loads(run("stats", "--gaps", "--content", small_content.path, "--json").stdout)
    assert rows[0]["slug"] == "kosong"
    assert len(rows) == 5
    lengths = [len(row["missing"]) for row in rows]
    assert lengths == sorted(lengths, reverse=True)
    assert {"biaya", "hasil terukur", "tahun mulai"} <= set(rows[0]["missing"])


def case_without_facts(folder) -> str:
    """The text of a real case, without the facts that the format lets a case leave out."""
    text = (folder.innovations / "putik-sari.md").read_text()
    optional = r"(?m)^(started|results|replicated_by|awards|website):.*\n(  - .*\n)*"
    return re.sub(optional, "", text).replace("title: Putik Sari", "title: Kosong")
