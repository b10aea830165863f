"""The checks of cases that can be shown, and of the collection as a whole.

:mod:`app.collection.files` decides which cases can be shown at all. The rules here check
that every source is cited, that links between cases lead to a case, and that no two cases
seem to describe the same innovation.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any, Protocol

from app.collection import (
    awards,
    catalogue,
    curation,
    file_names,
    files,
    personal_data,
    problems,
    regions,
    theme_files,
    vocabulary,
)
from app.collection.case import Case
from app.collection.catalogue import name_key
from app.collection.catalogue_check import check_catalogue
from app.collection.finding import Finding, summed_up
from app.collection.near_values import near_value
from app.collection.result_check import check_results
from app.collection.sentences import ends_a_sentence
from app.collection.strict_yaml import LineMap, Location
from app.collection.theme_check import check_themes

# Two cases look like the same innovation if they share at least this many sources, and at
# least this fraction of the sources of both together.
SHARED_SOURCES = 2
SHARED_FRACTION = 0.5

# A source of this many cases is a book or a list of innovations; sharing it means nothing.
COMMON_SOURCE = 4


@dataclass(frozen=True)
class CheckedFile:
    """A file whose case can be shown, with the lines that findings point to."""

    path: Path
    case: Case
    lines: LineMap

    @property
    def finding(self) -> MakeFinding:
        """Makes a finding about the file."""
        return _at(self.path, self.lines)


class MakeFinding(Protocol):
    """A function that makes a finding about a file."""

    def __call__(
        self, location: Location, message: str, remedy: str, *, warn: bool = False
    ) -> Finding:
        """A finding at a place in the front matter: an error, or a warning if ``warn``."""


def _at(path: Path, lines: LineMap) -> MakeFinding:
    def finding(location: Location, message: str, remedy: str, *, warn: bool = False) -> Finding:
        line = lines.at(location)
        return Finding(str(path), line, "warning" if warn else "error", message, remedy)

    return finding


def check_content(
    content: Path,
    drafts: Iterable[Path] = (),
    progress: Callable[[Iterable[Path]], Iterable[Path]] = lambda paths: paths,
    further: Callable[[Path, Iterable[Case]], Iterable[Finding]] = lambda content, cases: (),
) -> list[Finding]:
    """All findings about a content folder, ordered by file and line.

    Args:
        content: the content folder.
        drafts: files outside the folder, to be checked against its cases; those in a folder
            named ``themes`` are themes, those that end in ``.csv`` catalogues, the others cases.
        progress: wraps the files that are being read, to show how far the reading has got.
        further: a check of another package; it is given the content folder and all cases
            that can be shown.

    Raises:
        FileNotFoundError: the folder has no ``innovations/``.
    """
    paths, findings = files.find(content / "innovations")
    for folder in ("innovations", theme_files.FOLDER):
        findings += file_names.other_files(content / folder)
    draft_cases, draft_themes, draft_catalogues = _divide(drafts, content, paths)
    paths += draft_cases
    catalogues = [content / catalogue.FILE, *draft_catalogues]
    checked_files: list[CheckedFile] = []
    personal: list[_Personal] = []
    for path in progress(paths):
        data = files.read(path)
        if isinstance(data, Finding):
            findings.append(data)
            continue
        parsed = files.parse(path, data)
        findings += parsed.findings
        personal += _personal_data(path, data)
        if parsed.case:
            checked_files.append(CheckedFile(path, parsed.case, parsed.lines))
        else:
            findings += _check_place(parsed.values, _at(path, parsed.lines))
    slugs = {files.slug_of(path) for path in paths}
    cases = {file.case.slug: file.case for file in checked_files}
    for file in checked_files:
        findings += _check_case(file, slugs)
        findings += check_results(file.case, cases, file.finding)
    findings += _find_twins(checked_files)
    withdrawn, list_findings = curation.read_withdrawn(content)
    findings += list_findings
    findings += _check_withdrawn(withdrawn, slugs)
    findings += check_themes(content, draft_themes, cases, slugs, withdrawn)
    findings += check_catalogue(catalogues, cases, slugs, withdrawn)
    for path in (*theme_files.find(content)[0], *draft_themes):
        personal += _personal_data(path, files.read(path))
    personal += _numbers_of_persons(catalogues)
    findings += _about_persons(personal, [case.title for case in cases.values()])
    findings += further(content, [file.case for file in checked_files])
    return list(summed_up(set(_accept_known(content, findings))))


def _divide(
    drafts: Iterable[Path], content: Path, paths: Iterable[Path]
) -> tuple[list[Path], list[Path], list[Path]]:
    """The cases, themes and catalogues among the drafts outside a content folder.

    ``paths`` are the case files of the folder.
    """
    own = (*paths, *theme_files.find(content)[0], content / catalogue.FILE)
    # Unlike Path.resolve(), realpath() doesn't fail on links that lead round in a circle.
    inside = set(map(os.path.realpath, own))
    cases, themes, catalogues = [], [], []
    for path in drafts:
        if os.path.realpath(path) in inside:
            continue
        if path.suffix == ".csv":
            catalogues.append(path)
        elif path.absolute().parent.name == theme_files.FOLDER:
            themes.append(path)
        else:
            cases.append(path)
    return cases, themes, catalogues


def check_alone(
    path: Path,
    data: bytes,
    slugs: Collection[str] | None,
    titles: Iterable[str] = (),
    today: dt.date | None = None,
) -> list[Finding]:
    """Everything that can be said of a case file by itself, as before it is added.

    Args:
        path: the name that the file is to have.
        data: its content.
        slugs: the slugs of the collection, to which links between cases may lead; None leaves
            such links unchecked.
        titles: the titles of the collection, which name no persons.
        today: the day that counts as today; None for the system's.
    """
    if oversize := files.too_large(path, len(data)):
        return [oversize]
    parsed = files.parse(path, data, today)
    findings = list(parsed.findings)
    if parsed.case is None:
        findings += _check_place(parsed.values, _at(path, parsed.lines))
    else:
        file = CheckedFile(path, parsed.case, parsed.lines)
        findings += _check_case(file, None if slugs is None else set(slugs))
        findings += check_results(parsed.case, {}, file.finding)
        titles = (*titles, parsed.case.title)
    findings += _about_persons(_personal_data(path, data), tuple(titles))
    return list(summed_up(set(findings)))


# --- personal data --------------------------------------------------------------------

# A file, its text, and the personal data in it; only of files that have any.
_Personal = tuple[Path, str, list[personal_data.Found]]


def _personal_data(path: Path, data: bytes | Finding) -> Iterator[_Personal]:
    """The personal data in a file, also in a file that breaks the format."""
    if isinstance(data, Finding):
        return
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    if found := personal_data.find_in_file(text):
        yield path, text, found


def _numbers_of_persons(catalogues: Iterable[Path]) -> Iterator[_Personal]:
    """The personal data in catalogues, but for names, which titles of pages may have."""
    for path in catalogues:
        data = files.read_if_present(path, catalogue.MAX_BYTES)
        if isinstance(data, bytes):
            data = data.replace(b",", b" ")  # a number behind a comma would be a part of another
        for _, text, found in _personal_data(path, data):
            yield path, text, [place for place in found if place.kind != "name"]


def _about_persons(personal: Iterable[_Personal], titles: Sequence[str]) -> Iterator[Finding]:
    """The findings about personal data; ``Pak Dalman`` is no person if a case is called so."""
    for path, text, found in personal:
        persons = personal_data.without_names_in(found, titles)
        yield from personal_data.file_findings(str(path), text, persons)


# --- the curators' lists --------------------------------------------------------------


def _check_withdrawn(
    withdrawn: Mapping[str, curation.Withdrawn], slugs: set[str]
) -> Iterator[Finding]:
    """Withdrawn cases that are still there, or whose replacement isn't."""
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


