"""The print run of an event and its files, as a facilitator gets them."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import openpyxl
import pytest

from tests.web.conftest import take_apart, text_of
from tests.web.events.conftest import CASES, FIVE, WORD, changed, follow, form_of

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FILES = {
    "/acara.docx": WORD,
    "/acara/lembar.docx": WORD,
    "/acara/undangan.docx": WORD,
    "/acara/undangan-umum.docx": WORD,
    "/acara/umpan-balik.docx": WORD,
    "/acara/umpan-balik.xlsx": EXCEL,
    "/acara.ics": "text/calendar",
    "/acara/narasumber.csv": "text/csv",
    "/acara/narasumber.xlsx": EXCEL,
    "/acara/qr.svg": "image/svg+xml",
}


def test_the_print_run_has_everything_once_a_sheet_for_each_case(get):
    page = get(f"/acara/cetak?{CASES}&judul=Temu&peserta=7")
    ids = [sheet.get("id") for sheet in page.all("//section") if "sheet" in sheet.get("class", "")]
    assert ids == [
        *("sampul", "susunan", "narasumber"),
        *(f"lembar-{slug}" for slug in FIVE),
        *("panduan", "komitmen", "hadir", "umpan-balik", "poster"),
    ]
    assert len(page.all("//section[@id='hadir']//tbody/tr")) == 7
    images = [image.get("src") for image in page.all("//main//img")]
    assert images[:5] == [f"/inovasi/{slug}/qr.svg" for slug in FIVE]
    # On paper a case's address is the case's, without the list.
    assert (
        "http://localhost/inovasi/putik-sari "
        in page.text("//section[@id='lembar-putik-sari']") + " "
    )


def test_only_what_is_ticked_is_printed(get):
    page = get(f"/acara/cetak?{CASES}&bahan=kasus&bahan=poster&bahan=x")
    assert len([s for s in page.all("//section") if "sheet" in s.get("class", "")]) == 6


def test_the_feedback_sheet_has_a_box_for_each_answer_about_each_case(get):
    page = get(f"/acara/cetak?{CASES}&bahan=umpan-balik")
    sheet = "//section[@id='umpan-balik']"
    cases, _questions, marks, contact = page.all(f"{sheet}//table")
    rows = cases.findall("tbody/tr")
    assert len(rows) == len(FIVE)
    assert text_of(rows[0][0]) == "Putik Sari, Kabupaten Malang, Jawa Timur"
    assert all(len(row) == 4 for row in rows)
    assert [text_of(cell) for cell in marks.findall("thead/tr/th")[1:]] == ["1", "2", "3", "4"]
    assert "boleh dikosongkan" in text_of(contact)
    assert "Nama tidak perlu ditulis" in page.text(sheet)


def test_buttons_of_the_form_bring_what_was_just_typed(client, get):
    form = changed(form_of(get(f"/acara?{CASES}")), judul="Judul baru")
    page, address = follow(client, "/acara/cetak", form)
    assert page.text("//section[@id='sampul']/h2") == "Judul baru"
    assert "menit1" not in address
    answer = client.get(f"/acara.docx?{urlencode(form)}", follow_redirects=True)
    assert answer.mimetype == WORD


@pytest.mark.parametrize(("path", "mimetype"), FILES.items())
def test_files_come_as_what_they_are(client, path, mimetype):
    answer = client.get(f"{path}?{CASES}&tanggal=2027-02-18")
    assert answer.status_code == 200
    assert answer.mimetype == mimetype
    if not path.endswith("svg"):
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")


@pytest.mark.parametrize("path", [*FILES, "/acara/cetak"])
def test_without_cases_or_with_a_mistake_there_is_no_file(client, path):
    page = take_apart(client, path)
    assert page.status == 400 and "Belum ada kasus" in page.text()
    answer = client.get(f"{path}?{CASES}&tanggal=31/02/2027")
    assert answer.status_code == 303
    assert "31" in parse_qs(urlsplit(answer.headers["Location"]).query)["tanggal"][0]


def test_a_calendar_needs_a_date(client):
    page = take_apart(client, f"/acara.ics?{CASES}")
    assert page.status == 400 and "Tanggal acara belum diisi" in page.text()


def test_a_letter_for_one_agency_and_none_for_a_stranger(client):
    assert client.get(f"/acara/undangan.docx?{CASES}&untuk=putik-sari").status_code == 200
    assert client.get(f"/acara/undangan.docx?{CASES}&untuk=jak-jek").status_code == 400


def test_speakers_are_agencies_and_a_commentator_whom_the_host_adds(client):
    day = "tanggal=2027-02-18&tempat=Aula&zona=WITA"
    answer = client.get(f"/acara/narasumber.csv?{CASES}&judul==cmd|x&{day}")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0] == [
        *(
            "Instansi",
            "Nama",
            "Tempat",
            "Peran",
            "Kasus",
            "Alamat kasus",
            "Situs",
            "Asal alamat situs",
        ),
        *("Tanggal acara", "Pukul", "Zona waktu", "Tempat acara"),
    ]
    assert rows[1] == [
        *("Kecamatan Wonosari", "", "Kabupaten Malang, Jawa Timur", "Narasumber", "Putik Sari"),
        *("http://localhost/inovasi/putik-sari", "https://malangkab.go.id"),
        "tercatat di daftar alamat sekitar 2020, belum dipastikan",
        *("2027-02-18", "09.15–09.45", "WITA", "Aula"),
    ]
    assert rows[6][0] == "Akademisi atau JIPP (diisi penyelenggara)"
    assert rows[6][3] == "Penanggap" and len(rows[6]) == len(rows[0])
    assert ["Acara", "'=cmd|x"] in rows and ["Tempat", "Aula"] in rows


def test_the_workbook_of_speakers_names_the_event_on_paper(client):
    answer = client.get(f"/acara/narasumber.xlsx?{CASES}&judul=Temu&tanggal=2027-02-18&tempat=Aula")
    assert 'filename="narasumber-temu-20' in answer.headers["Content-Disposition"]
    sheet: Any = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert sheet.oddFooter.left.text == "Narasumber Temu, 18 Februari 2027, Aula"
    assert sheet["I2"].is_date and sheet["A2"].value == "Kecamatan Wonosari"


def test_the_guests_whom_the_host_names_are_in_table_letters_print_and_page(client, get):
    guests = urlencode(
        {
            "akademisi": "Dr. Sari, M.Si.",
            "instansi_akademisi": "Universitas Contoh",
            "moderator": "Budi",
            "instansi_moderator": "Bappeda",
        }
    )
    answer = client.get(f"/acara/narasumber.csv?{CASES}&{guests}&tanggal=2027-02-18&tempat=Aula")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    (academic,) = [row for row in rows if row[:2] == ["Universitas Contoh", "Dr. Sari, M.Si."]]
    assert academic[3] == "Penanggap" and academic[-4] == "2027-02-18" and academic[-1] == "Aula"
    assert re.fullmatch(r"\d\d\.\d\d–\d\d\.\d\d", academic[-3])
    (moderator,) = [row for row in rows if row[:2] == ["Bappeda", "Budi"]]
    assert moderator[3] == "Moderator" and moderator[-3].startswith("09.15–")
    for role in ("penanggap", "moderator"):
        letter = client.get(f"/acara/undangan.docx?{CASES}&{guests}&untuk={role}")
        assert letter.status_code == 200
    agenda = get(f"/acara/cetak?{CASES}&{guests}").text("//section[@id='susunan']")
    assert "Dr. Sari, M.Si., Universitas Contoh" in agenda and "moderator: Budi, Bappeda" in agenda
    page = get(f"/acara?{CASES}&{guests}")
    assert page.only("//input[@id='akademisi']").get("value") == "Dr. Sari, M.Si."
    assert "Universitas Contoh" in page.text("//section[@aria-labelledby='kasus']")


def test_a_moderator_who_is_not_named_gets_no_letter(client):
    assert client.get(f"/acara/undangan.docx?{CASES}&untuk=moderator").status_code == 400


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_title_of_a_link_is_no_formula_for_any_separator(client, separator):
    answer = client.get("/acara/narasumber.csv", query_string=f"{CASES}&judul=Rapat%3B%3D1%2B1%3Bx")
    rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=separator)
    assert not any(field.startswith(("=", "+", "-", "@")) for row in rows for field in row)
