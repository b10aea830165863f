"""The theme that an address names, what the address asks of its page, and the cases beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import abort
from flask_babel import gettext as _

from app.collection import vocabulary
from app.collection.theme_overview import (
    ORDERS,
    ApproachOverview,
    CaseOfTheme,
    ResultOrder,
    ThemeOverview,
    overview,
)
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.links import url_for
from app.web.site.params import BadParameter


def requested_theme(slug: str) -> ThemeOverview:
    """The theme of a slug with its cases; if there is none, the request ends with 404."""
    engine = current_engine()
    theme = engine.themes.get(slug)
    if theme is None:
        abort(
            answer(
                404,
                _("Tema ini tidak ada"),
                _("Tidak ada tema dengan alamat “%(slug)s”. Lihat daftar tema.", slug=slug[:100]),
            )
        )
    return overview(theme, engine.case)


@dataclass(frozen=True)
class Choice:
    """What the address asks of the page of a theme.

    Attributes:
        approach: the number of the approach whose cases are shown; None for all.
        step: the step of evidence whose cases are shown; None for all.
        order: the order of the table of results.
    """

    slug: str
    approach: int | None = None
    step: int | None = None
    order: ResultOrder = "cara"

    def url(self, anchor: str = "", **changes: object) -> str:
        """The address with changes to the choice, at an anchor."""
        choice = replace(self, **changes)  # type: ignore[arg-type]  # templates name fields
        pairs = {
            "cara": choice.approach,
            "bukti": choice.step,
            "urut": choice.order if choice.order != "cara" else None,
        }
        path, _question, shortlist = url_for("themes.theme", slug=self.slug).partition("?")
        wanted = urlencode({name: value for name, value in pairs.items() if value is not None})
        arguments = "&".join(filter(None, (wanted, shortlist)))
        url = f"{path}?{arguments}" if arguments else path
        return f"{url}#{anchor}" if anchor else url

    def keeps(self, approach: ApproachOverview, entry: CaseOfTheme) -> bool:
        """Whether a case of an approach is shown."""
        return self.approach in (None, approach.number) and self.step in (None, entry.step)


def read_choice(
    theme: ThemeOverview, arguments: Mapping[str, str]
) -> tuple[Choice, list[BadParameter]]:
    """The choice in the parameters of an address, and the parameters that can't be used."""
    bad: list[BadParameter] = []

    def one_of(name: str, values: Iterable[str]) -> str | None:
        value = arguments.get(name)
        if not value or value in (allowed := list(values)):
            return value or None
        known = ", ".join(allowed)
        bad.append(BadParameter(name, _("Pilih salah satu: %(values)s.", values=known)))
        return None

    approach = one_of("cara", (str(approach.number) for approach in theme.approaches))
    step = one_of("bukti", vocabulary.EVIDENCE)
    order = one_of("urut", ORDERS)
    choice = Choice(
        slug=theme.theme.slug,
        approach=int(approach) if approach else None,
        step=int(step) if step else None,
        order=order or "cara",  # type: ignore[arg-type]  # one of ORDERS
    )
    return choice, bad


def shown(theme: ThemeOverview, choice: Choice) -> list[tuple[ApproachOverview, list[CaseOfTheme]]]:
    """The approaches with those of their cases that the choice keeps; none without a case."""
    approaches = [
        (approach, [entry for entry in approach.cases if choice.keeps(approach, entry)])
        for approach in theme.approaches
    ]
    return [(approach, cases) for approach, cases in approaches if cases]
