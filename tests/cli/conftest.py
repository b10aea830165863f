"""Fixtures of the command's tests: the command itself, and a small collection."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.settings import Settings


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command in an environment without settings; the output is no terminal."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PUSTAKA_{name.upper()}", raising=False)

    def command(*arguments: object, **environment: str) -> Result:
        result = CliRunner().invoke(main, [str(a) for a in arguments], env=environment)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return command


@pytest.fixture
def small_content(content_folder: Any) -> Any:
    """A content folder with four real cases."""
    content_folder.copy("putik-sari", "jarik-ma-siti", "simba-asia", "nasi-tiga-beras")
    return content_folder


@pytest.fixture
def folders(small_content: Any, tmp_path: Path) -> list[object]:
    """The options that name the small content folder and a folder for its index."""
    return ["--content", small_content.path, "--index", tmp_path / "index"]
