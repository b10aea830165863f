"""Theme files: what a good one gives, and what is wrong with a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection import theme_files
from tests.conftest import THEME, THEME_CASES

PATH = Path("obat-sampai.md")


def parse(text):
    return theme_files.parse(PATH, text.encode())


def mistakes(text):
    """The findings of a theme file as (line, level, message)."""
    return [(f.line, f.level, f.message) for f in parse(text).findings]


def line_of(text, part):
    return text[: text.index(part)].count("\n") + 1


# --- good files -----------------------------------------------------------------------


def test_every_theme_of_the_collection_can_be_shown(content):
    paths, findings = theme_files.find(content)
    assert findings == []
    assert len(paths) >= 29
    for path in paths:
        parsed = theme_files.read_theme(path)
        assert parsed.findings == ()
        assert parsed.theme is not None
        assert parsed.theme.slug == path.stem


def test_a_theme_has_its_approaches_and_sections():
    theme = parse(THEME).theme
    assert theme.cases == THEME_CASES
    assert theme.approach_of("pos-obat").name == "Dititipkan di desa"
    assert theme.approach_of("lain") is None
    assert [section.heading for section in theme.sections] == [
        "Hasil yang tercatat",
        "Yang menghambat",
        "Yang belum diketahui",
    ]


def test_a_citation_is_the_number_of_its_case():
    theme = parse(THEME.replace("[^antar-obat]", "[^antar-obat][^lain]")).theme
    assert theme.cited == ("antar-obat", "lain", "kurir-obat")
    assert theme.all_cases == (*THEME_CASES, "lain")
    assert theme.section("hasil").cites == (1, 2)
    assert theme.section("hambatan").cites == (3,)
    assert '<a href="#s3" aria-label="Kasus 3">[3]</a>' in theme.section("hambatan").html


def test_a_collection_without_themes_has_none(content_folder):
    assert theme_files.find(content_folder.path) == ([], [])


# --- mistakes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("question: Bagaimana", "question: Apa? Bagaimana", "question: bukan satu pertanyaan"),
        ("yang sulit datang?", "yang sulit datang", "question: bukan satu pertanyaan"),
        (
            "[titip-obat, pos-obat]",
            "[titip-obat, antar-obat]",
            "approaches: “antar-obat” ada di cara “Diantar kader” dan “Dititipkan di desa”",
        ),
        ("[kurir-obat, ojek-obat]", "[kurir-obat]", "terlalu sedikit: 1 kasus"),
        ("obat lansia]", "Antar Obat]", "“Antar Obat” tertulis dua kali"),
        ("queries: [antar obat, obat kronis, titip obat, obat lansia]", "queries: []", "pencarian"),
        ("updated: 2026-01-01", "updated: 2999-01-01", "belum tiba"),
        ("updated: 2026-01-01", "updated: 2026-01-01\ncited: []", "kunci “cited” tidak dikenal"),
        ("updated: 2026-01-01", "updated: 2026-01-01\nstatus: x", "kunci “status” tidak dikenal"),
        (
            "    cases: [titip-obat",
            "    kasus: x\n    cases: [titip-obat",
            "2 kasus” tidak dikenal",
        ),
        ("## Hasil yang tercatat", "## Hasil", "judul “Hasil” tidak dikenal"),
        ("[^kurir-obat]", "[^Kurir_Obat]", "[^Kurir_Obat] bukan rujukan ke kasus"),
        ("[^kurir-obat]", "[^kurir-obat] <b>x</b>", "ada HTML di dalam teks"),
    ],
)
def test_a_mistake_is_told_with_its_line(old, new, message):
    assert old in THEME
    text = THEME.replace(old, new, 1)
    parsed = parse(text)
    assert parsed.theme is None
    found = [f for f in parsed.findings if f.level == "error" and message in f.message]
    assert found, parsed.findings
    assert found[0].remedy


def test_a_mistake_stands_on_the_line_of_its_text():
    text = THEME.replace("[^kurir-obat]", "[^Kurir Obat] [^Kurir_Obat]")
    assert (line_of(text, "Kurir_Obat"), "error") in [m[:2] for m in mistakes(text)]


def test_a_theme_without_results_is_refused():
    text = THEME.replace("## Hasil yang tercatat\n\nPasien yang dilayani", "").replace(
        " naik dari 10 menjadi 20. [^antar-obat]", ""
    )
    assert any("bagian “Hasil yang tercatat” tidak ada" in m for _, _, m in mistakes(text))


def test_each_item_of_results_and_hindrances_must_cite():
    text = THEME.replace("- Kurir sering", "Dua hal:\n\n- Hujan, tanpa rujukan.\n- Kurir sering")
    assert mistakes(text) == [
        (
            line_of(text, "- Hujan"),
            "warning",
            "paragraf tanpa rujukan: “- Hujan, tanpa rujukan.”",
        )
    ]
    assert parse(text).theme


def test_unknowns_and_questions_need_no_citation():
    assert mistakes(THEME) == []


@given(st.binary(max_size=300))
def test_any_bytes_give_findings_and_no_exception(data):
    parsed = theme_files.parse(PATH, data)
    assert parsed.theme is None
    assert parsed.findings


@given(st.text(max_size=200))
def test_any_body_gives_a_theme_or_findings(text):
    front_matter, _ = THEME.rsplit("---\n", 1)
    parsed = theme_files.parse(
        PATH, f"{front_matter}---\n## Hasil yang tercatat\n\n{text}".encode("utf-8", "replace")
    )
    assert parsed.theme or any(finding.level == "error" for finding in parsed.findings)
