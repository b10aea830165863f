"""What a build has to do: the files of a content folder, compared with the index in use."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from app.collection import curation, files
from app.collection.finding import Finding, summed_up
from app.search.index import catalogue_store, theme_store
from app.search.index.catalogue_store import CataloguePlan
from app.search.index.generations import Generation, Manifest, Rejected
from app.search.index.signatures import Signatures
from app.search.index.theme_store import ThemePlan


@dataclass(frozen=True)
class Plan:
    """What a build has to do.

    Attributes:
        changed: the files to read anew.
        removed: the slugs of cases whose files are gone.
        unchanged: slug → SHA-256 of files that the index already has in this state.
        rejected: slug → the files that gave no case before, and haven't changed since.
        findings: why files can't even be read.
        day: the day of the build, in ISO format.
        withdrawn: the curators' list of withdrawn cases, as the manifest stores it.
        themes, catalogue: what has to be done about the themes, and about the catalogue.
    """

    changed: tuple[Path, ...]
    removed: tuple[str, ...]
    unchanged: Mapping[str, str]
    rejected: Mapping[str, Rejected]
    findings: tuple[Finding, ...]
    day: str
    withdrawn: Mapping[str, Mapping[str, str | None]]
    themes: ThemePlan
    catalogue: CataloguePlan

    @property
    def outdated(self) -> frozenset[str]:
        """The slugs whose cases in the index, if any, must go."""
        return frozenset({*self.removed, *map(files.slug_of, self.changed)})

    def is_empty(self, manifest: Manifest) -> bool:
        """Whether the index is already up to date with the content."""
        return (
            not self.removed
            and self.withdrawn == manifest.withdrawn
            and self.themes.digests == manifest.themes
            and self.catalogue.digest == manifest.catalogue
            and self._leaves_out_the_same(manifest)
        )

    def _leaves_out_the_same(self, manifest: Manifest) -> bool:
        """Whether the changed files give no case either, for the reasons that are known."""
        reasons = [*map(str, self.findings)]
        reasons += chain.from_iterable(rejected.findings for rejected in self.rejected.values())
        for path in self.changed:
            errors = errors_of(files.read_case(path))
            if not errors:
                return False
            reasons += map(str, errors)
        return sorted(reasons) == sorted(manifest.left_out)


def errors_of(parsed: files.ParsedFile) -> list[Finding]:
    """Why a file gives no case."""
    return list(summed_up(finding for finding in parsed.findings if finding.level == "error"))


def plan_of(content: Path, previous: Generation | None, seen: Signatures) -> Plan:
    """Compare a content folder with the index.

    Args:
        content: the content folder.
        previous: the generation in use; None if everything has to be read.
        seen: the status of the case files.

    Raises:
        FileNotFoundError: the folder isn't there.
    """
    manifest = previous.manifest if previous else None
    known = previous.history.present if previous else {}
    # Whether a date lies in the future is another matter on another day.
    day = dt.date.today().isoformat()
    rejected_before = manifest.rejected if manifest and manifest.day == day else {}
    folder = content / "innovations"
    wanted = {f"{slug}.md": digest for slug, digest in known.items()}
    names, findings = files.find_names(folder, wanted)
    withdrawn, mistakes = _withdrawn(content, manifest)
    themes = theme_store.plan(content, manifest.themes if manifest else {})
    listed = catalogue_store.plan(
        content, manifest.catalogue if manifest else None, manifest.left_out if manifest else ()
    )
    findings += (*mistakes, *themes.findings, *listed.findings)
    wanted |= {f"{slug}.md": file.digest for slug, file in rejected_before.items()}
    # Nearly all files, each looked at once: a collection may have 40,000.
    hash_of = seen.digests.get
    same = {name for name, digest in wanted.items() if hash_of(name) == digest}
    changed = []
    for name in [name for name in names if name not in same]:
        if name in wanted:
            data = files.read(folder / name)
            if isinstance(data, Finding):
                findings.append(data)
                continue
            digest = hashlib.sha256(data).hexdigest()
            seen.note(name, digest)
            if digest == wanted[name]:
                same.add(name)
                continue
        changed.append(folder / name)
    left = [name[:-3] for name in names if name in same]
    unchanged = {slug: known[slug] for slug in left if slug not in rejected_before}
    rejected = {slug: rejected_before[slug] for slug in left if slug in rejected_before}
    present = {files.slug_of(path) for path in changed} | unchanged.keys()
    return Plan(
        changed=tuple(changed),
        removed=tuple(sorted(known.keys() - present)),
        unchanged=unchanged,
        rejected=rejected,
        findings=tuple(summed_up(findings)),
        day=day,
        withdrawn=withdrawn,
        themes=themes,
        catalogue=listed,
    )


def _withdrawn(
    content: Path, manifest: Manifest | None
) -> tuple[Mapping[str, Mapping[str, str | None]], list[Finding]]:
    """The withdrawn cases, and what is wrong with their list.

    While the list has a mistake, the withdrawn cases of the present index stay: otherwise the
    page of a withdrawn case would lose its reason, and its readers the replacement.
    """
    entries, findings = curation.read_withdrawn(content)
    withdrawn: dict[str, Mapping[str, str | None]] = {
        slug: {"reason": entry.reason, "instead": entry.instead} for slug, entry in entries.items()
    }
    if findings and manifest:
        withdrawn = {**manifest.withdrawn, **withdrawn}
    return withdrawn, findings
