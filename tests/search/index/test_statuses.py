"""A file whose status is the noted one is trusted; any other has its checksum compared."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from app.search.index import builder, generations, signatures, statuses, tidying
from app.search.index.generations import Generation, IndexUnusableError
from app.search.index.statuses import Status
from app.search.source import EngineSource
from tests.search.index.conftest import SMALL, titles_in, wait_for_another_engine


@pytest.fixture
def read_again(monkeypatch):
    """The files of the index whose checksums are compared from now on."""
    names: list[str] = []
    check = Generation.check

    def noted(generation, files):
        names.extend(files)
        check(generation, files)

    monkeypatch.setattr(Generation, "check", noted)
    return names


@pytest.fixture
def built(small_folder, index):
    """An index folder."""
    builder.build(small_folder.path, index)
    return index


def array(index, name="stem_docs"):
    return generations.current_generation(index) / generations.SNAPSHOT / f"{name}.npy"


def test_an_index_that_was_just_built_is_not_read_again(built, read_again):
    generations.open_current(built)
    assert read_again == []


def test_a_copied_index_is_read_once_and_then_trusted_after_a_build(
    built, small_folder, tmp_path, read_again, monkeypatch
):
    monkeypatch.setattr(signatures, "REST", -3600_000_000_000)
    copy = tmp_path / "copy"
    shutil.copytree(built, copy)
    files = generations.open_current(built).manifest.checksums
    generations.open_current(copy)
    assert {*read_again} == {*files}
    assert builder.build(small_folder.path, copy).written == 0
    read_again.clear()
    generations.open_current(copy)
    assert read_again == []


def test_a_damaged_copy_is_found(built, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(built, copy)
    data = bytearray(array(copy).read_bytes())
    data[-1] ^= 1
    array(copy).write_bytes(data)
    with pytest.raises(IndexUnusableError, match=r"stem_docs\.npy berubah"):
        generations.open_current(copy)


def test_a_touched_file_is_read_again_and_good(built, read_again):
    os.utime(array(built), (1, 1))
    generations.open_current(built)
    assert read_again == ["snapshot/stem_docs.npy"]


def test_a_replaced_file_of_the_same_size_and_time_is_found(built):
    path = array(built)
    status, data = path.stat(), bytearray(path.read_bytes())
    data[-1] ^= 1
    path.with_suffix(".new").write_bytes(data)
    os.utime(path.with_suffix(".new"), ns=(status.st_atime_ns, status.st_mtime_ns))
    path.with_suffix(".new").replace(path)
    assert path.stat().st_mtime_ns == status.st_mtime_ns
    with pytest.raises(IndexUnusableError, match=r"stem_docs\.npy berubah"):
        generations.open_current(built)


def test_a_file_rewritten_in_place_is_found_though_its_time_is_set_back(built):
    path = array(built)
    status = path.stat()
    with path.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        file.write(b"\x77")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_ino == status.st_ino
    with pytest.raises(IndexUnusableError, match=r"stem_docs\.npy berubah"):
        generations.open_current(built)


def test_files_that_changed_in_this_moment_are_not_noted(built):
    """They could change again and keep their status."""
    generation = generations.current_generation(built)
    present = statuses.take(generation, ["snapshot/stem_docs.npy"])
    moment = present["snapshot/stem_docs.npy"].changed
    statuses.write(generation, present, before=moment)
    assert statuses.read(generation) == {}
    statuses.write(generation, present, before=moment + 1)
    assert statuses.read(generation) == present


def test_notes_wait_for_the_next_step_of_the_clock(tmp_path):
    for n in range(20):
        (tmp_path / "a.npy").write_text(str(n))
        statuses.write(tmp_path, statuses.take(tmp_path, ["a.npy"]))
        assert [*statuses.read(tmp_path)] == ["a.npy"]
        before = statuses.take(tmp_path, ["a.npy"])
        (tmp_path / "a.npy").write_text(str(n))
        assert statuses.take(tmp_path, ["a.npy"]) != before


def test_after_the_system_has_started_again_all_files_are_read(built, read_again, monkeypatch):
    monkeypatch.setattr(statuses, "_boot", lambda: "another start")
    manifest = generations.open_current(built).manifest
    assert {*read_again} == {*manifest.checksums}


@pytest.mark.parametrize("boot", ["", None])
def test_a_system_that_tells_no_starts_is_not_trusted(built, read_again, monkeypatch, boot):
    generation = generations.current_generation(built)
    monkeypatch.setattr(statuses, "_boot", lambda: "")
    values = json.loads((generation / statuses.STATUSES).read_bytes()) | {"boot": boot}
    (generation / statuses.STATUSES).write_text(json.dumps(values))
    generations.open_current(built)
    assert read_again


@pytest.mark.parametrize("damage", ["", "[]", '{"boot": 1}', "{", "[" * 100_000, '{"files": []}'])
def test_damaged_notes_only_cost_time(built, read_again, damage):
    (generations.current_generation(built) / statuses.STATUSES).write_text(damage)
    manifest = generations.open_current(built).manifest
    assert {*read_again} == {*manifest.checksums}
    assert titles_in(built) == SMALL


def test_an_update_shares_files_and_trusts_them(built, small_folder, read_again, monkeypatch):
    """Links change the status of a file, when they are made and when they are removed."""
    monkeypatch.setattr(tidying, "GRACE", 0.0)
    small_folder.write("kirim-obat")
    builder.build(small_folder.path, built)
    assert {name for name in read_again if not name.startswith("snapshot/")} == set()
    assert len([*built.glob("gen-*")]) == 1  # what it shared files with is gone
    read_again.clear()
    assert titles_in(built).keys() == {*SMALL, "kirim-obat"}
    assert read_again == []


def test_a_shared_file_that_was_damaged_meanwhile_is_not_trusted(built, small_folder, monkeypatch):
    small_folder.write("kirim-obat")
    builder.build(small_folder.path, built)
    first, second = sorted(built.glob("gen-*"))
    with next(first.glob("*.pst")).open("r+b") as file:
        file.write(b"\x77")
    monkeypatch.setattr(tidying, "GRACE", 0.0)
    tidying.sweep(built)
    assert [*built.glob("gen-*")] == [second]
    with pytest.raises(IndexUnusableError, match="pst berubah"):
        generations.open_current(built)


# --- faults of the disk, which no status tells --------------------------------------------


@pytest.fixture(params=["norm", "stem_at"])
def rotten(request, built):
    """An index folder in which a bit of a file has changed, and no status."""
    generation = generations.current_generation(built)
    files = generations.open_current(built).manifest.checksums
    data = bytearray(array(built, request.param).read_bytes())
    data[-1] ^= 1
    array(built, request.param).write_bytes(data)
    statuses.write(generation, statuses.take(generation, files))
    generations.open_current(built)  # it doesn't show
    return built


def test_an_update_takes_over_no_fault_of_the_disk(rotten, small_folder, caplog):
    small_folder.write("kirim-obat")
    assert builder.build(small_folder.path, rotten).full
    assert ".npy berubah; rebuilding" in caplog.text
    assert titles_in(rotten).keys() == {*SMALL, "kirim-obat"}
    assert not builder.build(small_folder.path, rotten, trust_statuses=False).full


def test_a_site_mends_a_fault_of_the_disk(rotten, small_folder, monkeypatch):
    source = EngineSource(rotten, small_folder.path)
    wait_for_another_engine(source, monkeypatch)
    generations.open_current(rotten, trust_statuses=False)


def test_a_link_changes_nothing_but_the_ctime():
    status = Status(1, 2, 3, 4)
    assert status.is_linked(Status(1, 2, 9, 4))
    assert not any(
        status.is_linked(other)
        for other in (Status(9, 2, 3, 4), Status(1, 9, 3, 4), Status(1, 2, 3, 9))
    )
