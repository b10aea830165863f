"""The pages of a pack, made by the site's own application in this process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from flask import Flask

from app.collection.vocabulary import Language
from app.pack import views
from app.pack.contents import Page
from app.pack.links import OWN_STATIC, STATIC, Links
from app.pack.names import PackError
from app.pack.rewriting import rewritten, with_used_shapes
from app.pack.search_export import as_script
from app.settings import Settings
from app.web.application import create_app
from app.web.site import offline
from app.web.site.language_prefix import ENGLISH
from app.web.site.offline import OfflineCopy

#: The address of the application where the site has none.
NOWHERE = "http://salinan.invalid"

_OWN_STATIC_FOLDER = Path(__file__).parent / "static"


def site_application(settings: Settings) -> Flask:
    """The site's own application; neither hosts nor visitors of requests matter to it."""
    return create_app(settings.model_copy(update={"hosts": "", "needs": None, "inbox": None}))


def application(settings: Settings, copy: OfflineCopy, shown: views.Shown) -> Flask:
    """An application that makes the pages of a copy, and those that only a copy has."""
    app = site_application(settings)
    offline.init_app(app, copy)
    views.init_app(app, shown)
    return app


class Renderer:
    """Makes files of a pack.

    Args:
        app: the application of :func:`application`.
        base: its address.
    """

    def __init__(self, app: Flask, pages: Sequence[Page], copy: OfflineCopy, language: Language):
        base = copy.site or NOWHERE
        self._app = app
        self._client = app.test_client()
        self._base = base
        self._prefix = ENGLISH if language == "en" else ""
        self._links = Links(pages, base, copy.site)

    def page(self, page: Page) -> bytes:
        """The file of a page.

        Raises:
            PackError: the application does not answer with the page, or the page needs a file
                that the pack lacks.
        """
        answer = self._client.get(self._prefix + page.address, base_url=self._base)
        if answer.status_code != 200:
            raise PackError(f"{page.address} menjawab {answer.status_code}.")
        if answer.mimetype != "text/html":
            return answer.get_data()
        file = page.part.page if page.part else page.file
        try:
            html = rewritten(
                with_used_shapes(answer.text), lambda href: self._links.target(href, file)
            )
        except PackError as exc:
            raise PackError(f"{page.address}: {exc}") from None
        if page.part:
            html = as_script(page.part.function, page.part.key, html)
        return html.encode()

    def assets(self) -> Iterator[tuple[str, bytes]]:
        """The static files that the pages made so far ask for: path inside the pack, content."""
        for file, path in sorted(self._links.assets.items()):
            folder = self._app.static_folder if path.startswith(STATIC) else _OWN_STATIC_FOLDER
            name = path.removeprefix(STATIC).removeprefix(OWN_STATIC)
            yield file, (Path(folder or "") / name).read_bytes()
