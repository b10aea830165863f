"""How good the search is: runs of topics against TREC judgments.

The measures are ir-measures' (a test dependency), with the gain 2^grade - 1 that the
peers in ``tests/relevance/peers.json`` were measured with. A case counts as relevant
from grade 2. Topics without a relevant case are left out of averages.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from app.search.engine import Engine
from app.search.query.query import Query

#: The lowest grade that counts as relevant.
RELEVANT = 2
GAINS = {0: 0, 1: 1, 2: 3, 3: 7}

#: How many results of a topic are looked at.
DEPTH = 50

MEASURES = ("nDCG@10", "MRR@10", "success@1", "recall@50", "judged@10")

RESAMPLES = 10_000


class DataError(Exception):
    """Topics or judgments that can't be read; the message says where."""


@dataclass(frozen=True)
class Topic:
    """A query with what is needed."""

    id: str
    kind: str
    query: str
    need: str


# topic → slug → grade
Judgments = Mapping[str, Mapping[str, int]]

# topic → measure → value
Scores = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Run:
    """What the engine found for each topic, best first, and how that was measured."""

    found: Mapping[str, Sequence[str]]
    scores: Scores


def read_topics(path: Path) -> tuple[list[Topic], Judgments]:
    """Topics, and the judgments that known-item topics carry themselves (``relevant``).

    Raises:
        DataError: the file isn't a JSON list of topics.
    """
    try:
        values: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        topics = [Topic(v["id"], v["kind"], v["query"], v.get("need", "")) for v in values]
        known = {v["id"]: {v["relevant"]: 3} for v in values if "relevant" in v}
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
        parts = line.split()
        if not parts:
            continue
        if len(parts) != 4 or parts[3] not in {"0", "1", "2", "3"}:
            raise DataError(f"{path}:{number}: bukan “TOPIK 0 SLUG NILAI” dengan nilai 0 sampai 3")
        judgments[parts[0]][parts[2]] = int(parts[3])
    return judgments


def evaluate(engine: Engine, topics: Iterable[Topic], judgments: Judgments) -> Run:
    """Run topics through the engine call of the site, and measure what is found."""
    import ir_measures
    from ir_measures import RR, Judged, R, Success, nDCG

    measures = dict(
        zip(
            MEASURES,
            (
                nDCG(gains=GAINS) @ 10,
                RR(rel=RELEVANT) @ 10,
                Success(rel=RELEVANT) @ 1,
                R(rel=RELEVANT) @ 50,
                Judged @ 10,
            ),
            strict=True,
        )
    )
    judged = [
        topic
        for topic in topics
        if max(judgments.get(topic.id, {}).values(), default=0) >= RELEVANT
    ]
    found = {
        topic.id: [hit.card.slug for hit in engine.search(Query(topic.query, per_page=DEPTH)).hits]
        for topic in judged
    }
    # Only the order counts: scores that fall by one keep it, ties included. A topic that
    # found nothing scores 0; ir-measures' judged@10 would divide by its length.
    ranked = {
        topic: {slug: float(-rank) for rank, slug in enumerate(slugs)}
        for topic, slugs in found.items()
        if slugs
    }
    scores: dict[str, dict[str, float]] = {
        topic.id: dict.fromkeys(MEASURES, 0.0) for topic in judged
    }
    names = {measure: name for name, measure in measures.items()}
    qrels = {topic.id: dict(judgments[topic.id]) for topic in judged}
    for metric in ir_measures.iter_calc(list(names), qrels, ranked):
        scores[metric.query_id][names[metric.measure]] = metric.value
    return Run(found, scores)


def averages(
    topics: Iterable[Topic], scores: Scores
) -> Mapping[str, tuple[int, Mapping[str, float]]]:
    """Mean of each measure over all topics and by kind: name → (topics, measure → mean)."""
    groups: dict[str, list[str]] = defaultdict(list)
    for topic in topics:
        if topic.id in scores:
            groups["semua"].append(topic.id)
            groups[topic.kind].append(topic.id)
    return {
        name: (len(ids), {m: fmean(scores[id_][m] for id_ in ids) for m in MEASURES})
        for name, ids in groups.items()
    }


@dataclass(frozen=True)
class Difference:
    """How much a mean differs from a baseline's, with the 95 % interval of the difference."""

    mean: float
    low: float
    high: float


def compare(scores: Scores, baseline: Scores, measure: str) -> Difference:
    """Paired bootstrap over the topics both have (Efron's percentile interval).

    The resamples are seeded: the same runs give the same interval.

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
    """Write a run's measures, to be the baseline of a later one."""
    path.write_text(json.dumps(run.scores, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read_scores(path: Path) -> Scores:
    """The measures of a saved run.

    Raises:
        DataError: the file isn't one.
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
    """The topics with the lowest nDCG@10, each with the relevant cases its top ten misses."""
    by_id = {topic.id: topic for topic in topics}
    rows = []
    for id_ in sorted(run.scores, key=lambda id_: run.scores[id_]["nDCG@10"])[:number]:
        missed = [
            (slug, grade)
            for slug, grade in sorted(judgments[id_].items(), key=lambda item: -item[1])
            if grade >= RELEVANT and slug not in run.found[id_][:10]
        ]
        rows.append((by_id[id_], run.scores[id_]["nDCG@10"], missed))
    return rows
