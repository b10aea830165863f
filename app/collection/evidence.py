"""How well a case is proven, which facts its file lacks, and how old its status is.

The evidence ladder has five steps. A case stands on the highest step that it meets. The
step is worked out from the case file alone, by rules that leave no room for opinion: two
people who read the same file reach the same step.

0. Only a claim: every case meets this step.
1. A measured result: an entry of ``results`` has a figure in ``after``.
2. Before and after: an entry of ``results`` has a figure in ``before`` and in ``after``.
3. Judged from outside: the innovation won an award whose scope in ``data/awards.csv`` is
   national or international, with a rank above taking part; or a cited sentence in
   Dampak, Tantangan or Pembelajaran says what a study found, good or bad.
4. Applied elsewhere: another agency copied the innovation, with a source cited in
   Replikasi or with a case of its own (a promise to copy doesn't count), and the original
   has a measured result (step 1).

Step 2 includes step 1. Step 4 requires step 1, since an innovation that was copied but
never measured has shown no effect that could repeat elsewhere. Step 3 requires no step
below it, because juries and researchers see more than the file says. The page of a case
shows each step by itself, so a gap below the highest step is visible.

The steps follow Nesta's Standards of Evidence (Puttick and Ludlow 2012: account of impact,
correlation, causation, independent replication, scaled); step 0 follows the padlocks of
the Education Endowment Foundation, which begin at zero. Both ask for control groups or
reviews of studies, which this collection hardly has, so the steps here are set where its
cases differ.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.collection import awards
from app.collection.case import Award, Case, DateOrYear, Replication, Result, Section
from app.collection.sentences import split_sentences
from app.collection.vocabulary import Label

# --- the ladder -----------------------------------------------------------------------

_FIGURE = re.compile(r"\d")

# The rank of those who only took part, which is no judgement.
_TOOK_PART = re.compile(r"\bpeserta\b", re.IGNORECASE)

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

_CITATIONS = re.compile(r"((?:\s*\[\^\d+\])+)")
# The text before a colon counts as a statement of its own: it introduces a list, or it is
# an outcome whose details follow.
_STATEMENT_END = re.compile(r"(?<=:)\s+")


@dataclass(frozen=True)
class Study:
    """A sentence of a case that reports what a study found.

    Attributes:
        section: the key of its section.
        sentence: the sentence, without citations.
        sources: the numbers of the sources it cites.
    """

    section: str
    sentence: str
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Evidence:
    """The facts of a case that count for each step of the ladder.

    Attributes:
        measured: the results with a figure (step 1).
        compared: the results with a figure both before and after (step 2).
        awards: the awards that count (step 3).
        studies: the studies that count (step 3).
        copies: the copies that a source or a case proves (step 4).
        copy_sources: the numbers of the sources that the section Replikasi cites.
    """

    measured: tuple[Result, ...]
    compared: tuple[Result, ...]
    awards: tuple[Award, ...]
    studies: tuple[Study, ...]
    copies: tuple[Replication, ...]
    copy_sources: tuple[int, ...]

    @property
    def met(self) -> Mapping[int, bool]:
        """Step → whether the case meets it."""
        return {
            0: True,
            1: bool(self.measured),
            2: bool(self.compared),
            3: bool(self.awards or self.studies),
            4: bool(self.copies and self.measured),
        }

    @property
    def step(self) -> int:
        """The highest step that the case meets."""
        return max(step for step, met in self.met.items() if met)

    @property
    def missing(self) -> tuple[int, ...]:
        """The steps that the case doesn't meet, lowest first."""
        return tuple(step for step, met in self.met.items() if not met)


def assess(case: Case) -> Evidence:
    """The evidence in the file of a case."""
    replication = case.section("replikasi")
    copy_sources = tuple(dict.fromkeys(replication.cites)) if replication else ()
    measured = tuple(result for result in case.results if _FIGURE.search(result.after))
    return Evidence(
        measured=measured,
        compared=tuple(
            result for result in measured if result.before and _FIGURE.search(result.before)
        ),
        awards=tuple(filter(judges_from_outside, case.awards)),
        studies=tuple(
            study
            for key in _STUDY_SECTIONS
            if (section := case.section(key))
            for study in _studies(section)
        ),
        copies=tuple(copy for copy in copies(case) if copy_sources or copy.case),
        copy_sources=copy_sources,
    )


def judges_from_outside(award: Award) -> bool:
    """Whether an award is a judgement of the innovation by a national or international body."""
    return awards.scope(award.name) in awards.OUTSIDE and not _TOOK_PART.search(award.rank)


def copies(case: Case) -> tuple[Replication, ...]:
    """The entries of ``replicated_by`` that are copies, not mere promises."""
    return tuple(copy for copy in case.replicated_by if not is_promise(copy.by))


def is_promise(by: str) -> bool:
    """Whether ``by`` of an entry of ``replicated_by`` says that copying is only planned.

    >>> is_promise("Kecamatan Ngrambe (komitmen replikasi)"), is_promise("Kecamatan Ngrambe")
    (True, False)
    """
    return bool(_PROMISE.search(by))


def _studies(section: Section) -> list[Study]:
    """The sentences of a section that report studies, each with the citations behind it."""
    studies = []
    # Texts and citations alternate; a text at the end without a citation is left out.
    pieces = _CITATIONS.split(section.markdown)
    for text, citations in zip(pieces[::2], pieces[1::2], strict=False):
        sources = tuple(map(int, re.findall(r"\d+", citations)))
        for sentence in split_sentences(" ".join(text.split())):
            for statement in _STATEMENT_END.split(sentence):
                plain = statement.lstrip("-*0123456789. ").rstrip(":")
                if _STUDY_NOUN.search(plain) and _STUDY_VERB.search(plain):
                    studies.append(Study(section.key, plain, sources))
    return studies


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
        lambda case: any(_FIGURE.search(result.after) for result in case.results),
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
    "lessons": (
        Label("tantangan atau pembelajaran", "challenges or lessons"),
        lambda case: case.section("tantangan") or case.section("pembelajaran"),
    ),
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
OLD_AFTER_YEARS = 3

# Status → a number that orders cases, the highest first, where nothing else orders them. A
# stopped case has 0.
_LIFE_ORDER: Mapping[str, int] = {"berkembang": 2, "berlanjut": 2, "belum-diketahui": 1}


def age_in_years(as_of: DateOrYear | str | None, today: dt.date | None = None) -> int | None:
    """Calendar years since a status was last known; None if no source is dated.

    Only the years are compared, since most sources give no more than a year.

    Args:
        as_of: the date, ISO date or year on which the status was last known.
        today: the day to count from (default: the system's).

    >>> age_in_years("2021", dt.date(2026, 1, 1)), age_in_years(None)
    (5, None)
    """
    if as_of is None:
        return None
    return (today or dt.date.today()).year - int(str(as_of)[:4])


def is_old(as_of: DateOrYear | str | None, today: dt.date | None = None) -> bool:
    """Whether a status was last known too long ago to rely on, or on an unknown date."""
    years = age_in_years(as_of, today)
    return years is None or years > OLD_AFTER_YEARS


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
