"""The list of themes, the page of a theme, and its files."""

from __future__ import annotations

import csv
import io

import pytest
from docx import Document
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.collection.theme_overview import ORDERS, overview
from app.search.index import builder
from tests.conftest import THEME, THEME_CASES
from tests.web.conftest import Page, make_site, take_apart, text_of

SLUG = "mengelola-sampah"
MAP = "//table[@class='stacked evidence-map']/tbody/tr"
CASES = "//ul[@class='of-approach']/li"


def hrefs(page: Page) -> list[str]:
    """The addresses that the links of the content lead to."""
    return [link.get("href") or "" for link in page.all("//main//a")]


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


def test_a_cell_opens_its_cases_and_says_which_they_are(get, whole):
    page = get(f"/tema/{SLUG}")
    link = page.all(f"{MAP}/td/a")[0]
    url, _, anchor = link.get("href").partition("#")
    chosen = get(url)
    number = int(text_of(link).split()[0])
    assert len(chosen.all(CASES)) == number < len(page.all(CASES)) == len(whole.cases)
    words = chosen.text(f"//p[@id='{anchor}']")
    assert words.startswith(f"{number} kasus: {whole.approaches[0].approach.name}, ")
    assert "Belum ada hasil tercatat" in words


@pytest.mark.parametrize("name", ["Kasus dengan angka sebelum dan sesudah", "Kasus"])
def test_key_figures_lead_to_as_many_cases_as_they_say(get, name):
    figures = get(f"/tema/{SLUG}?cara=1").all("//dl[@class='strip']/div")
    _name, number = next(figure for figure in figures if text_of(figure[0]) == name)
    cases = get(number[0].get("href").partition("#")[0]).all(CASES)
    assert len(cases) == int(text_of(number).split()[0])


@pytest.mark.parametrize("places", ["//ol[@class='map body']/li/a", "//table[@class='places']//a"])
def test_a_province_leads_to_the_cases_of_the_theme_there(get, whole, places):
    links = get(f"/tema/{SLUG}").all(places)
    of_nation = "Nasional" in whole.provinces and places.startswith("//ol")
    assert len(links) == len(whole.provinces) - of_nation
    for link in links[::4]:
        page = get(link.get("href").partition("#")[0])
        province = next(name for name in whole.provinces if text_of(link).startswith(name))
        titles = [case.title for case in whole.provinces[province]]
        assert sorted(page.texts(f"{CASES}/a")) == sorted(titles)


def line_of(page, slug):
    """What the list of an approach says of a case."""
    return page.text(f"//ul[@class='of-approach']/li/a[@href='/inovasi/{slug}']/..")


def test_worsenings_stand_beside_the_best_result(get, real_engine):
    with_worsening = {
        theme: entry
        for slug, theme in real_engine.themes.items()
        for entry in overview(theme, real_engine.case).cases
        if entry.adverse
    }
    assert with_worsening
    for theme, entry in list(with_worsening.items())[:3]:
        page = get(f"/tema/{theme.slug}")
        line = line_of(page, entry.case.slug)
        assert f"Memburuk: {entry.adverse[0].measure}" in line
        rows = page.texts("//table[@class='stacked results']/tbody/tr")
        assert any("(memburuk)" in row and entry.adverse[0].measure in row for row in rows)


def test_weaknesses_stand_beside_the_best_result(get, whole):
    page = get(f"/tema/{SLUG}")
    shown = {entry.case.slug: entry.weaknesses for entry in whole.cases if entry.best}
    old = {slug: weak for slug, found in shown.items() for weak in found if weak.key == "old"}
    assert old
    for slug, weakness in old.items():
        assert weakness.text() in line_of(page, slug)


@pytest.mark.parametrize("order", ORDERS)
def test_the_table_of_results_is_ordered_by_links(get, whole, order):
    page = get(f"/tema/{SLUG}?urut={order}")
    assert len(page.all("//table[@class='stacked results']/tbody/tr")) == len(whole.results)
    assert page.texts("//ul[@class='sort']//a[@aria-current]") == [ORDERS[order].id]


