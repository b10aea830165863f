"""Cases that a draft may tell again: alike in name, or with the same sources."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from app.collection.case import Case
from app.collection.check import COMMON_SOURCE
from app.contribution.draft import Draft

#: The most cases that are named as likely doubles.
MOST = 5

# How alike two names must be, in percent: of one agency or government, and of any. Names this
# short mean something else if one letter differs, so they must be equal.
_ALIKE_HERE = 80
_ALIKE = 92
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Double:
    """A case that may tell of the same innovation.

    Attributes:
        slug: the case.
        title: its title.
        reason: why it is named, in Indonesian, without a full stop.
    """

    slug: str
    title: str
    reason: str


class Names:
    """The names and sources of cases, made ready for asking about many drafts."""

    def __init__(self, cases: Iterable[Case]) -> None:
        self._cases = {case.slug: case for case in cases}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_source: dict[str, list[str]] = defaultdict(list)
        for case in self._cases.values():
            for name in {_key(case.title), _key(case.expansion or "")} - {""}:
                self._by_name[name].append(case.slug)
            for address in {_address(source.url) for source in case.sources}:
                self._by_source[address].append(case.slug)

    def of(self, draft: Draft) -> list[Double]:
        """The likely doubles of a draft, the likeliest first; at most :data:`MOST`."""
        points: Counter[str] = Counter()
        reasons: dict[str, list[str]] = defaultdict(list)
        for slug, weight, reason in (*self._alike_in_name(draft), *self._of_same_source(draft)):
            points[slug] += weight
            reasons[slug].append(reason)
        return [
            Double(slug, self._cases[slug].title, "; ".join(dict.fromkeys(reasons[slug])))
            for slug, _ in points.most_common(MOST)
        ]

    def _alike_in_name(self, draft: Draft) -> Iterator[tuple[str, int, str]]:
        """(slug, weight, reason) of the cases whose title or expansion is like the draft's."""
        owners = {_key(draft.texts.get(key, "")) for key in ("agency", "government")} - {""}
        for key in ("title", "expansion"):
            name = _key(draft.texts.get(key, ""))
            for other, score, _ in process.extract(
                name, self._by_name.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE_HERE, limit=None
            ):
                for slug in self._by_name[other]:
                    case = self._cases[slug]
                    if other == name:
                        yield slug, 100, "namanya sama"
                    elif min(len(other), len(name)) <= _SHORT:
                        continue
                    elif owners & {_key(case.agency), _key(case.government)}:
                        yield slug, round(score), "namanya mirip dan instansinya sama"
                    elif score >= _ALIKE:
                        yield slug, round(score) - 20, "namanya mirip"

    def _of_same_source(self, draft: Draft) -> Iterator[tuple[str, int, str]]:
        """(slug, weight, reason) of the cases that share a source with the draft."""
        rows = draft.rows.get("sources", ())
        shared: Counter[str] = Counter()
        for address in {_address(row.get("url", "")) for row in rows} - {""}:
            slugs = self._by_source.get(address, [])
            # A book or a list of innovations is a source of many cases.
            if len(slugs) < COMMON_SOURCE:
                shared.update(slugs)
        for slug, count in shared.items():
            yield slug, 40 + 20 * count, f"memakai {count} sumber yang sama"


def likely_doubles(draft: Draft, cases: Iterable[Case]) -> list[Double]:
    """The cases that a draft may tell again; for many drafts, keep a :class:`Names`."""
    return Names(cases).of(draft)


def alike_in_title(title: str, names: Iterable[tuple[str, str]]) -> list[Double]:
    """The cases with a title that may mean the same as a new one, the likeliest first.

    With nothing but a title to go by, this asks for less than :class:`Names`: the words of one
    title within the other are enough, also with a slip in them.

    Args:
        title: the title of a case that is still to be written.
        names: (slug, title) of each case.
    """
    plain = _words(title)
    scores = []
    for slug, other in names:
        score = _alike(plain, _words(other))
        if score:
            scores.append((score, Double(slug, other, "namanya mirip")))
    scores.sort(key=lambda pair: (-pair[0], pair[1].slug))
    return [double for _, double in scores[:MOST]]


# How alike titles must be, in percent: as a whole, word for word, and one within the other, which
# says nothing of a title shorter than this.
_WHOLE, _BY_WORD, _WITHIN = 80, 90, 92
_LONG_ENOUGH = 8


def _alike(title: str, other: str) -> float:
    """How alike two titles are, in percent; 0 if too little to mention."""
    score = max(
        fuzz.ratio(title, other, score_cutoff=_WHOLE),
        fuzz.token_set_ratio(title, other, score_cutoff=_BY_WORD),
    )
    if min(len(title), len(other)) >= _LONG_ENOUGH:
        score = max(score, fuzz.partial_ratio(title, other, score_cutoff=_WITHIN))
    return score


def _words(text: str) -> str:
    """The words of a title in small letters, without signs."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _key(text: str) -> str:
    """A name without accents, capital letters, spaces and signs."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def _address(url: str) -> str:
    """A web address without what pages are the same without: scheme, ``www.``, last slash."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}" if host else url
