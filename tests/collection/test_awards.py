"""Every award of the collection is on the list, so that it is counted or knowingly not."""

from __future__ import annotations

import csv
from importlib.resources import files

from app.collection import awards


def test_every_award_of_the_collection_is_on_the_list(real_cases):
    names = {a.name for parsed in real_cases.values() if parsed.case for a in parsed.case.awards}
    assert {name for name in names if awards.scope(name) is None} == set()


def test_the_list_names_each_award_once_with_a_known_scope():
    text = (files("app.collection") / "data" / "awards.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(awards.awards()) == len(rows)
    assert set(awards.awards().values()) <= awards.SCOPES


def test_a_name_is_found_however_it_is_spaced_or_cased():
    assert awards.scope(" kovablik  jawa TIMUR ") == "local"
    assert awards.scope("UNPSA") == "international"
    assert awards.scope("Lomba Kebersihan RT 5") is None
