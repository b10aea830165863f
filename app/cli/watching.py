"""Following the changes of a content folder, for ``index --watch`` and ``serve --reload``."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import click
import watchfiles

from app.cli.common import relative

#: How often to look whether the content folder has been moved away or replaced, in
#: milliseconds: the system reports what changes inside a folder, not a new folder in its place.
CHECK_EVERY = 200

# Device and inode of the content folder and of its folder of cases.
_Identity = tuple[tuple[int, int], ...]


def changes(content: Path) -> Iterator[None]:
    """Yield once when watching has begun, then again after each change of the content.

    Changes that happen while the caller is busy are collected and yielded together when it
    comes back. While there is no folder of cases, as for a moment when git changes branches,
    nothing is yielded: an index built then would be empty.

    Raises:
        click.ClickException: the system can't watch the folder.
    """
    # The library would log each change; the summary of the build that follows is enough.
    logging.getLogger("watchfiles").setLevel(logging.WARNING)
    while True:
        identity = _identity(content)
        if identity is None:
            time.sleep(CHECK_EVERY / 1000)
            continue
        try:
            yield from _changes_of(content, identity)
        except FileNotFoundError:
            continue  # moved away since the look at its identity
        except OSError as exc:
            raise click.ClickException(
                f"Perubahan di {relative(content)} tidak bisa diikuti ({exc}). "
                "Coba dengan WATCHFILES_FORCE_POLLING=1."
            ) from None


def _changes_of(content: Path, identity: _Identity) -> Iterator[None]:
    """Yield as :func:`changes` does, until the folder with this identity is gone."""
    folder = content.resolve()
    begun = False
    for changed in watchfiles.watch(
        folder,
        watch_filter=_IndexedFiles(folder),
        rust_timeout=CHECK_EVERY,
        yield_on_timeout=True,
    ):
        if _identity(content) != identity:
            return
        if changed or not begun:
            begun = True
            yield


def _identity(content: Path) -> _Identity | None:
    """Tells the folders apart from others of the same name; None if one doesn't exist."""
    try:
        statuses = [path.stat() for path in (content, content / "innovations")]
    except OSError:
        return None
    return tuple((status.st_dev, status.st_ino) for status in statuses)


class _IndexedFiles(watchfiles.DefaultFilter):
    """Lets through the files that an index is built from, and the folders that hold them.

    These are the cases and the curators' lists. The temporary files of editors are left out,
    by the patterns of the library.
    """

    def __init__(self, content: Path) -> None:
        super().__init__(ignore_dirs=())  # the content may lie below a folder of any name
        self._folders = {content, content / "innovations"}

    def __call__(self, change: watchfiles.Change, path: str) -> bool:
        indexed = not self._folders.isdisjoint({Path(path), Path(path).parent})
        return indexed and super().__call__(change, path)
