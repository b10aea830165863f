"""How long advanced queries take: everyday queries, and the heaviest that the limits allow.

``python -m bench.advanced`` builds an index of each size, asks each query several times and
prints percentiles. Every query must be answered, or refused, within half a second.
"""

from __future__ import annotations

import contextlib
import os
import random
import time
from collections.abc import Sequence
from pathlib import Path

import click

from app.search import language
from app.search.advanced.mistakes import AdvancedQueryError
from app.search.advanced.parse import MAX_DISTANCE, MAX_WORDS
from app.search.engine import Engine
from app.search.index import builder, generations
from app.search.query.query import Query
from app.settings import ROOT
from bench import collection as collections
from bench.timing import percentile

#: Milliseconds within which every query is answered or refused.
LIMIT = 500.0

_FIELDS = ("judul", "ringkasan", "masalah", "solusi", "dampak", "kata", "instansi")


def everyday_queries(common: Sequence[str], number: int) -> list[str]:
    """Queries of the kinds that the form makes.

    Args:
        common: words of the collection, the most common first.
    """
    draw = random.Random(2026)  # noqa: S311 - the same queries in every run
    words = [word for word in common[20:2000] if len(word) > 3]
    queries = []
    for _ in range(number):
        first, second, third = draw.sample(words, 3)
        field, other = draw.sample(_FIELDS, 2)
        queries.append(
            draw.choice(
                [
                    f"{field}:{first}",
                    f"{first} {second} BUKAN {third}",
                    f"({first} ATAU {second}) DAN {third}",
                    f'{field}:{first} provinsi:"jawa timur"',
                    f"{field}:{first} ATAU {other}:{second}",
                    f"{first} tahun:[2015 TO 2020]",
                    f"{field}:{first[:4]}*",
                    f"{first}~1 bidang:kesehatan",
                    f'"{first} {second}"~5',
                ]
            )
        )
    return queries


def heavy_queries(words: Sequence[str]) -> list[str]:
    """The most that the limits of the syntax let through, and texts that are no queries.

    Args:
        words: words of the collection, the most common first.
    """
    common, written = words[:MAX_WORDS], [*sorted(language.STOP_WORDS), *words[:40]]
    prefixes = sorted({word[:3] for word in words if len(word) > 5})
    return [
        " ".join(common),
        " OR ".join(common),
        " OR ".join(f"NOT {word}" for word in common),
        " OR ".join(f"masalah:{word}" for word in common),
        " ".join(
            f'"{a} {b}"~{MAX_DISTANCE}' for a, b in zip(written[:20], written[20:], strict=False)
        ),
        f'"{" ".join(written[:MAX_WORDS])}"~{MAX_DISTANCE}',
        f'"yang dan di untuk dengan"~{MAX_DISTANCE}',
        f'"dan dan dan dan dan"~{MAX_DISTANCE}',
        " OR ".join(f"{prefix}*" for prefix in prefixes[:MAX_WORDS]),
        " OR ".join(f"{prefix}*" for prefix in prefixes[-MAX_WORDS:]),
        " OR ".join(f"pe*{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"),
        " OR ".join(f"{word}~2" for word in words[:MAX_WORDS]),
        " OR ".join(f"{word[:4]}~2" for word in words[:MAX_WORDS]),
        "(" * 8 + "a" + ")" * 8,
        "a" * 1000,
        "*" * 1000,
        '"' * 1000,
        "judul:" * 150,
        "[" * 1000,
        "a~" * 500,
        "NOT " * 250,
        "( " * 500,
    ]


def words_by_frequency(index: Path) -> list[str]:
    """The words of the cases of an index, without words of grammar, the most common first."""
    snapshot = generations.open_current(index).snapshot
    counts = zip(snapshot.words, snapshot.word_counts().tolist(), strict=True)
    words = {word: count for word, count in counts if word not in language.STOP_WORDS}
    return sorted(words, key=lambda word: (-words[word], word))


def _times(engine: Engine, queries: Sequence[str], rounds: int) -> dict[str, list[float]]:
    """Query → milliseconds of each round."""
    times: dict[str, list[float]] = {query: [] for query in queries}
    for _ in range(rounds):
        for query in queries:
            started = time.perf_counter()
            with contextlib.suppress(AdvancedQueryError):  # a refusal is an answer
                engine.search(Query(query, mode="advanced"))
            times[query].append((time.perf_counter() - started) * 1000)
    return times


@click.command()
@click.option("--sizes", default="real,3000", show_default=True, help="Numbers of cases.")
@click.option("--rounds", default=5, show_default=True)
def main(sizes: str, rounds: int) -> None:
    """Measure advanced queries."""
    for size in sizes.split(","):
        folder = collections.FOLDER / size
        content = collections.make(
            ROOT / "content", None if size == "real" else int(size), folder / "content"
        )
        report = builder.build(content, folder / "advanced", processes=os.cpu_count() or 1)
        words = words_by_frequency(folder / "advanced")
        engine = Engine.open(folder / "advanced")
        engine.search(Query("stunting"))
        started = time.perf_counter()
        engine.search(Query("judul:sari", mode="advanced"))
        opening = (time.perf_counter() - started) * 1000
        click.echo(f"{report.cases} cases: first query, which opens Whoosh, {opening:.0f} ms")
        for name, queries in {
            "everyday": everyday_queries(words, 300),
            "heavy": heavy_queries(words),
        }.items():
            times = _times(engine, queries, rounds)
            flat = [ms for query in times.values() for ms in query]
            click.echo(
                f"  {name}: p50 {percentile(flat, 0.5):.1f} ms, "
                f"p95 {percentile(flat, 0.95):.1f} ms, longest {max(flat):.0f} ms"
            )
            for query, measured in times.items():
                if min(measured) > LIMIT:
                    click.echo(f"    {min(measured):.0f} ms: {query[:70]}")


if __name__ == "__main__":
    main()
