"""``pustaka preflight``: what would go wrong with the site on this computer, before it does."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

from app.cli.output import echo_json
from app.collection.check import check_content
from app.settings import PREFIX, ROOT, Settings, SettingsError

Level = Literal["baik", "perhatian", "salah"]

#: What a worker takes at most, and a build, in megabytes; see docs/operations.md.
WORKER_MEGABYTES = 200
BUILD_MEGABYTES = 300

#: What a build writes for each case in an index made anew, in bytes, and at least.
BYTES_OF_A_CASE = 60_000
LEAST_ROOM = 40_000_000

# Read by the script `pustaka` and by the tests.
_OTHER_VARIABLES = frozenset({"PUSTAKA_PYTHON", "PUSTAKA_EXPECT_WHOOSH"})

# File systems of other computers: locks and memory maps on them may fail.
_REMOTE = re.compile(r"nfs|cifs|smb|9p|fuse\.sshfs|glusterfs|ceph|afs")


@dataclass(frozen=True)
class Remark:
    """What one look found: how it stands, where, and what to do."""

    level: Level
    what: str
    where: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.level}: {self.where}: {self.what}" + (
            f"; {self.remedy}" if self.remedy else ""
        )


@click.command()
@click.option("--json", "json_", is_flag=True, help="Keluaran JSON, untuk program lain.")
def preflight(json_: bool) -> None:
    """Periksa apakah situs akan berjalan baik di komputer ini, sebelum dijalankan.

    Satu baris tiap hal: baik, perhatian, atau salah, dengan tempat dan yang perlu dilakukan.
    Keluar dengan kode 1 bila ada yang salah.

    \b
    Contoh:
      ./pustaka preflight
      ./pustaka preflight --json
    """
    remarks = list(look_at_all(os.environ))
    if json_:
        echo_json([vars(remark) for remark in remarks])
    else:
        for remark in remarks:
            click.echo(str(remark))
    sys.exit(1 if any(remark.level == "salah" for remark in remarks) else 0)


def look_at_all(environment: Mapping[str, str]) -> Iterator[Remark]:
    """Every remark; settings that can't be used are told, and their defaults used for the rest."""
    settings, remarks = read(environment)
    yield from remarks
    looks: tuple[Callable[[Settings], Iterator[Remark]], ...] = (
        packages,
        names_and_proxies,
        port,
        content,
        index_folder,
        index,
        folders,
        memory,
    )
    for look in looks:
        yield from look(settings)


# --- settings -------------------------------------------------------------------------


def read(environment: Mapping[str, str]) -> tuple[Settings, list[Remark]]:
    """The settings that can be used, and a remark about each variable that can't."""
    remarks, good = [], {}
    for name, value in environment.items():
        setting = name.removeprefix(PREFIX).lower()
        if not name.startswith(PREFIX) or name in _OTHER_VARIABLES:
            continue
        if setting not in Settings.model_fields:
            remarks.append(
                Remark(
                    "perhatian", "bukan pengaturan", name, "periksa ejaannya di docs/settings.md"
                )
            )
            continue
        try:
            Settings.from_environment({}, {name: value})
        except SettingsError as exc:
            what, _, remedy = str(exc).rpartition("; ")
            remarks.append(Remark("salah", what.removeprefix(f"{name}="), name, remedy.rstrip(".")))
        else:
            good[name] = value
    if not remarks:
        remarks.append(Remark("baik", f"{len(good)} diisi, semuanya bisa dipakai", "pengaturan"))
    return Settings.from_environment({}, good), remarks


