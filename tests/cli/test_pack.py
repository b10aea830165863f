"""``pustaka pack``: what it makes, what it says, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_a_pack_is_made_and_named(run: Run, folders: list[object], tmp_path: Path) -> None:
    result = run("pack", *folders, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "/index.html: 4 kasus." in result.output
    assert "SHA-256: " in result.output
    made = sorted(path.name for path in (tmp_path / "out").iterdir() if path.name[0] != ".")
    assert len(made) == 3
    assert made[1:] == [f"{made[0]}.zip", f"{made[0]}.zip.sha256"]
    assert (tmp_path / "out" / made[0] / "inovasi" / "putik-sari.html").is_file()


def test_the_folder_comes_from_the_setting_and_the_date_from_the_environment(
    run: Run, folders: list[object], tmp_path: Path
) -> None:
    shelf = tmp_path / "rak"
    options = ("--shortlist", "simba-asia, putik-sari", "--lang", "en")
    variables = {"PUSTAKA_PACKS": str(shelf), "SOURCE_DATE_EPOCH": "1800000000"}
    # The names that a site answers to don't matter to a pack.
    result = run("pack", *folders, *options, **variables, PUSTAKA_HOSTS="pustaka.contoh.go.id")
    assert result.exit_code == 0, result.output
    page = shelf / "pustaka-inovasi-2027-01-15-pilihan-en" / "index.html"
    assert "as of 15 January 2027" in page.read_text(encoding="utf-8")


def test_one_choice_at_a_time(run: Run, folders: list[object]) -> None:
    result = run("pack", *folders, "--query", "sampah", "--theme", "mengelola-sampah")
    assert result.exit_code == 2
    assert "Pilih satu dari --query, --theme, --region, --shortlist, --event." in result.output


def test_what_does_not_exist_is_named_and_nothing_is_written(
    run: Run, folders: list[object], tmp_path: Path
) -> None:
    result = run("pack", *folders, "--shortlist", "tidak-ada", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "Tidak ada kasus “tidak-ada”." in result.output
    assert not (tmp_path / "out").exists()


def test_a_site_must_be_an_address(run: Run, folders: list[object]) -> None:
    result = run("pack", *folders, "--site", "pustaka.contoh.go.id")
    assert result.exit_code == 2
    assert "--site" in result.output


def test_a_date_that_is_none_is_refused(run: Run, folders: list[object]) -> None:
    result = run("pack", *folders, SOURCE_DATE_EPOCH="kemarin")
    assert result.exit_code == 2
    assert "SOURCE_DATE_EPOCH=kemarin" in result.output


def test_a_folder_that_cannot_be_written_is_named(
    run: Run, folders: list[object], tmp_path: Path
) -> None:
    (tmp_path / "berkas").touch()
    result = run("pack", *folders, "--out", tmp_path / "berkas" / "di-dalam")
    assert result.exit_code == 1
    assert "pilih folder lain dengan --out" in result.output
