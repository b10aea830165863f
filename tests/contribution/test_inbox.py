"""The inbox takes what is handed in, within its limits, and shows it to curators."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contribution import entry as entry_module
from app.contribution import inbox as inbox_module
from app.contribution.entry import HEADER, MOST_BYTES, TEXT
from app.contribution.inbox import (
    MOST_IN_IMPORT,
    Inbox,
    InboxError,
    InboxFullError,
    matching,
    of_same_name,
)
from bench.kills import die_at_change
from tests.contribution.conftest import TODAY


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    """An empty inbox, whose folder isn't there yet."""
    return Inbox(tmp_path / "inbox")


def numbers(inbox: Inbox) -> list[int]:
    return [entry.number for entry in inbox.waiting().entries]


# --- putting in -----------------------------------------------------------------------


def test_looking_into_an_inbox_that_is_not_there_makes_none(inbox):
    assert inbox.waiting().entries == ()
    assert not inbox.folder.exists()


def test_what_is_put_in_waits_under_its_number(inbox, case_text):
    text = case_text(title="Jemput Obat")
    assert inbox.put("kasus", text, TODAY) == 1
    assert inbox.put("koreksi", "Biayanya keliru", TODAY, about="putik-sari") == 2
    first, second = inbox.waiting().entries
    assert (first.kind, first.title, first.received) == ("kasus", "Jemput Obat", TODAY)
    assert (second.kind, second.title, second.about) == ("koreksi", "Biayanya keliru", "putik-sari")
    assert inbox.entry(1)[2].decode() == text


def test_an_import_has_the_number_of_its_first_entry(inbox, case_text):
    inbox.put("koreksi", "x", TODAY)
    texts = [(case_text(title=f"Kasus {n}"), ("putik-sari",)) for n in range(3)]
    assert inbox.put_import(texts, TODAY) == (2, [2, 3, 4])
    entries = inbox.waiting().entries
    assert [entry.import_number for entry in entries] == [None, 2, 2, 2]
    assert entries[1].doubles == ("putik-sari",)


def test_an_import_is_taken_as_a_whole_or_not_at_all(inbox, case_text):
    too_large = "x" * (MOST_BYTES + 1)
    for texts in ([(case_text(), ()), (too_large, ())], [], [("x", ())] * (MOST_IN_IMPORT + 1)):
        with pytest.raises(InboxError):
            inbox.put_import(texts, TODAY)
    assert numbers(inbox) == []


def test_a_number_is_never_given_twice(inbox):
    for n in (1, 2, 3):
        assert inbox.put("koreksi", "x", TODAY) == n
    inbox.reject(3, "tidak jelas", TODAY)
    assert inbox.put("koreksi", "x", TODAY) == 4


@pytest.mark.parametrize("text", ["", " \n", "x" * (MOST_BYTES + 1)])
def test_an_empty_or_too_large_text_is_refused(inbox, text):
    with pytest.raises(InboxError):
        inbox.put("koreksi", text, TODAY)
    assert not inbox.folder.exists()


def test_a_flood_of_single_entries_is_refused_and_leaves_room_for_imports(
    inbox, case_text, monkeypatch
):
    monkeypatch.setattr(inbox_module, "MOST_SINGLE", 2)
    monkeypatch.setattr(inbox_module, "MOST_ENTRIES", 4)
    inbox.put("koreksi", "x", TODAY)
    inbox.put("koreksi", "x", TODAY)
    with pytest.raises(InboxFullError, match="Kotak usulan sedang penuh"):
        inbox.put("koreksi", "x", TODAY)
    inbox.put_import([(case_text(), ())] * 2, TODAY)
    with pytest.raises(InboxFullError):
        inbox.put_import([(case_text(), ())], TODAY)
    inbox.reject(1, "kosong", TODAY)
    assert inbox.put("koreksi", "x", TODAY) == 5


def test_the_bytes_of_all_texts_are_bounded(inbox, monkeypatch):
    monkeypatch.setattr(inbox_module, "MOST_BYTES_WAITING", 250)
    inbox.put("koreksi", "x" * 200, TODAY)
    with pytest.raises(InboxFullError):
        inbox.put("koreksi", "x" * 51, TODAY)
    inbox.put("koreksi", "x" * 50, TODAY)


