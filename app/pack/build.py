"""Building a pack: from the choice of cases to the folder and its ZIP."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from app.collection.clock import on_day
from app.collection.vocabulary import Language
from app.pack import event
from app.pack.choice import Choice, date_of
from app.pack.contents import Page, pages
from app.pack.names import NAME_MAX, bounded, check_unique
from app.pack.rendering import NOWHERE, Renderer, application, site_application
from app.pack.search_export import load_search_data
from app.pack.search_tables import Table
from app.pack.views import Shown
from app.pack.writing import Written, writing
from app.search.engine import Engine
from app.settings import Settings
from app.web.site.offline import OfflineCopy

Progress = Callable[[list[Page]], Iterable[Page]]


@dataclass(frozen=True)
class Order:
    """What to pack.

    Attributes:
        choice: the cases.
        site: the address of the living site, without a slash at its end; empty if unknown.
        language: the language of the pages; the cases are Indonesian in both.
        date: the date of the pack; that of the collection if None.
    """

    choice: Choice
    site: str = ""
    language: Language = "id"
    date: dt.date | None = None


def build(
    settings: Settings,
    engine: Engine,
    order: Order,
    out: Path,
    *,
    progress: Progress = lambda pages: pages,
    on_wait: Callable[[], None] = lambda: None,
) -> Written:
    """Make a pack in a folder; the same order, collection and code give the same bytes.

    Raises:
        PackError: a page can't be made.
        OSError: a file can't be written.
    """
    date = order.date or date_of(engine)
    name = pack_name(order, date)
    listed, renderer = prepare(settings, engine, order)
    with on_day(date), writing(out, name, date, on_wait) as writer:
        for page in progress(listed):
            writer.write(page.file, renderer.page(page))
        for file, data in renderer.assets():
            writer.write(file, data)
        check_unique(writer.files)
        return writer.finish(out)


def prepare(settings: Settings, engine: Engine, order: Order) -> tuple[list[Page], Renderer]:
    """The pages of a pack, and what makes their files.

    Raises:
        PackError: two pages have the same file, or the event has a mistake.
    """
    copy = OfflineCopy(order.date or date_of(engine), order.site, order.choice.title)
    listed = pages(engine, order.choice, with_codes=bool(order.site))
    of_event = list(_event_pages(settings, order))
    listed += of_event
    check_unique(page.file for page in listed)
    search = load_search_data(settings.index, settings.content, order.choice.slugs, order.language)
    shown = replace(
        _shown(order.choice, listed, search),
        event=tuple((page.address, page.file) for page in of_event),
    )
    app = application(settings, copy, shown)
    return listed, Renderer(app, listed, copy, order.language)


def _event_pages(settings: Settings, order: Order) -> Iterable[Page]:
    """The pages of the event that was chosen, if one was."""
    if not order.choice.event:
        return ()
    site = site_application(settings)
    base, with_files = order.site or NOWHERE, bool(order.site)
    return event.pages(site, order.choice, base, with_files=with_files)


def pack_name(order: Order, date: dt.date) -> str:
    """The name of the folder of a pack.

    >>> pack_name(Order(Choice(())), dt.date(2026, 11, 30))
    'pustaka-inovasi-2026-11-30'
    """
    language = "" if order.language == "id" else order.language
    parts = (f"pustaka-inovasi-{date}", order.choice.name, language)
    return bounded("-".join(filter(None, parts)), NAME_MAX)


def _shown(choice: Choice, listed: Iterable[Page], search: Table) -> Shown:
    themes = [page.address for page in listed if page.address.startswith("/tema/")]
    return Shown(choice, tuple(address.removeprefix("/tema/") for address in themes), search)
