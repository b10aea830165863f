"""``pustaka pack``: the collection, or a part of it, as a folder that opens without a server."""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from app.cli.common import content_option, index_option, open_engine, read_settings, relative
from app.collection.vocabulary import Language
from app.settings import ROOT

if TYPE_CHECKING:
    from app.pack.choice import Choice
    from app.pack.contents import Page
    from app.search.engine import Engine

_MEGABYTE = 1_000_000


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder tempat paket ditaruh (PUSTAKA_PACKS; bawaan build/paket).",
)
@click.option("--query", help="Hanya kasus tentang ini, seperti di kotak cari.")
@click.option("--theme", help="Hanya kasus tema ini (nama berkasnya).")
@click.option("--region", help="Hanya kasus daerah ini (nama atau kode).")
@click.option("--shortlist", help="Hanya kasus ini: alamat kasus, dipisah koma.")
@click.option("--event", help="Kasus dan bahan acara: alamat perangkat acaranya, dalam kutip.")
@click.option("--site", help="Alamat situs, untuk tautan yang memerlukan server.")
@click.option("--lang", type=click.Choice(["id", "en"]), default="id", help="Bahasa halaman.")
@content_option
@index_option
def pack(
    out: Path | None,
    query: str | None,
    theme: str | None,
    region: str | None,
    shortlist: str | None,
    event: str | None,
    site: str | None,
    lang: str,
    content: Path | None,
    index_: Path | None,
) -> None:
    """Buat salinan luring: satu folder dan ZIP-nya, dibuka tanpa server dan internet.

    \b
    Contoh:
      ./pustaka pack
      ./pustaka pack --theme mengelola-sampah --site https://pustaka.contoh.go.id
      ./pustaka pack --shortlist putik-sari,simba-asia --out /media/flashdisk
    """
    from app.pack.build import Order, build
    from app.pack.names import PackError

    settings = read_settings(content=content, index=index_)
    engine = open_engine(settings)
    folder = out or settings.packs or ROOT / "build" / "paket"
    try:
        order = Order(
            _choice(engine, query, theme, region, shortlist, event),
            _site(site),
            cast(Language, lang),
            _source_date(),
        )
        written = build(
            settings,
            engine,
            order,
            folder,
            progress=_progress,
            on_wait=lambda: click.echo("Menunggu paket lain selesai…", err=True),
        )
    except PackError as exc:
        raise click.ClickException(str(exc)) from None
    except OSError as exc:
        raise click.ClickException(
            f"Paket di {relative(folder)} tidak bisa dibuat ({exc}). "
            "Periksa izin dan ruang disk, atau pilih folder lain dengan --out."
        ) from None
    click.echo(f"{relative(written.folder)}/index.html: {len(order.choice.slugs)} kasus.")
    click.echo(f"{relative(written.archive)}: {written.packed / _MEGABYTE:.1f} MB.")
    click.echo(f"SHA-256: {written.sha256}")


def _choice(
    engine: Engine,
    query: str | None,
    theme: str | None,
    region: str | None,
    shortlist: str | None,
    event: str | None,
) -> Choice:
    """The cases that the options choose.

    Raises:
        click.UsageError: there is more than one such option.
        PackError: they choose nothing, or something that does not exist.
    """
    from app.pack import choice
    from app.pack.event import by_event

    given = [option for option in (query, theme, region, shortlist, event) if option is not None]
    if len(given) > 1:
        raise click.UsageError("Pilih satu dari --query, --theme, --region, --shortlist, --event.")
    if query is not None:
        return choice.by_query(engine, query)
    if theme is not None:
        return choice.by_theme(engine, theme)
    if region is not None:
        return choice.by_region(engine, region)
    if shortlist is not None:
        return choice.by_list(engine, shortlist.split(","))
    if event is not None:
        return by_event(engine, event)
    return choice.everything(engine)


def _site(address: str | None) -> str:
    """The address of the site without a slash at its end; empty if none is given.

    Raises:
        click.UsageError: it is no web address, or has a query.
    """
    if address is None:
        return ""
    if not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?", address):
        raise click.UsageError(
            f"--site {address[:100]} bukan alamat situs. Tulis seperti https://pustaka.contoh.go.id."
        )
    return address.rstrip("/")


def _source_date() -> dt.date | None:
    """The date that SOURCE_DATE_EPOCH gives, if it is set: https://reproducible-builds.org.

    Raises:
        click.UsageError: it is not a time.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    try:
        return dt.datetime.fromtimestamp(int(text), dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise click.UsageError(
            f"SOURCE_DATE_EPOCH={text[:40]} bukan waktu: isi detik sejak 1 Januari 1970."
        ) from None


def _progress(pages: list[Page]) -> Iterable[Page]:
    """The pages, with a progress bar if standard error is a terminal."""
    if not sys.stderr.isatty():
        yield from pages
        return
    with click.progressbar(pages, label="Membuat halaman", file=sys.stderr) as bar:
        yield from cast("Iterator[Page]", bar)
