"""The release that this request shows: that of the engine in use."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from flask import Flask, Response, abort, current_app
from flask_babel import gettext as _

from app.settings import Settings
from app.web.opendata.records import Collection
from app.web.opendata.store import NotReadyError, Published, ReleaseStore
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.i18n import in_indonesian

log = logging.getLogger(__name__)

#: After how many seconds to ask again for a release that isn't ready.
_COME_AGAIN = 15

_STORE, _CONTENT = "opendata_store", "opendata_content"


def init_app(app: Flask, settings: Settings) -> None:
    """Remember where releases are kept, and where the originals of cases and themes lie."""
    app.extensions[_STORE] = ReleaseStore(settings.index)
    app.extensions[_CONTENT] = settings.content


def published_now() -> Published | None:
    """The release of the engine in use; None while it isn't ready."""
    store: ReleaseStore = current_app.extensions[_STORE]
    content: Path = current_app.extensions[_CONTENT]
    engine = current_engine()
    inputs = f"{engine.version} {current_app.extensions['code_digest']}"
    key = hashlib.sha256(inputs.encode()).hexdigest()[:20]
    try:
        with in_indonesian():
            return store.get(key, Collection(engine, content))
    except NotReadyError as exc:
        log.warning("open data: not ready (%s)", exc.__cause__ or "being made")
        return None


def requested_release() -> Published:
    """The same; while it isn't ready, the request ends with 503."""
    published = published_now()
    if published is None:
        abort(_not_ready())
    return published


def _not_ready() -> Response:
    response = answer(
        503, _("Berkas data sedang disiapkan"), _("Coba lagi sebentar lagi, dari alamat yang sama.")
    )
    response.headers["Retry-After"] = str(_COME_AGAIN)
    return response
