"""An index for the version to come, built beside the one in use while the old version runs.

Each version of the code reads its own generations only. So an upgrade builds the next one in a
folder of its own, where the running site doesn't look, and the first build of the new version
takes it up: the site starts at once. Until then nothing is different for the old version.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from app.search.index.generations import (
    CURRENT,
    IndexUnusableError,
    open_current,
    write_durably,
)

#: The folder of a prepared index within the index folder; it is an index folder itself.
PREPARED = "prepared"


def take_up(index: Path) -> None:
    """Make the prepared generation the current one, if this code made it and has none yet.

    Whoever calls it holds the lock of the folder.
    """
    prepared = index / PREPARED
    try:
        generation = open_current(prepared)
    except IndexUnusableError:
        return  # there is none, or it is for another version
    if not _is_usable(index):
        generation.path.rename(index / generation.path.name)
        write_durably(index / CURRENT, generation.path.name)
    shutil.rmtree(prepared, ignore_errors=True)


def _is_usable(index: Path) -> bool:
    try:
        open_current(index)
    except IndexUnusableError:
        return False
    return True