def test_the_oldest_of_the_decided_entries_go(inbox, monkeypatch):
    monkeypatch.setattr(inbox_module, "MOST_DECIDED", 2)
    for n in range(1, 5):
        inbox.put("koreksi", "x", TODAY)
        inbox.reject(n, "x", TODAY)
    assert [entry.number for entry in inbox.decided("ditolak").entries] == [3, 4]


def test_writers_at_the_same_time_get_numbers_of_their_own(inbox):
    with ThreadPoolExecutor(8) as pool:
        given_out = list(pool.map(lambda _: inbox.put("koreksi", "x", TODAY), range(24)))
    assert sorted(given_out) == numbers(inbox) == list(range(1, 25))


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_chooses_a_file_name(tmp_path_factory, text, about):
    folder = tmp_path_factory.mktemp("kotak")
    inbox = Inbox(folder)
    for kind in ("kasus", "koreksi"):
        if text.strip():
            inbox.put(kind, text, TODAY, about=about)
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    known = {".kunci", ".daftar.json", "masuk"}
    for n in ("000001", "000002"):
        known |= {f"masuk/{n}", f"masuk/{n}/{TEXT}", f"masuk/{n}/{HEADER}"}
    assert names <= known
    inbox.waiting()


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # the child only works, then dies
def test_an_import_killed_at_any_moment_is_there_as_a_whole_or_not_at_all(inbox, case_text):
    texts = [(case_text(title=f"Kasus {n}"), ()) for n in range(3)]
    seen = []
    for moment in count(1):
        shutil.rmtree(inbox.folder, ignore_errors=True)
        if not die_at_change(moment, lambda: inbox.put_import(texts, TODAY), inbox.folder):
            break
        seen.append(len(inbox.waiting().entries))
        next_number = inbox.put("koreksi", "Biayanya keliru", TODAY)
        assert numbers(inbox) == list(range(1, next_number + 1))
        assert next_number == seen[-1] + 1
        assert not [*inbox.folder.glob("*/.baru-*"), *inbox.folder.glob(".*.baru")]
    assert set(seen) == {0, 3}
    assert seen == sorted(seen)


def test_what_a_killed_writer_left_is_no_entry_and_is_cleared_up(inbox):
    inbox.put("koreksi", "x", TODAY)
    left = inbox.folder / "masuk" / ".baru-000002"
    left.mkdir()
    assert numbers(inbox) == [1]
    assert inbox.put("koreksi", "x", TODAY) == 2
    assert not left.exists()


@pytest.mark.parametrize("failing", [1, 2, 3, 4, 5, 6])
def test_a_full_disk_leaves_nothing_half_written(inbox, case_text, monkeypatch, failing):
    inbox.put("koreksi", "x", TODAY)
    real, calls = entry_module.replace_file, iter(range(1, 99))

    def replace_file(path: Path, data: bytes) -> None:
        if next(calls) >= failing:
            raise OSError(28, "No space left on device")
        real(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(inbox_module, "replace_file", replace_file)
        patch.setattr(entry_module, "replace_file", replace_file)
        with contextlib.suppress(InboxError):
            inbox.put_import([(case_text(), ()), (case_text(), ())], TODAY)
    taken = numbers(inbox)
    # The list is written last, and is made anew without being asked.
    assert taken == ([1, 2, 3] if failing > 4 else [1])
    assert inbox.waiting().damaged == ()
    assert inbox.put("koreksi", "x", TODAY) == taken[-1] + 1


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "berkas").write_text("x")
    with pytest.raises(InboxError, match="tidak bisa ditulis"):
        Inbox(tmp_path / "berkas" / "inbox").put("koreksi", "x", TODAY)


def test_folders_that_are_links_are_not_written_to(inbox, tmp_path):
    (tmp_path / "lain").mkdir()
    inbox.folder.mkdir()
    (inbox.folder / "masuk").symlink_to(tmp_path / "lain")
    with pytest.raises(InboxError, match="tautan"):
        inbox.put("koreksi", "x", TODAY)
    assert not list((tmp_path / "lain").iterdir())


# --- looking --------------------------------------------------------------------------


