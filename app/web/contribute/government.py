"""The government that a visitor means by what was typed: “kab. malang”, “Jatim”, “Malang”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.collection.regions import Region, government_name, nearest, regions, resolve
from app.search import language
from app.search.query import places, region_names
from app.web.contribute.filled import Filled

#: The governments that are proposed for a name that is unknown or stands for several.
PROPOSED = 6

_PREFIX = re.compile(
    r"^\s*(?:(?:pemerintah(?:\s+daerah)?|pemda)\b\s*)?(?:(?:pemprov|provinsi|prov)\b[\s.]*)?", re.I
)
_SHORT = {
    re.compile(r"^\s*pemkab\b", re.I): "kabupaten",
    re.compile(r"^\s*pemkot\b", re.I): "kota",
}

# How the names of bodies begin that run no region.
_CENTRAL = re.compile(
    r"\s*(?:kementerian|kemen|badan|lembaga|komisi|kepolisian|kejaksaan|mahkamah|dewan|"
    r"sekretariat|bank|pt|perum|perumda|universitas)\b",
    re.I,
)


def region_of(typed: str) -> Region | None:
    """The only region that a name can mean; None if there is none, or several."""
    found = resolve(" ".join(typed.split()))
    if found:
        return found
    means = _regions_of(typed)
    return means[0] if len(means) == 1 else None


def settled(typed: str) -> str:
    """The government's name as a case writes it, if the typed name is clear; else the typed name.

    >>> settled("kab. malang"), settled("Kementerian Sosial"), settled("Malang")
    ('Pemerintah Kabupaten Malang', 'Kementerian Sosial', 'Malang')
    """
    region = region_of(typed)
    return government_name(region) if region and not resolve(typed) else typed


def settle(filled: Filled) -> Filled:
    """The form with the government's name as a case writes it, its level and its province.

    A government that can't be recognised, or that runs no region, is left as it is.
    """
    government = settled(filled.text("government"))
    region = resolve(government)
    if not region:
        return filled
    return filled.with_values(
        {"government": government, "level": region.level, "province": region.province}
    )


def proposals(typed: str) -> list[str]:
    """The governments that an unclear name may mean, the likeliest first; perhaps none."""
    if not typed.strip() or region_of(typed) or _CENTRAL.match(typed):
        return []
    means = _regions_of(typed) or region_names.nearest(_bare(typed), PROPOSED)
    names = [government_name(region) for region in means]
    nearest_name = nearest(typed)
    if not names and nearest_name:
        names = [nearest_name]
    return names[:PROPOSED]


def _regions_of(typed: str) -> Sequence[Region]:
    name = _bare(typed)
    found = region_names.find(name)
    if found:
        return found
    place = places.gazetteer().get(language.term(name))
    if place and not place.codes and not place.level and len(place.provinces) == 1:
        return (regions()[place.provinces[0]],)
    return ()


def _bare(typed: str) -> str:
    text = typed[: 3 * region_names.LONGEST]
    for short, kind in _SHORT.items():
        text = short.sub(kind, text)
    return _PREFIX.sub("", text)[: region_names.LONGEST]
