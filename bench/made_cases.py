"""Cases made from real ones, for collections larger than the real one.

A made case takes its facts and its sentences from real cases of a single category. So the words
and their frequencies, the lengths of texts and the spread over the facets stay those of the real
collection. Only names are new: they are formed from syllables of an expansion, as agencies form
the names of real cases, so that the vocabulary grows with the collection.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import yaml

from app.collection import vocabulary
from app.collection.case import SLUG_MAX, Case, Section, Source
from app.collection.markup import CITATION
from app.collection.sentences import split_sentences
from app.search import language

# Keys that a made case takes from the same real case, since they depend on each other.
_OWNER_KEYS = ("agency", "government", "level", "province")

# Keys that a made case takes from a real case each.
_SEPARATE_KEYS = ("cost", "staff", "duration", "copy_terms", "legal_basis", "website")

_SENTENCE_MARKS = (".", "!", "?")
_SPACE_BEFORE_MARK = re.compile(r"\s+(?=[.,;:!?])")
_LIST_MARK = re.compile(r"(?:[-*+]|\d+[.)])\s+")

# The characters of a problem, from and to, that the format takes.
_SHORTEST_PROBLEM, _LONGEST_PROBLEM = 20, 140

# A made case was last changed up to this many days before its model.
_DAYS = 1000

# The front matter of a case: key → value.
_FrontMatter = dict[str, Any]


@dataclass(frozen=True)
class _Sentence:
    """A sentence of a real case.

    Attributes:
        case: the real case.
        text: the sentence, without citations.
        citation: the number of its source in the case, from 1.
    """

    case: Case
    text: str
    citation: int

    @property
    def source(self) -> Source:
        """The source that the sentence cites."""
        return self.case.sources[self.citation - 1]


@dataclass(frozen=True)
class _Block:
    """A paragraph or a list of a made case; the items of a list are its sentences."""

    section: str
    is_list: bool
    sentences: tuple[_Sentence, ...]


def _blocks(case: Case, section: Section) -> Iterator[_Block]:
    """The paragraphs and lists of a section of a real case.

    They are taken from its Markdown, which the check of the format has passed.
    """
    for block in re.split(r"\n\s*\n", section.markdown):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        is_list = all(_LIST_MARK.match(line) for line in lines)
        texts = [_LIST_MARK.sub("", line, count=1) for line in lines]
        if not is_list:
            texts = [" ".join(lines)]
        sentences: list[_Sentence] = []
        for text in texts:
            # The first citation is used for every sentence of a paragraph. That is close
            # enough: the sentences of a made paragraph come from several cases anyway.
            citation = int(next(iter(CITATION.findall(text)), "1"))
            plain = _SPACE_BEFORE_MARK.sub("", " ".join(CITATION.sub("", text).split()))
            # A text without an end mark is an introduction such as "Ada dua perangkat:",
            # which means nothing without its list.
            sentences += [
                _Sentence(case, sentence, citation)
                for sentence in ([plain] if is_list else split_sentences(plain))
                if sentence.endswith(_SENTENCE_MARKS)
            ]
        if sentences:
            yield _Block(section.key, is_list, tuple(sentences))


class CaseMaker:
    """Makes cases from real ones; the same cases and seed give the same texts."""

    def __init__(self, cases: Sequence[Case], seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
        # Its own numbers, so that the rest of a made case doesn't depend on the problems.
        self._random_of_problems = random.Random(seed)  # noqa: S311 - as above
        self._cases = cases
        self._slugs = {case.slug for case in cases}
        self._names = {language.name_key(case.title) for case in cases}
        self._problems = {problem.casefold() for case in cases for problem in case.problems}
        # category → its cases
        self._by_category: dict[str, list[Case]] = defaultdict(list)
        # (category, section) → every sentence there
        self._sentences: dict[tuple[str, str], list[_Sentence]] = defaultdict(list)
        # category → words that names are formed from
        self._words: dict[str, list[str]] = defaultdict(list)
        for case in cases:
            self._by_category[case.category].append(case)
            for section in case.sections:
                for block in _blocks(case, section):
                    self._sentences[case.category, section.key] += block.sentences
            self._words[case.category] += [
                word.text.capitalize()
                for text in (*case.tags, case.expansion or case.title)
                for word in language.words(text)
                if len(word.text) > 2 and word.text.isalpha()
            ]

    def make(self, number: int) -> Iterator[tuple[str, str]]:
        """Make ``number`` cases; yields the slug and the text of the file of each."""
        for _ in range(number):
            yield self._make_case()

    def _make_case(self) -> tuple[str, str]:
        model = self._random.choice(self._cases)
        expansion, title = self._name(model.category)
        blocks = self._body(model)
        sources, numbers = _sources(blocks)
        facts = self._facts(model.category)
        front_matter = {
            "title": title,
            "expansion": expansion,
            "summary": self._summary(model.category),
            "problems": self._new_problems(model.category),
            **facts,
            "sources": sources,
            "updated": model.updated - dt.timedelta(days=self._random.randrange(_DAYS)),
        }
        text = f"---\n{_yaml(front_matter)}---\n\n{_markdown(blocks, numbers)}"
        return self._slug(title), text

    def _name(self, category: str) -> tuple[str, str]:
        """An expansion, and a name formed from its syllables that no other case has."""
        while True:
            words = self._random.choices(self._words[category], k=self._random.randint(3, 6))
            syllables = [word[: self._random.choice((2, 3, 3, 4))] for word in words]
            groups = [syllables] if len(syllables) < 4 else [syllables[:3], syllables[3:]]
            title = " ".join("".join(group).capitalize() for group in groups)
            key = language.name_key(title)
            if len(key) > 4 and key not in self._names:
                self._names.add(key)
                return " ".join(words)[:200].strip(), title

    def _slug(self, title: str) -> str:
        base = "-".join(word.text for word in language.words(title))[: SLUG_MAX - 6]
        slug, number = base, 1
        while slug in self._slugs:
            number += 1
            slug = f"{base}-{number}"
        self._slugs.add(slug)
        return slug

    def _summary(self, category: str) -> str:
        sentences = self._sentences[category, "solusi"]
        while True:
            text = self._random.choice(sentences).text
            if 40 <= len(text) <= 300:
                return text

    def _new_problems(self, category: str) -> list[str]:
        """As many problems as some case of the category has.

        Real cases don't share problems, so each made problem is new: it begins as a problem
        of the category and ends as another.
        """
        cases = self._by_category[category]
        real = [problem.split() for case in cases for problem in case.problems]
        number = len(self._random_of_problems.choice(cases).problems)
        problems: list[str] = []
        while len(problems) < number:
            start, end = self._random_of_problems.sample(real, 2)
            text = " ".join([*start[: len(start) // 2], *end[len(end) // 2 :]])
            fits = _SHORTEST_PROBLEM <= len(text) <= _LONGEST_PROBLEM
            if fits and text.casefold() not in self._problems:
                self._problems.add(text.casefold())
                problems.append(text)
        return problems

    def _facts(self, category: str) -> _FrontMatter:
        """The facts: keys that depend on each other from the same case, the rest from any."""
        cases = self._by_category[category]
        choice = self._random.choice
        owner_case, award_case, status_case = choice(cases), choice(cases), choice(cases)
        tags = sorted({tag for case in self._random.choices(cases, k=3) for tag in case.tags})
        facts: _FrontMatter = {key: getattr(owner_case, key) for key in _OWNER_KEYS}
        facts |= {
            "category": category,
            "tags": _distinct(self._random.sample(tags, min(len(tags), choice((3, 4, 5))))),
            "sdgs": list(choice(cases).sdgs),
            "started": award_case.started,
            "status": status_case.status,
            "awards": [award.model_dump() for award in award_case.awards],
            "results": [result.model_dump() for result in choice(cases).results],
            # Without the links to cases, which are copies of another case.
            "replicated_by": [
                copy.model_dump(exclude={"case"}) for copy in choice(cases).replicated_by
            ],
        }
        for key in _SEPARATE_KEYS:
            value = getattr(choice(cases), key)
            facts[key] = list(value) if isinstance(value, tuple) else value
        return facts

    def _body(self, model: Case) -> list[_Block]:
        """A body in the shape of the model's, each sentence from any case of the category."""
        blocks: list[_Block] = []
        for section in model.sections:
            sentences = self._sentences[model.category, section.key]
            for block in _blocks(model, section):
                number = min(len(sentences), len(block.sentences))
                drawn = tuple(self._random.sample(sentences, number))
                blocks.append(_Block(section.key, block.is_list, drawn))
        return blocks


