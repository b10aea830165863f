"""A pasted list of cases: a name, a slug or an address on each line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from urllib.parse import parse_qs, urlsplit

from app.collection.case import SLUG
from app.documents.office.content import clean
from app.search.engine import Engine
from app.search.query.query import Query
from app.web.site import shortlist

#: Characters and lines of a pasted list that are read.
MOST_PASTED, MOST_LINES = 4000, 50

# How many results of a search for a line are looked through for a case of exactly that name.
_NAMESAKES = 5

# The most near names that are offered for a line, the results of a search that they are taken
# from, and how like the line they must be (difflib).
_OFFERED, _SIMILAR, _LEAST_LIKENESS = 3, 20, 0.45

_BULLETS_AND_NUMBERS = "-*•0123456789.) "


def read_pasted(text: str, engine: Engine) -> tuple[list[str], list[str]]:
    """The slugs of the cases that a pasted list names, and its lines that name no case."""
    slugs: list[str] = []
    unknown: list[str] = []
    for line in clean(text, MOST_PASTED).split("\n")[:MOST_LINES]:
        line = " ".join(line.split())
        line = line.lstrip(_BULLETS_AND_NUMBERS).strip() or line
        if not line:
            continue
        named = _named(line, engine)
        slugs += named
        if not named:
            unknown.append(line)
    return slugs, unknown


def _named(line: str, engine: Engine) -> list[str]:
    """The cases that a line names by an address, a slug, or a name."""
    if re.match(r"https?://|/", line):
        slugs = tuple(slug for slug in _slugs_of_address(line) if SLUG.fullmatch(slug))
        return list(engine.titles(slugs))
    slug = line.lower()
    if SLUG.fullmatch(slug) and engine.titles((slug,)):
        return [slug]
    name = line.casefold()
    for hit in engine.search(Query(text=line, per_page=_NAMESAKES)).hits:
        if name in {hit.card.title.casefold(), (hit.card.expansion or "").casefold()}:
            return [hit.card.slug]
    return []


def _slugs_of_address(address: str) -> list[str]:
    """The slug in the address of a case's page, or those in the address of a shortlist."""
    try:
        parts = urlsplit(address)
    except ValueError:  # for example a bracket that is not closed: http://[
        return []
    _before, of_case, slug = parts.path.rpartition("/inovasi/")
    if of_case:
        return [slug.strip("/")]
    return parse_qs(parts.query).get(shortlist.PARAMETER, [])


# --- names like those of a line -------------------------------------------------------


def near_names(line: str, engine: Engine) -> Mapping[str, str]:
    """The cases that a line which names none may mean: slug → title, the likest name first."""
    cards = [hit.card for hit in engine.search(Query(text=line, per_page=_SIMILAR)).hits]
    names = {
        name.casefold(): card for card in cards for name in (card.expansion, card.title) if name
    }
    near = get_close_matches(line.casefold(), names, _OFFERED, cutoff=_LEAST_LIKENESS)
    return {names[name].slug: names[name].title for name in near}


def with_near_name(text: str, slug: str, engine: Engine) -> str:
    """A pasted list after the button of a near name was pressed.

    The case takes the place of the line that it was offered for. If that line has been
    changed since, the case is added.
    """
    if not SLUG.fullmatch(slug):
        return text
    lines = clean(text, MOST_PASTED).split("\n")[:MOST_LINES]
    for place, line in enumerate(lines):
        if line.strip() and slug in near_names(line, engine):
            return "\n".join([*lines[:place], slug, *lines[place + 1 :]])
    return "\n".join([*lines, slug])
