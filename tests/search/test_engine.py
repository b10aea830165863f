"""Searches of the real cases."""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from app.collection import clock, evidence, vocabulary
from app.search import language
from app.search.engine import Engine
from app.search.facets import BY_KEY
from app.search.index import builder, entries
from app.search.query.query import Query
from app.search.theme_finder import further_cases


def slugs(engine: Engine, text: str, **query) -> list[str]:
    """All cases found, the related ones too, in order."""
    query = {"related": True, "per_page": 500, **query}
    return [hit.card.slug for hit in engine.search(Query(text, **query)).hits]


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("Putiksari", "putik-sari"),
        ("PUTIK SARI", "putik-sari"),
        ("putik-sari", "putik-sari"),
        ("Kampung Tematik Wonosari Berseri", "putik-sari"),
        ("Jarik Ma Siti", "jarik-ma-siti"),
        ("jarik masiti", "jarik-ma-siti"),
        ("Jarik Ma’Siti", "jarik-ma-siti"),
        ("siapa yang menjalankan putik sari itu", "putik-sari"),
    ],
)
def test_a_name_in_any_spelling_comes_first(real_engine, query, slug):
    assert slugs(real_engine, query)[0] == slug


def test_a_quoted_phrase_that_is_also_a_name_finds_every_case_that_holds_it(real_engine):
    holding = slugs(real_engine, '"jemput bola"')
    assert len(holding) > 20
    for slug in holding[:5]:
        words = entries.analyse(real_engine.case(slug)).words
        assert {at + 1 for at in words["jemput"]} & set(words["bola"])


def test_cases_that_hold_a_phrase_most_come_first(real_engine):
    hits = real_engine.search(Query('"akta kelahiran"')).hits
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].score > hits[-1].score > 0
    about = hits[0].card
    assert "akta" in f"{about.title} {about.expansion} {about.summary}".lower()


def test_the_nation_is_not_offered_as_a_place(real_engine):
    offered = [(offer.kind, offer.text) for offer in real_engine.suggest("nasional", 100)]
    assert ("place", "Nasional") not in offered
    assert offered


@pytest.mark.parametrize(
    ("spoken", "standard"),
    [
        ("ngurus akta", "mengurus akta"),
        ("ngajar", "mengajar"),
        ("nyapu", "menyapu"),
        ("nulis aksara", "menulis aksara"),
        ("penulisan", "tulis"),
    ],
)
def test_the_spoken_form_of_a_word_finds_what_the_standard_form_finds(
    real_engine, spoken, standard
):
    results = real_engine.search(Query(spoken, per_page=500, related=True))
    assert results.interpretation.corrected is None
    assert {hit.card.slug for hit in results.hits} == set(slugs(real_engine, standard)) != set()


def test_a_word_that_only_looks_like_a_form_of_a_common_word_finds_its_own_cases(real_engine):
    """Pengadaan (procurement) is no form of ada (there is), perbatasan none of batas."""
    for word, look_alike in (("pengadaan", "keadaan"), ("perbatasan", "batas")):
        own, others = set(slugs(real_engine, word)), set(slugs(real_engine, look_alike))
        assert own and not own >= others


def test_a_minus_excludes_cases(real_engine):
    without = set(slugs(real_engine, "akta -kematian"))
    holding = set(slugs(real_engine, '"akta" kematian')) & set(slugs(real_engine, "kematian"))
    assert without
    assert not without & holding


def test_a_query_of_exclusions_alone_finds_all_other_cases(real_engine):
    total = real_engine.search(Query("-sampah")).total
    assert 0 < total < real_engine.cases


def test_an_island_is_all_of_its_provinces_and_adds_to_other_provinces(real_engine):
    def total(**filters):
        return real_engine.search(Query("", filters=filters)).total

    java = total(island=("Jawa",))
    assert java == total(province=vocabulary.ISLANDS["Jawa"])
    assert java == sum(total(province=(name,)) for name in vocabulary.ISLANDS["Jawa"])
    assert total(island=("Jawa",), province=("Jawa Timur",)) == java
    assert total(island=("Jawa",), province=("Bali",)) == java + total(province=("Bali",))
    # Their counts ignore both: whatever is chosen, the others stay on offer.
    chosen = real_engine.search(Query("", filters={"island": ("Jawa",), "province": ("Bali",)}))
    everything = real_engine.search(Query(""))
    for key in ("island", "province"):
        assert {v.value: v.count for v in chosen.facets[key]} == {
            v.value: v.count for v in everything.facets[key]
        }


