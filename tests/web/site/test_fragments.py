"""Parts with holes: what is put together is what the whole would have been."""

from __future__ import annotations

import datetime as dt

import pytest
from markupsafe import Markup

from app.collection.vocabulary import SECTIONS
from app.search.facets import BY_KEY
from app.search.query.query import Query
from app.web.site import fragments


@pytest.fixture
def macros(app):
    """The macros of a page, and of one whose reader has a list."""
    return app.jinja_env.get_template("site/_macros.html").module


@pytest.mark.parametrize("list_", ["", "&s=putik-sari", "&s=mie-keriting&s=jarik-ma-siti"])
@pytest.mark.parametrize("query", [Query("stunting anak", per_page=50), Query(sort="newest")])
def test_cards_are_as_the_macro_writes_them(app, real_engine, macros, query, list_):
    hits = real_engine.search(query).hits
    with app.test_request_context(f"/cari?q=stunting+anak{list_}"):
        whole = [
            macros.card(
                hit.card,
                hit.title,
                hit.expansion,
                hit.summary,
                hit.snippet and (SECTIONS[hit.snippet.section].id, hit.snippet.html),
            )
            for hit in hits
        ]
        assert fragments.hit_cards(macros.card, hits) == Markup("").join(whole)
    assert sum("<mark>" in card for card in whole) > 20 or not query.text


def test_values_of_facets_are_as_the_macro_writes_them(app, real_engine, macros):
    chosen = {"province": ("Jawa Timur", "Bali"), "year": ("2019",)}
    results = real_engine.search(Query("anak", chosen))
    with app.test_request_context("/cari"):
        for key, values in results.facets.items():
            assert fragments.options(macros.option, BY_KEY[key], values) == Markup("").join(
                macros.option(key, v.value, v.label.id, v.selected, v.count) for v in values
            )


def test_a_text_that_looks_like_a_hole_is_a_text(site, case_text):
    strange = case_text(
        title="'Antar <> Obat'",
        agency="'Dinas <>'",
        awards="[{name: 'A <> B', rank: Satu, year: 2020}]",
    )
    page = site({"antar-obat": strange}).get("/cari?q=obat").text
    assert "Antar &lt;&gt; <mark>Obat</mark>" in page
    assert page.count('value="A &lt;&gt; B"') == 1
    assert "<>" not in page


def test_a_card_is_written_anew_when_the_day_changes(app, real_engine, macros, monkeypatch):
    """A status grows old on some day."""
    hits = real_engine.search(Query(sort="newest")).hits[:1]

    class Later(dt.date):
        @classmethod
        def today(cls) -> Later:
            return cls(2060, 1, 1)

    with app.test_request_context("/cari"):
        now = fragments.hit_cards(macros.card, hits)
        monkeypatch.setattr(dt, "date", Later)
        assert "perlu dicek" not in now
        assert "perlu dicek" in fragments.hit_cards(macros.card, hits)
