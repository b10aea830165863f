"""A filled-in template becomes the form: what is wrong with it is told at once, nothing is lost."""

import io

import docx
import pytest
from lxml import html

from app.contribution.draft import Draft
from app.contribution.office_files import SITE_UNPACKED
from app.contribution.templates_sheet import csv_template, excel_template
from app.contribution.templates_word import word_template
from app.web.contribute.filled import from_json
from app.web.contribute.telling import tell
from tests.contribution.conftest import TODAY
from tests.contribution.senders import rezipped
from tests.web.contribute.conftest import draft_of_case


def load(client, name, data):
    answer = client.post("/usul/muat", data={"berkas": (io.BytesIO(data), name)})
    return answer.status_code, answer.text


def carried(text):
    """The draft that a page of the form carries."""
    value = html.fromstring(text).xpath("//form[@data-proposal]//input[@name='isian']/@value")[0]
    return tell(from_json(value)[0]).draft


@pytest.fixture
def draft():
    return draft_of_case("putik-sari")


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("usulan.docx", lambda draft: word_template(TODAY, draft)),
        ("usulan.xlsx", lambda draft: excel_template([draft])),
        ("usulan.csv", lambda draft: csv_template([draft])),
    ],
)
def test_a_case_in_a_template_is_in_the_form_and_passes(client, draft, name, make):
    status, text = load(client, name, make(draft))
    assert status == 200
    assert "Isian ini lolos pemeriksaan." in text
    told = carried(text)
    assert {name: told.sections[name] for name in draft.sections} == draft.sections
    for key, rows in draft.rows.items():
        assert [{name: text for name, text in row.items() if text} for row in told.rows[key]] == [
            dict(row) for row in rows
        ]
    assert told.texts["level"] == draft.texts["level"]
    assert {key: told.lists[key] for key in draft.lists} == draft.lists


def test_all_mistakes_are_told_at_once_and_the_rest_is_kept(client, draft):
    broken = Draft({**draft.texts, "summary": "Pendek."}, {}, draft.rows, draft.sections)
    opened = docx.Document(io.BytesIO(word_template(TODAY, broken)))
    opened.tables[2].cell(1, 1).merge(opened.tables[2].cell(1, 2))
    out = io.BytesIO()
    opened.save(out)
    status, text = load(client, "usulan.docx", out.getvalue())
    assert status == 200
    assert "Masih ada" in text and "Terlalu sedikit: 7 huruf" in text
    assert "tabel “Hasil terukur”, baris 1: ada sel yang digabung" in text
    assert "Yang sudah Anda ketik tidak hilang." in text


def test_a_workbook_with_several_cases_is_for_the_curators(client, draft):
    status, text = load(client, "rekap.xlsx", excel_template([draft, draft]))
    assert status == 400
    assert "berkas memuat 2 inovasi, formulir ini memuat satu" in text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("usulan.docx", b"", "berkas kosong"),
        ("usulan.docx", b"PK\x03\x04", "rusak atau terpotong"),
        ("rekap.csv", b"a;b;c", "judul kolom tidak ditemukan"),
        ("isian.json", b"PK\x03\x04" * 99, "rusak atau terpotong"),
        ("isian.json", b"{}", "bukan isian usulan"),
        ("usulan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "Simpan Sebagai"),
        ("usulan.pdf", b"%PDF-1.7", "isinya PDF; kirim berkas Word atau Excel asalnya"),
        ("foto.jpg", b"\xff\xd8\xff", "atau templat Word atau Excel yang sudah diisi"),
        ("", b"", "Belum ada berkas yang dipilih"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_a_way_out(client, name, data, words):
    status, text = load(client, name, data)
    assert status == 400
    assert words in text


def test_a_template_full_of_pictures_is_told_what_to_leave_out(client):
    sent = "multipart/form-data; boundary=x"
    answer = client.post("/usul/muat", data=bytes(1_200_000), content_type=sent)
    assert answer.status_code == 413
    assert "Paling besar 1 MB." in answer.text and "hapus gambar dari berkas Word" in answer.text


@pytest.mark.parametrize("name", ["usulan.docx", "isian.json"])
def test_a_file_that_cannot_be_read_leaves_what_was_typed(visitor, name):
    visitor.open()
    visitor.send({"title": ["Antar Obat"]}, ke="2")
    page = visitor.send({"sources-1-title": ["Judul berita"]}, ke="1")
    (typed,) = html.fromstring(page.html).xpath("//form[.//@type='file']//@value[../@name='isian']")
    answer = visitor.client.post(
        "/usul/muat", data={"berkas": (io.BytesIO(b"x"), name), "isian": typed}
    )
    assert answer.status_code == 400
    assert html.fromstring(answer.text).get_element_by_id("title").value == "Antar Obat"
    assert carried(answer.text).rows["sources"][0]["title"] == "Judul berita"


def test_the_site_takes_less_than_the_command(client, draft):
    large = rezipped(
        word_template(TODAY, draft), more={"word/media/a.bin": bytes(SITE_UNPACKED // 100) * 100}
    )
    assert "mengembang terlalu besar" in load(client, "usulan.docx", large)[1]
    many = b"<a>" + b"<b/>" * 70_000 + b"</a>"
    wide = rezipped(word_template(TODAY, draft), more={"word/a.xml": many})
    assert "terlalu banyak sel" in load(client, "usulan.docx", wide)[1]
