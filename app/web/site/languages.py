"""The address of a page in its other language, for readers and for robots."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from flask import request

from app.collection.vocabulary import Language
from app.web.site.language_prefix import requested_language, root
from app.web.site.shortlist import PARAMETER, WHOLE
from app.web.site.this_page import asked_parameters_except, path_with

#: The name of each language in that language, the default first.
NAMES: Mapping[Language, str] = {"id": "Bahasa Indonesia", "en": "English"}

#: Addresses of more characters are not named to robots, which don't follow them: a page must
#: not grow by four times what somebody writes into its address.
LONGEST_NAMED = 2_000

# The parameters of the reader's shortlist.
_LISTS = PARAMETER, WHOLE


def other_language() -> tuple[Language, str, str]:
    """The language that this page is not in: its code, its name, and the address there."""
    language: Language = "id" if requested_language() == "en" else "en"
    return language, NAMES[language], _address(language)


def alternates(canonical: str) -> list[tuple[str, str]]:
    """The addresses of this page for robots, by ``hreflang``, without the reader's shortlist.

    ``canonical`` is the canonical address of this page; empty if it has none. None is named
    where the address of the page is longer than :data:`LONGEST_NAMED`.
    """
    if len(request.query_string) > LONGEST_NAMED:
        return []
    host = request.host_url.rstrip("/")
    path = canonical.removeprefix(host + quote(request.root_path))
    addresses = {
        language: host + (quote(root(language)) + path if path else _address(language, *_LISTS))
        for language in NAMES
    }
    return [*addresses.items(), ("x-default", addresses["id"])]


def _address(language: Language, *left_out: str) -> str:
    return path_with(root(language), asked_parameters_except(*left_out))
