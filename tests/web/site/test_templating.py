"""The names that all templates know: no name stays when the last template lets go of it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask_babel import Babel
from jinja2 import Environment, pass_context, pass_environment
from jinja2.runtime import Context

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


class Wishes:
    """Functions that ask Jinja for the context or its environment, and one that doesn't."""

    @pass_context
    def context(self, context: Context, *args: object) -> str:
        known = [key for key in ("name", "other") if key in context]
        return f"{type(context).__name__} {known} {args}"

    @pass_environment
    def __call__(self, environment: Environment, /, **values: object) -> str:
        return f"{type(environment).__name__} {values}"

    def plain(self, *args: object, **values: object) -> str:
        return f"{args} {values}"


@pytest.mark.parametrize(
    "source",
    [
        "{{ f(1, self=2) }}",
        "{{ wishes(a=1) }}",
        "{{ wishes.plain(1, a=2) }}",
        "{{ wishes.context(1) }}",
        "{% for other in [1] %}{{ wishes.context(other) }}{{ wishes.plain(other) }}{% endfor %}",
        "{% block a %}{% set name = 2 %}{{ wishes.context(3) }}{{ name }}{% endblock %}",
        "{% macro m(a, b='<i>') %}{{ a }}{{ b }}{{ varargs }}{{ caller() }}{% endmacro %}"
        "{% call m('<b>', 1, 2) %}&{% endcall %}",
        "{{ 'x'.upper() }}{{ dict(a=1) }}{{ nothing is defined }}",
    ],
)
def test_functions_are_called_as_jinja_calls_them(app, source):
    values = {"name": "x", "wishes": Wishes(), "f": lambda *args, **values: f"{args} {values}"}
    ours = app.jinja_env.overlay().from_string(source).render(values)
    jinjas = Environment(autoescape=True).from_string(source).render(values)
    assert ours == jinjas.replace("Environment", "SharedGlobals").replace("Context", "PlainCalls")