def _accept_known(content: Path, findings: Iterable[Finding]) -> Iterator[Finding]:
    """All findings; a finding that curators accept for now becomes a warning.

    An accepted finding that no longer occurs is reported too.
    """
    accepted, list_findings = curation.read_known_findings(content)
    yield from list_findings
    not_seen = set(accepted)
    for finding in findings:
        key = (files.slug_of(Path(finding.path)), finding.message)
        if key in accepted:
            not_seen.discard(key)
            message = f"{finding.message} (diketahui: {accepted[key].reason})"
            yield replace(finding, level="warning", message=message)
        else:
            yield finding
    for slug, message in not_seen:
        yield accepted[(slug, message)].finding(
            f"“{slug}: {message}” tidak terjadi lagi", "hapus dari daftar ini", warn=True
        )


# --- a case ---------------------------------------------------------------------------


def _check_case(file: CheckedFile, slugs: set[str] | None) -> Iterator[Finding]:
    case = file.case
    yield from _check_sources(file)
    yield from _check_links(file, slugs)
    yield from _check_problems(file)
    for key, summary in (("summary", case.summary), ("summary_en", case.summary_en)):
        if summary and not ends_a_sentence(summary):
            yield file.finding(
                (key,),
                f"{key} berakhir di tengah kalimat",
                "selesaikan kalimatnya dan akhiri dengan titik",
                warn=True,
            )
    for n, award in enumerate(case.awards):
        if awards.scope(award.name) is None:
            yield file.finding(
                ("awards", n, "name"),
                f"penghargaan “{award.name}” tidak ada di daftar",
                "pakai namanya di daftar, atau tambahkan ke app/collection/data/awards.csv",
                warn=True,
            )
    if not case.results:
        yield file.finding(
            (),
            "belum ada results",
            "tambahkan bila sumber menyebut hasil terukur",
            warn=True,
        )
    yield from _check_place(vars(case), file.finding)


