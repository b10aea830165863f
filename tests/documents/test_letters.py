"""The letters have an official form, facts of the case, and blanks for the rest."""

from __future__ import annotations

import datetime as dt

import pytest

from app.documents.letters import LETTERS, letter_to_word
from tests.documents.conftest import text_of

DAY = dt.date(2026, 11, 28)


@pytest.fixture(scope="module")
def letters(real_cases):
    """The text of each letter about Jarik Ma'Siti."""
    case = real_cases["jarik-ma-siti"].case
    return {name: text_of(letter_to_word(letter, case, DAY)) for name, letter in LETTERS.items()}


@pytest.mark.parametrize("name", ["kunjungan", "izin"])
def test_a_letter_has_the_form_of_an_official_letter(letters, name):
    text = letters[name]
    for name_or_line in (
        "Nomor",
        "Sifat",
        "Lampiran",
        "Hal",
        "Yth. Pimpinan SMP Negeri 10 Kota Malang",
    ):
        assert name_or_line in text
    assert f"{LETTERS[name].subject} Jarik Ma'Siti" in text
    assert "“Jarik Ma'Siti” (Belajar Menarik Bersama Siswa Istimewa)" in text
    assert "[isi: NAMA PEMERINTAH DAERAH ATAU INSTANSI]" in text
    assert "[isi: jabatan pimpinan instansi]" in text
    assert "bukan formulir resmi" in text


def test_a_visit_asks_for_facts_that_no_source_says(real_cases):
    case = real_cases["jarik-ma-siti"].case
    assert case.cost is None
    text = text_of(letter_to_word(LETTERS["kunjungan"], case, DAY))
    assert "biaya dan sumber anggarannya (belum kami temukan di sumber terbuka);" in text
    known = real_cases["bumdes-tirta-mandiri-ponggok"].case
    assert known.cost
    text = text_of(letter_to_word(LETTERS["kunjungan"], known, DAY))
    assert "biaya dan sumber anggarannya;" in text


def test_the_request_for_permission_makes_promises(letters):
    text = letters["izin"]
    assert "menyebut SMP Negeri 10 Kota Malang sebagai pemilik dan asal inovasi" in text
    assert "tidak memperjualbelikan dan tidak melisensikan ulang" in text
    assert "nota kesepahaman antarpimpinan dan perjanjian kerja sama antarunit kerja" in text
    assert "Kami belum menemukan ketentuan tertulis" in text


def test_known_terms_of_copying_are_quoted(real_cases):
    cases = [parsed.case for parsed in real_cases.values() if parsed.case]
    with_terms = [case for case in cases if case.copy_terms]
    assert with_terms
    for case in with_terms[:3]:
        text = text_of(letter_to_word(LETTERS["izin"], case, DAY))
        assert f"“{case.copy_terms}”" in text


def test_a_letter_for_a_visit_attaches_the_questions_of_the_reader(real_cases):
    case = real_cases["putik-sari"].case
    text = text_of(letter_to_word(LETTERS["kunjungan"], case, DAY, ["Siapa melatih kader?"]))
    assert "1 (satu) lembar daftar pertanyaan" in text
    assert "selain daftar pertanyaan terlampir, adalah:" in text
    assert text.index("Tembusan:") < text.index("Siapa melatih kader?")
    without = text_of(letter_to_word(LETTERS["kunjungan"], case, DAY))
    assert "daftar pertanyaan" not in without


def test_the_request_for_permission_asks_no_questions(real_cases):
    case = real_cases["putik-sari"].case
    text = text_of(letter_to_word(LETTERS["izin"], case, DAY, ["Siapa melatih kader?"]))
    assert "Siapa melatih kader?" not in text


def test_questions_beyond_the_limits_are_left_out_or_cut(real_cases):
    case = real_cases["putik-sari"].case
    questions = [f"{n:02} {'x' * 300}" for n in range(30)]
    text = text_of(letter_to_word(LETTERS["permohonan-informasi"], case, DAY, questions))
    assert "19 x" in text and "20 x" not in text
    assert "x" * 196 + "…" in text and "x" * 197 not in text


def test_letters_say_where_the_address_can_be_found(letters):
    assert "cari di http://smpn10-mlg.sch.id/ (tercatat di berkas kasus" in letters["kunjungan"]
    assert "cari di https://malangkota.go.id (" in letters["permohonan-informasi"]


# --- on paper -------------------------------------------------------------------------

# Among the longest names, summaries and agencies of the collection, and two short ones.
ON_PAPER = (
    *("sheltered-workshop-peduli", "sejuta-ikan", "putik-sari", "jarik-ma-siti"),
    *("gkb-brebes", "tintaindah-pgk"),
)


@pytest.mark.slow  # starts LibreOffice
def test_libreoffice_fits_a_letter_on_a_page(to_pdf, real_cases):
    files = {
        f"{name}-{slug}.docx": letter_to_word(LETTERS[name], real_cases[slug].case, DAY)
        for name in ("kunjungan", "izin")
        for slug in ON_PAPER
    }
    for name, pdf in to_pdf(files).items():
        assert len(pdf.pages) == 1, name
        assert "Tembusan:" in pdf.text
        assert "Dengan hormat," in pdf.text


# The requests for information that ask most of all cases without a question of the reader.
ASKING_MOST = (
    *("mangrove-bangka-tengah", "mini-cattle-yard-sipandu", "sheltered-workshop-peduli"),
    *("air-murah", "radio-pn-bontang"),
)


@pytest.mark.slow  # starts LibreOffice
def test_libreoffice_fits_a_request_for_information_on_a_page(to_pdf, real_cases):
    request = LETTERS["permohonan-informasi"]
    files = {
        f"{slug}.docx": letter_to_word(request, real_cases[slug].case, DAY) for slug in ASKING_MOST
    }
    for name, pdf in to_pdf(files).items():
        assert len(pdf.pages) == 1, name
        assert "Tembusan: Pimpinan" in pdf.text


@pytest.mark.slow  # starts LibreOffice
def test_libreoffice_fits_the_longest_questions_on_their_pages(to_pdf, real_cases):
    questions = [f"{n:02} {'berapa orang ' * 15}" for n in range(20)]
    pdfs = to_pdf(
        {
            f"{name}-{slug}.docx": letter_to_word(
                LETTERS[name], real_cases[slug].case, DAY, questions
            )
            for name in ("kunjungan", "permohonan-informasi")
            for slug in ON_PAPER
        }
    )
    for name, pdf in pdfs.items():
        if name.startswith("permohonan"):
            assert len(pdf.pages) <= 2, name
        else:
            assert "Tembusan:" in pdf.pages[0], name
