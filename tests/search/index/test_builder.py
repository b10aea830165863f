"""The index follows the content: full builds, updates, and files that can't be used."""

from __future__ import annotations

import os
import re

import numpy as np
import pytest

from app.search.engine import Engine
from app.search.index import builder, generations
from app.search.index.generations import IndexUnusableError
from app.search.query.query import Query
from tests.search.index.conftest import REAL_SLUGS, SMALL, file_states, segments, titles_in

# --- a full build ---------------------------------------------------------------------


def test_the_whole_collection_is_in_the_index(real_engine, real_cases):
    assert real_engine.cases == len(real_cases)
    assert real_engine.manifest.left_out == ()
    for slug, parsed in real_cases.items():
        assert real_engine.case(slug) == parsed.case


def test_a_build_says_what_it_did(folder, index):
    report = builder.build(folder.path, index)
    assert (report.cases, report.written, report.removed, report.full) == (4, 4, 0, True)
    assert (report.left_out, report.files_left_out) == ((), 0)
    assert report.generation == generations.current_generation(index)
    assert report.seconds > 0
    assert set(titles_in(index)) == set(REAL_SLUGS)


def test_without_an_index_there_is_a_reason(index):
    with pytest.raises(IndexUnusableError, match="belum dibuat"):
        generations.open_current(index)


def test_without_content_there_is_an_error_and_no_index(tmp_path, index):
    with pytest.raises(FileNotFoundError):
        builder.build(tmp_path / "tidak-ada", index)
    with pytest.raises(IndexUnusableError):
        generations.open_current(index)


def test_an_empty_collection_has_an_empty_index(content_folder, index):
    report = builder.build(content_folder.path, index)
    assert (report.cases, report.written) == (0, 0)
    assert titles_in(index) == {}
    assert builder.is_current(content_folder.path, index)


def test_an_empty_collection_can_be_searched(content_folder, index):
    builder.build(content_folder.path, index)
    assert Engine.open(index).search(Query(text="stunting")).total == 0


def test_progress_sees_what_is_read_anew(folder, index):
    seen: list[str] = []

    def progress(paths):
        seen.extend(path.stem for path in paths)
        return paths

    builder.build(folder.path, index, progress=progress)
    assert seen == REAL_SLUGS
    folder.write("baru")
    builder.build(folder.path, index, progress=progress)
    assert seen == [*REAL_SLUGS, "baru"]


# --- updates --------------------------------------------------------------------------


def test_no_change_writes_nothing(folder, index):
    builder.build(folder.path, index)
    before = file_states(index)
    report = builder.build(folder.path, index)
    assert (report.cases, report.written, report.removed, report.full) == (4, 0, 0, False)
    assert file_states(index) == before


def test_a_touched_file_is_no_change(small_folder, index):
    """Content decides, not its date: a fresh clone needs no new index."""
    builder.build(small_folder.path, index)
    before = file_states(index)
    for path in small_folder.innovations.iterdir():
        os.utime(path, (1, 1))
    assert builder.is_current(small_folder.path, index)
    builder.build(small_folder.path, index)
    assert file_states(index) == before


def test_an_update_touches_only_what_changed(folder, index):
    builder.build(folder.path, index)
    before = segments(index)
    folder.write("antar-obat")
    text = (folder.innovations / "putik-sari.md").read_text()
    folder.write("putik-sari", text.replace("title: Putik Sari", "title: Putik Sari Baru"))
    (folder.innovations / "simba-asia.md").unlink()

    report = builder.build(folder.path, index)
    assert (report.cases, report.written, report.removed, report.full) == (4, 2, 1, False)
    assert titles_in(index) == {
        "antar-obat": "Antar Obat",
        "jarik-ma-siti": "Jarik Ma'Siti",
        "nasi-tiga-beras": "Nasi Tiga Beras",
        "putik-sari": "Putik Sari Baru",
    }
    after = segments(index)
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


def test_an_update_answers_like_a_full_build(folder, index, tmp_path):
    builder.build(folder.path, index)
    folder.write("antar-obat")
    (folder.innovations / "simba-asia.md").unlink()
    builder.build(folder.path, index)
    builder.build(folder.path, tmp_path / "anew")
    updated, anew = Engine.open(index), Engine.open(tmp_path / "anew")
    for text in ("", "siswa istimewa", "kampung tematik", "antar obat", "simba asia", '"di rumah"'):
        after_update, after_build = (engine.search(Query(text=text)) for engine in (updated, anew))
        assert [hit.card for hit in after_update.hits] == [hit.card for hit in after_build.hits]
        assert [hit.score for hit in after_update.hits] == [hit.score for hit in after_build.hits]
        assert after_update.facets == after_build.facets
    arrays, expected = (
        generations.open_current(place).snapshot.arrays for place in (index, tmp_path / "anew")
    )
    assert arrays.keys() == expected.keys()
    assert all(np.array_equal(array, expected[name]) for name, array in arrays.items())


