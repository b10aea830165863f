"""A Word file gives the case that was written into it, and nothing is lost in silence."""

import copy
import datetime as dt
import io
import time
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings

from app.collection.files import parse
from app.contribution.case_file import case_text, draft_of
from app.contribution.importing import read_file
from app.contribution.read_word import read_word
from app.contribution.reading import RefusedError
from app.contribution.templates_word import word_template
from tests.contribution.conftest import TODAY, drafts
from tests.contribution.senders import document

#: Putik Sari, and the longest cases without bold and slanted words.
REAL = ("putik-sari", "gkb-brebes", "bumdes-tirta-mandiri-ponggok", "5ng-jawa-tengah")


def read(data):
    return read_file("usulan.docx", data, TODAY).cases[0]


def words_of(case):
    return [f"{r.spot.text}: {r.level}: {r.message}; {r.remedy}" for r in case.remarks]


@pytest.fixture
def putik_sari(real_files):
    return draft_of(real_files["putik-sari"])


@pytest.mark.parametrize("slug", REAL)
def test_a_real_case_comes_back_from_the_filled_template_as_it_was(slug, real_files):
    draft = draft_of(real_files[slug])
    case = read(word_template(TODAY, draft))
    assert case_text(case.read.draft, TODAY) == case_text(draft, TODAY)
    assert case.is_whole


def test_the_empty_template_asks_for_what_is_mandatory():
    case = read(word_template(TODAY))
    assert not case.is_whole
    told = words_of(case)
    assert any(words.startswith("isian “Nama inovasi”: error: belum diisi") for words in told)
    assert any(words.startswith("tabel “Sumber”: error: belum diisi") for words in told)
    assert any(words.startswith("bagian “Masalah”: error: belum diisi") for words in told)
    # Hints, placeholders and headings are no answers.
    assert case.read.draft.texts == {}
    assert case.read.draft.sections == {}


def test_a_mistake_is_named_by_table_row_and_column(putik_sari):
    def change(opened):
        opened.tables[4].cell(2, 2).text = "jatimtimes"

    case = read(document(putik_sari, change))
    assert (
        "tabel “Sumber”, baris 2, kolom “Alamat”: error: alamat bukan http atau https yang sah"
    ) in "\n".join(words_of(case))


def test_a_row_left_empty_keeps_the_numbers_of_the_sources(putik_sari):
    def change(opened):
        rows = opened.tables[4].rows
        for cell in rows[9].cells[1:]:
            cell.text = ""  # the ninth source, which one paragraph cites

    case = read(document(putik_sari, change))
    assert [row.get("publisher") for row in case.read.draft.rows["sources"]][-1] == "jpipnetwork.id"
    assert "merujuk sumber 9, yang belum diisi" in "\n".join(words_of(case))


def test_a_number_that_is_not_the_position_of_its_source_is_told(putik_sari):
    def change(opened):
        opened.tables[4].cell(3, 0).text = "7"

    told = "\n".join(words_of(read(document(putik_sari, change))))
    assert "tabel “Sumber”, baris 3: error: nomor “7” tertulis pada sumber ke-3" in told


def test_figures_and_dates_stay_as_they_were_typed(putik_sari):
    def change(opened):
        opened.tables[2].cell(1, 2).text = "1.212,50 kg (Agustus 2023)"
        opened.tables[4].cell(1, 4).text = "11 Juli 2023"

    draft = read(document(putik_sari, change)).read.draft
    assert draft.rows["results"][0]["after"] == "1.212,50 kg (Agustus 2023)"
    case = parse(Path("a.md"), case_text(draft, TODAY).encode(), TODAY).case
    assert case is not None
    assert case.results[0].after == "1.212,50 kg (Agustus 2023)"
    assert case.sources[0].date == dt.date(2023, 7, 11)


def find(opened, text):
    return next(p for p in opened.paragraphs if p.text == text)