@pytest.mark.parametrize(
    "query",
    [
        *("cara=9", "cara=0", "bukti=7", "urut=x", "cara=%00", "cara=1&bukti=%C2%B2"),
        *("cara=1&bukti=9", "tempat=Jawa", "tempat=Papua+Selatan%00", "cara=1&cara=x"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_reported(get, query):
    page = get(f"/tema/{SLUG}?{query}")
    assert page.status == 400
    assert page.texts("//div[@role='alert']")
    assert page.texts("//h1")


def test_the_shortlist_is_carried_along(get, whole):
    slug = whole.cases[0].case.slug
    page = get(f"/tema/{SLUG}?s={slug}&urut=tahun")
    inside = [link for link in hrefs(page) if link.startswith(f"/tema/{SLUG}?")]
    assert inside
    assert all(f"s={slug}" in link for link in inside)


@pytest.mark.parametrize("path", ["/tema", f"/tema/{SLUG}", f"/tema/{SLUG}.csv", "/tema/tidak-ada"])
def test_head_is_answered_as_get_without_a_body(client, path):
    answer = client.head(path)
    assert answer.status_code == client.get(path).status_code
    assert answer.data == b""


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
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any("· angka lama (" in text for text in cells)


def test_actions_lead_to_an_event_and_a_comparison_of_approaches(get, whole):
    page = get(f"/tema/{SLUG}")
    links = {"".join(link.itertext()): link.get("href") for link in page.all("//main//a")}
    event = get(links["Susun acara dari tema ini"])
    assert event.status == 200
    comparison = get(links["Bandingkan cara"])
    assert comparison.status == 200
    first = {approach.cases[0].case.title for approach in whole.approaches[:4]}
    assert first <= set(comparison.texts("//main//a"))


# --- themes whose cases or files are missing ------------------------------------------


@pytest.fixture
def small_site(theme_folder):
    """``small_site(withdrawn)``: the site of a theme of six invented cases, some withdrawn."""

    def make(withdrawn: str = "") -> FlaskClient:
        return make_site(theme_folder, {}, withdrawn)

    return make


def test_a_theme_without_any_case_keeps_its_page_and_its_place(small_site, theme_folder):
    for slug in THEME_CASES:
        (theme_folder.innovations / f"{slug}.md").unlink()
    theme_folder.write("lain")
    client = small_site()
    page = take_apart(client, "/tema/obat-sampai")
    assert page.status == 200
    assert "sedang tidak ada di koleksi" in page.text()
    links = page.texts("//main//a")
    assert "Susun acara dari tema ini" not in links
    assert "Bandingkan cara" not in links
    assert take_apart(client, "/tema").texts("//h2") == ["Sedang tanpa kasus"]
    for kind in ("docx", "csv", "xlsx"):
        assert client.get(f"/tema/obat-sampai.{kind}").status_code == 200


def test_a_case_that_is_cited_but_unknown_is_named_without_a_link(small_site, theme_folder):
    (theme_folder.innovations / "kurir-obat.md").unlink()
    page = take_apart(small_site(), "/tema/obat-sampai")
    (entry,) = [text for text in page.texts("//ol[@class='sources']/li") if "kurir-obat" in text]
    assert "sedang tidak ada di koleksi" in entry
    assert not [link for link in hrefs(page) if "kurir-obat" in link]


def test_a_theme_that_breaks_while_the_site_runs_leaves_the_others(small_site, theme_folder):
    other = theme_folder.path / "themes" / "obat-dekat.md"
    other.write_text(THEME, "utf-8")
    client = small_site()
    assert client.get("/tema/obat-sampai").status_code == 200
    (theme_folder.path / "themes" / "obat-sampai.md").write_text("---\ntitle: [", "utf-8")
    builder.build(theme_folder.path, theme_folder.path.parent / "index")
    answer = client.get("/tema/obat-sampai")
    assert answer.status_code == 404
    assert b"/cari" in answer.data
    assert client.get("/tema/obat-dekat").status_code == 200
    assert take_apart(client, "/tema").texts("//ul[@class='themes']//h3")