def test_a_full_build_reads_everything_again(small_folder, index):
    builder.build(small_folder.path, index)
    report = builder.build(small_folder.path, index, full=True)
    assert (report.cases, report.written, report.full) == (2, 2, True)


def test_the_last_case_can_be_deleted(small_folder, index):
    builder.build(small_folder.path, index)
    for slug in SMALL:
        (small_folder.innovations / f"{slug}.md").unlink()
    assert builder.build(small_folder.path, index).removed == 2
    assert titles_in(index) == {}
    assert Engine.open(index).search(Query(text="stunting")).total == 0


def test_many_updates_leave_one_case_each(small_folder, index):
    for n in range(12):
        small_folder.write("antar-obat", f"{n}" if n % 5 == 4 else None)
        small_folder.write(f"kasus-{n}")
        builder.build(small_folder.path, index)
        assert len(titles_in(index)) == 1 + (n % 5 != 4) + n + 1


def test_a_withdrawal_alone_is_a_change(small_folder, index):
    builder.build(small_folder.path, index)
    before = segments(index)
    (small_folder.path / "withdrawn.yaml").write_text(
        "lama: {reason: Digabung., instead: antar-obat}\n"
    )
    assert not builder.is_current(small_folder.path, index)
    report = builder.build(small_folder.path, index)
    assert (report.cases, report.written, report.removed) == (2, 0, 0)
    assert generations.open_current(index).manifest.withdrawn == {
        "lama": {"reason": "Digabung.", "instead": "antar-obat"}
    }
    assert segments(index) == before
    assert builder.is_current(small_folder.path, index)


def test_a_damaged_list_of_withdrawn_cases_keeps_those_of_the_index(small_folder, index):
    withdrawn = small_folder.path / "withdrawn.yaml"
    withdrawn.write_text("lama: {reason: Digabung.}\n")
    builder.build(small_folder.path, index)
    withdrawn.write_text("x: [\n")
    report = builder.build(small_folder.path, index)
    assert any("withdrawn.yaml:" in reason for reason in report.left_out)
    assert "lama" in generations.open_current(index).manifest.withdrawn
    assert builder.is_current(small_folder.path, index)
    withdrawn.write_text("")
    builder.build(small_folder.path, index)
    assert not generations.open_current(index).manifest.withdrawn


def test_an_index_is_current_until_the_content_changes(small_folder, index):
    assert not builder.is_current(small_folder.path, index)
    builder.build(small_folder.path, index)
    assert builder.is_current(small_folder.path, index)
    small_folder.write("baru")
    assert not builder.is_current(small_folder.path, index)
    builder.build(small_folder.path, index)
    (small_folder.innovations / "baru.md").unlink()
    assert not builder.is_current(small_folder.path, index)


# --- bad files ------------------------------------------------------------------------


def spoil(folder):
    """Put bad files of many kinds into a folder; return their number."""
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


def test_bad_files_are_left_out_and_named_and_the_others_served(folder, index):
    bad = spoil(folder)
    report = builder.build(folder.path, index)
    assert set(titles_in(index)) == set(REAL_SLUGS)
    assert report.files_left_out == bad
    manifest = generations.open_current(index).manifest
    assert manifest.files_left_out == bad
    assert manifest.left_out == report.left_out
    for finding in manifest.left_out:
        assert re.match(rf"{folder.innovations}/[^/]+\.md:[0-9]+: kesalahan: .+; .+", finding)


def test_bad_files_that_stay_bad_are_no_change(folder, index):
    spoil(folder)
    builder.build(folder.path, index)
    before = file_states(index)
    assert builder.is_current(folder.path, index)
    builder.build(folder.path, index)
    assert file_states(index) == before


def test_a_folder_with_a_colon_counts_its_bad_files(content_folder, index):
    path = content_folder.path.rename(content_folder.path.parent / "a:b")
    for name in ("a", "b"):
        (path / "innovations" / f"{name}.md").write_text("x")
    assert builder.build(path, index).files_left_out == 2


def test_a_case_that_goes_bad_is_taken_out_and_comes_back_mended(folder, index):
    builder.build(folder.path, index)
    path = folder.innovations / "putik-sari.md"
    good = path.read_text()
    path.write_text(good.replace("kabupaten", "desa"))
    report = builder.build(folder.path, index)
    assert set(titles_in(index)) == set(REAL_SLUGS) - {"putik-sari"}
    assert (report.cases, report.written, report.files_left_out) == (3, 0, 1)
    assert str(path) in report.left_out[0]

    path.write_text(good)
    assert not builder.is_current(folder.path, index)
    report = builder.build(folder.path, index)
    assert set(titles_in(index)) == set(REAL_SLUGS)
    assert (report.written, report.left_out) == (1, ())


def test_another_reason_to_leave_a_file_out_is_reported(small_folder, index):
    small_folder.write("rusak", b"")
    builder.build(small_folder.path, index)
    small_folder.write("rusak", b"---\n")
    report = builder.build(small_folder.path, index)
    assert len(report.left_out) == 1
    assert "tidak ditutup" in report.left_out[0]
