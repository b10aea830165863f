"""Citations and lists are read as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contribution.draft import Paragraph
from app.contribution.fields import by_key
from app.contribution.reading import entries, listed, name_of, paragraph_of, start_of
from app.contribution.templates_word import cited


@pytest.mark.parametrize(
    ("typed", "text", "sources"),
    [
        ("Jauh. [1]", "Jauh.", (1,)),
        ("Jauh. [1][3]", "Jauh.", (1, 3)),
        ("Jauh. [1, 3]", "Jauh.", (1, 3)),
        ("Jauh. [1; 3] [2]", "Jauh.", (1, 3, 2)),
        ("Jauh. [2–4]", "Jauh.", (2, 3, 4)),
        ("Jauh. [^1][^2]", "Jauh.", (1, 2)),
        ("Jauh [1].", "Jauh [^1].", ()),
        ("Menurut dinas [1, 2] jauh. [3]", "Menurut dinas [^1][^2] jauh.", (3,)),
        ("Tahun [2020] jauh.", "Tahun [2020] jauh.", ()),
        ("Jauh. [4-1]", "Jauh.", (4, 1)),
        ("Jauh (1).", "Jauh (1).", ()),
        ("[1]", "", (1,)),
    ],
)
def test_citations_are_numbers_in_brackets(typed, text, sources):
    assert paragraph_of(typed) == Paragraph(text, sources)


@pytest.mark.parametrize(
    ("typed", "text", "numbered"),
    [
        ("- Satu", "Satu", False),
        ("• Satu", "Satu", False),
        ("1. Satu", "Satu", True),
        ("12) Satu", "Satu", True),
        ("\uf0b7 Satu", "Satu", False),
    ],
)
def test_signs_before_a_line_make_it_an_item(typed, text, numbered):
    assert paragraph_of(typed) == Paragraph(text, item=True, numbered=numbered)


@pytest.mark.parametrize("typed", ["-5 derajat", "2020. Satu", "1.212 orang", "–"])
def test_other_signs_are_text(typed):
    assert paragraph_of(typed) == Paragraph(typed)


@given(st.from_regex(r"[a-z ,.]{0,30}", fullmatch=True), st.lists(st.integers(1, 100), unique=True))
def test_what_the_templates_write_is_read_back(text, sources):
    paragraph = Paragraph(" ".join(text.split()), tuple(sources))
    assert paragraph_of(cited(paragraph)) == paragraph


def test_entries_of_a_list_stand_on_lines_and_words_also_between_signs():
    tags, laws, goals = by_key("tags"), by_key("legal_basis"), by_key("sdgs")
    assert entries(tags, ["a b", " ", "- c"]) == ("a b", "c")
    assert entries(tags, ["a b; c, d"]) == ("a b", "c, d")
    assert entries(tags, ["a b, c"]) == ("a b", "c")
    assert entries(laws, ["Perda 1, jo. Perda 2; tetap"]) == ("Perda 1, jo. Perda 2; tetap",)
    assert entries(goals, ["3, SDG 8 Pekerjaan layak, TPB 11"]) == ("3", "8", "11")
    assert entries(goals, ["delapan"]) == ("delapan",)


def test_places_are_named_as_the_templates_name_them():
    assert name_of(("results", 1, "after")) == "Hasil 2: Sesudah"
    assert name_of(("sources", 0)) == "Sumber 1"
    assert name_of(("sections", "Masalah", 3)) == "Masalah"
    assert name_of(("lain",)) == "lain"


def test_long_texts_and_lists_are_shortened_in_messages():
    assert listed(["a", "b"]) == "“a”, “b”"
    assert listed(list("abcdefgh")).endswith("“f”, dan 2 lainnya")
    assert start_of("kata " * 20).endswith("…") and len(start_of("kata " * 20)) <= 50
