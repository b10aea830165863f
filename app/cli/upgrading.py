"""``pustaka upgrade``: everything that a new version needs, made ready beside the running site."""

from __future__ import annotations

import compileall
import shutil
from pathlib import Path

import click

from app.cli import preflight
from app.cli.common import build_index, content_option, index_option, read_settings
from app.settings import ROOT, Settings

_NEXT = """\
Siap. Beralih ke versi ini:
  sudo systemctl restart pustaka
Kembali ke versi sebelumnya, bila perlu:
  git reset --keep HEAD@{1}
  ./pustaka upgrade
  sudo systemctl restart pustaka"""


@click.command()
@content_option
@index_option
def upgrade(content: Path | None, index_: Path | None) -> None:
    """Siapkan versi baru di samping situs yang berjalan, setelah git pull.

    Tidak mengambil kode sendiri dan tidak menyentuh situs yang berjalan: memasang paket,
    memeriksa koleksi, membuat indeks, mengompilasi
    modul dan templat, lalu memberi tahu cara beralih dan cara kembali.

    \b
    Contoh:
      git pull
      ./pustaka upgrade
    """
    # The script `pustaka` has installed the packages before it started this command.
    settings = read_settings(content=content, index=index_)
    remarks = [
        *preflight.packages(settings),
        *preflight.content(settings),
        *preflight.index_folder(settings),
    ]
    for remark in remarks:
        click.echo(str(remark), err=True)
    if any(remark.level == "salah" for remark in remarks):
        raise click.ClickException(
            "Belum siap. Situs yang berjalan tidak disentuh; jangan dimulai ulang dulu."
        )
    build_index(_beside(settings))
    _compile(settings)
    click.echo(_NEXT)


def _compile(settings: Settings) -> None:
    """Compile modules and templates: a service that may write nothing here does so at each start.

    Where this command may not write, either, nothing is kept.
    """
    from app.web.application import create_app, load_templates

    compileall.compile_dir(ROOT / "app", quiet=2)
    load_templates(create_app(settings))


def _beside(settings: Settings) -> Settings:
    """Where to build: beside an index of another version, else in the index itself."""
    from app.search.index.generations import (
        IndexOutdatedError,
        IndexUnusableError,
        open_current,
    )
    from app.search.index.prepared import PREPARED

    try:
        open_current(settings.index)
    except IndexOutdatedError:
        folder = settings.index / PREPARED
        shutil.rmtree(folder, ignore_errors=True)  # of an upgrade that was not carried out
        return settings.model_copy(update={"index": folder})
    except IndexUnusableError:
        pass  # there is none
    return settings
