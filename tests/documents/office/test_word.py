"""Every text comes out of a Word file as it went in, and the file tells nothing else."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO

import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.office.content import MAX_TEXT, Signature, Span, clean
from app.documents.office.word import WordDocument
from app.documents.office.word_template import DRAFT
from tests.documents.office.conftest import open_word, write, write_everything

HOSTILE = [
    '<b>tebal</b> & "kutip" \'',
    "=cmd|'/C calc'!A0",
    "{{ 7*7 }} %s ${x}",
    "😀👩‍👩‍👧‍👦 سلام שלום",
    "a" * 1_000_000,
]


def text_of(data: bytes) -> str:
    """The text of all paragraphs, then of all cells."""
    document = open_word(data)
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(texts)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_any_text_can_be_read_again(text):
    def fill(word: WordDocument) -> None:
        word.title(text)
        word.heading(text)
        word.paragraph(text)
        word.numbers([text])
        word.pairs([(text, text)])
        word.table([text], [[Span(text, "gap")]])
        word.signatures([Signature(text, text, text, text)])

    cleaned = clean(text)
    assert text_of(write(fill)).count(cleaned) == 12
    assert len(cleaned) <= MAX_TEXT


@settings(max_examples=5)  # each example writes a file with many texts
@given(st.lists(st.text(), min_size=1, max_size=30))
def test_texts_come_out_clean_and_otherwise_unchanged(texts):
    data = write(lambda word: word.table(["Isi"], [[text] for text in texts]))
    rows = [row.cells[0].text.split() for row in open_word(data).tables[0].rows]
    assert rows == [["Isi"], *(clean(text).split() for text in texts)]


def test_the_same_calls_give_the_same_bytes():
    assert write(write_everything) == write(write_everything)


def test_nothing_tells_of_the_machine():
    data = write(write_everything)
    properties = open_word(data).core_properties
    assert properties.title == "Contoh"
    assert properties.author == properties.last_modified_by == "Pustaka Inovasi"
    day = dt.datetime(2026, 11, 1, tzinfo=properties.created.tzinfo)
    assert properties.created == properties.modified == day
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        files = b"".join(archive.read(name) for name in archive.namelist())
    assert b"python-docx" not in files


def test_headings_are_headings():
    document = open_word(write(write_everything))
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert styles["Judul"] == "Title"
    assert styles["Bagian"] == "Heading 1"
    assert styles["Anak bagian"] == "Heading 2"


def test_each_line_is_a_paragraph_and_empty_lines_are_left_out():
    document = open_word(write(lambda word: word.paragraph("satu\n\n dua\n")))
    assert [paragraph.text for paragraph in document.paragraphs] == ["satu", " dua"]


def test_each_list_is_numbered_from_1():
    def fill(word: WordDocument) -> None:
        word.numbers(["pertama", "kedua"])
        word.numbers(["mulai lagi"])

    paragraphs = open_word(write(fill)).paragraphs
    first, second, third = (
        paragraph._p.pPr.numPr.numId.val for paragraph in paragraphs if paragraph.text
    )
    assert first == second != third


def test_only_short_rows_stay_on_one_page():
    data = write(lambda word: word.table(["Isi"], [["pendek"], ["x" * 1000]]))
    header, short, long = open_word(data).tables[0].rows
    assert header._tr.trPr.find(qn("w:tblHeader")) is not None
    assert short._tr.trPr.find(qn("w:cantSplit")) is not None
    assert long._tr.trPr is None


def test_a_single_signature_is_on_the_right():
    data = write(lambda word: word.signatures([Signature("Camat", name="Nama")]))
    [table] = open_word(data).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["", "Camat"],
        ["", ""],
        ["", "Nama"],
    ]


def test_only_web_addresses_become_links():
    def fill(word: WordDocument) -> None:
        word.paragraph(Span("baik", url="https://contoh.go.id/a?b=1&c=2"))
        word.paragraph(Span("jahat", url="javascript:alert(1)"))
        word.paragraph(Span("berkas", url="file:///etc/passwd"))

    document = open_word(write(fill))
    relations = document.part.rels.values()
    addresses = [relation.target_ref for relation in relations if relation.is_external]
    assert addresses == ["https://contoh.go.id/a?b=1&c=2"]
    assert "jahat" in "".join(paragraph.text for paragraph in document.paragraphs)


@pytest.mark.slow  # starts LibreOffice
def test_libreoffice_lays_it_out(to_pdf):
    def write_much(word: WordDocument) -> None:
        word.table(["Nomor", "Ukuran panjang"], [[str(n), f"Desa {n}"] for n in range(120)])
        word.numbers(["pertama", "kedua"])
        word.paragraph("di antara")
        word.numbers(["mulai lagi"])

    def write_hostile(word: WordDocument) -> None:
        for text in HOSTILE[:4]:
            word.paragraph(text)

    pdfs = to_pdf(
        {
            "semua.docx": write(write_everything, draft=True),
            "panjang.docx": write(write_much, landscape=True, header=None),
            "jahat.docx": write(write_hostile),
        }
    )
    everything = pdfs["semua.docx"]
    assert everything.about["Title"] == "Contoh"
    assert everything.about["Author"] == "Pustaka Inovasi"
    assert "(A4)" in everything.about["Page size"]
    assert len(everything.pages) == 2
    for number, page in enumerate(everything.pages, 1):
        assert DRAFT in page
        assert f"Halaman {number} dari 2" in page
    long = pdfs["panjang.docx"]
    assert len(long.pages) > 2
    pages_with_rows = [page for page in long.pages if "Desa " in page]
    assert all("Ukuran panjang" in page for page in pages_with_rows)
    assert "1. mulai lagi" in long.text
    assert "=cmd|'/C calc'!A0" in pdfs["jahat.docx"].text
