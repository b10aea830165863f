"""Characters that HTML cannot write, in addresses and forms, and the number of fields."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.site.requests import REPLACEMENT, WritableParameters, writable
from app.web.site.security import MOST_PARTS

UNWRITABLE = "\x00\x01\x0b\x7f\x80\ufdd0\ufffe\U0001ffff"


@given(st.text())
def test_only_characters_that_html_cannot_write_are_replaced(text):
    shown = writable(text)
    assert len(shown) == len(text)
    for before, after in zip(text, shown, strict=True):
        assert after in {before, REPLACEMENT}
    assert not set(shown) & set(UNWRITABLE)
    assert writable(shown) == shown


@pytest.mark.parametrize("text", ["Desa “Maju” – 5 %\n\tβ 🙂", "\u200f\u00a0\r\n"])
def test_other_texts_stay_as_they_are(text):
    assert writable(text) == text


@pytest.mark.parametrize(
    "address",
    [
        *("/cari?q=%00", "/cari?q=a%00b%01", "/cari?category=%00", "/cari?sort=%00&page=%00"),
        *("/cari?mode=lanjut&q=%00", "/cari/lanjut?isi=%00", "/statistik/daerah?province=%00"),
        *("/tema/%00", "/inovasi/a%00", "/tema/mengelola-sampah?tempat=%00&s=%00"),
        *("/acara?judul=%00&s=%00", "/banding?s=%00", "/replikasi?kind=%00", "/cari?%00=%00"),
        "/cari?q=%EF%BF%BE%C2%80",
    ],
)
def test_no_page_shows_them(client, address):
    text = client.get(address).get_data(as_text=True)
    assert not set(text) & set(UNWRITABLE)


def test_a_form_may_bring_a_file_that_nobody_asked_for(client):
    file = (io.BytesIO(b"\x00"), "a\x00b.txt")
    answer = client.post("/inovasi/putik-sari/koreksi", data={"usul": "", "berkas": file})
    assert answer.status_code == 400


def test_a_form_that_is_sent_shows_none_either(client):
    sent = client.post("/inovasi/putik-sari/koreksi", data={"usul": "a\x00b"})
    plan = client.post("/rencana?s=putik-sari", data={"masalah": "a\x00b"})
    assert b"\x00" not in sent.data + plan.data


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_form_of_too_many_fields_is_413_however_it_is_encoded(client, kind):
    fields = {"s": "putik-sari"} | {f"celah{number}": "a" for number in range(1, MOST_PARTS)}
    assert client.post("/rencana", data=fields, content_type=kind).status_code == 200
    answer = client.post("/rencana", data=fields | {"tim": "a"}, content_type=kind)
    assert answer.status_code == 413
    assert "Kiriman terlalu besar" in answer.text


def test_a_parameter_that_is_not_there_is_the_default_and_counts_as_asked_for():
    parameters = WritableParameters([("q", "air"), ("page", "2"), ("page", "x")])
    assert (parameters.get("q"), parameters.get("page", type=int)) == ("air", 2)
    assert (parameters.get("sort"), parameters.get("sort", "newest")) == (None, "newest")
    assert parameters.get("per_page", 20, type=int) == parameters.get("q", 20, int) == 20
    assert parameters.asked == {"q", "page", "sort", "per_page"}
