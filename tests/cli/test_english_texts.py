"""Every text of the interface has its English, and the English has no other text."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from app.cli.english_texts import as_file, problems, read_catalogue, updated, used_texts
from app.settings import ROOT
from app.web.site.i18n import CATALOGUE


@pytest.fixture(scope="module")
def used() -> Catalog:
    return used_texts(ROOT)


@pytest.fixture
def texts():
    """Two texts as the code has them."""
    catalogue = Catalog()
    catalogue.add("Cari", None, [("app/b.py", 3)])
    catalogue.add(("%(num)s kasus", "%(num)s kasus"), None, [("app/a.py", 9)])
    return catalogue


@pytest.fixture
def translated(texts):
    english = updated(Catalog(), texts)
    english["Cari"].string = "Search"
    english["%(num)s kasus"].string = ("%(num)s case", "%(num)s cases")
    return english


def test_every_text_is_translated_and_none_is_stale(used):
    """`./pustaka translations` puts new texts into the catalogue; translate them there."""
    assert len(used) > 1000
    assert list(problems(read_catalogue(CATALOGUE), used)) == []


def test_the_catalogue_is_as_the_command_writes_it(used):
    known = read_catalogue(CATALOGUE)
    assert as_file(updated(known, used)) == as_file(known)


def test_complete_texts_have_no_problem(translated, texts):
    assert list(problems(translated, texts)) == []


@pytest.mark.parametrize(
    ("text", "english", "problem"),
    [
        ("Cari", "", "belum diterjemahkan: “Cari”"),
        ("%(num)s kasus", ("%(num)s case", ""), "belum diterjemahkan: “%(num)s kasus”"),
        ("%(num)s kasus", ("%(num)s case", "%(n)s cases"), "isian %(…)s"),
        ("Cari", "Search {}", "isian %(…)s"),
    ],
)
def test_what_is_wrong_with_a_translation_is_said(translated, texts, text, english, problem):
    translated[text].string = english
    (found,) = problems(translated, texts)
    assert found.startswith(problem)


def test_missing_stale_and_doubtful_texts_are_named(translated, texts):
    translated.add("Lama", "Old")
    translated["Cari"].flags.add("fuzzy")
    texts.add("Baru")
    assert sorted(problems(translated, texts)) == [
        "belum ada di berkas: “Baru”",
        "masih bertanda fuzzy: “Cari”",
        "tidak dipakai lagi: “Lama”",
    ]


def test_an_update_keeps_translations_and_drops_what_is_stale(translated, texts):
    texts.add("Baru", None, [("app/a.py", 1)])
    translated.add("Lama", "Old")
    again = updated(translated, texts)
    assert again["Cari"].string == "Search"
    assert [message.id for message in again if message.id] == [
        "Baru",
        ("%(num)s kasus", "%(num)s kasus"),
        "Cari",
    ]
    assert b"app/a.py:" not in as_file(again)
