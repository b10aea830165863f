"""When the index first had each case, when its file last changed, and when it went.

Case files don't say reliably when they changed, and a site may have them without the history of
their repository. So each build notes what it saw, and carries the notes of the generation before
on: also a full build, and one by other code, since the notes depend on neither. Whoever deletes
the index deletes them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

#: The name of the file in the folder of a snapshot.
HISTORY = "history.json"

#: The most cases that are gone which are remembered: the latest.
MOST_GONE = 10_000


class Life(BaseModel):
    """What is noted of a case.

    Attributes:
        digest: SHA-256 of its file, as it was seen last.
        added: the build that saw it first, or first again after it was gone.
        changed: the build that saw its file in this state first.
        gone: the build that found it gone; None for a case that is there.
    """

    model_config = ConfigDict(frozen=True)

    digest: str
    added: dt.datetime
    changed: dt.datetime
    gone: dt.datetime | None = None


class History(BaseModel):
    """The notes of all builds.

    Attributes:
        since: the first build whose notes these are; all its cases count as added by it.
        lives: slug → what is noted of the case.
    """

    model_config = ConfigDict(frozen=True)

    since: dt.datetime
    lives: Mapping[str, Life]


_FILE = TypeAdapter(History)


def carried_on(before: History | None, digests: Mapping[str, str], now: dt.datetime) -> History:
    """The notes after a build.

    Args:
        before: the notes of the generation before, if there are any.
        digests: SHA-256 of each file that gives a case, by slug.
        now: the time of the build.
    """
    known = before.lives if before else {}
    lives = {slug: _seen(known.get(slug), digest, now) for slug, digest in digests.items()}
    gone = [(life.gone or now, slug, life) for slug, life in known.items() if slug not in digests]
    for when, slug, life in sorted(gone, key=lambda entry: entry[:2])[-MOST_GONE:]:
        lives[slug] = life.model_copy(update={"gone": when})
    return History(since=before.since if before else now, lives=dict(sorted(lives.items())))


def _seen(life: Life | None, digest: str, now: dt.datetime) -> Life:
    if life is None or life.gone:
        return Life(digest=digest, added=now, changed=now)
    return life if life.digest == digest else Life(digest=digest, added=life.added, changed=now)


def write(folder: Path, history: History) -> None:
    """Write the notes into the folder of a snapshot."""
    (folder / HISTORY).write_bytes(_FILE.dump_json(history))


def read(folder: Path) -> History:
    """The notes of a snapshot.

    Raises:
        OSError, ValueError: the file can't be read.
    """
    return _FILE.validate_json((folder / HISTORY).read_bytes())
