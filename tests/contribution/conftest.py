"""Drafts of real cases, and drafts made by hypothesis of any text in any field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import strategies as st

from app.contribution.case_file import HEADINGS, LISTS, ROWS, TEXTS, draft_of
from app.contribution.draft import Draft, Paragraph

#: The day that counts as today in these tests.
TODAY = dt.date(2026, 11, 30)

#: What people type into forms and cells, and what YAML and Markdown read otherwise.
TYPED = (
    *("1.200", "12:30", "ya", "no", "null", "~", "Juara #1", "2024-02-30", "2019", "0x1F", "1e3"),
    *("- satu", "1. satu", "# Judul", "## Masalah", "> kutipan", "---", "...", "***", "| a | b |"),
    *("<b>tebal</b>", "&amp; &#8212;", "[teks](https://contoh.go.id)", "![gambar](x)", "[^1]"),
    *("[^9] di tengah", "*miring* **tebal** a_b_ `kode`", r"C:\data\*", "{a: b}", "[a, b]"),
    *("'kutip'", '"kutip"', "a: b", "a #b", "%x", "@x", "&x *y", "!!set x", "<<<<<<< HEAD"),
    *("=======", "baris\nkedua", "\ttab", "a\x00b", "\u202eabc", "\u2028", "\ufeff", "\ue000"),
    *("\ud800", "😀", "  ", "x" * 5000, "[" * 50),
)

texts = st.sampled_from(TYPED) | st.text(max_size=40)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """A draft with any text in any field."""
    paragraphs = st.builds(
        Paragraph,
        texts,
        st.lists(st.integers(-1, 4), max_size=3).map(tuple),
        st.booleans(),
        st.booleans(),
    )
    rows = {
        key: st.lists(st.dictionaries(st.sampled_from(names), texts), max_size=3).map(tuple)
        for key, names in ROWS.items()
    }
    return Draft(
        texts=draw(st.dictionaries(st.sampled_from([*TEXTS, "lain"]), texts)),
        lists=draw(st.dictionaries(st.sampled_from(LISTS), st.lists(texts, max_size=4).map(tuple))),
        rows=draw(st.fixed_dictionaries({}, optional=rows)),
        sections=draw(
            st.dictionaries(
                st.sampled_from([*HEADINGS, "Lain"]), st.lists(paragraphs, max_size=3).map(tuple)
            )
        ),
    )


@pytest.fixture
def draft(case_text: Callable[..., str]) -> Draft:
    """The draft of a small valid case."""
    return draft_of(case_text())


@pytest.fixture(scope="session")
def real_files(content: Path) -> dict[str, bytes]:
    """Slug → the file of each real case."""
    return {path.stem: path.read_bytes() for path in sorted((content / "innovations").glob("*.md"))}


@pytest.fixture(scope="session")
def real_drafts(real_files: dict[str, bytes]) -> dict[str, Draft]:
    """Slug → the draft of each real case."""
    return {slug: draft_of(data) for slug, data in real_files.items()}
