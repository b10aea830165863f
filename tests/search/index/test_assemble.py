"""A snapshot is the same however it is made: at once, merged from shares, or updated."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from app.collection.case import Case
from app.search.index import assemble, generations, merging
from app.search.index.arrays import Arrays, Folder, read
from app.search.index.entries import Entry, analyse
from app.search.index.records import RECORDS, Records


@pytest.fixture(scope="module")
def entries(real_cases):
    """The real cases, analysed."""
    return [analyse(parsed.case) for parsed in real_cases.values()]


def snapshot_of(entries: Sequence[Entry]) -> Arrays:
    """The snapshot that a build from nothing makes of them."""
    return merging.merge([(assemble.from_entries(entries), frozenset())])


def assert_same(arrays: Arrays, expected: Arrays) -> None:
    assert arrays.keys() == expected.keys()
    for name, array in arrays.items():
        assert array.dtype == expected[name].dtype, name
        assert np.array_equal(array, expected[name]), name


def test_merged_shares_are_the_whole(entries, real_index):
    shares = [assemble.from_entries(entries[n::3]) for n in range(3)]
    merged = merging.merge([(share, frozenset()) for share in shares])
    assert_same(merged, generations.open_current(real_index).snapshot.arrays)
    assert_same(merged, snapshot_of(entries))


def test_an_update_gives_what_a_build_from_nothing_gives(entries):
    """Ten cases dropped, five of them changed and put back, and one from each end new."""
    dropped = frozenset(entry.slug for entry in entries[10:20])
    before = snapshot_of(entries[1:-1])
    changed = [
        analyse(Case.model_validate_json(e.case).model_copy(update={"title": f"Baru {e.slug}"}))
        for e in entries[10:15]
    ]
    new = [entries[0], *changed, entries[-1]]
    updated = merging.merge([(before, dropped), (assemble.from_entries(new), frozenset())])
    assert_same(updated, snapshot_of([*new, *entries[1:10], *entries[20:-1]]))


@pytest.mark.parametrize("number", [0, 200, -1])
def test_one_changed_case_gives_what_a_build_from_nothing_gives(entries, number):
    """Its old words go, one has never been there, and the case may be the newest or oldest."""
    changed = entries[number]
    case = Case.model_validate_json(changed.case)
    new = analyse(case.model_copy(update={"title": "Zuzu Aakaa", "tags": ("aaa", "zzz")}))
    before = snapshot_of(entries)
    share = assemble.from_entries([new])
    updated = merging.merge([(before, frozenset({changed.slug})), (share, frozenset())])
    others = [entry for entry in entries if entry is not changed]
    assert_same(updated, snapshot_of([*others, new]))


def test_an_update_may_link_records_of_the_snapshot_before(entries, tmp_path):
    """The arrays are those of a build from nothing, and so are the records of each case."""
    first, second = Folder(tmp_path / "first"), Folder(tmp_path / "second")
    merging.merge([(assemble.from_entries(entries[:-1]), frozenset())], first)
    new = assemble.from_entries(entries[-1:])
    dropped = frozenset({entries[3].slug})
    sources = [(read(first.path), dropped), (new, frozenset[str]())]
    merging.merge(sources, second, first.path)
    updated, expected = read(second.path), snapshot_of([*entries[:3], *entries[4:]])
    for name in RECORDS:
        assert (first.path / f"{name}.npy").samefile(second.path / f"{name}.npy")
        of_case, wanted = Records(updated, name), Records(expected, name)
        cases = range(len(expected["length"]))
        assert [bytes(of_case[doc]) for doc in cases] == [bytes(wanted[doc]) for doc in cases]
        for part in ("", "_more", "_at"):
            del updated[f"{name}{part}"], expected[f"{name}{part}"]
    assert_same(updated, expected)


def test_an_update_can_be_written_into_a_folder(entries, tmp_path):
    before = Folder(tmp_path / "before")
    merging.merge([(assemble.from_entries(entries[:-1]), frozenset())], before)
    new = assemble.from_entries(entries[-1:])
    dropped = frozenset({entries[3].slug})
    updated = merging.merge([(before, dropped), (new, frozenset())], Folder(tmp_path / "after"))
    assert_same(updated, snapshot_of([*entries[:3], *entries[4:]]))


def test_a_case_that_goes_takes_its_words_along(entries):
    before = snapshot_of(entries)
    updated = merging.merge([(before, frozenset({entries[7].slug}))])
    assert_same(updated, snapshot_of([*entries[:7], *entries[8:]]))


def test_a_snapshot_can_be_merged_from_and_into_folders(entries, tmp_path):
    parts = [Folder(tmp_path / str(n)) for n in range(2)]
    for n, part in enumerate(parts):
        part.update(assemble.from_entries(entries[n::2]))
    merged = merging.merge([(part, frozenset()) for part in parts], Folder(tmp_path / "all"))
    assert_same(merged, snapshot_of(entries))


@pytest.mark.parametrize("staying", [0, 1])
def test_a_merge_may_leave_hardly_any_case(entries, staying):
    few = snapshot_of(entries[:2])
    dropped = frozenset(entry.slug for entry in entries[staying:2])
    assert_same(merging.merge([(few, dropped)]), snapshot_of(entries[:staying]))