def names_and_proxies(settings: Settings) -> Iterator[Remark]:
    """Whether the site is open to others, and if so as it should be."""
    local = settings.host in {"127.0.0.1", "::1", "localhost"}
    if settings.proxies and not settings.hosts:
        yield Remark(
            "perhatian",
            "situs menjawab atas nama apa pun",
            "PUSTAKA_HOSTS",
            "isi dengan nama situs, seperti pustaka.contoh.go.id",
        )
    elif not settings.proxies and not local:
        yield Remark(
            "perhatian",
            "situs terbuka tanpa nginx di depannya",
            f"PUSTAKA_HOST={settings.host}",
            "pakai hanya di jaringan sendiri, atau lihat docs/operations.md",
        )
    elif settings.proxies and not local:
        yield Remark(
            "perhatian",
            "komputer lain bisa melewati nginx dan memalsukan alamatnya",
            f"PUSTAKA_HOST={settings.host}",
            "pakai 127.0.0.1, atau tutup portanya dengan firewall",
        )
    else:
        yield Remark("baik", "alamat dan proksi cocok", f"PUSTAKA_HOST={settings.host}")


def port(settings: Settings) -> Iterator[Remark]:
    """Whether the port is free, or this site is the one that uses it."""
    from app import server

    where = f"PUSTAKA_PORT={settings.port}"
    try:
        server.check_address(settings.host, settings.port)
    except OSError as exc:
        yield _whose(settings, where, exc)
    else:
        yield Remark("baik", "bebas", where)


def _whose(settings: Settings, where: str, error: OSError) -> Remark:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    try:
        with urllib.request.urlopen(f"http://{host}:{settings.port}/healthz", timeout=3) as answer:
            if b'"ok"' in answer.read(1000):
                return Remark("baik", "situs sudah berjalan di sini", where)
    except TimeoutError:
        return Remark(
            "perhatian",
            "dipakai, tetapi tidak menjawab dalam 3 detik",
            where,
            "bila systemd yang memegangnya (pustaka.socket), jalankan layanannya",
        )
    except (OSError, ValueError):
        pass
    return Remark(
        "salah",
        f"tidak bisa dilayani ({error.strerror})",
        where,
        "pilih porta atau alamat lain, atau hentikan program yang memakainya",
    )


# --- the environment ------------------------------------------------------------------


def packages(settings: Settings) -> Iterator[Remark]:
    """Whether the packages of the lock are those that are installed."""
    try:
        lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    except OSError as exc:
        yield Remark(
            "salah",
            f"tidak terbaca ({exc.strerror})",
            "requirements.lock",
            "ambil ulang dengan git checkout -- requirements.lock",
        )
        return
    wanted: dict[str, set[str]] = {}
    for name, release in re.findall(r"^([\w.-]+)==([\w.+!]+)", lock, re.MULTILINE):
        wanted.setdefault(name, set()).add(release)
    only_somewhere = set(re.findall(r"^([\w.-]+)==[\w.+!]+ ;", lock, re.MULTILINE))
    other = sorted(
        name
        for name, releases in wanted.items()
        if (_installed(name) or (min(releases) if name in only_somewhere else "")) not in releases
    )
    if other:
        yield Remark(
            "salah",
            f"{len(other)} paket tidak menurut requirements.lock: {', '.join(other[:5])}",
            sys.prefix,
            "jalankan ./pustaka --version saat ada sambungan internet",
        )
    else:
        yield Remark("baik", f"{len(wanted)} paket menurut requirements.lock", sys.prefix)


