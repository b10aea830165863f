"""What a curator should mend: the checks that need more than one file's form.

:mod:`app.collection.files` decides what can be shown at all. The rules here concern cases
that can: whether every source is used, whether links between cases lead anywhere,
whether a case is there twice.
"""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from app.collection import awards, curation, files, regions
from app.collection.case import Case
from app.collection.finding import Finding
from app.collection.sentences import ends_a_sentence
from app.collection.strict_yaml import LineMap, Location

# Two cases that share this many sources, and this share of all they have, look like one.
SHARED_SOURCES = 2
SHARED_SHARE = 0.5

# A source cited by so many cases is a book or a list of innovations, not a sign of a twin.
COMMON_SOURCE = 4


@dataclass(frozen=True)
class Checked:
    """One case file that could be read, with what a check needs to point into it."""

    path: Path
    case: Case
    lines: LineMap

    def finding(self, at: Location, message: str, remedy: str, *, warn: bool = False) -> Finding:
        """A finding at a place of the front matter."""
        line = self.lines.at(at)
        return Finding(str(self.path), line, "warning" if warn else "error", message, remedy)


def check_content(
    content: Path,
    drafts: Iterable[Path] = (),
    progress: Callable[[Iterable[Path]], Iterable[Path]] = lambda paths: paths,
    further: Callable[[Path, Iterable[Case]], Iterable[Finding]] = lambda content, cases: (),
) -> list[Finding]:
    """Every finding of the content folder and of drafts outside it, sorted by place.

    ``further`` is a check of another package that needs all cases.
    """
    paths, findings = files.find(content / "innovations")
    # Unlike Path.resolve(), realpath() doesn't fail on links that lead round in a circle.
    inside = {os.path.realpath(path) for path in paths}
    paths += [path for path in drafts if os.path.realpath(path) not in inside]
    checked = []
    for path in progress(paths):
        parsed = files.read_case(path)
        findings += parsed.findings
        if parsed.case:
            checked.append(Checked(path, parsed.case, parsed.lines))
    slugs = {files.slug_of(path) for path in paths}
    for item in checked:
        findings += _check_case(item, slugs)
    findings += _twins(checked)
    findings += _check_withdrawn(content, slugs)
    findings += further(content, [item.case for item in checked])
    return sorted(set(_with_known(content, findings)))


def _check_withdrawn(content: Path, slugs: set[str]) -> Iterator[Finding]:
    withdrawn, findings = curation.read_withdrawn(content)
    yield from findings
    for slug, entry in withdrawn.items():
        if slug in slugs:
            yield entry.finding(
                f"“{slug}” ditarik, tetapi berkasnya masih ada",
                "hapus berkasnya, atau hapus dari daftar ini",
            )
        if entry.instead is not None and entry.instead not in slugs:
            yield entry.finding(
                f"pengganti “{entry.instead}” tidak ada", "tulis slug kasus yang ada di koleksi"
            )


