"""``pustaka wheelhouse``: the packages for a machine that reaches no package index."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from app.cli.common import relative
from app.settings import ROOT

_LOCK = ROOT / "requirements.lock"

_NEXT = """\
{count} paket di {folder}. Salin folder itu ke komputer tujuan, lalu di sana:
  PIP_NO_INDEX=1 PIP_FIND_LINKS=/jalur/ke/{name} ./pustaka --version"""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def wheelhouse(folder: Path) -> None:
    """Kumpulkan semua paket untuk komputer tanpa indeks paket.

    Tiap paket dicocokkan dengan hash di requirements.lock. Jalankan di komputer dengan sistem,
    prosesor, dan versi Python yang sama dengan komputer tujuan.

    Contoh: ./pustaka wheelhouse wheelhouse
    """
    # Wheels alone: a package that has to be built would need further packages, and a compiler.
    command = [sys.executable, "-I", "-m", "pip", "download", "--quiet"]
    command += ["--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
    command += ["--dest", str(folder), "--requirement", str(_LOCK)]
    if subprocess.run(command, check=False).returncode:
        raise click.ClickException(
            "Paket tidak lengkap. Periksa sambungan ke indeks paket, lalu jalankan lagi."
        )
    count = sum(1 for _ in folder.glob("*.whl"))
    click.echo(_NEXT.format(count=count, folder=relative(folder), name=folder.resolve().name))
