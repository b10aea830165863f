"""What need not be made, or sent, twice.

Every page is a function of its address, the reader's choice of light or dark, the day,
the generation of the index with its synonyms, and the code. Those name its ETag, so that
a browser that has the page is told so before anything is rendered. Pages made lately are
kept, packed as they are sent, within a bound in bytes.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import threading
from pathlib import Path

from cachetools import LRUCache
from flask import Flask, Response, current_app, g, request

from app.search.index.generations import IndexUnusableError
from app.search.source import EngineSource
from app.web.site.theme import COOKIE, THEMES

#: The folder of the code that pages are made by: ``app/``.
APPLICATION = Path(__file__).parents[2]

#: What pages may be kept in, per process.
KEPT_BYTES = 4 * 2**20

# A result that few ask for again, a file for an office, pushes no page out.
LONGEST_KEPT = 512 * 1024

# Smaller bodies don't get smaller.
WORTH_PACKING = 600

# A tenth larger than the smallest (7.1 kB instead of 6.4 kB for a page of results), in less
# than half the time; the step after it costs half as much again.
_LEVEL = 3

_PACKED = ("text/", "image/svg+xml", "application/json", "application/problem+json")

# States of the process and the index: true now, not in a minute.
_NEVER = frozenset({"api.healthz", "api.readyz"})

# Answers with a clock in them.
_TIMED = frozenset({"api.search"})


class Kept:
    """Bodies by the tag they are known by, the least asked for dropped first."""

    def __init__(self, size: int = KEPT_BYTES) -> None:
        self.bodies: LRUCache[str, Response] = LRUCache(
            size, lambda response: 1000 + len(response.get_data())
        )
        self._lock = threading.Lock()

    def get(self, key: str) -> Response | None:
        """A copy of what is kept, packed, free to be changed."""
        with self._lock:
            found = self.bodies.get(key)
        if found is None:
            return None
        return _copy(found)

    def put(self, key: str, response: Response) -> None:
        """Keep a packed response, if it is short enough."""
        if len(response.get_data()) <= min(LONGEST_KEPT, self.bodies.maxsize - 1000):
            copy = _copy(response)
            with self._lock:
                self.bodies[key] = copy


def _copy(response: Response) -> Response:
    return Response(response.get_data(), response.status_code, list(response.headers))


def init_app(app: Flask) -> None:
    """Answer from what is known. To be set up first: it must see each response last."""
    app.extensions["kept"] = Kept()
    app.extensions["code_digest"] = code_digest(APPLICATION)

    @app.before_request
    def known() -> Response | None:
        g.tag = _tag()
        if g.tag is None:
            return None
        if g.tag in request.if_none_match.as_set(include_weak=True):
            return _marked(Response(status=304))
        found = _kept().get(g.tag)
        if found is not None:
            g.done = True
            if not _takes_gzip():
                _unpack(found)
        return found

    @app.after_request
    def finish(response: Response) -> Response:
        if "done" in g:
            return response
        if not _is_text(response) or response.status_code in {204, 206, 304}:
            return response
        tagged = (
            g.get("tag") is not None
            and response.status_code == 200
            and "Set-Cookie" not in response.headers
        )
        if tagged:
            _marked(response)
        response.vary.add("Accept-Encoding")
        if request.method == "HEAD":
            return response
        keep = tagged and request.endpoint not in _TIMED
        packed = response if _takes_gzip() or not keep else _copy(response)
        if keep or _takes_gzip():
            _pack(packed)
        if keep:
            _kept().put(g.tag, packed)
        return response


def _kept() -> Kept:
    kept: Kept = current_app.extensions["kept"]
    return kept


def _tag() -> str | None:
    """The name of what this request gives; None if it gives something else each time."""
    if (
        request.method not in {"GET", "HEAD"}
        or request.endpoint in {None, "static"}
        or request.endpoint in _NEVER
    ):
        return None
    source: EngineSource = current_app.extensions["pustaka"]
    try:
        source.get()
    except IndexUnusableError:
        return None  # the page will say so
    parts = (
        source.version,
        current_app.extensions["code_digest"],
        dt.date.today().isoformat(),
        THEMES.get(request.cookies.get(COOKIE, ""), ""),
        # As it was asked: putting the address together again takes longer than the rest.
        *(request.scheme, request.host, request.root_path, request.path),
        request.query_string.decode("latin-1"),
    )
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:20]


def code_digest(folder: Path) -> str:
    """The digest of every file below a folder of code, compiled Python left out.

    The same index gives other pages after a change of any module: of the ranking, the marks,
    the words of an office document. So the digest covers all of ``app/``.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _takes_gzip() -> bool:
    return request.accept_encodings.quality("gzip") > 0


def _marked(response: Response) -> Response:
    """To be kept, and to be asked about each time: the index may change at any moment."""
    response.set_etag(g.tag, weak=True)
    response.headers.setdefault("Cache-Control", "no-cache")
    response.vary.update(("Accept-Encoding", "Cookie"))
    return response


def _is_text(response: Response) -> bool:
    return (response.mimetype or "").startswith(_PACKED)


def _pack(response: Response) -> None:
    """Compress what gets smaller by it."""
    response.direct_passthrough = False
    body = response.get_data()
    if "Content-Encoding" in response.headers or len(body) < WORTH_PACKING:
        return
    response.close()  # the file, if it was one
    response.set_data(gzip.compress(body, _LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    etag, weak = response.get_etag()
    if etag and not weak:  # other bytes than those of the plain file
        response.set_etag(etag, weak=True)


def _unpack(response: Response) -> None:
    """Plain again, for those who can't read it packed."""
    if response.headers.pop("Content-Encoding", None):
        response.set_data(gzip.decompress(response.get_data()))
