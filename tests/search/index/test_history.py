"""The notes of the index on when cases came, changed and went."""

from __future__ import annotations

import datetime as dt

import pytest

from app.search.changes import Change, changes_since
from app.search.index import builder, generations, history
from app.search.index.history import MOST_GONE, History, Life, carried_on


def day(number: int) -> dt.datetime:
    return dt.datetime(2026, 11, number, 12, tzinfo=dt.UTC)


def after(*builds: tuple[int, dict[str, str]]) -> History:
    """The notes after builds on these days, each of which saw these files."""
    notes = None
    for number, digests in builds:
        notes = carried_on(notes, digests, day(number))
    assert notes is not None
    return notes


NOTES = after(
    (1, {"air": "a", "bus": "b", "obat": "o"}),
    (3, {"air": "a", "bus": "b2", "baru": "n"}),
    (5, {"air": "a", "bus": "b2", "baru": "n2"}),
)


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (None, {"air": "added", "obat": "withdrawn", "bus": "added", "baru": "added"}),
        (2, {"obat": "withdrawn", "bus": "changed", "baru": "added"}),
        (4, {"baru": "changed"}),
        (6, {}),
    ],
)
def test_changes_are_told_to_who_knows_the_collection_of_a_day(since, expected):
    found = changes_since(NOTES, {"obat"}, day(since).date() if since else None)
    assert {change.slug: change.kind for change in found} == expected


def test_a_case_that_comes_back_counts_as_added():
    notes = after((1, {"air": "a"}), (2, {}), (3, {"air": "a"}))
    assert changes_since(notes, (), day(2).date()) == [Change("air", "added", day(3))]


def test_notes_begin_with_the_first_build():
    assert NOTES.since == day(1)


def test_notes_stay_bounded():
    many = {f"kasus-{number}": "x" for number in range(MOST_GONE + 5)}
    notes = after((1, many), (2, {}))
    assert len(notes.lives) == MOST_GONE


def test_a_build_by_other_code_carries_the_notes_on(content_folder, tmp_path, monkeypatch):
    content_folder.write("air")
    index = tmp_path / "index"
    builder.build(content_folder.path, index)
    first = generations.noted_history(index)
    monkeypatch.setattr(generations, "fingerprint", lambda: "other")
    content_folder.write("bus")
    assert builder.build(content_folder.path, index).full
    notes = generations.noted_history(index)
    assert first is not None
    assert notes is not None
    assert (notes.since, notes.lives["air"]) == (first.since, first.lives["air"])


def test_damaged_notes_begin_anew(content_folder, tmp_path):
    content_folder.write("air")
    index = tmp_path / "index"
    generation = builder.build(content_folder.path, index).generation
    (generation / "snapshot" / history.HISTORY).write_text("{", "utf-8")
    assert generations.noted_history(index) is None
    content_folder.write("bus")
    builder.build(content_folder.path, index)
    notes = generations.noted_history(index)
    assert notes is not None
    assert notes.lives.keys() == {"air", "bus"}


def test_notes_of_an_earlier_form_are_carried_on(tmp_path):
    (tmp_path / "history.json").write_text(
        """{"since": "2026-11-01T12:00:00Z", "lives": {
        "air": {"digest": "a", "added": "2026-11-01T12:00:00Z", "changed": "2026-11-03T12:00:00Z",
                "gone": null},
        "obat": {"digest": "o", "added": "2026-11-01T12:00:00Z", "changed": "2026-11-01T12:00:00Z",
                 "gone": "2026-11-02T12:00:00Z"}}}""",
        "utf-8",
    )
    notes = carried_on(history.read(tmp_path), {"air": "a"}, day(5))
    assert notes.since == day(1)
    assert notes.lives == {
        "air": Life("a", day(1), day(3)),
        "obat": Life("o", day(1), day(1), gone=day(2)),
    }


@pytest.mark.parametrize("text", ["{", "[]", '{"lives": 1}', '{"since": 1, "lives": {}}'])
def test_damaged_notes_of_an_earlier_form_are_told_apart(tmp_path, text):
    (tmp_path / "history.json").write_text(text, "utf-8")
    with pytest.raises(ValueError, match="history"):
        history.read(tmp_path)


def test_notes_are_read_as_they_were_written(tmp_path):
    history.write(tmp_path, NOTES)
    assert history.read(tmp_path).lives == NOTES.lives
    assert history.read(tmp_path).since == NOTES.since


def test_only_cases_that_are_there_are_present():
    assert NOTES.present == {"air": "a", "bus": "b2", "baru": "n2"}