def test_headings_are_known_without_their_style_their_star_and_in_capitals(putik_sari):
    def change(opened):
        heading = find(opened, "Masalah *")
        heading.style = "Normal"
        heading.runs[0].text = "1. MASALAH:"

    assert read(document(putik_sari, change)).is_whole


def test_a_heading_that_is_not_known_is_named_with_the_likely_one(putik_sari):
    def change(opened):
        find(opened, "Pembelajaran").runs[0].text = "Pembelajaran dan hikmah"

    told = "\n".join(words_of(read(document(putik_sari, change))))
    assert "judul “Pembelajaran dan hikmah” tidak dikenal, jadi isinya tidak dibaca" in told


def test_a_sub_heading_inside_a_section_becomes_a_paragraph(putik_sari):
    def change(opened):
        find(opened, "Solusi *").insert_paragraph_before("Latar kecamatan", style="Heading 3")

    case = read(document(putik_sari, change))
    assert case.read.draft.sections["Masalah"][-1].text == "Latar kecamatan"
    assert "sub-judul di dalam bagian tidak dipakai" in "\n".join(words_of(case))


def test_text_outside_of_any_field_is_quoted(putik_sari):
    def change(opened):
        opened.paragraphs[0].insert_paragraph_before("Kepada Yth. Bapak Bupati")

    told = "\n".join(words_of(read(document(putik_sari, change))))
    assert "teks “Kepada Yth. Bapak Bupati” tidak di bawah judul isian" in told


def test_text_between_a_heading_and_its_table_is_quoted(putik_sari):
    def change(opened):
        find(opened, "Penghargaan").insert_paragraph_before("x")  # closes nothing
        opened.tables[1]._tbl.addprevious(copy.deepcopy(find(opened, "x")._p))

    told = "\n".join(words_of(read(document(putik_sari, change))))
    assert (
        "teks “x” ada di luar tabel, jadi tidak dibaca; tulis di dalam tabel “Penghargaan”" in told
    )


def test_text_typed_behind_a_hint_is_read(putik_sari):
    def change(opened):
        opened.paragraphs[-1].insert_paragraph_before(
            "Siapa yang meniru, atau apa yang perlu untuk meniru. Camat lain meniru. [6]"
        )

    case = read(document(putik_sari, change))
    assert "Camat lain meniru." in [p.text for p in case.read.draft.sections["Replikasi"]]


def test_a_hint_of_another_release_is_no_text(putik_sari):
    def change(opened):
        find(opened, "Apa masalahnya, bagi siapa, seberapa besar.").runs[
            0
        ].text = "Apa masalahnya, bagi siapa, dan seberapa besar?"

    assert read(document(putik_sari, change)).is_whole


# --- what Word can do -----------------------------------------------------------------


def with_last_paragraph(putik_sari, make):
    """The case after the last paragraph of Replikasi was changed."""

    def change(opened):
        make(opened, opened.paragraphs[-1])

    return read(document(putik_sari, change))


def last_text(case):
    return case.read.draft.sections["Replikasi"][-1].text


def element(name, *children, **attributes):
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    made.extend(children)
    return made


def run(text, tag="w:t"):
    made = element(tag)
    made.text = text
    return element("w:r", made)


def test_tracked_changes_are_read_as_accepted(putik_sari):
    def make(_, paragraph):
        paragraph._p.append(element("w:ins", run(" Ditambah."), id="1", author="a"))
        paragraph._p.append(element("w:del", run("Dihapus.", "w:delText"), id="2", author="a"))
        paragraph._p.append(element("w:moveFrom", run("Dipindah."), id="3", author="a"))

    text = last_text(with_last_paragraph(putik_sari, make))
    assert text.endswith("dihadapi. [^6] Ditambah.")


