"""The steps of docs/operations.md and docs/backup.md, followed from top to bottom.

A block of commands with a mark ``<!-- test: NAME -->`` above it is run as it stands; only paths,
ports and the address of the repository are replaced. What needs root or systemd (``apt``,
``useradd``, ``chown``, ``systemctl``, ``nginx``) is a stand-in on PATH: ``systemctl`` starts the
command of the unit with the settings of its environment file. Packages aren't installed anew:
test_launcher.py does that.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import ROOT
from tests.deploy.conftest import HOST, free_port

pytestmark = pytest.mark.slow  # builds indexes and starts the site several times

# A case that names no other.
SLUGS = ("putik-sari",)

#: The case that is added later.
LATER = "air-murah"

MARKED = re.compile(r"^<!-- test: ([^\n]+) -->\n```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)

STANDINS = {
    "sudo": '[ "$1" != -u ] || shift 2\nexec "$@"',
    "systemctl": """
stop() {
    [ -e {state}/pid ] || return 0
    old=$(cat {state}/pid)
    kill $old
    # As systemd does: the old site has ended before the new one starts.
    for _ in $(seq 150); do kill -0 $old 2>/dev/null || break; sleep 0.1; done
    rm -f {state}/pid
}
case $1 in
    enable | restart)
        stop
        set -a
        PUSTAKA_PROXIES=1
        . {root}/etc/pustaka.env
        command=$(sed -n 's/^ExecStart=.*pustaka serve/pustaka serve/p' \\
            {root}/etc/systemd/system/pustaka.service)
        set +a
        setsid sh -c 'echo $$ >{state}/pid; exec "$@"' sh $command >>{state}/log 2>&1 &
        # As with Type=notify, the command ends when the site answers.
        curl --silent --output {state}/ready --retry 60 --retry-connrefused --retry-delay 1 \\
            http://127.0.0.1:$PUSTAKA_PORT/readyz
        ;;
    stop) stop ;;
