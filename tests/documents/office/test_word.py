"""The Word writer: what goes in comes out, whatever it is, and nothing of this machine."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import docx
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.office.content import MAX_TEXT, Signature, Span, clean, scrub
from app.documents.office.word import DRAFT, WordDocument

DAY = dt.date(2026, 11, 1)


def written(fill, **options) -> bytes:
    word = WordDocument("Contoh", created=DAY, **options)
    fill(word)
    return word.to_bytes()


def opened(data: bytes):
    return docx.Document(io.BytesIO(data))


def text_of(data: bytes) -> str:
    document = opened(data)
    parts = [paragraph.text for paragraph in document.paragraphs]
    parts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(parts)


HOSTILE = [
    '<b>tebal</b> & "kutip" \'',
    "=cmd|'/C calc'!A0",
    "{{ 7*7 }} %s ${x}",
    "😀👩‍👩‍👧‍👦 سلام שלום",
    "a" * 1_000_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_any_text_can_be_read_again(text):
    def fill(word):
        word.title(text)
        word.heading(text)
        word.paragraph(text)
        word.numbers([text])
        word.pairs([(text, text)])
        word.table([text], [[Span(text, "gap")]])
        word.signatures([Signature(text, text, text, text)])

    kept = clean(text)
    assert text_of(written(fill)).count(kept) == 12
    assert len(kept) <= MAX_TEXT


@settings(max_examples=5)  # each makes a file, with many texts
@given(st.lists(st.text(), min_size=1, max_size=30))
def test_text_comes_out_clean_and_as_it_went_in(texts):
    data = written(lambda word: word.table(["Isi"], [[text] for text in texts]))
    read = [row.cells[0].text.split() for row in opened(data).tables[0].rows]
    assert read == [["Isi"], *(clean(text).split() for text in texts)]


@given(st.text(st.characters(), max_size=40))
def test_scrubbing_twice_is_scrubbing_once(text):
    once = scrub(text)
    assert scrub(once) == once
    assert not set(once) & set("\x00\x08\x0b\x1b\x85\u202e\u2066\ud800\ufffe\uffff")


def test_what_xml_cannot_hold_is_dropped():
    assert scrub("a\x00b\x1bc\ud800d\ufffee\x7ff\u202eg\tx\r\ny\u2028z") == "abcdefg\tx\ny\nz"


def test_long_text_ends_in_an_ellipsis():
    assert clean("x" * 50, 10) == "x" * 9 + "…"
    assert clean("x" * 10, 10) == "x" * 10


def everything(word: WordDocument) -> None:
    word.title("Judul", "Anak judul")
    word.heading("Bagian")
    word.heading("Anak bagian", 2)
    word.paragraph(["Biasa ", Span("tebal", "strong"), Span("belum ada data", "gap")])
    word.paragraph("Kecil", small=True, align="justify", indent=True, keep=True, after=2)
    word.numbers(["satu", "dua", "tiga"])
    word.pairs([("Biaya", "Rp1"), ("Tenaga", Span("[isi: tenaga]", "blank"))])
    word.pairs([("Nomor", "1")], first=2, lined=False)
    word.table(["No.", "Ukuran"], [["1", "Desa"]], widths=[1, 9], first_strong=True)
    image = io.BytesIO()
    segno.make("https://contoh.go.id").save(image, kind="png")
    word.picture(image.getvalue(), 3, description="Kode QR")
    word.rule()
    word.space()
    word.page_break()
    word.signatures([Signature("Pihak Pertama"), Signature("Pihak Kedua")])


def test_the_same_calls_give_the_same_bytes():
    assert written(everything) == written(everything)


def test_nothing_tells_of_the_machine():
    data = written(everything)
    core = opened(data).core_properties
    assert core.title == "Contoh"
    assert core.author == core.last_modified_by == "Pustaka Inovasi"
    assert core.created == core.modified == dt.datetime(2026, 11, 1, tzinfo=core.created.tzinfo)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in parts.namelist() if "thumbnail" in name]
        assert b"python-docx" not in b"".join(parts.read(name) for name in parts.namelist())


def test_it_is_indonesian_and_a4():
    document = opened(written(everything))
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert 'w:lang w:val="id-ID"' in document.styles.element.xml
    turned = opened(written(everything, landscape=True)).sections[0]
    assert (round(turned.page_width.cm, 1), round(turned.page_height.cm, 1)) == (29.7, 21.0)


def test_headings_are_headings():
    document = opened(written(everything))
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert styles["Judul"] == "Title"
    assert styles["Bagian"] == "Heading 1"
    assert styles["Anak bagian"] == "Heading 2"


def test_only_web_addresses_become_links():
    def fill(word):
        word.paragraph(Span("baik", url="https://contoh.go.id/a?b=1&c=2"))
        word.paragraph(Span("jahat", url="javascript:alert(1)"))
        word.paragraph(Span("berkas", url="file:///etc/passwd"))

    document = opened(written(fill))
    targets = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert targets == ["https://contoh.go.id/a?b=1&c=2"]
    assert "jahat" in "".join(paragraph.text for paragraph in document.paragraphs)


@pytest.mark.slow  # starts LibreOffice
def test_libreoffice_lays_it_out(to_pdf):
    def long(word):
        word.table(["Nomor", "Ukuran panjang"], [[str(n), f"Desa {n}"] for n in range(120)])
        word.numbers(["pertama", "kedua"])
        word.paragraph("di antara")
        word.numbers(["mulai lagi"])

    found = to_pdf(
        {
            "semua.docx": written(everything, draft=True),
            "panjang.docx": written(long, landscape=True, header=None),
            "jahat.docx": written(lambda word: [word.paragraph(text) for text in HOSTILE[:4]]),
        }
    )
    everywhere = found["semua.docx"]
    assert everywhere.about["Title"] == "Contoh"
    assert everywhere.about["Author"] == "Pustaka Inovasi"
    assert "(A4)" in everywhere.about["Page size"]
    assert len(everywhere.pages) == 2
    for n, page in enumerate(everywhere.pages, 1):
        assert DRAFT in page
        assert f"Halaman {n} dari 2" in page
    many = found["panjang.docx"]
    assert len(many.pages) > 2
    with_rows = [page for page in many.pages if "Desa " in page]
    assert all("Ukuran panjang" in page for page in with_rows)
    assert "1. mulai lagi" in many.text
    assert "=cmd|'/C calc'!A0" in found["jahat.docx"].text