def test_links_breaks_and_hyphens_keep_their_words(putik_sari):
    def make(_, paragraph):
        paragraph.clear()
        paragraph._p.append(element("w:hyperlink", run("Laman"), anchor="x"))
        paragraph._p.append(element("w:r", element("w:br")))
        paragraph._p.append(run("anti"))
        paragraph._p.append(element("w:r", element("w:noBreakHyphen")))
        paragraph._p.append(run("korupsi"))

    assert last_text(with_last_paragraph(putik_sari, make)) == "Laman anti-korupsi"


def test_lists_of_word_and_typed_lists_are_lists(putik_sari):
    def make(opened, paragraph):
        paragraph.insert_paragraph_before("Langkah satu", style="List Number")
        paragraph.insert_paragraph_before("Butir", style="List Bullet")
        paragraph.insert_paragraph_before("- Strip")
        paragraph.insert_paragraph_before("2) Langkah dua")

    draft = with_last_paragraph(putik_sari, make).read.draft
    assert [(p.text, p.item, p.numbered) for p in draft.sections["Replikasi"] if p.item] == [
        ("Langkah satu", True, True),
        ("Butir", True, False),
        ("Strip", True, False),
        ("Langkah dua", True, True),
    ]


def test_broken_lines_are_items_if_they_begin_as_such(putik_sari):
    def make(_, paragraph):
        paragraph.clear()
        paragraph.add_run("Tiga peran:\n1. Memfasilitasi [6]\n2. Menghubungkan\ndesa [6]")

    draft = with_last_paragraph(putik_sari, make).read.draft
    assert [(p.text, p.item) for p in draft.sections["Replikasi"][-3:]] == [
        ("Tiga peran:", False),
        ("Memfasilitasi", True),
        ("Menghubungkan desa", True),
    ]


def test_broken_lines_of_a_list_are_its_entries(putik_sari):
    def change(opened):
        row = next(r for r in opened.tables[0].rows if r.cells[0].text.startswith("Kata kunci"))
        row.cells[1].text = ""
        row.cells[1].paragraphs[0].add_run("kampung tematik\ndesa wisata")

    draft = read(document(putik_sari, change)).read.draft
    assert draft.lists["tags"] == ("kampung tematik", "desa wisata")


def test_a_picture_is_told_and_a_text_box_is_read(putik_sari):
    def make(_, paragraph):
        box = element("w:txbxContent", element("w:p", run("Teks di kotak.")))
        paragraph._p.append(element("w:r", element("w:pict", box)))
        paragraph._p.append(element("w:r", element("w:drawing")))

    case = with_last_paragraph(putik_sari, make)
    assert last_text(case) == "Teks di kotak."
    told = "\n".join(words_of(case))
    assert "bagian “Replikasi”: warning: ada gambar, yang tidak ikut dibaca" in told


def test_a_footnote_is_told(putik_sari):
    def make(_, paragraph):
        paragraph._p.append(element("w:r", element("w:footnoteReference", id="1")))

    told = "\n".join(words_of(with_last_paragraph(putik_sari, make)))
    assert "bagian “Replikasi”: error: ada catatan kaki" in told


def test_a_comment_is_told(putik_sari):
    def make(_, paragraph):
        paragraph._p.append(element("w:r", element("w:commentReference", id="1")))

    told = "\n".join(words_of(with_last_paragraph(putik_sari, make)))
    assert "bagian “Replikasi”: warning: ada komentar" in told


def test_a_choice_counts_even_if_the_program_left_the_mark_of_the_request(putik_sari):
    def change(opened):
        row = next(r for r in opened.tables[0].rows if r.cells[0].text.startswith("Bidang"))
        control = row._tr.find(".//" + qn("w:sdtPr"))
        control.insert(0, element("w:showingPlcHdr"))

    assert read(document(putik_sari, change)).read.draft.texts["category"] == (
        "Pertumbuhan ekonomi"
    )


