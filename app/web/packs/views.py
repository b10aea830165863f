"""The page of the packs, and a pack as a file."""

from __future__ import annotations

from pathlib import Path

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    render_template,
    send_from_directory,
)
from flask_babel import gettext as _

from app.settings import Settings
from app.web.packs.shelf import offered
from app.web.site.engine import current_engine
from app.web.site.errors import answer
from app.web.site.requests import writable

blueprint = Blueprint("packs", __name__)

_EXTENSION = "packs"


def init_app(app: Flask, settings: Settings) -> None:
    """Remember the folder of the packs."""
    app.extensions[_EXTENSION] = settings.packs


def _folder() -> Path | None:
    folder: Path | None = current_app.extensions[_EXTENSION]
    return folder


@blueprint.get("/paket")
def overview() -> str:
    """The packs that can be downloaded, or how to make one."""
    folder = _folder()
    packs = offered(folder) if folder else ()
    return render_template("packs/packs.html", engine=current_engine(), packs=packs)


@blueprint.get("/paket/<pack>")
def download(pack: str) -> Response:
    """A pack as a file."""
    folder = _folder()
    names = {entry.name for entry in offered(folder)} if folder else set()
    if folder is None or pack not in names:
        detail = _("Tidak ada paket bernama “%(name)s”.", name=writable(pack[:100]))
        abort(answer(404, _("Paket ini tidak ada"), detail))
    return send_from_directory(folder.resolve(), pack, as_attachment=True)
