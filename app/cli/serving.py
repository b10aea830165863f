"""``pustaka serve`` and ``pustaka index``."""

from __future__ import annotations

import errno
import logging
import multiprocessing
import time
from contextlib import nullcontext
from pathlib import Path

import click

from app.cli.common import build_index, content_option, index_option, read_settings
from app.settings import Settings

log = logging.getLogger(__name__)

#: After how many seconds a failed build is tried again while the content is watched.
RETRY_AFTER = 10.0


@click.command()
@click.option("--host", help="Alamat yang dilayani (PUSTAKA_HOST; bawaan 127.0.0.1).")
@click.option("--port", type=int, help="Porta (PUSTAKA_PORT; bawaan 8000).")
@click.option("--workers", type=int, help="Banyaknya proses (PUSTAKA_WORKERS; bawaan 2).")
@click.option("--reload", is_flag=True, help="Ikuti perubahan berkas kasus, untuk kurator.")
@content_option
@index_option
def serve(
    host: str | None,
    port: int | None,
    workers: int | None,
    reload: bool,
    content: Path | None,
    index_: Path | None,
) -> None:
    """Jalankan situs; indeks dibuat atau diperbarui dulu bila perlu.

    \b
    Contoh:
      ./pustaka serve
      ./pustaka serve --port 8080 --reload
    """
    from app import server

    settings = read_settings(host=host, port=port, workers=workers, content=content, index=index_)
    try:
        if not server.has_socket():
            server.check_address(settings.host, settings.port)
    except OSError as exc:
        if exc.errno == errno.EADDRINUSE:
            message = f"Porta {settings.port} sudah dipakai. Pilih yang lain dengan --port."
        else:
            message = f"Alamat {settings.host} tidak bisa dilayani ({exc.strerror})."
        raise click.ClickException(message) from None
    # If it fails, `pustaka index` has printed the reason. After a night with a full disk,
    # yesterday's cases are better than no site.
    if exit_code := _build_apart(settings):
        if not server.has_index(settings):
            raise click.exceptions.Exit(exit_code)
        log.warning("Situs dijalankan dengan indeks yang ada; perubahan sesudahnya belum tampil.")
    with server.watcher(settings) if reload else nullcontext():
        server.run(settings, for_curators=reload)


def _build_apart(settings: Settings) -> int:
    """Bring the index up to date in a copy of this process, as ``pustaka index --log`` does.

    Workers are copies of this process, too. If it built the index itself, the libraries and data of
    the build would stay in the memory of each worker. A copy has imported most of what a build
    needs: with an interpreter started anew, `serve` took a third more of a processor's time
    before its first page.

    Returns:
        The exit code of ``pustaka index``.
    """
    arguments = ["--log", "--content", str(settings.content), "--index", str(settings.index)]
    process = multiprocessing.get_context("fork").Process(target=index.main, args=(arguments,))
    process.start()
    process.join()
    return process.exitcode or 0


@click.command()
@click.option("--full", is_flag=True, help="Bangun ulang seluruhnya.")
@click.option("--watch", is_flag=True, help="Terus perbarui bila berkas berubah.")
@click.option("--log", "logged", is_flag=True, help="Lapor sebagai baris log, tanpa pengulangan.")
@content_option
@index_option
def index(full: bool, watch: bool, logged: bool, content: Path | None, index_: Path | None) -> None:
    """Buat atau perbarui indeks pencarian.

    \b
    Contoh:
      ./pustaka index
      ./pustaka index --full
    """
    settings = read_settings(content=content, index=index_)
    if not watch:
        _build(settings, full=full, logged=logged)
        return
    from app.cli import watching  # not at the top: the site would hold its library

    changes = watching.changes(settings.content)
    next(changes)  # watching begins before the build, so that no change during it is missed
    _build(settings, full=full, logged=logged)
    for _ in changes:
        while not _built(settings, logged):
            time.sleep(RETRY_AFTER)  # the disk may have room again, without a change of a file


def _built(settings: Settings, logged: bool) -> bool:
    """Bring the index up to date; a failure is reported, and the answer is False."""
    try:
        _build(settings, logged=logged)
    except click.ClickException as exc:
        exc.show()
    except click.exceptions.Exit:  # the log has it
        pass
    else:
        return True
    return False


def _build(settings: Settings, *, full: bool = False, logged: bool) -> None:
    """Bring the index up to date.

    Raises:
        click.ClickException: it can't be written.
        click.exceptions.Exit: it can't be written, and the log says so.
    """
    try:
        build_index(settings, full=full, logged=logged)
    except click.ClickException as exc:
        if not logged:
            raise
        log.error("%s", exc.message)
        raise click.exceptions.Exit(exc.exit_code) from None
