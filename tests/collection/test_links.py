"""What is known of the addresses of sources."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.collection.links import (
    COLUMNS,
    DEAD_AFTER,
    DEAD_AFTER_RUNS,
    LINKS,
    Found,
    Link,
    check_links,
    read_gone,
    read_links,
    write_links,
)

DAY = dt.date(2026, 11, 1)
URL = "https://contoh.go.id/berita?a=1,2"


def asked(*runs: tuple[Found, int]) -> Link:
    """A link after runs: what each found, and on which day after the first of November."""
    (found, day), *later = runs
    link = Link.first(found, DAY + dt.timedelta(day))
    for found, day in later:
        link = link.after(found, DAY + dt.timedelta(day))
    return link


@pytest.mark.parametrize(
    ("runs", "state"),
    [
        ([("alive", 0)], "alive"),
        ([("gone", 0)], "failing"),
        ([("gone", 0), ("gone", 3), ("gone", 6)], "failing"),  # three runs, but six days
        ([("gone", 0), ("gone", 30)], "failing"),  # thirty days, but two runs
        ([("gone", 0), ("gone", 3), ("gone", 7)], "dead"),
        ([("gone", 0), ("unreadable", 3), ("gone", 5), ("gone", 7)], "dead"),
        ([("gone", 0), ("alive", 3), ("gone", 5), ("gone", 7)], "failing"),
        ([("gone", 0), ("gone", 3), ("gone", 7), ("unreadable", 9)], "dead"),
        ([("gone", 0), ("gone", 3), ("gone", 7), ("alive", 9)], "alive"),
        ([("alive", 0), ("unreadable", 3)], "unreadable"),
        ([("unreadable", 0), ("unreadable", 30)], "unreadable"),
    ],
)
def test_dead_takes_three_runs_in_a_row_over_seven_days(runs, state):
    assert asked(*runs).state == state


@given(
    st.lists(
        st.tuples(st.sampled_from(["alive", "gone", "unreadable"]), st.integers(0, 20)), min_size=1
    )
)
def test_a_dead_address_was_found_gone_often_enough_and_long_enough(steps):
    day, runs = 0, []
    for found, wait in steps:
        day += wait
        runs.append((found, day))
    link = asked(*runs)
    since_alive = runs[max((n for n, run in enumerate(runs, 1) if run[0] == "alive"), default=0) :]
    gone = [day for found, day in since_alive if found == "gone"]
    enough = len(gone) >= DEAD_AFTER_RUNS and dt.timedelta(gone[-1] - gone[0]) >= DEAD_AFTER
    assert (link.state == "dead") == enough


def test_what_was_written_is_read_again(tmp_path):
    links = {
        URL: asked(("gone", 0), ("gone", 3), ("gone", 7)),
        "https://a.go.id/": Link("unreadable", DAY, "tidak menjawab, dalam\n15 detik"),
        "http://b.go.id/": Link("alive", DAY, "200"),
    }
    write_links(tmp_path, links)
    again, findings = read_links(tmp_path)
    assert findings == []
    assert list(again) == sorted(links)
    assert again[URL] == links[URL]
    assert again["https://a.go.id/"].reason == "tidak menjawab, dalam 15 detik"
    assert read_gone(tmp_path).dead == {URL: DAY + dt.timedelta(7)}
    assert [path.name for path in tmp_path.iterdir()] == [LINKS]


def test_a_site_knows_the_failing_ones_too_and_whether_any_was_asked(tmp_path):
    write_links(tmp_path, {})
    assert not read_gone(tmp_path).asked
    write_links(tmp_path, {URL: asked(("alive", 0))})
    assert read_gone(tmp_path).asked and not read_gone(tmp_path).failing
    write_links(tmp_path, {URL: asked(("gone", 0))})
    assert read_gone(tmp_path).failing == {URL}


def test_without_a_file_nothing_is_known(tmp_path):
    assert read_links(tmp_path) == ({}, [])
    assert read_gone(tmp_path).dead == {}


@pytest.mark.parametrize(
    "line",
    [
        "https://a.go.id,dead",
        "https://a.go.id,mati,2026-11-01,404,,0",
        "a.go.id,dead,2026-11-01,404,,0",
        "https://a.go.id,dead,kemarin,404,,0",
        "https://a.go.id,dead,2026-11-01,404,,tiga",
        '"https://a.go.id,dead,2026-11-01,404,,0',
        "x" * 3000,
    ],
)
def test_a_wrong_line_is_reported_and_the_others_count(tmp_path, line):
    good = "https://baik.go.id,dead,2026-11-08,404,2026-11-01,3"
    (tmp_path / LINKS).write_text("\n".join([",".join(COLUMNS), line, good, ""]))
    links, findings = read_links(tmp_path)
    assert list(links) == ["https://baik.go.id"]
    assert [(finding.line, finding.level) for finding in findings] == [(2, "error")]
    assert list(read_gone(tmp_path).dead) == ["https://baik.go.id"]


def test_a_file_that_is_no_text_is_reported(tmp_path):
    (tmp_path / LINKS).write_bytes(b"\xff\xfe")
    links, (finding,) = read_links(tmp_path)
    assert links == {} and "bukan UTF-8" in finding.message
    assert read_gone(tmp_path).dead == {}


@given(text=st.text())
def test_any_text_is_read_without_an_exception(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("links")
    (folder / LINKS).write_text(text, encoding="utf-8", errors="replace")
    links, _ = read_links(folder)
    assert read_gone(folder).dead.keys() <= {u for u, link in links.items() if link.state == "dead"}


def test_addresses_that_no_case_uses_are_named(tmp_path):
    write_links(tmp_path, {URL: Link("alive", DAY)})
    assert check_links(tmp_path, [URL]) == []
    (finding,) = check_links(tmp_path, [])
    assert finding.level == "warning" and finding.message.startswith("1 alamat")