@pytest.mark.parametrize(
    ("chosen", "years"),
    [
        ("2018-2020", range(2018, 2021)),
        ("-2010", range(1900, 2011)),
        ("2022-", range(2022, 2100)),
        ("2019-2019", [2019]),
        ("1950-1960", []),
    ],
)
def test_a_range_of_years_finds_and_counts_the_cases_of_its_years(real_engine, chosen, years):
    results = real_engine.search(Query("", filters={"year": (chosen,)}, per_page=100))
    wanted = sum(
        count
        for year, count in real_engine.values("year").items()
        if year.isdecimal() and int(year) in years
    )
    assert results.total == wanted
    assert all(hit.card.started in years for hit in results.hits)
    [value] = [value for value in results.facets["year"] if value.selected]
    assert (value.value, value.count) == (chosen, wanted)


def test_ranges_and_years_are_alternatives(real_engine):
    def total(*years):
        return real_engine.search(Query("", filters={"year": years})).total

    assert total("2018-2020", "2019") == total("2018-2020") == total("2018", "2019", "2020")
    assert total("2018-2020", "belum-ada") == total("2018-2020") + total("belum-ada")


def test_a_region_leaves_the_cases_of_its_government(real_engine):
    results = real_engine.search(Query("", filters={"region": ("35.21",)}))
    assert results.total > 0
    assert {hit.card.government for hit in results.hits} == {"Pemerintah Kabupaten Ngawi"}
    codes = [value.value for value in results.facets["region"]]
    assert "35" not in codes and len(codes) > 100


def test_counts_ignore_their_own_facet_and_follow_the_others(real_engine):
    query = Query("anak", filters={"category": ("kesehatan",), "province": ("Jawa Timur",)})
    results = real_engine.search(query)
    for facet, values in results.facets.items():
        assert {v.value for v in values if v.selected} == set(query.filters.get(facet, ()))
        for value in values:
            filters = {k: v for k, v in query.filters.items() if k != BY_KEY[facet].choice}
            chosen = Query("anak", filters={**filters, facet: (value.value,)})
            assert real_engine.search(chosen).total == value.count
    # The other choices of a facet stay on offer beside the chosen one.
    assert len(results.facets["category"]) > 1
    assert len(results.facets["province"]) > 5


def test_values_are_alternatives_and_facets_narrow(real_engine):
    def total(**filters):
        return real_engine.search(Query("", filters=filters)).total

    aceh, bali = total(province=("Aceh",)), total(province=("Bali",))
    assert total(province=("Aceh", "Bali")) == aceh + bali
    assert total(province=("Aceh",), category=("kesehatan",)) < aceh


def test_wishes_for_data_add_up_and_each_count_is_what_is_left(real_engine):
    """Facts known of a case are joined by AND: each is a wish of its own."""
    query = Query("", filters={"known": ("cost", "result"), "status": ("berlanjut",)})
    results = real_engine.search(query)
    with_cost = real_engine.search(Query("", filters={**query.filters, "known": ("cost",)})).total
    assert 0 < results.total < with_cost
    for hit in results.hits:
        case = real_engine.case(hit.card.slug)
        assert case.cost and case.results
    for value in results.facets["known"]:
        assert value.selected == (value.value in query.filters["known"])
        chosen = {**query.filters, "known": (*query.filters["known"], value.value)}
        assert real_engine.search(Query("", filters=chosen)).total == value.count
    # Other facets count under it as under any filter.
    for value in results.facets["status"]:
        chosen = {**query.filters, "status": (value.value,)}
        assert real_engine.search(Query("", filters=chosen)).total == value.count


def test_a_wish_that_no_case_meets_leaves_none(content_folder, tmp_path):
    content_folder.write("antar-obat")
    builder.build(content_folder.path, tmp_path / "index")
    engine = Engine.open(tmp_path / "index")
    assert engine.search(Query("", filters={"known": ("result",)})).total == 1
    assert engine.search(Query("", filters={"known": ("cost",)})).total == 0
    assert engine.search(Query("", filters={"known": ("result", "cost")})).total == 0


def test_a_place_comes_first_and_filters_nothing(real_engine):
    results = real_engine.search(Query("kesehatan di NTT", per_page=100, related=True))
    provinces = [hit.card.province for hit in results.hits]
    assert set(provinces[:5]) == {"Nusa Tenggara Timur"}
    found = results.total + results.related
    assert found > real_engine.values("province")["Nusa Tenggara Timur"]
    assert results.interpretation.places["ntt"].provinces == ("Nusa Tenggara Timur",)


def test_cases_can_be_ordered_by_name_and_by_age(real_engine):
    names = [hit.card.title for hit in real_engine.search(Query("", sort="name")).hits]
    assert names == sorted(names, key=language.fold)
    newest = [hit.card for hit in real_engine.search(Query("")).hits]
    assert newest == sorted(newest, key=_living_then_newest, reverse=True)


