"""``links``, ``upkeep`` and ``needs``."""

from __future__ import annotations

import csv
import datetime as dt

import pytest

from app.cli import link_client
from app.cli.link_client import Answer
from app.cli.upkeep import to_ask
from app.collection import stats
from app.collection.links import Link, read_links, write_links
from app.search.needs import NeedLog


@pytest.fixture
def answers(monkeypatch):
    """Answers to give instead of asking the network: by default, every page is there."""
    given: dict[str, Answer] = {}

    class Client:
        def ask_all(self, urls):
            for url in urls:
                answer = given.get(url, given.get("*", Answer("alive", "200")))
                if answer is None:
                    raise KeyboardInterrupt
                yield url, answer

    monkeypatch.setattr(link_client, "LinkClient", Client)
    return given


def urls_of(content):
    cases, _ = stats.read_cases(content.path)
    return sorted({source.url for case in cases for source in case.sources})


def test_links_asks_every_source_and_keeps_the_answers(run, small_content, answers):
    first, *others = urls_of(small_content)
    answers[first] = Answer("gone", "404")
    result = run("links", "--content", small_content.path)
    assert result.exit_code == 0
    assert first in result.stdout and "404, tidak ada, ditanya lagi nanti" in result.stdout
    assert f"{len(others)} masih ada; 1 tidak ada" in result.stdout
    links, _ = read_links(small_content.path)
    assert [links[url].state for url in (first, *others)] == ["failing"] + ["alive"] * len(others)
    assert "sudah ditanya" in run("links", "--content", small_content.path).stdout


def test_links_names_a_dead_source_with_its_case(run, small_content, answers):
    url = urls_of(small_content)[0]
    before = dt.date.today() - dt.timedelta(8)
    write_links(small_content.path, {url: Link("failing", before, "404", before, 2)})
    answers[url] = Answer("gone", "404")
    result = run("links", "--content", small_content.path, "--all")
    assert ": 404, mati\n  " + url in result.stdout
    listed = run("upkeep", "--content", small_content.path).stdout
    assert "Tautan sumber mati: 1\n" in listed and ": sumber " in listed


def test_an_interrupted_run_keeps_what_was_asked(run, small_content, answers):
    first, second, *_ = urls_of(small_content)
    answers[second] = None
    run("links", "--content", small_content.path)
    links, _ = read_links(small_content.path)
    assert list(links) == [first]


def test_offline_nothing_is_noted(run, small_content, answers):
    answers["*"] = Answer("gone", "nama situs tidak ada")
    result = run("links", "--content", small_content.path)
    assert result.exit_code == 1
    assert "Periksa sambungan internet" in result.output
    assert not (small_content.path / "links.csv").exists()


def test_addresses_no_longer_used_are_dropped(run, small_content, answers):
    write_links(small_content.path, {"https://lama.go.id/": Link("alive", dt.date(2026, 1, 1))})
    run("links", "--content", small_content.path)
    assert sorted(read_links(small_content.path)[0]) == urls_of(small_content)


def test_the_longest_unasked_come_first(small_content):
    cases, _ = stats.read_cases(small_content.path)
    urls = urls_of(small_content)
    today = dt.date(2026, 11, 29)
    known = {url: Link("alive", today - dt.timedelta(10 + n)) for n, url in enumerate(urls[1:])}
    assert to_ask(cases, known, today, lately=6) == [urls[0], *reversed(urls[1:])]
    assert to_ask(cases, known, today, lately=100) == [urls[0]]


def test_upkeep_lists_kinds_with_their_numbers(run, small_content):
    result = run("upkeep", "--content", small_content.path)
    assert result.exit_code == 0
    assert "Fakta penentu belum ada: 4\n" in result.stdout
    assert "putik-sari: " in result.stdout


def test_upkeep_does_not_count_links_that_nobody_asked_as_none(run, small_content, answers):
    before = run("upkeep", "--content", small_content.path).stdout
    assert "Tautan sumber mati: belum diperiksa" in before
    run("links", "--content", small_content.path)
    assert "Tautan sumber mati: 0" in run("upkeep", "--content", small_content.path).stdout


def test_upkeep_as_csv_has_a_column_for_who_takes_it(run, small_content):
    result = run("upkeep", "--content", small_content.path, "--csv")
    header, *rows = csv.reader(result.stdout_bytes.decode("utf-8-sig").splitlines())
    assert header == ["Jenis", "Kasus atau tema", "Judul", "Tempat", "Rincian", "Petugas"]
    assert {row[1] for row in rows} == {
        "putik-sari",
        "jarik-ma-siti",
        "simba-asia",
        "nasi-tiga-beras",
    }
    assert {row[5] for row in rows} == {""}


def test_needs_shows_what_was_asked_often(run, tmp_path):
    path = tmp_path / "needs.sqlite"
    for _ in range(5):
        NeedLog(path).add("sapi terbang")
    NeedLog(path).add("kuda laut")
    result = run("needs", PUSTAKA_NEEDS=str(path))
    assert "sapi terbang" in result.stdout and "kuda" not in result.stdout
    assert (
        "Belum ada yang dicari sedikitnya 6 kali"
        in run("needs", "--min", 6, PUSTAKA_NEEDS=str(path)).stdout
    )


def test_needs_without_a_log_says_how_to_get_one(run, tmp_path):
    result = run("needs")
    assert result.exit_code == 2 and "PUSTAKA_NEEDS belum diisi" in result.output
    broken = tmp_path / "rusak"
    broken.write_bytes(b"x" * 5000)
    result = run("needs", PUSTAKA_NEEDS=str(broken))
    assert result.exit_code == 1 and "tidak bisa dipakai" in result.output
