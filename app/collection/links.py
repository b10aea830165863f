"""What is known of the addresses of sources: which still answer, and which are dead.

``content/links.csv`` has a line for each address that ``./pustaka links`` has asked. It is
written by that command; curators read it, and may delete lines, which are then asked again.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from app.collection import files
from app.collection.finding import Finding

LINKS = "links.csv"

COLUMNS = ("url", "state", "checked", "reason", "gone_since", "gone_runs")

#: What one run found: the page answers; it is gone (404, 410, or no such host); or a robot
#: can't tell (403, 429, no answer in time, a broken certificate).
Found = Literal["alive", "gone", "unreadable"]

#: The states of an address. One that was found gone is dead once enough runs agree, since
#: offices' sites are often down for a day.
State = Literal["alive", "failing", "dead", "unreadable"]

#: An address is dead when this many runs in a row found it gone …
DEAD_AFTER_RUNS = 3
#: … and the first of them was at least this long before the last.
DEAD_AFTER = dt.timedelta(days=7)

#: The largest file that is read, in bytes: room for 100,000 addresses.
MAX_BYTES = 20_000_000

#: Lines of more characters are left out: no address of a source is that long.
_LONGEST_LINE = 2_000


@dataclass(frozen=True)
class Link:
    """What is known of one address.

    Attributes:
        state: see :data:`State`.
        checked: the day of the last run that asked it.
        reason: what the last run saw, in Indonesian: ``404``, ``tidak menjawab dalam 15 detik``.
        gone_since: the day of the first of the runs in a row that found it gone.
        gone_runs: the number of those runs; 0 if the last run found it alive.
    """

    state: State
    checked: dt.date
    reason: str = ""
    gone_since: dt.date | None = None
    gone_runs: int = 0

    @classmethod
    def first(cls, found: Found, today: dt.date, reason: str = "") -> Link:
        """An address that was asked for the first time."""
        return cls("unreadable", today).after(found, today, reason)

    def after(self, found: Found, today: dt.date, reason: str = "") -> Link:
        """What is known after one more run.

        A run that can't tell neither counts as gone nor ends the row of runs that did.

        >>> day = dt.date(2026, 11, 1)
        >>> link = Link.first("gone", day, "404").after("gone", day + dt.timedelta(3))
        >>> link.state, link.after("gone", day + dt.timedelta(7)).state
        ('failing', 'dead')
        """
        if found == "alive":
            return Link("alive", today, reason)
        if found == "unreadable":
            state: State = self.state if self.gone_runs else "unreadable"
            return replace(self, state=state, checked=today, reason=reason)
        since = self.gone_since or today
        runs = self.gone_runs + 1
        dead = runs >= DEAD_AFTER_RUNS and today - since >= DEAD_AFTER
        return Link("dead" if dead else "failing", today, reason, since, runs)


def read_links(content: Path) -> tuple[Mapping[str, Link], list[Finding]]:
    """What is known of each address, and what is wrong with the file.

    A wrong line is reported and left out; a missing file counts as empty.
    """
    path = content / LINKS
    data = files.read_if_present(path, MAX_BYTES)
    if isinstance(data, Finding):
        return {}, [data]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        remedy = "periksa berkasnya, atau hapus: ./pustaka links membuatnya lagi"
        return {}, [Finding(str(path), 1, "error", "bukan UTF-8", remedy)]
    return _parse(path, text)


def _parse(path: Path, text: str) -> tuple[Mapping[str, Link], list[Finding]]:
    links: dict[str, Link] = {}
    findings: list[Finding] = []
    for number, line in enumerate(text.splitlines(), 1):
        if (number == 1 and line == ",".join(COLUMNS)) or not line.strip():
            continue
        try:
            url, link = _read_line(line)
        except ValueError:
            remedy = f"hapus baris itu; kolomnya {', '.join(COLUMNS)}"
            message = "baris ini tidak bisa dibaca"
            findings.append(Finding(str(path), number, "error", message, remedy))
        else:
            links[url] = link
    return links, findings


def _read_line(line: str) -> tuple[str, Link]:
    """The address and the link of one line.

    Raises:
        ValueError: the line has other columns, or values that can't be used.
    """
    if len(line) > _LONGEST_LINE:
        raise ValueError("too long")
    try:
        (fields,) = csv.reader([line], strict=True)
    except csv.Error as exc:
        raise ValueError(str(exc)) from exc
    url, state, checked, reason, since, runs = fields
    if state not in {"alive", "failing", "dead", "unreadable"} or not url.startswith("http"):
        raise ValueError(state)
    return url, Link(
        state,  # type: ignore[arg-type]  # looked at above
        dt.date.fromisoformat(checked),
        reason,
        dt.date.fromisoformat(since) if since else None,
        int(runs),
    )


def write_links(content: Path, links: Mapping[str, Link]) -> None:
    """Write the file whole, sorted by address: a reader sees the old one or the new one.

    Raises:
        OSError: it can't be written.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for url, link in sorted(links.items()):
        since = link.gone_since.isoformat() if link.gone_since else ""
        reason = " ".join(link.reason.split())
        writer.writerow((url, link.state, link.checked, reason, since, link.gone_runs))
    # The name begins with a dot, so that no reader of the folder takes it for content.
    temporary = content / f".{LINKS}.{os.getpid()}"
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            file.write(out.getvalue())
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(content / LINKS)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@dataclass(frozen=True)
class GoneLinks:
    """The addresses that didn't answer, as a site shows them.

    Attributes:
        dead: the dead addresses, each with the day on which the last run found it gone.
        failing: the addresses that were found gone, but aren't dead yet.
        asked: whether any address has been asked at all. Where none was, no dead address says
            nothing about the sources.
    """

    dead: Mapping[str, dt.date] = field(default_factory=dict)
    failing: frozenset[str] = frozenset()
    asked: bool = False


def read_gone(content: Path) -> GoneLinks:
    """The addresses that didn't answer.

    A site reads them whenever it opens an index, so only their lines are parsed; a file or a
    line that can't be read counts as nothing, and `check` reports it.
    """
    dead: dict[str, dt.date] = {}
    failing: set[str] = set()
    asked = False
    data = files.read_if_present(content / LINKS, MAX_BYTES)
    if isinstance(data, Finding):
        return GoneLinks()
    for line in data.decode("utf-8-sig", "replace").splitlines():
        asked = asked or "http" in line
        if ",dead," in line or ",failing," in line:
            with contextlib.suppress(ValueError):
                url, link = _read_line(line)
                if link.state == "dead":
                    dead[url] = link.checked
                elif link.state == "failing":
                    failing.add(url)
    return GoneLinks(dead, frozenset(failing), asked)


def check_links(content: Path, urls: Iterable[str]) -> list[Finding]:
    """Every finding of the file, given the addresses that the cases' sources have."""
    links, findings = read_links(content)
    unused = len(links.keys() - set(urls))
    if unused:
        findings.append(
            Finding(
                str(content / LINKS),
                1,
                "warning",
                f"{unused} alamat tidak dipakai lagi oleh kasus mana pun",
                "jalankan ./pustaka links, yang menghapusnya",
            )
        )
    return findings
