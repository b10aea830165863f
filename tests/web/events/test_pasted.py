"""A pasted list of cases: names, slugs and addresses, one a line."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from app.search.engine import Engine
from app.web.events.pasted import LINES_SHOWN, MOST_LINES, read_pasted, with_near_name
from tests.web.conftest import take_apart
from tests.web.events.conftest import CASES, follow, press


def test_names_slugs_and_addresses_name_cases(client):
    typed = (
        "1. Putik Sari\n- jarik-ma-siti\n\nhttps://contoh.go.id/inovasi/bunga-desa?x=1\n"
        "https://contoh.go.id/pilihan?s=kang-pisman&s=putik-sari\nBelajar Menarik Bersama "
        "Siswa Istimewa\n"
    )
    _page, address = follow(client, "/acara", [("tempel", typed), ("judul", "Acara")])
    query = parse_qs(urlsplit(address).query)
    assert query["s"] == ["putik-sari", "jarik-ma-siti", "bunga-desa", "kang-pisman"]
    assert query["judul"] == ["Acara"] and "tempel" not in query


def test_lines_that_name_no_case_are_reported_and_stay_in_the_field(client):
    page = take_apart(client, "/acara?" + urlencode({"tempel": "Putik Sari\nSapi Terbang"}))
    assert page.status == 400
    assert "Tidak ditemukan: “Sapi Terbang”" in page.text("//*[@id='tempel-e']")
    assert page.only("//textarea[@id='tempel']").text == "Sapi Terbang"
    assert page.only("//input[@name='s']").get("value") == "putik-sari"


@pytest.mark.parametrize("line", ["http://[", "/inovasi/", "//", "https://x/inovasi/<script>", "?"])
def test_an_address_of_no_case_is_a_line_that_names_none(real_engine, line):
    assert read_pasted(line, real_engine) == ([], [line])


def test_a_very_long_list_is_read_to_its_limit(real_engine):
    slugs, unknown = read_pasted("\n".join(["putik-sari"] * 200), real_engine)
    assert len(slugs) == MOST_LINES and unknown == []


@pytest.mark.parametrize("cases", ["", CASES])
def test_near_names_are_offered_and_take_the_place_of_their_line(client, get, cases):
    page = get(f"/acara?{cases}&{urlencode({'tempel': f'jempoll{chr(10)}Sapi Terbang Malam'})}")
    assert page.status == 400
    offered = [b.get("value") for b in page.all("//button") if "pilih-" in b.get("value", "")]
    assert "pilih-jempol-minahasa-utara" in offered
    chosen = press(client, page, "pilih-jempol-minahasa-utara")
    assert "jempol-minahasa-utara" in [f.get("value") for f in chosen.all("//input[@name='s']")]
    assert chosen.only("//textarea[@id='tempel']").text == "Sapi Terbang Malam"


def test_a_near_name_for_a_line_that_was_changed_is_added(real_engine):
    text = with_near_name("Putik Sari", "jempol-minahasa-utara", real_engine)
    assert text == "Putik Sari\njempol-minahasa-utara"
    assert with_near_name("x", "<b>", real_engine) == "x"


def test_every_case_is_found_by_its_title_and_by_its_full_name(real_engine):
    by_name: dict[str, set[str]] = {}
    for card in real_engine.cards():
        for name in filter(None, (card.title, card.expansion)):
            by_name.setdefault(name.casefold(), set()).add(card.slug)
    for name, slugs in by_name.items():
        found, unknown = read_pasted(f"{name.upper()}", real_engine)
        assert not unknown and len(found) == 1 and found[0] in slugs, name


@pytest.mark.parametrize("button", ["", "pilih-putik-sari"])
def test_a_long_list_of_misspelt_names_takes_few_searches(client, monkeypatch, button):
    """Fifty would take others' turn."""
    searched = set()
    search = Engine.search

    def count(engine, query):
        searched.add(query.text)
        return search(engine, query)

    monkeypatch.setattr(Engine, "search", count)
    lines = [f"Jempoll Minahasza Uttara {number}" for number in range(MOST_LINES)]
    page = take_apart(client, "/acara?" + urlencode({"tempel": "\n".join(lines), "aksi": button}))
    assert page.status == 400
    assert searched == set(lines[:LINES_SHOWN])
