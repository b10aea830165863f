"""The values of facets: which are listed, in which order, with which counts."""

from __future__ import annotations

from collections import Counter
from functools import partial

import numpy as np
import pytest

from app.search.facets import BY_KEY, FACETS
from app.search.index import generations
from app.search.query.query import Query
from app.search.rank import facet_counts
from app.search.rank.facet_counts import FacetCounter


def in_order(facet, value):
    """The sort key that the facet's declaration asks for."""
    if facet.order == "vocabulary":
        return list(facet.vocabulary).index(value.value)
    if facet.order == "descending":
        return -int(value.value) if value.value.isdecimal() else 0  # no year comes last
    return (-value.count, value.label.id)


@pytest.mark.parametrize("text", ["", "stunting", "layanan desa", "tidakadakatanyadisini"])
@pytest.mark.parametrize("filters", [{}, {"province": ("Jawa Timur", "Aceh")}])
def test_every_facet_counts_the_cases_found_and_is_in_its_order(real_engine, text, filters):
    found = real_engine.search(Query(text, filters=filters, per_page=100))
    slugs = [hit.card.slug for hit in found.hits]
    for page in range(2, found.pages + 1):
        query = Query(text, filters=filters, per_page=100, page=page)
        slugs += [hit.card.slug for hit in real_engine.search(query).hits]
    cases = [real_engine.case(slug) for slug in slugs]
    assert list(found.facets) == [facet.key for facet in FACETS]
    for facet in FACETS:
        if facet.choice in filters:
            continue
        values = found.facets[facet.key]
        counts = Counter(value for case in cases for value in facet.values_of(case))
        assert {value.value: value.count for value in values} == counts
        assert list(values) == sorted(values, key=partial(in_order, facet))
        assert all(value.label == facet.value_label(value.value) for value in values)


def test_a_chosen_value_is_listed_even_if_no_case_is_left(real_engine):
    found = real_engine.search(Query("tidakadakatanyadisini", filters={"province": ("Aceh",)}))
    [aceh] = found.facets["province"]
    assert (aceh.value, aceh.count, aceh.selected) == ("Aceh", 0, True)
    assert all(found.facets[key] == () for key in BY_KEY if key != "province")


@pytest.mark.parametrize("filters", [{}, {"year": ("2019",)}, {"known": ("cost",), "sdg": ("3",)}])
def test_few_cases_and_many_are_counted_alike(real_index, monkeypatch, filters):
    """A few cases are counted by looking at their values, many by the bits of each value."""
    snapshot = generations.open_current(real_index).snapshot
    counter = FacetCounter(snapshot)
    passing = counter.passing(filters)
    for step in (1, 7, 1000):
        docs = np.arange(0, snapshot.cases, step)
        counts = []
        for few in (0, 10**6):
            monkeypatch.setattr(facet_counts, "_FEW", few)
            counts.append(counter.count(docs, passing).tolist())
        assert counts[0] == counts[1]
