"""Scores worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest

from app.search.query.concepts import Concept
from app.search.query.places import Place
from app.search.reference import scoring
from app.search.reference.scoring import (
    Lookup,
    Postings,
    Statistics,
    combine,
    enough,
    lengths_to_norms,
    score,
)

STATISTICS = Statistics(10, dict.fromkeys(range(10), 1.0))


def lookup(
    stems: Mapping[str, Postings],
    exact: Mapping[str, Postings] | None = None,
    phrases: Mapping[tuple[str, ...], Postings] | None = None,
    inside: tuple[int, ...] = (),
) -> Lookup:
    return Lookup(
        stem=lambda stem: stems.get(stem, {}),
        exact=lambda word: (exact or {}).get(word, {}),
        phrase=lambda words: (phrases or {}).get(words, {}),
        place=lambda concept: inside,
    )


def test_bm25_by_hand():
    """idf = ln(1 + (10 - 2 + 0.5) / (2 + 0.5)); weight 6 counts 6·4 / (6 + 3)."""
    found = score(Concept(("sampah",)), lookup({"sampah": {0: 6.0, 1: 1.0}}), STATISTICS)
    idf = math.log(1 + 8.5 / 2.5)
    assert found.scores[0] == pytest.approx(idf * 24 / 9)
    assert found.scores[1] == pytest.approx(idf * 4 / 4)
    assert found.mass == pytest.approx(idf)


def test_a_long_case_counts_less():
    norms = lengths_to_norms({0: 100, 1: 300})
    assert norms[0] == pytest.approx(1 - scoring.B + scoring.B * 0.5)
    found = score(Concept(("sampah",)), lookup({"sampah": {0: 2.0, 1: 2.0}}), Statistics(2, norms))
    assert found.scores[0] > found.scores[1]


def test_the_form_typed_counts_above_another_form():
    found = score(
        Concept(("layanan",)),
        lookup({"layan": {0: 1.0, 1: 1.0}}, exact={"layanan": {1: 1.0}}),
        STATISTICS,
    )
    assert found.scores[1] == pytest.approx(scoring.EXACT * found.scores[0])


def test_a_synonym_counts_below_what_was_typed():
    concept = Concept(("adminduk",), (("kependudukan",),))
    found = score(concept, lookup({"adminduk": {0: 1.0}, "duduk": {1: 1.0}}), STATISTICS)
    assert found.used == (("kependudukan",),)
    assert 0 < found.scores[1] < found.scores[0]


def test_a_common_synonym_is_worth_no_more_than_its_own_rarity():
    concept = Concept(("langka",), (("umum",),))
    everywhere = dict.fromkeys(range(9), 1.0)
    found = score(concept, lookup({"langka": {9: 1.0}, "umum": everywhere}), STATISTICS)
    assert found.scores[0] == pytest.approx(scoring.SYNONYM * STATISTICS.idf(everywhere), rel=1e-9)


def test_a_synonym_of_several_words_is_found_as_a_phrase_only():
    concept = Concept(("odgj",), (("gangguan", "jiwa"),))
    apart = lookup({"ganggu": {0: 1.0}, "jiwa": {0: 1.0}}, phrases={("gangguan", "jiwa"): {1: 1.0}})
    assert set(score(concept, apart, STATISTICS).scores) == {1}


def test_a_case_of_the_place_counts_above_one_that_mentions_it():
    concept = Concept(("ntt",), place=Place("Nusa Tenggara Timur", ("Nusa Tenggara Timur",)))
    found = score(concept, lookup({"ntt": {0: 50.0, 1: 1.0}}, inside=(1, 2)), STATISTICS)
    assert found.scores[1] >= found.scores[2] > found.scores[0] > 0


def test_a_place_no_case_mentions_is_no_unknown_word():
    concept = Concept(("yogya",), place=Place("DI Yogyakarta", ("DI Yogyakarta",)))
    assert score(concept, lookup({}, inside=(1,)), STATISTICS).unknown == ()


def test_words_no_case_has_are_told_and_ask_nothing():
    found = score(Concept(("xyzzy",)), lookup({}), STATISTICS)
    assert (found.unknown, found.scores, found.mass) == (("xyzzy",), {}, 0.0)
    _, _, mass = combine([found])
    assert mass == 0.0


def test_more_of_what_was_asked_comes_before_much_of_one_thing():
    known = lookup({"anak": {0: 1.0, 1: 3.0}, "sekolah": {0: 1.0, 2: 1.0}})
    total, covered, _ = combine(
        [score(Concept((word,)), known, STATISTICS) for word in ("anak", "sekolah")]
    )
    assert max(total, key=total.__getitem__) == 0
    assert covered[0] > covered[1]


def test_minimum_match_asks_for_a_share_and_then_for_less():
    assert enough({0: 10.0, 1: 1.6, 2: 1.4}, 10.0) == {0, 1}
    assert enough({0: 0.5}, 10.0) == {0}
    assert enough({}, 10.0) == set()


def test_saying_a_thing_in_many_ways_earns_little():
    """Three synonyms in one case against one in another: the best counts, and 0.3 of the others."""
    ways = tuple((word,) for word in ("satu", "dua", "tiga"))
    known = lookup({"satu": {0: 1.0, 1: 1.0}, "dua": {0: 1.0, 2: 1.0}, "tiga": {0: 1.0, 3: 1.0}})
    found = score(Concept(("xyzzy",), ways), known, STATISTICS).scores
    # Four of ten cases say it in some way: idf = ln(1 + 6.5 / 4.5).
    once = scoring.SYNONYM * math.log(1 + 6.5 / 4.5)
    assert found[1] == pytest.approx(once)
    assert found[0] == pytest.approx(once * (1 + 0.3 + 0.3))


def test_a_common_word_has_little_weight_but_never_less_than_none():
    everywhere = dict.fromkeys(range(10), 1.0)
    assert STATISTICS.idf(everywhere) == pytest.approx(math.log(1 + 0.5 / 10.5))
    assert 0 < STATISTICS.idf(everywhere) < STATISTICS.idf({0: 1.0})


def test_scores_of_several_things_by_hand():
    """The sum of 2 + 4 at full coverage; 4 at 4 of 6, which counts (4/6)^0.15."""
    things = [
        scoring.Scored(Concept(("a",)), 2.0, (), (), {0: 2.0}, {0: 2.0}),
        scoring.Scored(Concept(("b",)), 4.0, (), (), {0: 4.0, 1: 4.0}, {0: 4.0, 1: 4.0}),
    ]
    total, covered, mass = combine(things)
    assert mass == 6.0
    assert covered == {0: 6.0, 1: 4.0}
    assert total == {0: pytest.approx(6.0), 1: pytest.approx(4.0 * (4 / 6) ** 0.15)}


def test_words_of_grammar_inside_a_term_count_nothing():
    known = lookup({"sakit": {0: 1.0}, "di": {1: 1.0}})
    found = score(Concept(("sakit", "di")), known, STATISTICS)
    assert set(found.scores) == {0}
    assert found.unknown == ()
