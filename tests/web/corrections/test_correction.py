"""A correction as a text file, and the message to the curators."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.office.content import scrub
from app.web.corrections.correction import (
    ANY,
    KINDS,
    Correction,
    correction_text,
    correction_to_text,
    mail_body,
    subject,
)

DAY = dt.date(2026, 11, 30)
URL = "https://contoh.go.id/inovasi/putik-sari"


def wrong(text: str, source: str = "") -> Correction:
    return Correction(ANY, {"usul": text, "sumber": source})


def test_the_file_names_the_case_and_says_what_is_wrong(real_cases):
    case = real_cases["putik-sari"].case
    sent = wrong("Mulai 2018, bukan 2019.\nLihat hlm. 4.", "https://contoh.go.id/a")
    text = correction_to_text(sent, case, URL, DAY).decode()
    assert text.startswith("Perbaikan: Putik Sari\r\n")
    assert f"Alamat: {URL}\r\n" in text
    assert "Tanggal usulan: 30 November 2026" in text
    assert "keliru atau kurang:\r\nMulai 2018, bukan 2019.\r\nLihat hlm. 4.\r\n" in text
    assert text.endswith("Sumbernya:\r\nhttps://contoh.go.id/a\r\n")


def test_a_proposal_without_a_case_or_a_source_says_so():
    text = correction_to_text(wrong("Tambahkan tema X."), None, URL, DAY).decode()
    assert text.startswith("Usulan untuk Pustaka Inovasi\r\n")
    assert "(tidak disebut)" in text and "Kasus:" not in text


@pytest.mark.parametrize("key", KINDS)
def test_the_text_has_every_question_of_its_kind(real_cases, key):
    answers = {question.key: f"isi {question.key}" for question in KINDS[key].questions}
    text = correction_text(Correction(key, answers), real_cases["putik-sari"].case, URL, DAY)
    assert f"Jenis: {KINDS[key].choice.id}\n" in text
    for question in KINDS[key].questions:
        assert f"{question.label.id.removesuffix(' (boleh kosong)')}:\nisi {question.key}\n" in text


def test_a_mail_has_the_case_and_room_to_write(real_cases):
    case = real_cases["putik-sari"].case
    assert subject(case) == "Perbaikan: Putik Sari"
    body = mail_body(case, URL)
    assert URL in body and "Kecamatan Wonosari" in body and "Yang keliru atau kurang:" in body


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_becomes_a_file(text, source):
    data = correction_to_text(wrong(scrub(text), scrub(source)), None, URL, DAY)
    assert "\x00" not in data.decode()
