"""Sections as paragraphs and list items."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.collection.markup import read_body
from app.documents.body_text import Block, blocks


def of(markdown: str) -> list[Block]:
    (section,) = read_body(f"## Masalah\n\n{markdown}\n", 9).sections
    return list(blocks(section.html))


def test_paragraphs_and_lists_keep_their_order_and_kind():
    assert of("Ada dua: [^1]\n\n- satu [^2]\n- dua\n\n1. tiga\n2. empat\n\nTamat.") == [
        Block("Ada dua: [1]"),
        Block("satu [2]", "item"),
        Block("dua", "item"),
        Block("tiga", "numbered"),
        Block("empat", "numbered"),
        Block("Tamat."),
    ]


def test_marks_are_left_out_and_signs_stay():
    assert of("**Kas** Anak *pesisir* & \\*bintang\\* 3 < 4 [laman](https://a.id)") == [
        Block("Kas Anak pesisir & *bintang* 3 < 4 laman")
    ]


def test_a_row_of_a_table_is_a_line():
    assert of("| Tahun | Warga |\n|---|---|\n| 2021 | 12 |") == [
        Block("Tahun | Warga"),
        Block("2021 | 12"),
    ]


def test_every_real_section_is_told_whole(real_cases):
    for slug, parsed in real_cases.items():
        for section in parsed.case.sections:
            told = " ".join(block.text for block in blocks(section.html))
            # A citation may stand between a word and its full stop.
            words = {
                word.rstrip(".,;:") for sentence in section.sentences for word in sentence.split()
            }
            missing = {word for word in words if word not in told}
            assert not missing, (slug, section.key)


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    for block in blocks(text):
        assert block.text == " ".join(block.text.split()) and block.text
