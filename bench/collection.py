"""Collections of any size: the real cases, and as many made cases as are needed beyond them.

The real cases come first and unchanged; :mod:`bench.made_cases` makes the others. Collections
are written outside ``content/``, since a made case looks like a case and isn't true.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

from app.collection import files
from app.collection.case import Case
from app.search.query.attribute_list import ATTRIBUTES
from app.search.query.synonyms import SYNONYMS
from app.settings import ROOT
from bench.made_cases import CaseMaker

SEED = 2026

#: Collections and indexes are made here; git ignores the folder.
FOLDER = ROOT / "build" / "bench"

# To be raised when CaseMaker changes, so that collections are made anew.
_VERSION = 3

# What a collection was made from, as JSON, beside its cases.
_STAMP = "made-of.json"

# The parsed cases of a made collection, one JSON object a line.
_PARSED_CASES = "cases.jsonl"


class CollectionError(Exception):
    """A case can't be read, or a collection can't have the size asked for."""


@dataclass(frozen=True)
class Collection:
    """A content folder to be indexed.

    Attributes:
        content: the folder, with ``innovations/`` and the curators' lists for queries.
        cases: its cases, in the order of their slugs.
    """

    content: Path
    cases: tuple[Case, ...]


def read(content: Path) -> Collection:
    """Read a content folder.

    Parsing 36,742 files takes minutes and every run needs them, so the parsed cases of a made
    collection are stored beside it at the first reading, and read from there afterwards.

    Raises:
        CollectionError: a file has an error.
    """
    stored = content / _PARSED_CASES
    if stored.exists():
        lines = stored.read_text(encoding="utf-8").splitlines()
        return Collection(content, tuple(map(Case.model_validate_json, lines)))
    paths, findings = files.find(content / "innovations")
    cases = []
    for path in paths:
        parsed = files.read_case(path)
        if parsed.case is None:
            raise CollectionError(str(parsed.findings[0]))
        cases.append(parsed.case)
    if findings:
        raise CollectionError(str(findings[0]))
    if (content / _STAMP).exists():
        text = "".join(f"{case.model_dump_json(exclude_none=True)}\n" for case in cases)
        stored.write_text(text, encoding="utf-8")
    return Collection(content, tuple(cases))


def make(content: Path, size: int | None, folder: Path, seed: int = SEED) -> Path:
    """Make a content folder of ``size`` cases; None stands for the real cases alone.

    The same content, size and seed give the same files, byte for byte. A folder that was
    already made from them is left as it is.

    Args:
        content: the folder of the real cases.
        size: the number of cases, real ones included.
        folder: the folder to make.
        seed: the start of the random numbers.

    Raises:
        CollectionError: a real case can't be read, or there are more real cases than ``size``.
    """
    real = read(content)
    size = len(real.cases) if size is None else size
    if size < len(real.cases):
        raise CollectionError(f"{size} cases are fewer than the {len(real.cases)} real ones")
    real_hash = hashlib.sha256(repr(real.cases).encode()).hexdigest()
    stamp = json.dumps({"version": _VERSION, "seed": seed, "size": size, "real": real_hash})
    if (folder / _STAMP).exists() and (folder / _STAMP).read_text(encoding="utf-8") == stamp:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    innovations = folder / "innovations"
    innovations.mkdir(parents=True)
    for case in real.cases:
        shutil.copy(content / "innovations" / f"{case.slug}.md", innovations)
    for name in (SYNONYMS, ATTRIBUTES):
        if (content / name).exists():
            shutil.copy(content / name, folder)
    if (content / "themes").is_dir():
        shutil.copytree(content / "themes", folder / "themes")
    for slug, text in CaseMaker(real.cases, seed).make(size - len(real.cases)):
        (innovations / f"{slug}.md").write_text(text, encoding="utf-8")
    (folder / _STAMP).write_text(stamp, encoding="utf-8")
    return folder


def edited(path: Path, word: str) -> bytes:
    """The text of a case file with a word added to the title, as an editor would change it.

    Raises:
        CollectionError: the file has no title.
    """
    text = path.read_text(encoding="utf-8")
    title = re.search(r"^title: (.*)$", text, re.MULTILINE)
    if title is None:
        raise CollectionError(f"{path}: no title")
    value = yaml.safe_load(title[1])
    line = f"title: {json.dumps(f'{value} {word}', ensure_ascii=False)}"
    return (text[: title.start()] + line + text[title.end() :]).encode()