def test_a_table_inside_a_section_is_kept_as_text(putik_sari):
    def change(opened):
        table = opened.add_table(2, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Tahun", "Jumlah"
        table.cell(1, 0).text, table.cell(1, 1).text = "2023", "8 [6]"

    case = read(document(putik_sari, change))
    texts = [p.text for p in case.read.draft.sections["Replikasi"]]
    assert texts[-2:] == ["Tahun | Jumlah", "2023 | 8"]
    assert "tabel “Tahun | Jumlah” tidak dikenal" in "\n".join(words_of(case))


def test_two_tables_of_one_kind_are_read_as_one(putik_sari):
    def change(opened):
        results = opened.tables[2]
        second = copy.deepcopy(results._tbl)
        results._tbl.addnext(second)
        results._tbl.addnext(element("w:p"))

    case = read(document(putik_sari, change))
    assert len(case.read.draft.rows["results"]) == 8


def test_merged_cells_are_told_with_their_row(putik_sari):
    def change(opened):
        table = opened.tables[2]
        table.cell(1, 1).merge(table.cell(1, 2))
        table.cell(2, 0).merge(table.cell(3, 0))

    told = "\n".join(words_of(read(document(putik_sari, change))))
    for row in (1, 2, 3):
        assert f"tabel “Hasil terukur”, baris {row}: error: ada sel yang digabung" in told


def test_a_column_that_is_not_known_is_named(putik_sari):
    def change(opened):
        cell = opened.tables[4].cell(0, 3)
        cell.text = "Media"

    told = "\n".join(words_of(read(document(putik_sari, change))))
    assert "tabel “Sumber”: error: kolom “Media” tidak dikenal, jadi tidak dibaca" in told


def test_an_answer_with_an_unknown_name_is_told(putik_sari):
    def change(opened):
        opened.tables[0].cell(6, 0).text = "Unit pelaksana teknis"

    case = read(document(putik_sari, change))
    told = "\n".join(words_of(case))
    assert "isian “Unit pelaksana teknis” tidak dikenal, jadi tidak dibaca" in told
    assert "“Unit pelaksana” belum diisi" in told
    assert "ganti namanya menjadi “Unit pelaksana”" in told


def test_a_table_inside_an_answer_is_read_and_told(putik_sari):
    def change(opened):
        inside = opened.tables[0].cell(16, 1).add_table(1, 1)
        inside.cell(0, 0).text = "Rp1.500.000"

    case = read(document(putik_sari, change))
    assert "ada tabel di dalam tabel" in "\n".join(words_of(case))
    assert "Rp1.500.000" in " ".join(case.read.draft.texts.values())


def test_a_file_of_another_form_is_refused_with_a_way_out():
    opened = docx.Document()
    opened.add_paragraph("Proposal inovasi daerah tahun 2026")
    out = io.BytesIO()
    opened.save(out)
    with pytest.raises(RefusedError, match=r"templat\.docx"):
        read_word(out.getvalue())


def test_a_style_without_a_name_and_a_list_without_a_kind_do_no_harm(putik_sari):
    def change(opened):
        style = opened.styles.add_style("Aneh", WD_STYLE_TYPE.PARAGRAPH)
        opened.paragraphs[-1].style = style
        style.element.remove(style.element.find(qn("w:name")))
        number = element("w:numPr", element("w:numId", val="999"))
        opened.paragraphs[-1]._p.get_or_add_pPr().append(number)

    assert last_text(read(document(putik_sari, change))).startswith("Camat se-Kabupaten Ngawi")


@settings(max_examples=15)
@given(draft=drafts())
def test_no_text_makes_the_reader_fail(draft):
    case = read(word_template(TODAY, draft))
    assert isinstance(case.is_whole, bool)
    case_text(case.read.draft, TODAY)


def test_thousands_of_unknown_headings_take_no_time(putik_sari):
    def change(opened):
        for number in range(4_000):
            opened.add_paragraph(f"Judul yang tidak dikenal nomor {number}", style="Heading 1")

    data = document(putik_sari, change)
    start = time.perf_counter()
    assert len(read_word(data).cases[0].remarks) == 4_000
    assert time.perf_counter() - start < 10  # below a second on an idle machine
