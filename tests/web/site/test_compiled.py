"""Compiled templates that are kept in a file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from app.web.site import compiled
from app.web.site.caching import APPLICATION, code_digest

TEMPLATES = {"a": "A{{ 1 + 1 }}", "b": "{% include 'a' %}B"}


@pytest.fixture(autouse=True)
def _writing(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "cache" / "templates-1.pyc"


def _load(file: Path, templates: dict[str, str]) -> tuple[Environment, list[str]]:
    """A new environment with all templates loaded, and the names of those that were compiled."""
    names: list[str] = []

    class Noting(Environment):
        def compile(self, source, name=None, *rest, **more):
            names.append(name)
            return super().compile(source, name, *rest, **more)

    environment = Noting(loader=DictLoader(templates), autoescape=True)
    compiled.load(environment, templates, file)
    return environment, names


def test_a_second_start_compiles_nothing(file):
    assert _load(file, TEMPLATES)[1] == ["a", "b"]
    environment, names = _load(file, TEMPLATES)
    assert names == []
    assert environment.get_template("b").render() == "A2B"
    assert environment.bytecode_cache is None


def test_a_template_that_has_changed_is_compiled_and_kept(file):
    _load(file, TEMPLATES)
    changed = TEMPLATES | {"a": "new {{ 2 + 2 }}"}
    environment, names = _load(file, changed)
    assert names == ["a"]
    assert environment.get_template("b").render() == "new 4B"
    assert _load(file, changed)[1] == []


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\xe9\x01\x00\x00\x00"])
def test_a_damaged_file_is_written_anew(file, damage):
    _load(file, TEMPLATES)
    file.write_bytes(damage)
    assert _load(file, TEMPLATES)[1] == ["a", "b"]
    assert _load(file, TEMPLATES)[1] == []


def test_files_of_other_states_go(file):
    _load(file, TEMPLATES)
    other = file.with_name("templates-2.pyc")
    _load(other, TEMPLATES)
    assert list(file.parent.iterdir()) == [other]


def test_where_nothing_can_be_written_templates_are_compiled_each_time(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    for _again in range(2):
        assert _load(blocked / "templates-1.pyc", TEMPLATES)[1] == ["a", "b"]


def test_nothing_is_written_where_python_shall_write_no_modules(file, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    _load(file, TEMPLATES)
    assert not file.exists()


def test_the_file_depends_on_the_code_and_stays_out_of_its_digest(tmp_path):
    first, second = compiled.file_for("1"), compiled.file_for("2")
    assert first != second
    assert APPLICATION in first.parents
    (tmp_path / "module.py").write_text("")
    digest = code_digest(tmp_path)
    (tmp_path / first.name).write_bytes(b"code")
    assert code_digest(tmp_path) == digest
