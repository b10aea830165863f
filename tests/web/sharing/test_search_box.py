"""The search of the site in a browser's address bar."""

from __future__ import annotations

import pytest

from tests.web.sharing.xml import parse, text

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
HOST = "http://localhost"


@pytest.fixture
def addresses(client):
    """Media type → the template of an address."""
    answer = client.get("/opensearch.xml")
    assert answer.mimetype == "application/opensearchdescription+xml"
    root = parse(answer.data)
    assert root.tag == f"{OPENSEARCH}OpenSearchDescription"
    # The limits of the specification.
    assert 0 < len(text(root, f"{OPENSEARCH}ShortName")) <= 16
    assert 0 < len(text(root, f"{OPENSEARCH}Description")) <= 1024
    with client.get(text(root, f"{OPENSEARCH}Image").removeprefix(HOST)) as image:
        assert image.mimetype == "image/svg+xml"
    return {url.get("type"): url.get("template") for url in root.iter(f"{OPENSEARCH}Url")}


@pytest.mark.parametrize(
    "media_type", ["text/html", "application/x-suggestions+json", "application/atom+xml"]
)
def test_every_address_of_the_description_answers(client, addresses, media_type):
    address = addresses[media_type].replace("{searchTerms}", "bank%20sampah")
    answer = client.get(address.removeprefix(HOST))
    assert (answer.status_code, answer.mimetype) == (200, media_type)
    assert "sampah" in answer.text


def test_every_page_leads_to_the_description(each_page):
    link = each_page.only("//link[@rel='search']")
    assert link.get("type") == "application/opensearchdescription+xml"
    assert link.get("href", "").startswith("/opensearch.xml")


def test_suggestions_are_those_of_the_search_box(client):
    typed, texts, details, urls = client.get("/opensearch/saran?q=samp").json
    offered = client.get("/api/v1/suggest?q=samp").json["suggestions"]
    assert typed == "samp"
    assert texts == [suggestion["text"] for suggestion in offered]
    assert len(texts) == len(details) == len(urls) > 3
    for url in urls:
        assert client.get(url.removeprefix(HOST)).status_code == 200


@pytest.mark.parametrize("typed", ["", "x", "\x00", "</script>", "ż" * 300, "\u2028"])
def test_any_text_gets_an_answer(client, typed):
    answer = client.get("/opensearch/saran", query_string={"q": typed}).json
    assert len(answer) == 4 and isinstance(answer[0], str)
    assert len(answer[1]) == len(answer[2]) == len(answer[3])
