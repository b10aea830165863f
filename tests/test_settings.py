"""Settings: read from the environment, checked, and refused with a message that helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import ROOT, Settings, SettingsError


def test_every_setting_has_a_default():
    settings = Settings.from_environment({}, {})
    assert settings.content == ROOT / "content"
    assert settings.index == ROOT / "index"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


def test_an_option_overrides_its_variable():
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
        ("PUSTAKA_LOG_FORMAT", "xml", "isi salah satu dari text, json"),
        ("PUSTAKA_ACCESS_LOG", "yes", "isi salah satu dari off, path, full"),
        ("PUSTAKA_METRICS", "…", "isi seperti loopback"),
        ("PUSTAKA_CONTACT_MAIL", "pustaka", "isi seperti pustaka@contoh.go.id"),
        ("PUSTAKA_CONTACT_MAIL", "a@b.id?bcc=c@d.id", "isi seperti pustaka@contoh.go.id"),
        (
            "PUSTAKA_CONTACT_URL",
            "javascript:alert(1)",
            "isi seperti https://contoh.go.id/usul?kasus={kasus}",
        ),
        (
            "PUSTAKA_CONTACT_URL",
            "https://",
            "isi seperti https://contoh.go.id/usul?kasus={kasus}",
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_the_remedy(name, value, remedy):
    with pytest.raises(SettingsError) as error:
        Settings.from_environment({}, {name: value})
    assert str(error.value) == f"{name}={value} tidak bisa dipakai; {remedy}."


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("contact_mail", "biro.organisasi+pustaka@contoh.go.id"),
        ("contact_url", "https://contoh.go.id:8443/usul?kasus={kasus}#isi"),
        ("contact_url", "http://intranet/usul"),
    ],
)
def test_a_contact_that_can_be_used_is_taken(name, value):
    settings = Settings.from_environment({}, {f"PUSTAKA_{name.upper()}": value})
    assert getattr(settings, name) == value


def test_every_setting_is_described():
    assert all(field.description for field in Settings.model_fields.values())
