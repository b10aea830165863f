"""The central bodies, companies and others that run innovations but no region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.collection import regions
from app.search.engine import Engine
from app.web.site.places import institution_slug


@dataclass(frozen=True)
class Institution:
    """A body that runs innovations but no region.

    Attributes:
        name: its name, as the case files have it.
        slugs: its cases, the newest first.
        listed_as: its name as entries of the catalogue write it, in each way.
    """

    name: str
    slugs: tuple[str, ...]
    listed_as: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def institutions(engine: Engine) -> Mapping[str, Institution]:
    """Slug → institution with a case or in the catalogue, in the order of their names.

    They are collected once for each engine.
    """
    names: dict[str, str] = {}
    slugs: dict[str, list[str]] = {}
    for card in engine.cards():
        if regions.resolve(card.government) is None:
            slug = institution_slug(card.government)
            names.setdefault(slug, card.government)
            slugs.setdefault(slug, []).append(card.slug)
    listed: dict[str, list[str]] = {}
    for government in engine.catalogue.values("government"):
        if regions.resolve(government) is None:
            slug = institution_slug(government)
            names.setdefault(slug, government)
            listed.setdefault(slug, []).append(government)
    ordered = sorted(names, key=lambda slug: names[slug].casefold())
    return {
        slug: Institution(names[slug], tuple(slugs.get(slug, ())), tuple(listed.get(slug, ())))
        for slug in ordered
    }
