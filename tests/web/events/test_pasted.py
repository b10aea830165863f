"""A pasted list of cases: names, slugs and addresses, one a line."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from app.web.events.pasted import MOST_LINES, read_pasted
from tests.web.conftest import take_apart
from tests.web.events.conftest import follow


def test_names_slugs_and_addresses_name_cases(client):
    typed = (
        "1. Putik Sari\n- jarik-ma-siti\n\nhttps://contoh.go.id/inovasi/bunga-desa?x=1\n"
        "https://contoh.go.id/pilihan?s=kang-pisman&s=putik-sari\nBelajar Menarik Bersama "
        "Siswa Istimewa\n"
    )
    _page, address = follow(client, "/acara", [("tempel", typed), ("judul", "Acara")])
    query = parse_qs(urlsplit(address).query)
    assert query["s"] == ["putik-sari", "jarik-ma-siti", "bunga-desa", "kang-pisman"]
    assert query["judul"] == ["Acara"] and "tempel" not in query


def test_lines_that_name_no_case_are_reported_and_stay_in_the_field(client):
    page = take_apart(client, "/acara?" + urlencode({"tempel": "Putik Sari\nSapi Terbang"}))
    assert page.status == 400
    assert "Tidak ditemukan: “Sapi Terbang”" in page.text("//*[@id='tempel-e']")
    assert page.only("//input[@id='tempel']").get("value") == "Sapi Terbang"
    assert page.only("//input[@name='s']").get("value") == "putik-sari"


@pytest.mark.parametrize("line", ["http://[", "/inovasi/", "//", "https://x/inovasi/<script>", "?"])
def test_an_address_of_no_case_is_a_line_that_names_none(real_engine, line):
    assert read_pasted(line, real_engine) == ([], [line])


def test_a_very_long_list_is_read_to_its_limit(real_engine):
    slugs, unknown = read_pasted("\n".join(["putik-sari"] * 200), real_engine)
    assert len(slugs) == MOST_LINES and unknown == []
