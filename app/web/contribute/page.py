"""A step of the form, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.collection.wording import host, shortened
from app.contribution import fields
from app.contribution.doubles import Double
from app.web.contribute.filled import Filled
from app.web.contribute.mistakes import FieldMistake
from app.web.contribute.steps import STEPS, TOLD_IN, Step, item_of, row_name, row_named

#: The most characters of the name of a source where it can be chosen.
SHORT = 18


@dataclass(frozen=True)
class SourceChoice:
    """A source that a field may be based on.

    Attributes:
        number: its number, from 1.
        short: the site or publisher, or the beginning of its title.
        title: its title, or its address.
    """

    number: int
    short: str
    title: str


@dataclass(frozen=True)
class FormPage:
    """A step of the form with what was typed in it.

    Attributes:
        number: the number of the step, from 1.
        mistakes: the mistakes of this step that are shown.
        doubles: cases that may tell of the same innovation.
        governments: the governments that an unclear name may mean.
        stopped: whether these mistakes kept the visitor from the next step.
        notice: something that the page has to say first; perhaps nothing.
    """

    number: int
    filled: Filled
    mistakes: Sequence[FieldMistake] = ()
    doubles: Sequence[Double] = ()
    governments: Sequence[str] = ()
    stopped: bool = False
    notice: str = ""

    @property
    def step(self) -> Step:
        """The step."""
        return STEPS[self.number - 1]

    @property
    def carried(self) -> str:
        """What was typed in the other steps, for the hidden field."""
        return self.filled.of_steps_except(self.number).to_json(self.number)

    @property
    def sources(self) -> Sequence[SourceChoice]:
        """The sources that can be chosen."""
        return source_choices(self.filled)

    def at(self, name: str) -> Sequence[FieldMistake]:
        """The mistakes of a field."""
        return [mistake for mistake in self.mistakes if mistake.name == name]

    def opened(self, row: str) -> bool:
        """Whether the columns of a row that few need are in use, or have a mistake."""
        rare = [f"{row}-{column}" for column in ("adverse", "examined_by", "case", "result")]
        return any(self.filled.text(name) or self.at(name) for name in rare)

    def rows(self, item: str) -> Sequence[str]:
        """The names of the rows, or paragraphs, that are shown: at least one."""
        return [row_name(item, n + 1) for n in range(max(1, self.filled.row_count(item)))]

    def cites(self, name: str) -> Sequence[int]:
        """The sources chosen for a field; the only one there is, where nothing was typed yet."""
        is_new = name not in self.filled.values and row_named(name)
        if is_new and item_of(name) not in TOLD_IN and len(self.sources) == 1:
            return (self.sources[0].number,)
        return self.filled.cites(name)


def source_choices(filled: Filled) -> Sequence[SourceChoice]:
    """The sources of which something was typed."""
    choices = []
    for number in range(1, filled.row_count("sources") + 1):
        texts = {
            column.key: filled.text(row_name("sources", number, column.key)).strip()
            for column in fields.by_key("sources").columns
        }
        if any(texts.values()):
            title = texts["title"] or texts["url"] or texts["publisher"]
            short = texts["publisher"] or host_of(texts["url"]) or title
            choices.append(SourceChoice(number, shortened(short, SHORT, inside_words=True), title))
    return choices


def host_of(url: str) -> str:
    """The host of an address; empty if it has none."""
    try:
        return host(url)
    except ValueError:
        return ""
