"""A collection of any size, made out of the real cases.

The real cases come first and unchanged. Each further case takes its facts from real
cases of one category and its text from their sentences: the words and their
frequencies, the lengths and the spread over the facets stay those of the real
collection. Names are coined from the words of an expansion, as agencies coin theirs,
so that the vocabulary grows with the collection.

What is made is written outside ``content/``: it looks like a case, and is none.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from app.collection import files, vocabulary
from app.collection.case import SLUG_MAX, Case, Section, Source
from app.collection.markup import CITATION
from app.collection.sentences import split_sentences
from app.search import language
from app.search.query.synonyms import SYNONYMS
from app.settings import ROOT

SEED = 2026

#: Collections and indexes are made here; git ignores the folder.
FOLDER = ROOT / "build" / "bench"

# Raised when the maker changes, so that a collection made before is made anew.
_VERSION = 1
_STAMP = "made-of.json"
_KEPT = "cases.jsonl"

# Facts that a made case takes from a real one together, since they depend on each other.
_RUN_BY = ("agency", "government", "level", "province")
_SINGLE = ("cost", "staff", "duration", "copy_terms", "legal_basis", "website")

_MARKS = (".", "!", "?")
_SPACE_BEFORE_MARK = re.compile(r"\s+(?=[.,;:!?])")
_ITEM = re.compile(r"(?:[-*+]|\d+[.)])\s+")

# The days over which the last changes of made cases are spread.
_DAYS = 1000

Keys = dict[str, Any]


class CollectionError(Exception):
    """The real cases can't be read, or what was made of them breaks the format."""


@dataclass(frozen=True)
class Collection:
    """A content folder to be indexed.

    Attributes:
        content: the folder, with ``innovations/`` and the curators' synonyms.
        cases: its cases, in the order of their slugs.
    """

    content: Path
    cases: tuple[Case, ...]


def read(content: Path) -> Collection:
    """The cases of a folder.

    Those of a made folder are kept beside it as JSON, since reading 20,000 files takes
    minutes, and every run needs them.

    Raises:
        CollectionError: a file is no case.
    """
    kept = content / _KEPT
    if kept.exists():
        lines = kept.read_text(encoding="utf-8").splitlines()
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
        kept.write_text(text, encoding="utf-8")
    return Collection(content, tuple(cases))


