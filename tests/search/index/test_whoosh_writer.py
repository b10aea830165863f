"""The Whoosh index of the cases."""

from __future__ import annotations

from app.search.index import whoosh_writer
from app.search.index.entries import analyse


def test_a_document_has_every_field_of_the_schema(real_cases):
    names = set(whoosh_writer.schema().names())
    for parsed in real_cases.values():
        assert whoosh_writer.document(analyse(parsed.case)).keys() == names
