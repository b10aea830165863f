"""Each example of the help is a search that finds something."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from app.search.advanced.query_fields import QUERY_FIELDS
from app.web.advanced.examples import field_examples, operator_examples


@pytest.fixture
def examples(app):
    with app.test_request_context():
        return [*operator_examples(), *field_examples()]


def test_each_example_is_a_link_that_finds_cases(get, examples, real_engine):
    queries = [parse_qs(urlsplit(link).query) for link in get("/cari/lanjut").links]
    linked = [query["q"][0] for query in queries if query.get("mode") == ["lanjut"]]
    assert linked == [example.query for example in examples]
    for text in linked:
        page = get(f"/cari?{urlencode({'mode': 'lanjut', 'q': text})}")
        assert page.status == 200, text
        assert 0 < page.total < real_engine.cases, text


def test_every_field_has_an_example(app):
    with app.test_request_context():
        names = [example.query.split(":")[0] for example in field_examples()]
    assert names == [field.name.id for field in QUERY_FIELDS]
