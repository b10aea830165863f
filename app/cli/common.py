"""What several commands share: options, settings, text on the terminal, the index."""

from __future__ import annotations

import logging
import os
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import logs
from app.settings import Settings

if TYPE_CHECKING:
    from app.search.engine import Engine
    from app.search.index.builder import Report

log = logging.getLogger(__name__)

#: The width of the output, in characters: that of the narrowest usual terminal, less one.
WIDTH = 79


def content_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option ``--content DIR`` to a command, as its parameter ``content``."""
    return click.option(
        "--content",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder koleksi (PUSTAKA_CONTENT).",
    )(function)


def index_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option ``--index DIR`` to a command, as its parameter ``index_``."""
    return click.option(
        "--index",
        "index_",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder indeks (PUSTAKA_INDEX).",
    )(function)


def inbox_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option ``--inbox DIR`` to a command, as its parameter ``inbox_``."""
    return click.option(
        "--inbox",
        "inbox_",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder kotak usulan (PUSTAKA_INBOX).",
    )(function)


def read_settings(**options: object) -> Settings:
    """The settings from the environment; options of the command line that aren't None win.

    Logging starts at the level and in the form that the settings name.

    Raises:
        SettingsError: a value can't be used.
        click.UsageError: the content folder has no cases.
    """
    settings = Settings.from_environment(options)
    logs.configure(settings.log_level, settings.log_format)
    if not (settings.content / "innovations").is_dir():
        raise click.UsageError(
            f"{relative(settings.content)}/innovations tidak ada. "
            "Tunjuk folder koleksi dengan --content."
        )
    return settings


def relative(path: Path) -> Path:
    """A path relative to the current folder, for messages; unchanged if it lies outside."""
    try:
        return path.resolve().relative_to(Path.cwd())
    except ValueError:
        return path


def fill(text: str, indent: str) -> str:
    """Text broken into lines of at most :data:`WIDTH`, all but the first indented."""
    return textwrap.fill(text, WIDTH, subsequent_indent=indent)


def progress(label: str) -> Callable[[Iterable[Path]], Iterable[Path]]:
    """A function that passes paths on, with a progress bar if standard error is a terminal."""

    def pass_on(paths: Iterable[Path]) -> Iterator[Path]:
        if not sys.stderr.isatty():
            yield from paths
            return
        with click.progressbar(list(paths), label=label, file=sys.stderr) as bar:
            yield from bar

    return pass_on


#: The most reasons for leaving files out that a build prints, each time that it runs.
MOST_TOLD = 20


def build_index(settings: Settings, *, full: bool = False, logged: bool = False) -> None:
    """Bring the index up to date, or build it anew, and report that on standard error.

    ``logged`` writes the report into the log, without the problems that the index before had: one
    that builds again and again, as ``serve`` does, would repeat them each time.

    Raises:
        click.ClickException: the index can't be written.
    """
    from app.search.index import builder

    try:
        report = builder.build(
            settings.content,
            settings.index,
            full=full,
            processes=os.cpu_count() or 1,
            progress=progress("Mengindeks"),
            on_wait=lambda: (log.info if logged else _echo)("Menunggu pengindeksan lain selesai…"),
        )
    except OSError as exc:
        raise click.ClickException(
            f"Indeks di {relative(settings.index)} tidak bisa dibuat ({exc}). "
            "Periksa izin dan ruang disk, atau pilih folder lain dengan --index."
        ) from None
    tell = log.warning if logged else _echo
    findings = report.newly_left_out if logged else report.left_out
    for finding in findings[:MOST_TOLD]:
        tell(finding)
    if others := len(findings[MOST_TOLD:]):
        tell(f"dan {others} masalah lagi; lihat ./pustaka check")
    (log.info if logged else _echo)(_summary(report))


def _echo(text: str) -> None:
    click.echo(text, err=True)


def _summary(report: Report) -> str:
    """A line about what a build has changed."""
    text = f"{report.cases} kasus dalam indeks"
    if report.full:
        text += f" (dibangun penuh, {report.seconds:.1f} detik)"
    elif report.written or report.removed:
        text += (
            f" ({report.written} diperbarui, {report.removed} dihapus, {report.seconds:.1f} detik)"
        )
    else:
        text += " (tidak ada yang berubah)"
    if report.files_left_out:
        text += f"; {report.files_left_out} berkas dilewati karena salah, lihat ./pustaka check"
    return f"{text}."


def open_engine(settings: Settings) -> Engine:
    """The search engine on an index that is up to date; builds the index first if need be."""
    from app.search.engine import Engine
    from app.search.index import builder

    if not builder.is_current(settings.content, settings.index):
        build_index(settings)
    return Engine.open(settings.index, settings.content)
