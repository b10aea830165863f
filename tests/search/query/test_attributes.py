"""Attributes are found in the words of a query, and weigh without filtering."""

from __future__ import annotations

import pytest

from app.search.engine import Engine
from app.search.language import term
from app.search.query import attribute_list
from app.search.query.attributes import Attributes
from app.search.query.query import Query


@pytest.fixture(scope="module")
def attributes(content) -> Attributes:
    return attribute_list.load(content)[0]


@pytest.fixture(scope="module")
def engine(real_index, content) -> Engine:
    return Engine.open(real_index, content)


def read(engine: Engine, text: str, **query) -> dict[str, str]:
    """Words of a query → the attribute that they are read as."""
    found = engine.search(Query(text, **query)).interpretation.attributes
    return {words: attribute.id for words, attribute in found.items()}


@pytest.mark.parametrize(
    ("text", "words", "id_"),
    [
        ("sampah masih berjalan", "masih berjalan", "running"),
        ("stunting hemat biaya", "hemat biaya", "low-cost"),
        ("hasil terukur banjir", "hasil terukur", "measured-results"),
        ("narasumber dari kepolisian", "kepolisian", "police"),
        ("pembicara dari kantor polisi", "polisi", "police"),
        ("inovasi puskesmas", "puskesmas", "community-health-centre"),
        ("pemenang kompetisi inovasi pelayanan publik", "pemenang", "award-winner"),
        ("sampah sejak 2020", "sejak 2020", "from-year"),
        ("sampah sebelum 2015", "sebelum 2015", "until-year"),
        ("sampah 2021", "2021", "year"),
        ("inovasi tahun 2021", "tahun 2021", "year"),
        ("SDG 5", "sdg 5", "sdg"),
        ("tpb nomor 13", "tpb nomor 13", "sdg"),
    ],
)
def test_phrases_are_read_as_attributes(engine, text, words, id_):
    assert read(engine, text)[words] == id_
    assert read(engine, text, literal=("attributes",)) == {}


@pytest.mark.parametrize(
    "text",
    ["polisi", "tilang polisi", "harga sembako murah", "5", "1212", "sdg", "tahun", "sejak kecil"],
)
def test_words_that_only_sound_like_an_attribute_stay_words(engine, text):
    assert read(engine, text) == {}


def test_an_announcement_goes_on_over_and_and_or(engine):
    """And attributes that are asked for in two words are one."""
    assert list(read(engine, "digagas bidan atau perawat")) == ["bidan perawat"]


def test_a_year_of_five_digits_or_another_century_is_none(attributes):
    for word in ("20221", "1822", "2040", "202"):
        assert attributes.find((word,), 0, continued=False) is None


def test_goals_may_follow_one_another(attributes):
    goals, end = attributes.find(term("SDG 5 dan 16"), 0, continued=False)
    assert (goals.filter, end) == (("sdg", ("5",)), 2)
    goals, end = attributes.find(term("SDG 5, 16, 99"), 0, continued=False)
    assert (goals.filter, end) == (("sdg", ("5", "16")), 3)
    assert (goals.label.id, goals.label.en) == ("SDG 5, 16", "SDG 5, 16")


def test_cases_with_the_attribute_come_first_and_those_that_mention_it_stay(engine):
    hits = engine.search(Query("sudah direplikasi", related=True, per_page=500)).hits
    having = [hit.card.slug for hit in hits if engine.case(hit.card.slug).replicated_by]
    assert {hit.card.slug for hit in hits[:20]} <= set(having)
    assert len(hits) > len(having) > 20


def test_an_attribute_alone_finds_just_the_cases_that_have_it(engine):
    results = engine.search(Query("sdg 5", per_page=500))
    assert results.total == engine.values("sdg")["5"]
    assert all("5" in map(str, engine.case(hit.card.slug).sdgs) for hit in results.hits)


def test_a_police_case_is_one_of_the_police_not_one_that_mentions_it(engine):
    hits = engine.search(Query("inovasi dari kepolisian", per_page=10)).hits
    names = [f"{hit.card.agency} {hit.card.government}".lower() for hit in hits]
    assert len(names) == 10
    assert all("pol" in name for name in names)
