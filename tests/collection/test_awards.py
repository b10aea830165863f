"""Every award of the collection is on the list of awards, with its scope."""

from __future__ import annotations

import csv
from importlib.resources import files

from app.collection import awards


def test_every_award_of_the_collection_is_on_the_list(real_cases):
    cases = [parsed.case for parsed in real_cases.values() if parsed.case]
    names = {award.name for case in cases for award in case.awards}
    assert {name for name in names if awards.scope(name) is None} == set()


def test_the_list_names_each_award_once_with_a_known_scope():
    text = (files("app.collection") / "data" / "awards.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(awards.awards()) == len(rows)
    assert set(awards.awards().values()) <= awards.SCOPES


def test_spaces_and_capital_letters_make_no_difference_to_a_name():
    assert awards.scope(" kovablik  jawa TIMUR ") == "local"
    assert awards.scope("UNPSA") == "international"
    assert awards.scope("Lomba Kebersihan RT 5") is None
