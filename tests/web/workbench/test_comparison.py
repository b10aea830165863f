"""Cases side by side: the rows as values, the page, the files."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qs, urlsplit

import docx
import openpyxl
import pytest

from app.collection import section_html
from app.web.workbench.comparison import LONGEST_BLOCK, UNFOLDED, Comparison, compare

TWO = "s=jarik-ma-siti&s=gebrak-pakumis"


@pytest.fixture(scope="module")
def comparison(app, real_cases) -> Comparison:
    with app.test_request_context():
        return compare(
            [real_cases[slug].case for slug in ("jarik-ma-siti", "gebrak-pakumis", "putik-sari")]
        )


def facts_of(comparison: Comparison, key: str) -> list[list[str]]:
    """The facts of each cell of a row in words."""
    (row,) = [row for row in comparison.rows if row.key == key]
    return [[fact.words for fact in cell.facts] for cell in row.cells]


def keys_of(rows) -> set[str]:
    return {row.key for row in rows}


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


def test_a_worsening_stands_beside_the_good_figure_and_is_marked(maternal):
    assert facts_of(maternal, "results")[0] == [
        "Kematian ibu melahirkan per tahun (2009 ke 2013): 14 → 6",
        "Kematian bayi baru lahir per tahun (2009 ke 2013): 45 → 48 (memburuk)",
    ]


def test_a_promise_to_copy_is_marked_as_a_promise(comparison):
    copies = facts_of(comparison, "replicated_by")
    assert copies[0][0] == "SMP Negeri 13 Kota Malang (Nasi Tiga Beras) (2022)"
    assert all(copy.endswith("(baru janji atau rencana)") for copy in copies[2])


@pytest.fixture(scope="module")
def maternal(app, real_cases) -> Comparison:
    """Two cases on mothers and babies, of which neither tells its cost."""
    with app.test_request_context():
        return compare([real_cases[slug].case for slug in ("2h2-center", "cerdas-ibuku-sipahutar")])


def test_differences_stand_in_groups_by_the_questions_of_an_officer(maternal):
    groups = {group.key: keys_of(group.rows) for group in maternal.differences}
    assert list(groups) == ["hasil", "sumber-daya", "cara", "status", "peniruan", "tempat"]
    assert groups["hasil"] == {"results", "impact", "sources"}
    assert groups["sumber-daya"] == {"duration"}  # one of the two tells it
    assert {"problem", "solution", "steps"} <= groups["cara"]


def test_each_row_is_either_different_or_the_same_or_unknown(maternal):
    assert keys_of(maternal.same) == {"evidence", "level", "category"}
    assert keys_of(maternal.unknown) == {
        *("cost", "staff", "resources", "legal_basis", "challenges", "copy_terms")
    }
    different = [row for group in maternal.differences for row in group.rows]
    assert [*different, *maternal.same, *maternal.unknown] == list(maternal.rows)


def test_a_fact_that_only_one_of_four_cases_has_is_a_difference(app, real_cases):
    slugs = ("2h2-center", "cerdas-ibuku-sipahutar", "sekolah-ibu-bogor", "kejar-stunting-tanalili")
    with app.test_request_context():
        four = compare([real_cases[slug].case for slug in slugs])
    (cost,) = [row for row in four.rows if row.key == "cost"]
    assert cost.differs and [bool(cell.facts) for cell in cost.cells] == [False, False, True, False]
    assert keys_of(four.same) == set()
    assert keys_of(four.unknown) == {"staff", "legal_basis", "copy_terms"}


def test_a_single_case_has_no_rows_that_are_the_same(app, real_cases):
    with app.test_request_context():
        alone = compare([real_cases["putik-sari"].case])
    assert not alone.same


def test_a_figure_against_a_comparison_group_lacks_none_from_before(get):
    compared = get("/banding?s=kiat-guru&s=2h2-center").text("//main")
    assert "daripada sekolah pembanding" in compared
    assert "sebelumnya: belum ada data" not in compared


def test_a_section_is_told_in_its_own_steps_with_citations_that_lead_to_the_case(maternal):
    (steps,) = [row for row in maternal.rows if row.key == "steps"]
    cell = steps.cells[0]
    assert cell.facts[0].text == (
        "1. Bidan koordinator mendaftarkan ibu sejak pemeriksaan kehamilan pertama."
    )
    assert cell.prose.shown.startswith("<ol>")
    assert 'href="/inovasi/2h2-center#s2"' in cell.prose.shown
    assert ' id="' not in cell.prose.shown  # two columns would have the same ids


def test_blocks_of_a_long_section_are_folded_but_never_lost(app, real_cases):
    """Holds for every section of the collection that a comparison shows."""
    folded = 0
    with app.test_request_context():
        for parsed in real_cases.values():
            for row in compare([parsed.case]).rows:
                prose = row.cells[0].prose
                if prose is None:
                    continue
                assert prose.shown
                blocks = section_html.blocks(prose.shown)
                shown = sum(block.length for block in blocks)
                assert shown <= (UNFOLDED if len(blocks) > 1 else LONGEST_BLOCK)
                lines = [line for block in blocks for line in block.lines]
                lines += [
                    line for block in section_html.blocks(prose.folded) for line in block.lines
                ]
                assert lines == [fact.text for fact in row.cells[0].facts]
                folded += bool(prose.folded)
    assert folded


# --- the page -------------------------------------------------------------------------


def test_the_page_shows_groups_of_facts_with_the_cases_in_columns(get):
    page = get(f"/banding?{TWO}")
    assert page.status == 200
    tables = page.all("//table")
    assert len(tables) == 7  # six groups and the next steps
    for table in tables:
        heading = page.text(f"//h2[@id='{table.get('aria-labelledby')}']")
        assert heading
        assert [a.text for a in table.iterfind("thead//a")] == ["Jarik Ma'Siti", "Gebrak Pakumis"]
        assert [a.get("href", "").split("?")[0] for a in table.iterfind("thead//a")] == [
            "/inovasi/jarik-ma-siti",
            "/inovasi/gebrak-pakumis",
        ]
        for row in table.iterfind("tbody/tr"):
            assert [cell.get("data-k") for cell in row.findall("td")] == [
                "Jarik Ma'Siti",
                "Gebrak Pakumis",
            ]
    assert "Peraturan Bupati Nomor 63 Tahun 2019" in page.text("//main")


def test_facts_that_nobody_has_stand_in_one_line_with_the_letters_that_ask(get):
    page = get("/banding?s=2h2-center&s=cerdas-ibuku-sipahutar")
    line = page.text("//section[@aria-labelledby='sisa']")
    assert "Sama pada semua: Kekuatan bukti: Sebelum dan sesudah; Tingkat: Kabupaten;" in line
    assert (
        "Belum ada data pada semua: biaya, tenaga, sumber daya, dasar hukum, tantangan, dan "
        "syarat meniru." in line
    )
    letters = [a.get("href", "") for a in page.all("//section[@aria-labelledby='sisa']//a")]
    assert {urlsplit(letter).path for letter in letters} == {"/surat/permohonan-informasi.docx"}
    about = [parse_qs(urlsplit(letter).query) for letter in letters]
    both = ["2h2-center", "cerdas-ibuku-sipahutar"]
    # The list goes along, so that a refused letter doesn't lose it.
    assert about == [{"s": [slug], "daftar": both} for slug in both]
    assert "Biaya" not in page.texts("//tbody/tr/th")


def test_only_what_differs_is_shown_on_request(get):
    page = get(f"/banding?{TWO}&s=putik-sari&beda=1")
    assert page.status == 200
    assert not page.all("//section[@aria-labelledby='sisa']")
    (whole,) = [a for a in page.all("//main//a") if "Semua fakta" in (a.text or "")]
    assert "beda" not in whole.get("href", "")
    leave = [a.get("href", "") for a in page.all("//td//a") if "Hapus" in (a.text or "")]
    assert len(leave) == 3 and all("beda=1" in address for address in leave)


def test_the_limit_stays_when_a_case_is_added(get):
    page = get(
        f"/banding?{TWO}&beda=1&daftar=jarik-ma-siti&daftar=gebrak-pakumis&daftar=putik-sari"
    )
    form = next(form for form in page.all("//form") if form.get("action") == "/banding")
    fields = [(field.get("name"), field.get("value")) for field in form.iter("input")]
    assert ("beda", "1") in fields


def test_an_unknown_limit_is_reported_and_left_out(get):
    page = get(f"/banding?{TWO}&beda=ya")
    assert page.status == 400
    assert "“ya” bukan 0 atau 1." in page.text("//main")
    assert page.all("//section[@aria-labelledby='sisa']")


def test_a_case_leaves_the_comparison_but_not_the_list(get):
    page = get(f"/banding?{TWO}&s=putik-sari")
    leave = [a.get("href", "") for a in page.all("//td//a") if "Hapus" in (a.text or "")]
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


def test_the_csv_holds_all_rows(client, get):
    answer = client.get(f"/banding.csv?{TWO}")
    assert answer.status_code == 200 and answer.mimetype == "text/csv"
    name = answer.headers["Content-Disposition"].partition("filename=")[2]
    assert name.startswith('"perbandingan-jarik-ma-siti-gebrak-pakumis-20')
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["Fakta", "Jarik Ma'Siti", "Gebrak Pakumis"]
    facts = {row[0]: row[1:] for row in rows[1:] if row}
    assert facts["Mulai"] == ["2018", "2013"]
    assert facts["Tantangan"][1] == "Belum ada data"
    assert facts["Alamat"] == [f"http://localhost/banding?{TWO}"]
    assert "CC BY 4.0" in facts["Lisensi"][0]


def test_the_workbook_holds_the_same_rows(client):
    table = client.get(f"/banding.csv?{TWO}").data.decode("utf-8-sig")
    header, *rows = list(csv.reader(io.StringIO(table, newline="")))
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/banding.xlsx?{TWO}").data))
    sheet = list(book.worksheets[0].iter_rows(values_only=True))
    assert list(sheet[0]) == header
    assert [row[0] for row in sheet[1:]] == [row[0] for row in rows[: rows.index([])]]
    assert book.sheetnames == ["Perbandingan", "Tentang berkas ini"]


def test_the_word_file_is_a4_on_its_side_and_holds_the_same_groups(client):
    answer = client.get(f"/banding.docx?{TWO}")
    assert answer.status_code == 200
    document = docx.Document(io.BytesIO(answer.data))
    section = document.sections[0]
    width, height = section.page_width, section.page_height
    assert width and height and (width.mm, height.mm) == pytest.approx((297, 210), abs=1)
    assert len(document.tables) == 6
    rows = [row for table in document.tables for row in table.rows]
    facts = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in rows}
    assert facts["Fakta"] == ["Jarik Ma'Siti", "Gebrak Pakumis"]
    assert facts["Mulai"] == ["2018", "2013"]
    assert "Syarat meniru" not in facts
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines.index("Hasil dan bukti") < lines.index("Status")
    assert any(
        line.startswith("Belum ada data pada semua:") and "syarat meniru" in line for line in lines
    )


@pytest.mark.parametrize("kind", ["csv", "docx", "xlsx"])
@pytest.mark.parametrize("query", ["", "?s=putik-sari", "?s=putik-sari&s=tidak-ada&s=mie-keriting"])
def test_a_file_without_enough_cases_is_refused_with_the_reason(client, kind, query):
    answer = client.get(f"/banding.{kind}{query}")
    assert answer.status_code == 400 and answer.mimetype == "text/html"
    assert "Pilih 2 sampai 4 kasus" in answer.text
