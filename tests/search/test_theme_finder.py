"""Themes are offered for queries about their problem, and for no others."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.engine import Engine
from app.search.query.query import Query
from app.search.theme_finder import MOST_OFFERED, Subject, ThemeFinder, further_cases


@pytest.fixture(scope="module")
def finder(real_engine):
    return ThemeFinder(real_engine.themes)


@pytest.fixture(scope="module")
def engine(real_index, content):
    """The engine of the real collection, with the curators' synonyms."""
    return Engine.open(real_index, content)


@pytest.fixture
def met(engine):
    """``met(text)``: the themes that a search for a text offers."""

    def met(text: str, **more: Any) -> list[str]:
        results = engine.search(Query(text, **more))
        return [card.slug for card in results.themes]

    return met


# --- the words of a theme -------------------------------------------------------------


def test_every_text_of_a_theme_meets_it_whatever_cases_are_found(real_engine, finder):
    for slug, theme in real_engine.themes.items():
        for text in (*theme.queries, theme.title):
            assert slug in finder.find(Subject((text,), cases=("putik-sari",) * 10)), text


@pytest.mark.parametrize(
    ("query", "theme"),
    [
        ("sampah", "mengelola-sampah"),
        ("pengelolaan sampah", "mengelola-sampah"),
        ("stunting", "menurunkan-stunting"),
        ("akta kelahiran", "adminduk-jemput-bola"),
        ("anak putus sekolah", "anak-tidak-sekolah"),
    ],
)
def test_words_alone_can_meet_a_theme(finder, query, theme):
    assert finder.find(Subject((query,)))[0] == theme


def test_a_word_of_many_cases_makes_no_likeness_alone_but_counts_in_a_whole_text(real_engine):
    """“kampung tematik” is a text of a theme, of which “kampung kumuh” has the wrong word."""
    finder = ThemeFinder(real_engine.themes, {"kampung"}.__contains__)
    cases = real_engine.themes["desa-wisata-dan-budaya"].all_cases[:2]
    some = Subject(("kampung kumuh",), cases=(*cases, "of-no-theme", "nor-this"))
    assert finder.find(some) == ()
    assert "desa-wisata-dan-budaya" in ThemeFinder(real_engine.themes).find(some)
    assert finder.find(Subject(("kampung tematik",))) == ("desa-wisata-dan-budaya",)


def test_few_themes_are_offered(finder):
    subject = Subject(("stunting sampah akta kelahiran antre pasien",))
    assert len(finder.find(subject)) <= MOST_OFFERED


def test_without_themes_none_is_found():
    assert ThemeFinder({}).find(Subject(("sampah",), cases=("kang-pisman",) * 10)) == ()


# --- words and cases together ---------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "theme"),
    [
        ("pasien lama menunggu obat di rumah sakit", "antrean-layanan-kesehatan"),
        ("petani rugi karena hasil panen dibeli murah tengkulak", "petani-dan-harga"),
        ("pedagang kaki lima memenuhi trotoar dan ribut saat ditertibkan", "umkm-dan-pasar"),
        ("ODGJ", "kesehatan-jiwa-dan-penyakit-menular"),
        ("perlindungan PMI", "perbatasan-dan-pekerja-migran"),
        ("waste management", "mengelola-sampah"),
        ("school dropout", "anak-tidak-sekolah"),
        ("stuntng", "menurunkan-stunting"),
        ("perpustakan keliling", "literasi-dan-perpustakaan"),
        ("nelayan maluku", "nelayan-dan-pesisir"),
        ("polisi", "keamanan-dan-hukum"),
        ("perempuan", "perempuan-dan-anak-terlindungi"),
        ("antrean", "antrean-layanan-kesehatan"),
    ],
)
def test_problems_synonyms_english_and_slips_meet_a_theme(met, query, theme):
    assert theme in met(query)


@pytest.mark.parametrize(
    "query",
    [
        *("", "anak", "desa", "pelayanan", "kelurahan", "aplikasi", "2019"),
        *("inovasi", "pelayanan publik", "sekolah", "kampung kumuh", "masyarakat", "daerah"),
        *("Putik Sari", "Kang Pisman", "Suroboyo Bus", "Kejar Stunting"),
        *("Malang", "Papua", "raja ampat", "inovasi dari Aceh", "inovasi kabupaten di papua"),
        *("inovasi tanpa biaya besar", "sejak 2020", "dari kepolisian"),
        *("tidak ada di sini", "!!!", "-sampah", "zzqqxx"),
    ],
)
def test_nothing_in_particular_names_places_and_attributes_meet_no_theme(met, query):
    assert met(query) == []


def test_a_theme_does_not_depend_on_filters_order_and_length_of_the_page(met):
    query = "pasien lama menunggu obat"
    assert met(query) == ["antrean-layanan-kesehatan"]
    assert met(query, filters={"province": ("Papua",)}) == met(query)
    assert met(query, sort="name", per_page=1, related=True) == met(query)


def test_the_themes_of_a_text_are_found_once(real_engine, monkeypatch):
    themes = real_engine.search(Query("stunting")).themes
    filtered = real_engine.search(Query("stunting", {"province": ("Aceh",)}, sort="newest"))
    monkeypatch.setattr(real_engine, "search", None)
    assert filtered.themes == themes


def test_later_pages_and_advanced_queries_have_no_theme(met):
    assert met("sampah", page=2) == []
    assert met("sampah", mode="advanced") == []


@given(st.text(max_size=60))
def test_any_text_may_be_typed(engine, text):
    assert len(engine.search(Query(text)).themes) <= MOST_OFFERED


# --- cases that a theme doesn't name --------------------------------------------------


def test_further_cases_are_about_the_theme_and_not_named_in_it(real_engine):
    theme = real_engine.themes["pengaduan-dan-suara-warga"]
    hits = further_cases(theme, real_engine.search, 6)
    assert hits and all(hit.about for hit in hits)
    assert not {hit.card.slug for hit in hits} & set(theme.all_cases)


def test_a_case_that_one_word_of_one_query_finds_is_no_further_case(real_engine):
    theme = real_engine.themes["mengelola-sampah"]
    # “TPA” is a landfill to the theme, and a class on the Quran to this case.
    found = {hit.card.slug for hit in real_engine.search(Query("TPA penuh")).hits if hit.about}
    assert "gampong-layak-anak-banda-aceh" in found
    further = {hit.card.slug for hit in further_cases(theme, real_engine.search, 6)}
    assert not further & {"gampong-layak-anak-banda-aceh", "samsat-bunda-madiun"}