def _with_known(content: Path, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, those that curators have accepted for now as warnings with the reason."""
    known, found = curation.read_known_findings(content)
    yield from found
    unseen = set(known)
    for finding in findings:
        key = (files.slug_of(Path(finding.path)), finding.message)
        if key in known:
            unseen.discard(key)
            message = f"{finding.message} (diketahui: {known[key].reason})"
            yield replace(finding, level="warning", message=message)
        else:
            yield finding
    for slug, message in unseen:
        yield known[(slug, message)].finding(
            f"“{slug}: {message}” tidak terjadi lagi", "hapus dari daftar ini", warn=True
        )


def _check_case(item: Checked, slugs: set[str]) -> Iterator[Finding]:
    case = item.case
    for n, times in enumerate(case.citations()):
        if times == 0:
            yield item.finding(
                ("sources", n),
                f"sumber {n + 1} tidak pernah dirujuk",
                f"tambahkan [^{n + 1}] pada kalimat yang memakainya, atau hapus sumbernya",
            )
    links = [(("replicated_by", n, "case"), copy.case) for n, copy in enumerate(case.replicated_by)]
    for at, slug in [*links, (("adapted_from",), case.adapted_from)]:
        if slug is not None and (slug not in slugs or slug == case.slug):
            what = "kasus ini sendiri" if slug == case.slug else "kasus yang tidak ada"
            yield item.finding(
                at,
                f"“{slug}” menunjuk {what}",
                "tulis slug kasus yang ada di koleksi, atau hapus kuncinya",
            )
    if not ends_a_sentence(case.summary):
        yield item.finding(
            ("summary",),
            "summary berakhir di tengah kalimat",
            "selesaikan kalimatnya dan akhiri dengan titik",
            warn=True,
        )
    for n, award in enumerate(case.awards):
        if awards.scope(award.name) is None:
            yield item.finding(
                ("awards", n, "name"),
                f"penghargaan “{award.name}” tidak ada di daftar",
                "pakai namanya di daftar, atau tambahkan ke app/collection/data/awards.csv",
                warn=True,
            )
    if not case.results:
        yield item.finding(
            (),
            "belum ada results",
            "tambahkan bila sumber menyebut hasil terukur",
            warn=True,
        )
    yield from _check_place(item)


def _check_place(item: Checked) -> Iterator[Finding]:
    case = item.case
    region = regions.resolve(case.government)
    if case.level not in regions.REGIONAL_LEVELS:
        return
    if region is None:
        near = regions.nearest(case.government)
        yield item.finding(
            ("government",),
            f"“{case.government}” tidak ada di daftar wilayah",
            f"maksudnya “{near}”?" if near else "tulis “Pemerintah” lalu nama wilayahnya",
            warn=True,
        )
        return
    for key, written, expected in (
        ("level", case.level, region.level),
        ("province", case.province, region.province),
    ):
        if written != expected:
            yield item.finding(
                (key,),
                f"{key} “{written}” tidak sesuai dengan {case.government}",
                f"periksa; menurut daftar wilayah “{expected}”",
                warn=True,
            )


def _twins(checked: list[Checked]) -> Iterator[Finding]:
    """Cases that look like the same innovation twice."""
    by_name: dict[str, list[Checked]] = defaultdict(list)
    by_source: dict[str, list[Checked]] = defaultdict(list)
    for item in checked:
        for key in {_key(item.case.title), _key(item.case.expansion or "")} - {""}:
            by_name[key].append(item)
        for source in item.case.sources:
            by_source[source.url].append(item)
    for items in by_name.values():
        for one, other in combinations(items, 2):
            if not _related(one.case, other.case):
                yield _twin(one, other, ("title",), "bernama sama")

    shared: dict[tuple[str, str], list[tuple[Checked, Checked]]] = defaultdict(list)
    for items in by_source.values():
        if len(items) < COMMON_SOURCE:
            for one, other in combinations(items, 2):
                shared[(one.case.slug, other.case.slug)].append((one, other))
    for pairs in shared.values():
        one, other = pairs[0]
        if _related(one.case, other.case):
            continue
        union = len(one.case.sources) + len(other.case.sources) - len(pairs)
        if len(pairs) >= SHARED_SOURCES and len(pairs) >= SHARED_SHARE * union:
            yield _twin(one, other, ("sources",), f"memakai {len(pairs)} sumber yang sama")


def _related(one: Case, other: Case) -> bool:
    """Whether one was copied from the other, or both from a third: kin, not twins."""

    def kin(case: Case) -> set[str | None]:
        return {case.slug, case.adapted_from, *(copy.case for copy in case.replicated_by)} - {None}

    return bool(kin(one) & kin(other))


def _twin(one: Checked, other: Checked, at: tuple[str, ...], how: str) -> Finding:
    return other.finding(
        at,
        f"mungkin sama dengan {one.path.name}: {how}",
        "gabungkan bila sama; biarkan bila memang dua inovasi",
        warn=True,
    )


def _key(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in folded if char.isalnum())
