"""When the index first had each case, when its file last changed, and when it went.

Case files don't say reliably when they changed, and a site may have them without the history of
their repository. So each build notes what it saw, and carries the notes of the generation before
on: also a full build, and one by other code, since the notes depend on neither. Whoever deletes
the index deletes them.
"""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from app.search.index import arrays as layout
from app.search.index.arrays import Ints

#: The name of the file in the folder of a snapshot: arrays in numpy's format for several.
HISTORY = "history.npz"

# The name that the file had, with JSON in it. An upgrade carries its notes on.
_AS_JSON = "history.json"

#: The most cases that are gone which are remembered: the latest.
MOST_GONE = 10_000

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

# A case that is there was gone at this time.
_NEVER = -1


class Life(NamedTuple):
    """What is noted of a case.

    Attributes:
        digest: SHA-256 of its file, as it was seen last.
        added: the build that saw it first, or first again after it was gone.
        changed: the build that saw its file in this state first.
        gone: the build that found it gone; None for a case that is there.
    """

    digest: str
    added: dt.datetime
    changed: dt.datetime
    gone: dt.datetime | None = None


@dataclass(frozen=True, eq=False)
class History:
    """The notes of all builds.

    Attributes:
        since: the first build whose notes these are; all its cases count as added by it.
        slugs, digests: the slug of each case, and the SHA-256 of its file as it was seen last.
        added, changed, gone: the times of :class:`Life`, in microseconds since 1970.
    """

    since: dt.datetime
    slugs: Sequence[str]
    digests: Sequence[str]
    added: Ints
    changed: Ints
    gone: Ints

    @cached_property
    def present(self) -> Mapping[str, str]:
        """slug → SHA-256 of the file of each case that is there."""
        digests = dict(zip(self.slugs, self.digests, strict=True))
        for row in np.flatnonzero(self.gone != _NEVER).tolist():
            del digests[self.slugs[row]]
        return digests

    @cached_property
    def lives(self) -> Mapping[str, Life]:
        """slug → what is noted of the case."""
        times = np.stack([self.added, self.changed, self.gone], axis=1)
        moments = {time: _moment(time) for time in np.unique(times).tolist()}
        return {
            slug: Life(digest, *map(moments.__getitem__, of_case))  # type: ignore[arg-type]
            for slug, digest, of_case in zip(self.slugs, self.digests, times.tolist(), strict=True)
        }


def carried_on(before: History | None, digests: Mapping[str, str], now: dt.datetime) -> History:
    """The notes after a build.

    Args:
        before: the notes of the generation before, if there are any.
        digests: SHA-256 of each file that gives a case, by slug.
        now: the time of the build.
    """
    time = _microseconds(now)
    slugs = sorted(digests)
    hashes = [digests[slug] for slug in slugs]
    added, changed, gone = (np.full(len(slugs), value) for value in (time, time, _NEVER))
    if before is None or not before.slugs:
        return History(before.since if before else now, slugs, hashes, added, changed, gone)
    row_of = dict(zip(before.slugs, range(len(before.slugs)), strict=True))
    rows = np.array([row_of.get(slug, -1) for slug in slugs], np.int64)
    known = (rows >= 0) & (before.gone[rows] == _NEVER)
    hash_of = before.present.get
    same = [hash_of(slug) == digest for slug, digest in zip(slugs, hashes, strict=True)]
    added = np.where(known, before.added[rows], time)
    changed = np.where(known & np.array(same, np.bool_), before.changed[rows], time)

    left = [row for slug, row in row_of.items() if slug not in digests]
    if left:
        when = np.where(before.gone[left] == _NEVER, time, before.gone[left]).tolist()
        latest = sorted(zip(when, left, strict=True))[-MOST_GONE:]
        kept = [row for _, row in latest]
        slugs += [before.slugs[row] for row in kept]
        hashes += [before.digests[row] for row in kept]
        order = sorted(range(len(slugs)), key=slugs.__getitem__)
        slugs, hashes = [slugs[n] for n in order], [hashes[n] for n in order]
        added = np.append(added, before.added[kept])[order]
        changed = np.append(changed, before.changed[kept])[order]
        gone = np.append(gone, [when for when, _ in latest])[order]
    return History(before.since, slugs, hashes, added, changed, gone)


def _microseconds(moment: dt.datetime) -> int:
    return (moment - _EPOCH) // dt.timedelta(microseconds=1)


def _moment(microseconds: int) -> dt.datetime | None:
    if microseconds == _NEVER:
        return None
    return _EPOCH + dt.timedelta(microseconds=microseconds)


# --- files ----------------------------------------------------------------------------


def write(folder: Path, history: History) -> None:
    """Write the notes into the folder of a snapshot."""
    np.savez(
        folder / HISTORY,
        since=np.array([_microseconds(history.since)]),
        slug=layout.join_texts(history.slugs),
        digest=layout.join_texts(history.digests),
        time=np.stack([history.added, history.changed, history.gone]),
    )


def read(folder: Path) -> History:
    """The notes of a snapshot.

    Raises:
        OSError, ValueError: the file can't be read.
    """
    if not (folder / HISTORY).exists() and (folder / _AS_JSON).exists():
        return _read_json(folder / _AS_JSON)
    try:
        with np.load(folder / HISTORY) as arrays:
            slugs, digests = (layout.split_texts(arrays[name]) for name in ("slug", "digest"))
            added, changed, gone = arrays["time"]
            since = _moment(int(arrays["since"][0]))
    except (zipfile.BadZipFile, LookupError, TypeError, EOFError, OverflowError) as exc:
        raise ValueError(f"{HISTORY}: {exc}") from exc
    if since is None or not len(slugs) == len(digests) == len(added):
        raise ValueError(HISTORY)
    return History(since, slugs, digests, added, changed, gone)


def _read_json(path: Path) -> History:
    try:
        values = json.loads(path.read_bytes())
        lives = values["lives"]
        times = np.array(
            [
                [_from_iso(life[name]) for name in ("added", "changed", "gone")]
                for life in lives.values()
            ],
            np.int64,
        ).reshape(-1, 3)
        digests = [str(life["digest"]) for life in lives.values()]
        return History(dt.datetime.fromisoformat(values["since"]), [*lives], digests, *times.T)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as exc:
        raise ValueError(f"{path.name}: {exc}") from exc


def _from_iso(text: str | None) -> int:
    return _NEVER if text is None else _microseconds(dt.datetime.fromisoformat(text))
