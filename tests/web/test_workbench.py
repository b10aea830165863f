"""Shortlist, comparison, fit and the files of a search, as their users get them."""

from __future__ import annotations

import csv
import io
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.documents.plan import FIELDS
from app.web import fit
from app.web.shortlist import MOST, Shortlist
from app.web.workbench.export import COLUMNS

THREE = ("putik-sari", "jarik-ma-siti", "gebrak-pakumis")
LIST = "&".join(f"s={slug}" for slug in THREE)

NONSENSE = [
    "s=tidak-ada",
    "s=<script>alert(1)</script>",
    "s=../../etc/passwd",
    "s=%00%1b&s=%E2%80%AE",
    "s=" + "a" * 5000,
    "&".join(f"s=x{n}" for n in range(200)),
]


def listed(url: str, name: str = "s") -> list[str]:
    return [value for key, value in parse_qsl(urlsplit(url).query) if key == name]


# --- shortlist ------------------------------------------------------------------------


@given(st.lists(st.sampled_from("abcdefgh"), max_size=12), st.sampled_from("abcdefgh"))
def test_a_case_is_added_once_at_the_end_and_taken_out_again(slugs, slug):
    shortlist = Shortlist(tuple(dict.fromkeys(slugs)))
    longer = shortlist.with_(slug)
    assert longer.slugs.count(slug) == 1
    assert longer.without(slug).slugs == shortlist.without(slug).slugs
    moved = longer.moved(slug, -99)
    assert moved.slugs[0] == slug and sorted(moved.slugs) == sorted(longer.slugs)


def test_a_card_and_a_case_can_be_added_and_the_list_goes_along(get):
    results = get("/cari?q=stunting&s=putik-sari")
    longer = [link for link in results.links if listed(link)[:1] == ["putik-sari"]]
    added = {tuple(listed(link)[1:]) for link in longer if len(listed(link)) == 2}
    assert {(slug,) for slug in results.slugs} >= added and len(added) >= 10
    assert any(urlsplit(link).path.startswith("/inovasi/") for link in longer)
    page = get("/inovasi/jarik-ma-siti?s=putik-sari")
    assert any(listed(link) == ["putik-sari", "jarik-ma-siti"] for link in page.links)


def test_the_list_shows_its_cases_in_order_and_what_to_do(get):
    page = get(f"/pilihan?{LIST}")
    assert page.status == 200
    assert page.slugs[: len(THREE)] == list(THREE) or set(THREE) <= set(page.slugs)
    without = [link for link in page.links if listed(link) == list(THREE[1:])]
    assert any(urlsplit(link).path == "/pilihan" for link in without)
    assert any(urlsplit(link).path == "/acara" for link in page.links)


def test_an_empty_list_leads_to_the_search(get):
    page = get("/pilihan")
    assert page.status == 200
    assert "/cari" in {urlsplit(link).path for link in page.links}


@pytest.mark.parametrize("query", NONSENSE)
@pytest.mark.parametrize("path", ["/pilihan", "/banding", "/cocok", "/cari"])
def test_nonsense_is_said_and_what_is_right_stays(client, path, query):
    answer = client.get(f"{path}?s=putik-sari&{query}")
    assert answer.status_code == 400
    assert "s=putik-sari" in answer.text or 'value="putik-sari"' in answer.text
    assert "<script>alert" not in answer.text


def test_a_thirteenth_case_is_refused_and_said(client, real_cases):
    many = "&".join(f"s={slug}" for slug in list(real_cases)[: MOST + 1])
    answer = client.get(f"/pilihan?{many}")
    assert answer.status_code == 400
    assert f"paling banyak {MOST} kasus" in answer.text


def test_a_withdrawn_case_gives_its_replacement_with_the_reason(site):
    client = site({"baru": None, "lain": None}, "lama: {reason: Digabung., instead: baru}")
    answer = client.get("/pilihan?s=lama&s=lain")
    assert answer.status_code == 200
    assert "sudah ditarik: Digabung." in answer.text
    assert "Baru" in answer.text and "Lain" in answer.text


# --- comparison -----------------------------------------------------------------------


def test_facts_stand_side_by_side_and_gaps_are_said(get, real_cases):
    page = get("/banding?s=putik-sari&s=jarik-ma-siti")
    assert page.status == 200
    text = page.text()
    for slug in ("putik-sari", "jarik-ma-siti"):
        case = real_cases[slug].case
        assert case.title in text
        for result in case.results:
            assert result.after in text
    assert "Belum ada data" in text


@pytest.mark.parametrize("query", ["", "s=putik-sari", "&".join(f"s={n}" for n in "abcde")])
def test_too_few_or_too_many_cannot_be_compared_but_chosen(client, query):
    assert client.get(f"/banding?{query}").status_code in {200, 400}
    for kind in ("csv", "docx"):
        answer = client.get(f"/banding.{kind}?{query}")
        assert answer.status_code == 400
        assert "2 sampai 4 kasus" in answer.text


