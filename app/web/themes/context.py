"""The theme that an address names, what the address asks of its page, and the cases beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote_plus

from flask import abort
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from app.collection import vocabulary
from app.collection.theme_overview import (
    ORDERS,
    ApproachOverview,
    CaseOfTheme,
    ResultOrder,
    ThemeOverview,
)
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.i18n import label, listed_with_or, marked_indonesian
from app.web.site.links import url_for
from app.web.site.params import BadParameter

#: The place on the page of a theme that says which cases are shown.
CHOSEN = "dipilih"


def requested_theme(slug: str) -> ThemeOverview:
    """The theme of a slug with its cases; if there is none, the request ends with 404."""
    overview = current_engine().theme_overview(slug)
    if overview is None:
        abort(
            answer(
                404,
                _("Tema ini tidak ada"),
                _("Tidak ada tema dengan alamat “%(slug)s”. Lihat daftar tema.", slug=slug[:100]),
            )
        )
    return overview


@dataclass(frozen=True)
class Choice:
    """What the address asks of the page of a theme.

    Attributes:
        approach: the number of the approach whose cases are shown; None for all.
        steps: the steps of evidence whose cases are shown; none for all.
        place: the province (or the nation) whose cases are shown; None for all.
        order: the order of the table of results.
    """

    slug: str
    approach: int | None = None
    steps: tuple[int, ...] = ()
    place: str | None = None
    order: ResultOrder = "cara"

    @property
    def narrows(self) -> bool:
        """Whether some cases of the theme are left out."""
        return self.approach is not None or bool(self.steps) or self.place is not None

    def url(self, anchor: str = "", **changes: Any) -> str:
        """The address with changes to the choice, at an anchor."""
        choice = vars(self) | changes
        steps: tuple[int, ...] = choice["steps"]
        arguments = [f"bukti={step}" for step in steps]
        if choice["approach"] is not None:
            arguments.insert(0, f"cara={choice['approach']}")
        if choice["place"] is not None:
            arguments.append(f"tempat={quote_plus(choice['place'])}")
        if choice["order"] != "cara":
            arguments.append(f"urut={choice['order']}")
        path, _question, shortlist = self._address
        if shortlist:
            arguments.append(shortlist)
        url = f"{path}?{'&'.join(arguments)}" if arguments else path
        return f"{url}#{anchor}" if anchor else url

    @cached_property
    def _address(self) -> tuple[str, str, str]:
        """The path of the theme, a question mark if something follows, and the shortlist."""
        return url_for("themes.theme", slug=self.slug).partition("?")

    def cases_url(self, **filters: Any) -> str:
        """The address of the cases that filters keep, and no others of the choice."""
        return self.url(CHOSEN, **{"approach": None, "steps": (), "place": None, **filters})

    def keeps(self, approach: ApproachOverview, entry: CaseOfTheme) -> bool:
        """Whether a case of an approach is shown."""
        return (
            self.approach in (None, approach.number)
            and (not self.steps or entry.step in self.steps)
            and self.place in (None, entry.case.province)
        )

    def in_words(self, theme: ThemeOverview) -> Markup:
        """The filters in words: ``Bank sampah, Hasil tercatat, Jawa Timur``."""
        words = [label(vocabulary.EVIDENCE[str(step)]) for step in self.steps]
        if len(words) > 1:
            words = [listed_with_or(words)]
        if self.approach is not None:
            words.insert(0, marked_indonesian(theme.approaches[self.approach - 1].approach.name))
        return Markup(", ").join([*words, *filter(None, [self.place])])


def read_choice(
    theme: ThemeOverview, arguments: MultiDict[str, str]
) -> tuple[Choice, list[BadParameter]]:
    """The choice in the parameters of an address, and the parameters that can't be used."""
    bad: list[BadParameter] = []

    def values_of(name: str, allowed: Iterable[str]) -> list[str]:
        allowed = list(allowed)
        values = [value for value in arguments.getlist(name) if value]
        if not set(values) <= set(allowed):
            known = ", ".join(allowed) or "–"
            bad.append(BadParameter(name, _("Pilih salah satu: %(values)s.", values=known)))
        return [value for value in allowed if value in values]

    approach = values_of("cara", (str(approach.number) for approach in theme.approaches))
    place = values_of("tempat", theme.provinces)
    order = values_of("urut", ORDERS)
    choice = Choice(
        slug=theme.theme.slug,
        approach=int(approach[0]) if approach else None,
        steps=tuple(map(int, values_of("bukti", vocabulary.EVIDENCE))),
        place=place[0] if place else None,
        order=order[0] if order else "cara",  # type: ignore[arg-type]  # one of ORDERS
    )
    return choice, bad


def shown(
    theme: ThemeOverview, choice: Choice
) -> list[tuple[ApproachOverview, tuple[CaseOfTheme, ...]]]:
    """The approaches with those of their cases that the choice keeps; none without a case."""
    approaches = [
        (approach, tuple(entry for entry in approach.cases if choice.keeps(approach, entry)))
        for approach in theme.approaches
    ]
    return [(approach, cases) for approach, cases in approaches if cases]
