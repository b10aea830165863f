"""What a page is, for search engines: the shapes that they read, and no way out of the element."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from app.web.site.structured_data import element
from tests.web.conftest import Page, make_site, take_apart

TEXT = {"type": "string", "minLength": 1}
URL = {"type": "string", "pattern": "^https?://"}
DAY = {"type": "string", "pattern": r"^\d{4}(-\d\d-\d\d)?$"}


def thing(kind, **properties):
    """The schema of a thing of schema.org; a name that ends in ``_`` is optional."""
    required = [name for name in properties if not name.endswith("_")]
    named = {name.rstrip("_").replace("__", "-"): schema for name, schema in properties.items()}
    return {
        "type": "object",
        "required": ["@type", *(name.replace("__", "-") for name in required)],
        "properties": {"@type": {"const": kind}, "@context": URL, **named},
        "additionalProperties": False,
    }


ORGANIZATION = thing("Organization", name=TEXT, url_=URL)
PLACE = thing("Place", name=TEXT)
# https://developers.google.com/search/docs/appearance/structured-data/breadcrumb
BREADCRUMBS = thing(
    "BreadcrumbList",
    itemListElement={
        "type": "array",
        "minItems": 2,
        "items": thing("ListItem", position={"type": "integer"}, name=TEXT, item_=URL),
    },
)
# https://developers.google.com/search/docs/appearance/structured-data/article
ARTICLE = thing(
    "Article",
    headline={"type": "string", "minLength": 1, "maxLength": 110},
    description=TEXT,
    url=URL,
    image=URL,
    inLanguage={"const": "id"},
    dateModified=DAY,
    author=ORGANIZATION,
    publisher=ORGANIZATION,
    license=URL,
    keywords={"type": "array", "items": TEXT, "minItems": 2},
    contentLocation=PLACE,
    citation={
        "type": "array",
        "minItems": 1,
        "items": thing(
            "CreativeWork", name=TEXT, url=URL, publisher_=ORGANIZATION, datePublished_=DAY
        ),
    },
)
# https://developers.google.com/search/docs/appearance/structured-data/dataset
DATASET = thing(
    "Dataset",
    name=TEXT,
    description={"type": "string", "minLength": 50, "maxLength": 5000},
    url=URL,
    license=URL,
    isAccessibleForFree={"const": True},
    inLanguage={"const": "id"},
    dateModified=DAY,
    creator=ORGANIZATION,
    spatialCoverage=PLACE,
    includedInDataCatalog=thing("DataCatalog", name=TEXT, url=URL, subjectOf=URL),
    distribution={
        "type": "array",
        "minItems": 3,
        "items": thing("DataDownload", encodingFormat=TEXT, contentUrl=URL),
    },
)
WEBSITE = thing(
    "WebSite",
    name=TEXT,
    url=URL,
    inLanguage=TEXT,
    publisher=ORGANIZATION,
    potentialAction=thing(
        "SearchAction",
        target=thing(
            "EntryPoint", urlTemplate={"type": "string", "pattern": "{search_term_string}$"}
        ),
        query__input={"const": "required name=search_term_string"},
    ),
)


def things(page: Page) -> list[dict]:
    data = json.loads("".join(page.only("//script[@type='application/ld+json']").itertext()))
    assert data.pop("@context") == "https://schema.org"
    return data.get("@graph", [data])


@pytest.mark.parametrize(
    ("address", "schemas"),
    [
        ("/", [WEBSITE]),
        ("/tentang", [DATASET]),
        ("/inovasi/putik-sari", [ARTICLE, BREADCRUMBS]),
        ("/inovasi/jarik-ma-siti?s=putik-sari", [ARTICLE, BREADCRUMBS]),
        ("/tema/mengelola-sampah", [BREADCRUMBS]),
        ("/daerah/35.07", [BREADCRUMBS]),
        ("/daerah/35", [BREADCRUMBS]),
    ],
)
def test_a_page_says_what_it_is_in_the_shape_that_search_engines_read(get, address, schemas):
    found = things(get(address))
    assert len(found) == len(schemas)
    for data, schema in zip(found, schemas, strict=True):
        jsonschema.validate(data, schema)
    assert "?s=" not in json.dumps(found)


def test_a_case_cites_its_sources(get, real_engine):
    case = real_engine.case("putik-sari")
    article, crumbs = things(get("/inovasi/putik-sari"))
    assert [cited["url"] for cited in article["citation"]] == [s.url for s in case.sources]
    assert article["description"] == case.summary
    shown = get("/inovasi/putik-sari").texts("//nav[@class='wrap crumb']//a")
    assert [entry["name"] for entry in crumbs["itemListElement"]] == [*shown, case.title]


def test_what_the_dataset_offers_can_be_fetched(get, client):
    (dataset,) = things(get("/tentang"))
    for download in dataset["distribution"]:
        path = download["contentUrl"].removeprefix("http://localhost")
        with client.get(path) as answer:
            assert answer.status_code == 200
            assert answer.mimetype == download["encodingFormat"]


@given(st.text(max_size=80))
def test_no_text_leaves_the_element(app, text):
    for hostile in (text, f"</script>{text}", f"<!--<script>{text}", f"{text}\u2028&lt;"):
        with app.app_context():
            html = element({"@type": "Thing", "name": hostile})
        assert isinstance(html, Markup)
        inside = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
        assert not set(inside) & set("<>&\u2028\u2029")
        assert json.loads(inside)["name"] == hostile


def test_a_hostile_title_stays_data(content_folder, case_text):
    hostile = "</script><script>alert(1)</script>"
    site = make_site(content_folder, {"x": case_text(title=f'"{hostile}"')})
    page = take_apart(site, "/inovasi/x")
    article, _crumbs = things(page)
    assert article["headline"] == hostile
    assert not [
        script
        for script in page.all("//script")
        if "alert" in "".join(script.itertext()) and script.get("type") != "application/ld+json"
    ]
