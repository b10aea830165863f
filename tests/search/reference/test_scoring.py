"""The scores of the reference, compared with scores worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest

from app.search.fields import mask
from app.search.query.concepts import Concept
from app.search.query.places import Place
from app.search.rank import rules
from app.search.reference.plain_index import PlainIndex, Postings
from app.search.reference.scoring import PlainScores, combine, enough, score


def index(stems: Mapping[str, Postings], **more) -> PlainIndex:
    """Ten cases of average length, of which some hold these stems, in their titles."""
    fields = {stem: dict.fromkeys(docs, mask(["title"])) for stem, docs in stems.items()}
    return PlainIndex([1.0] * 10, stems, fields=fields, **more)


def test_bm25_by_hand():
    """idf = ln(1 + (10 - 2 + 0.5) / (2 + 0.5)); weight 6 counts 6·4 / (6 + 3)."""
    scored = score(Concept(("sampah",)), index({"sampah": {0: 6.0, 1: 1.0}}))
    idf = math.log(1 + 8.5 / 2.5)
    assert scored.scores[0] == pytest.approx(idf * 24 / 9)
    assert scored.scores[1] == pytest.approx(idf * 4 / 4)
    assert scored.rarity == pytest.approx(idf)


def test_the_typed_form_counts_more_than_another_form_of_the_stem():
    known = index({"layan": {0: 1.0, 1: 1.0}}, forms={"layanan": {1: [0]}})
    scored = score(Concept(("layanan",)), known)
    assert scored.scores[1] == pytest.approx(rules.SAME_FORM * scored.scores[0])


def test_a_synonym_counts_less_than_the_word_that_was_typed():
    concept = Concept(("adminduk",), (("kependudukan",),))
    scored = score(concept, index({"adminduk": {0: 1.0}, "duduk": {1: 1.0}}))
    assert 0 < scored.scores[1] < scored.scores[0]


def test_a_common_synonym_counts_no_more_than_its_own_rarity():
    concept = Concept(("langka",), (("umum",),))
    nine = dict.fromkeys(range(9), 1.0)
    known = index({"langka": {9: 1.0}, "umum": nine})
    assert score(concept, known).scores[0] == pytest.approx(rules.SYNONYM * known.idf(9))


def test_a_synonym_of_several_words_is_found_as_a_phrase_only():
    concept = Concept(("odgj",), (("gangguan", "jiwa"),))
    both = {0: 1.0, 1: 1.0}
    known = index(
        {"ganggu": both, "jiwa": both},
        forms={"gangguan": {0: [0], 1: [7]}, "jiwa": {0: [5], 1: [8]}},
    )
    assert set(score(concept, known).scores) == {1}


def test_a_case_that_the_place_runs_counts_more_than_one_that_mentions_the_place():
    province = "Nusa Tenggara Timur"
    concept = Concept(("ntt",), attribute=Place(province, (province,)))
    known = index({"ntt": {0: 50.0, 1: 1.0}}, values={"province": {province: {1, 2}}})
    scores = score(concept, known).scores
    assert scores[1] >= scores[2] > scores[0] > 0


def test_a_word_that_no_case_holds_asks_for_nothing():
    scored = score(Concept(("xyzzy",)), index({}))
    assert (scored.scores, scored.rarity) == ({}, 0.0)
    _, _, rarity = combine([scored])
    assert rarity == 0.0


def test_a_case_with_both_words_comes_before_cases_with_one_of_them():
    known = index({"anak": {0: 1.0, 1: 3.0}, "sekolah": {0: 1.0, 2: 1.0}})
    total, covered, _ = combine([score(Concept((word,)), known) for word in ("anak", "sekolah")])
    assert max(total, key=total.__getitem__) == 0
    assert covered[0] > covered[1]


def test_a_case_needs_a_share_of_the_query_or_any_share_if_no_case_has_that_much():
    assert enough({0: 10.0, 1: 1.6, 2: 1.4}, 10.0) == {0, 1}
    assert enough({0: 0.5}, 10.0) == {0}
    assert enough({}, 10.0) == set()


def test_a_case_earns_little_by_using_many_synonyms():
    """Three synonyms against one: the best counts in full, the others 0.4 each."""
    synonyms = tuple((word,) for word in ("satu", "dua", "tiga"))
    known = index({"satu": {0: 1.0, 1: 1.0}, "dua": {0: 1.0, 2: 1.0}, "tiga": {0: 1.0, 3: 1.0}})
    scores = score(Concept(("xyzzy",), synonyms), known).scores
    # Four of ten cases hold a synonym: idf = ln(1 + 6.5 / 4.5).
    single = rules.SYNONYM * math.log(1 + 6.5 / 4.5)
    assert scores[1] == pytest.approx(single)
    assert scores[0] == pytest.approx(single * (1 + 0.4 + 0.4))


def test_a_common_word_has_little_weight_but_never_less_than_none():
    known = index({})
    assert known.idf(10) == pytest.approx(math.log(1 + 0.5 / 10.5))
    assert 0 < known.idf(10) < known.idf(1)


def test_the_scores_of_two_concepts_by_hand():
    """The sum of 2 + 4 at full coverage; 4 at 4 of 6, which counts (4/6)^0.15."""
    concepts = [
        PlainScores(2.0, {0: 2.0}, {0: 2.0}),
        PlainScores(4.0, {0: 4.0, 1: 4.0}, {0: 4.0, 1: 4.0}),
    ]
    total, covered, rarity = combine(concepts)
    assert rarity == 6.0
    assert covered == {0: 6.0, 1: 4.0}
    assert total == {0: pytest.approx(6.0), 1: pytest.approx(4.0 * (4 / 6) ** 0.15)}


def test_words_of_grammar_inside_a_term_count_nothing():
    scored = score(Concept(("sakit", "di")), index({"sakit": {0: 1.0}, "di": {1: 1.0}}))
    assert set(scored.scores) == {0}