def test_what_is_no_entry_is_named_and_the_others_are_shown(inbox, tmp_path):
    inbox.put("koreksi", "x", TODAY)
    waiting = inbox.folder / "masuk"
    (waiting / "catatan.txt").write_text("x")
    (waiting / "000002").symlink_to(waiting / "000001")
    (waiting / "000003").mkdir()
    (waiting / "000004").mkdir()
    (waiting / "000004" / TEXT).write_text("x")
    (waiting / "000004" / HEADER).write_text("bukan JSON")
    listing = inbox.waiting()
    assert [entry.number for entry in listing.entries] == [1]
    assert [(item.name, item.reason) for item in listing.damaged] == [
        ("000002", "tautan atau berkas, bukan folder entri"),
        ("000003", "usulan.md tidak terbaca (No such file or directory)"),
        ("000004", "entri.json rusak"),
        ("catatan.txt", "tautan atau berkas, bukan folder entri"),
    ]
    for number in (2, 3, 4):
        with pytest.raises(InboxError, match=f"Entri {number} rusak"):
            inbox.entry(number)
    assert inbox.put("koreksi", "x", TODAY) == 5


@pytest.mark.parametrize("damage", ["", "{", "[{}]", '[{"changed": 1}]'])
def test_the_list_is_made_anew_when_it_is_lost_or_damaged(inbox, damage):
    inbox.put("koreksi", "x", TODAY)
    before = inbox.waiting()
    (inbox.folder / ".daftar.json").write_text(damage)
    assert inbox.waiting() == before
    assert json.loads((inbox.folder / ".daftar.json").read_text())


def test_a_list_costs_no_look_at_the_entries(inbox, monkeypatch):
    for _ in range(3):
        inbox.put("koreksi", "x", TODAY)
    monkeypatch.setattr(inbox_module, "read_entry", lambda folder: pytest.fail("read"))
    assert numbers(inbox) == [1, 2, 3]


def test_the_mistakes_of_a_mended_text_are_counted_anew(inbox, case_text):
    inbox.put("kasus", case_text(category="kesehatn"), TODAY)
    assert inbox.waiting().entries[0].errors == 1
    text = inbox.place(1) / TEXT
    text.write_text(case_text(title="Obat Diantar"))
    entry = inbox.waiting().entries[0]
    assert (entry.errors, entry.title) == (0, "Obat Diantar")


def test_words_find_entries_in_any_order_and_capitals(inbox, case_text):
    inbox.put("kasus", case_text(title="Jemput Obat"), TODAY)
    inbox.put("koreksi", "Obat diantar siapa?", TODAY, about="antar-obat")
    entries = inbox.waiting().entries
    assert [entry.number for entry in matching(entries, "MALANG jemput")] == [1]
    assert [entry.number for entry in matching(entries, "obat")] == [1, 2]
    assert [entry.number for entry in matching(entries, "antar-obat")] == [2]
    assert matching(entries, "sampah") == []
    assert len(matching(entries, " ")) == 2


def test_cases_of_the_same_name_are_known(inbox, case_text):
    for title in ("Antar Obat", "ANTAR-OBAT", "Jemput Obat"):
        inbox.put("kasus", case_text(title=title), TODAY)
    assert of_same_name(inbox.waiting().entries) == {1: [1, 2], 2: [1, 2]}


# --- rejecting ------------------------------------------------------------------------


def test_a_rejected_entry_is_kept_with_the_reason(inbox):
    inbox.put("koreksi", "x", TODAY - dt.timedelta(days=3))
    inbox.reject(1, " Tidak ada\nsumbernya. ", TODAY)
    assert numbers(inbox) == []
    entry = inbox.decided("ditolak").entries[0]
    assert (entry.why, entry.decided) == ("Tidak ada sumbernya.", TODAY)
    assert inbox.entry(1)[1:] == ("ditolak", b"x")


@pytest.mark.parametrize("why", ["", "  ", "x" * 1001])
def test_no_entry_is_rejected_without_a_reason(inbox, why):
    inbox.put("koreksi", "x", TODAY)
    with pytest.raises(InboxError, match="alasannya"):
        inbox.reject(1, why, TODAY)
    assert numbers(inbox) == [1]


def test_an_entry_is_decided_once(inbox):
    inbox.put("koreksi", "x", TODAY)
    inbox.reject(1, "x", TODAY)
    with pytest.raises(InboxError, match="Entri 1 sudah ditolak"):
        inbox.reject(1, "x", TODAY)
    with pytest.raises(InboxError, match="Tidak ada entri bernomor 2"):
        inbox.reject(2, "x", TODAY)
