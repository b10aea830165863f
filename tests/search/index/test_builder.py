"""The index follows the content, whole or not at all, whatever happens to the builder."""

from __future__ import annotations

import gc
import os
import re
import shutil
import signal
import sys
import threading
from itertools import count

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.collection.case import Case
from app.search.engine import Engine
from app.search.index import builder, generations
from app.search.index.entries import analyse
from app.search.index.generations import IndexUnusableError
from app.search.query.query import Query
from app.search.source import EngineSource

REAL = ["jarik-ma-siti", "nasi-tiga-beras", "putik-sari", "simba-asia"]
SMALL = {"antar-obat": "Antar Obat", "jemput-obat": "Jemput Obat"}


@pytest.fixture
def folder(content_folder):
    """A content folder with four real cases."""
    content_folder.copy(*REAL)
    return content_folder


@pytest.fixture
def small_folder(content_folder):
    """A content folder with two short cases, indexed in a moment."""
    content_folder.write("antar-obat")
    content_folder.write("jemput-obat")
    return content_folder


@pytest.fixture
def place(tmp_path):
    """Where an index may be built."""
    return tmp_path / "index"


def served(place):
    """slug → title of every case in the index, read as a site would."""
    generation = generations.open_current(place)
    arrays = generation.snapshot
    cases = [Case.model_validate_json(arrays.case(doc)) for doc in range(arrays.cases)]
    assert len(cases) == generation.manifest.cases
    in_whoosh = [
        stored["slug"]
        for shard in builder.open_shards(generation)
        for stored in shard.reader().all_stored_fields()
    ]
    assert sorted(in_whoosh) == sorted(case.slug for case in cases)
    return {case.slug: case.title for case in cases}


def segments(place):
    """name → inode of every file that holds cases."""
    generation = generations.current_generation(place)
    return {path.name: path.stat().st_ino for path in generation.glob("*.seg")}


