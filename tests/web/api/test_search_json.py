"""The JSON of a search is what its model would write, byte for byte, and what it allows."""

from __future__ import annotations

import pytest

from app.search.query.query import Query
from app.web.api.answers import case_path, search_answer, search_result
from app.web.api.models import SearchAnswer, SearchResult
from app.web.api.search_json import hit_json, search_json
from app.web.api.theme_answers import theme_path

QUERIES = [
    Query(),
    Query(per_page=100, related=True),
    Query("stunting", {"category": ("kesehatan",)}),
    Query("puskesmas dekat malang", sort="newest"),
    Query("air bersih", near="35.07"),
    Query("anak jalanan", {"province": ("Aceh", "Jawa Timur")}, related=True, per_page=50),
    Query("stnting", {"year": ("2015-2020", "1999")}),
    Query("sampah plastik sejak 2020", sort="evidence"),
    Query("tidakadakatanyadisini", {"sdg": ("3",)}),
    Query('a "b" <c> \\ \t 😀 é'),
    Query("judul:sampah OR stunting", mode="advanced"),
]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_an_answer_is_written_as_its_model_would(real_engine, query, language):
    results = real_engine.search(query)
    text = search_json(results, case_path, theme_path, language)
    assert text == search_answer(results, language=language).model_dump_json()
    SearchAnswer.model_validate_json(text, strict=True)


def test_a_case_found_is_written_as_its_model_would(real_engine):
    for query in QUERIES[:-1]:
        for hit in real_engine.search(query).hits:
            text = hit_json(hit, case_path)
            assert text == search_result(hit, case_path).model_dump_json()
            SearchResult.model_validate_json(text, strict=True)


def test_any_text_of_a_case_is_written_as_its_model_would(real_engine):
    [hit, *_] = real_engine.search(Query("stunting")).hits
    odd = "".join(map(chr, [*range(160), 0x2028, 0xFFFD, 0x1F600]))
    hit = hit._replace(
        card=hit.card._replace(title=odd, expansion=odd, summary=odd, agency=odd, started=None)
    )
    assert hit_json(hit, case_path) == search_result(hit, case_path).model_dump_json()
