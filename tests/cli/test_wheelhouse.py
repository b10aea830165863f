"""``wheelhouse``: the packages of the lock in a folder, for a machine without a package index."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import ROOT


@pytest.fixture
def pip(monkeypatch):
    """pip's part, without a network: it notes how it was called, and fetches one wheel."""
    calls = []

    def run(command, *, check):
        calls.append(command)
        folder = Path(command[command.index("--dest") + 1])
        folder.mkdir(exist_ok=True)
        (folder / "click-8.3.0-py3-none-any.whl").touch()
        return subprocess.CompletedProcess(command, len(calls) - 1)  # the second call fails

    monkeypatch.setattr(subprocess, "run", run)
    return calls


def test_it_fetches_wheels_by_their_hashes_and_says_how_to_go_on(run, pip, tmp_path):
    result = run("wheelhouse", str(tmp_path / "roda"))
    assert result.exit_code == 0
    assert "1 paket" in result.stdout
    assert "PIP_NO_INDEX=1 PIP_FIND_LINKS=/jalur/ke/roda ./pustaka" in result.stdout
    [command] = pip
    assert command[0] == sys.executable
    assert "--require-hashes" in command
    assert command[-1] == str(ROOT / "requirements.lock")


def test_a_failure_is_told(run, pip, tmp_path):
    run("wheelhouse", str(tmp_path))
    result = run("wheelhouse", str(tmp_path))
    assert result.exit_code == 1
    assert "Paket tidak lengkap" in result.stderr
