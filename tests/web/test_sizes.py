"""What a reader on a slow link waits for: the bytes of a page, compressed as the site sends it."""

from __future__ import annotations

import pytest

#: Addresses of pages that are as long as their kind gets, in both languages.
LONG_PAGES = (
    *("/", "/cari", "/cari?q=stunting", "/cari?q=stunting&s=putik-sari&s=2h2-center"),
    *("/inovasi/jarik-ma-siti", "/katalog", "/daerah", "/daerah/35", "/replikasi", "/tentang"),
    *("/tema", "/tema/menurunkan-stunting", "/statistik", "/acara?s=putik-sari"),
    *("/rencana?s=2h2-center", "/tentang/mutu"),
)


@pytest.mark.parametrize("path", LONG_PAGES)
@pytest.mark.parametrize("language", ["", "/en"])
def test_a_page_is_at_most_fourteen_kilobytes(client, language, path):
    answer = client.get(language + path, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) <= 14 * 1024


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_longest_theme_is_at_most_fifteen_kilobytes(client, language):
    """It has some thirty cases: in its text, its table of results and its list of approaches."""
    path = f"{language}/tema/layanan-daerah-terpencil"
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert len(answer.data) <= 15 * 1024


def test_a_page_of_results_with_its_styles_and_scripts_is_at_most_25_kilobytes(get, client):
    page = get("/cari?q=stunting")
    names = [link.get("href", "") for link in page.all("//link[@rel='stylesheet']")]
    names += [script.get("src", "") for script in page.all("//script[@src]")]
    assert len(names) >= 4
    accept = {"Accept-Encoding": "gzip"}
    sizes = {}
    for address in ["/cari?q=stunting", *names]:
        with client.get(address, headers=accept) as answer:
            sizes[address] = len(answer.get_data())
    assert sum(sizes.values()) <= 25 * 1024, sizes
