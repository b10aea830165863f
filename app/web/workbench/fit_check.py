"""“Cocok untuk kami?”: the answers of a visitor, and the verdict that they allow.

The questions themselves stand in :mod:`app.web.workbench.fit_questions`, what a case says
about them in :mod:`app.web.workbench.fit_quotations`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.collection.case import Case
from app.web.site.params import BadParameter
from app.web.workbench.fit_quotations import Quote

Answer = Literal["ya", "belum", "tidak-tahu"]
ANSWERS: tuple[Answer, ...] = ("ya", "belum", "tidak-tahu")


@dataclass(frozen=True)
class Question:
    """A question of an area.

    Attributes:
        text: the question.
        strength: what speaks for copying, if the answer is “ya”.
        gap: what is missing, if the answer is “belum”.
        find_out: what to ask, if the answer is “tidak tahu”.
        of: whom to ask: the agency that runs the innovation (``origin``), or the
            visitor's own (``us``).
        lead: the words before a quotation: what it is about.
        quote: quotes what a case says about it; None if only the visitor can know.
        decides: whether there is no verdict before it is answered.
    """

    text: str
    strength: str
    gap: str
    find_out: str
    of: Literal["origin", "us"]
    lead: str = ""
    quote: Quote | None = None
    decides: bool = False


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
class Verdict:
    """What the answers speak for, against, and leave open.

    Attributes:
        strengths: what speaks for copying, from the answers “ya”.
        missing: what is not there yet, from the answers “belum”.
        ask_origin: what to ask the agency that runs the innovation: the answers “tidak tahu”,
            and the questions without an answer on which the case file is silent.
        find_out: what to find out in the visitor's own agency: the answers “tidak tahu”, and
            the questions without an answer.
        unanswered: parameter → question, for those without an answer.
        answered: the number of questions with an answer.
    """

    strengths: tuple[str, ...]
    missing: tuple[str, ...]
    ask_origin: tuple[str, ...]
    find_out: tuple[str, ...]
    unanswered: Mapping[str, Question]
    answered: int

    @property
    def undecided(self) -> Mapping[str, Question]:
        """Parameter → question, for the deciding questions without an answer."""
        return {name: question for name, question in self.unanswered.items() if question.decides}

    @property
    def is_given(self) -> bool:
        """Whether enough is answered for a verdict: every deciding question."""
        return not self.undecided

    def plan_values(self) -> dict[str, str]:
        """Field of the plan → what the answers put into it, a line each."""
        ours = (_("Cari tahu di tempat kami:"), *self.find_out) if self.find_out else ()
        return {
            "celah": "\n".join((*self.missing, *ours)),
            "tanya": "\n".join(self.ask_origin),
        }


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


def verdict(areas: Sequence[Area], answers: Mapping[str, Answer], case: Case) -> Verdict:
    """What the answers say about copying this case, in the order of the questions."""
    questions = {name: q for area in areas for name, q in area.parameters.items()}

    def answered(answer: Answer) -> list[Question]:
        return [q for name, q in questions.items() if answers.get(name) == answer]

    is_open = [
        question
        for name, question in questions.items()
        if answers.get(name) == "tidak-tahu"
        or (name not in answers and not (question.of == "origin" and _is_told(question, case)))
    ]
    return Verdict(
        strengths=tuple(question.strength for question in answered("ya")),
        missing=tuple(question.gap for question in answered("belum")),
        ask_origin=_distinct(q.find_out for q in is_open if q.of == "origin"),
        find_out=_distinct(q.find_out for q in is_open if q.of == "us"),
        unanswered={name: q for name, q in questions.items() if name not in answers},
        answered=len(answers),
    )


def _is_told(question: Question, case: Case) -> bool:
    """Whether the case file answers the question."""
    return bool(question.quote and question.quote(case).text)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
