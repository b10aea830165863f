"""How good the search is: its results for topics, measured by TREC judgments.

ir-measures (a test dependency) computes the measures of the ranking, with the gain
2^grade - 1 as for the peers in ``tests/relevance/peers.json``. A case of grade 2 or more
counts as relevant. Topics without a relevant case are left out of averages.

The ranking has the cases about the query first and then the related ones. Those about it are
a set, too, which the site counts: its precision is the share of them with grade 1 or more, its
recall the share of the relevant cases that are among them.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from app.search.engine import Engine
from app.search.query.query import Query

#: The lowest grade that counts as relevant, and the lowest that belongs to a topic at all.
RELEVANT = 2
TOUCHED = 1
GAINS = {0: 0, 1: 1, 2: 3, 3: 7}

#: The number of hits of each topic that are measured.
DEPTH = 50

#: The measures of the cases about a query, as a set.
ABOUT_PRECISION, ABOUT_RECALL = "P(about)", "R(about)"

MEASURES = (
    *("nDCG@10", "MRR@10", "success@1", "recall@50", "judged@10"),
    *(ABOUT_PRECISION, ABOUT_RECALL),
)

# Resamples of the bootstrap.
RESAMPLES = 10_000


class DataError(Exception):
    """Topics, judgments or scores that can't be read; the message says where."""


@dataclass(frozen=True)
class Topic:
    """A query with a known need.

    Attributes:
        kind: the group of topics that it is averaged with, such as "typo".
        need: the need in words, for those who judge the hits.
    """

    id: str
    kind: str
    query: str
    need: str


#: Topic → slug → grade.
Judgments = Mapping[str, Mapping[str, int]]

#: Topic → measure → value.
Scores = Mapping[str, Mapping[str, float]]


class Answer(NamedTuple):
    """What a search finds for a query, the best first.

    Attributes:
        slugs: the cases found.
        about: those of them that are about the query.
    """

    slugs: Sequence[str]
    about: Sequence[str]


@dataclass(frozen=True)
class Run:
    """The answers of an engine to topics.

    Attributes:
        slugs: topic → the cases found, the best first.
        about: topic → those of them that are about it.
        scores: the measures of each topic.
    """

    slugs: Mapping[str, Sequence[str]]
    about: Mapping[str, Sequence[str]]
    scores: Scores


def read_topics(path: Path) -> tuple[list[Topic], Judgments]:
    """Topics, and the judgments in the topics themselves.

    A topic that looks for a single known case names it (``relevant``).

    Raises:
        DataError: the file isn't a JSON list of topics.
    """
    try:
        values: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        topics = [
            Topic(value["id"], value["kind"], value["query"], value.get("need", ""))
            for value in values
        ]
        known = {value["id"]: {value["relevant"]: 3} for value in values if "relevant" in value}
        if not all(isinstance(topic.query, str) for topic in topics):
            raise ValueError("query bukan teks")
    except (OSError, ValueError, TypeError, KeyError) as exc:
        raise DataError(f"{path}: bukan daftar topik ({exc!r})") from exc
    return topics, known


def read_qrels(path: Path) -> Judgments:
    """TREC judgments: lines of ``TOPIC 0 SLUG GRADE``.

    Raises:
        DataError: a line isn't of that form.
    """
    judgments: dict[str, dict[str, int]] = defaultdict(dict)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise DataError(f"{path}: tidak terbaca ({exc})") from exc
    for number, line in enumerate(lines, 1):
        columns = line.split()
        if not columns:
            continue
        if len(columns) != 4 or columns[3] not in {"0", "1", "2", "3"}:
            raise DataError(f"{path}:{number}: bukan “TOPIK 0 SLUG NILAI” dengan nilai 0 sampai 3")
        topic, _, slug, grade = columns
        judgments[topic][slug] = int(grade)
    return judgments


def evaluate(engine: Engine, topics: Iterable[Topic], judgments: Judgments) -> Run:
    """Search for topics as the site does, and measure the hits."""

    def answer(text: str) -> Answer:
        hits = engine.search(Query(text, per_page=engine.cases, related=True)).hits
        return Answer([hit.card.slug for hit in hits], [hit.card.slug for hit in hits if hit.about])

    return measure(answer, topics, judgments)


def measure(answer: Callable[[str], Answer], topics: Iterable[Topic], judgments: Judgments) -> Run:
    """Measure the answers of any search to the queries of topics.

    Topics without a relevant case are left out.
    """
    answers = {
        topic.id: answer(topic.query)
        for topic in topics
        if max(judgments.get(topic.id, {}).values(), default=0) >= RELEVANT
    }
    slugs = {topic: found.slugs[:DEPTH] for topic, found in answers.items()}
    about = {topic: found.about for topic, found in answers.items()}
    scores = _measure(slugs, judgments)
    for topic, cases in about.items():
        scores[topic] |= _measure_about(cases, judgments[topic])
    return Run(slugs, about, scores)


