"""``pustaka inbox``: curators list, read, accept, reject and take back."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from app.contribution.entry import TEXT
from app.contribution.inbox import Inbox

TODAY = dt.date.today()


@pytest.fixture
def inbox(content_folder: Any) -> Inbox:
    """The inbox where the command looks for it: beside the content folder."""
    return Inbox(content_folder.path.parent / "inbox")


@pytest.fixture
def command(run: Any, content_folder: Any) -> Any:
    """Run ``pustaka inbox`` on the content folder of the test."""

    def command(*arguments: object) -> Any:
        return run("inbox", *arguments, "--content", content_folder.path)

    return command


def test_the_list_says_what_waits_how_old_it_is_and_what_is_wrong(command, inbox, case_text):
    old = TODAY - dt.timedelta(days=12)
    inbox.put("kasus", case_text(category="kesehatn"), old, doubles=["putik-sari"])
    inbox.put("koreksi", "Biayanya keliru", TODAY, about="putik-sari")
    inbox.put_import([(case_text(), ())], TODAY)
    result = command()
    assert result.exit_code == 0
    assert "     1  Antar Obat\n" in result.stdout
    assert "(12 hari); 1 kesalahan, 0 peringatan" in result.stdout
    assert "mungkin sama dengan: putik-sari, entri 3" in result.stdout
    assert "tentang putik-sari" in result.stdout
    assert "impor 3" in result.stdout
    assert result.stderr.startswith("3 entri masuk")


def test_the_list_is_filtered(command, inbox, case_text):
    inbox.put("kasus", case_text(title="Jemput Obat"), TODAY)
    inbox.put_import([(case_text(), ()), (case_text(title="Titip Obat"), ())], TODAY)
    assert command("--find", "jemput").stderr.startswith("1 entri")
    assert command("--import", 2).stderr.startswith("2 entri")
    found = json.loads(command("--find", "titip", "--json").stdout)
    assert [entry["number"] for entry in found] == [3]


def test_damage_is_named_without_a_traceback(command, inbox):
    inbox.put("koreksi", "x", TODAY)
    (inbox.folder / "masuk" / "catatan").write_text("x")
    result = command()
    assert result.exit_code == 0
    assert "Rusak: catatan: tautan atau berkas, bukan folder entri" in result.stderr


def test_an_entry_is_shown_with_its_mistakes_and_doubles(command, inbox, content_folder, case_text):
    content_folder.write("antar-obat", case_text())
    inbox.put("kasus", case_text(category="kesehatn"), TODAY)
    result = command("show", 1)
    assert result.exit_code == 0
    assert "category: kesehatn" in result.stdout
    assert "kesalahan: category: “kesehatn” tidak dikenal" in result.stdout
    assert "Mungkin sama dengan antar-obat (Antar Obat): namanya sama" in result.stdout


def test_no_text_takes_over_the_terminal(command, inbox):
    inbox.put("koreksi", "\x1b[2Jhapus \u202e\nlayar \x9b2J \u202e", TODAY)
    for result in (command(), command("show", 1)):
        assert not {"\x1b", "\x9b", "\u202e"} & set(result.output)
    assert "hapus" in result.stdout


def test_a_case_with_errors_is_accepted_once_it_is_mended(
    command, inbox, content_folder, case_text
):
    inbox.put("kasus", case_text(category="kesehatn"), TODAY)
    result = command("accept", 1)
    assert result.exit_code == 1
    assert "1: masih ada kesalahan" in result.stdout
    assert "“kesehatn” tidak dikenal" in result.stdout
    (inbox.place(1) / TEXT).write_text(case_text())
    result = command("accept", 1)
    assert result.exit_code == 0
    assert result.stdout.startswith("1: diterima (")
    assert (content_folder.innovations / "antar-obat.md").exists()


def test_an_import_is_accepted_and_taken_back_as_a_whole(command, inbox, content_folder, case_text):
    inbox.put_import([(case_text(title=f"Obat {n}"), ()) for n in range(3)], TODAY)
    assert command("accept", "--import", 1).exit_code == 0
    assert len(list(content_folder.innovations.iterdir())) == 3
    (content_folder.innovations / "obat-1.md").write_text("diubah")
    result = command("undo", 1)
    assert result.exit_code == 1
    assert "2: berkasnya sudah diubah, jadi dibiarkan" in result.stdout
    assert [path.name for path in content_folder.innovations.iterdir()] == ["obat-1.md"]
    assert command("--state", "diterima").stdout.count("menjadi obat-1.md") == 1


def test_a_range_is_rejected_with_one_reason(command, inbox):
    for _ in range(4):
        inbox.put("koreksi", "x", TODAY)
    result = command("reject", "1-2", 4, "--why", "Tidak jelas.")
    assert result.exit_code == 0
    assert command().stderr.startswith("1 entri masuk")
    assert command("--state", "ditolak").stdout.count("Tidak jelas.") == 3


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["show", 9], 1, "Tidak ada entri bernomor 9."),
        (["accept", 9], 1, "Tidak ada entri bernomor 9."),
        (["undo", 9], 1, "Tidak ada yang sudah diterima dari impor atau entri 9."),
        (["accept"], 2, "Tidak ada entri yang dimaksud"),
        (["accept", "x"], 2, "“x” bukan nomor"),
        (["accept", "9-1"], 2, "bukan rentang nomor"),
        (["accept", "1-99999999"], 2, "bukan rentang nomor"),
        (["reject", 9, "--why", "x"], 1, "Tidak ada entri bernomor 9."),
        (["reject", 9, "--why", " "], 1, "Tulis alasannya"),
        (["reject", 9], 2, "--why"),
    ],
)
def test_wrong_use_is_said(command, arguments, code, message):
    result = command(*arguments)
    assert result.exit_code == code
    assert message in result.stderr


def test_the_folder_may_be_named_before_or_behind_the_inner_command(
    run, content_folder, tmp_path: Path
):
    inbox = Inbox(tmp_path / "lain")
    inbox.put("koreksi", "x", TODAY)
    options = ["--inbox", inbox.folder, "--content", content_folder.path]
    assert run("inbox", *options, "show", 1).exit_code == 0
    assert run("inbox", "show", 1, *options).exit_code == 0
    environment = {"PUSTAKA_INBOX": str(inbox.folder)}
    assert run("inbox", "--content", content_folder.path, **environment).stdout
