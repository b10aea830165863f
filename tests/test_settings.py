"""Settings: from the environment, checked once, refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import ROOT, Settings, SettingsError


def test_without_an_environment_everything_has_its_place():
    settings = Settings.from_environment({}, {})
    assert settings.content == ROOT / "content"
    assert settings.index == ROOT / "index"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


def test_the_environment_sets_and_what_is_given_wins():
    environment = {"PUSTAKA_PORT": "9000", "PUSTAKA_CONTENT": "/isi", "PUSTAKA_HOST": ""}
    settings = Settings.from_environment({"port": 9001, "host": None}, environment)
    assert settings.port == 9001
    assert settings.content == Path("/isi")
    assert settings.host == "127.0.0.1"


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("PUSTAKA_PORT", "abc", "isi bilangan dari 1 sampai 65535"),
        ("PUSTAKA_PORT", "0", "isi bilangan dari 1 sampai 65535"),
        ("PUSTAKA_PORT", "65536", "isi bilangan dari 1 sampai 65535"),
        ("PUSTAKA_WORKERS", "0", "isi bilangan dari 1 sampai 64"),
        ("PUSTAKA_PROXIES", "-1", "isi bilangan dari 0 sampai 5"),
        ("PUSTAKA_LOG_LEVEL", "loud", "isi salah satu dari debug, info, warning, error"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_the_remedy(name, value, remedy):
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({}, {name: value})
    assert str(refused.value) == f"{name}={value} tidak bisa dipakai; {remedy}."


def test_every_setting_is_described():
    assert all(field.description for field in Settings.model_fields.values())
