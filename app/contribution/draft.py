"""A draft: a case as a contributor tells it, before it is a file.

Web form, Word and spreadsheet all end in a draft. A draft holds texts as they were typed, so
that nothing is lost or guessed on the way; :mod:`app.contribution.case_file` writes it as a
case file, and :mod:`app.contribution.mistakes` says what is wrong with it, and where.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from app.collection.finding import Level

#: Where something stands in a draft: ``("title",)``, ``("tags", 0)``, ``("results", 1, "after")``,
#: ``("sections", "Masalah", 0)``. Entries count from 0; ``()`` is the draft as a whole.
Place = tuple[str | int, ...]

_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a section, or an item of a list.

    Attributes:
        text: plain text as typed; signs of Markdown in it mean nothing. A citation typed in the
            midst of it, ``[^2]``, cites the second row of ``Draft.rows["sources"]``.
        sources: the numbers of the sources that the whole paragraph is based on, from 1.
        item: whether it is an item of a list.
        numbered: whether that list is numbered.
        markdown: whether the text is Markdown, written by a curator in a case file.
    """

    text: str
    sources: tuple[int, ...] = ()
    item: bool = False
    numbered: bool = False
    markdown: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A case as texts, by the keys of the case format; nothing in it is checked or converted.

    Attributes:
        texts: key → text, for the keys with one value: ``title``, ``agency``, ``started``.
        lists: key → texts, for ``problems``, ``tags``, ``sdgs`` and ``legal_basis``.
        rows: key → rows, for ``awards``, ``results``, ``replicated_by`` and ``sources``; a row
            is a mapping of the keys of such an entry to texts.
        sections: heading (``Masalah``) → its paragraphs.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    sections: Mapping[str, tuple[Paragraph, ...]] = field(default_factory=dict)

    def to_json(self) -> str:
        """The draft as JSON, to be kept in a file."""
        text = json.dumps(dataclasses.asdict(self), ensure_ascii=False, indent=1)
        return _SURROGATES.sub("\ufffd", text)  # which no file can hold

    @staticmethod
    def from_json(text: str | bytes) -> Draft:
        """The draft that :meth:`to_json` wrote.

        Raises:
            ValueError: the text is no draft.
        """
        return _ADAPTER.validate_json(text)


_ADAPTER = TypeAdapter(Draft)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a draft, as :class:`app.collection.finding.Finding` is for a file.

    Attributes:
        place: where it stands in the draft.
        level: an error keeps a case from being published; a warning doesn't.
        message: what is wrong, in Indonesian, without a full stop.
        remedy: what to do about it, in Indonesian, without a full stop.
    """

    place: Place
    level: Level
    message: str
    remedy: str
