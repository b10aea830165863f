"""The records of a case are its own, whichever of the two files holds them."""

from __future__ import annotations

import numpy as np
import pytest

from app.search.index import arrays, records
from app.search.index.arrays import Folder
from app.search.index.records import Records


def part(*texts):
    """A snapshot with nothing but these records."""
    made: arrays.Arrays = {}
    records.put(made, "card", [text.encode() for text in texts])
    return made


def texts_of(made):
    """The records of a snapshot."""
    of_case = Records(made, "card")
    return [bytes(of_case[doc]).decode() for doc in range(len(made["card_at"]))]


def order(*cases):
    """The source of each case, and its number there."""
    return tuple(np.array(cases, np.int32).reshape(-1, 2).T)


LETTERS = [chr(ord("a") + n) * 10 for n in range(26)]


@pytest.fixture
def snapshot(tmp_path):
    """A folder with 26 records of ten bytes."""
    folder = Folder(tmp_path / "first")
    folder.update(part(*LETTERS))
    return folder


def updated(snapshot, *new, drop, name="second"):
    """A folder with the records but for one, and further ones at the end."""
    merged = Folder(snapshot.path.with_name(name))
    cases = len(snapshot["card_at"])
    kept = [(0, doc) for doc in range(cases) if doc != drop]
    whole = order(*kept, *((1, n) for n in range(len(new))))
    sources = [arrays.read(snapshot.path), part(*new)]
    linked = records.update(merged, "card", snapshot.path, sources, whole)
    if not linked:
        records.merge(merged, "card", sources, *whole)
    return merged, linked


def test_records_are_merged_in_their_new_order():
    merged: arrays.Arrays = {}
    sources = [part("satu", "", "tiga"), part("empat", "lima"), part()]
    records.merge(merged, "card", sources, *order((1, 1), (0, 0), (0, 1), (0, 2), (1, 0)))
    assert texts_of(merged) == ["lima", "satu", "", "tiga", "empat"]
    records.merge(merged, "card", sources, *order())
    assert texts_of(merged) == []


def test_an_update_links_what_stays(snapshot):
    merged, linked = updated(snapshot, "baru", drop=3)
    assert linked
    assert texts_of(merged) == [*LETTERS[:3], *LETTERS[4:], "baru"]
    first, second = (folder.path / "card.npy" for folder in (snapshot, merged))
    assert first.samefile(second)


def test_updates_follow_each_other(snapshot):
    merged, _ = updated(snapshot, "baru", drop=3)
    again, linked = updated(merged, "lagi", drop=25, name="third")
    assert linked
    assert texts_of(again) == [*LETTERS[:3], *LETTERS[4:], "lagi"]


@pytest.mark.parametrize("texts", [("x" * 40,), ("a" * 20, "b" * 20)])
def test_much_that_is_new_has_all_written_anew(snapshot, texts):
    merged, linked = updated(snapshot, *texts, drop=3)
    assert not linked
    assert texts_of(merged) == [*LETTERS[:3], *LETTERS[4:], *texts]
    assert not snapshot.path.joinpath("card.npy").samefile(merged.path / "card.npy")


def test_much_that_is_no_longer_used_has_all_written_anew(snapshot):
    made = snapshot
    for n, drop in enumerate((0, 24, 5)):
        made, linked = updated(made, drop=drop, name=f"{n}")
        assert linked == (n < 2)
    assert len(made["card"]) == 230
    assert texts_of(made) == [text for n, text in enumerate(LETTERS) if n not in {0, 25, 6}]


def test_an_updated_snapshot_can_be_merged_with_others(snapshot):
    merged, _ = updated(snapshot, "baru", "juga", drop=25)
    sources = [arrays.read(merged.path), part("lain")]
    whole: arrays.Arrays = {}
    records.merge(whole, "card", sources, *order(*((0, n) for n in range(24, 27)), (1, 0), (0, 0)))
    assert texts_of(whole) == [LETTERS[24], "baru", "juga", "lain", LETTERS[0]]
    assert not len(whole["card_more"])