def _measure_about(about: Sequence[str], grades: Mapping[str, int]) -> dict[str, float]:
    """Precision and recall of the cases about a topic; both are 0 if no case is."""
    touched = sum(grades.get(slug, 0) >= TOUCHED for slug in about)
    relevant = sum(grades.get(slug, 0) >= RELEVANT for slug in about)
    return {
        ABOUT_PRECISION: touched / len(about) if about else 0.0,
        ABOUT_RECALL: relevant / sum(grade >= RELEVANT for grade in grades.values()),
    }


def _measure(
    slugs: Mapping[str, Sequence[str]], judgments: Judgments
) -> dict[str, dict[str, float]]:
    from ir_measures import RR, Judged, R, Success, iter_calc, nDCG

    names = {
        nDCG(gains=GAINS) @ 10: "nDCG@10",
        RR(rel=RELEVANT) @ 10: "MRR@10",
        Success(rel=RELEVANT) @ 1: "success@1",
        R(rel=RELEVANT) @ 50: "recall@50",
        Judged @ 10: "judged@10",
    }
    # ir-measures sorts by score, and only the order counts: so each case scores one less
    # than the case before it. A topic without hits scores 0, since ir-measures' judged@10
    # would divide by the number of hits.
    ranked = {
        topic: {slug: float(-rank) for rank, slug in enumerate(hits)}
        for topic, hits in slugs.items()
        if hits
    }
    qrels = {topic: dict(judgments[topic]) for topic in slugs}
    scores = {topic: dict.fromkeys(MEASURES, 0.0) for topic in slugs}
    for metric in iter_calc(list(names), qrels, ranked):
        scores[metric.query_id][names[metric.measure]] = metric.value
    return scores


def averages(
    topics: Iterable[Topic], scores: Scores
) -> Mapping[str, tuple[int, Mapping[str, float]]]:
    """The mean of each measure, over all topics ("semua") and for each kind.

    Returns:
        Kind → (number of topics, measure → mean).
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for topic in topics:
        if topic.id in scores:
            groups["semua"].append(topic.id)
            groups[topic.kind].append(topic.id)
    return {
        kind: (len(ids), {m: fmean(scores[id_][m] for id_ in ids) for m in MEASURES})
        for kind, ids in groups.items()
    }


@dataclass(frozen=True)
class Difference:
    """The difference of two means, with its 95 % interval."""

    mean: float
    low: float
    high: float


def compare(scores: Scores, baseline: Scores, measure: str) -> Difference:
    """How much the mean of a measure differs from that of a baseline.

    A paired bootstrap over the topics of both, with Efron's percentile interval. The
    resamples are seeded: the same scores give the same interval.

    Raises:
        DataError: the two have no topic in common.
    """
    shared = sorted(scores.keys() & baseline.keys())
    if not shared:
        raise DataError("tidak ada topik yang sama dengan baseline")
    differences = [scores[topic][measure] - baseline[topic][measure] for topic in shared]
    resample = random.Random(2026)  # noqa: S311 - statistics, not secrets
    means = sorted(fmean(resample.choices(differences, k=len(shared))) for _ in range(RESAMPLES))
    return Difference(
        fmean(differences), means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES)]
    )


def save(run: Run, path: Path) -> None:
    """Write the scores of a run: the baseline of a later run."""
    path.write_text(json.dumps(run.scores, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read_scores(path: Path) -> Scores:
    """The scores of a saved run.

    Raises:
        DataError: the file isn't a saved run.
    """
    try:
        scores: Scores = json.loads(path.read_text(encoding="utf-8"))
        for values in scores.values():
            if set(values) != set(MEASURES):
                raise ValueError(f"ukuran {sorted(values)}")
            if not all(isinstance(value, int | float) for value in values.values()):
                raise ValueError("ukuran bukan angka")
    except (OSError, ValueError, TypeError, AttributeError) as exc:
        raise DataError(f"{path}: bukan hasil yang disimpan ({exc})") from exc
    return scores


def worst(
    topics: Iterable[Topic], run: Run, judgments: Judgments, number: int
) -> list[tuple[Topic, float, list[tuple[str, int]]]]:
    """The topics with the lowest nDCG@10.

    Args:
        number: how many topics.

    Returns:
        Each topic with its nDCG@10 and the relevant cases that its first ten hits miss,
        as (slug, grade).
    """
    by_id = {topic.id: topic for topic in topics}
    rows = []
    for id_ in sorted(run.scores, key=lambda id_: run.scores[id_]["nDCG@10"])[:number]:
        missed = [
            (slug, grade)
            for slug, grade in sorted(judgments[id_].items(), key=lambda item: -item[1])
            if grade >= RELEVANT and slug not in run.slugs[id_][:10]
        ]
        rows.append((by_id[id_], run.scores[id_]["nDCG@10"], missed))
    return rows
