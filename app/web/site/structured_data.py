"""What a page is, in the words of schema.org, for search engines: JSON-LD in its head.

Each function gives the whole element. Nothing is said here that the page doesn't show.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from markupsafe import Markup

from app.collection.case import Case, Source
from app.search.engine import Engine
from app.web.site.canonical import page_url
from app.web.site.case_text import place
from app.web.site.i18n import language
from app.web.site.offline import offline_copy

#: The licence of the texts of the collection.
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

#: The name of the site, which is the same in every language.
NAME = "Pustaka Inovasi"

#: Search engines cut longer headlines.
LONGEST_HEADLINE = 110

#: The language of the texts of cases, on English pages, too.
_INDONESIAN = "id"

Thing = Mapping[str, Any]

# These characters could end the element or the line of a script. In JSON they stand only
# within texts, where each may be written as its number.
_ESCAPES = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def element(*things: Thing) -> Markup:
    """The element with one thing or several. Browsers read it as data and never run it.

    An offline copy has none: no search engine reads it.
    """
    if offline_copy():
        return Markup()
    graph = things[0] if len(things) == 1 else {"@graph": things}
    text = json.dumps({"@context": "https://schema.org", **graph}, ensure_ascii=False)
    for char, number in _ESCAPES.items():
        text = text.replace(char, number)
    script = f'<script type="application/ld+json">{text}</script>'
    return Markup(script)  # noqa: S704 - the escapes leave no character that HTML would read


def website_data() -> Markup:
    """The site, with the address of its search: for the home page."""
    search = page_url("pages.search")
    website = {
        "@type": "WebSite",
        "name": NAME,
        "url": page_url("pages.home"),
        "inLanguage": language(),
        "publisher": _publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{search}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
    return element(website)


def case_data(case: Case, trail: Sequence[tuple[str, str]]) -> Markup:
    """A case as an article with the sources that it cites; ``trail`` as for breadcrumbs."""
    url = page_url("pages.case", slug=case.slug)
    article = {
        "@type": "Article",
        "headline": case.title[:LONGEST_HEADLINE],
        "description": case.summary,
        "url": url,
        "image": page_url("sharing.case_picture", slug=case.slug),
        "inLanguage": _INDONESIAN,
        "dateModified": case.updated.isoformat(),
        "author": _publisher(),
        "publisher": _publisher(),
        "license": LICENCE,
        "keywords": list(case.tags),
        "contentLocation": {"@type": "Place", "name": place(case)},
        "citation": [_citation(source) for source in case.sources],
    }
    return element(article, _breadcrumbs(trail, case.title))


def breadcrumb_data(trail: Sequence[tuple[str, str]], name: str) -> Markup:
    """The trail that leads to a page: name and path of each page above it, and its own name."""
    return element(_breadcrumbs(trail, name))


def dataset_data(engine: Engine) -> Markup:
    """The collection as a dataset, with the files and the API that give it."""
    modified = engine.built_at.date().isoformat()
    dataset = {
        "@type": "Dataset",
        "name": _("Inovasi pelayanan publik Indonesia (Pustaka Inovasi)"),
        "description": _(
            "%(n)s kasus inovasi pelayanan publik dari seluruh Indonesia: masalah, solusi, hasil "
            "sebelum dan sesudah, status, peniruan, dan sumber tiap fakta.",
            n=engine.cases,
        ),
        "url": page_url("pages.about"),
        "license": LICENCE,
        "isAccessibleForFree": True,
        "inLanguage": _INDONESIAN,
        "dateModified": modified,
        "creator": _publisher(),
        "spatialCoverage": {"@type": "Place", "name": _("Indonesia")},
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": _("Data terbuka"),
            "url": page_url("opendata.overview"),
            "subjectOf": page_url("opendata.data_json"),
        },
        "distribution": [
            _download("text/csv", "opendata.file", file="kasus.csv"),
            _download(
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "opendata.file",
                file="kasus.xlsx",
            ),
            _download("application/jsonl", "opendata.file", file="kasus.jsonl"),
            _download("application/json", "api.search"),
        ],
    }
    return element(dataset)


def _publisher() -> Thing:
    return {"@type": "Organization", "name": NAME, "url": page_url("pages.home")}


def _citation(source: Source) -> Thing:
    cited: dict[str, Any] = {"@type": "CreativeWork", "name": source.title, "url": source.url}
    if source.publisher:
        cited["publisher"] = {"@type": "Organization", "name": source.publisher}
    if source.date:
        cited["datePublished"] = str(source.date)
    return cited


def _download(media_type: str, endpoint: str, **values: str) -> Thing:
    return {
        "@type": "DataDownload",
        "encodingFormat": media_type,
        "contentUrl": page_url(endpoint, **values),
    }


def _breadcrumbs(trail: Sequence[tuple[str, str]], name: str) -> Thing:
    """The last entry is the page itself, which needs no address."""
    host = request.host_url.rstrip("/")
    entries = [{"name": str(text), "item": host + path} for text, path in trail]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, **entry}
            for position, entry in enumerate([*entries, {"name": str(name)}], 1)
        ],
    }
