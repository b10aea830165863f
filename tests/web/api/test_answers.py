"""Answers are made of plain values: the command line makes them without a web server."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.collection import files
from app.search.engine import Engine
from app.search.query.query import Query
from app.web.api.answers import case_answer, search_answer

QUERIES = {
    "": Query(),
    "q=stunting&category=kesehatan": Query("stunting", {"category": ("kesehatan",)}),
    "q=adminduk+malang&sort=newest": Query("adminduk malang", sort="newest"),
    "q=zzqqxx": Query("zzqqxx"),
    "q=anak+jalanan&related=1": Query("anak jalanan", related=True),
    "q=sejak+2020&sort=evidence": Query("sejak 2020", sort="evidence"),
    "q=%F0%9F%98%80": Query("😀"),
}


@pytest.mark.parametrize("address", QUERIES)
def test_a_search_is_answered_as_by_the_api_without_a_web_application(
    content, real_index, client, address
):
    results = Engine.open(real_index, content).search(QUERIES[address])
    answer = json.loads(search_answer(results).model_dump_json())
    served = client.get(f"/api/v1/search?{address}").get_json()
    assert answer | {"took_ms": 0} == served | {"took_ms": 0}


def test_an_address_of_a_case_may_be_another(real_engine):
    answer = search_answer(real_engine.search(Query("stunting")), "https://contoh.go.id/{}".format)
    assert answer.results[0].url == f"https://contoh.go.id/{answer.results[0].slug}"


def test_a_case_without_an_editors_words_has_none(case_text):
    case = files.parse(Path("antar-obat.md"), case_text().encode()).case
    assert case is not None
    answer = case_answer(case, "/inovasi/antar-obat")
    assert (answer.summary_en, answer.problems) == (None, [])


def test_the_answers_load_no_web_framework():
    """So that a search from the command line starts quickly."""
    command = "import sys, app.web.api.answers; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True)
    assert not {"flask", "werkzeug", "jinja2"} & set(done.stdout.split())
