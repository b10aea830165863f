"""The regional governments that are invited to take part in an event, in its address.

The parameter ``undang`` has the code of a region, or what a visitor typed: names of regions,
with commas between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.collection.regions import Region, by_code, regions
from app.documents.event.kit import MOST_INVITED, Participant
from app.search.engine import Engine
from app.search.query import region_names

#: The parameter that names a region; repeatable.
PARAMETER = "undang"

# A message about names shows at most this many of them, and offers as many regions for one.
_NAMES_SHOWN, _OFFERED = 5, 3

# More values are never read: nobody sends them.
_MOST_READ = 100


@dataclass(frozen=True)
class Invited:
    """The invited governments of a request.

    Attributes:
        codes: the codes of their regions, each once, in order.
        typed: the names that could not be used, with commas between.
        mistake: what is wrong with them, in the reader's language; empty if nothing is.
        named: whether a region was given by its name, or twice, or left empty.
    """

    codes: tuple[str, ...] = ()
    typed: str = ""
    mistake: str = ""
    named: bool = False


def read_invited(values: Sequence[str]) -> Invited:
    """The regions that the values of the parameter name."""
    pieces = [piece.strip() for value in values[:_MOST_READ] for piece in value.split(",")]
    names = [piece[: region_names.LONGEST] for piece in pieces if piece][:_MOST_READ]
    found = {name: _regions_named(name) for name in dict.fromkeys(names)}
    unclear = [name for name, choices in found.items() if len(choices) != 1]
    codes = tuple(dict.fromkeys(found[name][0].code for name in names if len(found[name]) == 1))
    mistakes = [_unclear(name, found[name]) for name in unclear[:_NAMES_SHOWN]]
    if len(codes) > MOST_INVITED:
        mistakes.append(_("Paling banyak %(n)s daerah; sisanya tidak diundang.", n=MOST_INVITED))
    return Invited(
        codes[:MOST_INVITED], ", ".join(unclear), " ".join(mistakes), list(codes) != [*values]
    )


def _regions_named(text: str) -> Sequence[Region]:
    """The regions of a code or a name."""
    if text in by_code():
        return (by_code()[text],)
    province = regions().get(text.removeprefix("Provinsi "))
    return region_names.find(text) or ((province,) if province else ())


def _unclear(name: str, choices: Sequence[Region]) -> str:
    """Why a name stands for no single region, and what to type instead."""
    if choices:
        return _("“%(name)s” bisa berarti %(choices)s.", name=name, choices=_listed(choices))
    near = region_names.nearest(name, _OFFERED)
    if near:
        return _(
            "Tidak ada daerah bernama “%(name)s”. Mungkin maksud Anda %(choices)s.",
            name=name,
            choices=_listed(near),
        )
    return _("Tidak ada daerah bernama “%(name)s”. Tulis seperti Kabupaten Ngawi.", name=name)


def _listed(choices: Iterable[Region]) -> str:
    return _(" atau ").join(region.name for region in choices)


def participants(codes: Iterable[str], engine: Engine) -> tuple[Participant, ...]:
    """The invited governments, with whether the collection has a case of each."""
    return tuple(Participant(by_code()[code], code in engine.regions) for code in codes)
