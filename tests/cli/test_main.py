"""The command as a whole: help, version, wrong use."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import pytest

import app
from app.cli import main
from app.settings import ROOT

COMMANDS = {"serve", "index", "check", "search", "new", "stats", "test"}


def test_help_lists_every_command(run):
    text = run("--help").output
    assert set(re.findall(r"^  ([a-z]+)  ", text, re.MULTILINE)) >= COMMANDS
    assert "./pustaka serve" in text


@pytest.mark.parametrize("command", main.commands)
def test_help_of_each_command_has_an_example_and_fits_the_screen(run, command):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"./pustaka {command}" in result.output
    assert max(map(len, result.output.splitlines())) <= 80


def test_the_version_stands_in_one_place(run):
    """pyproject.toml takes the version from the code, as the command does."""
    assert run("--version").output == f"pustaka, version {app.__version__}\n"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert "version" not in project["project"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "app.__version__"}


def test_help_starts_without_the_heavy_imports():
    """The engine, the site and the server would make every start slower."""
    code = "import sys, app.cli; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=ROOT, capture_output=True, text=True
    )
    heavy = {"app.search.engine", "app.search.index.builder", "app.web.application", "app.server"}
    assert not heavy & set(done.stdout.split())


@pytest.mark.parametrize(
    "arguments",
    [
        ["tidak-ada"],
        ["search"],
        ["new"],
        ["check", "--format", "xml"],
        ["check", "tidak-ada.md"],
        ["search", "--limit", "0", "anak"],
        ["serve", "--port", "abc"],
        ["serve", "--port", "70000"],
        ["stats", "--content", "/tidak-ada"],
        ["index", "--content", "/tidak-ada"],
    ],
)
def test_wrong_use_exits_with_2(run, arguments):
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr and not result.stdout


def test_a_setting_with_a_wrong_value_is_named(run):
    result = run("stats", PUSTAKA_PORT="abc")
    assert result.exit_code == 2
    assert "PUSTAKA_PORT=abc tidak bisa dipakai; isi bilangan dari 1 sampai 65535." in result.stderr


def test_a_folder_without_cases_is_named_with_the_remedy(run, tmp_path):
    result = run("check", PUSTAKA_CONTENT=str(tmp_path))
    assert result.exit_code == 2
    assert f"{tmp_path}/innovations tidak ada" in result.stderr
    assert "--content" in result.stderr
