"""The public list of what curators should look at again, also as CSV and Excel."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from flask import Blueprint, Response, render_template, url_for
from flask_babel import gettext as _

from app.collection.upkeep import KINDS, LINK_KINDS, NOT_ASKED, Task, tasks_of
from app.documents.office.tables import CellValue, Table
from app.search.engine import Engine
from app.search.known import VOCABULARY
from app.web.site.downloads import TableKind, caption, download_table, provenance
from app.web.site.engine import current_engine
from app.web.site.i18n import label, today
from app.web.site.needs import needs_are_logged

blueprint = Blueprint("upkeep", __name__)

#: Tasks of a kind that the page shows; the files have all.
SHOWN = 20

#: A whole case takes 0.2 ms to read: of a larger collection, the cases whose status is known
#: from longest ago are looked at, since these need it most.
MOST_CASES = 5_000


@blueprint.get("/tentang/mutu")
def overview() -> str:
    """The number of tasks of each kind, and the most urgent of them."""
    engine = current_engine()
    tasks = _tasks(engine, today())
    return render_template(
        "upkeep/upkeep.html",
        engine=engine,
        counts=Counter(task.kind for task in tasks),
        shown={kind: _most_urgent(tasks, kind) for kind in KINDS},
        kinds=KINDS,
        unknown=dict.fromkeys(() if engine.gone_links.asked else LINK_KINDS, NOT_ASKED),
        known=engine.values("known"),
        known_names=VOCABULARY,
        looked_at=min(engine.cases, MOST_CASES),
        needs_are_logged=needs_are_logged(),
    )


def _most_urgent(tasks: Sequence[Task], kind: str) -> list[Task]:
    return [task for task in tasks if task.kind == kind][:SHOWN]


@lru_cache(maxsize=1)
def _tasks(engine: Engine, day: dt.date) -> Sequence[Task]:
    """The tasks of a collection on a day, worked out once for each engine."""
    cards = sorted(engine.cards(), key=lambda card: card.status_as_of or "")[:MOST_CASES]
    cases = [case for card in cards if (case := engine.case(card.slug))]
    gone = engine.gone_links
    links: Mapping[str, str] = dict.fromkeys(gone.dead, "dead") | dict.fromkeys(
        gone.failing, "failing"
    )
    return tuple(tasks_of(cases, engine.themes.values(), links, day))


@blueprint.get("/tentang/mutu.csv", endpoint="table_csv", defaults={"kind": "csv"})
@blueprint.get("/tentang/mutu.xlsx", endpoint="table_xlsx", defaults={"kind": "xlsx"})
def table_file(kind: TableKind) -> Response:
    """All tasks, with an empty column for who takes each."""
    return download_table(_table(), kind, _("mutu koleksi"))


def _table() -> Table:
    engine = current_engine()
    tasks = _tasks(engine, today())
    rows: list[tuple[CellValue, ...]] = [
        (
            label(KINDS[task.kind]),
            task.title,
            label(task.place),
            label(task.detail),
            None,
            _address(task),
        )
        for task in tasks
    ]
    title = _("Mutu koleksi")
    return Table(
        title,
        (_("Jenis"), _("Judul"), _("Tempat"), _("Rincian"), _("Petugas"), _("Alamat")),
        rows,
        gap="",
        about=provenance(engine, url_for("upkeep.overview", s=None)),
        about_title=_("Tentang berkas ini"),
        caption=caption(title),
    )


def _address(task: Task) -> str:
    endpoint = "themes.theme" if task.kind == "old-theme" else "pages.case"
    return url_for(endpoint, slug=task.slug, s=None, _external=True)
