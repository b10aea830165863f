"""The data of a pack's search, as a script.

A page that is opened from a file can load scripts, but no data. So the data are a script that
calls a function with a text in JSON, which browsers read faster than a literal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from app.collection.vocabulary import Language
from app.pack import search_tables as tables
from app.pack.search_index import SHARES, Index, Selection, index_of, steps
from app.pack.search_tables import Table
from app.search import bm25
from app.search.facets import FACETS
from app.search.index import generations
from app.search.language import Term, stem
from app.search.query import attribute_list, parse
from app.search.query import synonyms as synonym_list
from app.search.query.attributes import Attributes
from app.search.query.synonyms import Synonyms
from app.search.rank import rules

#: The facets that a pack doesn't filter by: a list of hundreds of awards is no help without
#: a search in it.
LEFT_OUT = frozenset({"award"})


def load_search_data(
    index: Path, content: Path, slugs: Iterable[str], language: Language = "id"
) -> Table:
    """All that the search of a pack needs, as values of JSON.

    Args:
        index: the folder of the index, which holds at least the cases of the pack.
        content: the folder with the curators' lists.
        slugs: the cases of the pack.
        language: the language of the pages.

    Raises:
        IndexUnusableError: there is no index that can be used.
    """
    snapshot = generations.open_current(index, check_whoosh=False).snapshot
    synonyms, _ = synonym_list.load(content)
    attributes, _ = attribute_list.load(content)
    return search_data(Selection.of(snapshot, slugs), synonyms, attributes, language)


def search_data(
    selection: Selection,
    synonyms: Synonyms,
    attributes: Attributes,
    language: Language = "id",
) -> Table:
    """The same, of cases and lists that were read already."""
    others = {other for term in synonyms.known for other in synonyms.of(term)}
    phrases = {term for term in (*others, *synonyms.known) if len(term) > 1}
    index = index_of(selection, phrases)
    return {
        "slugs": selection.slugs,
        "rules": _rules(),
        "index": index,
        "words": tables.grammar(),
        "names": tables.names(selection),
        "synonyms": tables.synonyms(synonyms, _held(index, others)),
        "compounds": tables.compounds(selection, synonyms),
        "places": tables.gazetteer(),
        "attributes": tables.attributes(selection, attributes, language),
        "facets": _facets(selection),
        "order": _order(selection),
    }


def as_script(function: str, *arguments: object) -> str:
    """A script that calls a function with values of JSON.

    It has nothing but ASCII, and so is the same in every character set. A text is a literal with
    few escapes: they would push like parts of a long text out of each other's reach when it is
    compressed. It belongs into a file of its own, since it may hold the end of a script.

    >>> print(as_script("show", 'a "b"', [1]), end="")
    show('a "b"',JSON.parse('[1]'));
    """
    return f"{function}({','.join(map(_value, arguments))});\n"


def _value(value: object) -> str:
    if isinstance(value, str):
        text = json.dumps(value)[1:-1].replace('\\"', '"').replace("'", "\\'")
        return f"'{text}'"
    text = json.dumps(value, separators=(",", ":")).replace("\\", "\\\\").replace("'", "\\'")
    return f"JSON.parse('{text}')"


def _held(index: Index, terms: Iterable[Term]) -> Iterable[Term]:
    """Those of some terms that a case of the pack holds."""
    stems = {line.split(" ", 1)[0] for line in index["stems"].split("\n")}
    phrases = set(index["phrases"].split("\n"))
    for term in terms:
        if " ".join(term) in phrases or (len(term) == 1 and stem(term[0]) in stems):
            yield term


def _rules() -> Table:
    """The numbers of BM25 and of the rules of ranking."""
    return {
        "k1": bm25.K1,
        "b": bm25.B,
        "shares": SHARES,
        "synonym": rules.SYNONYM,
        "furtherWay": rules.FURTHER_WAY,
        "attribute": rules.ATTRIBUTE,
        "mention": rules.MENTION,
        "coordination": rules.COORDINATION,
        "coverages": rules.COVERAGES,
        "aboutCore": rules.ABOUT_CORE,
        "aboutScore": rules.ABOUT_SCORE,
        "decimals": rules.DECIMALS,
        "name": parse.NAME,
        "nameInside": parse.NAME_INSIDE,
        "rare": parse.RARE,
    }


def _facets(selection: Selection) -> Table:
    """Facet → value → the cases that have it, as steps; and how the values of each are joined."""
    snapshot = selection.snapshot
    return {
        facet.key: {
            "joined": facet.joined,
            "choice": facet.choice,
            "values": {
                value: steps(own)
                for value in snapshot.values[facet.key]
                if len(own := selection.own(snapshot.having(facet.key, value))[0])
            },
        }
        for facet in FACETS
        if facet.key not in LEFT_OUT
    }


def _order(selection: Selection) -> Table:
    """What cases are sorted by: evidence, newest source, name, and their order among equals."""
    snapshot, docs = selection.snapshot, selection.docs
    among_equals = np.full(snapshot.cases, 2)
    for name in rules.RECOGNISED:
        among_equals[snapshot.properties.of(name)] = 1
    among_equals[snapshot.evidence >= rules.FIRST_MEASURED] = 0
    return {
        "evidence": snapshot.evidence[docs].tolist(),
        "source": snapshot.by_source[docs].argsort().argsort().tolist(),
        "name": snapshot.by_name[docs].argsort().argsort().tolist(),
        "amongEquals": among_equals[docs].tolist(),
    }
