"""An advanced search on the pages and files that any search has, and its mistakes."""

from __future__ import annotations

import csv
import io
import time
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.collection.vocabulary import Label
from app.search.advanced import clock
from app.search.advanced.mistakes import AdvancedQueryError
from app.search.advanced.query_fields import QUERY_FIELDS
from app.search.advanced.search import AdvancedSearch
from app.search.query.query import Query
from tests.web.conftest import take_apart

QUERY = "judul:sampah ATAU masalah:antrean"
ADDRESS = f"/cari?{urlencode({'mode': 'lanjut', 'q': QUERY})}"


def parameters_of(address: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(address).query)


# --- results --------------------------------------------------------------------------


def test_a_page_shows_what_the_engine_finds(get, real_engine):
    page = get(ADDRESS)
    results = real_engine.search(Query(QUERY, mode="advanced"))
    assert page.status == 200
    assert page.total == results.total > 10
    assert page.slugs == [hit.card.slug for hit in results.hits]
    assert page.text("//*[@role='status']") == (
        f"{results.total} inovasi menurut pencarian lanjutan {QUERY}."
    )
    assert "<mark>" in page.html


def test_every_way_on_keeps_the_mode(get):
    """Filters, orders, pages, files, the proposal of an event: each asks the same query."""
    page = get(f"{ADDRESS}&category=tata-kelola&per_page=1")
    forms = [
        form for form in page.all("//form") if urlsplit(form.get("action", "")).path == "/cari"
    ]
    assert len(forms) == 2
    for form in forms:
        fields = {(field.get("name"), field.get("value")) for field in form.findall(".//input")}
        assert {("mode", "lanjut"), ("q", QUERY)} <= fields
    same_query = [link for link in page.links if ("q", QUERY) in parameters_of(link)]
    paths = {urlsplit(link).path for link in same_query}
    assert paths == {
        *("/cari", "/cari.csv", "/cari.xlsx", "/acara/usul", "/api/v1/search", "/cari/lanjut"),
        *("/cari.atom", "/en/cari"),
    }
    for link in same_query:
        mode = dict(parameters_of(link)).get("mode")
        expected = {"/api/v1/search": "advanced", "/cari/lanjut": None}
        assert mode == expected.get(urlsplit(link).path, "lanjut"), link


def test_counts_of_filters_are_what_they_find(get):
    page = get(ADDRESS)
    options = [(o.find("input"), o.find("span")) for o in page.all("//label[@class='opt']")]
    assert len(options) > 10
    for box, count in options[::6]:
        found = get(f"{ADDRESS}&{urlencode({box.get('name'): box.get('value')})}").total
        assert found == int("".join(count.itertext()).split()[0])


def test_the_next_page_goes_on(get):
    first = get(f"{ADDRESS}&per_page=5")
    second = get(first.only("//a[@rel='next']").get("href"))
    assert second.status == 200
    assert second.total == first.total
    assert not set(first.slugs) & set(second.slugs)


def test_the_files_have_the_same_cases(get, client):
    answer = client.get(ADDRESS.replace("/cari?", "/cari.csv?"))
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    end = rows.index([])
    about = dict(rows[end + 1 :])
    assert end - 1 == get(ADDRESS).total
    assert about["Dalam kata"] == (
        f"{end - 1} inovasi menurut pencarian lanjutan judul:sampah ATAU masalah:antrean"
    )
    assert parameters_of(about["Alamat"]) == [("mode", "lanjut"), ("q", QUERY)]
    workbook = client.get(ADDRESS.replace("/cari?", "/cari.xlsx?"))
    assert workbook.status_code == 200


def test_an_event_is_proposed_from_what_it_finds(get):
    page = get(ADDRESS.replace("/cari?", "/acara/usul?") + "&n=3")
    assert page.status == 200
    assert len(page.slugs) == 3
    assert set(page.slugs) <= {slug for n in (1, 2) for slug in get(f"{ADDRESS}&page={n}").slugs}
    assert page.text("//label[@for='q']") == "Kueri lanjutan"
    kit = next(link for link in page.links if link.startswith("/acara?"))
    assert "tema" not in dict(parameters_of(kit))


def test_an_unknown_mode_is_named(get):
    page = get("/cari?q=stunting&mode=x")
    assert page.status == 400
    assert "mode: Cara mencari “x” tidak dikenal; pilih biasa, lanjut." in page.text(
        "//*[@role='alert']"
    )
    assert page.slugs == get("/cari?q=stunting").slugs
    assert get("/cari?q=stunting&mode=biasa").slugs == page.slugs
    assert get("/cari?q=stunting&mode=advanced").status == 400


def test_no_result_is_no_dead_end(get):
    page = get("/cari?mode=lanjut&q=judul%3Asapi+DAN+terbang&category=kesehatan&province=Aceh")
    assert page.status == 200
    assert page.text("//*[@role='status']").startswith("Tidak ada inovasi menurut pencarian")
    ways = [link.get("href") for link in page.all("//section[@aria-labelledby='longgar']//a")]
    assert "/cari" in ways
    assert all(get(way).total > 0 for way in ways)
    form = "/cari/lanjut?q=judul:sapi+DAN+terbang&category=kesehatan&province=Aceh"
    assert form in page.links
    words = get("/cari?mode=lanjut&q=judul%3Asapi+DAN+terbang").all(
        "//section[@aria-labelledby='longgar']//a"
    )[0]
    assert words.get("href") == "/cari?q=sapi+terbang"
    assert get("/cari?q=sapi+terbang").total > 0


def test_without_text_every_case_is_found(get, real_engine):
    assert get("/cari?mode=lanjut").total == real_engine.cases


