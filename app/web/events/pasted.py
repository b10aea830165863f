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

#: How many of the lines that name no case a message shows. Near names are sought for no others:
#: each line takes a search with its spelling corrected, 3 ms for nine words.
LINES_SHOWN = 5

# The most near names that are offered for a line, the results of a search that they are taken
# from, and how like the line they must be (difflib).
_OFFERED, _SIMILAR, _LEAST_LIKENESS = 3, 20, 0.45

_BULLETS_AND_NUMBERS = "-*•0123456789.) "


def read_pasted(text: str, engine: Engine) -> tuple[list[str], list[str]]:
    """The slugs of the cases that a pasted list names, and its lines that name no case."""
    slugs: list[str] = []
    unknown: list[str] = []
    for line in filter(None, _lines(text)):
        named = _named(line, engine)
        slugs += named
        if not named:
            unknown.append(_without_bullet(line))
    return slugs, unknown


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in clean(text, MOST_PASTED).split("\n")[:MOST_LINES]]


def _without_bullet(line: str) -> str:
    return line.lstrip(_BULLETS_AND_NUMBERS).strip() or line


def _named(line: str, engine: Engine) -> list[str]:
    """The cases that a line names; a number before it may be part of a name (5NG)."""
    return _named_by(line, engine) or _named_by(_without_bullet(line), engine)


def _named_by(line: str, engine: Engine) -> list[str]:
    """The cases that a text names by an address, a slug, or a name."""
    if re.match(r"https?://|/", line):
        return list(engine.titles(tuple(filter(SLUG.fullmatch, _slugs_of_address(line)))))
    slug = line.lower()
    if SLUG.fullmatch(slug) and engine.titles((slug,)):
        return [slug]
    name = line.casefold()
    slugs = [
        card.slug
        for card in engine.named(line)
        if name in {card.title.casefold(), (card.expansion or "").casefold()}
    ]
    if len(slugs) > 1:  # namesakes: the case that a search finds first
        hits = engine.search(Query(text=line)).hits
        slugs = [hit.card.slug for hit in hits if hit.card.slug in slugs] or slugs
    return slugs[:1]


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
    lines = _lines(text)
    unknown = [place for place, line in enumerate(lines) if line and not _named(line, engine)]
    for place in unknown[:LINES_SHOWN]:
        if slug in near_names(_without_bullet(lines[place]), engine):
            return "\n".join([*lines[:place], slug, *lines[place + 1 :]])
    return "\n".join([*lines, slug])
