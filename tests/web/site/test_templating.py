"""The names that all templates know: no name stays when the last template lets go of it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask_babel import Babel

from tests.conftest import ROOT

TEMPLATES = ROOT / "app/web/templates"
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))


def names_of(app: Flask, kind: str) -> set[str]:
    """The globals, filters or tests that the site adds to those of Jinja, Flask and Babel."""
    plain = Flask("plain")
    Babel(plain)
    return set(getattr(app.jinja_env, kind)) - set(getattr(plain.jinja_env, kind))


@pytest.mark.parametrize("kind", ["globals", "filters", "tests"])
def test_every_listed_name_is_used_by_a_template(app, kind):
    names = names_of(app, kind)
    assert names
    assert {name for name in names if not re.search(rf"\b{name}\b", SOURCE)} == set()
