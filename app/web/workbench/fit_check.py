"""“Cocok untuk kami?”: the answers of a visitor, and the points that they leave open.

The questions themselves stand in :mod:`app.web.workbench.fit_questions`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.collection.case import Case
from app.web.site.params import BadParameter

Answer = Literal["ya", "belum", "tidak-tahu"]
ANSWERS: tuple[Answer, ...] = ("ya", "belum", "tidak-tahu")


@dataclass(frozen=True)
class Quotation:
    """What a case says about a question; ``text`` is empty if it says nothing.

    ``anchor`` is the place on the page of the case where the text stands.
    """

    text: str
    anchor: str


@dataclass(frozen=True)
class Question:
    """A question of an area.

    Attributes:
        text: the question.
        gap: what is missing, if the answer is “belum”.
        find_out: what to ask, if the answer is “tidak tahu”.
        of: whom to ask: the agency that runs the innovation (``origin``), or the
            visitor's own (``us``).
        quote: quotes what a case says about it; None if only the visitor can know.
    """

    text: str
    gap: str
    find_out: str
    of: Literal["origin", "us"]
    quote: Callable[[Case], Quotation] | None = None


@dataclass(frozen=True)
class Area:
    """Some questions on one subject. ``key`` and a number from 1 name their parameters."""

    key: str
    name: str
    questions: tuple[Question, ...]

    @property
    def parameters(self) -> Mapping[str, Question]:
        """Parameter → question."""
        return {f"{self.key}{n}": question for n, question in enumerate(self.questions, 1)}


@dataclass(frozen=True)
class OpenPoints:
    """The points that the answers leave open.

    Attributes:
        missing: what is not there yet.
        ask_origin: what to ask the agency that runs the innovation.
        find_out: what to find out in the visitor's own agency.
        answered, unanswered: numbers of questions with and without an answer.
    """

    missing: tuple[str, ...] = ()
    ask_origin: tuple[str, ...] = ()
    find_out: tuple[str, ...] = ()
    answered: int = 0
    unanswered: int = 0

    @property
    def text(self) -> str:
        """All points, a line each, as the plan takes them over in its parameter ``celah``."""
        lines = [
            *(_("Belum: %(gap)s", gap=gap) for gap in self.missing),
            *(_("Tanyakan ke instansi asal: %(question)s", question=q) for q in self.ask_origin),
            *(_("Cari tahu di tempat kami: %(question)s", question=q) for q in self.find_out),
        ]
        return "\n".join(lines)


def read_answers(
    args: MultiDict[str, str], areas: Sequence[Area]
) -> tuple[dict[str, Answer], list[BadParameter]]:
    """The answers in an address, by parameter, and the values that are no answer."""
    answers: dict[str, Answer] = {}
    bad: list[BadParameter] = []
    for area in areas:
        for name in area.parameters:
            value = args.get(name, "")
            if value in ANSWERS:
                answers[name] = value
            elif value:
                message = _(
                    "Jawaban “%(value)s” tidak dikenal; pilih %(choices)s.",
                    value=value[:100],
                    choices=", ".join(ANSWERS),
                )
                bad.append(BadParameter(name, message))
    return answers, bad


def open_points(areas: Sequence[Area], answers: Mapping[str, Answer]) -> OpenPoints:
    """The points that the answers leave open, in the order of the questions."""
    questions = [pair for area in areas for pair in area.parameters.items()]
    missing = [question.gap for name, question in questions if answers.get(name) == "belum"]
    unknown = [question for name, question in questions if answers.get(name) == "tidak-tahu"]
    return OpenPoints(
        missing=tuple(missing),
        ask_origin=tuple(question.find_out for question in unknown if question.of == "origin"),
        find_out=tuple(question.find_out for question in unknown if question.of == "us"),
        answered=len(answers),
        unanswered=len(questions) - len(answers),
    )
