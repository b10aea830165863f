"""Steps hold every field of a case once; names lead to them and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.collection.case import FrontMatter
from app.contribution import fields
from app.web.contribute.steps import (
    MOST_PARAGRAPHS,
    MOST_ROWS,
    REVIEW,
    STEPS,
    item_of,
    row_named,
    row_of,
    step_of,
)


def test_every_field_and_section_stands_in_one_step():
    asked = [item for step in STEPS for item in step.items]
    # The day of the last change is the day of the proposal.
    known = [field.key for field in (*fields.FIELDS, *fields.SECTIONS) if field.key != "updated"]
    assert sorted(asked) == sorted(known)


def test_sources_come_before_all_that_is_based_on_them():
    assert step_of("sources") < min(step_of(section.key) for section in fields.SECTIONS)


@pytest.mark.parametrize(("key", "most"), MOST_ROWS.items())
def test_the_form_takes_as_many_rows_as_the_case_format(key, most):
    entry = {
        "awards": {"name": "KIPP", "rank": "Top 99", "year": 2020},
        "results": {"measure": "desa", "after": "8"},
        "replicated_by": {"by": "Kota Malang"},
    }
    rows = [
        entry.get(key, {"title": "x", "url": f"https://contoh.go.id/{n}"}) for n in range(most + 1)
    ]
    for number, is_taken in ((most, True), (most + 1, False)):
        assert (not _errors(key, rows[:number])) is is_taken


def _errors(key, rows):
    try:
        FrontMatter.model_validate({key: rows})
    except ValidationError as exc:
        return [error for error in exc.errors() if error["loc"][:1] == (key,)]
    return []


@pytest.mark.parametrize(
    ("name", "item", "row"),
    [
        ("title", "title", 0),
        ("cost-sumber", "cost", 0),
        ("results-12-after", "results", 12),
        ("results-1-sumber", "results", 1),
        ("sumber-daya-3", "Sumber Daya", 3),
        ("sumber-daya-3-sumber", "Sumber Daya", 3),
        ("sources-100-url", "sources", 100),
        ("sources-101-url", None, 101),
        (f"masalah-{MOST_PARAGRAPHS + 1}", None, 41),
        ("sources-1-sumber", None, 1),
        ("title-sumber", None, 0),
        ("updated", None, 0),
        ("results-0-after", None, 0),
        ("results-01-after", None, 0),
        ("results-1-x", None, 1),
        ("masalah", None, 0),
    ],
)
def test_a_name_belongs_to_a_field_and_a_row(name, item, row):
    assert item_of(name) == item
    if item:
        assert row_of(name) == row


@given(st.text())
def test_any_text_is_a_name_or_none(text):
    item = item_of(text)
    assert item is None or 1 <= step_of(item) < REVIEW
    named = row_named(text)
    assert named is None or named[1] >= 1
