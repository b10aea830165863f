"""How well the results of a case are proven, which facts its file lacks, how old its status is.

The evidence ladder has five steps and looks at results alone. Each step needs those below
it, so a case stands on the highest step of an unbroken ladder. The step is worked out from
the case file, by rules that leave no room for opinion: two people who read the same file
reach the same step.

0. No result on record: every case meets this step.
1. A result on record: an entry of ``results`` has a figure in ``after``.
2. Before and after: such a result has a figure in ``before``, too, or its figure is set
   against a comparison group.
3. Externally examined: a result of step 2 names the source of a study, evaluation or audit
   by somebody outside the owner (``examined_by``), and a sentence of the body that reports
   the study cites that source.
4. Repeated elsewhere: the case meets step 3, and a copy of it has a figure of its own
   (``result`` of an entry of ``replicated_by``).

A result with ``adverse: true`` tells a worsening and counts for no step. Awards and copies
without figures count for none either; :mod:`app.collection.awards` has the recognition of a
case, and :func:`spread` says how far it was copied.

The steps follow Nesta's Standards of Evidence (Puttick and Ludlow 2012: account of impact,
correlation, causation, independent replication, scaled) and the padlocks of the Education
Endowment Foundation, which begin at zero and rate the evidence, not the approach. Both ask
for control groups or reviews of studies, which this collection hardly has, so the steps here
are set where its cases differ.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from app.collection import clock
from app.collection.case import Case, DateOrYear, Replication, Result, Section
from app.collection.sentences import cited_statements, split_sentences
from app.collection.vocabulary import Label

# --- the ladder -----------------------------------------------------------------------

_FIGURE = re.compile(r"\d")

# A figure that is set against a group without the innovation: "sekolah pembanding".
_COMPARISON_GROUP = re.compile(r"\b(?:pembanding|kelompok kontrol)\b", re.IGNORECASE)

# The words with which entries of ``replicated_by`` say that copying is only planned.
_PROMISE = re.compile(r"\b(?:komitmen|berkomitmen|rencana|akan)\b", re.IGNORECASE)

# The sections in which a case reports what studies found.
_STUDY_SECTIONS = ("dampak", "tantangan", "pembelajaran")

# A sentence reports a study if it has a noun for a study and a verb for its outcome.
# “Evaluasi” and “survei” are no such nouns: agencies evaluate and survey themselves.
_STUDY_NOUN = re.compile(
    r"\b(?:penelitian|kajian|studi|skripsi|tesis|disertasi|riset)\b", re.IGNORECASE
)
_STUDY_VERB = re.compile(
    r"\b(?:menemukan|menyimpulkan|menilai|mencatat|menunjukkan|mendapati)\b", re.IGNORECASE
)

# A sentence that cites the source of ``examined_by`` must say that something was examined;
# the curator vouches that somebody outside the owner did it.
_EXAMINATION = re.compile(
    r"\b(?:penelitian|peneliti|kajian|studi|skripsi|tesis|disertasi|riset|evaluasi|audit"
    r"|survei|diteliti|dikaji|dievaluasi|diaudit)\b",
    re.IGNORECASE,
)

# The text before a colon counts as a statement of its own: it introduces a list, or it is
# an outcome whose details follow.
_STATEMENT_END = re.compile(r"(?<=:)\s+")


@dataclass(frozen=True)
class Study:
    """A sentence of a case that reports a study.

    Attributes:
        section: the key of its section.
        sentence: the sentence, without citations.
        sources: the numbers of the sources it cites.
    """

    section: str
    sentence: str
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Examined:
    """A result that somebody outside the owner examined, and the study that did it."""

    result: Result
    study: Study


@dataclass(frozen=True)
class Evidence:
    """The facts of a case that count for each step of the ladder.

    Attributes:
        measured: the results with a figure (step 1).
        compared: those with a figure to compare it with (step 2).
        examined: those of them that were externally examined, with the study (step 3).
        repeated: the copies with a figure of their own (step 4).
        adverse: the results that tell a worsening; they count for no step.
    """

    measured: tuple[Result, ...]
    compared: tuple[Result, ...]
    examined: tuple[Examined, ...]
    repeated: tuple[Replication, ...]
    adverse: tuple[Result, ...]

    @property
    def met(self) -> Mapping[int, bool]:
        """Step → whether the case meets it; never a step without those below it."""
        return {
            0: True,
            1: bool(self.measured),
            2: bool(self.compared),
            3: bool(self.examined),
            4: bool(self.examined and self.repeated),
        }

    @property
    def step(self) -> int:
        """The highest step that the case meets."""
        return sum(self.met.values()) - 1

    @property
    def best(self) -> Result | None:
        """The best proven result, or None; of several, the first of the file."""
        if self.examined:
            return self.examined[0].result
        return next(iter(self.compared or self.measured), None)


def headline(case: Case) -> Result | None:
    """The result to show first: the best proven one, else the first that is not adverse."""
    good = (result for result in case.results if not result.adverse)
    return assess(case).best or next(good, None)


def assess(case: Case) -> Evidence:
    """The evidence in the file of a case."""
    measured = tuple(filter(is_measured, case.results))
    compared = tuple(filter(is_compared, measured))
    cited = bool(copy_sources(case))
    return Evidence(
        measured=measured,
        compared=compared,
        examined=tuple(
            Examined(result, study)
            for result in compared
            if (study := examination(case, result)) is not None
        ),
        repeated=tuple(
            copy
            for copy in copies(case)
            if copy.result and _FIGURE.search(copy.result) and (cited or copy.case)
        ),
        adverse=tuple(result for result in case.results if result.adverse),
    )


def is_measured(result: Result) -> bool:
    """Whether a result counts for step 1: it has a figure, and tells no worsening."""
    return not result.adverse and bool(_FIGURE.search(result.after))


def is_compared(result: Result) -> bool:
    """Whether a measured result has a figure before, or is set against a comparison group."""
    return bool(
        _FIGURE.search(result.before or "")
        or _COMPARISON_GROUP.search(f"{result.measure} {result.after}")
    )


def examination(case: Case, result: Result) -> Study | None:
    """The first sentence on the study that examined a result; None without one.

    It cites the source that ``examined_by`` of the result names.
    """
    if result.examined_by is None:
        return None
    statements = (statement for section in case.sections for statement in _statements(section))
    return next(
        (
            statement
            for statement in statements
            if result.examined_by in statement.sources and _EXAMINATION.search(statement.sentence)
        ),
        None,
    )


def studies(case: Case) -> tuple[Study, ...]:
    """The sentences of a case that say what a study found, good or bad.

    A study counts for the ladder only if a result names it (``examined_by``).
    """
    return tuple(
        statement
        for key in _STUDY_SECTIONS
        if (section := case.section(key))
        for statement in _statements(section)
        if _STUDY_NOUN.search(statement.sentence) and _STUDY_VERB.search(statement.sentence)
    )


def _statements(section: Section) -> list[Study]:
    """The cited sentences of a section, each with the citations behind it."""
    statements = []
    for text, sources in cited_statements(section.markdown):
        for sentence in split_sentences(text):
            for statement in _STATEMENT_END.split(sentence):
                plain = statement.lstrip("-*0123456789. ").rstrip(":")
                statements.append(Study(section.key, plain, sources))
    return statements


# --- spread ---------------------------------------------------------------------------

#: How far an innovation was copied.
Spread = Literal["copied", "promised", "none"]

#: Spread → its label. It never raises the step: others that run an innovation have not
#: thereby shown that it works.
SPREAD: Mapping[Spread, Label] = {
    "copied": Label("Sudah ditiru", "Copied"),
    "promised": Label("Baru janji atau rencana meniru", "Copying only promised or planned"),
    "none": Label("Belum tercatat ditiru", "No copy on record"),
}


def spread(case: Case) -> Spread:
    """How far an innovation was copied, by its own file."""
    if copies(case):
        return "copied"
    return "promised" if promises(case) else "none"


def copies(case: Case) -> tuple[Replication, ...]:
    """The entries of ``replicated_by`` that are copies, not mere promises."""
    return tuple(copy for copy in case.replicated_by if not is_promise(copy.by))


def promises(case: Case) -> tuple[Replication, ...]:
    """The entries of ``replicated_by`` that only promise or plan to copy."""
    return tuple(copy for copy in case.replicated_by if is_promise(copy.by))


def copy_sources(case: Case) -> tuple[int, ...]:
    """The numbers of the sources that the section Replikasi cites, each once."""
    replication = case.section("replikasi")
    return tuple(dict.fromkeys(replication.cites)) if replication else ()


def is_promise(by: str) -> bool:
    """Whether ``by`` of an entry of ``replicated_by`` says that copying is only planned.

    >>> is_promise("Kecamatan Ngrambe (komitmen replikasi)"), is_promise("Kecamatan Ngrambe")
    (True, False)
    """
    return bool(_PROMISE.search(by))


# --- completeness ---------------------------------------------------------------------


@dataclass(frozen=True)
class DecidingFact:
    """A fact that an officer must know before copying an innovation.

    Attributes:
        key: its key in :data:`DECIDING`.
        label: its name.
        known: whether the file of the case says it.
    """

    key: str
    label: Label
    known: bool


#: Key of each deciding fact → its name, and a function whose result is true if the file
#: of a case says it.
DECIDING: Mapping[str, tuple[Label, Callable[[Case], object]]] = {
    "problem": (
        Label("masalah yang diselesaikan", "the problem it solves"),
        lambda case: (section := case.section("masalah")) and section.cites,
    ),
    "started": (Label("tahun mulai", "start year"), lambda case: case.started),
    "result": (
        Label("hasil terukur", "a measured result"),
        lambda case: any(map(is_measured, case.results)),
    ),
    "cost": (Label("biaya", "cost"), lambda case: case.cost),
    "staff": (Label("tenaga", "staff"), lambda case: case.staff),
    "duration": (Label("lama penerapan", "time to put in place"), lambda case: case.duration),
    "legal_basis": (Label("dasar hukum", "legal basis"), lambda case: case.legal_basis),
    "status": (
        Label("status yang sudah dicek", "a status that was checked"),
        lambda case: case.status != "belum-diketahui" and case.status_checked,
    ),
    "copies": (Label("catatan peniruan", "who copied it"), copies),
    "challenges": (Label("tantangan", "challenges"), lambda case: case.section("tantangan")),
    "lessons": (Label("pembelajaran", "lessons"), lambda case: case.section("pembelajaran")),
    "copy_terms": (Label("syarat meniru", "terms of copying"), lambda case: case.copy_terms),
    "website": (Label("situs", "website"), lambda case: case.website),
}


def completeness(case: Case) -> tuple[DecidingFact, ...]:
    """All deciding facts, each with whether the file of a case says it.

    This is no score: a file may lack many facts because no source says them.
    """
    return tuple(
        DecidingFact(key, label, bool(value_of(case)))
        for key, (label, value_of) in DECIDING.items()
    )


# --- life status ----------------------------------------------------------------------

#: A status that was last known more than this many calendar years ago is old.
OLD_AFTER_YEARS = 2

#: The statuses of an innovation that still runs.
RUNNING = ("berkembang", "berlanjut")

# Status → a number that orders cases, the highest first, where nothing else orders them. A
# stopped case has 0.
_LIFE_ORDER: Mapping[str, int] = {**dict.fromkeys(RUNNING, 2), "belum-diketahui": 1}


def age_in_years(as_of: DateOrYear | str | None, today: dt.date | None = None) -> int | None:
    """Calendar years since a status was last known; None if no source is dated.

    Only the years are compared, since most sources give no more than a year.

    Args:
        as_of: the date, ISO date or year on which the status was last known.
        today: the day to count from (default: that of the page).

    >>> age_in_years("2021", dt.date(2026, 1, 1)), age_in_years(None)
    (5, None)
    """
    if as_of is None:
        return None
    return (today or clock.today()).year - int(str(as_of)[:4])


def is_old(as_of: DateOrYear | str | None, today: dt.date | None = None) -> bool:
    """Whether a status was last known too long ago to rely on, or on an unknown date."""
    years = age_in_years(as_of, today)
    return years is None or years > OLD_AFTER_YEARS


def recent_since(today: dt.date | None = None) -> int:
    """The first year whose statuses are not old: 2024 in 2026."""
    return (today or clock.today()).year - OLD_AFTER_YEARS


def needs_check(status: str, as_of: DateOrYear | str | None, today: dt.date | None = None) -> bool:
    """Whether a file says that an innovation runs, but rests that on an old or undated source.

    An unknown status needs no such mark, since it promises nothing; neither does a stop,
    which no later source has contradicted.
    """
    return status in RUNNING and is_old(as_of, today)


def life_order(status: str) -> int:
    """2 if the innovation still runs, 1 if that is unknown, 0 if it has stopped."""
    return _LIFE_ORDER.get(status, 0)


# The words of a sentence that says an innovation has ended.
_ENDED = re.compile(
    r"\b(?:berhenti|dihentikan|terhenti|ditutup|tidak (?:lagi|berlanjut|berjalan)|vakum|dihapus)\b",
    re.IGNORECASE,
)


def sections_on_end(case: Case) -> tuple[str, ...]:
    """Keys of the sections that tell how a stopped case ended; none if it hasn't stopped."""
    if case.status != "berhenti":
        return ()
    return tuple(
        section.key for section in case.sections if any(map(_ENDED.search, section.sentences))
    )
