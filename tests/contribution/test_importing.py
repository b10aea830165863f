"""Broken files as offices send them: each is answered with the place and the remedy."""

import copy
import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from hypothesis import given, settings
from hypothesis import strategies as st

from app.contribution.case_file import draft_of
from app.contribution.importing import read_file
from app.contribution.reading import RefusedError
from app.contribution.templates_sheet import excel_template
from app.contribution.templates_word import word_template
from tests.contribution.conftest import TODAY
from tests.contribution.senders import document, headings, rezipped, texts_of, workbook

WORD, EXCEL = word_template(TODAY), excel_template()
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


# --- Word: (what the sender did, place, message, remedy) ------------------------------


def merge_cells(opened):
    opened.tables[2].cell(1, 0).merge(opened.tables[2].cell(1, 1))


def drop_column(opened):
    for row in opened.tables[4].rows:
        row._tr.remove(row.cells[2]._tc)


def rename_heading(opened):
    next(p for p in opened.paragraphs if p.text == "Masalah *").runs[0].text = "Permasalahan"


def delete_heading(opened):
    heading = next(p for p in opened.paragraphs if p.text == "Solusi *")
    heading._p.getparent().remove(heading._p)


def type_a_wrong_date(opened):
    opened.tables[4].cell(1, 4).text = "pertengahan 2023"


def paste_a_picture(opened):
    paragraph = opened.paragraphs[-1]
    paragraph.add_run()._r.append(OxmlElement("w:drawing"))


def repeat_a_section(opened):
    heading = next(p for p in opened.paragraphs if p.text == "Dampak")
    opened.paragraphs[-1]._p.addnext(copy.deepcopy(heading._p))


def cite_in_footnotes(opened):
    opened.paragraphs[-1].add_run()._r.append(OxmlElement("w:footnoteReference"))


def cite_too_far(opened):
    opened.paragraphs[-1].add_run(" Lihat juga [99].")


def choose_what_is_no_choice(opened):
    table = opened.tables[0]
    row = next(row for row in table.rows if row.cells[0].text.startswith("Tingkat"))
    row.cells[1].text = "Kab."


WORD_MISTAKES = [
    (merge_cells, "tabel “Hasil terukur”, baris 1", "sel yang digabung", "Split Cells"),
    (drop_column, "tabel “Sumber”, baris 1, kolom “Alamat”", "belum diisi", "isi"),
    (rename_heading, "judul “Permasalahan”", "tidak dikenal", "ganti menjadi “Masalah”"),
    (delete_heading, "seluruh berkas", "“Solusi” belum diisi", "isi"),
    (type_a_wrong_date, "tabel “Sumber”, baris 1, kolom “Tanggal”", "bukan tanggal", "2024-08-01"),
    (paste_a_picture, "bagian “Replikasi”", "ada gambar", "sebagai teks"),
    (repeat_a_section, "bagian “Dampak”", "tertulis dua kali", "gabungkan"),
    (cite_in_footnotes, "bagian “Replikasi”", "catatan kaki", "tabel “Sumber”"),
    (cite_too_far, "bagian “Replikasi”, paragraf 3", "merujuk sumber 99", "isi sumber itu"),
    (
        choose_what_is_no_choice,
        "isian “Tingkat pemerintahan”",
        "“Kab.” tidak dikenal",
        "kabupaten",
    ),
]


