"""The reference list of awards: who gives each of them, and for what.

``data/awards.csv`` gives every award of the collection a scope:

- ``international``, ``national``: a national or international body awards innovations;
- ``local``: a province, kabupaten, kota or regional newspaper awards innovations;
- ``government``: the award goes to a whole government or team, not to an innovation;
- ``unknown``: no source says who gives the award.

Curators maintain the list by hand, since the name of an award doesn't show its scope. A
wrong scope in a list can be corrected; a wrong guess of a rule couldn't.

The recognition of a case is the widest scope of its awards. It stands beside the evidence
and never raises it: a jury judges an idea and how it is told, not whether a figure is true.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from app.collection.case import Case
from app.collection.vocabulary import Vocabulary

#: The recognitions of a case, the widest first: the scopes of awards, and none.
RECOGNITION = Vocabulary(
    {
        "international": ("Penghargaan internasional", "International award"),
        "national": ("Penghargaan nasional", "National award"),
        "local": ("Penghargaan daerah", "Regional award"),
        "government": ("Penghargaan bagi pemerintahnya", "Award to its government"),
        "unknown": ("Penghargaan, pemberinya belum diketahui", "Award by an unknown body"),
        "none": ("Belum ada penghargaan tercatat", "No award on record"),
    }
)

SCOPES = frozenset(RECOGNITION) - {"none"}

# The rank of those who only took part, which is no award.
_TOOK_PART = re.compile(r"\bpeserta\b", re.IGNORECASE)


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


def split(text: str) -> tuple[str, str] | None:
    """The name of an award of the list and the rank behind it; None if the list lacks it.

    >>> split("KIPP Top 99"), split("Kovablik Jawa Timur"), split("Lomba Kebersihan")
    (('KIPP', 'Top 99'), ('Kovablik Jawa Timur', ''), None)
    """
    words = text.split()
    for length in range(len(words), 0, -1):
        name = " ".join(words[:length])
        if scope(name):
            return name, " ".join(words[length:])
    return None


def recognition(case: Case) -> str:
    """The widest scope of the awards of a case: a key of :data:`RECOGNITION`.

    Taking part is no award. An award that the list doesn't have is of an unknown scope.
    """
    scopes = {
        scope(award.name) or "unknown" for award in case.awards if not _TOOK_PART.search(award.rank)
    }
    return next((value for value in RECOGNITION if value in scopes), "none")


def _normalised(name: str) -> str:
    return " ".join(name.casefold().split())
