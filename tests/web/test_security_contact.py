"""``/.well-known/security.txt``: whom to tell of a vulnerability (RFC 9116)."""

from __future__ import annotations

import datetime as dt

import pytest

from app.settings import Settings
from app.web.application import create_app

ADDRESS = "/.well-known/security.txt"


def fields(real_index, **settings):
    """Name → values of the fields."""
    client = create_app(Settings(index=real_index, **settings)).test_client()
    answer = client.get(ADDRESS, base_url="https://pustaka.contoh.go.id")
    assert answer.status_code == 200
    assert answer.content_type == "text/plain; charset=utf-8"
    named: dict[str, list[str]] = {}
    for line in answer.text.splitlines():
        name, _, value = line.partition(": ")
        named.setdefault(name, []).append(value)
    return named


def test_it_names_the_contacts_of_the_operator(real_index):
    form = "https://contoh.go.id/usul?kasus={kasus}"
    named = fields(real_index, contact_mail="pustaka@contoh.go.id", contact_url=form)
    assert named["Contact"] == [
        "mailto:pustaka@contoh.go.id",
        "https://contoh.go.id/usul?kasus=https%3A%2F%2Fpustaka.contoh.go.id%2F",
    ]
    assert named["Canonical"] == [f"https://pustaka.contoh.go.id{ADDRESS}"]
    assert named["Preferred-Languages"] == ["id, en"]


def test_it_is_never_out_of_date_and_never_valid_for_more_than_a_year(real_index):
    [expires] = fields(real_index, contact_mail="pustaka@contoh.go.id")["Expires"]
    left = dt.datetime.fromisoformat(expires) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(days=30) < left < dt.timedelta(days=365)


@pytest.mark.parametrize("settings", [{}, {"contact_url": "http://contoh.go.id/usul"}])
def test_without_a_contact_that_the_standard_allows_there_is_none(real_index, settings):
    client = create_app(Settings(index=real_index, **settings)).test_client()
    assert client.get(ADDRESS).status_code == 404
