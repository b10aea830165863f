"""Cases proposed for a theme are about it, and so are the results that they are led by."""

from __future__ import annotations

import pytest

from app.search.query.query import Query
from app.web.events.on_theme import on_theme


def compared(engine, text, slug):
    hits = engine.search(Query(text=text, per_page=50)).hits
    return on_theme(next(hit for hit in hits if hit.card.slug == slug), engine)


def test_the_result_on_the_theme_is_shown_and_not_the_first_of_the_file(real_engine):
    case = compared(real_engine, "ibu hamil", "cerdas-ibuku-sipahutar")
    assert case.named and case.strength == 2
    assert case.result == ("Ibu hamil kurang energi kronik", "15", "6")


def test_a_figure_about_something_else_proves_nothing_about_the_theme(real_engine):
    case = compared(real_engine, "stunting", "geunaseh-sabang")
    assert case.named and (case.strength, case.result) == (0, None)


def test_one_word_of_two_is_enough_only_in_a_case_about_both(real_engine):
    assert compared(real_engine, "air bersih", "tni-ad-manunggal-air").strength == 1
    assert not compared(real_engine, "air bersih", "rt-bersih-malinau").named


@pytest.mark.parametrize(
    ("theme", "measure"),
    [
        ("stunting", "Prevalensi stunting menurut bupati"),
        ("perkawinan anak", "Kasus perkawinan anak"),
        ("ibu hamil", "Kasus kematian ibu per tahun"),
        ("kemiskinan", "Persentase penduduk miskin"),
    ],
)
def test_a_set_is_led_by_the_strongest_result_on_its_theme(get, theme, measure):
    page = get(f"/acara/usul?q={theme}")
    first = page.all("//*[@class='cards']/li")[0]
    assert measure in "".join(first.itertext()) and "bukti hasilnya paling kuat" in page.text()


def test_a_theme_without_figures_says_so(get):
    text = get("/acara/usul?q=penyandang disabilitas").text()
    assert "Belum satu pun dari kasus ini punya hasil berangka tentang tema ini." in text


def test_where_few_cases_are_on_the_theme_the_others_are_offered(get):
    page = get("/acara/usul?q=air bersih")
    assert len(page.slugs) < 5
    assert any("related=1" in link for link in page.links if link.startswith("/acara/usul"))
