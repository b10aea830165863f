"""The page of open data, its codebooks, and its files."""

from __future__ import annotations

import base64

from flask import Response, abort, render_template, send_file
from flask_babel import gettext as _

from app.web.opendata.blueprint import blueprint
from app.web.opendata.datasets import DATA_SETS, FILES
from app.web.opendata.releases import published_now, requested_release
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.i18n import number


@blueprint.get("/data")
def overview() -> str:
    """What data there is, how large, under which licence, and how to open it."""
    published = published_now()
    return render_template(
        "opendata/overview.html",
        data_sets=DATA_SETS.values(),
        release=published.release if published else None,
        size=_size,
        engine=current_engine(),
    )


@blueprint.get("/data/<dataset>/kamus")
def codebook(dataset: str) -> str:
    """What the fields of a data set mean."""
    data_set = DATA_SETS.get(dataset)
    if data_set is None:
        abort(answer(404, _("Data ini tidak ada"), _("Daftarnya ada di halaman data terbuka.")))
    return render_template("opendata/codebook.html", data_set=data_set, engine=current_engine())


@blueprint.get("/data/<file>")
def file(file: str) -> Response:
    """A file of a data set, or the part of it that is asked for."""
    if file not in FILES:
        abort(answer(404, _("Berkas ini tidak ada"), _("Daftarnya ada di halaman data terbuka.")))
    data_set, form = FILES[file]
    published = requested_release()
    sha256 = published.release.files[file].sha256
    response = send_file(
        published.folder / file,
        form.media_type,
        as_attachment=True,
        download_name=file,
        etag=sha256,
        max_age=0,  # ask each time: the next generation has another content at this address
        last_modified=published.release.sets[data_set.name].modified,
    )
    digest = base64.b64encode(bytes.fromhex(sha256)).decode()
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"  # RFC 9530
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _size(size: int) -> str:
    """A size in bytes as people read it: ``1,2 MB``."""
    if size < 1_000_000:
        return f"{number(max(1, round(size / 1000)))} KB"
    return f"{number(round(size / 1_000_000, 1))} MB"
