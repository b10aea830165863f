"""Every case has official channels to ask; the lists of websites hold what can be trusted."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from app.collection import contacts, regions
from app.collection.contacts import agency_sites, channels, government_sites, has_site

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


@pytest.fixture(scope="module")
def cases(real_cases):
    return {slug: parsed.case for slug, parsed in real_cases.items()}


# --- the channels of the real cases ---------------------------------------------------


def test_every_case_has_at_least_two_channels_and_two_of_them_by_law(cases):
    for case in cases.values():
        kinds = [channel.kind for channel in channels(case)]
        assert len(kinds) == len(set(kinds)) >= 2
        assert kinds[-2:] == ["ppid", "lapor"]
        assert has_site(case) == any(channel.is_site for channel in channels(case))


def test_nearly_every_case_has_a_website_to_ask_at(cases):
    without = {slug for slug, case in cases.items() if not has_site(case)}
    assert len(without) <= 5


def test_every_address_is_one_that_a_browser_opens(cases):
    for case in cases.values():
        addresses = [channel.url for channel in channels(case) if channel.url]
        assert len(addresses) == len(set(addresses))
        for address in addresses:
            parts = urlsplit(address)
            assert parts.scheme in {"http", "https"} and parts.hostname


def test_every_channel_says_where_it_was_seen_and_what_to_ask_there(cases):
    for case in cases.values():
        for channel in channels(case):
            for language in ("id", "en"):
                text = f"{channel.line(language)} {channel.purpose(language)}"
                assert "{" not in text and "None" not in text


def test_the_site_of_the_agency_comes_before_that_of_its_government(cases):
    agency, government, ppid, lapor = channels(cases["basno-ntb"])
    assert agency.line() == (
        "Situs Dinas Kesehatan Provinsi Nusa Tenggara Barat: https://dinkes.ntbprov.go.id "
        "(terlihat di halaman dinkes.ntbprov.go.id)"
    )
    assert agency.page == "https://dinkes.ntbprov.go.id/basno/"
    assert government.url == "https://ntbprov.go.id"
    assert ppid.name() == "PPID Pemerintah Provinsi Nusa Tenggara Barat"
    assert "10 hari kerja" in ppid.purpose() and ppid.url is None
    assert lapor.url == "https://www.lapor.go.id"


def test_a_website_in_the_case_file_is_given_with_the_date_of_the_file(cases):
    site = channels(cases["simtaru-padang-panjang"])[0]
    assert site.url == "https://simtaru.padangpanjang.go.id"
    assert re.search(r"berkas kasus, diperbarui \d+ \w+ \d{4}", site.known_from())


def test_a_host_that_two_lists_have_is_given_once(cases):
    hosts = [channel.url for channel in channels(cases["jarik-ma-siti"]) if channel.is_site]
    assert hosts == ["http://smpn10-mlg.sch.id/", "https://malangkota.go.id"]


def test_the_site_of_an_agency_counts_only_while_that_agency_runs_the_case(cases):
    moved = cases["basno-ntb"].model_copy(update={"agency": "Dinas Lain"})
    assert [channel.kind for channel in channels(moved)] == ["government", "ppid", "lapor"]


def test_a_body_that_no_list_knows_is_still_reached_by_law(cases):
    unknown = cases["basno-ntb"].model_copy(
        update={"agency": "Badan X", "government": "Badan X", "website": None}
    )
    assert not has_site(unknown)
    assert [channel.name() for channel in channels(unknown)] == ["PPID Badan X", "SP4N-LAPOR!"]


@pytest.mark.parametrize(
    ("government", "words"),
    [
        ("Pemerintah Kabupaten Aceh Selatan", "daftar alamat sekitar 2020, belum dipastikan"),
        ("Pemerintah Kabupaten Flores Timur", "disebut di halaman kemendagri.go.id"),
        ("Kementerian Agama", "terlihat di halaman "),
        ("Pemerintah Kota Pangkal Pinang", "terlihat di halaman "),
    ],
)
def test_an_address_says_how_far_it_can_be_trusted(government, words):
    site = contacts.site_of_government(government)
    assert site is not None
    assert words in site.known_from()


# --- the lists ------------------------------------------------------------------------


def test_the_list_of_governments_has_known_codes_and_no_double():
    codes = {region.code for region in regions.regions().values()}
    rows = government_sites()
    assert len(rows) == 444
    assert {row["code"] for row in rows.values()} - {""} <= codes
    assert len({row["domain"] for row in rows.values()}) == len(rows)
    for row in rows.values():
        region = regions.resolve(row["government"])
        assert (region.code if region else "") == row["code"]


def test_the_list_of_agencies_has_real_cases_run_by_the_agency_it_names(cases):
    assert len(agency_sites()) == 42
    for slug, row in agency_sites().items():
        assert cases[slug].agency == row["agency"]


def test_every_row_has_a_valid_host_and_says_where_it_was_seen():
    for row in government_sites().values():
        assert _HOST.fullmatch(row["domain"]), row
        assert row["seen"] == ("page" if row["page"] else "list")
    for row in agency_sites().values():
        assert _HOST.fullmatch(row["site"]), row
        assert row["page"]
    for row in (*government_sites().values(), *agency_sites().values()):
        assert not row["page"] or urlsplit(row["page"]).scheme in {"http", "https"}
