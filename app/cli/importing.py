"""``pustaka import``: cases from the Word files and spreadsheets of those who don't use git."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.common import content_option, inbox_option, progress, read_settings, relative
from app.collection import curation, files, regions
from app.collection.case import Case
from app.collection.finding import LEVEL_WORDS
from app.collection.stats import read_cases
from app.contribution.inbox import Inbox, InboxError

if TYPE_CHECKING:
    from app.contribution.importing import CheckedCase, Import


# The ending of the name of a corrected copy, before .xlsx.
_CORRECTED = "-perbaiki"


@click.command("import")
@click.argument(
    "paths", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Tulis berkas kasus ke folder ini, bukan ke kotak usulan.",
)
@content_option
@inbox_option
def import_(
    paths: tuple[Path, ...], out: Path | None, content: Path | None, inbox_: Path | None
) -> None:
    """Baca kasus dari berkas Word, Excel, atau CSV menurut templat.

    Templatnya diunduh di halaman /usul. Kasusnya masuk ke kotak usulan sebagai satu impor,
    yang lalu diterima atau ditolak dengan ./pustaka inbox. Semua kesalahan disebut sekaligus,
    dengan sel atau judulnya; untuk Excel juga di kolom “Perbaiki” pada salinan
    NAMA-perbaiki.xlsx. Keluar dengan kode 1 bila ada kesalahan.

    \b
    Contoh:
      ./pustaka import usulan-dinas.docx
      ./pustaka import rekap-2026.xlsx
      ./pustaka import --out usulan rekap-2026.xlsx
    """
    settings = read_settings(content=content, inbox=inbox_)
    cases = {case.slug: case for case in read_cases(settings.content, progress("Membaca"))[0]}
    today = dt.date.today()
    reads = {path: _read(path, today, cases) for path in paths}
    read_all = [case for read in reads.values() if read for case in read.cases]
    if out is None:
        _put(read_all, Inbox(settings.curators_inbox), today)
    else:
        _write(read_all, out, _taken(settings.content, out), today)
    sys.exit(1 if any(read is None or read.has_errors() for read in reads.values()) else 0)


def _put(cases: Sequence[CheckedCase], inbox: Inbox, today: dt.date) -> None:
    """Put cases into the inbox as one import, those with mistakes too, and print its number.

    Raises:
        click.ClickException: the inbox doesn't take them; then it takes none.
    """
    from app.contribution.case_file import case_text

    if not cases:
        click.echo("Tidak ada kasus yang terbaca.", err=True)
        return
    texts = [(case_text(case.read.draft, today), case.doubles) for case in cases]
    try:
        number, _ = inbox.put_import(texts, today)
    except InboxError as exc:
        raise click.ClickException(str(exc)) from None
    click.echo(f"Impor {number}: {len(cases)} kasus masuk ke kotak usulan.")
    click.echo(f"Lihat: ./pustaka inbox --import {number}", err=True)
    wrong = sum(not case.is_whole for case in cases)
    if wrong:
        click.echo(
            f"{wrong} kasus masih salah. Bila pengirimnya memperbaiki berkasnya, tolak dulu "
            f'impor ini: ./pustaka inbox reject --import {number} --why "Diganti."',
            err=True,
        )


def _taken(content: Path, out: Path) -> set[str]:
    """The slugs that no new case may have: a file has them, or a case that was withdrawn."""
    paths = [*(content / "innovations").glob("*.md"), *out.glob("*.md")]
    return {*map(files.slug_of, paths), *curation.read_withdrawn(content)[0]}


def _read(path: Path, today: dt.date, cases: Mapping[str, Case]) -> Import | None:
    """Read a file and print what is wrong with it; None if it can't be read."""
    from app.contribution.importing import read_file
    from app.contribution.office_files import MAX_FILE
    from app.contribution.reading import RefusedError

    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
        read = read_file(path.name, data, today, cases)
    except RefusedError as exc:
        click.echo(f"{path}: {LEVEL_WORDS['error']}: {exc.message}; {exc.remedy}")
        return None
    except OSError as exc:
        click.echo(f"{path}: {LEVEL_WORDS['error']}: tidak bisa dibuka: {exc.strerror}")
        return None
    for remark in read.all_remarks():
        level = LEVEL_WORDS[remark.level]
        click.echo(f"{path}: {remark.spot.text}: {level}: {remark.message}; {remark.remedy}")
    if read.kind == "excel" and read.all_remarks():
        _write_corrected(path, data, read)
    return read


def _write_corrected(path: Path, data: bytes, read: Import) -> None:
    """Write the copy with the column “Perbaiki” beside the sender's file."""
    from app.contribution.importing import corrected_workbook

    copy = path.with_name(f"{path.stem.removesuffix(_CORRECTED)}{_CORRECTED}.xlsx")
    _replace(copy, corrected_workbook(data, read))
    click.echo(f"{copy}: kolom “Perbaiki” menyebut yang perlu dibetulkan.", err=True)


def _write(cases: Sequence[CheckedCase], out: Path, taken: set[str], today: dt.date) -> None:
    """Write the files of the cases without errors into a folder, and print their number.

    Raises:
        click.ClickException: a file can't be written.
    """
    from app.contribution.case_file import case_text
    from app.contribution.slugs import slug_for

    whole = [case.read.draft for case in cases if case.is_whole]
    try:
        out.mkdir(parents=True, exist_ok=True)
        for draft in whole:
            slug = slug_for(draft.texts["title"], taken, _place(draft.texts))
            taken.add(slug)
            _replace(out / f"{slug}.md", case_text(draft, today).encode())
    except OSError as exc:
        raise click.ClickException(
            f"{exc.filename or out} tidak bisa ditulis: {exc.strerror}."
        ) from None
    click.echo(f"{len(cases)} kasus terbaca, {len(whole)} ditulis ke {relative(out)}.", err=True)
    if len(whole) < len(cases):
        click.echo("Yang belum ditulis masih salah: perbaiki, lalu impor lagi.", err=True)


def _place(texts: Mapping[str, str]) -> str:
    """Where a case is from, for its slug: ``Kabupaten Malang``."""
    government = texts.get("government", "")
    region = regions.resolve(government)
    return region.name if region else government


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that it is there as a whole or not at all."""
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_bytes(content)
    temporary.replace(path)
