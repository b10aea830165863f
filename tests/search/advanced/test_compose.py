"""Composed queries say what was filled in; the words of any query can be searched as free text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.search import language
from app.search.advanced.compose import Condition, compose, free_text
from app.search.advanced.mistakes import AdvancedQueryError
from app.search.advanced.parse import parse
from app.search.advanced.query_fields import QUERY_FIELDS, query_field

TITLE, PROBLEM = query_field("judul"), query_field("masalah")


@pytest.mark.parametrize(
    ("conditions", "options", "text"),
    [
        ([], {}, ""),
        ([Condition(TITLE, "all", " ")], {}, ""),
        ([Condition(None, "all", "sampah")], {}, "sampah"),
        ([Condition(None, "all", "bank sampah")], {}, "bank DAN sampah"),
        ([Condition(None, "any", "desa nelayan")], {}, "desa ATAU nelayan"),
        ([Condition(None, "none", "desa nelayan")], {}, "BUKAN (desa ATAU nelayan)"),
        ([Condition(TITLE, "all", "bank sampah")], {}, "judul:(bank DAN sampah)"),
        ([Condition(TITLE, "phrase", "bank sampah")], {}, 'judul:"bank sampah"'),
        ([], {"first_year": 2018}, "tahun:>=2018"),
        ([], {"last_year": 2020}, "tahun:<=2020"),
        ([], {"first_year": 2019, "last_year": 2019}, "tahun:2019"),
        (
            [
                Condition(TITLE, "all", "bank sampah"),
                Condition(None, "any", "desa nelayan"),
                Condition(PROBLEM, "none", "kota"),
            ],
            {"first_year": 2018, "last_year": 2020},
            "judul:(bank DAN sampah) DAN (desa ATAU nelayan) DAN BUKAN masalah:kota "
            "DAN tahun:[2018 TO 2020]",
        ),
        (
            [Condition(TITLE, "all", "sampah"), Condition(None, "all", "air desa")],
            {"any_of_them": True},
            "judul:sampah ATAU (air DAN desa)",
        ),
        (
            [
                Condition(TITLE, "all", "sampah"),
                Condition(PROBLEM, "all", "sampah"),
                Condition(None, "none", "kota"),
            ],
            {"any_of_them": True, "first_year": 2018},
            "(judul:sampah ATAU masalah:sampah) DAN BUKAN kota DAN tahun:>=2018",
        ),
    ],
)
def test_what_is_filled_in_becomes_a_query(conditions, options, text):
    assert compose(conditions, **options) == text


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("sampah DAN desa", "sampah DAN desa"),
        ("DAN", "dan"),
        ("judul:sampah (desa) [2018 TO 2020] air~2 sek* -kota", None),
        ("di desa", "desa"),
        ("e-KTP, antre!", "e-KTP, DAN antre!"),
        ("“jemput bola”", "jemput DAN bola"),
        ("& - / !", ""),
        ("!desa -kota +!air", "desa DAN kota DAN air"),
    ],
)
def test_signs_of_the_language_mean_nothing_in_the_words(words, text):
    composed = compose([Condition(None, "all", words)])
    if text is not None:
        assert composed == text
    if composed:
        parse(composed)


CONDITIONS = st.builds(
    Condition,
    st.sampled_from([None, *(field for field in QUERY_FIELDS if field.kind == "text")]),
    st.sampled_from(["all", "any", "phrase", "none"]),
    st.lists(
        st.sampled_from(
            ['"', "(", ")", "DAN", "ATAU", "BUKAN", "judul:", "*", "~2", "[", "TO", "]"]
        )
        | st.text(max_size=8),
        max_size=5,
    ).map(" ".join),
)
YEARS = st.none() | st.integers(2000, 2010)


@given(st.lists(CONDITIONS, max_size=5), st.booleans(), YEARS, st.none() | st.integers(2010, 2020))
def test_no_composed_query_has_a_mistake(conditions, any_of_them, first, last):
    text = compose(conditions, any_of_them=any_of_them, first_year=first, last_year=last)
    try:
        tree = parse(text)
    except AdvancedQueryError as mistake:
        assert mistake.kind == "too-many-words", text
    else:
        assert (tree is None) == (not text)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("judul:sampah DAN masalah:(desa ATAU nelayan)", "sampah desa nelayan"),
        ('judul:"bank sampah"~3 BUKAN kota', '"bank sampah" -kota'),
        ('sampah BUKAN "tempat akhir"', 'sampah -"tempat akhir"'),
        ("sampah BUKAN (desa ATAU kota)", "sampah"),
        ("tahun:[2018 TO 2020] sek* puskesmas~1 tahun:>=2019", "sek puskesmas"),
        ("(sampah DAN", "sampah"),
        ("rasio 3:1", "rasio 3:1"),
        ("tahun:>=2019 >3R <2 desa", "3R desa"),
        ("", ""),
    ],
)
def test_the_words_of_a_query_are_given_back(query, words):
    assert free_text(query) == words


@given(st.text(max_size=60))
@example("<0A")
def test_any_text_has_words_to_give_back(text):
    assert set(language.folded(free_text(text))) <= set(language.folded(text))
