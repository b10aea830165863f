"""What is wrong with a draft is told at its place, and nothing else gets through."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given

from app.collection import curation, files
from app.contribution.case_file import case_text, draft_of
from app.contribution.draft import Draft, Paragraph
from app.contribution.mistakes import MANDATORY, MANDATORY_IN_ROW, mistakes
from tests.contribution.conftest import TODAY, drafts


def errors(draft: Draft) -> dict[tuple[str | int, ...], str]:
    """Place → message of the errors."""
    return {
        mistake.place: mistake.message
        for mistake in mistakes(draft, TODAY)
        if mistake.level == "error"
    }


@given(drafts())
def test_a_draft_without_errors_can_be_published(draft):
    if not errors(draft):
        data = case_text(draft, TODAY).encode()
        assert files.parse(Path("usulan.md"), data, TODAY).case


@given(made_up=drafts())
def test_one_text_changed_in_a_valid_case_arrives_or_is_named(made_up, real_draft):
    """Every field of a real case in turn gets the text of a made-up draft."""
    for key, text in made_up.texts.items():
        changed = dataclasses.replace(real_draft, texts={**real_draft.texts, key: text})
        if not errors(changed):
            case = files.parse(Path("usulan.md"), case_text(changed, TODAY).encode(), TODAY).case
            assert case
            if key == "updated" and not text.strip():
                text = TODAY.isoformat()  # an empty day of the last change becomes today's
            value = getattr(case, key)
            assert (
                str(value if value is not None else "").casefold()
                == " ".join(text.split()).casefold()
            )
        else:
            assert set(errors(changed)) <= {(key,), ("awards",)}
    for heading, paragraphs in made_up.sections.items():
        sections = {**real_draft.sections, heading: (*paragraphs, Paragraph("Akhir.", (1, 2)))}
        changed = dataclasses.replace(real_draft, sections=sections)
        for place in errors(changed):
            assert place[:2] == ("sections", heading)


@pytest.fixture(scope="module")
def real_draft(content: Path) -> Draft:
    """A real case without findings."""
    draft = draft_of((content / "innovations" / "putik-sari.md").read_bytes())
    sources = draft.rows["sources"][:2]
    # Two sources, which the first section cites, so that any other section may change.
    sections = {
        "Masalah": (Paragraph("Potensi desa belum digali.", (1, 2)),),
        "Solusi": (Paragraph("Camat menjadi koordinator.", (1, 2)),),
    }
    return Draft(draft.texts, draft.lists, {**draft.rows, "sources": sources}, sections)


def test_real_cases_have_no_errors_but_those_that_curators_accept(content, real_files):
    accepted, _ = curation.read_known_findings(content)
    for slug, data in real_files.items():
        if errors(draft_of(data)):
            assert slug in {slug for slug, _ in accepted}


def test_an_empty_draft_lacks_all_that_is_mandatory():
    found = errors(Draft())
    assert found.keys() == {(key,) for key in MANDATORY} | {
        ("sections", "Masalah"),
        ("sections", "Solusi"),
    }
    assert set(found.values()) == {"belum diisi"}


def test_a_row_that_was_begun_lacks_its_mandatory_columns(draft):
    for key, names in MANDATORY_IN_ROW.items():
        row = {"url": " ", "case": "", names[0]: "x"}
        rows = {**draft.rows, key: ({}, row)}
        lacking = {name for _, n, name in
                   (place for place in errors(dataclasses.replace(draft, rows=rows))
                    if len(place) == 3 and place[0] == key) if n == 1}  # fmt: skip
        assert lacking >= set(names[1:])


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        ("title", "Antar\x07 Obat", "memuat karakter yang tidak bisa ditulis (U+0007)"),
        ("title", "Antar \ud800", "memuat karakter yang tidak bisa ditulis (U+D800)"),
        ("summary", "ya", "terlalu sedikit: 2 huruf"),
        ("level", "Kab.", "“Kab.” tidak dikenal"),
        ("started", "1.200", "bukan tahun"),
        ("started", "2099", "tahun 2099 belum tiba"),
        ("updated", "besok", "bukan tanggal"),
        ("website", "contoh.go.id", "alamat bukan http atau https yang sah"),
        ("lain", "x", "“lain” tidak dikenal"),
    ],
)
def test_a_wrong_text_is_told_at_its_key(draft, key, text, message):
    changed = dataclasses.replace(draft, texts={**draft.texts, key: text})
    assert errors(changed) == {(key,): message}


def test_places_count_the_blank_rows_and_items_of_the_draft(draft):
    changed = dataclasses.replace(
        draft,
        lists={**draft.lists, "tags": ("", "obat", "x"), "sdgs": ("", "18")},
        rows={**draft.rows, "results": ({}, {"measure": "a", "after": "b", "adverse": "mungkin"})},
    )
    assert errors(changed).keys() == {("tags", 2), ("sdgs", 1), ("results", 1, "adverse")}


def test_citations_and_sources_that_miss_each_other(draft):
    source = draft.rows["sources"][0]
    changed = dataclasses.replace(
        draft,
        rows={**draft.rows, "sources": (source, {}, {**source, "url": "https://contoh.go.id/c"})},
        sections={**draft.sections, "Dampak": (Paragraph("Naik."), Paragraph("Turun [^2].", (7,)))},
    )
    found = [(mistake.place, mistake.message) for mistake in mistakes(changed, TODAY)]
    assert found == [
        (("sources", 2), "belum dirujuk oleh satu paragraf pun"),
        (("sections", "Dampak", 0), "belum ada sumbernya"),
        (("sections", "Dampak", 1), "merujuk sumber 2, yang belum diisi"),
        (("sections", "Dampak", 1), "merujuk sumber 7, yang belum diisi"),
    ]


def test_links_are_checked_against_the_cases_that_are_given(draft):
    changed = dataclasses.replace(draft, texts={**draft.texts, "adapted_from": "putik-sari"})
    assert not errors(changed)
    found = mistakes(changed, TODAY, {})
    assert [mistake.place for mistake in found if mistake.level == "error"] == [("adapted_from",)]
