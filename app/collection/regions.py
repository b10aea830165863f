"""The reference list of Indonesia's regions, and the region that a government runs.

``data/regions.csv`` holds the 38 provinces and 514 kabupaten and kota with the codes of
Kepmendagri 300.2.2-2138/2025, compiled by cahyadsn/wilayah (MIT licence).
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: The beginning of the name of every regional government in a case file.
GOVERNMENT_PREFIX = "Pemerintah "

#: The levels of government whose governments run a region of the list.
REGIONAL_LEVELS = frozenset({"provinsi", "kabupaten", "kota"})

# Spelling that a government uses for itself → spelling of the list.
ALIASES: Mapping[str, str] = {
    "Daerah DI Yogyakarta": "DI Yogyakarta",
    "Daerah Istimewa Yogyakarta": "DI Yogyakarta",
    "Daerah Daerah Istimewa Yogyakarta": "DI Yogyakarta",
    "Daerah Khusus Jakarta": "DKI Jakarta",
    "Kabupaten Fakfak": "Kabupaten Fak Fak",
    "Kota Baubau": "Kota Bau Bau",
    "Kota Palangka Raya": "Kota Palangkaraya",
    "Kota Pangkalpinang": "Kota Pangkal Pinang",
}


@dataclass(frozen=True)
class Region:
    """A province, kabupaten or kota.

    Attributes:
        code: the code of Kepmendagri: ``35`` for a province, ``35.07`` for a region in it.
        name: its name as the list spells it: ``Kabupaten Malang``.
        level: ``provinsi``, ``kabupaten`` or ``kota``.
        province: the name of the province it lies in, or is.
    """

    code: str
    name: str
    level: str
    province: str


@cache
def regions() -> Mapping[str, Region]:
    """All 552 regions by name, in the order of their codes."""
    text = (files("app.collection") / "data" / "regions.csv").read_text(encoding="utf-8")
    rows = [
        Region(row["code"], row["name"].strip(), row["level"], row["province"])
        for row in csv.DictReader(text.splitlines())
    ]
    return {region.name: region for region in rows}


@cache
def by_code() -> Mapping[str, Region]:
    """All 552 regions by code."""
    return {region.code: region for region in regions().values()}


def _region_name(government: str) -> str:
    """A government's name without “Pemerintah”, in the spelling of the list."""
    name = government.removeprefix(GOVERNMENT_PREFIX).removeprefix("Provinsi ")
    return ALIASES.get(name, name)


def resolve(government: str) -> Region | None:
    """The region that a government runs, or None for a ministry or a company.

    >>> resolve("Pemerintah Kabupaten Malang").code
    '35.07'
    >>> resolve("Pemerintah Provinsi Jawa Timur").code
    '35'
    """
    if not government.startswith(GOVERNMENT_PREFIX):
        return None
    return regions().get(_region_name(government))


def named_in(text: str) -> Region | None:
    """The first region that a text names in full, or None.

    A kabupaten or kota is named with its kind, since many share their name with an island, a
    mountain or a person.

    >>> named_in("SMP Negeri 13 Kota Malang").code, named_in("10 kecamatan se-Papua Barat").code
    ('35.73', '92')
    >>> named_in("Puskesmas Malang")
    """
    found = _names().search(text)
    return regions()[ALIASES.get(found[0], found[0])] if found else None


@cache
def _names() -> re.Pattern[str]:
    """The names of all regions and their aliases, the longest first."""
    names = sorted({*regions(), *ALIASES}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


def nearest(government: str) -> str | None:
    """The government with the most similar name, as a case would write it, if any is similar.

    Similar is a ratio of at least 0.5 by ``difflib``.
    """
    close = difflib.get_close_matches(_region_name(government), regions(), n=1, cutoff=0.5)
    return government_name(regions()[close[0]]) if close else None


def government_name(region: Region) -> str:
    """The name of a region's government, as a case writes it."""
    province = "Provinsi " if region.level == "provinsi" else ""
    return f"{GOVERNMENT_PREFIX}{province}{region.name}"
