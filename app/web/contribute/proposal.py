"""The case file that a filled-in form ends in."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from app.collection import files, regions
from app.collection.case import Case
from app.contribution.case_file import case_text
from app.contribution.draft import Draft
from app.contribution.slugs import slug_for
from app.search.engine import Engine
from app.web.site.i18n import today


@dataclass(frozen=True)
class Proposal:
    """A proposed case.

    Attributes:
        slug: the slug it would get, unless another case takes it first.
        text: its file.
        case: the case in it.
    """

    slug: str
    text: str
    case: Case


def proposal_of(draft: Draft, engine: Engine) -> Proposal | None:
    """The proposal that a draft makes; None if its file has an error."""
    region = regions.resolve(draft.texts.get("government", ""))
    slug = slug_for(draft.texts.get("title", ""), _Taken(engine), region.name if region else "")
    text = case_text(draft, today())
    parsed = files.parse(Path(f"{slug}.md"), text.encode("utf-8", "replace"), today())
    return Proposal(slug, text, parsed.case) if parsed.case else None


@dataclass(frozen=True)
class _Taken(Container[str]):
    """The slugs of all cases, those that were withdrawn too."""

    engine: Engine

    def __contains__(self, slug: object) -> bool:
        if not isinstance(slug, str):
            return False
        return slug in self.engine.manifest.withdrawn or bool(self.engine.cards_of((slug,)))
