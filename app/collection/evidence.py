"""How well a case is proven, what its file lacks, and how old its last word is.

The ladder has five steps. It is worked out from the file alone, by a rule that leaves
nothing to taste: two people who read the same file reach the same step.

0. A claim: what every case has.
1. A measured result: an entry of ``results`` whose ``after`` has a figure.
2. Before and after: an entry of ``results`` with a figure in both ``before`` and ``after``.
3. Judged from outside: an award that ``data/awards.csv`` calls national or international
   and whose rank is more than taking part; or a cited sentence in Dampak, Tantangan or
   Pembelajaran that says what a study found, for better or worse.
4. Applied elsewhere: somebody copied it, which Replikasi or the copy's own case cites
   (a promise to copy is none), and there is a measured result at home (step 1).

A case stands on the highest step it meets. Step 2 holds step 1 by definition, and step 4
asks for step 1, since a thing that was copied but never measured has shown nothing that
could hold elsewhere. Step 3 asks for none below: juries and researchers see more than
the file does. The page of a case shows each step, so a gap below is seen.

After Nesta's five Standards of Evidence (Puttick and Ludlow 2012: account of impact,
correlation, causation, independent replication, scaled) and the padlocks of the Education
Endowment Foundation, from which the zero is taken. Both ask for control groups or
reviews of studies, which this collection hardly has; the steps are set where its cases
differ.
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

# Having taken part is no judgement.
_TOOK_PART = re.compile(r"\bpeserta\b", re.IGNORECASE)

# Words of a promise to copy, as entries of ``replicated_by`` write it.
_PROMISE = re.compile(r"\b(?:komitmen|berkomitmen|rencana|akan)\b", re.IGNORECASE)

# Sections that tell how a case fared, where a study of it would be told.
_JUDGING = ("dampak", "tantangan", "pembelajaran")

# A study and what it did. An “evaluasi” or a “survei” alone doesn't count: agencies
# evaluate and survey themselves.
_STUDY = re.compile(r"\b(?:penelitian|kajian|studi|skripsi|tesis|disertasi|riset)\b", re.IGNORECASE)
_FOUND = re.compile(
    r"\b(?:menemukan|menyimpulkan|menilai|mencatat|menunjukkan|mendapati)\b", re.IGNORECASE
)

_CITATIONS = re.compile(r"((?:\s*\[\^\d+\])+)")
# What stands before a colon is a statement of its own: the line that introduces a list,
# and a finding whose details follow.
_STATEMENT_END = re.compile(r"(?<=:)\s+")


@dataclass(frozen=True)
class Study:
    """What a study found, in the words of the case.

    Attributes:
        section: key of the section that tells it.
        sentence: the sentence.
        sources: numbers of the sources it cites.
    """

    section: str
    sentence: str
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Evidence:
    """The step a case stands on, and what was counted for each.

    Attributes:
        measured: the results with a figure (step 1).
        compared: those of them with a figure before, too (step 2).
        awards: the awards that count (step 3).
        studies: the studies that count (step 3).
        copies: the cited copies (step 4).
        copy_sources: numbers of the sources that the section on copies cites.
    """

    measured: tuple[Result, ...]
    compared: tuple[Result, ...]
    awards: tuple[Award, ...]
    studies: tuple[Study, ...]
    copies: tuple[Replication, ...]
    copy_sources: tuple[int, ...]

    @property
    def met(self) -> Mapping[int, bool]:
        """Whether each step is met, by itself."""
        return {
            0: True,
            1: bool(self.measured),
            2: bool(self.compared),
            3: bool(self.awards or self.studies),
            4: bool(self.copies and self.measured),
        }

    @property
    def step(self) -> int:
        """The highest step that is met."""
        return max(step for step, met in self.met.items() if met)

    @property
    def missing(self) -> tuple[int, ...]:
        """The steps that are not met, lowest first: what would raise it, or fill a gap."""
        return tuple(step for step, met in self.met.items() if not met)


def assess(case: Case) -> Evidence:
    """The evidence that the file of a case holds."""
    sections = {section.key: section for section in case.sections}
    replication = sections.get("replikasi")
    copy_sources = tuple(dict.fromkeys(replication.cites)) if replication else ()
    measured = tuple(result for result in case.results if _FIGURE.search(result.after))
    return Evidence(
        measured=measured,
        compared=tuple(
            result for result in measured if result.before and _FIGURE.search(result.before)
        ),
        awards=tuple(filter(judges_from_outside, case.awards)),
        studies=tuple(
            study for key in _JUDGING if key in sections for study in _studies(sections[key])
        ),
        copies=tuple(copy for copy in copies(case) if copy_sources or copy.case),
        copy_sources=copy_sources,
    )


def judges_from_outside(award: Award) -> bool:
    """Whether an award judged the innovation, nationally or beyond."""
    return awards.scope(award.name) in awards.OUTSIDE and not _TOOK_PART.search(award.rank)


def copies(case: Case) -> tuple[Replication, ...]:
    """Those who copied a case, without those who only promised to."""
    return tuple(copy for copy in case.replicated_by if not is_promise(copy.by))


def is_promise(by: str) -> bool:
    """Whether ``by`` of an entry of ``replicated_by`` tells of a promise or a plan to copy.

    >>> is_promise("Kecamatan Ngrambe (komitmen replikasi)"), is_promise("Kecamatan Ngrambe")
    (True, False)
    """
    return bool(_PROMISE.search(by))


def _studies(section: Section) -> list[Study]:
    """The sentences of a section that tell what a study found, with the sources cited next."""
    found = []
    pieces = _CITATIONS.split(section.markdown)
    for text, citations in zip(pieces[::2], pieces[1::2], strict=False):
        sources = tuple(map(int, re.findall(r"\d+", citations)))
        for sentence in split_sentences(" ".join(text.split())):
            for statement in _STATEMENT_END.split(sentence):
                plain = statement.lstrip("-*0123456789. ").rstrip(":")
                if _STUDY.search(plain) and _FOUND.search(plain):
                    found.append(Study(section.key, plain, sources))
    return found


# --- completeness ---------------------------------------------------------------------


@dataclass(frozen=True)
class Fact:
    """A fact that a reader decides by, and whether the file holds it."""

    key: str
    label: Label
    held: bool


#: What an officer must know before copying: key → its name, whether a case holds it.
DECIDING: Mapping[str, tuple[Label, Callable[[Case], object]]] = {
    "problem": (
        Label("masalah yang diselesaikan", "the problem it solves"),
        lambda case: any(s.cites for s in case.sections if s.key == "masalah"),
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
        lambda case: {"tantangan", "pembelajaran"} & {s.key for s in case.sections},
    ),
    "copy_terms": (Label("syarat meniru", "terms of copying"), lambda case: case.copy_terms),
    "website": (Label("situs", "website"), lambda case: case.website),
}


def completeness(case: Case) -> tuple[Fact, ...]:
    """The deciding facts, and which of them the file holds.

    A list for a reader of one case, and a sort for curators. No score: a file may lack
    much because no source says it.
    """
    return tuple(Fact(key, label, bool(holds(case))) for key, (label, holds) in DECIDING.items())


# --- life -----------------------------------------------------------------------------

#: A status whose last word is older than so many calendar years is old.
OLD_AFTER_YEARS = 3

# Living cases come first, stopped ones last, where nothing better orders them.
_LIFE_ORDER: Mapping[str, int] = {"berkembang": 2, "berlanjut": 2, "belum-diketahui": 1}


def age_in_years(as_of: DateOrYear | str | None, today: dt.date | None = None) -> int | None:
    """Calendar years since the last word on a status; None if it is not dated.

    Counted from year to year, since most sources give no more than a year.

    >>> age_in_years("2021", dt.date(2026, 1, 1)), age_in_years(None)
    (5, None)
    """
    if as_of is None:
        return None
    return (today or dt.date.today()).year - int(str(as_of)[:4])


def is_old(as_of: DateOrYear | str | None, today: dt.date | None = None) -> bool:
    """Whether the last word on a status is too old to rely on; an undated one is."""
    years = age_in_years(as_of, today)
    return years is None or years > OLD_AFTER_YEARS


def life_order(status: str) -> int:
    """2 for a living case, 1 where nobody knows, 0 for one that has stopped."""
    return _LIFE_ORDER.get(status, 0)


# A sentence that tells of an end.
_ENDED = re.compile(
    r"\b(?:berhenti|dihentikan|terhenti|ditutup|tidak (?:lagi|berlanjut|berjalan)|vakum|dihapus)\b",
    re.IGNORECASE,
)


def told_end(case: Case) -> tuple[str, ...]:
    """Keys of the sections of a stopped case that tell of its end; none for another case."""
    if case.status != "berhenti":
        return ()
    return tuple(
        section.key for section in case.sections if any(map(_ENDED.search, section.sentences))
    )