# --- mistakes -------------------------------------------------------------------------


def test_a_mistake_is_shown_with_its_place_and_what_was_meant(get):
    page = get("/cari?mode=lanjut&q=judl%3Asampah+DAN+desa&category=kesehatan&sort=name")
    assert page.status == 400
    alert = page.text("//*[@role='alert']")
    assert "Tidak ada ruas “judl”. Maksud Anda “judul:”?" in alert
    assert page.text("//code[@class='query']") == "judl:sampah DAN desa"
    assert page.text("//code[@class='query']/mark") == "judl"
    box = page.only("//input[@id='q']")
    assert box.get("value") == "judl:sampah DAN desa"
    assert box.get("aria-describedby") == "keliru"
    hidden = {(field.get("name"), field.get("value")) for field in page.all("//input")}
    assert {("mode", "lanjut"), ("category", "kesehatan"), ("sort", "name")} <= hidden
    kept = "&category=kesehatan&sort=name"
    assert {
        f"/cari?mode=lanjut&q=judul:sampah+DAN+desa{kept}",
        f"/cari?q=judl:sampah+desa{kept}",
        f"/cari/lanjut?q=judl:sampah+DAN+desa{kept}",
    } <= set(page.links)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_refused_with_the_place_of_the_mistake(client, kind):
    answer = client.get(f"/cari.{kind}?mode=lanjut&q=sampah+DAN")
    assert answer.status_code == 400
    assert "harus ada kata atau kurung. Karakter 8 sampai 10." in answer.text


def test_a_proposal_names_the_mistake_and_keeps_the_query(get):
    page = get("/acara/usul?mode=lanjut&q=sampah+DAN&n=4")
    assert page.status == 400
    assert "q: Di kiri dan kanan “DAN” harus ada kata" in page.text("//*[@role='alert']")
    assert page.only("//input[@id='q']").get("value") == "sampah DAN"


def test_a_query_that_takes_too_long_is_stopped(client, monkeypatch):
    monkeypatch.setattr(clock, "TIME_LIMIT", 0.0)
    page = take_apart(client, "/cari?mode=lanjut&q=sek*+DAN+kerja")
    assert page.status == 400
    assert "terlalu berat" in page.text("//*[@role='alert']")
    assert not page.all("//mark")


def test_where_too_many_search_a_visitor_is_asked_to_wait(client, monkeypatch):
    def busy(_search: object, text: str) -> None:
        raise AdvancedQueryError("busy", 0, len(text), Label("Sibuk.", "Busy."))

    monkeypatch.setattr(AdvancedSearch, "find", busy)
    for address in ("/cari?mode=lanjut", "/cari/lanjut?", "/api/v1/search?mode=advanced"):
        answer = client.get(f"{address}&q=desa")
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0


# --- bounds ---------------------------------------------------------------------------

TIME_LIMIT = clock.TIME_LIMIT

#: What a page or a file may take besides the search, in seconds: at most 490 rows.
PAGE_TIME = 0.6

NASTY = {
    "wildcards": " ".join(["se*"] * 40),
    "a wildcard alone": "*",
    "a leading wildcard": "*an",
    "fuzzy": " ATAU ".join([f"{word}~2" for word in ("kerja", "kota", "desa", "anak") * 8]),
    "brackets": "(" * 500,
    "nested": "(" * 9 + "a" + ")" * 9,
    "words": "kata " * 100,
    "long": "x" * 5000,
    "distance": '"a b"~99999999999999999999',
    "phrases": " ".join(['"di dan yang"~10'] * 13),
    "years": "tahun:[0000 TO 9999] " * 20,
    "fields": "judul:" * 160,
    "no end": 'judul:"',
    "null": "a\0b",
    "surrogate": "%ED%A0%80",
    "operators": "DAN ATAU BUKAN " * 60,
    "stars": "a" + "*b" * 400,
}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
@pytest.mark.parametrize(
    "address",
    [
        *("/cari?mode=lanjut", "/api/v1/search?mode=advanced", "/cari/lanjut?x="),
        *("/cari.csv?mode=lanjut", "/acara/usul?mode=lanjut"),
    ],
)
def test_a_nasty_query_is_answered_within_the_limit(client, monkeypatch, address, text):
    monkeypatch.setattr(clock, "TIME_LIMIT", TIME_LIMIT)
    client.get(f"{address}&q=desa")  # opens Whoosh, which the limit leaves out
    # The time of this thread: on a busy machine others take their share of the clock.
    started = time.thread_time()
    answer = client.get(f"{address}&q={quote(text)}")
    assert time.thread_time() - started < TIME_LIMIT + PAGE_TIME
    assert answer.status_code in {200, 400}


PIECES = st.sampled_from(
    [
        *("DAN", "ATAU", "BUKAN", "NOT", "(", ")", '"', "~", "*", "?", "[", "]", "TO", ">", "<="),
        *(":", "^", "+", "-", "2019", "tahun:", "desa", "sek*", "kerja~2", "\\", "\0", "😀", "é"),
        *(f"{field.name.id}:" for field in QUERY_FIELDS),
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=12), st.sampled_from(["", " "]))
@settings(max_examples=60)
def test_no_text_ends_in_an_error(app, pieces, between):
    text = between.join(pieces)
    client = app.test_client()
    for address, name in (
        ("/cari?mode=lanjut", "q"),
        ("/api/v1/search?mode=advanced", "q"),
        ("/cari/lanjut?cara=semua&ruas=", "isi"),
        ("/acara/usul?mode=lanjut", "q"),
    ):
        answer = client.get(f"{address}&{urlencode({name: text})}")
        assert answer.status_code in {200, 400}, address