def _distinct(tags: Sequence[str]) -> list[str]:
    """Tags without those that differ from another only in capitals, which the format refuses."""
    return list({tag.casefold(): tag for tag in tags}.values())


def _sources(blocks: Sequence[_Block]) -> tuple[list[_FrontMatter], Mapping[str, int]]:
    """The sources that a body cites, each once, and the number of each by its address."""
    cited = [sentence.source for block in blocks for sentence in block.sentences]
    sources = {source.url: source.model_dump() for source in cited}
    return list(sources.values()), {url: number for number, url in enumerate(sources, 1)}


def _markdown(blocks: Sequence[_Block], numbers: Mapping[str, int]) -> str:
    """The Markdown of a body; ``numbers`` maps the address of a source to its number."""
    texts = []
    for section, section_blocks in groupby(blocks, key=lambda block: block.section):
        texts.append(f"## {vocabulary.SECTIONS[section].id}")
        for block in section_blocks:
            if block.is_list:
                items = (f"- {s.text} {_citations([s], numbers)}" for s in block.sentences)
                texts.append("\n".join(items))
            else:
                paragraph = " ".join(sentence.text for sentence in block.sentences)
                texts.append(f"{paragraph} {_citations(block.sentences, numbers)}")
    return "\n\n".join(texts) + "\n"


def _citations(sentences: Iterable[_Sentence], numbers: Mapping[str, int]) -> str:
    cited = {numbers[sentence.source.url] for sentence in sentences}
    return "".join(f"[^{number}]" for number in sorted(cited))


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # C or not
    """YAML without aliases, which the format refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _yaml(front_matter: _FrontMatter) -> str:
    """The front matter in its order, without the keys that have no value."""
    values = {
        key: _without_none(value)
        for key, value in front_matter.items()
        if value not in (None, [], ())
    }
    text: str = yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return text


def _without_none(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_none(item) for item in value]
    if isinstance(value, dict):
        return {key: item for key, item in value.items() if item is not None}
    return value
