"""Cases and themes can be cited: the text on their pages, and the files for bibliographies."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.site.citation import Citation


def citation(title: str) -> Citation:
    day = dt.date(2026, 3, 9)
    return Citation("kunci", title, day, "https://contoh.go.id/inovasi/a_b", dt.date(2026, 11, 30))


def test_a_case_says_how_to_cite_it(get, real_engine):
    page = get("/inovasi/putik-sari")
    case = real_engine.case("putik-sari")
    (text,) = [text for text in page.texts("//details//p") if text.startswith("Pustaka Inovasi (")]
    assert case.title in text
    assert f"({case.updated.year})" in text
    assert "Keadaan" in text
    assert text.endswith("http://localhost/inovasi/putik-sari")
    assert "/inovasi/putik-sari/sitasi.bib" in page.links
    assert "/inovasi/putik-sari/sitasi.json" in page.links


def test_a_theme_says_how_to_cite_it(get):
    page = get("/tema/mengelola-sampah")
    assert any(
        "http://localhost/tema/mengelola-sampah" in text for text in page.texts("//details//p")
    )
    assert "/tema/mengelola-sampah/sitasi.bib" in page.links


@pytest.mark.parametrize("path", ["/inovasi/putik-sari", "/tema/mengelola-sampah"])
def test_the_files_name_the_page_and_its_state(client, path):
    answer = client.get(f"{path}/sitasi.json")
    assert answer.headers["Content-Disposition"].endswith('.json"')
    (item,) = answer.get_json()
    assert item["URL"] == f"http://localhost{path}"
    assert item["author"] == [{"literal": "Pustaka Inovasi"}]
    bibtex = client.get(f"{path}/sitasi.bib")
    assert bibtex.mimetype == "application/x-bibtex"
    assert bibtex.text.startswith(f"@misc{{{item['id']},\n")
    year, month, day = item["issued"]["date-parts"][0]
    assert f"note = {{Keadaan {year}-{month:02}-{day:02}}}" in bibtex.text


def test_an_english_page_is_cited_by_its_own_address(get):
    texts = get("/en/inovasi/putik-sari").texts("//details//p")
    assert any(text.endswith("http://localhost/en/inovasi/putik-sari") for text in texts)


def test_what_is_not_there_cannot_be_cited(client):
    assert client.get("/inovasi/tidak-ada/sitasi.bib").status_code == 404
    assert client.get("/tema/tidak-ada/sitasi.json").status_code == 404


def test_an_entry_of_bibtex_is_whole():
    assert citation("Kas & Karya: 100% {siap}_#1").bibtex == (
        "@misc{kunci,\n"
        "  author = {{Pustaka Inovasi}},\n"
        "  title = {{Kas \\& Karya: 100\\% \\{siap\\}\\_\\#1}},\n"
        "  year = {2026},\n"
        "  month = mar,\n"
        "  note = {Keadaan 2026-03-09},\n"
        "  url = {https://contoh.go.id/inovasi/a_b},\n"
        "  urldate = {2026-11-30},\n"
        "  langid = {indonesian},\n"
        "}\n"
    )


@given(st.text(max_size=60))
def test_no_title_breaks_an_entry(title):
    entry = citation(title).bibtex
    (line,) = [line for line in entry.split("\n") if line.startswith("  title = ")]
    value = line.removeprefix("  title = ").removesuffix(",")
    bare = re.sub(r"\\(?:text[a-z]+\{\}|.)", "", value)
    assert re.fullmatch(r"\{\{[^{}\\#$%&_~^]*\}\}", bare)
    assert len(entry.split("\n")) == 11


@given(st.text(max_size=60))
def test_csl_json_has_the_title_as_it_is(title):
    assert json.loads(citation(title).csl_json)[0]["title"] == title
