"""What the index stores of a case: its terms, names, card and sentences.

A case is analysed once, and the outcome, an :class:`Entry`, is written into the Whoosh
index and into the snapshot.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.collection import awards, evidence
from app.collection.case import Case, Result
from app.search import language
from app.search.facets import FACETS
from app.search.fields import FIELDS, mask
from app.search.properties import properties_of

#: How many positions are skipped between two lines, so that no phrase crosses a line, not
#: even a phrase whose words may stand this far apart.
LINE_GAP = 10


class Card(NamedTuple):
    """What a list of results shows of a case.

    A tuple, since it is stored as a JSON array, and twenty are read for each answer.
    """

    slug: str
    title: str
    expansion: str | None
    summary: str
    summary_en: str | None
    agency: str
    government: str
    level: str
    province: str
    category: str
    status: str
    #: ISO date or year on which the status was last known; None if no source is dated.
    status_as_of: str | None
    #: Whether a curator checked the status on that date; else it is the newest source's.
    status_checked: bool
    started: int | None
    #: measure, before, after of the result to show first, if any.
    result: tuple[str, str | None, str] | None
    #: The same of each result that tells a worsening.
    adverse: tuple[tuple[str, str | None, str], ...]
    replications: int
    #: Slug of the case that this one copied, if its file names it.
    adapted_from: str | None
    #: by, year, slug of the copy's case of each entry of ``replicated_by``.
    copies: tuple[tuple[str, int | None, str | None], ...]
    #: Step of the evidence ladder, 0 to 4.
    evidence: int
    #: The widest scope of its awards: a key of :data:`app.collection.awards.RECOGNITION`.
    recognition: str
    #: Whether the file has a section of lessons learnt.
    lessons: bool
    updated: str
    #: The problems that it answers, in the words of those who have them.
    problems: tuple[str, ...]


def card_of(case: Case) -> Card:
    """The card of a case."""
    result = evidence.headline(case)
    as_of = case.status_as_of
    return Card(
        slug=case.slug,
        title=case.title,
        expansion=case.expansion,
        summary=case.summary,
        summary_en=case.summary_en,
        agency=case.agency,
        government=case.government,
        level=case.level,
        province=case.province,
        category=case.category,
        status=case.status,
        status_as_of=None if as_of is None else str(as_of),
        status_checked=case.status_checked is not None,
        started=case.started,
        result=_figures(result) if result else None,
        adverse=tuple(_figures(result) for result in case.results if result.adverse),
        replications=len(case.replicated_by),
        adapted_from=case.adapted_from,
        copies=tuple((copy.by, copy.year, copy.case) for copy in case.replicated_by),
        evidence=evidence.assess(case).step,
        recognition=awards.recognition(case),
        lessons=case.section("pembelajaran") is not None,
        updated=case.updated.isoformat(),
        problems=case.problems,
    )


def _figures(result: Result) -> tuple[str, str | None, str]:
    return result.measure, result.before, result.after


def names_of(case: Case) -> list[str]:
    """Every way the case is called, each without spaces (see ``language.name_key``).

    A case with a title in two parts, "PASTI (Pelayanan Cepat)", is also called by either
    part alone.
    """
    texts = [case.title, case.expansion or ""]
    for text in tuple(texts):
        if "(" in text:
            texts += [name.strip(" )") for name in text.split("(")]
    return sorted({key for text in texts if (key := language.name_key(text))})


def newest_key(case: Case) -> str:
    """The key by which "newest first" sorts: running cases, then the latest changes.

    It also orders cases with the same score.
    """
    life = evidence.life_order(case.status)
    return f"{life} {case.updated.isoformat()} {case.started or 0:04d}"


class Sentence(NamedTuple):
    """A sentence that a snippet may be taken from: section key, text, its stems."""

    section: str
    text: str
    stems: tuple[str, ...]


class StemCounts(NamedTuple):
    """How a case holds a stem.

    Attributes:
        occurrences: how often it occurs, over all fields.
        weight: the same, each counted with the weight of its field.
        fields: the fields with an occurrence (``fields.mask``).
    """

    occurrences: int
    weight: float
    fields: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A case, analysed.

    Attributes:
        names: every way the case is called; see :func:`names_of`.
        stems: stem → its occurrences over all fields.
        words: folded word → its positions, ascending. Positions are numbered through all
            fields of the case, with a gap between lines.
        field_at: the position at which each field of ``FIELDS`` begins.
        values: facet key → the case's values.
        properties: what no facet says of the case (``properties.properties_of``).
        region: the code of the region that runs the case; empty if none does.
        order: sorts cases by age, the newest last.
        source: the date or year of the newest source, in ISO format; empty if none is dated.
        name_order: sorts cases by name.
        card: what a list shows of the case.
        sentences: the sentences of all sections.
        case: the whole case as JSON.
    """

    slug: str
    names: tuple[str, ...]
    stems: Mapping[str, StemCounts]
    words: Mapping[str, list[int]]
    field_at: tuple[int, ...]
    values: Mapping[str, tuple[str, ...]]
    properties: tuple[str, ...]
    region: str
    tags: tuple[str, ...]
    agency: str
    order: str
    source: str
    name_order: str
    card: Card
    sentences: tuple[Sentence, ...]
    case: str


def analyse(case: Case) -> Entry:
    """Everything that the index stores of a case."""
    terms, line_stems = _analyse_fields(case)
    return Entry(
        slug=case.slug,
        names=tuple(names_of(case)),
        stems=terms.stems,
        words=terms.words,
        field_at=terms.field_at,
        values={facet.key: tuple(facet.values_of(case)) for facet in FACETS},
        properties=tuple(properties_of(case)),
        region=case.region or "",
        tags=case.tags,
        agency=case.agency,
        order=newest_key(case),
        source=str(case.newest_source or ""),
        name_order=language.fold(case.title),
        card=card_of(case),
        sentences=tuple(
            # Every sentence is a line of a field.
            Sentence(section.key, sentence, tuple(sorted({*line_stems[sentence]})))
            for section in case.sections
            for sentence in section.sentences
        ),
        case=case.model_dump_json(exclude_none=True),
    )


class _Terms(NamedTuple):
    """The terms of a case; see :class:`Entry`."""

    stems: Mapping[str, StemCounts]
    words: Mapping[str, list[int]]
    field_at: tuple[int, ...]


def _analyse_fields(case: Case) -> tuple[_Terms, dict[str, list[str]]]:
    """The terms of all fields, and the stems of every line of their texts."""
    counts: Counter[str] = Counter()
    weights: dict[str, float] = defaultdict(float)
    masks: dict[str, int] = defaultdict(int)
    words: dict[str, list[int]] = defaultdict(list)
    field_at: list[int] = []
    line_stems: dict[str, list[str]] = {}
    position = 0
    for field in FIELDS:
        field_at.append(position)
        stems: Counter[str] = Counter()
        for line, line_words in field.lines_of(case):
            for at, word in enumerate(line_words, position):
                words[word].append(at)
            position += len(line_words) + LINE_GAP
            line_stems[line] = language.stems_of(line_words)
            stems.update(line_stems[line])
        counts.update(stems)
        bit = mask([field.name])
        for stem, count in stems.items():
            weights[stem] += count * field.weight
            masks[stem] |= bit
    weighted = {
        stem: StemCounts(counts[stem], weight, masks[stem]) for stem, weight in weights.items()
    }
    return _Terms(weighted, dict(words), tuple(field_at)), line_stems
