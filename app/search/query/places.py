"""The places that a query may name: provinces, islands, kabupaten and kota, by every name
that people use, and kinds of government such as "kabupaten"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from app.collection import vocabulary
from app.collection.regions import Region, regions
from app.search import language
from app.search.language import Term
from app.search.query.attributes import Conditions


@dataclass(frozen=True)
class Place:
    """A place, or a kind of government ("kabupaten di Papua"): the attribute of its cases.

    Attributes:
        label: its name, for people.
        provinces: the provinces that it is or lies in; empty for a kind of government.
        codes: the codes of the kabupaten or kota that it is; empty for provinces and islands.
        level: the level of government, if it is a kind of government.
    """

    label: str
    provinces: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    level: str | None = None

    @property
    def filter(self) -> tuple[str, tuple[str, ...]]:
        """The facet key and the values that leave only the cases of the place."""
        if self.level:
            return "level", (self.level,)
        if self.codes:
            return "region", self.codes
        if vocabulary.ISLANDS.get(self.label) == self.provinces:
            return "island", (self.label,)
        return "province", self.provinces

    @property
    def region_codes(self) -> tuple[str, ...]:
        """The codes of the region, or the regions of one name, that the place is.

        Empty for a kind of government and for several provinces.
        """
        if self.codes or len(self.provinces) != 1:
            return self.codes
        return (regions()[self.provinces[0]].code,)

    @property
    def conditions(self) -> Conditions:
        """Which cases the place, or the kind of government, runs."""
        if self.codes:
            return Conditions(regions=self.codes)
        if self.level:
            return Conditions(values=(("level", self.level),))
        return Conditions(values=tuple(("province", name) for name in self.provinces))


# Names of kabupaten and kota that are usual in offices and in the press.
REGION_ABBREVIATIONS: Mapping[str, str] = {
    "flotim": "Kabupaten Flores Timur",
    "jakbar": "Kota Administrasi Jakarta Barat",
    "jakpus": "Kota Administrasi Jakarta Pusat",
    "jaksel": "Kota Administrasi Jakarta Selatan",
    "jaktim": "Kota Administrasi Jakarta Timur",
    "jakut": "Kota Administrasi Jakarta Utara",
    "kubar": "Kabupaten Kutai Barat",
    "kukar": "Kabupaten Kutai Kartanegara",
    "kutim": "Kabupaten Kutai Timur",
    "lobar": "Kabupaten Lombok Barat",
    "loteng": "Kabupaten Lombok Tengah",
    "lotim": "Kabupaten Lombok Timur",
    "palangka raya": "Kota Palangkaraya",
    "tangsel": "Kota Tangerang Selatan",
}

# Names of groups of provinces, beside the islands of the vocabulary.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "sumatra": vocabulary.ISLANDS["Sumatera"],
    "jabodetabek": ("DKI Jakarta", "Jawa Barat", "Banten"),
    "nusa tenggara": ("Nusa Tenggara Barat", "Nusa Tenggara Timur"),
    "kepulauan maluku": vocabulary.ISLANDS["Maluku"],
    "tanah papua": vocabulary.ISLANDS["Papua"],
    "borneo": vocabulary.ISLANDS["Kalimantan"],
}

# Names of kinds of government. With the name of a region behind them ("kabupaten malang")
# they belong to that name.
KINDS: Mapping[str, str] = {
    "kabupaten": "kabupaten",
    "pemkab": "kabupaten",
    "kota": "kota",
    "pemkot": "kota",
    "provinsi": "provinsi",
    "pemprov": "provinsi",
    "kementerian": "kementerian",
    "bumn": "bumn",
    "bumd": "bumd",
}

# Words that may stand before the bare name of a region.
KABUPATEN_WORDS = frozenset({"kabupaten", "kab", "pemkab"})
KOTA_WORDS = frozenset({"kota", "kotamadya", "pemkot"})

# Names of regions that are also ordinary words. They are taken for a place only behind a
# word that announces a place.
ORDINARY_WORDS = frozenset(
    {"alor", "banjar", "batu", "buru", "landak", "lingga", "malaka", "metro", "pati"}
    | {"puncak", "serang", "sorong", "siak", "lima puluh kota", "pesisir barat", "banyuasin"}
    | {"batang", "batu bara", "batubara"}
)

# Words that ask for what is near the place behind them (:mod:`~.near`).
NEAR_WORDS = frozenset(
    {"dekat", "didekat", "terdekat", "berdekatan", "sekitar", "disekitar", "sekitaran", "seputar"}
    | {"tetangga", "tetangganya", "bertetangga", "berbatasan"}
    | {"near", "nearby", "around", "neighbours", "neighbors", "neighbouring", "neighboring"}
)
ANNOUNCING = KABUPATEN_WORDS | KOTA_WORDS | NEAR_WORDS | {"di", "dari", "ke", "daerah", "wilayah"}


@cache
def gazetteer() -> Mapping[Term, Place]:
    """Every name of a place, folded → the place.

    A name of both an island (or the whole of Papua) and a province means the island. A
    bare name of both a kabupaten and a kota means both.
    """
    return {**_official_names(), **_everyday_names()}


def _official_names() -> Mapping[Term, Place]:
    """The names of provinces, kabupaten and kota, full and bare."""
    places: dict[Term, Place] = {}
    bare: dict[Term, list[Region]] = defaultdict(list)
    for region in regions().values():
        if region.level == "provinsi":
            places[language.term(region.name)] = Place(region.name, (region.province,))
            continue
        level, name = region.name.split(" ", 1)
        name = name.removeprefix("Administrasi ")
        place = Place(f"{level} {name}", (region.province,), (region.code,))
        places[language.term(region.name)] = place
        for word in KABUPATEN_WORDS if region.level == "kabupaten" else KOTA_WORDS:
            places[(word, *language.term(name))] = place
        bare[language.term(name)].append(region)
    for term, same_name in bare.items():
        provinces = tuple(dict.fromkeys(region.province for region in same_name))
        label = same_name[0].name
        if len(same_name) > 1:
            label = label.split(" ", 1)[1]
        place = Place(label, provinces, tuple(region.code for region in same_name))
        places.setdefault(term, place)
        # Some write "pangkal pinang" as a single word.
        places.setdefault(("".join(term),), place)
    return places


def _everyday_names() -> Mapping[Term, Place]:
    """Abbreviations, kinds of government, islands and other groups of provinces."""
    places: dict[Term, Place] = {}
    for name, region_name in REGION_ABBREVIATIONS.items():
        region = regions()[region_name]
        label = region.name.replace("Administrasi ", "")
        places[language.term(name)] = Place(label, (region.province,), (region.code,))
    for name, province in vocabulary.PROVINCE_ABBREVIATIONS.items():
        places[language.term(name)] = Place(province, (province,))
    for name, level in KINDS.items():
        places[language.term(name)] = Place(vocabulary.LEVELS[level].id, level=level)
    for name, provinces in {**vocabulary.ISLANDS, **GROUPS}.items():
        label = name if name in vocabulary.ISLANDS else name.title()
        places[language.term(name)] = Place(label, provinces)
    return places


@cache
def name_words() -> frozenset[str]:
    """The words of which names of places consist."""
    return frozenset(word for term in gazetteer() for word in term)


@cache
def _longest() -> Mapping[str, int]:
    """Word → the number of words of the longest name that begins with it."""
    longest: dict[str, int] = {}
    for term in gazetteer():
        longest[term[0]] = max(len(term), longest.get(term[0], 0))
    return longest


def find(words: Term, start: int) -> tuple[Place, int] | None:
    """The place that ``words`` name at position ``start``, and the position behind its name.

    >>> find(("stunting", "di", "jawa", "timur"), 2)[0].label
    'Jawa Timur'
    """
    longest = _longest().get(words[start], 0)
    for end in range(min(len(words), start + longest), start, -1):
        term = words[start:end]
        place = gazetteer().get(term)
        if place is None:
            continue
        if " ".join(term) in ORDINARY_WORDS and (start == 0 or words[start - 1] not in ANNOUNCING):
            continue
        return place, end
    return None
