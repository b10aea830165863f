"""Remembered output of macros: it is what the macro would write, today and for this reader."""

from __future__ import annotations

import datetime as dt

import pytest
from markupsafe import Markup

from app.search.facets import BY_KEY
from app.search.query.query import Query
from app.web.site import macro_cache
from app.web.site.i18n import number


@pytest.fixture
def macros(app):
    """The macros of cards and facets."""
    return app.jinja_env.get_template("site/_macros.html").module


@pytest.mark.parametrize("query", [Query("stunting anak", per_page=50), Query(sort="newest")])
def test_pieces_of_cards_are_as_the_macro_writes_them(app, real_engine, macros, query):
    cards = [hit.card for hit in real_engine.search(query).hits]
    with app.test_request_context("/cari"):
        written = [macros.frame(card) for card in cards]
        for _again in range(2):
            pieces = [macro_cache.pieces(macros.frame, card) for card in cards]
            assert [macro_cache.HOLE.join(texts) for texts in pieces] == written
        assert {len(texts) for texts in pieces} == {7}
        assert len(set(written)) > 5


def test_values_of_facets_are_as_the_macro_writes_them(app, real_engine, macros):
    """Also those of another query: the same values with other numbers of cases."""
    queries = Query("anak", {"province": ("Jawa Timur", "Bali"), "year": ("2019",)}), Query("desa")
    with app.test_request_context("/cari"):
        for results in map(real_engine.search, queries):
            for key, values in results.facets.items():
                written = [
                    macros.option(value.value, value.label, value.selected, key).replace(
                        macro_cache.HOLE, number(value.count)
                    )
                    for value in values
                ]
                assert macro_cache.options(macros.option, values, key) == Markup("").join(written)
    assert BY_KEY.keys() == results.facets.keys()


def test_a_page_looks_alike_whoever_asked_before(app, client):
    """What is remembered of one page must not lend its address, language or list to another."""
    addresses = [
        *("/cari?q=stunting", "/en/cari?q=stunting", "/cari?q=stunting&s=putik-sari"),
        *("/inovasi/putik-sari", "/cari?q=stunting&sort=newest", "/tentang"),
        *("/tema/mengelola-sampah", "/en/tema/mengelola-sampah?urut=tahun"),
        *("/tema/mengelola-sampah?cara=1", "/tema/mengelola-sampah?cara=1&s=putik-sari"),
        *("/daerah/35.07", "/en/daerah/35.07", "/daerah/35.07?s=putik-sari"),
    ]
    alone = []
    for address in addresses:
        macro_cache._remembered.cache_clear()
        app.extensions["page_cache"].responses.clear()
        alone.append(client.get(address).text)
    app.extensions["page_cache"].responses.clear()
    assert [client.get(address).text for address in addresses] == alone


def test_a_card_is_written_anew_when_the_day_changes(app, real_engine, macros, monkeypatch):
    """A status grows old on some day."""
    (hit,) = real_engine.search(Query(sort="newest", per_page=1)).hits

    class Later(dt.date):
        @classmethod
        def today(cls) -> Later:
            return cls(2060, 1, 1)

    with app.test_request_context("/cari"):
        assert "perlu dicek" not in macros.card(hit.card, hit)
    monkeypatch.setattr(dt, "date", Later)
    with app.test_request_context("/cari"):
        assert "perlu dicek" in macros.card(hit.card, hit)


def test_a_reader_with_a_shortlist_gets_cards_with_that_list(get):
    """Cards seen by another reader before must not lend their links."""
    plain, listed = get("/cari?q=stunting"), get("/cari?q=stunting&s=putik-sari")
    assert not any("s=putik-sari" in link for link in plain.links)
    assert all("s=putik-sari" in link for link in listed.links if link.startswith("/inovasi/"))
