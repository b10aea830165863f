"""The list of themes, the page of a theme, and its files."""

from __future__ import annotations

import csv
import io

import pytest
from docx import Document
from openpyxl import load_workbook

from app.collection.theme_overview import ORDERS, overview

SLUG = "mengelola-sampah"
MAP = "//table[@class='grid evidence-map']/tbody/tr"


@pytest.fixture
def whole(real_engine):
    return overview(real_engine.themes[SLUG], real_engine.case)


def test_every_theme_stands_in_the_list_once(get, real_engine):
    page = get("/tema")
    links = [link.get("href") for link in page.all("//ul[@class='themes']//h3/a")]
    assert sorted(links) == sorted(f"/tema/{slug}" for slug in real_engine.themes)


def test_every_theme_has_a_page(get, real_engine):
    for slug, theme in real_engine.themes.items():
        page = get(f"/tema/{slug}")
        assert page.status == 200
        assert page.texts("//h1") == [theme.title]


def test_the_map_counts_the_cases(get, whole):
    rows = get(f"/tema/{SLUG}").all(MAP)
    assert len(rows) == len(whole.approaches) + 1
    for row, approach in zip(rows, whole.approaches, strict=False):
        cells = ["".join(cell.itertext()) for cell in row if cell.tag.endswith("td")]
        assert [int(cell.split()[0]) for cell in cells] == list(approach.by_step.values())


def test_a_cell_opens_its_cases(get, whole):
    page = get(f"/tema/{SLUG}")
    link = next(page.all(f"{MAP}/td/a").__iter__())
    url = link.get("href")
    assert url.endswith("#cara")
    filtered = get(url.partition("#")[0])
    shown = filtered.all("//ul[@class='of-approach']/li")
    assert len(shown) == int("".join(link.itertext()).split()[0])
    assert len(shown) < len(page.all("//ul[@class='of-approach']/li")) == len(whole.cases)


@pytest.mark.parametrize("order", ORDERS)
def test_the_table_of_results_is_ordered_by_links(get, whole, order):
    page = get(f"/tema/{SLUG}?urut={order}")
    assert len(page.all("//table[@class='stacked results']/tbody/tr")) == len(whole.results)
    assert page.texts("//ul[@class='sort']//a[@aria-current]") == [ORDERS[order].id]


@pytest.mark.parametrize(
    "query", ["cara=9", "cara=0", "bukti=7", "urut=x", "cara=%00", "cara=1&bukti=%C2%B2"]
)
def test_a_parameter_that_cannot_be_used_is_reported(get, query):
    page = get(f"/tema/{SLUG}?{query}")
    assert page.status == 400
    assert page.texts("//div[@role='alert']")
    assert page.texts("//h1")


@pytest.mark.parametrize("suffix", ["", ".docx", ".csv", ".xlsx"])
@pytest.mark.parametrize("slug", ["tidak-ada", "Tema%20X", "..%2F..", "%00", "x" * 300])
def test_no_such_theme_is_404_with_a_way_on(client, slug, suffix):
    answer = client.get(f"/tema/{slug}{suffix}")
    assert answer.status_code == 404
    assert b"/cari" in answer.data


def test_the_files_have_the_results(client, whole):
    text = client.get(f"/tema/{SLUG}.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows[1 : rows.index([])]) == len(whole.results)
    book = load_workbook(io.BytesIO(client.get(f"/tema/{SLUG}.xlsx").data))
    assert len(list(book.worksheets[0].iter_rows())) >= len(whole.results) + 1


def test_the_word_file_has_approaches_text_and_cases(client, whole):
    document = Document(io.BytesIO(client.get(f"/tema/{SLUG}.docx").data))
    headings = [
        p.text for p in document.paragraphs if "Heading" in ((p.style and p.style.name) or "")
    ]
    for approach in whole.approaches:
        assert f"{approach.number}. {approach.approach.name}" in headings
    assert "Hasil yang tercatat" in headings
    text = "\n".join(p.text for p in document.paragraphs)
    assert "[^" not in text and "**" not in text
    for case in whole.cited.values():
        assert case.title in text


def test_actions_lead_to_an_event_and_a_comparison_of_approaches(get, whole):
    page = get(f"/tema/{SLUG}")
    links = {"".join(link.itertext()): link.get("href") for link in page.all("//main//a")}
    event = get(links["Susun acara dari tema ini"])
    assert event.status == 200
    comparison = get(links["Bandingkan cara"])
    assert comparison.status == 200
    first = {approach.cases[0].case.title for approach in whole.approaches[:4]}
    assert first <= set(comparison.texts("//main//a"))