def make(content: Path, size: int | None, folder: Path, seed: int = SEED) -> Path:
    """Make a content folder of ``size`` cases in ``folder`` (None: the real ones alone).

    The same content, size and seed give the same files, byte for byte. A folder that
    was made of the same before is left as it is.

    Raises:
        CollectionError: there are more real cases than that.
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
    if (content / SYNONYMS).exists():
        shutil.copy(content / SYNONYMS, folder)
    maker = _Maker(real.cases, seed)
    for slug, text in maker.made(size - len(real.cases)):
        (innovations / f"{slug}.md").write_text(text, encoding="utf-8")
    (folder / _STAMP).write_text(stamp, encoding="utf-8")
    return folder


def edited(path: Path, word: str) -> bytes:
    """The file of a case with a word added to its title, as an editor would change it."""
    text = path.read_text(encoding="utf-8")
    title = re.search(r"^title: (.*)$", text, re.MULTILINE)
    if title is None:
        raise CollectionError(f"{path}: no title")
    value = yaml.safe_load(title[1])
    line = f"title: {json.dumps(f'{value} {word}', ensure_ascii=False)}"
    return (text[: title.start()] + line + text[title.end() :]).encode()


# --- making ---------------------------------------------------------------------------


@dataclass(frozen=True)
class _Sentence:
    """A sentence of a real case and the source (its number from 1) that it is taken from."""

    case: Case
    text: str
    cite: int

    @property
    def source(self) -> Source:
        """The source itself."""
        return self.case.sources[self.cite - 1]


def _sentences(case: Case, section: Section) -> Iterator[tuple[bool, list[_Sentence]]]:
    """The paragraphs of a section as (whether list items, sentences).

    Taken from the Markdown, whose marks the format check has passed.
    """
    for block in re.split(r"\n\s*\n", section.markdown):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        items = all(_ITEM.match(line) for line in lines)
        parts = [_ITEM.sub("", line, count=1) for line in lines] if items else [" ".join(lines)]
        found = []
        for part in parts:
            # The first source stands for all: the sentences of one made paragraph bring
            # several cases' sources with them already.
            cite = int(next(iter(CITATION.findall(part)), "1"))
            plain = _SPACE_BEFORE_MARK.sub("", " ".join(CITATION.sub("", part).split()))
            # An introduction ("Ada dua perangkat:") means nothing without its list.
            texts = [plain] if items else split_sentences(plain)
            found += [_Sentence(case, text, cite) for text in texts if text.endswith(_MARKS)]
        if found:
            yield items, found


class _Maker:
    """Makes cases of one seed out of real ones."""

    def __init__(self, cases: Sequence[Case], seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
        self._cases = cases
        self._slugs = {case.slug for case in cases}
        self._names = {language.name_key(case.title) for case in cases}
        self._of: dict[str, list[Case]] = defaultdict(list)
        # (category, section) → every sentence there
        self._pool: dict[tuple[str, str], list[_Sentence]] = defaultdict(list)
        self._words: dict[str, list[str]] = defaultdict(list)
        for case in cases:
            self._of[case.category].append(case)
            for section in case.sections:
                for _, sentences in _sentences(case, section):
                    self._pool[case.category, section.key] += sentences
            said = (*case.tags, case.expansion or case.title)
            self._words[case.category] += [
                word.text.capitalize()
                for text in said
                for word in language.words(text)
                if len(word.text) > 2 and word.text.isalpha()
            ]

    def made(self, number: int) -> Iterator[tuple[str, str]]:
        """That many cases as (slug, text of the file)."""
        for _ in range(number):
            yield self._one()

    def _one(self) -> tuple[str, str]:
        model = self._random.choice(self._cases)
        fellows = self._of[model.category]
        expansion, title = self._name(model.category)
        body, used = self._body(model)
        sources, numbers = _sources(used)
        keys = self._keys(model.category, fellows)
        keys = {
            "title": title,
            "expansion": expansion,
            "summary": self._summary(model.category),
            **keys,
            "sources": sources,
            "updated": model.updated - dt.timedelta(days=self._random.randrange(_DAYS)),
        }
        slug = self._slug(title)
        return slug, f"---\n{_front_matter(keys)}---\n\n{_body_text(body, numbers)}"

    def _name(self, category: str) -> tuple[str, str]:
        """An expansion and a name coined from its words that no other case has."""
        while True:
            words = self._random.choices(self._words[category], k=self._random.randint(3, 6))
            heads = [word[: self._random.choice((2, 3, 3, 4))] for word in words]
            parts = [heads] if len(heads) < 4 else [heads[:3], heads[3:]]
            title = " ".join("".join(part).capitalize() for part in parts)
            key = language.name_key(title)
            if len(key) > 4 and key not in self._names:
                self._names.add(key)
                return " ".join(words)[:200].strip(), title

    def _slug(self, title: str) -> str:
        base = "-".join(word.text for word in language.words(title))[: SLUG_MAX - 6]
        slug, n = base, 1
        while slug in self._slugs:
            n += 1
            slug = f"{base}-{n}"
        self._slugs.add(slug)
        return slug

    def _summary(self, category: str) -> str:
        pool = self._pool[category, "solusi"]
        while True:
            text = self._random.choice(pool).text
            if 40 <= len(text) <= 300:
                return text

    def _keys(self, category: str, fellows: Sequence[Case]) -> Keys:
        """The facts: what belongs together from one real case, the rest from any."""
        pick = self._random.choice
        runs, began, fates = pick(fellows), pick(fellows), pick(fellows)
        tags = sorted({tag for case in self._random.choices(fellows, k=3) for tag in case.tags})
        keys: Keys = {key: getattr(runs, key) for key in _RUN_BY}
        keys |= {
            "category": category,
            "tags": _distinct(self._random.sample(tags, min(len(tags), pick((3, 4, 5))))),
            "sdgs": list(pick(fellows).sdgs),
            "started": began.started,
            "status": fates.status,
            "awards": [award.model_dump() for award in began.awards],
            "results": [result.model_dump() for result in pick(fellows).results],
            # Without the links between cases: the copy is another case's.
            "replicated_by": [
                copy.model_dump(exclude={"case"}) for copy in pick(fellows).replicated_by
            ],
        }
        for key in _SINGLE:
            value = getattr(pick(fellows), key)
            keys[key] = list(value) if isinstance(value, tuple) else value
        return keys

    def _body(self, model: Case) -> tuple[list[_Part], list[_Sentence]]:
        """A body of the shape of a real one, each sentence from any case of the category."""
        parts: list[_Part] = []
        used: list[_Sentence] = []
        for section in model.sections:
            pool = self._pool[model.category, section.key]
            for items, sentences in _sentences(model, section):
                drawn = self._random.sample(pool, min(len(pool), len(sentences)))
                parts.append(_Part(section.key, items, tuple(drawn)))
                used += drawn
        return parts, used


@dataclass(frozen=True)
class _Part:
    """A paragraph or a list of a body."""

    section: str
    items: bool
    sentences: tuple[_Sentence, ...]


def _distinct(tags: Sequence[str]) -> list[str]:
    """Tags without those that differ in capitals alone, which the format refuses."""
    return list({tag.casefold(): tag for tag in tags}.values())


def _sources(used: Sequence[_Sentence]) -> tuple[list[Keys], Mapping[str, int]]:
    """The sources cited, each page once, and the number of each by its address."""
    cited = [sentence.source for sentence in used]
    sources = {source.url: source.model_dump() for source in cited}
    return list(sources.values()), {url: n for n, url in enumerate(sources, 1)}


def _body_text(parts: Sequence[_Part], numbers: Mapping[str, int]) -> str:
    """The Markdown of a body; ``numbers`` are those of the sources by address."""
    texts = []
    for key, of_section in groupby(parts, key=lambda part: part.section):
        texts.append(f"## {vocabulary.SECTIONS[key].id}")
        for part in of_section:
            if part.items:
                lines = [f"- {one.text} {_cites([one], numbers)}" for one in part.sentences]
                texts.append("\n".join(lines))
            else:
                said = " ".join(one.text for one in part.sentences)
                texts.append(f"{said} {_cites(part.sentences, numbers)}")
    return "\n\n".join(texts) + "\n"


def _cites(sentences: Iterable[_Sentence], numbers: Mapping[str, int]) -> str:
    return "".join(f"[^{n}]" for n in sorted({numbers[one.source.url] for one in sentences}))


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # C or not
    """YAML without aliases, which the format refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _front_matter(keys: Keys) -> str:
    """YAML in the order given; what a case doesn't have is left out."""
    held = {key: _without_none(value) for key, value in keys.items() if value not in (None, [], ())}
    text: str = yaml.dump(held, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return text


def _without_none(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_none(item) for item in value]
    if isinstance(value, dict):
        return {key: item for key, item in value.items() if item is not None}
    return value
