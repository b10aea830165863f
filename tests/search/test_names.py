"""The case that a query calls by name comes first, however the name is written."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable

import pytest

from app.search import language
from app.search.engine import Engine
from app.search.index.entries import Card
from app.search.query.query import Query

SHARE = 0.99


def first(engine: Engine, text: str) -> str | None:
    hits = engine.search(Query(text, per_page=1)).hits
    return hits[0].card.slug if hits else None


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        *((text, "putik-sari") for text in ("Putik Sari", "Putiksari", "PUTIK SARI", "putik-sari")),
        *(
            (text, "jarik-ma-siti")
            for text in ("Jarik Ma Siti", "jarik masiti", "Jarik Ma'Siti", "Jarik Ma’Siti")
        ),
        *((text, "jarik-ma-siti") for text in ("JARIKMASITI", "jarik-ma-siti", "  Jarik  MaSiti ")),
    ],
)
def test_spelling_of_a_name_never_matters(real_engine, text, slug):
    assert first(real_engine, text) == slug


@pytest.fixture(scope="module")
def cards(real_engine) -> list[Card]:
    """Every case of the collection."""
    pages = (real_engine.search(Query(per_page=100, page=n)).hits for n in range(1, 100))
    return [hit.card for hits in itertools.takewhile(bool, pages) for hit in hits]


@pytest.mark.parametrize(
    ("kind", "name_of"),
    [
        ("title", lambda card: card.title),
        ("title as one word", lambda card: "".join(w.text for w in language.words(card.title))),
        ("expansion", lambda card: card.expansion),
    ],
)
def test_every_case_is_found_first_by_its_name(
    real_engine, cards, kind: str, name_of: Callable[[Card], str | None], record_property, capsys
):
    called: dict[str, set[str]] = defaultdict(set)
    for card in cards:
        if name := name_of(card):
            called[language.name_key(name)].add(card.slug)
    names = [(card.slug, name) for card in cards if (name := name_of(card))]
    # Of cases that share a name, either may come first.
    missed = [
        f"{name} ({slug})"
        for slug, name in names
        if first(real_engine, name) not in called[language.name_key(name)]
    ]
    share = 1 - len(missed) / len(names)
    record_property("share_first", share)
    with capsys.disabled():
        print(f"\n{kind}: {len(names) - len(missed)} of {len(names)} first ({share:.1%}) {missed}")
    assert len(names) > 200
    assert share >= SHARE
