"""The engine in use is that of the current generation, whatever happens to the index."""

from __future__ import annotations

import gc
import os
import shutil
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from app.search.advanced.search import AdvancedSearch
from app.search.engine import Engine
from app.search.index import builder, generations
from app.search.index.generations import IndexUnusableError
from app.search.query.query import Query
from app.search.source import RETRY_AFTER, EngineSource
from tests.search.index.conftest import wait_for_another_engine


def slugs(engine: Engine, text: str) -> list[str]:
    """The cases found, in order."""
    return [hit.card.slug for hit in engine.search(Query(text, per_page=100)).hits]


@pytest.fixture
def small(content: Path, tmp_path: Path) -> Path:
    """A folder with three real cases and no synonyms."""
    folder = tmp_path / "content" / "innovations"
    folder.mkdir(parents=True)
    for slug in ("putik-sari", "jarik-ma-siti", "garda-ampuh"):
        shutil.copy(content / "innovations" / f"{slug}.md", folder)
    return folder.parent


def test_opening_never_builds(small, tmp_path):
    index = tmp_path / "index"
    source = EngineSource(index, small)
    assert not source.opens()
    assert not index.exists()
    builder.build(small, index)
    assert source.opens()
    assert slugs(source.get(), "putik sari")[0] == "putik-sari"


def test_new_synonyms_are_used_without_a_new_index(small, tmp_path):
    builder.build(small, tmp_path / "index")
    source = EngineSource(tmp_path / "index", small)
    assert slugs(source.get(), "difabel") == []
    (small / "synonyms.yaml").write_text("one_way:\n  difabel: [siswa istimewa]\n")
    assert slugs(source.get(), "difabel") == ["jarik-ma-siti"]


def test_broken_synonyms_leave_the_search_working(small, tmp_path):
    (small / "synonyms.yaml").write_text("two_way: [\n")
    builder.build(small, tmp_path / "index")
    assert slugs(EngineSource(tmp_path / "index", small).get(), "putik sari")[0] == "putik-sari"


def test_an_index_that_another_version_built_is_left_alone(small, tmp_path, monkeypatch):
    """The engine in use stays: two versions must not rebuild the index for each other."""
    builder.build(small, tmp_path / "index")
    source = EngineSource(tmp_path / "index", small)
    engine = source.get()
    monkeypatch.setattr(generations, "fingerprint", lambda: "another")
    builder.build(small, tmp_path / "index", full=True)
    current = (tmp_path / "index" / generations.CURRENT).read_text()
    monkeypatch.undo()
    assert source.get() is engine
    assert (tmp_path / "index" / generations.CURRENT).read_text() == current


def test_an_index_that_is_replaced_is_used_from_then_on(small, tmp_path):
    builder.build(small, tmp_path / "index")
    source = EngineSource(tmp_path / "index", small)
    before = source.get()
    (small / "innovations" / "garda-ampuh.md").unlink()
    builder.build(small, tmp_path / "index")
    after = source.get()
    assert (before.cases, after.cases) == (3, 2)
    assert slugs(before, "garda ampuh")[0] == "garda-ampuh"  # a request that began before
    assert "garda-ampuh" not in slugs(after, "garda ampuh")
    assert source.get() is after


@pytest.fixture
def damaged(small, tmp_path) -> EngineSource:
    """A source whose engine has the Whoosh index open when its postings are cut off."""
    index = tmp_path / "index"
    builder.build(small, index)
    source = EngineSource(index, small)
    assert source.get().search(Query("sekolah", mode="advanced")).total
    for postings in generations.current_generation(index).glob("*.pst"):
        os.truncate(postings, 10)
    return source


def test_an_index_that_is_damaged_while_it_is_open_is_rebuilt(damaged):
    before = damaged.get()
    with pytest.raises(IndexUnusableError, match="berubah"):
        before.search(Query("anak", mode="advanced"))
    damaged.report_damage()
    deadline = time.monotonic() + 60
    while damaged.get() is before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert damaged.get().search(Query("anak", mode="advanced")).total


