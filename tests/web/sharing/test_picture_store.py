"""Pictures are drawn once, one at a time, and within a limit of bytes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.web.sharing import picture_store
from app.web.sharing.drawing import Picture
from app.web.sharing.picture_store import BusyError, PictureStore, digest


@pytest.fixture
def drawn(monkeypatch):
    """The titles of the pictures that were drawn; each is a hundred bytes."""
    titles = []

    def draw(picture):
        titles.append(picture.title)
        return picture.title.encode().ljust(100)

    monkeypatch.setattr(picture_store, "draw", draw)
    return titles


def test_a_picture_is_drawn_once_for_many_requests(drawn):
    store = PictureStore()
    with ThreadPoolExecutor(8) as threads:
        images = list(threads.map(lambda _: store.png(Picture("", "a")), range(40)))
    assert drawn == ["a"] and set(images) == {b"a".ljust(100)}


def test_the_store_does_not_grow_beyond_its_size(drawn):
    store = PictureStore(size=250)
    for title in "abcab":
        store.png(Picture("", title))
    assert drawn == ["a", "b", "c", "a", "b"]
    store.png(Picture("", "b"))
    assert len(drawn) == 5


def test_a_picture_larger_than_the_store_is_given_all_the_same(drawn):
    assert PictureStore(size=50).png(Picture("", "a")) == b"a".ljust(100)


def test_whoever_would_wait_too_long_is_told_so(monkeypatch):
    store, begun, finish = PictureStore(longest_wait=0.05), threading.Event(), threading.Event()

    def draw(_picture):
        begun.set()
        finish.wait(10)
        return b"png"

    monkeypatch.setattr(picture_store, "draw", draw)
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(store.png, Picture("", "a"))
        assert begun.wait(10)
        with pytest.raises(BusyError):
            store.png(Picture("", "b"))
        finish.set()
        assert first.result() == b"png"


def test_a_digest_tells_pictures_apart():
    pictures = [Picture("a", "b"), Picture("ab", ""), Picture("a", "b", "c"), Picture("a", "", "b")]
    assert len({digest(picture) for picture in pictures}) == len(pictures)
