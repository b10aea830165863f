"""The pages of a pack lead to one another, and nowhere that a file can't lead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from app.pack.links import Inside, Links, Online
from app.pack.names import PackError
from app.pack.rewriting import rewritten
from tests.pack.conftest import CASES, SITE, Pack

#: Schemes of links that leave the pack for the internet, a mail or a telephone.
ELSEWHERE = {"http", "https", "mailto", "tel"}


def broken(pack: Pack) -> list[tuple[str, str]]:
    """The links of a pack that lead to no file, or to no place in it."""
    return [
        (page, reference)
        for page, reference in pack.references()
        if urlsplit(reference).scheme not in ELSEWHERE and not _leads(pack, page, reference)
    ]


def _leads(pack: Pack, page: str, reference: str) -> bool:
    _scheme, host, path, query, fragment = urlsplit(reference)
    here = pack.folder / page
    target = (here.parent / unquote(path)).resolve() if path else here
    if host or query or reference.startswith("/") or not target.is_file():
        return False
    if not fragment or target.name in ("cari.html", "rencana.html"):
        return True
    return fragment in pack.pages[target].ids


def test_no_link_of_chosen_cases_is_dead_or_absolute(pack: Pack, pack_with_site: Pack) -> None:
    assert broken(pack) == []
    assert broken(pack_with_site) == []


@pytest.mark.slow  # makes and reads the pages of all cases
def test_no_link_of_the_whole_collection_is_dead_or_absolute(whole: Pack) -> None:
    assert broken(whole) == []
    assert len(list(whole.folder.glob("inovasi/*.html"))) == 490


def test_no_page_names_a_made_up_address(pack: Pack, pack_with_site: Pack) -> None:
    for made in (pack, pack_with_site):
        for path in made.pages:
            text = path.read_text(encoding="utf-8")
            assert "salinan.invalid" not in text
            assert "localhost" not in text


def test_every_page_says_what_it_is_and_from_when(pack: Pack) -> None:
    for path in pack.pages:
        text = path.read_text(encoding="utf-8")
        assert "Salinan luring Pustaka Inovasi, keadaan " in text, path


def test_what_needs_the_server_is_said_in_words(pack: Pack) -> None:
    page = pack.text("inovasi/putik-sari.html")
    assert "dibuat di situs, jadi perlu internet" in page
    assert ".docx" not in page
    assert "Kirim lewat WhatsApp" not in page
    assert '<span class="online">' in page


def test_what_needs_the_server_leads_to_the_site_if_it_is_known(pack_with_site: Pack) -> None:
    page = pack_with_site.text("inovasi/putik-sari.html")
    assert f'<a href="{SITE}/inovasi/putik-sari">Buka kasus ini di situs</a>' in page
    assert f'<link rel="canonical" href="{SITE}/inovasi/putik-sari">' in page
    assert "og:" not in page
    assert "ld+json" not in page
    assert f'class="online" href="{SITE}/' in page


def test_a_printed_case_has_its_address_only_where_the_site_is_known(
    pack: Pack, pack_with_site: Pack
) -> None:
    assert '<img src="../kode/putik-sari.svg"' in pack_with_site.text("inovasi/putik-sari.html")
    assert "pustaka.contoh.go.id" in pack_with_site.text("inovasi/putik-sari.html")
    assert "<img" not in pack.text("inovasi/putik-sari.html")


def test_the_plan_is_filled_from_the_case_and_has_lines_to_write_on(pack: Pack) -> None:
    page = pack.parts("putik-sari")[1]
    assert "Rencana aksi replikasi" in page
    assert "Kecamatan Wonosari terletak" in page
    assert page.count('class="blank"') > 20
    assert 'href="inovasi/putik-sari.html"' in page
    assert "<form" not in page


def test_without_a_script_the_plan_is_a_form_for_any_case(pack: Pack) -> None:
    page = pack.text("rencana.html")
    assert page.count('class="blank"') > 30
    assert "dari panduan replikasi LAN 2017" in page
    assert "dari berkas kasus" not in page
    assert "Belum ada data" not in page
    assert 'href="../rencana.html#s=putik-sari"' in pack.text("inovasi/putik-sari.html")


def test_the_first_page_lists_the_chosen_cases_in_their_order(pack: Pack) -> None:
    links = pack.pages[pack.folder / "index.html"].references
    cases = [link for link in links if link.startswith("inovasi/")]
    assert cases == [
        *("inovasi/putik-sari.html", "inovasi/jarik-ma-siti.html"),
        *("inovasi/simba-asia.html", "inovasi/nasi-tiga-beras.html"),
    ]


# --- links and tags -------------------------------------------------------------------


def test_a_page_is_copied_as_it_is_written_but_for_its_links() -> None:
    page = '<!doctype html>\n<p class=a>&amp; &#8217; < b<!--x--><svg><use href="#i"/></svg><br>\n'
    assert rewritten(page, lambda _href: Inside("x")) == page.replace("<!--x-->", "")


def test_a_link_without_address_becomes_text() -> None:
    page = '<p><a class="btn" href="/x">Unduh <b>Word</b></a> <a href="/y">ya</a></p>'

    def target(href: str) -> Inside | Online:
        return Online("") if href == "/x" else Inside("y.html")

    assert rewritten(page, target) == (
        '<p><span class="online">Unduh <b>Word</b></span> <a href="y.html">ya</a></p>'
    )


def test_an_address_is_escaped() -> None:
    page = '<a href="/x">x</a>'
    assert rewritten(page, lambda _href: Online('https://a/"<&')) == (
        '<a class="online" href="https://a/&quot;&lt;&amp;" rel="noopener">x</a>'
    )


def test_a_form_that_leads_out_of_the_pack_stops_the_build() -> None:
    links = Links([], "http://x", "")
    with pytest.raises(PackError, match="form action=/acara"):
        rewritten('<form action="/acara">', lambda href: links.target(href, "index.html"))


def test_names_of_pages_are_relative_to_the_page(tmp_path: Path) -> None:
    from app.pack.contents import Page

    links = Links([Page("/inovasi/a", "inovasi/a.html")], "http://x/pustaka", "")
    assert links.target("/pustaka/inovasi/a#s1", "tema/b.html") == Inside("../inovasi/a.html#s1")
    assert links.target("/pustaka/en/inovasi/a", "index.html") == Inside("inovasi/a.html")


# --- comparison -----------------------------------------------------------------------


def test_named_cases_are_compared_without_a_script(
    make: Callable[..., Pack], tmp_path: Path
) -> None:
    made = make(tmp_path)
    page = made.text("perbandingan.html")
    assert page.count('<th scope="col"><a href="inovasi/') >= 4
    assert "banding.docx" not in page
    assert 'href="perbandingan.html"' in made.text("index.html")


def test_each_case_has_a_column_whose_links_lead_from_the_comparison(pack: Pack) -> None:
    for slug in CASES:
        column = pack.parts(slug)[0]
        assert f'href="inovasi/{slug}.html"' in column
        assert f'href="rencana.html#s={slug}"' in column
        assert "../" not in column
