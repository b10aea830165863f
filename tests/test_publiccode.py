"""publiccode.yml keeps the rules of the publiccode.yml standard, version 0.7.

The rules: https://yml.publiccode.tools/schema.core.html. Checked are the keys that the standard
makes mandatory, and the lengths and values that it prescribes.
"""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from app.settings import ROOT

SHORT = 150
LONG = (150, 10_000)

VALUES = {
    "developmentStatus": {"concept", "development", "beta", "stable", "obsolete"},
    "softwareType": {
        *(f"standalone/{kind}" for kind in ("mobile", "iot", "desktop", "web", "backend", "other")),
        "addon",
        "library",
        "configurationFiles",
    },
}


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    loaded = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def test_mandatory_keys_are_there(description: dict[str, Any]) -> None:
    for key in ("publiccodeYmlVersion", "name", "url", "developmentStatus", "softwareType"):
        assert isinstance(description[key], str) and description[key], key
    assert description["platforms"]
    assert description["legal"]["license"]
    assert isinstance(description["localisation"]["localisationReady"], bool)
    assert description["localisation"]["availableLanguages"]


@pytest.mark.parametrize("key", VALUES)
def test_values_are_those_of_the_standard(description: dict[str, Any], key: str) -> None:
    assert description[key] in VALUES[key]


def test_each_language_has_its_texts_within_the_lengths(description: dict[str, Any]) -> None:
    assert set(description["description"]) == {"id", "en"}
    for language, texts in description["description"].items():
        assert 0 < len(texts["shortDescription"]) <= SHORT, language
        assert LONG[0] <= len(texts["longDescription"]) <= LONG[1], language
        assert texts["features"] and all(isinstance(text, str) for text in texts["features"])


def test_whoever_maintains_is_named_where_the_standard_asks(description: dict[str, Any]) -> None:
    maintenance = description["maintenance"]
    named = {"internal": "contacts", "community": "contacts", "contract": "contractors"}
    assert maintenance["type"] in {*named, "none"}
    if maintenance["type"] in named:
        people = maintenance[named[maintenance["type"]]]
        assert people and all(person["name"] for person in people)
    else:
        assert maintenance.keys() == {"type"}


def test_a_released_version_has_its_date(description: dict[str, Any]) -> None:
    assert ("softwareVersion" in description) == ("releaseDate" in description)


def test_the_licence_is_that_of_the_code(description: dict[str, Any]) -> None:
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")
    assert description["legal"]["license"] == "MIT"
