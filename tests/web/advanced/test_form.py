"""The fields of the form: whatever is sent, the form shows it and says what can't be used."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict

from app.web.advanced import form


@pytest.fixture(autouse=True)
def request_context(app):
    with app.test_request_context():
        yield


def read(**parameters: str | list[str]) -> tuple[form.AdvancedForm, list[str]]:
    typed, bad = form.read_form(MultiDict(parameters))
    return typed, [parameter.name for parameter in bad]


def test_an_empty_form_has_rows_to_fill_in_and_no_query():
    typed, bad = read()
    assert typed.rows == (form.Row(),) * form.ROWS
    assert (typed.query, typed.join, bad) == ("", form.ALL_ROWS, [])


def test_rows_are_read_in_order_and_empty_ones_left_out():
    typed, bad = read(
        ruas=["judul", "", "masalah"],
        cara=["semua", "frasa", "tanpa"],
        isi=["bank sampah", " ", "kota"],
    )
    assert not bad
    assert typed.rows[:2] == (
        form.Row("judul", "semua", "bank sampah"),
        form.Row("masalah", "tanpa", "kota"),
    )
    assert typed.query == "judul:(bank DAN sampah) DAN BUKAN masalah:kota"


def test_words_alone_are_searched_in_the_whole_case():
    assert read(isi="stunting gizi")[0].query == "stunting DAN gizi"


def test_any_row_and_years():
    typed, bad = read(
        ruas=["judul", "masalah"],
        cara=["semua", "semua"],
        isi=["sampah", "sampah"],
        gabung="atau",
        dari="2018",
        sampai="2020",
    )
    assert not bad and not typed.errors
    assert typed.query == "(judul:sampah ATAU masalah:sampah) DAN tahun:[2018 TO 2020]"


@pytest.mark.parametrize(
    ("dari", "sampai", "wrong"),
    [("20x", "", {"dari"}), ("", "２０１９", {"sampai"}), ("2020", "2018", {"sampai"})],
)
def test_a_year_that_is_none_is_named_beside_its_field(dari, sampai, wrong):
    typed, _ = read(isi="desa", dari=dari, sampai=sampai)
    assert typed.errors.keys() == wrong
    assert typed.years == {"dari": dari, "sampai": sampai}
    assert typed.query == "desa"


def test_unknown_choices_are_reported_and_the_words_kept():
    typed, bad = read(ruas="tahun", cara="x", isi="desa", gabung="y")
    assert bad == ["ruas", "cara", "gabung"]
    assert typed.rows[0] == form.Row("", "semua", "desa")


@pytest.mark.parametrize(("filled", "shown"), [(0, 3), (2, 3), (3, 4), (9, 10), (10, 10), (12, 10)])
def test_there_is_a_row_to_fill_in_until_there_are_too_many(filled, shown):
    typed, bad = read(isi=["desa"] * filled)
    assert len(typed.rows) == shown
    assert bad == (["isi"] if filled > form.MAX_ROWS else [])
    more, _ = read(isi=["desa"] * filled, tambah="1")
    assert len(more.rows) == min(shown + 1, form.MAX_ROWS)


def test_every_field_but_the_year_can_be_chosen():
    names = [field.name.id for field in form.ROW_FIELDS]
    assert "tahun" not in names
    for name in names:
        assert read(ruas=name, isi="desa")[0].query == f"{name}:desa"


@pytest.mark.parametrize("words", ["!?", '()"~', "\x00", "😀"])
def test_a_row_without_a_word_is_named(words):
    _, bad = form.read_form(MultiDict({"isi": ["desa", words]}))
    assert [(parameter.name, parameter.message) for parameter in bad] == [
        ("isi", "Baris 2 tidak memuat huruf atau angka.")
    ]


def test_what_is_too_long_for_a_row_is_not_cut_off_in_silence():
    typed, bad = form.read_form(MultiDict({"isi": "a" * (form.MAX_CHARACTERS + 1)}))
    assert typed.rows[0].words == "a" * form.MAX_CHARACTERS
    assert [parameter.message for parameter in bad] == [
        f"Baris 1: hanya {form.MAX_CHARACTERS} karakter pertama yang dibaca."
    ]