def everything(place):
    """Every file of the index with what changes when it is written."""
    return {
        path: (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in [place, *place.rglob("*")]
        if path.name != builder.LOCK
    }


def names_of_generations(place):
    return sorted(path.name for path in place.glob("gen-*"))


# --- a full build ---------------------------------------------------------------------


def test_the_whole_collection_is_in_the_index(real_engine, real_cases):
    assert real_engine.cases == len(real_cases)
    assert real_engine.manifest.left_out == ()
    for slug, parsed in real_cases.items():
        assert real_engine.case(slug) == parsed.case


def test_a_build_says_what_it_did(folder, place):
    report = builder.build(folder.path, place)
    assert (report.cases, report.written, report.removed, report.full) == (4, 4, 0, True)
    assert (report.left_out, report.files_left_out) == ((), 0)
    assert report.generation == generations.current_generation(place)
    assert report.seconds > 0
    assert set(served(place)) == set(REAL)


def test_without_an_index_there_is_a_reason(place):
    with pytest.raises(IndexUnusableError, match="belum dibuat"):
        generations.open_current(place)


def test_without_content_there_is_an_error_and_no_index(tmp_path, place):
    with pytest.raises(FileNotFoundError):
        builder.build(tmp_path / "tidak-ada", place)
    with pytest.raises(IndexUnusableError):
        generations.open_current(place)


def test_an_empty_collection_has_an_empty_index(content_folder, place):
    report = builder.build(content_folder.path, place)
    assert (report.cases, report.written) == (0, 0)
    assert served(place) == {}
    assert builder.is_current(content_folder.path, place)


def test_an_empty_collection_can_be_searched(content_folder, place):
    builder.build(content_folder.path, place)
    assert Engine.open(place).search(Query(text="stunting")).total == 0


def test_progress_sees_what_is_read_anew(folder, place):
    seen: list[str] = []

    def progress(paths):
        seen.extend(path.stem for path in paths)
        return paths

    builder.build(folder.path, place, progress=progress)
    assert seen == REAL
    folder.write("baru")
    builder.build(folder.path, place, progress=progress)
    assert seen == [*REAL, "baru"]


# --- updates --------------------------------------------------------------------------


def test_no_change_writes_nothing(folder, place):
    builder.build(folder.path, place)
    before = everything(place)
    report = builder.build(folder.path, place)
    assert (report.cases, report.written, report.removed, report.full) == (4, 0, 0, False)
    assert everything(place) == before


def test_a_touched_file_is_no_change(small_folder, place):
    """Content decides, not its date: a fresh clone needs no new index."""
    builder.build(small_folder.path, place)
    before = everything(place)
    for path in small_folder.innovations.iterdir():
        os.utime(path, (1, 1))
    assert builder.is_current(small_folder.path, place)
    builder.build(small_folder.path, place)
    assert everything(place) == before


def test_an_update_touches_only_what_changed(folder, place):
    builder.build(folder.path, place)
    before = segments(place)
    folder.write("antar-obat")
    text = (folder.innovations / "putik-sari.md").read_text()
    folder.write("putik-sari", text.replace("title: Putik Sari", "title: Putik Sari Baru"))
    (folder.innovations / "simba-asia.md").unlink()

    report = builder.build(folder.path, place)
    assert (report.cases, report.written, report.removed, report.full) == (4, 2, 1, False)
    assert served(place) == {
        "antar-obat": "Antar Obat",
        "jarik-ma-siti": "Jarik Ma'Siti",
        "nasi-tiga-beras": "Nasi Tiga Beras",
        "putik-sari": "Putik Sari Baru",
    }
    after = segments(place)
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


def test_an_update_answers_like_a_full_build(folder, place, tmp_path):
    builder.build(folder.path, place)
    folder.write("antar-obat")
    (folder.innovations / "simba-asia.md").unlink()
    builder.build(folder.path, place)
    builder.build(folder.path, tmp_path / "anew")
    updated, anew = Engine.open(place), Engine.open(tmp_path / "anew")
    for text in ("", "siswa istimewa", "kampung tematik", "antar obat", "simba asia", '"di rumah"'):
        one, other = updated.search(Query(text=text)), anew.search(Query(text=text))
        assert [hit.card for hit in one.hits] == [hit.card for hit in other.hits]
        assert [hit.score for hit in one.hits] == pytest.approx([hit.score for hit in other.hits])
        assert one.facets == other.facets
    arrays, others = (
        generations.open_current(at).snapshot.arrays for at in (place, tmp_path / "anew")
    )
    assert arrays.keys() == others.keys()
    assert all(np.array_equal(array, others[name]) for name, array in arrays.items())


def test_a_full_build_reads_everything_again(small_folder, place):
    builder.build(small_folder.path, place)
    report = builder.build(small_folder.path, place, full=True)
    assert (report.cases, report.written, report.full) == (2, 2, True)


def test_the_last_case_can_be_deleted(small_folder, place):
    builder.build(small_folder.path, place)
    for slug in SMALL:
        (small_folder.innovations / f"{slug}.md").unlink()
    assert builder.build(small_folder.path, place).removed == 2
    assert served(place) == {}
    assert Engine.open(place).search(Query(text="stunting")).total == 0


def test_many_updates_leave_one_case_each(small_folder, place):
    for n in range(12):
        small_folder.write("antar-obat", f"{n}" if n % 5 == 4 else None)
        small_folder.write(f"kasus-{n}")
        builder.build(small_folder.path, place)
        assert len(served(place)) == 1 + (n % 5 != 4) + n + 1


def test_a_withdrawal_alone_is_a_change(small_folder, place):
    builder.build(small_folder.path, place)
    before = segments(place)
    (small_folder.path / "withdrawn.yaml").write_text(
        "lama: {reason: Digabung., instead: antar-obat}\n"
    )
    assert not builder.is_current(small_folder.path, place)
    report = builder.build(small_folder.path, place)
    assert (report.cases, report.written, report.removed) == (2, 0, 0)
    assert generations.open_current(place).manifest.withdrawn == {
        "lama": {"reason": "Digabung.", "instead": "antar-obat"}
    }
    assert segments(place) == before
    assert builder.is_current(small_folder.path, place)


def test_an_index_is_current_until_the_content_changes(small_folder, place):
    assert not builder.is_current(small_folder.path, place)
    builder.build(small_folder.path, place)
    assert builder.is_current(small_folder.path, place)
    small_folder.write("baru")
    assert not builder.is_current(small_folder.path, place)
    builder.build(small_folder.path, place)
    (small_folder.innovations / "baru.md").unlink()
    assert not builder.is_current(small_folder.path, place)


# --- bad files ------------------------------------------------------------------------


def spoil(folder):
    """Put bad files of many kinds into a folder; return their names."""
    for name, data in {
        "kosong": b"",
        "bukan-utf8": b"\xff\xfe",
        "nul": b"---\ntitle: \x00\n---\n",
        "daftar": b"---\n- x\n---\n",
        "dalam": b"---\n" + b"[" * 90_000,
        "angka-besar": b"---\ngovernment: 0x" + b"f" * 5000 + b"\n---\n",
        "banyak": b"---\ntitle: On\nlevel: desa\n---\n",
        "Besar": b"x",
    }.items():
        folder.write(name, data)
    with (folder.innovations / "raksasa.md").open("wb") as file:
        file.truncate(50_000_000)
    (folder.innovations / "folder.md").mkdir()
    (folder.innovations / "putus.md").symlink_to("tidak-ada")
    (folder.innovations / "keluar.md").symlink_to("/etc/hostname")
    os.mkfifo(folder.innovations / "pipa.md")
    (folder.innovations / os.fsdecode(b"\xff.md")).write_bytes(b"x")
    return 14


def test_bad_files_are_left_out_and_named_and_the_others_served(folder, place):
    bad = spoil(folder)
    report = builder.build(folder.path, place)
    assert set(served(place)) == set(REAL)
    assert report.files_left_out == bad
    manifest = generations.open_current(place).manifest
    assert manifest.files_left_out == bad
    assert manifest.left_out == report.left_out
    for finding in manifest.left_out:
        assert re.match(rf"{folder.innovations}/[^/]+\.md:[0-9]+: kesalahan: .+; .+", finding)


def test_bad_files_that_stay_bad_are_no_change(folder, place):
    spoil(folder)
    builder.build(folder.path, place)
    before = everything(place)
    assert builder.is_current(folder.path, place)
    builder.build(folder.path, place)
    assert everything(place) == before


def test_a_folder_with_a_colon_counts_its_bad_files(content_folder, place):
    path = content_folder.path.rename(content_folder.path.parent / "a:b")
    for name in ("a", "b"):
        (path / "innovations" / f"{name}.md").write_text("x")
    assert builder.build(path, place).files_left_out == 2


def test_a_case_that_goes_bad_is_taken_out_and_comes_back_mended(folder, place):
    builder.build(folder.path, place)
    path = folder.innovations / "putik-sari.md"
    good = path.read_text()
    path.write_text(good.replace("kabupaten", "desa"))
    report = builder.build(folder.path, place)
    assert set(served(place)) == set(REAL) - {"putik-sari"}
    assert (report.cases, report.written, report.files_left_out) == (3, 0, 1)
    assert str(path) in report.left_out[0]

    path.write_text(good)
    assert not builder.is_current(folder.path, place)
    report = builder.build(folder.path, place)
    assert set(served(place)) == set(REAL)
    assert (report.written, report.left_out) == (1, ())


def test_another_reason_to_leave_a_file_out_is_told(small_folder, place):
    small_folder.write("rusak", b"")
    builder.build(small_folder.path, place)
    small_folder.write("rusak", b"---\n")
    report = builder.build(small_folder.path, place)
    assert len(report.left_out) == 1
    assert "tidak ditutup" in report.left_out[0]


# --- damage ---------------------------------------------------------------------------


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x40
    path.write_bytes(data)


def truncate(path):
    os.truncate(path, path.stat().st_size // 2)


def segment(place):
    return next(generations.current_generation(place).glob("*.seg"))


def toc(place):
    return next(generations.current_generation(place).glob("*.toc"))


def manifest_file(place):
    return generations.current_generation(place) / generations.MANIFEST


def current(place):
    return place / generations.CURRENT


def arrays(place):
    return generations.current_generation(place) / generations.SNAPSHOT


DAMAGE = {
    "a flipped bit in the snapshot": lambda place: flip(arrays(place)),
    "half a snapshot": lambda place: truncate(arrays(place)),
    "no snapshot": lambda place: arrays(place).unlink(),
    "a flipped bit in a segment": lambda place: flip(segment(place)),
    "a flipped bit in the table of contents": lambda place: flip(toc(place)),
    "a flipped bit in the manifest": lambda place: flip(manifest_file(place)),
    "half a segment": lambda place: truncate(segment(place)),
    "half a table of contents": lambda place: truncate(toc(place)),
    "half a manifest": lambda place: truncate(manifest_file(place)),
    "an empty segment": lambda place: os.truncate(segment(place), 0),
    "no segment": lambda place: segment(place).unlink(),
    "no table of contents": lambda place: toc(place).unlink(),
    "no manifest": lambda place: manifest_file(place).unlink(),
    "no generation": lambda place: shutil.rmtree(generations.current_generation(place)),
    "a manifest that is a list": lambda place: manifest_file(place).write_text("[]"),
    "a manifest of nothing": lambda place: manifest_file(place).write_text("{}"),
    "a deep manifest": lambda place: manifest_file(place).write_text("[" * 100_000),
    "a manifest that is no text": lambda place: manifest_file(place).write_bytes(b"\xff\x00"),
    "CURRENT that is empty": lambda place: current(place).write_text(""),
    "CURRENT that is no text": lambda place: current(place).write_bytes(b"gen-\xff\xfe"),
    "CURRENT that holds NUL": lambda place: current(place).write_bytes(b"gen-\x00"),
    "CURRENT that is too long": lambda place: current(place).write_text("gen-" + "x" * 5000),
    "CURRENT that leads out": lambda place: current(place).write_text("gen-/../../etc"),
    "CURRENT that leads nowhere": lambda place: current(place).write_text("gen-1"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damage_is_found_on_opening_and_mended_by_a_build(small_folder, place, caplog, damage):
    builder.build(small_folder.path, place)
    damage(place)
    with pytest.raises(IndexUnusableError) as caught:
        generations.open_current(place)
    assert not builder.is_current(small_folder.path, place)

    report = builder.build(small_folder.path, place)
    assert report.full
    (record,) = [record for record in caplog.records if record.levelname == "WARNING"]
    assert record.getMessage() == f"index: {caught.value}; rebuilding"
    assert served(place) == SMALL


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), data=st.data())
def test_no_flipped_bit_is_served(small_folder, place, where, bit, data):
    """Any bit of any file: the index is refused, or it says the same as before."""
    if not place.exists():
        builder.build(small_folder.path, place)
    before = generations.open_current(place).manifest
    generation = generations.current_generation(place)
    files = sorted(path for path in generation.iterdir() if path.stat().st_size)
    path = data.draw(st.sampled_from(files))
    original = path.read_bytes()
    spoilt = bytearray(original)
    spoilt[int(where * len(spoilt))] ^= 1 << bit
    path.write_bytes(spoilt)
    try:
        after = generations.open_current(place).manifest
    except IndexUnusableError:
        pass
    else:
        assert after == before
    finally:
        path.write_bytes(original)
    assert served(place) == SMALL


def test_an_index_of_other_code_is_rebuilt(small_folder, place, caplog, monkeypatch):
    monkeypatch.setattr(generations, "fingerprint", lambda: "other")
    builder.build(small_folder.path, place)
    monkeypatch.undo()
    with pytest.raises(IndexUnusableError, match="versi lain"):
        generations.open_current(place)
    assert builder.build(small_folder.path, place).full
    assert "versi lain; rebuilding" in caplog.text
    assert served(place) == SMALL


def test_a_first_build_is_no_cause_for_a_warning(small_folder, place, caplog):
    builder.build(small_folder.path, place)
    assert [record for record in caplog.records if record.levelname == "WARNING"] == []


# --- kills ----------------------------------------------------------------------------

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = {"os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir"}


def build_until(moment, content, place, **options):
    """Build in a child that kills itself right before its n-th change of the index folder.

    Between two changes lies nothing but computing. Return the signal that ended the
    child, or 0 if the build was done before.
    """
    gc.freeze()  # else the child's collector copies all that pytest has in memory
    child = os.fork()
    if child == 0:
        try:
            left = count(moment, -1)

            def die_in_time(event, args):
                changes = event in CHANGES or (event == "open" and args[2] & WRITES)
                if changes and str(args[0]).startswith(str(place)) and next(left) == 1:
                    os.kill(os.getpid(), signal.SIGKILL)

            sys.addaudithook(die_in_time)
            builder.build(content, place, **options)
        except BaseException:  # whatever it was, the child must not go on as a second pytest
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    gc.unfreeze()
    assert code in {0, -signal.SIGKILL}
    return -code


def check_swept(content, place):
    """Once no reader can use them any more, the next build removes all leftovers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(builder, "GRACE", 0.0)
        builder.build(content, place)
    generation = generations.current_generation(place)
    assert {path.name for path in place.iterdir()} == {
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
def test_a_builder_killed_at_any_moment_leaves_the_old_index(small_folder, place, full, every):
    builder.build(small_folder.path, place)
    new = {"antar-obat": "Antar Obat", "kirim-obat": "Kirim Obat"}
    small_folder.write("kirim-obat")
    (small_folder.innovations / "jemput-obat.md").unlink()
    found: list[dict[str, str]] = []
    while build_until(1 + every * len(found), small_folder.path, place, full=full):
        found.append(served(place))
    # Up to one moment the old index is there, whole, and from then on the new one.
    switch = found.index(new) if new in found else len(found)
    assert switch >= 10
    assert found == [SMALL] * switch + [new] * (len(found) - switch)
    assert served(place) == new

    small_folder.write("lagi")
    builder.build(small_folder.path, place)
    assert set(served(place)) == {*new, "lagi"}
    check_swept(small_folder.path, place)


@FORKS
def test_a_first_builder_killed_at_any_moment_leaves_room_for_the_next(small_folder, place):
    kills = 0
    for moment in count(1, 3):
        shutil.rmtree(place, ignore_errors=True)
        if not build_until(moment, small_folder.path, place):
            break
        kills += 1
        builder.build(small_folder.path, place)
        assert served(place) == SMALL
        check_swept(small_folder.path, place)
    assert kills >= 10
    assert served(place) == SMALL


def test_a_build_that_fails_midway_changes_nothing(small_folder, place):
    """As when somebody presses Ctrl-C or the disk is full."""
    builder.build(small_folder.path, place)
    small_folder.write("baru")
    small_folder.write("baru-juga")

    def interrupt(paths):
        yield paths[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        builder.build(small_folder.path, place, progress=interrupt)
    assert served(place) == SMALL
    builder.build(small_folder.path, place)
    assert set(served(place)) == {*SMALL, "baru", "baru-juga"}
    check_swept(small_folder.path, place)


# --- builders and readers at once -----------------------------------------------------


def test_of_two_builders_the_second_waits_and_both_succeed(small_folder, place):
    first_writes, second_waits, reports = threading.Event(), threading.Event(), {}

    def slow(paths):
        first_writes.set()
        assert second_waits.wait(10)
        return paths

    def build_first():
        reports["first"] = builder.build(small_folder.path, place, progress=slow)

    first = threading.Thread(target=build_first)
    first.start()
    assert first_writes.wait(10)
    reports["second"] = builder.build(small_folder.path, place, on_wait=second_waits.set)
    first.join()
    assert {name: report.written for name, report in reports.items()} == {"first": 2, "second": 0}
    assert len(names_of_generations(place)) == 1
    assert served(place) == SMALL


@pytest.mark.slow  # builds several indexes while threads read
def test_readers_never_fail_while_the_index_is_rebuilt(folder, place, caplog):
    """Several threads search all the time, new workers open, and the index is rebuilt."""
    builder.build(folder.path, place)
    source = EngineSource(place, folder.path)
    source.get()
    done, failures = threading.Event(), []
    seen = {cases: threading.Event() for cases in range(4, 8)}

    def read(fresh):
        while not done.is_set():
            try:
                engine = (EngineSource(place, folder.path) if fresh else source).get()
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
        builder.build(folder.path, place, full=n % 2 == 0)
    seen[7].wait(10)
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert [record for record in caplog.records if record.levelname == "WARNING"] == []
    assert seen[4].is_set() and seen[7].is_set()


def test_a_replaced_index_can_be_used_for_another_minute(folder, place):
    """By a request that began before two rebuilds and needs another reader after them."""
    builder.build(folder.path, place)
    engine = Engine.open(place)
    for n, full in enumerate((True, False)):
        folder.write(f"baru-{n}")
        builder.build(folder.path, place, full=full)

    found, start = [], threading.Barrier(4)

    def search():
        start.wait(10)
        found.append(engine.search(Query(text="kampung tematik")).hits[0].card.slug)

    readers = [threading.Thread(target=search) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert found == ["putik-sari"] * 4

    # What counts is when it was replaced, not when it was built.
    oldest, middle, newest = names_of_generations(place)
    os.utime(place / oldest / generations.MANIFEST, (1, 1))
    builder.build(folder.path, place)
    assert names_of_generations(place) == [oldest, middle, newest]
    os.utime(place / middle / generations.MANIFEST, (1, 1))
    builder.build(folder.path, place)
    assert names_of_generations(place) == [middle, newest]


# --- what stands in the index ---------------------------------------------------------


def test_a_document_has_every_field(real_cases):
    for parsed in real_cases.values():
        assert builder.document(analyse(parsed.case)).keys() == set(builder.schema().names())


def test_the_fingerprint_tells_code_and_libraries_apart(monkeypatch):
    generations.fingerprint.cache_clear()
    ours = generations.fingerprint()
    monkeypatch.setattr(generations, "_version", lambda library: "0")
    generations.fingerprint.cache_clear()
    try:
        assert generations.fingerprint() != ours
    finally:
        generations.fingerprint.cache_clear()
