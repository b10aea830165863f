"""Which cases go into a pack: all, or those of a search, a theme, a region or a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.collection import regions
from app.collection.geography import regions_in
from app.pack.names import PackError
from app.search.engine import Engine
from app.search.query.query import MAX_PER_PAGE, Query
from app.web.site.places import institution_slug

#: The most cases that may be named one by one.
MOST_LISTED = 100


@dataclass(frozen=True)
class Choice:
    """The cases of a pack.

    Attributes:
        slugs: the cases, in the order in which the pack lists them.
        title: what they were chosen by, in words; empty for the whole collection.
        name: the same as part of a file name.
        region: the code of the region, if they were chosen by one.
        listed: whether they were named one by one.
        event: the parameters of the event that they belong to, if any.
    """

    slugs: tuple[str, ...]
    title: str = ""
    name: str = ""
    region: str = ""
    listed: bool = False
    event: str = ""

    @property
    def whole(self) -> bool:
        """Whether these are all cases."""
        return not self.title


def everything(engine: Engine) -> Choice:
    """All cases, the newest first."""
    return Choice(tuple(card.slug for card in engine.cards()))


def by_query(engine: Engine, text: str) -> Choice:
    """The cases about a text, the best first.

    Raises:
        PackError: there are none.
    """
    query = Query(text, related=False, per_page=MAX_PER_PAGE)
    pages = engine.search(query).pages
    slugs = tuple(
        hit.card.slug
        for page in range(1, pages + 1)
        for hit in engine.search(replace(query, page=page)).hits
        if hit.about
    )
    return _found(Choice(slugs, f"Pencarian “{text}”", f"cari-{_slug(text)}"))


def by_theme(engine: Engine, slug: str) -> Choice:
    """The cases of a theme: those of its approaches, then those that only its text cites.

    Raises:
        PackError: there is no such theme.
    """
    theme = engine.themes.get(slug)
    if theme is None:
        raise PackError(f"Tidak ada tema “{slug}”. Lihat nama berkas di content/themes.")
    named = [*(case for approach in theme.approaches for case in approach.cases), *theme.cited]
    slugs = tuple(name for name in dict.fromkeys(named) if engine.titles((name,)))
    return _found(Choice(slugs, f"Tema: {theme.title}", f"tema-{slug}"))


def by_region(engine: Engine, name: str) -> Choice:
    """The cases of a region by its code or name; of a province, also those inside it.

    Raises:
        PackError: there is no such region, or it has no case.
    """
    region = regions.by_code().get(name) or regions.resolve(name) or regions.regions().get(name)
    if region is None:
        raise PackError(
            f"Tidak ada daerah “{name}”. Tulis kodenya (35.78) atau namanya (Kota Surabaya)."
        )
    inside = [other.code for other in regions_in(region.code)] if len(region.code) == 2 else []
    codes = dict.fromkeys([region.code, *inside])
    slugs = tuple(slug for code in codes for slug in engine.regions.get(code, ()))
    return _found(
        Choice(slugs, f"Daerah: {region.name}", f"daerah-{_slug(region.name)}", region.code)
    )


def by_list(engine: Engine, slugs: Sequence[str]) -> Choice:
    """The cases that are named.

    Raises:
        PackError: one of them does not exist, or there are too many.
    """
    wanted = tuple(dict.fromkeys(slug.strip().lower() for slug in slugs if slug.strip()))
    unknown = [slug for slug in wanted if not engine.titles((slug[:100],))]
    if unknown:
        raise PackError(f"Tidak ada kasus “{unknown[0][:100]}”.")
    if len(wanted) > MOST_LISTED:
        raise PackError(f"Daftar pilihan memuat paling banyak {MOST_LISTED} kasus.")
    return _found(Choice(wanted, "Daftar pilihan", "pilihan", listed=True))


def date_of(engine: Engine) -> dt.date:
    """The date of the collection: the latest on which a case was worked on."""
    days = (dt.date.fromisoformat(card.updated) for card in engine.cards())
    return max(days, default=engine.built_at.date())


def _found(choice: Choice) -> Choice:
    if not choice.slugs:
        raise PackError(f"{choice.title}: tidak ada kasusnya.")
    return choice


def _slug(text: str) -> str:
    return institution_slug(text) or "kasus"
