"""What curators should look at again, on the real collection and on invented cases."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from app.collection import stats
from app.collection.upkeep import KINDS, THEME_AGE, tasks_of

TODAY = dt.date(2026, 11, 29)


@pytest.fixture(scope="module")
def collection(content):
    return stats.read_cases(content)[0], stats.read_themes(content)[0]


def tasks(collection, links=None, today=TODAY, kind=None):
    cases, themes = collection
    return [t for t in tasks_of(cases, themes, links or {}, today) if kind in {None, t.kind}]


def test_tasks_stand_by_kind_and_the_heaviest_first(collection):
    found = tasks(collection)
    order = [list(KINDS).index(task.kind) for task in found]
    assert order == sorted(order)
    for kind in KINDS:
        weights = [task.weight for task in found if task.kind == kind]
        assert weights == sorted(weights, reverse=True)


def test_a_case_with_one_source_is_named_with_it(collection):
    cases, _ = collection
    found = {task.slug for task in tasks(collection, kind="one-source")}
    assert found == {case.slug for case in cases if len(case.sources) == 1}


def test_a_status_without_a_date_comes_before_the_oldest(collection):
    found = tasks(collection, kind="old-status")
    details = [task.detail.id for task in found]
    undated = sum("tak bertanggal" in detail for detail in details)
    assert undated and all("tak bertanggal" in detail for detail in details[:undated])
    assert re.search(r"\b20\d\d$", details[undated])


def test_days_are_written_in_words(collection):
    assert not [
        t for t in tasks(collection) if re.search(r"\d{4}-\d\d-\d\d", t.detail.id + t.detail.en)
    ]
    assert any("16 Juni 2015" in task.detail.id for task in tasks(collection, kind="old-status"))


def test_dead_and_failing_links_name_their_sources(collection):
    cases, _ = collection
    case = next(case for case in cases if len(case.sources) > 1)
    links = {case.sources[1].url: "dead", case.sources[0].url: "failing"}
    dead = [t for t in tasks(collection, links, kind="dead-link") if t.slug == case.slug]
    failing = [t for t in tasks(collection, links, kind="failing-link") if t.slug == case.slug]
    assert [task.detail.id for task in dead] == ["sumber 2"]
    assert [task.detail.id for task in failing] == ["sumber 1"]
    assert tasks(collection)[0].kind not in {"dead-link", "failing-link"}


def test_missing_facts_are_those_of_the_gap_list(collection, content):
    gaps = {case.slug: case.names for case in stats.missing_facts(content) if case.names}
    found = tasks(collection, kind="missing-facts")
    assert {task.slug: tuple(task.detail.id.split(", ")) for task in found} == gaps


def test_a_theme_is_old_after_a_year(collection):
    _, themes = collection
    assert tasks(collection, kind="old-theme") == []
    later = max(theme.updated for theme in themes) + THEME_AGE + dt.timedelta(1)
    assert len(tasks(collection, today=later, kind="old-theme")) == len(themes)
