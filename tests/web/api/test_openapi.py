"""The OpenAPI document describes the answers that the API gives."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from app.collection.theme_overview import overview
from app.search.facets import FACETS
from app.web.api.answers import case_answer, case_path
from app.web.api.theme_answers import theme_answer, theme_path


@pytest.fixture(scope="module")
def document(app) -> dict[str, Any]:
    described: dict[str, Any] = app.test_client().get("/api/openapi.json").get_json()
    return described


def test_the_openapi_document_is_valid(document):
    validate(document)
    assert document["openapi"].startswith("3.1")


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/search?q=stunting&category=kesehatan",
        "/api/v1/search?q=zzqqxx",
        "/api/v1/search?q=anak+jalanan+-sekolah&related=1",
        "/api/v1/search?q=dari+kepolisian+sejak+2020&sort=evidence",
        "/api/v1/search?q=%F0%9F%98%80&sort=source",
        "/api/v1/search?mode=advanced&q=judul:sampah",
        "/api/v1/search?mode=advanced&q=judl:sampah",
        "/api/v1/search?mode=advanced&q=tahun:x",
        "/api/v1/search?q=" + "kata+" * 300,
        "/api/v1/search?sort=x&page=0",
        "/api/v1/search?page=99",
        "/api/v1/cases/putik-sari",
        "/api/v1/cases/jarik-ma-siti",
        "/api/v1/cases/tidak-ada",
        "/api/v1/vocabulary",
        "/api/v1/themes",
        "/api/v1/themes/mengelola-sampah",
        "/api/v1/themes/tidak-ada",
        "/api/v1/replications?per_page=100",
        "/api/v1/replications?sort=x",
        "/api/v1/replications?page=99",
        "/api/v1/search?fields=title",
        "/api/v1/search?province=&sort=&mode=&page=&related=",
        "/api/v1/replications?category=&sort=&side=",
        "/api/v1/search.jsonl?fields=judul",
        "/api/v1/changes?since=2026-01-01",
        "/api/v1/changes?since=x",
        "/api/v1/changes?page=99",
        "/healthz",
        "/readyz",
    ],
)
def test_answers_are_as_described(client, document, address):
    answer = client.get(address)
    path = urlsplit(address).path
    for folder in ("/api/v1/cases/", "/api/v1/themes/"):
        if path.startswith(folder):
            path = f"{folder}{{slug}}"
    described = document["paths"][path]["get"]["responses"][str(answer.status_code)]["content"]
    schema = {**described[answer.mimetype]["schema"], "components": document["components"]}
    checker = FormatChecker(formats=["date", "date-time"])
    Draft202012Validator(schema, format_checker=checker).validate(answer.get_json())


def test_every_case_is_as_described(document, real_engine, content):
    schema = {
        "$ref": "#/components/schemas/CaseAnswer",
        "components": document["components"],
    }
    validator = Draft202012Validator(schema)
    slugs = sorted(path.stem for path in (content / "innovations").glob("*.md"))[::10]
    for slug in slugs:
        answer = case_answer(real_engine.case(slug), case_path(slug))
        validator.validate(json.loads(answer.model_dump_json()))
    assert len(slugs) > 40


def test_every_theme_is_as_described(document, real_engine):
    schema = {
        "$ref": "#/components/schemas/ThemeAnswer",
        "components": document["components"],
    }
    validator = Draft202012Validator(schema)
    for slug, theme in real_engine.themes.items():
        answer = theme_answer(overview(theme, real_engine.case), theme_path(slug), case_path)
        validator.validate(json.loads(answer.model_dump_json()))


def test_parameters_described_are_those_that_are_read(client, document):
    described = document["paths"]["/api/v1/search"]["get"]["parameters"]
    assert {parameter["name"] for parameter in described} >= {
        *("q", "sort", "related", "page", "per_page"),
        *(facet.key for facet in FACETS),
    }
    for parameter in described:
        if parameter["name"] != "q":
            answer = client.get(f"/api/v1/search?{parameter['name']}=%20nonsense")
            assert answer.status_code == 400, parameter["name"]


def test_each_line_of_all_results_is_as_described(client, document):
    described = document["paths"]["/api/v1/search.jsonl"]["get"]["responses"]["200"]["content"]
    schema = {**described["application/jsonl"]["schema"], "components": document["components"]}
    validator = Draft202012Validator(schema)
    for query in ("q=stunting", "q=stunting&fields=title"):
        lines = client.get(f"/api/v1/search.jsonl?{query}").text.splitlines()
        for line in lines:
            validator.validate(json.loads(line))
        assert len(lines) > 5


def test_empty_values_and_the_last_page_are_described(client, document):
    for path, described in document["paths"].items():
        for parameter in described["get"].get("parameters", ()):
            if parameter["in"] == "query":
                assert parameter["allowEmptyValue"]
                values = parameter["schema"].get("items", parameter["schema"])
                assert "" in values.get("enum", [""])
                if path != "/api/v1/suggest":
                    answer = client.get(f"{path}?{parameter['name']}=")
                    assert answer.status_code == 200, (path, parameter["name"])
            if parameter["name"] == "page":
                most = parameter["schema"]["maximum"]
                assert client.get(f"{path}?page={most}").status_code == 404
                assert client.get(f"{path}?page={most + 1}").status_code == 400


def test_a_host_that_is_none_is_described(client, document):
    for path, described in document["paths"].items():
        answer = client.get(path.replace("{slug}", "putik-sari"), headers={"Host": "a/b"})
        assert str(answer.status_code) in described["get"]["responses"], path
        assert answer.status_code == 400


def test_every_route_of_the_api_is_described(app, document):
    routes = {
        rule.rule.replace("<slug>", "{slug}")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }
    assert routes - {"/api/openapi.json"} == set(document["paths"])
