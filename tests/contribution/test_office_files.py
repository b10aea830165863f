"""What may be read is found out before any library reads it, and every bound holds."""

import io
import zipfile

import pytest

from app.contribution import office_files
from app.contribution.office_files import kind_of
from app.contribution.reading import RefusedError
from app.contribution.templates_sheet import csv_template, excel_template
from app.contribution.templates_word import word_template
from tests.contribution.conftest import TODAY
from tests.contribution.senders import rezipped, workbook

WORD, EXCEL = word_template(TODAY), excel_template()
SHEET = "xl/worksheets/sheet1.xml"

BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<w:document>&b;</w:document>"
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'


def refusal(data, name="berkas.docx"):
    with pytest.raises(RefusedError) as caught:
        kind_of(data, name)
    return f"{caught.value.message}; {caught.value.remedy}"


def test_the_templates_are_of_their_kinds():
    assert kind_of(WORD, "a.docx") == "word"
    assert kind_of(EXCEL, "a.xlsx") == "excel"
    assert kind_of(csv_template(), "a.csv") == "csv"


def test_the_content_decides_and_not_the_name():
    assert kind_of(EXCEL, "salah-nama.docx") == "excel"
    assert kind_of(WORD, "salah-nama.xlsx") == "word"


def test_a_large_file_is_refused_unread(monkeypatch):
    monkeypatch.setattr(office_files, "MAX_FILE", 1000)
    assert "terlalu besar" in refusal(b"PK" + b"x" * 1000)


def test_a_part_that_unpacks_too_far_is_refused():
    bomb = rezipped(WORD, more={"word/media/a.bin": bytes(50 * 2**20)})
    assert len(bomb) < 2**20
    assert "mengembang terlalu besar" in refusal(bomb)


def test_many_parts_that_unpack_too_far_together_are_refused(monkeypatch):
    monkeypatch.setattr(office_files, "MAX_UNPACKED", 2**20)
    parts = {f"word/media/{n}.bin": bytes(2**18) for n in range(5)}
    assert "mengembang terlalu besar" in refusal(rezipped(WORD, more=parts))


def test_a_size_that_the_archive_states_falsely_is_no_way_around():
    bomb = bytearray(rezipped(WORD, more={"word/media/a.bin": bytes(50 * 2**20)}))
    size = (50 * 2**20).to_bytes(4, "little")
    assert bomb.count(size) >= 2
    small = bytes(bomb.replace(size, (100).to_bytes(4, "little")))
    assert refusal(small)  # damaged or too large: read it is not


def test_too_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(office_files, "MAX_PARTS", 30)
    assert "bagian" in refusal(rezipped(WORD, more={f"{n}.xml": b"<a/>" for n in range(30)}))


def test_too_many_elements_are_refused(monkeypatch):
    monkeypatch.setattr(office_files, "MAX_ELEMENTS", 10_000)
    many = b"<a>" + b"<b/>" * 10_001 + b"</a>"
    assert "terlalu banyak sel" in refusal(rezipped(EXCEL, {SHEET: lambda _: many}), "a.xlsx")


def test_deep_nesting_is_refused():
    deep = b"<a>" * 300 + b"</a>" * 300
    assert "bersarang terlalu dalam" in refusal(
        rezipped(WORD, {"word/document.xml": lambda _: deep})
    )


@pytest.mark.parametrize("xml", [BILLION_LAUGHS, OUTSIDE], ids=["entities", "outside"])
@pytest.mark.parametrize(
    ("data", "part"),
    [(WORD, "word/document.xml"), (WORD, "word/_rels/document.xml.rels"), (EXCEL, SHEET)],
    ids=["document", "relations", "sheet"],
)
def test_document_types_are_refused_wherever_they_stand(data, part, xml):
    assert "DTD" in refusal(rezipped(data, {part: lambda _: xml}))


def test_a_document_type_in_another_encoding_is_seen():
    xml = OUTSIDE.decode().replace('version="1.0"', 'version="1.0" encoding="UTF-16"')
    changed = rezipped(WORD, {"word/document.xml": lambda _: xml.encode("utf-16")})
    assert "DTD" in refusal(changed)


@pytest.mark.parametrize("area", ["A1:XFD1048576", "A:XFD", "1:1048576", "A1:??"])
def test_areas_that_openpyxl_would_fill_with_cells_are_refused(area):
    merged = f'<mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'.encode()
    data = workbook([["a"]])
    changed = rezipped(
        data, {SHEET: lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + merged)}
    )
    assert "digabung terlalu luas" in refusal(changed, "a.xlsx")


def test_links_over_whole_sheets_are_refused():
    links = b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="a"/></hyperlinks>'
    changed = rezipped(
        workbook([["a"]]),
        {SHEET: lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + links)},
    )
    assert "terlalu luas" in refusal(changed, "a.xlsx")


@pytest.mark.parametrize("name", ["a.docm", "A.XLSM", "a.xlsb"])
def test_files_for_macros_are_refused_by_name(name):
    assert "makro" in refusal(WORD, name)


def test_macros_are_found_inside():
    assert "makro" in refusal(rezipped(WORD, more={"word/vbaProject.bin": b"x"}))
    assert "makro" in refusal(rezipped(EXCEL, more={"xl/vbaProject.bin": b"x"}), "a.xlsx")


def test_an_archive_with_a_password_is_refused():
    data = bytearray(WORD)
    for start in (b"PK\x03\x04", b"PK\x01\x02"):
        flags = 6 if start == b"PK\x03\x04" else 8
        position = data.find(start)
        while position >= 0:
            data[position + flags] |= 1
            position = data.find(start, position + 1)
    assert "kata sandi" in refusal(bytes(data))


@pytest.mark.parametrize("cut", [10, 100, 5_000])
def test_a_cut_file_is_refused(cut):
    assert "rusak atau terpotong" in refusal(WORD[:-cut])


def test_an_archive_of_another_kind_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    assert "ZIP" in refusal(out.getvalue())
    opened = rezipped(out.getvalue(), more={"mimetype": b"x", "content.xml": b"<a/>"})
    assert "OpenDocument" in refusal(opened)


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.docx", "kosong"),
        (b"\xef\xbb\xbf \r\n", "a.csv", "kosong"),
        (OLE, "a.doc", "versi lama"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "kata sandi"),
        (b"<html><table><tr><td>Nama</td></tr></table></html>", "a.xls", "laman web"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "a.xls", "laman web"),
        (b"{\\rtf1 Nama}", "a.doc", "RTF"),
        (b"%PDF-1.7", "a.pdf", "PDF"),
        (b"Nama inovasi", "a.docx", "bukan berkas Word"),
        (b"Nama inovasi", "tanpa-akhiran", "bukan berkas Word"),
    ],
)
def test_other_kinds_are_named_with_a_remedy(data, name, words):
    assert words in refusal(data, name)