def test_the_comparison_goes_out_as_csv_and_word(client, real_cases):
    rows = list(
        csv.reader(io.StringIO(client.get(f"/banding.csv?{LIST}").data.decode("utf-8-sig")))
    )
    titles = [real_cases[slug].case.title for slug in THREE]
    assert rows[0][1:] == titles
    by_name = {row[0]: row[1:] for row in rows if len(row) > 3}
    assert by_name["Biaya"] == [real_cases[s].case.cost or "Belum ada data" for s in THREE]
    document = Document(io.BytesIO(client.get(f"/banding.docx?{LIST}").data))
    (section,) = document.sections
    assert (section.page_width or 0) > (section.page_height or 0)
    header = [cell.text for cell in document.tables[0].rows[0].cells]
    assert header[1:] == titles


# --- fit ------------------------------------------------------------------------------


@pytest.fixture
def areas(app):
    with app.test_request_context():
        return fit.areas()


def test_no_answer_gives_a_score_and_gaps_go_into_the_plan(get):
    page = get("/cocok?s=gebrak-pakumis&percaya1=belum&butuh1=tidak-tahu")
    text = page.text()
    assert "Hasilnya belum terbukti dengan angka sebelum dan sesudah." in text
    assert "skor" not in text.lower() and "%" not in text
    plans = {link for link in page.links if urlsplit(link).path == "/rencana"}
    (link,) = {link for link in plans if listed(link, "celah")}
    (gaps,) = listed(link, "celah")
    assert "Hasilnya belum terbukti" in gaps
    assert "Hasilnya belum terbukti" in get(link).text()


def test_the_gaps_of_all_answers_fit_into_the_plan(app, areas):
    names = [name for area in areas for name in area.parameters]
    answers: tuple[Literal["belum", "tidak-tahu"], ...] = ("belum", "tidak-tahu")
    with app.test_request_context():
        for answer in answers:
            text = fit.find(areas, dict.fromkeys(names, answer)).text
            assert 0 < len(text) <= FIELDS["celah"].most


def test_every_answer_stays_in_the_form(get):
    page = get("/cocok?s=gebrak-pakumis&percaya1=belum&butuh1=tidak-tahu&daya1=ya")
    checked = {
        (box.get("name"), box.get("value"))
        for box in page.all("//input[@type='radio']")
        if box.get("checked") is not None
    }
    assert checked == {("percaya1", "belum"), ("butuh1", "tidak-tahu"), ("daya1", "ya")}


def test_an_answer_that_is_none_is_said(client):
    answer = client.get("/cocok?s=gebrak-pakumis&percaya1=mungkin")
    assert answer.status_code == 400
    assert "mungkin" in answer.text


# --- files of a search ----------------------------------------------------------------


def test_all_results_go_out_with_the_search_written_into_them(client, ask):
    expected = ask(q="stunting", category="kesehatan", per_page=100)
    answer = client.get("/cari.csv?q=stunting&category=kesehatan&page=2")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    end = rows.index([])
    assert rows[0] == list(COLUMNS)
    assert [row[0] for row in rows[1:end]] == [hit["slug"] for hit in expected["results"]]
    about = {row[0]: row[1] for row in rows[end + 1 :] if len(row) > 1}
    assert about["Pencarian"] == "stunting"
    assert "Kesehatan" in about["Saringan"]
    assert about["Jumlah baris"] == str(expected["total"])

    book = load_workbook(io.BytesIO(client.get("/cari.xlsx?q=stunting&category=kesehatan").data))
    cells = [row[0] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert cells[1:] == [hit["slug"] for hit in expected["results"]]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_of_nonsense_is_refused(client, kind):
    answer = client.get(f"/cari.{kind}?category=tidak-ada&sort=9")
    assert answer.status_code == 400
    assert "tidak-ada" in answer.text


def test_a_search_that_looks_like_a_formula_stays_text(client):
    answer = client.get("/cari.xlsx?q=%3Dcmd|' /C calc'!A0")
    about = load_workbook(io.BytesIO(answer.data)).worksheets[1]
    (value,) = [row[1] for row in about.iter_rows() if row[0].value == "Pencarian"]
    assert value.data_type == "s" and str(value.value).startswith("=cmd|")


@pytest.mark.slow  # LibreOffice takes seconds to start
def test_another_program_opens_the_workbook(client, to_pdf):
    book = client.get("/cari.xlsx?q=putik+sari&per_page=1").data
    shown = " ".join("".join(to_pdf({"hasil.xlsx": book})["hasil.xlsx"].pages).split())
    assert "putik-sari" in shown and "Putik Sari" in shown
    assert "Jumlah baris" in shown
