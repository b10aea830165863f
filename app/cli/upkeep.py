"""``pustaka links``, ``pustaka upkeep`` and ``pustaka needs``: keeping the collection true."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.common import content_option, fill, progress, read_settings, relative
from app.collection import stats
from app.collection.case import Case
from app.collection.links import Link, State, read_gone, read_links, write_links
from app.collection.upkeep import KINDS, LINK_KINDS, NOT_ASKED, Task, tasks_of
from app.documents.office.tables import Table, to_csv
from app.settings import Settings

if TYPE_CHECKING:
    from app.cli.link_client import LinkClient

#: An address that was asked within this many days is not asked again.
ASKED_LATELY = 6

# Fewer addresses may all have moved at once; if more have, this computer is offline.
_TOO_MANY_GONE = 3

#: What `upkeep` prints of a kind, unless all is asked for.
SHOWN_OF_A_KIND = 10


@click.command()
@click.option("--all", "all_", is_flag=True, help="Tanya juga yang baru saja ditanya.")
@click.option("--limit", type=click.IntRange(1), help="Paling banyak berapa alamat.")
@content_option
def links(all_: bool, limit: int | None, content: Path | None) -> None:
    """Tanya tiap alamat sumber sekali: masih ada atau tidak.

    Sopan: menurut robots.txt, satu permintaan sedetik untuk satu situs. Jawabannya disimpan
    di links.csv. Alamat disebut mati bila tiga kali berturut-turut tidak ada, selama
    sedikitnya tujuh hari.

    \b
    Contoh:
      ./pustaka links
      ./pustaka links --limit 100
    """
    from app.cli.link_client import LinkClient

    settings = read_settings(content=content)
    cases, _ = stats.read_cases(settings.content, progress("Membaca"))
    known, findings = read_links(settings.content)
    for finding in findings:
        click.echo(finding, err=True)
    today = dt.date.today()
    urls = to_ask(cases, known, today, lately=0 if all_ else ASKED_LATELY)[:limit]
    if not urls:
        click.echo("Semua alamat sudah ditanya dalam enam hari ini. Pakai --all untuk mengulang.")
        return
    click.echo(
        f"Menanyai {len(urls)} alamat; ini bisa lama. Ctrl+C menyimpan yang sudah.", err=True
    )
    found = _ask(LinkClient(), urls, known, today)
    if _is_offline(found):
        raise click.ClickException(
            "Tidak satu alamat pun menjawab. Periksa sambungan internet; tidak ada yang dicatat."
        )
    used = {source.url for case in cases for source in case.sources}
    try:
        write_links(
            settings.content,
            {url: link for url, link in ({**known, **found}).items() if url in used},
        )
    except OSError as exc:
        raise click.ClickException(
            f"{relative(settings.content)}/links.csv tidak bisa ditulis: {exc.strerror}."
        ) from None
    _print_links(cases, found)


def to_ask(
    cases: Iterable[Case], known: Mapping[str, Link], today: dt.date, lately: int
) -> list[str]:
    """The addresses to ask: those never asked, then the longest unasked."""
    urls = {source.url for case in cases for source in case.sources}
    due = [url for url in urls if url not in known or (today - known[url].checked).days >= lately]
    return sorted(due, key=lambda url: (known[url].checked if url in known else dt.date.min, url))


def _ask(
    client: LinkClient, urls: list[str], known: Mapping[str, Link], today: dt.date
) -> dict[str, Link]:
    """What is known of each address after asking; without those not reached before Ctrl+C."""
    found: dict[str, Link] = {}
    bar = click.progressbar(length=len(urls), label="Menanyai", file=sys.stderr)
    with bar, contextlib.suppress(KeyboardInterrupt):
        for url, answer in client.ask_all(urls):
            link = known.get(url)
            found[url] = (
                link.after(answer.found, today, answer.reason)
                if link
                else Link.first(answer.found, today, answer.reason)
            )
            bar.update(1)
    return found


def _is_offline(found: Mapping[str, Link]) -> bool:
    """Whether no server answered at all: a status is the only reason that is a number."""
    return len(found) >= _TOO_MANY_GONE and not any(
        link.reason.isdecimal() or link.reason.startswith("robots.txt") for link in found.values()
    )


_STATE_WORDS: Mapping[State, str] = {
    "alive": "masih ada",
    "failing": "tidak ada, ditanya lagi nanti",
    "dead": "mati",
    "unreadable": "tidak bisa dibaca robot",
}


def _print_links(cases: Iterable[Case], found: Mapping[str, Link]) -> None:
    states: tuple[State, ...] = ("failing", "dead")
    for state in states:
        for case in cases:
            for number, source in enumerate(case.sources, 1):
                link = found.get(source.url)
                if link and link.state == state:
                    click.echo(
                        f"{case.slug}, sumber {number}: {link.reason}, {_STATE_WORDS[state]}"
                    )
                    click.echo(f"  {source.url}")
    counts = Counter(link.state for link in found.values())
    click.echo("; ".join(f"{counts[state]} {word}" for state, word in _STATE_WORDS.items()) + ".")


@click.command()
@click.option(
    "--csv", "csv_", is_flag=True, help="Semua sebagai CSV, untuk dibagi di antara kurator."
)
@click.option("--all", "all_", is_flag=True, help="Semua baris, bukan sepuluh tiap jenis.")
@content_option
def upkeep(csv_: bool, all_: bool, content: Path | None) -> None:
    """Daftar yang perlu dilihat lagi: status lama, satu sumber, fakta kosong, tautan mati, tema.

    \b
    Contoh:
      ./pustaka upkeep
      ./pustaka upkeep --csv > pekerjaan.csv
    """
    settings = read_settings(content=content)
    tasks = _tasks(settings)
    if csv_:
        sys.stdout.buffer.write(to_csv(_table(tasks)))
        return
    by_kind: dict[str, list[Task]] = {kind: [] for kind in KINDS}
    for task in tasks:
        by_kind[task.kind].append(task)
    unknown = () if read_gone(settings.content).asked else LINK_KINDS
    for kind, of_kind in by_kind.items():
        count = NOT_ASKED.id if kind in unknown else len(of_kind)
        click.echo(f"{KINDS[kind].id}: {count}")
        for task in of_kind if all_ else of_kind[:SHOWN_OF_A_KIND]:
            click.echo(fill(f"  {task.slug}: {task.detail.id}", "    "))
        hidden = len(of_kind) - SHOWN_OF_A_KIND
        if hidden > 0 and not all_:
            click.echo(f"  … dan {hidden} lagi (--all)")


def _tasks(settings: Settings) -> list[Task]:
    cases, _ = stats.read_cases(settings.content, progress("Membaca"))
    themes, _ = stats.read_themes(settings.content)
    known, findings = read_links(settings.content)
    for finding in findings:
        click.echo(finding, err=True)
    return tasks_of(cases, themes, {url: link.state for url, link in known.items()})


def _table(tasks: Iterable[Task]) -> Table:
    """The tasks with an empty column for who takes each."""
    return Table(
        "Pekerjaan kurator",
        ("Jenis", "Kasus atau tema", "Judul", "Tempat", "Rincian", "Petugas"),
        [(KINDS[t.kind].id, t.slug, t.title, t.place.id, t.detail.id, "") for t in tasks],
        gap="",
        about=(),
        about_title="",
    )


@click.command()
@click.option(
    "--min",
    "least",
    type=click.IntRange(2, 1000),
    default=5,
    show_default=True,
    help="Hanya yang dicari sedikitnya sekian kali.",
)
def needs(least: int) -> None:
    """Daftar “belum ada inovasi untuk”: yang dicari orang dan belum ada kasusnya.

    Dicatat hanya bila PUSTAKA_NEEDS diisi; hanya kata dan jumlahnya tiap bulan.

    \b
    Contoh:
      ./pustaka needs
      ./pustaka needs --min 20
    """
    from app.search.needs import NeedLog, NeedLogError

    path = Settings.from_environment().needs
    if path is None:
        raise click.UsageError(
            "PUSTAKA_NEEDS belum diisi, jadi tidak ada yang dicatat. Isi dengan nama berkas."
        )
    try:
        rows = NeedLog(path).read(least)
    except NeedLogError as exc:
        raise click.ClickException(str(exc)) from None
    if not rows:
        click.echo(f"Belum ada yang dicari sedikitnya {least} kali tanpa hasil.")
    for need in rows:
        click.echo(f"{need.month}  {need.times:>5}  {need.words}")