def test_reported_damage_leaves_an_index_of_another_version_alone(
    damaged, small, tmp_path, monkeypatch, caplog
):
    index = tmp_path / "index"
    monkeypatch.setattr(generations, "fingerprint", lambda: "another")
    builder.build(small, index, full=True)
    current = (index / generations.CURRENT).read_text()
    monkeypatch.undo()
    damaged.report_damage()
    deadline = time.monotonic() + 60
    while "another version" not in caplog.text and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (index / generations.CURRENT).read_text() == current


def test_a_fault_of_the_program_is_not_taken_for_damage(small, tmp_path, monkeypatch):
    builder.build(small, tmp_path / "index")
    engine = EngineSource(tmp_path / "index", small).get()
    monkeypatch.setattr(AdvancedSearch, "_reader", property(lambda self: 1 / 0))
    with pytest.raises(ZeroDivisionError):
        engine.search(Query("anak", mode="advanced"))


# --- where no index can be built --------------------------------------------------------


@pytest.fixture
def full_disk(small, tmp_path, monkeypatch) -> tuple[EngineSource, list[float]]:
    """A source without an index, on a full disk, and the times of its tries to build one."""
    tries: list[float] = []

    def fail(*_: object, **__: object) -> None:
        tries.append(time.monotonic())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(builder, "build", fail)
    return EngineSource(tmp_path / "index", small), tries


def test_after_a_failed_rebuild_nobody_tries_again_for_a_while(full_disk):
    source, tries = full_disk
    for _ in range(5):
        with pytest.raises(IndexUnusableError, match="No space") as failure:
            source.get()
        assert failure.value.retry_after
        assert failure.value.retry_after <= RETRY_AFTER
    assert len(tries) == 1


def test_once_there_is_room_the_index_is_built(full_disk, small, tmp_path, monkeypatch):
    source, _ = full_disk
    with pytest.raises(IndexUnusableError):
        source.get()
    monkeypatch.undo()
    later = time.monotonic() + RETRY_AFTER + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert source.get().cases == 3


def test_while_one_thread_rebuilds_the_others_need_not_wait(small, tmp_path, monkeypatch):
    building, others_asked = threading.Event(), threading.Event()
    build = builder.build

    def slow(*arguments: Path, **options: Any) -> None:
        building.set()
        assert others_asked.wait(60)
        build(*arguments, **options)

    monkeypatch.setattr(builder, "build", slow)
    source = EngineSource(tmp_path / "index", small)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(source.get)
        assert building.wait(60)
        with pytest.raises(IndexUnusableError, match="sedang dibuat"):
            source.get()
        others_asked.set()
        assert first.result(60).cases == 3


def test_damage_of_a_mapped_file_is_noticed_while_serving(small, tmp_path, monkeypatch):
    """A zeroed part gives wrong totals until somebody compares the checksums."""
    index = tmp_path / "index"
    builder.build(small, index)
    source = EngineSource(index, small)
    source.get()
    largest = max(
        (generations.current_generation(index) / generations.SNAPSHOT).glob("*.npy"),
        key=lambda path: path.stat().st_size,
    )
    with largest.open("r+b") as file:
        file.seek(200)
        file.write(bytes(range(100)))
    wait_for_another_engine(source, monkeypatch)
    generations.open_current(index)  # whole


def test_an_engine_that_was_replaced_goes_though_it_was_frozen(small, tmp_path):
    """A server freezes what its worker begins with, the first engine included."""
    builder.build(small, tmp_path / "index")
    source = EngineSource(tmp_path / "index", small)
    first = weakref.ref(source.get())
    gc.collect()
    gc.freeze()
    try:
        for words in ("difabel: [siswa istimewa]", "tuli: [siswa istimewa]"):
            (small / "synonyms.yaml").write_text(f"one_way:\n  {words}\n")
            assert source.get().cases == 3
        assert first() is None
        assert gc.get_freeze_count() > 0, "what stays is still left out"
    finally:
        gc.unfreeze()