def _installed(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


# --- folders --------------------------------------------------------------------------


def content(settings: Settings) -> Iterator[Remark]:
    """Whether the collection can be read, and how many of its files have mistakes."""
    try:
        findings = check_content(settings.content)
    except OSError as exc:
        yield Remark(
            "salah",
            f"tidak terbaca ({exc.strerror})",
            str(settings.content),
            "tunjuk folder koleksi dengan PUSTAKA_CONTENT",
        )
        return
    wrong = {finding.path for finding in findings if finding.level == "error"}
    if wrong:
        yield Remark(
            "perhatian",
            f"{len(wrong)} berkas salah dan mungkin tidak tampil",
            str(settings.content),
            "lihat ./pustaka check",
        )
    else:
        yield Remark("baik", "terbaca, tidak ada berkas yang salah", str(settings.content))


def index_folder(settings: Settings) -> Iterator[Remark]:
    """Whether an index can be built: write access, a local disk, room."""
    where, folder = str(settings.index), nearest(settings.index)
    if reason := why_not_writable(folder):
        yield Remark(
            "salah", f"tidak bisa ditulisi ({reason})", where, "periksa pemilik dan izinnya"
        )
        return
    if _REMOTE.search(kind := _file_system(folder)):
        yield Remark(
            "salah",
            f"di disk komputer lain ({kind})",
            where,
            "pilih folder di disk sendiri dengan PUSTAKA_INDEX",
        )
    cases = len(list(settings.content.glob("innovations/*.md")))
    needed = max(LEAST_ROOM, cases * BYTES_OF_A_CASE)
    free = shutil.disk_usage(folder).free
    room = f"ruang {_megabytes(free)} MB, satu pembangunan perlu {_megabytes(needed)} MB"
    if free < needed:
        yield Remark("salah", room, where, "kosongkan ruang disk")
    else:
        yield Remark("baik", f"bisa ditulisi, {room}", where)


def index(settings: Settings) -> Iterator[Remark]:
    """Whether there is an index that this version opens."""
    from app.search.index.generations import IndexUnusableError, open_current

    try:
        manifest = open_current(settings.index).manifest
    except IndexUnusableError as exc:
        yield Remark("perhatian", str(exc), str(settings.index), "jalankan ./pustaka upgrade")
    else:
        yield Remark(
            "baik", f"{manifest.cases} kasus, dibuat {manifest.built_at}", str(settings.index)
        )


def folders(settings: Settings) -> Iterator[Remark]:
    """Whether what the site and its commands store can be stored."""
    named = {
        "PUSTAKA_NEEDS": settings.needs and settings.needs.parent,
        "PUSTAKA_INBOX": settings.inbox,
        "PUSTAKA_PACKS": settings.packs,
    }
    for name, folder in named.items():
        if folder is None:
            continue
        where = f"{name}={folder}"
        if not folder.is_dir():
            yield Remark("salah", "folder tidak ada", where, "buat untuk pengguna layanan")
        elif reason := why_not_writable(folder):
            yield Remark(
                "salah", f"tidak bisa ditulisi ({reason})", where, "periksa pemilik dan izinnya"
            )
        else:
            yield Remark("baik", "bisa ditulisi", where)


def nearest(path: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    return next(folder for folder in (path, *path.absolute().parents) if folder.exists())


def why_not_writable(folder: Path) -> str:
    """Why no file can be made in a folder; empty if one can."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as exc:
        return exc.strerror or str(exc)


def _file_system(folder: Path) -> str:
    """The kind of the file system of a folder, where Linux tells it; else empty."""
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    mounts = {fields[1]: fields[2] for line in lines if len(fields := line.split()) > 2}
    real = folder.resolve()
    return next((mounts[str(p)] for p in (real, *real.parents) if str(p) in mounts), "")


# --- memory ---------------------------------------------------------------------------


def memory(settings: Settings) -> Iterator[Remark]:
    """Whether the workers and a build fit into the memory that is there."""
    where = f"PUSTAKA_WORKERS={settings.workers}"
    needed = settings.workers * WORKER_MEGABYTES + BUILD_MEGABYTES
    available = memory_megabytes(Path("/"))
    if available is None:
        return
    text = f"perlu sampai {needed} MB memori, tersedia {available} MB"
    if available < needed:
        yield Remark("perhatian", text, where, "kurangi proses atau tambah memori")
    else:
        yield Remark("baik", text, where)


def memory_megabytes(root: Path) -> int | None:
    """The memory that is available, and no more than a container allows; None if unknown."""
    try:
        text = (root / "proc/meminfo").read_text(encoding="ascii")
    except OSError:
        return None
    match = re.search(r"^MemAvailable: +(\d+) kB", text, re.MULTILINE)
    if not match:
        return None
    available = int(match[1]) * 1024
    try:
        limit = (root / "sys/fs/cgroup/memory.max").read_text(encoding="ascii").strip()
    except OSError:
        limit = "max"
    return _megabytes(min(available, int(limit)) if limit.isdigit() else available)


def _megabytes(size: int) -> int:
    return size // 1_000_000