def _check_sources(file: CheckedFile) -> Iterator[Finding]:
    """Sources that the text doesn't cite."""
    for n, citations in enumerate(file.case.citations()):
        if citations == 0:
            yield file.finding(
                ("sources", n),
                f"sumber {n + 1} tidak pernah dirujuk",
                f"tambahkan [^{n + 1}] pada kalimat yang memakainya, atau hapus sumbernya",
            )


def _check_links(file: CheckedFile, slugs: set[str] | None) -> Iterator[Finding]:
    """Links to other cases that lead to no case, or to the case itself.

    Args:
        file: the file.
        slugs: the slugs of all cases; None if they aren't known.
    """
    case = file.case
    copies = enumerate(case.replicated_by)
    links: list[tuple[Location, str | None]] = [
        *((("replicated_by", n, "case"), copy.case) for n, copy in copies),
        (("adapted_from",), case.adapted_from),
    ]
    for location, slug in links:
        is_lost = slugs is not None and slug not in slugs
        if slug is not None and (is_lost or slug == case.slug):
            target = "kasus ini sendiri" if slug == case.slug else "kasus yang tidak ada"
            yield file.finding(
                location,
                f"“{slug}” menunjuk {target}",
                "tulis slug kasus yang ada di koleksi, atau hapus kuncinya",
            )


def _check_problems(file: CheckedFile) -> Iterator[Finding]:
    """Problems that hold a figure or the name of a person."""
    for n, problem in enumerate(file.case.problems):
        figure = problems.figure_in(problem)
        if figure:
            yield file.finding(
                ("problems", n),
                f"problems {n + 1} memuat angka “{figure}”",
                "ceritakan tanpa angka; tulis angkanya di isi kasus, dengan rujukannya",
            )
        person = problems.person_in(problem)
        if person:
            yield file.finding(
                ("problems", n),
                f"problems {n + 1} menyebut nama orang “{person}”",
                "sebut perannya saja, misalnya “bu bidan” atau “pak camat”",
            )