def test_cases_can_be_ordered_by_evidence_and_by_source(real_engine):
    """Of the strongest evidence the best first; undated sources last."""
    hits = real_engine.search(Query("sampah", sort="evidence", per_page=100)).hits
    ranks = [(hit.card.evidence, hit.score) for hit in hits]
    assert ranks == sorted(ranks, reverse=True)
    assert len({step for step, _ in ranks}) > 2
    slugs_by_source = slugs(real_engine, "sampah", sort="source", related=False)
    sources = [str(real_engine.case(slug).newest_source or "") for slug in slugs_by_source]
    assert sources == sorted(sources, reverse=True)
    assert set(slugs_by_source) == {hit.card.slug for hit in hits}


def _living_then_newest(card):
    return evidence.life_order(card.status), card.updated, card.started or 0


def test_pages_follow_one_another(real_engine):
    pages = [real_engine.search(Query("desa", page=n, per_page=10)) for n in (1, 2)]
    on_pages = [hit.card.slug for page in pages for hit in page.hits]
    assert on_pages == slugs(real_engine, "desa")[:20]


def test_threads_get_the_same_answers(real_engine):
    queries = ["sampah plastik", '"jemput bola"', "stunting ntt", "antrean rumah sakit"]
    expected = [slugs(real_engine, query) for query in queries]
    answers: list[list[list[str]]] = []

    def ask() -> None:
        answers.append([slugs(real_engine, query) for query in queries])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 4


def test_an_engine_that_has_answered_much_answers_as_a_new_one(real_engine, real_index):
    queries = ["sampah plastik", "kesehatan di NTT", '"jemput bola" -akta', "putikk sari", "desa"]
    for query in queries * 2:
        warm = real_engine.search(Query(query))
        cold = Engine.open(real_index).search(Query(query))
        assert warm.facets == cold.facets
        for hit, same in zip(warm.hits, cold.hits, strict=True):
            assert (hit.card, hit.score) == (same.card, same.score)
            assert (hit.title, hit.summary) == (same.title, same.summary)
            assert hit.snippet == same.snippet
        assert warm.interpretation == cold.interpretation


def test_each_reading_can_be_refused(real_index, content):
    engine = Engine.open(real_index, content)
    text = "orang gila jawa timur apotik"
    reading = engine.search(Query(text)).interpretation
    assert "odgj" in reading.added["orang gila"]
    assert reading.places["jawa timur"].provinces == ("Jawa Timur",)
    assert reading.spelled == {"apotik": "apotek"}
    literal = engine.search(Query(text, literal=("synonyms", "places", "spelling"))).interpretation
    assert (literal.added, literal.places, literal.spelled) == ({}, {}, {})
    assert literal.terms == ("orang", "gila", "jawa", "timur", "apotik")


def test_synonyms_find_more_cases_and_lose_none_of_the_best(real_index, content):
    engine = Engine.open(real_index, content)
    for text in ("orang gila", "putus sekolah", "difabel", "banjir"):
        with_, without = slugs(engine, text), slugs(engine, text, literal=("synonyms",))
        assert set(without[:5]) <= set(with_)
        assert len(with_) >= len(without)


# --- what an engine remembers ---------------------------------------------------------


def test_a_theme_ages_with_the_day_though_the_engine_remembers_it(real_engine):
    def old_results(day: dt.date) -> int:
        with clock.on_day(day):
            theme = real_engine.theme_overview("mengelola-sampah")
        kinds = [weakness.key for entry in theme.cases for weakness in entry.weaknesses]
        return kinds.count("old")

    measured = real_engine.theme_overview("mengelola-sampah").measured
    assert old_results(dt.date(2024, 1, 1)) < old_results(dt.date(2040, 1, 1)) <= measured


def test_further_cases_are_those_that_the_queries_of_the_theme_find(real_engine):
    for slug, theme in list(real_engine.themes.items())[::6]:
        hits = further_cases(theme, real_engine.search, 6)
        assert real_engine.further_cases(slug, 6) == tuple(hit.card for hit in hits)


def test_an_unknown_theme_has_no_cases(real_engine):
    assert real_engine.theme_overview("tidak-ada") is None
    assert real_engine.further_cases("tidak-ada", 6) == ()


def test_the_awards_of_a_case_are_those_of_the_whole_case(real_engine):
    awarded = 0
    for card in real_engine.cards():
        case = real_engine.case(card.slug)
        assert real_engine.awards(card.slug) == case.awards
        awarded += bool(case.awards)
    assert awarded > 50
    assert real_engine.awards("tidak-ada") == ()
