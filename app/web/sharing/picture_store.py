"""Pictures that a process has drawn, bounded in bytes, and one drawn at a time.

Drawing takes some 60 ms of a processor. A robot that asks for the pictures of all cases at once
must not stop the pages of readers, so the others wait for their turn, and not for long.
"""

from __future__ import annotations

import hashlib
import threading

from cachetools import LRUCache

from app.web.sharing.drawing import Picture, draw

#: The size of the pictures that a process stores, in bytes: some two hundred of them.
STORE_BYTES = 4 * 2**20

#: How long a request waits for its turn, in seconds.
LONGEST_WAIT = 5.0


class BusyError(Exception):
    """Too many pictures are being asked for at once."""


class PictureStore:
    """PNG images by what they show; the least recently used are dropped first.

    Safe to share between threads.
    """

    def __init__(self, size: int = STORE_BYTES, longest_wait: float = LONGEST_WAIT) -> None:
        self._images: LRUCache[str, bytes] = LRUCache(size, len)
        self._longest_wait = longest_wait
        self._stored = threading.Lock()
        self._drawing = threading.Lock()

    def png(self, picture: Picture) -> bytes:
        """The image of a picture.

        Raises:
            BusyError: other pictures took too long.
        """
        key = digest(picture)
        image = self._get(key)
        if image is not None:
            return image
        if not self._drawing.acquire(timeout=self._longest_wait):
            raise BusyError
        try:
            image = self._get(key)  # drawn for another request in the meantime
            if image is None:
                image = draw(picture)
                self._put(key, image)
        finally:
            self._drawing.release()
        return image

    def _get(self, key: str) -> bytes | None:
        with self._stored:
            return self._images.get(key)

    def _put(self, key: str, image: bytes) -> None:
        if len(image) <= self._images.maxsize:
            with self._stored:
                self._images[key] = image


def digest(picture: Picture) -> str:
    """What tells a picture from every other: a digest of its texts."""
    return hashlib.sha256(repr(picture).encode()).hexdigest()[:20]