@pytest.mark.parametrize(
    ("change", "place", "message", "remedy"),
    WORD_MISTAKES,
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_mistake_in_a_word_file_is_told_and_the_rest_is_read(
    change, place, message, remedy, real_files
):
    draft = draft_of(real_files["putik-sari"])
    imported = read_file("usulan.docx", document(draft, change), TODAY)
    assert any(
        place in remark.spot.text and message in remark.message and remedy in remark.remedy
        for remark in imported.all_remarks()
    ), imported.all_remarks()
    read = imported.cases[0].read.draft
    assert read.texts["summary"] == draft.texts["summary"]
    assert len(read.rows["sources"]) == len(draft.rows["sources"])
    # What the sender wrote is in the draft, or the message quotes it.
    told = "".join(remark.message for remark in imported.all_remarks())
    for heading, paragraphs in draft.sections.items():
        kept = [p.text for section in read.sections.values() for p in section]
        for paragraph in paragraphs:
            assert any(paragraph.text in text for text in kept) or (
                heading == "Masalah" and "isinya tidak dibaca" in told
            )


# --- Excel ----------------------------------------------------------------------------


def at(name):
    return 1 + headings().index(name)


def merge_rows(_, sheet):
    sheet.merge_cells("F2:F3")


def drop_the_summary(_, sheet):
    sheet.delete_cols(at("Ringkasan"))


def rename_a_column(_, sheet):
    sheet.cell(1, at("Unit pelaksana")).value = "Unit pelaksana teknis"


def write_a_date_as_text(_, sheet):
    sheet.cell(2, at("Sumber 1: Tanggal")).value = "awal tahun"


def calculate(_, sheet):
    sheet.cell(2, at("Hasil 1: Sesudah")).value = "=SUM(A1:A2)"


def break_a_formula(_, sheet):
    sheet.cell(2, at("Hasil 1: Sesudah")).value = "#REF!"


def add_a_second_table(_, sheet):
    sheet.append([])
    sheet.append(headings()[::-1])


def hide_a_copy(book, sheet):
    other = book.copy_worksheet(sheet)
    other.title, other.sheet_state = "Lama", "veryHidden"


def choose_freely(_, sheet):
    sheet.cell(2, at("Bidang")).value = "Kesehatan masyarakat"


def repeat_a_column(_, sheet):
    sheet.cell(1, sheet.max_column + 1).value = "Biaya"


def use_a_column_without_a_name(_, sheet):
    sheet.cell(2, sheet.max_column + 2).value = "catatan penting"


EXCEL_MISTAKES = [
    (merge_rows, "sel F2", "digabung", "Unmerge"),
    (drop_the_summary, "baris 1", "kolom wajib tidak ada: “Ringkasan”", "templat"),
    (rename_a_column, "sel F1", "“Unit pelaksana teknis” tidak dikenal", "“Unit pelaksana”"),
    (write_a_date_as_text, "sel", "bukan tanggal", "2024-08-01"),
    (calculate, "sel", "rumus tanpa nilai", "ketik nilainya"),
    (break_a_formula, "sel", "kesalahan Excel (#REF!)", "ketik nilainya"),
    (add_a_second_table, "baris 5", "tabel kedua", "lembar lain"),
    (hide_a_copy, "lembar “Lama”", "tersembunyi", "Unhide"),
    (choose_freely, "sel", "“Kesehatan masyarakat” tidak dikenal", "pilih"),
    (repeat_a_column, "sel", "kolom “Biaya” ada dua", "gabungkan"),
    (use_a_column_without_a_name, "sel", "“catatan penting”, jadi tidak dibaca", "beri judul"),
]


@pytest.mark.parametrize(
    ("change", "place", "message", "remedy"),
    EXCEL_MISTAKES,
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_mistake_in_a_workbook_is_told_and_the_rest_is_read(
    change, place, message, remedy, draft
):
    data = workbook([headings(), texts_of(draft), texts_of(draft)], change)
    imported = read_file("rekap.xlsx", data, TODAY)
    assert any(
        place in remark.spot.text and message in remark.message and remedy in remark.remedy
        for remark in imported.all_remarks()
    ), imported.all_remarks()
    read = imported.cases[0].read.draft
    assert read.sections == draft.sections
    assert read.texts["title"] == draft.texts["title"]


# --- files that can't be read ---------------------------------------------------------


def bomb():
    return rezipped(EXCEL, more={"xl/media/a.bin": bytes(60 * 2**20)})


def other_document():
    out = io.BytesIO()
    opened = docx.Document()
    opened.add_paragraph("Surat undangan")
    opened.save(out)
    return out.getvalue()


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("usulan.docx", b"x")
    return out.getvalue()


REFUSED = [
    ("empty.docx", lambda: b"", "kosong", "mengirim ulang"),
    ("bomb.xlsx", bomb, "mengembang", "templat yang baru"),
    ("macros.docm", lambda: WORD, "makro", "tanpa makro"),
    (
        "macros.xlsx",
        lambda: rezipped(EXCEL, more={"xl/vbaProject.bin": b"x"}),
        "makro",
        "tanpa makro",
    ),
    ("cut.docx", lambda: WORD[:-3000], "terpotong", "mengirim ulang"),
    (
        "locked.xlsx",
        lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
        "kata sandi",
        "hapus sandinya",
    ),
    ("old.xls", lambda: OLE, "versi lama", ".xlsx"),
    ("old.doc", lambda: OLE, "versi lama", ".docx"),
    ("page.xls", lambda: b"<html><table></table></html>", "laman web", ".xlsx"),
    ("scan.pdf", lambda: b"%PDF-1.4 ...", "PDF", "Word atau Excel asalnya"),
    ("picture.docx", lambda: b"\x89PNG\r\n\x1a\n", "bukan berkas Word", ".docx"),
    ("letter.docx", other_document, "tidak ada judul isian", "templat"),
    (
        "other.xlsx",
        lambda: workbook([["Nama", "Umur"], ["A", 3]]),
        "judul kolom tidak ditemukan",
        "templat",
    ),
    ("all.zip", archive, "ZIP", "satu per satu"),
    ("data.csv", lambda: b"\xff\x00\x81\x8d", "penyandian", "CSV UTF-8"),
]


@pytest.mark.parametrize(
    ("name", "make", "message", "remedy"), REFUSED, ids=[name for name, *_ in REFUSED]
)
def test_a_file_that_cannot_be_read_is_refused_with_a_way_out(name, make, message, remedy):
    with pytest.raises(RefusedError) as caught:
        read_file(name, make(), TODAY)
    assert message in caught.value.message
    assert remedy in caught.value.remedy


def test_a_wrong_ending_is_told_and_the_file_is_read(draft):
    imported = read_file("rekap.docx", workbook([headings(), texts_of(draft)]), TODAY)
    assert imported.kind == "excel" and len(imported.cases) == 1
    assert imported.remarks[0].message == "namanya tidak berakhir .xlsx, padahal isinya begitu"


OUTSIDE = (
    b'<Relationship Id="rIdX" TargetMode="External" Target="http://127.0.0.1:9/x" Type="http://'
    b'schemas.openxmlformats.org/officeDocument/2006/relationships/%s"/></Relationships>'
)


@pytest.mark.parametrize(
    ("name", "data", "relations", "kind"),
    [
        ("a.docx", WORD, "word/_rels/document.xml.rels", b"attachedTemplate"),
        ("a.docx", WORD, "word/_rels/document.xml.rels", b"image"),
        ("a.xlsx", EXCEL, "xl/_rels/workbook.xml.rels", b"externalLinkPath"),
    ],
)
def test_links_out_of_the_file_are_never_followed(name, data, relations, kind, monkeypatch):
    def refuse(*_):
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.socket.connect", refuse)
    end = b"</Relationships>"
    linked = rezipped(data, {relations: lambda xml: xml.replace(end, OUTSIDE % kind)})
    try:
        assert read_file(name, linked, TODAY).cases
    except RefusedError as exc:
        assert "tidak ada baris" in exc.message  # the empty template of Excel


@settings(max_examples=50)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<", b"\xff\xfe", b"Nama inovasi;"]),
    st.sampled_from(["a.docx", "a.xlsx", "a.csv", "a", "a.xls"]),
)
def test_no_bytes_make_it_fail(data, start, name):
    try:
        read_file(name, start + data, TODAY)
    except RefusedError as exc:
        assert exc.message and exc.remedy


@settings(max_examples=40)
@given(st.data())
def test_no_damage_inside_an_archive_makes_it_fail(data):
    whole = data.draw(st.sampled_from([WORD, EXCEL]))
    position = data.draw(st.integers(0, len(whole) - 1))
    piece = data.draw(st.binary(min_size=1, max_size=20))
    try:
        read_file("a.docx", whole[:position] + piece + whole[position + len(piece) :], TODAY)
    except RefusedError as exc:
        assert exc.message and exc.remedy
