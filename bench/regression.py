"""Whether the search has become slower, told by ratios: seconds depend on the machine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench import engines, measure
from bench.collection import Collection
from bench.engines import OURS
from bench.measure import Say, percentile
from bench.queries import Query, sample

#: The peers compared with. Both are compiled and steady; one is enough to tell our own
#: slowing down, two tell it from a peer's.
PEERS = ("tantivy", "fts5")
SHARES = {"p50": 0.5, "p95": 0.95}

#: How much greater a ratio may be than the saved one.
FACTOR = 1.5

QUERIES = 200
ROUNDS = 5

#: Peer → "p50" and "p95" → time of ours divided by the peer's.
Ratios = Mapping[str, Mapping[str, float]]


class BaselineError(Exception):
    """The saved ratios can't be read; the message says why."""


def run(collection: Collection, asked: Sequence[Query], folder: Path, say: Say) -> Ratios:
    """Fresh ratios at this collection.

    Of each query the best time of all rounds counts, so that a busy machine matters
    less: what is compared is the code.

    Raises:
        MissingError: a peer isn't installed.
    """
    ready = {}
    for name in (OURS, *PEERS):
        engine = engines.load(name)(folder / name, collection.content)
        say(f"{engine.label}: index")
        engine.build(collection)
        engine.open()
        ready[name] = engine
    say("queries")
    times = measure.ask(ready, sample(asked, QUERIES), ROUNDS, budget=None)
    for engine in ready.values():
        engine.close()
    ours = times[OURS].best()
    return {
        peer: {
            name: percentile(ours, share) / percentile(times[peer].best(), share)
            for name, share in SHARES.items()
        }
        for peer in PEERS
    }


def save(ratios: Ratios, path: Path) -> None:
    """Write ratios, to be compared with later."""
    rounded = {
        peer: {name: round(ratio, 4) for name, ratio in values.items()}
        for peer, values in ratios.items()
    }
    path.write_text(json.dumps({"ratios": rounded}, indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> Ratios:
    """Saved ratios.

    Raises:
        BaselineError: the file isn't one of ours.
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
    """What has become slower by more than ``factor``, one line each.

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
