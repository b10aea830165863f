"""Personal data are found however people write them; figures, decrees and addresses are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.personal_data import find_in_file, find_personal_data


def found_in(text, names=()):
    return [(found.kind, found.text) for found in find_personal_data(text, names)]


@pytest.mark.parametrize(
    "number",
    [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 789",
        "0812.3456.7890",
        "(0812) 3456 7890",
        "08 12 34 56 78 90",
        "+62 812-3456-7890",
        "+6281234567890",
        "6281234567890",
        "62812-3456-7890",
        "+62 (0)812 3456 7890",
        "(0341) 123456",
        "021-5551234",
    ],
)
def test_a_telephone_number_is_found(number):
    for text in (number, f"hubungi {number}.", f"Informasi ({number}) tiap hari"):
        ((kind, data),) = found_in(text)
        assert kind == "phone"
        assert [c for c in data if c.isdigit()] == [c for c in number if c.isdigit()]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("WA 812-3456-7890", "812-3456-7890"),
        ("HP/WA : 0857 1234 5678", "0857 1234 5678"),
        ("lewat https://wa.me/6281234567890", "6281234567890"),
        ("wa.me/6281234567890", "6281234567890"),
        ("https://api.whatsapp.com/send?phone=6281234567890&text=halo", "6281234567890"),
    ],
)
def test_a_word_or_address_of_telephones_tells_that_a_number_is_one(text, number):
    assert found_in(text) == [("phone", number)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("mail", "budi.santoso@gmail.com"),
        ("mail", "budi [at] yahoo.co.id"),
        ("nik", "3573011203850001"),
        ("nik", "3573 0152 0385 0001"),
        ("nip", "198001012005011001"),
        ("nip", "19800101 200501 1 001"),
        ("name", "dr. Ratna"),
        ("name", "Ir. Joko"),
        ("name", "Ibu Siti"),
        ("name", "Budi Santoso, S.Pd"),
        ("name", "Siti Aminah, SKM"),
        ("name", "Budi Santoso, M.Si"),
    ],
)
def test_other_data_of_persons_are_found(kind, text):
    for around in ("{}", "Menurut {}, antrean pendek.", "petugas ({}) mencatat\nsemua"):
        ((found_kind, data),) = found_in(around.format(text))
        assert found_kind == kind
        assert data.endswith(text)  # a name may begin with the first word of its sentence


def test_a_number_is_a_nip_if_the_text_says_so():
    assert found_in("kepala dinas, NIP. 131 234 567") == [("nip", "131 234 567")]


@pytest.mark.parametrize(
    "text",
    [
        "Anggarannya Rp3.573.011.234.560.001 selama 2019-2023, 0,812345678901 persen.",
        "Rp 812.345.678.900",
        "Keputusan Nomor 188.45/812/KEP/35.73.112/2023 dan Nomor 800/0812345678/2020",
        "Perda Nomor 8 Tahun 2019, Surat Edaran Menteri, SE Nomor 3 Tahun 2020",
        "SDG 3, 5, 17; kode pos 65111; sebanyak 081 kasus",
        "buka 08.30–16.00 dan 08.15 - 12.00, sejak 08-12-2023 10.00",
        "call center 14045 atau 1500-567, WhatsApp 112, SMS 1708, bebas pulsa 0800-1-234567",
        "puskesmas.dinoyo@malangkota.go.id",
        "https://contoh.go.id/berita/0812345678901/3573011203850001",
        "RSUD dr. Soetomo, RSUP Prof. Dr. Margono Soekarjo, Jalan Ir. H. Juanda",
        "an app by dr. Iskak hospital",
        "ISBN 978-602-8123-4567-8",
        "ibu hamil, Ibu Hamil, Pak Camat, Kota Malang, Jawa Timur",
        "9999999999999999 dan 357301998538500012",
    ],
)
def test_what_is_none_is_left_alone(text):
    assert found_in(text) == []


@given(st.integers(0, 10**13))
def test_an_amount_is_no_personal_data(amount):
    assert found_in(f"Anggarannya Rp{amount:,} setahun".replace(",", ".")) == []


@given(st.text())
def test_any_text_can_be_looked_at(text):
    for found in find_personal_data(text):
        assert text[found.start :].startswith(found.text[0])
        assert found.remedy


def test_the_name_of_an_innovation_is_no_person():
    assert found_in("aplikasi Pak Dalman") == [("name", "Pak Dalman")]
    assert found_in("aplikasi Pak Dalman", ["Pak Dalman"]) == []
    assert found_in("Lapor Pak Tangkas Tuntas memakai", ["Lapor Pak Tangkas Tuntas"]) == []


def test_titles_of_pages_may_name_persons_but_hold_no_numbers():
    text = "title: x\nsources:\n  - {title: 'Kata dr. Ratna, 0812-3456-7890'}\nupdated: x\n"
    assert [found.kind for found in find_in_file(text)] == ["phone"]
