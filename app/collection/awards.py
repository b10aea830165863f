"""The reference list of awards, and how far each giver stands from the innovation.

``data/awards.csv`` says of each award name of the collection who may be judged by it:

- ``international``, ``national``: a body of the nation or beyond judges innovations;
- ``local``: a province, kabupaten, kota or a regional paper does;
- ``government``: a government or a team is judged as a whole, not one innovation;
- ``unknown``: the sources don't say who gives it.

A list that people can read and mend, rather than a guess from words in the name.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

#: The scopes that count as a judgement from outside.
OUTSIDE = frozenset({"national", "international"})

SCOPES = OUTSIDE | {"local", "government", "unknown"}


@cache
def awards() -> Mapping[str, str]:
    """The scope of every award of the list, by its name."""
    text = (files("app.collection") / "data" / "awards.csv").read_text(encoding="utf-8")
    return {_key(row["name"]): row["scope"] for row in csv.DictReader(text.splitlines())}


def scope(name: str) -> str | None:
    """How far an award's giver stands, or None if the list doesn't have it.

    >>> scope("KIPP"), scope("Kovablik Jawa Timur"), scope("Lomba Kebersihan")
    ('national', 'local', None)
    """
    return awards().get(_key(name))


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
