"""The curators' lists as searches use them, stored in the index folder: opening reads no YAML.

To read synonyms and attributes from their YAML takes longer than all else that opening an index of
3,000 cases takes, and each worker would do it again for each new generation. So the first that has
read them stores them. They hold for the same bytes of both files and the same code; lists with a
mistake are read, and their mistakes told, each time.

Whoever deletes or damages the stored lists only makes the next opening slower.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from app.search.index import generations
from app.search.language import Term
from app.search.query import attribute_list, synonyms
from app.search.query.attributes import Attribute, Attributes, NumberPhrase
from app.search.query.synonyms import Synonyms

log = logging.getLogger(__name__)

#: The name of the file in the index folder.
STORED = "lists.json"

_Terms = list[tuple[Term, tuple[Term, ...]]]


@dataclass(frozen=True)
class _Lists:
    """Both lists as JSON can hold them: pairs instead of mappings by terms.

    Attributes:
        key: what they were read from, and by which code.
        attributes: every attribute once; phrases name it by its place here.
    """

    key: str
    terms: _Terms
    english: _Terms
    spellings: list[tuple[Term, Term]]
    attributes: list[Attribute]
    phrases: list[tuple[Term, int]]
    announced: list[tuple[Term, list[tuple[str, int]]]]
    announcing: dict[str, frozenset[str]]
    numbers: list[tuple[Term, NumberPhrase]]


@cache
def _adapter() -> TypeAdapter[_Lists]:
    return TypeAdapter(_Lists)


def load(content: Path, index: Path) -> tuple[Synonyms, Attributes]:
    """The synonyms and the attributes of a content folder; their mistakes go to the log."""
    key = _key(content)
    try:
        stored = _adapter().validate_json((index / STORED).read_bytes())
        if stored.key == key:
            return _unpacked(stored)
    except (OSError, ValueError, LookupError):
        pass
    loaded, findings = synonyms.load(content)
    attributes, more_findings = attribute_list.load(content)
    for finding in (*findings, *more_findings):
        log.warning("%s", finding)
    if not findings and not more_findings and key == _key(content):  # not edited meanwhile
        _store(index, _packed(key, loaded, attributes))
    return loaded, attributes


def _key(content: Path) -> str:
    digest = hashlib.sha256(_code().encode())
    for name in (synonyms.SYNONYMS, attribute_list.ATTRIBUTES):
        try:
            data = (content / name).read_bytes()
        except OSError:
            data = b""
        digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()


@cache
def _code() -> str:
    """Identifies the code that reads the lists: that of an index, and this package."""
    digest = hashlib.sha256(generations.fingerprint().encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _packed(key: str, loaded: Synonyms, attributes: Attributes) -> _Lists:
    announced = [attribute for several in attributes.announced.values() for _, attribute in several]
    every = list(dict.fromkeys([*attributes.phrases.values(), *announced]))
    place = {attribute: number for number, attribute in enumerate(every)}
    return _Lists(
        key,
        list(loaded.terms.items()),
        list(loaded.english.items()),
        list(loaded.spellings.items()),
        every,
        [(term, place[attribute]) for term, attribute in attributes.phrases.items()],
        [
            (term, [(announcing, place[attribute]) for announcing, attribute in several])
            for term, several in attributes.announced.items()
        ],
        dict(attributes.announcing),
        list(attributes.numbers.items()),
    )


def _unpacked(stored: _Lists) -> tuple[Synonyms, Attributes]:
    every = stored.attributes
    return (
        Synonyms(dict(stored.terms), dict(stored.english), dict(stored.spellings)),
        Attributes(
            {term: every[number] for term, number in stored.phrases},
            {
                term: tuple((announcing, every[number]) for announcing, number in several)
                for term, several in stored.announced
            },
            stored.announcing,
            dict(stored.numbers),
        ),
    )


def _store(index: Path, lists: _Lists) -> None:
    # Workers that write at the same time write the same, and half a file is read as a damaged one.
    temporary = index / f".{STORED}"
    with contextlib.suppress(OSError):  # no room, or a folder that can only be read
        temporary.write_bytes(_adapter().dump_json(lists))
        temporary.replace(index / STORED)
