"""The source of the templates can be read and compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT

TEMPLATES = ROOT / "app/web/templates"
FILES = sorted([*TEMPLATES.rglob("*.html"), *(ROOT / "app/pack/templates").rglob("*.html")])
NAMES = [path.relative_to(ROOT).as_posix() for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_no_line_is_longer_than_a_reader_can_follow(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > 120] == []
