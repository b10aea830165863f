"""The words for the mistakes that the YAML parser reports."""

from __future__ import annotations

import pytest
import yaml

from app.collection.yaml_words import explained


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: b\nc: d: e\n", 2, "titik dua"),
        ("a: x\nb: [y\nc: d\n", 2, "tidak ditutup"),
        ("a: x\nb: 'y\nc: d\n", 2, "tanda kutip tidak ditutup"),
        ("a: x\nb: @y\n", 2, "@"),
    ],
)
def test_the_line_is_where_the_mistake_begins(loader, text, line, reason):
    with pytest.raises(yaml.YAMLError) as caught:
        list(yaml.parse(text, Loader=loader))
    number, message, remedy = explained(caught.value, text)
    assert number == line
    assert reason in message
    assert remedy


def test_an_error_without_a_place_is_told_on_the_first_line():
    assert explained(yaml.YAMLError("?"), "a: b\n")[0] == 1