esac""",
    **dict.fromkeys(("apt", "useradd", "chown", "nginx"), ""),
}


class Machine:
    """A folder that stands for the root of a server, and how commands see it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        self.source = folder / "source"
        self._state = folder / "state"
        self._bin = folder / "bin"
        self.port = free_port()
        for name in ("etc/nginx/conf.d", "etc/systemd/system", "srv", "var/lib/pustaka", "tmp"):
            (self.root / name).mkdir(parents=True)
        (self.root / "var" / "backups").mkdir()
        self._state.mkdir()
        self._bin.mkdir()
        for name, body in STANDINS.items():
            text = body.replace("{root}", str(self.root)).replace("{state}", str(self._state))
            self._program(name, text)
        # The program of the checkout with the packages of the tests. Their environment would put
        # the checkout under test first, so Python runs without it.
        checkout = self.root / "srv" / "pustaka"
        packages = sysconfig.get_path("purelib")
        python = getattr(sys, "_base_executable", sys.executable)
        self._program(
            "pustaka",
            f"cd {checkout}\nexport PYTHONPATH={checkout}:{packages} PYTHONDONTWRITEBYTECODE=1\n"
            f'exec {python} -P -m app.cli "$@"',
        )
        self._make_source()

    def _program(self, name: str, body: str) -> None:
        path = self._bin / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def _make_source(self) -> None:
        """A repository with the program and a few cases."""
        unwanted = (".git", ".venv", "build", "gen-*", ".*_cache", "__pycache__", "tests")
        shutil.copytree(ROOT, self.source, ignore=shutil.ignore_patterns(*unwanted, "*.done"))
        # Of the content only a few cases: the lists of curators name others.
        innovations = self.source / "content" / "innovations"
        shutil.rmtree(self.source / "content")
        innovations.mkdir(parents=True)
        for slug in SLUGS:
            shutil.copy(ROOT / "content" / "innovations" / f"{slug}.md", innovations)
        self._git("init", "--quiet", "--initial-branch", "main")
        self.commit("first")

    def _git(self, *arguments: str) -> None:
        who = ("-c", "user.name=Uji", "-c", "user.email=uji@contoh.go.id")
        command = ["git", "-C", str(self.source), *who, *arguments]
        subprocess.run(command, check=True, capture_output=True)

    def commit(self, message: str) -> None:
        """Commit all that has changed in the repository."""
        self._git("add", "--all")
        self._git("commit", "--quiet", "--message", message)

    def run(self, commands: str) -> str:
        """Run a block of the documentation; what it prints."""
        commands = re.sub(r"(?<![\w.])/(srv|etc|var|tmp)/", rf"{self.root}/\1/", commands)
        for written, used in (
            (f"{self.root}/srv/pustaka/pustaka", str(self._bin / "pustaka")),
            ("./pustaka", str(self._bin / "pustaka")),
            ("ADDRESS-OF-THE-REPOSITORY", str(self.source)),
            ("NAME-OF-THE-SITE", HOST),
            ("127.0.0.1:8000", f"127.0.0.1:{self.port}"),
        ):
            commands = commands.replace(written, used)
        path = f"{self._bin}{os.pathsep}{os.environ['PATH']}"
        environment = {"PATH": path, "HOME": str(self._state), "PUSTAKA_PORT": str(self.port)}
        result = subprocess.run(
            ["sh", "-euc", commands], env=environment, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, f"{commands}\n{result.stdout}{result.stderr}"
        return result.stdout

    def cases(self) -> int:
        """How many cases the running site has."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=30) as answer:
            count: int = json.load(answer)["cases"]
            return count


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """A server; its site is stopped after the test."""
    made = Machine(tmp_path)
    yield made
    made.run("systemctl stop pustaka")


def blocks(page: str) -> dict[str, str]:
    """Name → commands of the marked blocks of a page."""
    return dict(MARKED.findall((ROOT / "docs" / page).read_text("utf-8")))


def wait_for_cases(machine: Machine, number: int) -> None:
    """Wait until the running site has so many cases."""
    deadline = time.monotonic() + 30
    while machine.cases() != number:
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def test_the_steps_of_operations_lead_from_an_empty_server_through_an_upgrade_and_back(machine):
    steps = blocks("operations.md")
    machine.run(steps["install"])
    assert f'"cases":{len(SLUGS)}' in machine.run(steps["service"]).replace(" ", "")
    machine.run(steps["nginx"])
    installed = machine.root / "etc" / "nginx" / "conf.d" / "pustaka.conf"
    assert f"server_name {HOST};" in installed.read_text()

    innovations = machine.source / "content" / "innovations"
    shutil.copy(ROOT / "content" / "innovations" / f"{LATER}.md", innovations)
    machine.commit("A case more")
    machine.run(steps["new content"])
    wait_for_cases(machine, len(SLUGS) + 1)

    (machine.source / "app" / "added.py").write_text("")
    machine.commit("Another program")
    machine.run(steps["upgrade"])
    assert (machine.root / "srv" / "pustaka" / "app" / "added.py").exists()
    assert machine.cases() == len(SLUGS) + 1
    machine.run(steps["back"])
    assert not (machine.root / "srv" / "pustaka" / "app" / "added.py").exists()
    assert machine.cases() == len(SLUGS) + 1
    # After that, the next update is as usual.
    machine.run(steps["new content"])
    assert (machine.root / "srv" / "pustaka" / "app" / "added.py").exists()


def test_a_backup_can_be_restored(machine):
    machine.run(blocks("operations.md")["install"])
    steps = blocks("backup.md")
    stored = machine.root / "var" / "lib" / "pustaka" / "inbox" / "usulan"
    stored.parent.mkdir()
    stored.write_text("sebuah usulan")
    machine.run(steps["copy"])
    for copy in (machine.root / "var" / "backups").iterdir():
        assert copy.stat().st_mode & 0o077 == 0
    assert int(machine.run(steps["try"])) == len(SLUGS)
    shutil.rmtree(machine.root / "var" / "lib" / "pustaka")
    machine.run(steps["restore"])
    assert stored.read_text() == "sebuah usulan"
