"""Where the regions lie, how large they are, what borders on them, and which are alike.

``data/regions-geo.csv`` has a line for each of the 514 kabupaten and kota; docs/regions.md
says how it was made. The facts of the 38 provinces follow from those of their regions.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import groupby

from app.collection import vocabulary
from app.collection.regions import Region, by_code
from app.collection.vocabulary import Label, Language

#: The mean radius of the Earth (IUGG), in kilometres.
EARTH_RADIUS_KM = 6371.0

#: How many provinces count as near to one with fewer than two neighbours by land.
NEARBY = 3

#: A land mass that fewer regions share is a small island. Between Bali (9 kabupaten and kota)
#: and the Indonesian part of New Guinea (39) there is no other.
SMALL_ISLAND = 10


@dataclass(frozen=True, slots=True)
class Geography:
    """What is known of a region's place and size.

    Attributes:
        lat, lon: a point inside, in degrees; for a province, the mean of those of its
            regions, weighted by population.
        population: the number of inhabitants.
        area_km2: the area; None where the reference data has none.
        land: the codes of the regions of the same rank that border on it by land.
        nearby: for a region with fewer than two neighbours by land, the codes of the nearest
            others, mostly across the sea; the nearest first.
    """

    lat: float
    lon: float
    population: int
    area_km2: float | None
    land: tuple[str, ...]
    nearby: tuple[str, ...] = ()

    @property
    def density(self) -> float | None:
        """Inhabitants of a square kilometre; None where the area is unknown."""
        return self.population / self.area_km2 if self.area_km2 else None


@cache
def geography() -> Mapping[str, Geography]:
    """The geography of all 552 regions by code."""
    text = (files("app.collection") / "data" / "regions-geo.csv").read_text(encoding="utf-8")
    local = {row["code"]: _read(row) for row in csv.DictReader(text.splitlines())}
    return {**local, **_provinces(local)}


def _read(row: Mapping[str, str]) -> Geography:
    return Geography(
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        population=int(row["population"]),
        area_km2=float(row["area_km2"]) if row["area_km2"] else None,
        land=tuple(filter(None, row["land_neighbours"].split(";"))),
        nearby=tuple(filter(None, row["sea_neighbours"].split(";"))),
    )


def province_code(code: str) -> str:
    """The code of the province that a region lies in, or is: ``35.07`` → ``35``."""
    return code[:2]


def _provinces(local: Mapping[str, Geography]) -> dict[str, Geography]:
    """The geography of the provinces, out of that of their kabupaten and kota.

    Provinces border on each other where two of their regions do. The area of a province is
    unknown if that of one of its regions is.
    """
    provinces = {}
    for code, inside in groupby(sorted(local), key=province_code):
        parts = [local[other] for other in inside]
        people = sum(part.population for part in parts)
        areas = [part.area_km2 for part in parts if part.area_km2]
        land = {province_code(other) for part in parts for other in part.land} - {code}
        provinces[code] = Geography(
            lat=sum(part.lat * part.population for part in parts) / people,
            lon=sum(part.lon * part.population for part in parts) / people,
            population=people,
            area_km2=sum(areas) if len(areas) == len(parts) else None,
            land=tuple(sorted(land)),
        )
    return {
        code: replace(place, nearby=_nearby(code, provinces)) for code, place in provinces.items()
    }


def _nearby(code: str, provinces: Mapping[str, Geography]) -> tuple[str, ...]:
    """The provinces nearest to one that has fewer than two neighbours by land."""
    place = provinces[code]
    if len(place.land) > 1:
        return ()
    others = sorted(
        provinces.keys() - {code, *place.land},
        key=lambda other: _distance_km(place, provinces[other]),
    )
    return tuple(others[:NEARBY])


def regions_in(province: str) -> tuple[Region, ...]:
    """The kabupaten and kota of a province, given its code, in the order of their codes."""
    return _inside().get(province, ())


@cache
def _inside() -> Mapping[str, tuple[Region, ...]]:
    inside: dict[str, list[Region]] = {}
    for code, region in by_code().items():
        if "." in code:
            inside.setdefault(code.partition(".")[0], []).append(region)
    return {province: tuple(regions) for province, regions in inside.items()}


# --- nearness -------------------------------------------------------------------------


def neighbours(code: str) -> tuple[str, ...]:
    """The codes of the regions next to a region: by land, then the nearest across the sea."""
    place = geography()[code]
    return (*place.land, *place.nearby)


def distance_km(one: str, other: str) -> float:
    """The distance between the points of two regions over the ground, in kilometres.

    By the haversine formula, on a sphere: off by less than half a percent.
    """
    return _distance_km(geography()[one], geography()[other])


def _distance_km(a: Geography, b: Geography) -> float:
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    lon = math.radians(b.lon - a.lon)
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin(lon / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


def nearest(code: str, codes: Iterable[str]) -> list[str]:
    """Other regions, the nearest first: neighbours by land, then all by distance."""
    land = geography()[code].land
    others = {other for other in codes if other != code}
    return sorted(others, key=lambda other: (other not in land, distance_km(code, other), other))


# --- likeness -------------------------------------------------------------------------


@cache
def _shared_by() -> Mapping[str, int]:
    """Kabupaten or kota → the number of regions on its land mass: 1 if it has no border by land."""
    sizes: dict[str, int] = {}
    for start, place in geography().items():
        if start in sizes or len(start) == 2:
            continue
        reached, open_ends = {start}, list(place.land)
        while open_ends:
            code = open_ends.pop()
            if code not in reached:
                reached.add(code)
                open_ends += geography()[code].land
        sizes |= dict.fromkeys(reached, len(reached))
    return sizes


def island_size(code: str) -> int:
    """0: a region without a border by land; 1: on a small island that regions share; 2: others."""
    shared_by = _shared_by().get(code, SMALL_ISLAND)
    return 0 if shared_by == 1 else 1 if shared_by < SMALL_ISLAND else 2


def difference(one: str, other: str) -> float:
    """How much two regions of the same level differ: 0 if in nothing.

    Twice the population counts 1, twice the density a half, and each step between a region
    without a border by land, one on a small shared island and one on a large island counts 1.
    An unknown density counts like twice the density.
    """
    a, b = geography()[one], geography()[other]
    people = abs(math.log2(a.population / b.population))
    density = abs(math.log2(a.density / b.density)) if a.density and b.density else 1.0
    return people + density / 2 + abs(island_size(one) - island_size(other))


def most_similar(code: str, codes: Collection[str]) -> list[str]:
    """The regions of the same level (kabupaten, kota, provinsi), the most similar first.

    Of those that differ as much, the nearer stands first.
    """
    level = by_code()[code].level
    same = {other for other in codes if by_code()[other].level == level} - {code}
    return sorted(
        same, key=lambda other: (difference(code, other), distance_km(code, other), other)
    )


_BOTH = Label(
    "sama-sama {level}; penduduk {one} dan {other}", "both {level}; population {one} and {other}"
)
_DENSITY = Label(
    "kepadatan {one} dan {other} jiwa/km²", "density {one} and {other} inhabitants/km²"
)
_ISLANDS = (
    Label("keduanya tanpa batas darat", "neither has a land border"),
    Label("keduanya di pulau kecil", "both on small islands"),
)
_THOUSAND, _MILLION = Label("{n} ribu", "{n} thousand"), Label("{n} juta", "{n} million")


def likeness(one: str, other: str, language: Language = "id") -> str:
    """What makes two regions of the same level similar, in words and figures.

    The density is named where one is at most half as high again as the other.

    >>> likeness("35.77", "35.76")
    'sama-sama kota; penduduk 202 ribu dan 142 ribu; kepadatan 5.584 dan 6.996 jiwa/km²'
    """
    a, b = geography()[one], geography()[other]
    level = vocabulary.LEVELS[by_code()[one].level].text(language)
    words = [
        _BOTH.text(language).format(
            level=level.lower(),
            one=people(a.population, language),
            other=people(b.population, language),
        )
    ]
    if a.density and b.density and max(a.density, b.density) <= 1.5 * min(a.density, b.density):
        one_text, other_text = (_grouped(round(d), language) for d in (a.density, b.density))
        words.append(_DENSITY.text(language).format(one=one_text, other=other_text))
    if island_size(one) == island_size(other) < len(_ISLANDS):
        words.append(_ISLANDS[island_size(one)].text(language))
    return "; ".join(words)


def people(number: int, language: Language = "id") -> str:
    """A number of inhabitants, rounded: ``202 ribu``, ``1,2 juta``."""
    if number < 999_500:
        return _THOUSAND.text(language).format(n=round(number / 1000))
    text = f"{number / 1e6:.1f}"
    return _MILLION.text(language).format(n=text.replace(".", ",") if language == "id" else text)


def _grouped(number: int, language: Language) -> str:
    text = f"{number:,}"
    return text.replace(",", ".") if language == "id" else text
