"""Cases side by side: the rows as values, the page, the files."""

from __future__ import annotations

import csv
import io

import docx
import pytest

from app.web.workbench.comparison import QUOTED, Comparison, compare

TWO = "s=jarik-ma-siti&s=gebrak-pakumis"


@pytest.fixture(scope="module")
def comparison(app, real_cases) -> Comparison:
    with app.test_request_context():
        return compare(
            [real_cases[slug].case for slug in ("jarik-ma-siti", "gebrak-pakumis", "putik-sari")]
        )


def facts_of(comparison: Comparison, key: str) -> list[list[str]]:
    """The facts of each cell of a row, with their notes in brackets."""
    (row,) = [row for row in comparison.rows if row.key == key]
    return [
        [f"{fact.text} ({fact.note})" if fact.note else fact.text for fact in cell.facts]
        for cell in row.cells
    ]


def test_cells_hold_the_facts_of_the_case_files_and_nothing_else(comparison):
    assert facts_of(comparison, "started") == [["2018"], ["2013"], ["2019"]]
    assert facts_of(comparison, "legal_basis") == [[], ["Peraturan Bupati Nomor 63 Tahun 2019"], []]
    assert facts_of(comparison, "challenges")[1:] == [[], []]
    assert facts_of(comparison, "results")[1] == [
        "Rumah kumuh yang diperbaiki 2013-2018: 6.694 unit (sebelumnya: belum ada data)",
        "Rumah yang diperbaiki 2019-2022: 4.444 unit (sebelumnya: belum ada data)",
    ]
    assert "0 (7 Maju, 1 Berkembang; 2021) → 8 (2023)" in facts_of(comparison, "results")[2][0]
    assert facts_of(comparison, "place")[0] == ["Kota Malang, Jawa Timur"]
    assert facts_of(comparison, "sources")[1] == ["7 sumber (terbaru 2023)"]


def test_a_promise_to_copy_is_marked_as_a_promise(comparison):
    copies = facts_of(comparison, "replicated_by")
    assert copies[0][0] == "SMP Negeri 13 Kota Malang (Nasi Tiga Beras) (2022)"
    assert all(copy.endswith("(baru rencana atau komitmen)") for copy in copies[2])


def test_rows_that_are_the_same_for_all_are_known(comparison):
    same = {row.key for row in comparison.rows if row.same}
    assert "copy_terms" in same  # nobody's source says it
    assert not same & {"problem", "solution", "results", "place"}


def test_a_single_case_has_no_rows_that_are_the_same(app, real_cases):
    with app.test_request_context():
        alone = compare([real_cases["putik-sari"].case])
    assert not any(row.same for row in alone.rows)


def test_a_long_section_is_quoted_in_whole_sentences(comparison):
    (row,) = [row for row in comparison.rows if row.key == "problem"]
    long = row.cells[0]
    assert long.more == "masalah"
    (quotation,) = long.facts
    assert len(quotation.text) <= QUOTED and quotation.text.endswith(".")


# --- the page -------------------------------------------------------------------------


def test_the_page_shows_facts_in_rows_and_cases_in_columns(get):
    page = get(f"/banding?{TWO}")
    assert page.status == 200
    names = page.texts("//thead//th/a")
    assert names == ["Jarik Ma'Siti", "Gebrak Pakumis"]
    for row in page.all("//tbody/tr"):
        assert [cell.get("data-k") for cell in row.findall("td")] == names
    text = page.text("//table")
    assert "Peraturan Bupati Nomor 63 Tahun 2019" in text and "Belum ada data" in text
    rows = {row.findtext("th", "").strip(): row for row in page.all("//tbody/tr")}
    assert rows["Syarat meniru"].get("class") == "same"
    assert {cell.get("data-all") for cell in rows["Syarat meniru"].findall("td")} == {"Semua"}
    assert rows["Masalah"].get("class") is None


def test_a_case_leaves_the_comparison_but_not_the_list(get):
    page = get(f"/banding?{TWO}&s=putik-sari")
    leave = [a.get("href", "") for a in page.all("//td//a") if "Keluarkan" in (a.text or "")]
    assert leave[0] == (
        "/banding?s=gebrak-pakumis&s=putik-sari"
        "&daftar=jarik-ma-siti&daftar=gebrak-pakumis&daftar=putik-sari"
    )


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Belum ada kasus yang dipilih"),
        ("?s=putik-sari", "Baru satu kasus: Putik Sari"),
        (
            f"?{TWO}&s=putik-sari&s=mie-keriting&s=kejar-stunting-tanalili",
            "Anda memilih 5 kasus; yang dapat berdampingan paling banyak 4",
        ),
    ],
)
def test_too_few_or_too_many_cases_get_a_way_on(get, query, words):
    page = get(f"/banding{query}")
    assert page.status == 200
    assert words in page.text("//main")
    assert not page.all("//table")
    assert page.all("//main//form")


def test_five_cases_can_be_narrowed_without_losing_the_list(get):
    page = get(f"/banding?{TWO}&s=putik-sari&s=mie-keriting&s=kejar-stunting-tanalili")
    form = next(form for form in page.all("//form") if form.get("action") == "/banding")
    whole_list = [
        field.get("value") for field in form.iter("input") if field.get("name") == "daftar"
    ]
    boxes = [field.get("value") for field in form.iter("input") if field.get("name") == "s"]
    assert whole_list == boxes and len(boxes) == 5


# --- the files ------------------------------------------------------------------------


def test_the_csv_holds_the_same_rows(client, get):
    answer = client.get(f"/banding.csv?{TWO}")
    assert answer.status_code == 200 and answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="perbandingan.csv"'
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["Fakta", "Jarik Ma'Siti", "Gebrak Pakumis"]
    facts = {row[0]: row[1:] for row in rows[1:] if row}
    assert facts["Mulai"] == ["2018", "2013"]
    assert facts["Tantangan"][1] == "Belum ada data"
    assert facts["Alamat"] == [f"http://localhost/banding?{TWO}"]
    assert "CC BY 4.0" in facts["Lisensi"][0]


def test_the_word_file_is_a4_on_its_side_and_holds_the_same_rows(client):
    answer = client.get(f"/banding.docx?{TWO}")
    assert answer.status_code == 200
    document = docx.Document(io.BytesIO(answer.data))
    section = document.sections[0]
    width, height = section.page_width, section.page_height
    assert width and height and (width.mm, height.mm) == pytest.approx((297, 210), abs=1)
    (table,) = document.tables
    facts = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in table.rows}
    assert facts["Fakta"] == ["Jarik Ma'Siti", "Gebrak Pakumis"]
    assert facts["Mulai"] == ["2018", "2013"]
    assert facts["Syarat meniru (sama)"] == ["Belum ada data", "Belum ada data"]


@pytest.mark.parametrize("kind", ["csv", "docx"])
@pytest.mark.parametrize("query", ["", "?s=putik-sari", "?s=putik-sari&s=tidak-ada&s=mie-keriting"])
def test_a_file_without_enough_cases_is_refused_with_the_reason(client, kind, query):
    answer = client.get(f"/banding.{kind}{query}")
    assert answer.status_code == 400 and answer.mimetype == "text/html"
    assert "Pilih 2 sampai 4 kasus" in answer.text
