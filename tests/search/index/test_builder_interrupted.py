"""The index is whole whatever happens to a builder, and while others read it."""

from __future__ import annotations

import os
import shutil
import threading
from itertools import count

import pytest

from app.search.engine import Engine
from app.search.index import builder, generations, tidying
from app.search.query.query import Query
from app.search.source import EngineSource
from bench.kills import die_at_change
from tests.search.index.conftest import SMALL, generation_names, titles_in

# --- kills ----------------------------------------------------------------------------


def build_until(moment, content, index, **options):
    """Build in a child that is killed right before its n-th change of the index folder.

    Return the signal that ended the child, or 0 if the build was done before.
    """
    return die_at_change(moment, lambda: builder.build(content, index, **options), index)


def check_that_only_the_current_generation_is_left(content, index):
    """Once no reader can use them any more, the next build removes all leftovers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tidying, "GRACE", 0.0)
        builder.build(content, index)
    generation = generations.current_generation(index)
    assert {path.name for path in index.iterdir()} == {
        generation.name,
        generations.CURRENT,
        builder.LOCK,
    }
    assert not [path for path in generation.iterdir() if path.name.startswith(".")]


# Python 3.12 warns of a fork beside threads; the child here only computes, then dies.
FORKS = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@FORKS
@pytest.mark.parametrize(
    ("full", "every"), [(False, 1), (True, 3)], ids=["update, every moment", "full, every third"]
)
def test_a_builder_killed_at_any_moment_leaves_the_old_index(small_folder, index, full, every):
    builder.build(small_folder.path, index)
    new = {"antar-obat": "Antar Obat", "kirim-obat": "Kirim Obat"}
    small_folder.write("kirim-obat")
    (small_folder.innovations / "jemput-obat.md").unlink()
    served: list[dict[str, str]] = []
    while build_until(1 + every * len(served), small_folder.path, index, full=full):
        served.append(titles_in(index))
    # Up to one moment the old index is there, whole, and from then on the new one.
    switch = served.index(new) if new in served else len(served)
    assert switch >= 10
    assert served == [SMALL] * switch + [new] * (len(served) - switch)
    assert titles_in(index) == new

    small_folder.write("lagi")
    builder.build(small_folder.path, index)
    assert set(titles_in(index)) == {*new, "lagi"}
    check_that_only_the_current_generation_is_left(small_folder.path, index)


@FORKS
def test_a_first_builder_killed_at_any_moment_leaves_room_for_the_next(small_folder, index):
    kills = 0
    for moment in count(1, 3):
        shutil.rmtree(index, ignore_errors=True)
        if not build_until(moment, small_folder.path, index):
            break
        kills += 1
        builder.build(small_folder.path, index)
        assert titles_in(index) == SMALL
        check_that_only_the_current_generation_is_left(small_folder.path, index)
    assert kills >= 10
    assert titles_in(index) == SMALL


def test_a_build_that_fails_midway_changes_nothing(small_folder, index):
    """As when somebody presses Ctrl-C or the disk is full."""
    builder.build(small_folder.path, index)
    small_folder.write("baru")
    small_folder.write("baru-juga")

    def interrupt(paths):
        yield paths[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        builder.build(small_folder.path, index, progress=interrupt)
    assert titles_in(index) == SMALL
    builder.build(small_folder.path, index)
    assert set(titles_in(index)) == {*SMALL, "baru", "baru-juga"}
    check_that_only_the_current_generation_is_left(small_folder.path, index)


# --- builders and readers at once -----------------------------------------------------


def test_of_two_builders_the_second_waits_and_both_succeed(small_folder, index):
    first_writes, second_waits, reports = threading.Event(), threading.Event(), {}

    def slow(paths):
        first_writes.set()
        assert second_waits.wait(10)
        return paths

    def build_first():
        reports["first"] = builder.build(small_folder.path, index, progress=slow)

    first = threading.Thread(target=build_first)
    first.start()
    assert first_writes.wait(10)
    reports["second"] = builder.build(small_folder.path, index, on_wait=second_waits.set)
    first.join()
    assert {name: report.written for name, report in reports.items()} == {"first": 2, "second": 0}
    assert len(generation_names(index)) == 1
    assert titles_in(index) == SMALL


@pytest.mark.slow  # builds several indexes while threads read
def test_readers_never_fail_while_the_index_is_rebuilt(folder, index, caplog):
    """Several threads search all the time, new workers open, and the index is rebuilt."""
    builder.build(folder.path, index)
    source = EngineSource(index, folder.path)
    source.get()
    done, failures = threading.Event(), []
    seen = {cases: threading.Event() for cases in range(4, 8)}

    def read(fresh):
        while not done.is_set():
            try:
                engine = (EngineSource(index, folder.path) if fresh else source).get()
                results = engine.search(Query(text="malang"))
                assert {"putik-sari", "jarik-ma-siti"} <= {hit.card.slug for hit in results.hits}
                assert engine.case("putik-sari") is not None
                seen[engine.cases].set()
            except Exception as exc:
                failures.append(exc)
                return

    readers = [threading.Thread(target=read, args=(fresh,)) for fresh in (False, True)]
    for reader in readers:
        reader.start()
    seen[4].wait(10)
    for n in range(3):
        folder.write(f"kasus-{n}")
        builder.build(folder.path, index, full=n % 2 == 0)
    seen[7].wait(10)
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert [record for record in caplog.records if record.levelname == "WARNING"] == []
    assert seen[4].is_set() and seen[7].is_set()


def test_a_replaced_index_can_be_used_for_another_minute(folder, index):
    """By a request that began before two rebuilds and needs another reader after them."""
    builder.build(folder.path, index)
    engine = Engine.open(index)
    for n, full in enumerate((True, False)):
        folder.write(f"baru-{n}")
        builder.build(folder.path, index, full=full)

    first_hits, start = [], threading.Barrier(4)

    def search():
        start.wait(10)
        first_hits.append(engine.search(Query(text="kampung tematik")).hits[0].card.slug)

    readers = [threading.Thread(target=search) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert first_hits == ["putik-sari"] * 4

    # What counts is when it was replaced, not when it was built.
    oldest, middle, newest = generation_names(index)
    os.utime(index / oldest / generations.MANIFEST, (1, 1))
    builder.build(folder.path, index)
    assert generation_names(index) == [oldest, middle, newest]
    os.utime(index / middle / generations.MANIFEST, (1, 1))
    builder.build(folder.path, index)
    assert generation_names(index) == [middle, newest]
