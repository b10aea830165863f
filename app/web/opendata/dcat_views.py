"""The catalogue for harvesters: ``/data.json`` and ``/data.jsonld``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response, request

from app.web.opendata.blueprint import blueprint
from app.web.opendata.dcat import Site, dcat_3, project_open_data
from app.web.opendata.releases import requested_release
from app.web.site.curators import curators
from app.web.site.language_prefix import root


@blueprint.get("/data.json")
def data_json() -> Response:
    """The catalogue after Project Open Data 1.1."""
    return _json(project_open_data(requested_release().release, _site()), "application/json")


@blueprint.get("/data.jsonld")
def data_jsonld() -> Response:
    """The catalogue as DCAT 3."""
    return _json(dcat_3(requested_release().release, _site()), "application/ld+json")


def _site() -> Site:
    """The Indonesian site, on English pages too: a file stays at one address."""
    return Site(request.host_url.rstrip("/") + root("id"), curators())


def _json(document: Mapping[str, Any], media_type: str) -> Response:
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return Response(f"{text}\n", content_type=f"{media_type}; charset=utf-8")
