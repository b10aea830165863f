"""The commands that try and measure: ``search``, ``eval`` and ``test``."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.collection.vocabulary import Label
from app.search import evaluate
from app.search.advanced.mistakes import AdvancedQueryError
from app.search.engine import Engine
from app.settings import ROOT, Settings
from app.web.application import create_app

# --- search ---------------------------------------------------------------------------


def test_search_makes_the_index_it_needs_and_finds(run, folders):
    result = run("search", *folders, "putiksari")
    assert result.exit_code == 0
    assert "4 kasus dalam indeks" in result.stderr
    assert re.match(
        r"\d inovasi, \d+ ms\n\n1\. Putik Sari \(Kampung Tematik Wonosari Berseri\)\n",
        result.stdout,
    )
    assert "putik-sari" in result.stdout
    assert "indeks" not in run("search", *folders, "putiksari").stderr


def test_search_for_machines_prints_the_answer_of_the_api(run, content, real_index):
    options = ["--content", content, "--index", real_index, "--json", "--limit", "3"]
    printed = run("search", *options, "antrean", "obat").stdout
    client = create_app(Settings(content=content, index=real_index)).test_client()
    answer = client.get("/api/v1/search?q=antrean+obat&per_page=3").text
    assert without_time(printed) == without_time(answer)
    with_related = run("search", "--related", *options, "antrean", "obat").stdout
    answer = client.get("/api/v1/search?q=antrean+obat&per_page=3&related=1").text
    assert without_time(with_related) == without_time(answer)
    assert len(json.loads(printed)["results"]) == 3


def without_time(answer: str) -> str:
    return re.sub(r'"took_ms":[\d.]+', "", answer)


def test_search_fits_the_screen_and_prints_as_many_as_asked_for(run, content, real_index):
    options = ["--content", content, "--index", real_index, "--limit", "40"]
    result = run("search", *options, "pelayanan masyarakat")
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert re.match(r"\d+ inovasi, ", result.stdout)
    assert len(re.findall(r"^\d+\. ", result.stdout, re.MULTILINE)) == 40


def test_a_search_names_the_themes_that_it_meets(run, content, real_index):
    result = run("search", "--content", content, "--index", real_index, "sampah")
    (line,) = re.findall(r"^Tema: .*", result.stdout, re.MULTILINE)
    assert line.startswith("Tema: Mengurangi dan mengolah sampah · 5 cara, ")


def test_a_search_without_results_is_no_error(run, folders):
    result = run("search", *folders, "zzqqxx")
    assert (result.exit_code, result.stdout.split(",")[0]) == (0, "0 inovasi")


def test_a_search_can_exclude_a_word(run, folders):
    everything = run("search", *folders, "malang").stdout
    assert "putik-sari" in everything
    assert "putik-sari" not in run("search", *folders, "malang", "--", "-wonosari").stdout


def test_a_search_names_the_number_of_related_cases_and_shows_them_on_demand(
    run, content, real_index
):
    options = ["--content", content, "--index", real_index, "--limit", "5", "anak", "jalanan"]
    printed = run("search", *options).stdout
    total, related = map(int, re.findall(r"\d+", printed.splitlines()[0])[:2])
    assert printed.startswith(f"{total} inovasi, {related} mungkin terkait, ")
    assert len(re.findall(r"^\d+\. ", printed, re.MULTILINE)) == total < 5
    more = run("search", "--related", *options).stdout
    assert len(re.findall(r"^\d+\. ", more, re.MULTILINE)) == 5
    assert more.index(f"\n{total}. ") < more.index("\nMungkin terkait:\n")
    assert more.index("\nMungkin terkait:\n") < more.index(f"\n{total + 1}. ")


@pytest.mark.parametrize("text", ["😀", "yang dan", "-sekolah"])
def test_a_search_without_words_to_search_for_shows_how_to_ask(run, folders, text):
    printed = run("search", *folders, "--limit", "1", "--", text).stdout
    assert "Tidak ada kata yang dicari. Tulis masalahnya, misalnya:\n  anak putus" in printed


# --- search --advanced ----------------------------------------------------------------


def test_an_advanced_search_uses_fields_and_operators(run, folders):
    printed = run("search", *folders, "--advanced", "judul:sari OR judul:beras").stdout
    assert printed.startswith("2 inovasi")
    assert "putik-sari" in printed and "nasi-tiga-beras" in printed
    both = run("search", *folders, "--advanced", "judul:beras", "DAN", "judul:sari").stdout
    assert both.startswith("0 inovasi")


def test_an_advanced_search_for_machines_has_the_form_of_the_api(run, folders):
    printed = run("search", *folders, "--advanced", "--json", "judul:sari").stdout
    assert [result["slug"] for result in json.loads(printed)["results"]] == ["putik-sari"]


def test_a_mistake_in_an_advanced_query_is_shown_with_its_place_and_the_remedy(run, folders):
    result = run("search", *folders, "--advanced", f"{'anak ' * 20}AND\tjdul:sari")
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert "Error: Tidak ada ruas “jdul”. Maksud Anda “judul:”?" in lines
    marks = lines.index(next(line for line in lines if set(line) == {" ", "^"}))
    excerpt = lines[marks - 1]
    assert excerpt[lines[marks].index("^") :] == "jdul:sari"
    assert lines[marks].count("^") == len("jdul")
    assert lines[-1].endswith("judul:sari")


def test_a_mistake_in_a_long_advanced_query_fits_the_screen(run, folders):
    result = run("search", *folders, "--advanced", "anak " * 2000)
    assert result.exit_code == 2
    assert max(len(line) for line in result.stderr.splitlines() if set(line) <= {" ", "^"}) <= 80


@pytest.mark.parametrize("kind", ["too-slow", "busy"])
def test_an_advanced_search_without_an_answer_in_time_is_a_failure(run, folders, monkeypatch, kind):
    def refuse(self: Engine, query: object) -> None:
        raise AdvancedQueryError(kind, 0, 4, Label("Coba lagi.", "Try again."))

    monkeypatch.setattr(Engine, "search", refuse)
    result = run("search", *folders, "--advanced", "anak")
    assert result.exit_code == 1
    assert "Coba lagi." in result.stderr


# --- eval -----------------------------------------------------------------------------


@pytest.fixture
def topics(tmp_path: Path) -> Path:
    """Three topics: the engine finds the case of the first two, and not that of the third."""
    path = tmp_path / "topics.json"
    path.write_text(
        json.dumps(
            [
                {"id": "T1", "kind": "name", "query": "putik sari", "relevant": "putik-sari"},
                {"id": "T2", "kind": "name", "query": "jarik ma'siti", "relevant": "jarik-ma-siti"},
                {"id": "T3", "kind": "other", "query": "zzqqxx", "relevant": "simba-asia"},
            ]
        )
    )
    return path


def test_eval_prints_the_means_of_all_topics_and_by_kind(run, folders, topics):
    lines = run("eval", *folders, topics).stdout.splitlines()
    assert lines[0].split() == ["topik", *evaluate.MEASURES]
    assert {"judged@10", "P(about)", "R(about)"} < set(evaluate.MEASURES)
    rows = {line.split()[0]: line.split()[1:] for line in lines[1:]}
    assert rows["name"][:5] == ["2", "1.000", "1.000", "1.000", "1.000"]
    assert rows["other"] == ["1", *["0.000"] * len(evaluate.MEASURES)]
    assert rows["semua"][:2] == ["3", "0.667"]
    means = json.loads(run("eval", *folders, topics, "--json").stdout)
    assert means["name"]["topics"] == 2
    assert means["name"]["nDCG@10"] == 1


def test_eval_reads_judgments_from_a_file(run, folders, topics, tmp_path):
    qrels = tmp_path / "qrels.txt"
    qrels.write_text("T1 0 simba-asia 3\nT1 0 putik-sari 0\n")
    means = json.loads(run("eval", *folders, topics, qrels, "--json").stdout)
    assert means["semua"]["topics"] == 1
    assert means["semua"]["success@1"] == 0


def test_eval_compares_with_saved_measures(run, folders, topics, tmp_path):
    saved = tmp_path / "scores.json"
    run("eval", *folders, topics, "--save", saved)
    output = run("eval", *folders, topics, "--baseline", saved).stdout
    assert "Selisih terhadap baseline" in output
    assert re.search(r"^  nDCG@10 +\+0\.000  \[\+0\.000, \+0\.000\]$", output, re.MULTILINE)


def test_eval_names_the_worst_topics_and_the_cases_they_miss(run, folders, topics):
    output = run("eval", *folders, topics, "--worst", "1").stdout
    assert "0.000 T3 other: zzqqxx" in output
    assert "tidak di 10 teratas: simba-asia (3)" in output
    assert "T1" not in output


@pytest.mark.parametrize("text", ["", "{}", '[{"id": "T1"}]', "[]"])
def test_eval_refuses_topics_that_cannot_be_measured(run, folders, tmp_path, text):
    (tmp_path / "topics.json").write_text(text)
    result = run("eval", *folders, tmp_path / "topics.json")
    assert result.exit_code == 2
    assert result.stderr and not result.stdout


# --- test -----------------------------------------------------------------------------


def test_test_hands_its_arguments_to_pytest():
    command = [sys.executable, "-m", "app.cli", "test", "--version"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.match(r"pytest \d", done.stdout + done.stderr)
