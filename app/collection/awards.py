"""The reference list of awards: who gives each of them, and for what.

``data/awards.csv`` gives every award of the collection a scope:

- ``international``, ``national``: a national or international body awards innovations;
- ``local``: a province, kabupaten, kota or regional newspaper awards innovations;
- ``government``: the award goes to a whole government or team, not to an innovation;
- ``unknown``: no source says who gives the award.

Curators maintain the list by hand, since the name of an award doesn't show its scope. A
wrong scope in a list can be corrected; a wrong guess of a rule couldn't.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

#: The scopes of awards that count as a judgement from outside (step 3 of the evidence).
OUTSIDE = frozenset({"national", "international"})

SCOPES = OUTSIDE | {"local", "government", "unknown"}


@cache
def awards() -> Mapping[str, str]:
    """Normalised name of each award of the list → its scope."""
    text = (files("app.collection") / "data" / "awards.csv").read_text(encoding="utf-8")
    return {_normalised(row["name"]): row["scope"] for row in csv.DictReader(text.splitlines())}


def scope(name: str) -> str | None:
    """The scope of an award, or None if the list doesn't have it.

    Capital letters and runs of white space make no difference.

    >>> scope("KIPP"), scope("Kovablik Jawa Timur"), scope("Lomba Kebersihan")
    ('national', 'local', None)
    """
    return awards().get(_normalised(name))


def _normalised(name: str) -> str:
    return " ".join(name.casefold().split())
