"""How to cite a case or a theme: as a line of text, as BibTeX, and as CSL-JSON.

A page changes when curators work on it, so every form names the state that was read, the day of
the last work on it, and the day on which it was read.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass

from app.collection import wording
from app.collection.case import Case
from app.collection.theme import Theme
from app.web.site.canonical import page_url
from app.web.site.i18n import gettext as _
from app.web.site.i18n import long_date, today
from app.web.site.structured_data import NAME

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# What TeX reads as something else than the character itself.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}


@dataclass(frozen=True)
class Citation:
    """A page to cite.

    Attributes:
        key: the name that a bibliography knows it by.
        title: its title, in Indonesian.
        state: the day of the last work on it.
        address: the whole address of the page.
        read: the day on which it is cited.
    """

    key: str
    title: str
    state: dt.date
    address: str
    read: dt.date

    @property
    def text(self) -> str:
        """The citation as a line of text, in the language of the page."""
        return _(
            "%(author)s (%(year)s). “%(title)s”. Keadaan %(state)s, dibaca %(read)s. %(address)s",
            author=NAME,
            year=self.state.year,
            title=self.title,
            state=long_date(self.state),
            read=long_date(self.read),
            address=self.address,
        )

    @property
    def bibtex(self) -> str:
        """The citation as an entry of BibTeX, which biblatex reads as well, in UTF-8."""
        fields = {
            # The second pair of braces keeps a name whole, and the capitals of a title.
            "author": f"{{{_tex(NAME)}}}",
            "title": f"{{{_tex(self.title)}}}",
            "year": str(self.state.year),
            "month": _MONTHS[self.state.month - 1],
            "note": _tex(f"Keadaan {self.state.isoformat()}"),
            "url": self.address,
            "urldate": self.read.isoformat(),
            "langid": "indonesian",
        }
        lines = [
            f"  {name} = {value if name == 'month' else '{' + value + '}'},"
            for name, value in fields.items()
        ]
        return "\n".join([f"@misc{{{self.key},", *lines, "}", ""])

    @property
    def csl_json(self) -> str:
        """The citation as CSL-JSON, which Zotero, Mendeley and citeproc read."""
        item = {
            "id": self.key,
            "type": "webpage",
            "title": self.title,
            "author": [{"literal": NAME}],
            "container-title": NAME,
            "issued": _date_parts(self.state),
            "accessed": _date_parts(self.read),
            "URL": self.address,
            "language": "id",
        }
        return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


def citation_of_case(case: Case) -> Citation:
    """How to cite a case."""
    name = case.title if not case.expansion else f"{case.title}: {case.expansion}"
    return Citation(
        key=f"pustaka-inovasi-{case.slug}",
        title=f"{name}, {wording.place(case)}",
        state=case.updated,
        address=page_url("pages.case", slug=case.slug),
        read=today(),
    )


def citation_of_theme(theme: Theme) -> Citation:
    """How to cite a theme."""
    return Citation(
        key=f"pustaka-inovasi-tema-{theme.slug}",
        title=theme.title,
        state=theme.updated,
        address=page_url("themes.theme", slug=theme.slug),
        read=today(),
    )


def _tex(text: str) -> str:
    """A text that TeX prints as it is, on one line."""
    text = re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()
    return "".join(_TEX.get(character, character) for character in text)


def _date_parts(date: dt.date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[date.year, date.month, date.day]]}
