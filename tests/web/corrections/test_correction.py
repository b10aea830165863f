"""A correction as a text file, and the message to the curators."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from app.documents.office.content import scrub
from app.web.corrections.correction import Correction, correction_to_text, mail_body, subject

DAY = dt.date(2026, 11, 30)
URL = "https://contoh.go.id/inovasi/putik-sari"


def test_the_file_names_the_case_and_says_what_is_wrong(real_cases):
    case = real_cases["putik-sari"].case
    sent = Correction("Mulai 2018, bukan 2019.\nLihat hlm. 4.", "https://contoh.go.id/a")
    text = correction_to_text(sent, case, URL, DAY).decode()
    assert text.startswith("Perbaikan: Putik Sari\r\n")
    assert f"Alamat: {URL}\r\n" in text
    assert "Tanggal usulan: 30 November 2026" in text
    assert "Yang keliru atau kurang:\r\nMulai 2018, bukan 2019.\r\nLihat hlm. 4.\r\n" in text
    assert text.endswith("Sumber:\r\nhttps://contoh.go.id/a\r\n")


def test_a_proposal_without_a_case_or_a_source_says_so():
    text = correction_to_text(Correction("Tambahkan kasus X."), None, URL, DAY).decode()
    assert text.startswith("Usulan untuk Pustaka Inovasi\r\n")
    assert "(tidak disebut)" in text and "Kasus:" not in text


def test_a_mail_has_the_case_and_room_to_write(real_cases):
    case = real_cases["putik-sari"].case
    assert subject(case) == "Perbaikan: Putik Sari"
    body = mail_body(case, URL)
    assert URL in body and "Kecamatan Wonosari" in body and "Yang keliru atau kurang:" in body


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_becomes_a_file(text, source):
    data = correction_to_text(Correction(scrub(text), scrub(source)), None, URL, DAY)
    assert "\x00" not in data.decode()
