"""Packs of the real collection, of four of its cases, and what their pages refer to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from app.pack import choice
from app.pack.build import Order, build
from app.pack.choice import Choice
from app.pack.writing import Written
from app.search.engine import Engine
from app.settings import Settings

CASES = ("putik-sari", "jarik-ma-siti", "simba-asia", "nasi-tiga-beras")
SITE = "https://pustaka.contoh.go.id/inovasi-kita"

_REFERRING = {"href", "src", "action", "formaction", "data-suggest", "poster", "srcset"}


class Page(HTMLParser):
    """A page of a pack: the addresses it refers to, and the identifiers that can be linked to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.references: list[str] = []
        self.ids: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, _tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name in _REFERRING:
                self.references.append(value or "")
            elif name == "id":
                self.ids.add(value or "")


class Pack:
    """A pack that was written, with its pages read once."""

    def __init__(self, written: Written) -> None:
        self.written = written
        self.folder = written.folder

    @cached_property
    def pages(self) -> dict[Path, Page]:
        return {path: Page(path) for path in sorted(self.folder.rglob("*.html"))}

    @cached_property
    def files(self) -> list[str]:
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.folder).as_posix() for path in paths)

    def text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def parts(self, slug: str) -> list[str]:
        """The column of a case in the comparison, and its plan."""
        script = self.text("aset/kasus-0.js")
        slugs, html = script.removeprefix("pustakaCases(JSON.parse('").split("'),'", 1)
        start = 2 * json.loads(slugs).index(slug)
        return html.split("\\u001e")[start : start + 2]

    def references(self) -> Iterator[tuple[str, str]]:
        """The name of each page with each address that it refers to."""
        for path, page in self.pages.items():
            for reference in page.references:
                yield path.relative_to(self.folder).as_posix(), reference


@pytest.fixture(scope="session")
def settings(content: Path, real_index: Path) -> Settings:
    return Settings(content=content, index=real_index)


@pytest.fixture(scope="session")
def make(settings: Settings, real_engine: Engine) -> Callable[..., Pack]:
    """``make(folder, choice, site="…")``: a pack of the real collection."""

    def make(folder: Path, chosen: Choice | None = None, **order: Any) -> Pack:
        chosen = chosen or choice.by_list(real_engine, CASES)
        return Pack(build(settings, real_engine, Order(chosen, **order), folder))

    return make


@pytest.fixture(scope="session")
def pack(make: Callable[..., Pack], tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """A pack of four cases, without the address of a site."""
    return make(tmp_path_factory.mktemp("pack"))


@pytest.fixture(scope="session")
def pack_with_site(make: Callable[..., Pack], tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """The same with the address of the site, which lies below a path."""
    return make(tmp_path_factory.mktemp("site"), site=SITE)


@pytest.fixture(scope="session")
def whole(
    make: Callable[..., Pack], real_engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Pack:
    """The pack of all cases."""
    return make(tmp_path_factory.mktemp("whole"), choice.everything(real_engine))
