"""Cases that a draft may tell again."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from app.collection import files
from app.contribution.case_file import draft_of
from app.contribution.doubles import MOST, Names, alike_in_title, likely_doubles
from app.contribution.draft import Draft


@pytest.fixture(scope="module")
def names(real_files: dict[str, bytes]) -> Names:
    """The names of the real collection."""
    parsed = (files.parse(Path(f"{slug}.md"), data) for slug, data in real_files.items())
    return Names(file.case for file in parsed if file.case)


def test_every_real_case_is_its_own_double(names, real_drafts):
    for slug, draft in real_drafts.items():
        first = names.of(draft)[0]
        assert first.slug == slug
        assert first.reason.startswith("namanya sama")


@pytest.mark.parametrize(
    ("texts", "slug", "reason"),
    [
        ({"title": "2h2-Centre", "government": "Pemerintah Kabupaten Flores Timur"},
         "2h2-center", "namanya mirip dan instansinya sama"),
        ({"title": "Kampung Tematik Wonosari Berseri"}, "putik-sari", "namanya sama"),
        ({"title": "PUTIK SARI"}, "putik-sari", "namanya sama"),
    ],
)  # fmt: skip
def test_a_name_that_is_alike_is_found(names, texts, slug, reason):
    found = names.of(Draft(texts))
    assert (found[0].slug, found[0].reason) == (slug, reason)


def test_a_source_is_found_under_any_way_of_writing_its_address(names, real_drafts):
    url = real_drafts["putik-sari"].rows["sources"][1]["url"]
    other = url.replace("https://", "http://www.") + "/"
    found = names.of(Draft({"title": "Lain sama sekali"}, rows={"sources": ({"url": other},)}))
    assert [(double.slug, double.reason) for double in found] == [
        ("putik-sari", "memakai 1 sumber yang sama")
    ]


def test_nothing_is_alike_to_an_empty_or_an_odd_draft(names):
    assert names.of(Draft()) == []
    rows = {"sources": ({"url": "http://[::1"}, {"url": ""}, {"title": "x"})}
    assert names.of(Draft({"title": "???"}, rows=rows)) == []


def test_few_doubles_are_named(names, real_drafts):
    counts = [len(names.of(draft)) for draft in real_drafts.values()]
    assert max(counts) <= MOST
    assert sum(counts) < 1.25 * len(counts)


def test_a_list_of_cases_will_do(case_text):
    case = files.parse(Path("antar-obat.md"), case_text().encode()).case
    assert case
    draft = dataclasses.replace(draft_of(case_text()), rows={})
    assert [double.slug for double in likely_doubles(draft, [case])] == ["antar-obat"]


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("2H2 Centre Flores", ["2h2-center"]),
        ("Putik Sari Malang", ["putik-sari"]),
        ("simba", ["simba-asia"]),
        ("Kantong Ajaib", []),
        ("?", []),
    ],
)
def test_titles_that_are_alike(title, named):
    names = [
        ("2h2-center", "2H2 Center"),
        ("putik-sari", "Putik Sari"),
        ("simba-asia", "Simba Asia"),
    ]
    assert [double.slug for double in alike_in_title(title, names)] == named
