"""Drafts as case files, and the way back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from app.collection import files
from app.collection.case import Award, Case, FrontMatter, Replication, Result, Source
from app.contribution.case_file import LISTS, ROWS, TEXTS, case_text, draft_of
from app.contribution.draft import Draft, Paragraph
from tests.contribution.conftest import TODAY, drafts


def case_of(text: str | bytes) -> Case:
    """The case in a file that has no error."""
    data = text if isinstance(text, bytes) else text.encode()
    parsed = files.parse(Path("kasus.md"), data, TODAY)
    assert parsed.case, parsed.findings
    return parsed.case


def as_read(case: Case) -> dict[str, object]:
    """What a reader of a case gets; white space in its Markdown makes no difference."""
    values = case.model_dump()
    for section in values["sections"]:
        del section["markdown"]
    return values


def test_every_real_case_is_the_same_after_its_way_through_a_draft(real_files, real_drafts):
    for slug, data in real_files.items():
        text = case_text(real_drafts[slug], TODAY)
        assert as_read(case_of(text)) == as_read(case_of(data)), slug


def test_the_draft_of_a_written_draft_is_the_same(real_drafts):
    for slug, draft in list(real_drafts.items())[::10]:
        assert draft_of(case_text(draft, TODAY)) == draft, slug


def test_nearly_all_paragraphs_of_real_cases_are_plain_texts(real_drafts):
    paragraphs = [
        paragraph
        for draft in real_drafts.values()
        for section in draft.sections.values()
        for paragraph in section
    ]
    assert sum(paragraph.markdown for paragraph in paragraphs) < len(paragraphs) / 250


@given(drafts())
def test_any_draft_can_be_written(draft):
    text = case_text(draft, TODAY)
    text.encode()
    front_matter = files.divide(text)[0]
    assert front_matter.endswith("updated: 2026-11-30\n") or draft.texts.get("updated", "").strip()
    assert case_text(draft_of(text.replace("\x00", "")), TODAY)


def test_the_keys_are_those_of_the_case_format():
    assert {*TEXTS, *LISTS, *ROWS} == FrontMatter.model_fields.keys()
    assert set(ROWS["awards"]) == Award.model_fields.keys()
    assert set(ROWS["results"]) == Result.model_fields.keys()
    assert set(ROWS["replicated_by"]) == Replication.model_fields.keys()
    assert set(ROWS["sources"]) == Source.model_fields.keys()


@pytest.mark.parametrize("text", ["1.200", "12:30", "ya", "Juara #1", "2019", "2019-01-02", "a: b"])
def test_a_figure_or_date_that_is_text_stays_as_it_was_typed(draft, text):
    row = {"measure": text, "before": text, "after": text}
    changed = Draft({**draft.texts, "cost": text}, draft.lists, {**draft.rows, "results": (row,)},
                    draft.sections)  # fmt: skip
    case = case_of(case_text(changed, TODAY))
    assert case.cost == case.results[0].after == case.results[0].before == text


def test_the_file_looks_as_curators_write_it(draft):
    text = case_text(draft, TODAY)
    assert "title: Antar Obat\n" in text
    assert "tags: [obat, lansia]\n" in text
    assert "awards:\n  - {name: KIPP, rank: Top 99, year: 2021}\n" in text
    assert text.endswith("\n## Solusi\n\nKader mengantar obat ke rumah pasien. [^1]\n")


def test_blank_rows_are_left_out_and_the_numbers_of_sources_follow():
    source = {"title": "A", "url": "https://contoh.go.id/a"}
    draft = Draft(
        rows={"sources": ({}, source, {"title": " "}, {**source, "title": "B"})},
        sections={"Masalah": (Paragraph("", (2,)), Paragraph("Satu [^4] dua.", (2, 4)))},
    )
    text = case_text(draft, TODAY)
    assert "Satu [^2] dua. [^1][^2]\n" in text
    assert text.count("- {title:") == 2


def test_items_stand_together_and_are_numbered_anew_after_a_paragraph():
    draft = Draft(
        sections={
            "Solusi": (
                Paragraph("a", item=True, numbered=True),
                Paragraph("b", item=True, numbered=True),
                Paragraph("c"),
                Paragraph("d", item=True, numbered=True),
                Paragraph("e", item=True),
            )
        }
    )
    body = case_text(draft, TODAY).partition("## Solusi\n")[2]
    assert body == "\n1. a\n2. b\n\nc\n\n1. d\n\n- e\n"
