"""Pages that a browser or this process already has are not made again.

A page is a function of its address, the reader's choice of light or dark, the day, the
generation of the index with its synonyms, and the code. The digest of these is the page's
tag (ETag). A browser that has the page sends the tag and gets a 304 before anything is
rendered. For everybody else, each process stores the pages it rendered lately in a page
cache, compressed as they are sent and bounded in bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from pathlib import Path
from typing import Literal

from cachetools import LRUCache
from flask import Flask, Request, Response, current_app, g, request
from zlib_ng import zlib_ng

from app.search.index.generations import IndexUnusableError
from app.web.site.appearance import appearance
from app.web.site.curators import curators
from app.web.site.downloads import TYPES
from app.web.site.engine import engine_version
from app.web.site.handing_in import takes_proposals

#: The folder of the code that makes pages: ``app/``.
APPLICATION = Path(__file__).parents[2]

#: The size of the page cache of a process, in bytes.
CACHE_BYTES = 4 * 2**20

#: The size of the cache of files for an office, which are longer than pages and would push many
#: of those out. Such a file takes up to half a second to make.
FILE_CACHE_BYTES = 4 * 2**20

#: Longer bodies are not stored.
LONGEST_STORED = 512 * 1024

#: Shorter bodies are not compressed: they hardly get smaller.
SHORTEST_COMPRESSED = 600

# Measured with zlib-ng on 300 pages of 34 kB in the mean: level 3 gives 7.7 kB in 0.18 ms, level 5
# 7.35 kB in 0.23, level 7 7.29 kB in 0.34; zlib gives 7.4 kB in 0.50 at level 5. A kilobyte takes
# 0.16 s on a link of 50 kbit/s.
_LEVEL = 5

# For zlib: the largest window, and a header of gzip, without a time.
_GZIP = 31

# What an entry of the page cache takes beside its body: headers and objects, in bytes.
_ENTRY_BYTES = 1000

_COMPRESSED_TYPES = ("text/", "image/svg+xml", "application/json", "application/problem+json")

# Files that are compressed by their own format.
_OFFICE_TYPES = frozenset({TYPES["docx"], TYPES["xlsx"]})

# The state of the process and of the index may change without a change of the tag.
_WITHOUT_TAG = frozenset(
    {"api.healthz", "api.readyz", "metrics.metrics", "packs.overview", "packs.download"}
)

# Files that tag themselves by their content, and are sent as they are, so that a part of one may be
# asked for; and what is sent while it is still being made.
_AS_THEY_ARE = frozenset({"opendata.file", "api.search_lines"})

_NEVER_TAGGED = _WITHOUT_TAG | _AS_THEY_ARE | {None, "static"}

# Programs that go through the collection ask for each of these once. They are stored when they are
# asked for again, so that they don't push out pages, and are not compressed for nothing.
_STORED_IF_REPEATED = frozenset({"api.search"})

# How many answers are remembered as asked for once.
_ASKED_ONCE = 2048


class PageCache:
    """Compressed responses by tag; the least recently used are dropped first.

    Safe to share between threads.
    """

    def __init__(self, size: int = CACHE_BYTES) -> None:
        self.responses: LRUCache[str, Response] = LRUCache(
            size, lambda response: _ENTRY_BYTES + len(response.get_data())
        )
        self._lock = threading.Lock()

    def get(self, tag: str) -> Response | None:
        """A copy of the stored response, compressed, that the caller may change."""
        with self._lock:
            stored = self.responses.get(tag)
        return None if stored is None else _copy(stored)

    def put(self, tag: str, response: Response) -> None:
        """Store a compressed response, unless it is too long."""
        if len(response.get_data()) <= min(LONGEST_STORED, self.responses.maxsize - _ENTRY_BYTES):
            copy = _copy(response)
            with self._lock:
                self.responses[tag] = copy


class AskedOnce:
    """The tags of what was asked for once, lately; safe to share between threads."""

    def __init__(self, size: int = _ASKED_ONCE) -> None:
        self._tags: LRUCache[str, None] = LRUCache(size)
        self._lock = threading.Lock()

    def asked_again(self, tag: str) -> bool:
        """Whether this tag was asked for before."""
        with self._lock:
            known = tag in self._tags
            self._tags[tag] = None
            return known


def _copy(response: Response) -> Response:
    return Response(response.get_data(), response.status_code, list(response.headers))


def init_app(app: Flask) -> None:
    """Answer with a 304 or from the page cache where possible; tag, compress and store the rest.

    To be set up before all else: Flask calls the functions that finish a response in reverse
    order, and a response must be stored with the headers that other modules add.
    """
    app.extensions["page_cache"] = PageCache()
    app.extensions["file_cache"] = PageCache(FILE_CACHE_BYTES)
    app.extensions["asked_once"] = AskedOnce()
    app.extensions["code_digest"] = code_digest(APPLICATION)
    app.before_request(_answer_known_page)
    app.after_request(_finish)


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


def _answer_known_page() -> Response | None:
    """A 304 if the browser has the page, the stored page if there is one, else None."""
    g.tag = _tag()
    if g.tag is None:
        return None
    if g.tag in request.if_none_match.as_set(include_weak=True):
        return _with_tag(Response(status=304))
    stored = _cache("page_cache").get(g.tag) or _cache("file_cache").get(g.tag)
    if stored is not None:
        g.from_page_cache = True
        if not _accepts_gzip():
            _decompress(stored)
    return stored


def _finish(response: Response) -> Response:
    """Tag a response, compress it if the browser accepts that, and store it."""
    if "from_page_cache" in g or request.endpoint in _AS_THEY_ARE:
        return response
    if response.status_code in {204, 206, 304}:
        return response
    tagged = (
        g.get("tag") is not None
        and response.status_code == 200
        and "Set-Cookie" not in response.headers
    )
    if not _is_text(response):
        if tagged and response.mimetype in _OFFICE_TYPES:
            _cache("file_cache").put(g.tag, _with_tag(response))
        return response
    if tagged:
        _with_tag(response)
    else:
        response.vary.add("Accept-Encoding")
    if request.method == "HEAD":
        return response
    storable = tagged and _is_worth_storing()
    # The cache stores only compressed bodies; a browser without gzip gets the plain body.
    compressed = response if _accepts_gzip() or not storable else _copy(response)
    if storable or _accepts_gzip():
        _compress(compressed)
    if storable:
        _cache("page_cache").put(g.tag, compressed)
    return response


def _is_worth_storing() -> bool:
    """Whether this page is likely to be asked for again."""
    if request.endpoint not in _STORED_IF_REPEATED:
        return True
    asked_once: AskedOnce = current_app.extensions["asked_once"]
    return asked_once.asked_again(g.tag)


def _cache(name: Literal["page_cache", "file_cache"]) -> PageCache:
    cache: PageCache = current_app.extensions[name]
    return cache


def _tag() -> str | None:
    """The tag of the page that this request asks for; None for answers without a tag."""
    asked: Request = request._get_current_object()  # type: ignore[attr-defined]  # of Werkzeug's proxy
    if asked.method not in {"GET", "HEAD"} or asked.endpoint in _NEVER_TAGGED:
        return None
    try:
        version = engine_version()
    except IndexUnusableError:
        return None  # an error page follows
    inputs = (
        version,
        current_app.extensions["code_digest"],
        dt.date.today().isoformat(),
        appearance(),
        *(curators().mail, curators().url, str(takes_proposals())),
        # The address piece by piece: Werkzeug takes longer to join it than all the rest.
        *(asked.scheme, asked.host, asked.root_path, asked.path),
        asked.query_string.decode("latin-1"),
    )
    return hashlib.sha256("\n".join(inputs).encode("utf-8", "replace")).hexdigest()[:20]


def _accepts_gzip() -> bool:
    return request.accept_encodings.quality("gzip") > 0


def _with_tag(response: Response) -> Response:
    """Let browsers store a response, but ask each time: the index may change at any moment."""
    response.set_etag(g.tag, weak=True)
    response.headers.setdefault("Cache-Control", "no-cache")
    if "Vary" in response.headers:
        response.vary.update(("Accept-Encoding", "Cookie"))
    else:
        response.headers["Vary"] = "Accept-Encoding, Cookie"
    return response


def _is_text(response: Response) -> bool:
    return (response.mimetype or "").startswith(_COMPRESSED_TYPES)


def _compress(response: Response) -> None:
    """Compress a body, unless it is short or compressed already."""
    response.direct_passthrough = False
    body = response.get_data()
    if "Content-Encoding" in response.headers or len(body) < SHORTEST_COMPRESSED:
        return
    response.close()  # of a static file
    response.set_data(zlib_ng.compress(body, _LEVEL, _GZIP))
    response.headers["Content-Encoding"] = "gzip"
    etag, weak = response.get_etag()
    if etag and not weak:  # a strong tag promises the same bytes, which compression changed
        response.set_etag(etag, weak=True)


def _decompress(response: Response) -> None:
    """Decompress a body for a browser that doesn't accept gzip."""
    if response.headers.pop("Content-Encoding", None):
        response.set_data(zlib_ng.decompress(response.get_data(), _GZIP))
