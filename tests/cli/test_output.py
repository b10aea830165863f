"""No locale and no full disk ends a command with a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def command(*arguments, stdout=subprocess.PIPE, **environment):
    return subprocess.run(
        [sys.executable, "-P", "-m", "app.cli", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
    )


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_text_has_the_nearest_signs(small_content, encoding):
    small_content.write("salah", "---\ntitle: Antre → loket: “dua” ≥ 3\n---\n")
    result = command("check", "--content", small_content.path, PYTHONIOENCODING=encoding)
    assert result.returncode == 1
    assert b"Traceback" not in result.stderr
    text = result.stdout.decode(encoding)
    quotes = '"{}"' if encoding == "latin-1" else "“{}”"
    assert f"kunci {quotes.format('summary')} tidak ada" in text


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_json_has_escapes_and_loses_nothing(small_content, encoding):
    small_content.write("salah", "---\ntitle: x\nlevel: “aneh” →\n---\n")
    arguments = ("check", "--format", "json", "--content", small_content.path)
    usual = json.loads(command(*arguments, PYTHONIOENCODING="utf-8").stdout)
    result = command(*arguments, PYTHONIOENCODING=encoding)
    assert json.loads(result.stdout.decode(encoding)) == usual
    assert any("“aneh” →" in row["message"].replace("““", "“") for row in usual)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")
@pytest.mark.parametrize("arguments", [("stats",), ("check", "--format", "json")])
def test_a_full_disk_is_explained(small_content, arguments):
    with Path("/dev/full").open("w") as full:
        result = command(*arguments, "--content", small_content.path, stdout=full)
    assert result.returncode == 1
    assert "Keluaran tidak bisa ditulis" in result.stderr.decode()
    assert b"Traceback" not in result.stderr and b"ignored" not in result.stderr
