"""Whether a change has made the search slower.

Our times are compared as ratios to those of peers in the same run, since seconds depend on the
machine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench import engines
from bench.collection import Collection
from bench.engines import OURS
from bench.measure import Progress
from bench.queries import Query, sample
from bench.timing import ask, percentile

#: The peers compared with. Both are compiled, and their times vary little. A single peer would
#: be enough to notice that ours has become slower; two tell that apart from a slower peer.
PEERS = ("tantivy", "fts5")
SHARES = {"p50": 0.5, "p95": 0.95}

#: A ratio may be at most this many times the saved ratio.
FACTOR = 1.5

QUERIES = 200
ROUNDS = 9

#: How often the ratios are measured before a worse one counts: a change that makes the search
#: slower does so each time, other work of the machine doesn't.
TRIES = 3

#: Peer → "p50" and "p95" → our time divided by the peer's.
Ratios = Mapping[str, Mapping[str, float]]


class BaselineError(Exception):
    """The saved ratios can't be read; the message says why."""


def run(
    collection: Collection, query_set: Sequence[Query], folder: Path, progress: Progress
) -> Ratios:
    """Measure the ratios on a collection.

    The best time of all rounds counts for each query, so that other work of the machine matters
    less.

    Raises:
        MissingError: a peer isn't installed.
    """
    open_engines = {}
    for name in (OURS, *PEERS):
        engine = engines.load(name)(folder / name, collection.content)
        progress(f"{engine.label}: index")
        engine.build(collection)
        engine.open()
        open_engines[name] = engine
    progress("queries")
    times = ask(open_engines, sample(query_set, QUERIES), ROUNDS, budget=None)
    for engine in open_engines.values():
        engine.close()
    ours = times[OURS].best()
    return {
        peer: {
            name: percentile(ours, share) / percentile(times[peer].best(), share)
            for name, share in SHARES.items()
        }
        for peer in PEERS
    }


def lowest(one: Ratios, other: Ratios) -> Ratios:
    """The lower of two measurements of each ratio.

    >>> lowest({"fts5": {"p50": 0.2, "p95": 0.1}}, {"fts5": {"p50": 0.1, "p95": 0.3}})
    {'fts5': {'p50': 0.1, 'p95': 0.1}}
    """
    return {
        peer: {name: min(ratio, other[peer][name]) for name, ratio in values.items()}
        for peer, values in one.items()
    }


def save(ratios: Ratios, path: Path) -> None:
    """Write ratios to a file, to compare later ratios with."""
    rounded = {
        peer: {name: round(ratio, 4) for name, ratio in values.items()}
        for peer, values in ratios.items()
    }
    path.write_text(json.dumps({"ratios": rounded}, indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> Ratios:
    """Read saved ratios.

    Raises:
        BaselineError: the file can't be read, or has no ratios.
    """
    try:
        ratios: Ratios = json.loads(path.read_text(encoding="utf-8"))["ratios"]
        for peer in PEERS:
            for name in SHARES:
                if not ratios[peer][name] > 0:
                    raise ValueError(f"{peer} {name} is not above 0")
    except (OSError, ValueError, LookupError, TypeError) as exc:
        raise BaselineError(f"{path}: no saved ratios ({exc!r})") from exc
    return ratios


def worse(saved: Ratios, fresh: Ratios, factor: float = FACTOR) -> list[str]:
    """A line for each ratio that is more than ``factor`` times the saved ratio.

    >>> worse({"fts5": {"p50": 0.1}}, {"fts5": {"p50": 0.2}})
    ['ours ÷ fts5, p50: 0.200, was 0.100 (2.00 times; at most 1.5)']
    """
    return [
        f"ours ÷ {peer}, {name}: {fresh[peer][name]:.3f}, was {ratio:.3f} "
        f"({fresh[peer][name] / ratio:.2f} times; at most {factor:g})"
        for peer, values in saved.items()
        for name, ratio in values.items()
        if fresh[peer][name] > ratio * factor
    ]