def _check_place(values: Mapping[str, Any], finding: MakeFinding) -> Iterator[Finding]:
    """A regional government that isn't in the list of regions, or contradicts it.

    ``values`` are the keys of a case, or those of a file with errors.
    """
    government, level = values.get("government"), values.get("level")
    if not isinstance(government, str) or not isinstance(level, str):
        return
    if level not in vocabulary.LEVELS:  # an error of its own: “Kabupaten”
        level = near_value(level, vocabulary.LEVELS)
    if level not in regions.REGIONAL_LEVELS:
        return
    region = regions.resolve(government)
    if region is None:
        near = regions.nearest(government)
        yield finding(
            ("government",),
            f"“{government}” tidak ada di daftar wilayah",
            f"maksudnya “{near}”?" if near else "tulis “Pemerintah” lalu nama wilayahnya",
            warn=True,
        )
        return
    province = values.get("province")
    known = isinstance(province, str) and province in vocabulary.PROVINCES
    for key, written, expected in (
        ("level", level, region.level),
        ("province", province if known else region.province, region.province),
    ):
        if written != expected:
            yield finding(
                (key,),
                f"{key} “{written}” tidak sesuai dengan {government}",
                f"periksa; menurut daftar wilayah “{expected}”",
                warn=True,
            )


# --- twins ----------------------------------------------------------------------------


def _find_twins(checked_files: list[CheckedFile]) -> Iterator[Finding]:
    """Pairs of cases that look like the same innovation."""
    yield from _find_same_names(checked_files)
    yield from _find_same_sources(checked_files)


def _find_same_names(checked_files: list[CheckedFile]) -> Iterator[Finding]:
    by_name: dict[str, list[CheckedFile]] = defaultdict(list)
    for file in checked_files:
        names = {name_key(file.case.title), name_key(file.case.expansion or "")}
        for name in names - {""}:
            by_name[name].append(file)
    for files_of_name in by_name.values():
        for first, second in combinations(files_of_name, 2):
            if not _are_related(first.case, second.case):
                yield _twin_finding(first, second, ("title",), "bernama sama")


def _find_same_sources(checked_files: list[CheckedFile]) -> Iterator[Finding]:
    by_source: dict[str, list[CheckedFile]] = defaultdict(list)
    for file in checked_files:
        for source in file.case.sources:
            by_source[source.url].append(file)
    # Each pair of cases, once for each source that they share.
    pairs: dict[tuple[str, str], list[tuple[CheckedFile, CheckedFile]]] = defaultdict(list)
    for files_of_source in by_source.values():
        if len(files_of_source) < COMMON_SOURCE:
            for first, second in combinations(files_of_source, 2):
                pairs[(first.case.slug, second.case.slug)].append((first, second))
    for same_pair in pairs.values():
        first, second = same_pair[0]
        if _are_related(first.case, second.case):
            continue
        shared = len(same_pair)
        together = len(first.case.sources) + len(second.case.sources) - shared
        if shared >= SHARED_SOURCES and shared >= SHARED_FRACTION * together:
            yield _twin_finding(first, second, ("sources",), f"memakai {shared} sumber yang sama")


def _are_related(first: Case, second: Case) -> bool:
    """Whether a case was copied from the other, or both from a third."""

    def relatives(case: Case) -> set[str | None]:
        copies = (copy.case for copy in case.replicated_by)
        return {case.slug, case.adapted_from, *copies} - {None}

    return bool(relatives(first) & relatives(second))


def _twin_finding(
    first: CheckedFile, second: CheckedFile, location: Location, reason: str
) -> Finding:
    return second.finding(
        location,
        f"mungkin sama dengan {first.path.name}: {reason}",
        "gabungkan bila sama; biarkan bila memang dua inovasi",
        warn=True,
    )
