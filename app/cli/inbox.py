"""``pustaka inbox``: what others handed in, for the curators who decide about it."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click
from pydantic import TypeAdapter

from app.cli.common import (
    content_option,
    fill,
    inbox_option,
    progress,
    read_settings,
    relative,
)
from app.collection import stats
from app.collection.case import Case
from app.collection.check import check_alone
from app.collection.strict_yaml import FormatError
from app.collection.wording import long_date
from app.contribution.case_file import draft_of
from app.contribution.doubles import Double, Names
from app.contribution.entry import TEXT, Entry
from app.contribution.inbox import (
    STATES,
    Damaged,
    Inbox,
    InboxError,
    State,
    matching,
    of_same_name,
)
from app.contribution.review import Outcome, accept, undo
from app.settings import Settings

#: The most numbers in a range such as 20-40.
MOST_IN_RANGE = 10_000

_ENTRIES = TypeAdapter(list[Entry])


class _Numbers(click.ParamType[list[int]]):
    """``12``, or a range: ``20-40``."""

    name = "numbers"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> list[int]:
        match = re.fullmatch(r"(\d{1,9})(?:[-–](\d{1,9}))?", str(value), re.ASCII)
        if match is None:
            self.fail(f"“{value}” bukan nomor; tulis seperti 12 atau 20-40.", param, ctx)
        first, last = int(match[1]), int(match[2] or match[1])
        if not first <= last < first + MOST_IN_RANGE:
            self.fail(f"“{value}” bukan rentang nomor dari kecil ke besar.", param, ctx)
        return list(range(first, last + 1))


def _numbers(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument("numbers", nargs=-1, type=_Numbers())(function)


def _folders(function: Callable[..., Any]) -> Callable[..., Any]:
    return content_option(inbox_option(function))


def _open(content: Path | None, inbox_: Path | None) -> tuple[Settings, Inbox]:
    """The settings and the inbox; folders may be named before the inner command or behind it."""
    parent = click.get_current_context().parent
    outer = parent.params if parent else {}
    settings = read_settings(
        content=content or outer.get("content"), inbox=inbox_ or outer.get("inbox_")
    )
    return settings, Inbox(settings.curators_inbox)


@click.group(invoke_without_command=True)
@click.option("--find", "text", help="Hanya yang memuat kata-kata ini.")
@click.option(
    "--import", "import_number", type=click.IntRange(1), help="Hanya dari impor bernomor ini."
)
@click.option(
    "--state", type=click.Choice(STATES), default="masuk", help="Yang menunggu, atau yang sudah."
)
@click.option("--json", "json_", is_flag=True, help="Keluaran JSON.")
@_folders
@click.pass_context
def inbox(
    context: click.Context,
    text: str | None,
    import_number: int | None,
    state: State,
    json_: bool,
    content: Path | None,
    inbox_: Path | None,
) -> None:
    """Lihat usulan yang masuk, lalu terima atau tolak.

    Tidak ada yang terbit sebelum diterima.

    \b
    Contoh:
      ./pustaka inbox
      ./pustaka inbox --find "stunting"
      ./pustaka inbox show 12
      ./pustaka inbox accept 12 20-40
      ./pustaka inbox reject 13 --why "Sumbernya tidak memuat angka itu."
    """
    if context.invoked_subcommand:
        return
    _, box = _open(content, inbox_)
    listing = box.waiting() if state == "masuk" else box.decided(state)
    found = matching(listing.entries, text or "")
    if import_number is not None:
        found = [entry for entry in found if entry.import_number == import_number]
    if json_:
        click.echo(_ENTRIES.dump_json(found, indent=1).decode())
        return
    same_name = of_same_name(listing.entries)
    for entry in found:
        click.echo(_in_list(entry, same_name.get(entry.number, ()), dt.date.today()))
    _print_damaged(listing.damaged)
    click.echo(f"{len(found)} entri {state}, di {relative(box.folder)}.", err=True)


def _in_list(entry: Entry, same_name: Sequence[int], today: dt.date) -> str:
    """An entry in a few lines: what it is, how old, its mistakes and likely doubles."""
    days = (today - entry.received).days
    facts = [entry.kind, f"{long_date(entry.received)} ({days} hari)"]
    if entry.import_number is not None:
        facts.append(f"impor {entry.import_number}")
    if entry.kind == "kasus":
        facts.append(f"{entry.errors} kesalahan, {entry.warnings} peringatan")
    lines = [f"{entry.number:>6}  {entry.title}", f"        {'; '.join(facts)}"]
    if entry.owner or entry.about:
        lines.append(fill(f"        {entry.owner or f'tentang {entry.about}'}", " " * 8))
    doubles = [*entry.doubles, *(f"entri {n}" for n in same_name if n != entry.number)]
    if doubles:
        lines.append(fill(f"        mungkin sama dengan: {', '.join(doubles[:5])}", " " * 8))
    if entry.slug:
        lines.append(f"        menjadi {entry.slug}.md pada {entry.decided}")
    if entry.why:
        lines.append(fill(f"        ditolak {entry.decided}: {entry.why}", " " * 8))
    return _printable("\n".join(lines))


def _print_damaged(damaged: Iterable[Damaged]) -> None:
    for item in damaged:
        click.echo(f"Rusak: {item.name}: {item.reason}", err=True)


@inbox.command()
@click.argument("number", type=int)
@_folders
def show(number: int, content: Path | None, inbox_: Path | None) -> None:
    """Tampilkan satu entri: isinya, kesalahannya, dan kasus yang mirip.

    Contoh: ./pustaka inbox show 12
    """
    settings, box = _open(content, inbox_)
    entry, state, data = _try(lambda: box.entry(number))
    path = box.place(number, state) / TEXT
    click.echo(_in_list(entry, (), dt.date.today()))
    click.echo(f"        {relative(path)}\n")
    click.echo(_printable(data.decode("utf-8", "replace")))
    if entry.kind == "koreksi":
        return
    cases = _cases(settings)
    titles = [case.title for case in cases.values()]
    for finding in check_alone(relative(path), data, cases, titles, dt.date.today()):
        click.echo(finding)
    for double in _doubles(data, cases):
        click.echo(f"Mungkin sama dengan {double.slug} ({double.title}): {double.reason}.")


def _doubles(data: bytes, cases: Mapping[str, Case]) -> list[Double]:
    try:
        return Names(cases.values()).of(draft_of(data))
    except FormatError:
        return []


@inbox.command(name="accept")
@_numbers
@click.option(
    "--import", "import_number", type=click.IntRange(1), help="Semua dari impor bernomor ini."
)
@_folders
def accept_(
    numbers: Sequence[Sequence[int]],
    import_number: int | None,
    content: Path | None,
    inbox_: Path | None,
) -> None:
    """Pindahkan kasus ke koleksi; koreksi ditandai selesai.

    NUMBERS adalah nomor atau rentang. Kasus yang masih ada kesalahannya tetap menunggu:
    betulkan berkasnya, lalu ulangi.

    \b
    Contoh:
      ./pustaka inbox accept 12 20-40
      ./pustaka inbox accept --import 50
    """
    settings, box = _open(content, inbox_)
    chosen = _chosen(box, numbers, import_number)
    cases = _cases(settings)
    outcomes = _try(lambda: accept(box, chosen, settings.content, cases, dt.date.today()))
    _report(outcomes)
    if any(outcome.path for outcome in outcomes if outcome.done):
        click.echo("Baca sekali lagi, lalu simpan ke git.", err=True)
    sys.exit(0 if all(outcome.done for outcome in outcomes) else 1)


@inbox.command()
@_numbers
@click.option(
    "--import", "import_number", type=click.IntRange(1), help="Semua dari impor bernomor ini."
)
@click.option("--why", required=True, help="Alasannya; disimpan bersama entrinya.")
@_folders
def reject(
    numbers: Sequence[Sequence[int]],
    import_number: int | None,
    why: str,
    content: Path | None,
    inbox_: Path | None,
) -> None:
    """Sisihkan entri dengan alasannya.

    NUMBERS adalah nomor atau rentang.

    Contoh: ./pustaka inbox reject 13 --why "Sumbernya tidak memuat angka itu."
    """
    _, box = _open(content, inbox_)
    for number in _chosen(box, numbers, import_number):
        entry = _try(partial(box.reject, number, why, dt.date.today()))
        click.echo(f"{entry.number}: ditolak.")


@inbox.command(name="undo")
@click.argument("number", type=int)
@_folders
def undo_(number: int, content: Path | None, inbox_: Path | None) -> None:
    """Tarik kembali yang sudah diterima: satu impor, atau satu entri.

    Berkas yang sudah diubah sesudah diterima dibiarkan dan disebut namanya.

    Contoh: ./pustaka inbox undo 50
    """
    settings, box = _open(content, inbox_)
    outcomes = _try(lambda: undo(box, number, settings.content))
    _report(outcomes)
    sys.exit(0 if all(outcome.done for outcome in outcomes) else 1)


# --- shared ---------------------------------------------------------------------------


T = TypeVar("T")


def _try(action: Callable[[], T]) -> T:
    """What an action returns; what can't be done becomes an error of the command."""
    try:
        return action()
    except InboxError as exc:
        raise click.ClickException(str(exc)) from None


def _cases(settings: Settings) -> dict[str, Case]:
    cases, _ = stats.read_cases(settings.content, progress("Membaca"))
    return {case.slug: case for case in cases}


def _chosen(box: Inbox, numbers: Sequence[Sequence[int]], import_number: int | None) -> list[int]:
    """The numbers that are named, and those of the import; an error if there are none."""
    chosen = [number for group in numbers for number in group]
    if import_number is not None:
        waiting = box.waiting().entries
        chosen += [entry.number for entry in waiting if entry.import_number == import_number]
    if not chosen:
        raise click.UsageError("Tidak ada entri yang dimaksud; lihat ./pustaka inbox.")
    return chosen


def _report(outcomes: Iterable[Outcome]) -> None:
    for outcome in outcomes:
        path = f" ({relative(outcome.path)})" if outcome.path else ""
        click.echo(f"{outcome.entry.number}: {outcome.message}{path}")
        for finding in outcome.findings:
            click.echo(f"  {finding.line}: {finding.message}; {finding.remedy}")


def _printable(text: str) -> str:
    """A text without characters that could take over a terminal."""
    return "".join(char if char.isprintable() or char in "\n\t" else "\ufffd" for char in text)
