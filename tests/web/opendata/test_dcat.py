"""The catalogue of open data keeps to the standards that harvesters check."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from app.settings import Settings
from app.web.application import create_app
from app.web.opendata.datasets import DATA_SETS, FILES

RULES = json.loads(
    (Path(__file__).parent / "project_open_data.schema.json").read_text(encoding="utf-8")
)
HOST = "http://localhost"

# What DCAT-AP 3 asks of each class: its mandatory and recommended properties.
WANTED = {
    "dcat:Catalog": {
        *("dct:title", "dct:description", "dct:publisher", "dct:license", "dct:language"),
        *("dct:modified", "foaf:homepage", "dcat:dataset", "dcat:service"),
    },
    "dcat:Dataset": {
        *("dct:title", "dct:description", "dct:identifier", "dct:publisher", "dct:spatial"),
        *("dct:issued", "dct:modified", "dct:accrualPeriodicity", "dct:accessRights"),
        *("dcat:keyword", "dcat:contactPoint", "dcat:distribution", "dcat:landingPage"),
    },
    "dcat:Distribution": {
        *("dct:title", "dct:description", "dct:license", "dct:format", "dct:modified"),
        *("dcat:accessURL", "dcat:downloadURL", "dcat:mediaType", "dcat:byteSize"),
        "spdx:checksum",
    },
    "dcat:DataService": {
        *("dct:title", "dcat:endpointURL", "dcat:endpointDescription", "dcat:servesDataset"),
    },
    "spdx:Checksum": {"spdx:algorithm", "spdx:checksumValue"},
    "vcard:Organization": {"vcard:fn", "vcard:hasURL"},
    "foaf:Organization": {"foaf:name"},
}


def nodes(value: Any) -> list[dict[str, Any]]:
    """Every node of a JSON-LD document that has a type of its own."""
    if isinstance(value, list):
        return [node for entry in value for node in nodes(entry)]
    if not isinstance(value, dict) or "@value" in value:
        return []
    inner = [node for entry in value.values() for node in nodes(entry)]
    return [value, *inner] if "@type" in value else inner


def test_data_json_keeps_to_project_open_data(client):
    answer = client.get("/data.json")
    assert answer.mimetype == "application/json"
    catalogue = answer.get_json()
    Draft7Validator(RULES, format_checker=FormatChecker()).validate(catalogue)
    assert [entry["title"] for entry in catalogue["dataset"]] == [
        data_set.title.id for data_set in DATA_SETS.values()
    ]


def test_every_file_and_codebook_that_data_json_names_is_there(client):
    named = []
    for data_set in client.get("/data.json").get_json()["dataset"]:
        assert client.get(data_set["describedBy"].removeprefix(HOST)).status_code == 200
        for distribution in data_set["distribution"]:
            with client.get(distribution["downloadURL"].removeprefix(HOST)) as answer:
                assert answer.mimetype == distribution["mediaType"]
                assert len(answer.data) == distribution["byteSize"]
                sha256 = hashlib.sha256(answer.data).hexdigest()
                assert sha256 == distribution["checksum"]["checksumValue"]
            named.append(distribution["downloadURL"].rpartition("/")[2])
    assert named == list(FILES)


def test_dcat_3_has_what_its_profile_asks_for(client):
    answer = client.get("/data.jsonld")
    assert answer.mimetype == "application/ld+json"
    document = json.loads(answer.data)
    found = nodes(document)
    assert {node["@type"] for node in found} == WANTED.keys()
    for node in found:
        assert node.keys() >= WANTED[node["@type"]], node["@type"]
        for name in node:
            prefix = name.partition(":")[0]
            assert name.startswith("@") or prefix in document["@context"], name
    of_type = [node["@type"] for node in found]
    assert of_type.count("dcat:Dataset") == len(DATA_SETS)
    assert of_type.count("dcat:Distribution") == of_type.count("spdx:Checksum") == len(FILES)
    identities = [node["@id"] for node in found if "@id" in node]
    assert len(identities) == len(set(identities))


def test_both_catalogues_tell_the_same_checksums(client):
    plain = {
        distribution["downloadURL"]: distribution["checksum"]["checksumValue"]
        for data_set in client.get("/data.json").get_json()["dataset"]
        for distribution in data_set["distribution"]
    }
    linked = {
        node["dcat:downloadURL"]["@id"]: node["spdx:checksum"]["spdx:checksumValue"]["@value"]
        for node in nodes(json.loads(client.get("/data.jsonld").data))
        if node["@type"] == "dcat:Distribution"
    }
    assert plain == linked


@pytest.mark.parametrize(
    ("settings", "mail", "url"),
    [
        ({}, "mailto:", f"{HOST}/koreksi"),
        ({"contact_mail": "data@contoh.go.id"}, "mailto:data@contoh.go.id", f"{HOST}/koreksi"),
        (
            {"contact_url": "https://contoh.go.id/usul?kasus={kasus}"},
            "mailto:",
            "https://contoh.go.id/usul",
        ),
    ],
)
def test_the_contact_is_that_of_the_curators(content, real_index, settings, mail, url):
    app = create_app(Settings(content=content, index=real_index, **settings))
    catalogue = app.test_client().get("/data.json").get_json()
    Draft7Validator(RULES).validate(catalogue)
    contact = catalogue["dataset"][0]["contactPoint"]
    assert (contact["hasEmail"], contact["hasURL"]) == (mail, url)
    linked = json.loads(app.test_client().get("/data.jsonld").data)
    assert ("vcard:hasEmail" in linked["dcat:dataset"][0]["dcat:contactPoint"]) == (
        mail != "mailto:"
    )


def test_addresses_are_the_same_in_either_language(client):
    assert client.get("/en/data.json").data == client.get("/data.json").data
    with client.get("/en/data/kasus.csv") as english, client.get("/data/kasus.csv") as indonesian:
        assert english.data == indonesian.data


def test_the_about_page_leads_search_engines_to_the_catalogue(get):
    assert '"subjectOf": "http://localhost/data.json"' in get("/tentang").html
