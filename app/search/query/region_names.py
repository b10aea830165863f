"""Kabupaten and kota by the names that people type, for the filter by region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from rapidfuzz import fuzz, process

from app.collection.regions import Region, regions
from app.search import language
from app.search.query.places import KABUPATEN_WORDS, KOTA_WORDS, REGION_ABBREVIATIONS

#: The longest name that is read, in characters. No region has a longer one.
LONGEST = 60

# How alike two names must be, from 0 to 100 (``fuzz.ratio``): "Malng" and "Malang" have 91.
_ALIKE = 65


def find(typed: str) -> Sequence[Region]:
    """The kabupaten and kota that a text names, with or without its kind, or by their code.

    >>> [region.name for region in find("malang")]
    ['Kabupaten Malang', 'Kota Malang']
    """
    name = typed.strip()[:LONGEST]
    return _by_name().get(" ".join(language.folded(name)), ())


def nearest(typed: str, most: int) -> Sequence[Region]:
    """The kabupaten and kota whose names are most like a text, the most alike first."""
    text = " ".join(language.folded(typed[:LONGEST]))
    # A region has several names: with and without its kind.
    found = process.extract(
        text, list(_by_name()), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=4 * most
    )
    near = [region for name, _, _ in found for region in _by_name()[name]]
    return list(dict.fromkeys(near))[:most]


@cache
def _by_name() -> Mapping[str, Sequence[Region]]:
    """Every name and code of a kabupaten or kota, folded → the regions that have it."""
    found: dict[str, list[Region]] = defaultdict(list)
    for region in regions().values():
        if region.level == "provinsi":
            continue
        kind, bare = region.name.split(" ", 1)
        bare = bare.removeprefix("Administrasi ")
        kinds = KABUPATEN_WORDS if region.level == "kabupaten" else KOTA_WORDS
        names = {region.name, region.code, bare, bare.replace(" ", ""), f"{kind} {bare}"}
        names |= {f"{word} {bare}" for word in kinds}
        for name in {" ".join(language.folded(name)) for name in names}:
            found[name].append(region)
    for name, official in REGION_ABBREVIATIONS.items():
        found.setdefault(name, [regions()[official]])
    return found
