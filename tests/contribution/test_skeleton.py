"""The skeleton asks for everything that a case may hold, and is never published as it is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from app.collection import files
from app.collection.case import FrontMatter
from app.collection.vocabulary import SECTIONS
from app.contribution.fields import FIELDS
from app.contribution.skeleton import case_skeleton, theme_skeleton

TODAY = dt.date(2026, 11, 24)


def test_it_has_every_key_and_heading_with_a_word_on_each():
    text = case_skeleton("Putik Sari", TODAY)
    lines = text.split("\n")
    for key in FrontMatter.model_fields:
        (line,) = (
            n for n, line in enumerate(lines) if line.removeprefix("# ").startswith(f"{key}:")
        )
        field = next(field for field in FIELDS if field.key == key)
        assert field.help in lines[line - 1]
    assert [line for line in lines if line.startswith("## ")] == [
        f"## {label.id}" for label in SECTIONS.values()
    ]
    assert text.count("[isi: ") == len(SECTIONS)


def test_the_check_names_what_is_still_to_be_filled_in_and_nothing_else():
    parsed = files.parse(Path("putik-sari.md"), case_skeleton("Putik Sari", TODAY).encode(), TODAY)
    assert parsed.case is None
    for finding in parsed.findings:
        assert (
            "kosong" in finding.message
            or "belum diisi" in finding.message
            or "tag" in finding.message
        )


def test_every_comment_is_a_key_when_its_sign_is_taken_away():
    text = case_skeleton("x", TODAY)
    keys = [f"# {field.key}:" for field in FIELDS]
    uncommented = "\n".join(
        line.removeprefix("# ") if line.startswith((*keys, "#   - ")) else line
        for line in text.split("\n")
    )
    parsed = files.parse(Path("x.md"), uncommented.encode(), TODAY)
    assert set(parsed.values) == set(FrontMatter.model_fields)


@pytest.mark.parametrize("title", ['"kutip": {a}', "x # y", "2019", "- a", "é “ü”"])
@pytest.mark.parametrize("skeleton", [case_skeleton, theme_skeleton])
def test_any_title_arrives(skeleton, title):
    front_matter = files.read_front_matter(Path("x.md"), skeleton(title, TODAY).encode())
    assert isinstance(front_matter, files.FrontMatter)
    assert front_matter.values["title"] == title
