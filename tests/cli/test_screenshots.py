"""``pustaka screenshots``: the pictures that README and docs show."""

from __future__ import annotations

import re
import shutil
from io import BytesIO

from PIL import Image

from app.cli import pictures
from app.cli.screenshots import FOLDER
from tests.conftest import ROOT


def test_every_picture_is_made_by_the_command_and_shown_somewhere():
    there = {file.name for file in FOLDER.iterdir()}
    shown = {
        name
        for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))
        for name in re.findall(r"images/([\w.-]+)", page.read_text(encoding="utf-8"))
    }
    assert {f"{name}.png" for name in pictures.PICTURES} == there == shown


def test_pictures_have_the_size_of_their_window():
    for name, picture in pictures.PICTURES.items():
        with Image.open(BytesIO((FOLDER / f"{name}.png").read_bytes())) as image:
            if isinstance(picture, pictures.PagePicture):
                size = (picture.width * picture.scale, picture.height * picture.scale)
                assert image.size == size, name


def test_what_is_missing_is_named_with_the_command_that_installs_it(run, monkeypatch):
    monkeypatch.setattr(shutil, "which", {"chromium": "/usr/bin/chromium"}.get)
    result = run("screenshots", "beranda", "acara-agenda")
    assert result.exit_code == 1
    assert result.stderr == (
        "Error: Belum terpasang: chromedriver, soffice, pdftoppm. Debian dan Ubuntu: "
        "sudo apt install chromium-driver libreoffice-writer-nogui poppler-utils\n"
    )


def test_only_what_the_chosen_pictures_need_is_missing(run, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _program: None)
    monkeypatch.setattr(pictures, "find_spec", lambda _package: None)
    result = run("screenshots", "cari")
    assert "chromium, chromedriver, selenium. " in result.stderr
    assert "./pustaka test --version" in result.stderr
    assert "soffice" not in result.stderr


def test_a_picture_that_does_not_exist_is_wrong_use(run):
    result = run("screenshots", "tidak-ada")
    assert result.exit_code == 2
    assert "tidak-ada" in result.stderr
