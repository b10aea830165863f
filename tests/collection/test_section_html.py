"""Sections outside the page of their case: blocks, lines, and links that lead back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.markup import read_body
from app.collection.section_html import blocks, linked_to_case


def html_of(markdown: str) -> str:
    (section,) = read_body(f"## Masalah\n\n{markdown}\n", 9).sections
    return section.html


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        ("Satu. [^1]\n\nDua & tiga. [^2]", [("Satu.",), ("Dua & tiga.",)]),
        ("3. Daftar. [^1]\n4. Bayar. [^1]", [("3. Daftar.", "4. Bayar.")]),
        ("- Daftar.\n\n    Lalu bayar.\n\n- Pulang.", [("– Daftar.", "Lalu bayar.", "– Pulang.")]),
        ("| a | b |\n|---|---|\n| 1 | 2 [^1] |", [("a", "b", "1", "2")]),
        ("> Kata warga. [^1]", [("Kata warga.",)]),
    ],
)
def test_the_text_of_blocks_is_in_lines_without_citations(markdown, lines):
    assert [block.lines for block in blocks(html_of(markdown))] == lines


@given(st.text("ab [^1]*->|.&<\n", max_size=60))
def test_blocks_together_are_the_section(markdown):
    html = html_of(f"Awal.\n{markdown}")
    together = "".join(block.html for block in blocks(html))
    assert together.replace("\n", "") == html.replace("\n", "")


def test_items_within_items_keep_their_own_numbers():
    (block,) = blocks(html_of("1. Daftar:\n    - di loket\n    - di rumah\n2. Bayar."))
    assert block.lines == ("1. Daftar:", "– di loket", "– di rumah", "2. Bayar.")


def test_citations_lead_to_the_sources_of_the_case():
    html = linked_to_case(
        html_of("Satu. [^2][^3]"), "/inovasi/x?s=a&s=b", lambda n: f"Sumber {n} kasus “X”"
    )
    assert 'href="/inovasi/x?s=a&amp;s=b#s2" aria-label="Sumber 2 kasus “X”"' in html
    assert "#s3" in html and 'id="' not in html


def test_every_section_of_the_collection_keeps_its_text(real_cases):
    for parsed in real_cases.values():
        for section in parsed.case.sections:
            text = " ".join(line for block in blocks(section.html) for line in block.lines)
            for sentence in section.sentences:
                assert sentence in text
