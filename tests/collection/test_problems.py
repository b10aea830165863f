"""Problems hold no figure and no name of a person."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.problems import figure_in, person_in
from app.collection.regions import regions


@pytest.mark.parametrize(
    ("problem", "figure"),
    [
        ("loket tutup, surat baru jadi sesudah 24 jam", "24"),
        ("bantuan baru cair 3 bulan kemudian", "3"),
        ("pungutan (100 ribu) tiap urus surat", "100"),
        ("ongkosnya Rp1.500.000, kami tidak punya", "Rp1.500.000"),
        ("stunting di desa kami masih 27,5%", "27,5"),
        ("warga takut ke puskesmas sejak COVID-19", "COVID-19"),
        ("surat tanah luasnya 40 m² hilang", "40"),
        ("separuh (½) panen busuk di jalan", "½"),
        ("bantuan tidak sampai [^1]", "1"),
    ],
)
def test_a_figure_is_found(problem, figure):
    assert figure_in(problem) == figure


@given(st.text(max_size=40), st.integers(0, 10**9), st.text(max_size=40))
def test_every_figure_is_found_whatever_stands_around_it(before, figure, after):
    assert figure_in(f"{before}{figure}{after}")


@given(st.text(alphabet=string.ascii_letters + " .,!?-()“”’", max_size=140))
def test_words_alone_hold_no_figure(text):
    assert figure_in(text) is None


@pytest.mark.parametrize(
    ("problem", "person"),
    [
        ("bu Siti tidak bisa ambil obat sendiri", "bu Siti"),
        ("Ibu Siti tidak bisa ambil obat sendiri", "Ibu Siti"),
        ("laporan ke Pak Budi, tapi tidak ditanggapi", "Pak Budi"),
        ("kata Bapak/Ibu Ma’ruf, surat hilang", "Ibu Ma’ruf"),
        ("hanya dr. Ratna yang berani periksa", "dr. Ratna"),
        ("hanya dr.Ratna yang berani periksa", "dr. Ratna"),
        ("tanah warisan H. Ahmad jadi rebutan", "H. Ahmad"),
        ("tanah warisan Hj. Aminah jadi rebutan", "Hj. Aminah"),
        ("usul Prof. Dr. Ir. Suharto tidak dipakai", "Ir. Suharto"),
        ("menunggu drg Ani, antrean sampai sore", "drg Ani"),
        ("pesantren KH. Hasyim belum punya air bersih", "KH. Hasyim"),
    ],
)
def test_a_name_behind_a_title_is_found(problem, person):
    assert person_in(problem) == person


@pytest.mark.parametrize(
    "problem",
    [
        "pak camat ingin berperan lebih dari sekadar tanda tangan",
        "Pak Camat dan Bu Bidan tidak punya data ibu hamil",
        "lapor ke pak RT dan Ibu PKK tidak ada hasilnya",
        "Ibu Hamil Risiko Tinggi tidak terpantau",
        "ibu Papua melahirkan jauh dari puskesmas",
        "ibu-ibu Aisyiyah ingin membantu tapi tidak tahu caranya",
        "pak Haji, kapan antrean haji Indonesia pendek",
        "antre berjam-jam di RSUD dr. Soetomo",
        "lampu di Jalan Prof. Dr. Moestopo mati terus",
        "warga sekitar TN Komodo tidak boleh melaut",
        "menyusun KAK Pengadaan memakan waktu",
        "sudah tanya ibu, Dinas bilang tunggu saja",
        "jarak dr Puskesmas ke rumah terlalu jauh",
        "ibu",
        "",
    ],
)
def test_what_is_no_name_is_left_alone(problem):
    assert person_in(problem) is None


@given(st.text(max_size=140))
def test_a_person_found_in_any_text_has_a_title_and_a_capital_letter(text):
    person = person_in(text)
    if person is not None:
        title, name = person.split(" ")
        assert title in text and name in text
        assert name[0].isupper()


@pytest.mark.parametrize("title", ["ibu", "Pak", "bapak"])
def test_a_place_behind_a_title_is_no_name(title):
    for name in regions():
        assert person_in(f"{title} {name.rpartition(' ')[2]} jauh dari puskesmas") is None
