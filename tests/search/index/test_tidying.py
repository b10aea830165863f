"""What nobody uses is removed from the index folder, and nothing that somebody uses."""

from __future__ import annotations

import os

import pytest

from app.search.index import builder, generations, tidying
from tests.search.index.conftest import SMALL, generation_names, titles_in


def leave(index, name, *, finished):
    """Leave a generation behind, as a build that was killed does, before or after its end."""
    path = index / name
    path.mkdir()
    (path / "data").write_bytes(b"x" * 1000)
    if finished:
        (path / generations.MANIFEST).write_text("{}")
    return path


def test_left_overs_are_gone_before_a_build_needs_the_room(small_folder, index):
    builder.build(small_folder.path, index)
    dead = leave(index, "gen-20200101T000000000000-1", finished=False)
    small_folder.write("baru")
    seen = []

    def look(paths):
        seen.append(dead.exists())
        return paths

    builder.build(small_folder.path, index, progress=look)
    assert seen == [False]


def test_a_build_that_fails_leaves_nothing_behind(small_folder, index, monkeypatch):
    builder.build(small_folder.path, index)
    before = generation_names(index)
    small_folder.write("baru")

    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(builder, "write_manifest", full_disk)
    for _ in range(3):
        with pytest.raises(OSError, match="No space"):
            builder.build(small_folder.path, index)
    assert generation_names(index) == before
    assert titles_in(index) == SMALL


def test_many_builds_in_a_short_time_leave_a_bounded_number_of_generations(small_folder, index):
    for number in range(tidying.MOST_REPLACED + 5):
        small_folder.write(f"lagi-{number}")
        builder.build(small_folder.path, index)
    assert len(generation_names(index)) == tidying.MOST_REPLACED + 1
    assert f"lagi-{tidying.MOST_REPLACED + 4}" in titles_in(index)


def test_the_newest_generation_stays_while_none_is_in_use(small_folder, index):
    builder.build(small_folder.path, index)
    newest = leave(index, "gen-99990101T000000000000-1", finished=True)
    os.utime(newest / generations.MANIFEST, (0, 0))
    (index / generations.CURRENT).unlink()
    tidying.sweep(index)
    assert newest.exists()
