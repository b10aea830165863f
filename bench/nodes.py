"""Nodes behind HAProxy, each in a network namespace, while readers ask and things happen.

``python -m bench.nodes`` prints the figures of ``deploy/nodes.md``; ``tests/deploy/test_nodes.py``
runs the same scenes with fewer requests. The files of ``deploy/`` are used as they are; only paths,
addresses, TLS and the limits for one address are replaced. ``ssh``, ``sudo`` and ``systemctl`` are
stand-ins that run a command in the namespace of a node, with its own ``/srv``. Needs root, Linux,
iproute2, HAProxy, rsync, socat and curl.
"""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from app.settings import ROOT

HOST = "pustaka.contoh.go.id"

#: The programs that the scenes need, with their Debian packages.
PROGRAMS = {
    "haproxy": "haproxy",
    "ip": "iproute2",
    "rsync": "rsync",
    "socat": "socat",
    "curl": "curl",
}

#: The nodes have these names in ``deploy/haproxy-nodes.cfg``.
NODES = ("n1", "n2", "n3")

#: A header that a code update of the scenes adds, to tell the answers of the new code.
RELEASE = "X-Release"

# Root has these on PATH, others perhaps not.
_PATH = os.environ.get("PATH", "") + os.pathsep + "/usr/sbin" + os.pathsep + "/sbin"

_SSH = """\
#!/bin/sh
# ssh NODE COMMAND…: in the namespace of the node, whose /srv lies over that of this machine.
node=$1
shift
# Here, since the namespace has a /sys without control groups.
tasks="{folder}/$node/tasks"
[ ! -e "$tasks" ] || echo $$ >"$(cat "$tasks")"
exec env NODE="$node" ip netns exec "{prefix}$node" sh -c '
mount --bind "{folder}/$NODE/srv" /srv && cd / && exec sh -c "$1"' sh "$*"
"""

_SUDO = '#!/bin/sh\n[ "$1" != -u ] || shift 2\nexec "$@"\n'

# As with Type=notify, a start ends when the site answers, or fails.
_SYSTEMCTL = """\
#!/bin/sh
state={folder}/$NODE
if [ -e $state/pid ]; then
    old=$(cat $state/pid)
    kill $old 2>/dev/null
    for _ in $(seq 150); do kill -0 $old 2>/dev/null || break; sleep 0.1; done
    rm -f $state/pid
fi
[ "$1" = restart ] || exit 0
address=$(cat $state/address)
setsid sh -c 'echo $$ >"$1/pid"
exec /srv/pustaka/pustaka serve --host "$2" --port 8000' sh $state $address >>$state/log 2>&1 &
site=$!
for _ in $(seq 300); do
    curl --silent --fail --output /dev/null http://$address:8000/readyz && exit 0
    kill -0 $site 2>/dev/null || exit 1
    sleep 0.2
done
exit 1
"""

_PUSTAKA = """\
#!/bin/sh
cd /srv/pustaka
export PYTHONPATH=/srv/pustaka:{packages} PUSTAKA_PROXIES=1 PUSTAKA_HOSTS={host} PUSTAKA_WORKERS=1
exec {python} -P -m app.cli "$@"
"""


def missing_program() -> str | None:
    """Why the scenes can't be played here: a program, or the rights; None if they can."""
    for name, package in PROGRAMS.items():
        if not shutil.which(name, path=_PATH):
            return f"{name} (Debian: {package})"
    probe = f"pustaka-probe-{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", probe], capture_output=True, check=False)
    subprocess.run(["ip", "netns", "delete", probe], capture_output=True, check=False)
    return None if made.returncode == 0 else "the right to make network namespaces (root)"


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True)


class Site:
    """Three nodes, HAProxy before them, and the tree that updates come from."""

    def __init__(self, folder: Path, content: Path, share: float | None = None) -> None:
        """Set up the trees; ``share`` is the part of a processor core that each node gets."""
        self.folder = folder
        self.port = _free_port()
        self._prefix = f"pustaka-{os.getpid()}-"
        self._share = share
        self._bin = folder / "bin"
        self._environment = os.environ | {
            "PATH": f"{self._bin}{os.pathsep}{_PATH}",
            "HAPROXY_SOCKET": str(folder / "haproxy.sock"),
            "HAPROXY_MAP": str(folder / "index.map"),
        }
        self._stack = contextlib.ExitStack()
        self._bin.mkdir()
        for name, text in (("ssh", _SSH), ("sudo", _SUDO), ("systemctl", _SYSTEMCTL)):
            text = text.replace("{prefix}", self._prefix).replace("{folder}", str(folder))
            _write_program(self._bin / name, text)
        self.tree = folder / "balancer" / "srv" / "pustaka"
        self.tree.mkdir(parents=True)
        shutil.copytree(ROOT / "app", self.tree / "app", ignore=lambda *_: {"__pycache__"})
        shutil.copytree(content, self.tree / "content")
        python = getattr(sys, "_base_executable", sys.executable)
        packages = sysconfig.get_path("purelib")
        _write_program(
            self.tree / "pustaka", _PUSTAKA.format(python=python, packages=packages, host=HOST)
        )

    def __enter__(self) -> Site:
        """Build the index, copy the tree to the nodes, and start nodes and HAProxy."""
        with contextlib.ExitStack() as stack:
            self._on_balancer("/srv/pustaka/pustaka", "index")
            for number, name in enumerate(NODES):
                self._add_node(stack, number, name)
            starts = [self._on_node(name, "systemctl restart pustaka") for name in NODES]
            for start in starts:
                assert start.wait() == 0, (self.folder / "n1" / "log").read_text()
            self._start_balancer(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop everything, and take the namespaces away."""
        self._stack.close()

    # --- setting up -------------------------------------------------------------------

    def _add_node(self, stack: contextlib.ExitStack, number: int, name: str) -> None:
        place = self.folder / name
        (place / "srv").mkdir(parents=True)
        shutil.copytree(self.tree, place / "srv" / "pustaka", copy_function=shutil.copy2)
        # 198.18.0.0/15 is set aside for tests of networks (RFC 2544).
        network = f"198.18.{os.getpid() % 256}"
        ours, address = f"{network}.{4 * number + 1}", f"{network}.{4 * number + 2}"
        (place / "address").write_text(address)
        namespace, link = self._prefix + name, self.link(name)
        _run("ip", "netns", "add", namespace)
        stack.callback(_run, "ip", "netns", "delete", namespace)
        _run(
            *("ip", "link", "add", link, "type", "veth"),
            *("peer", "name", "eth0", "netns", namespace),
        )
        _run("ip", "addr", "add", f"{ours}/30", "dev", link)
        _run("ip", "link", "set", link, "up")
        for command in (
            ("addr", "add", f"{address}/30", "dev", "eth0"),
            ("link", "set", "eth0", "up"),
            ("link", "set", "lo", "up"),
        ):
            _run("ip", "-n", namespace, *command)
        if self._share:
            tasks, remove = _limited(f"{self._prefix}{name}", self._share)
            (place / "tasks").write_text(str(tasks))
            stack.callback(remove)
        stack.callback(self.kill, name)

    def _start_balancer(self, stack: contextlib.ExitStack) -> None:
        (self.folder / "index.map").write_text("current gen-\n")
        site = (ROOT / "deploy" / "haproxy.cfg").read_text("utf-8")
        nodes = (ROOT / "deploy" / "haproxy-nodes.cfg").read_text("utf-8")
        replaced = [
            ("    bind :80\n", f"    bind 127.0.0.1:{self.port}\n"),
            # test_proxies.py has TLS; here it would cost more than the answers.
            ("    bind :443 ssl crt /etc/ssl/pustaka/pustaka.pem alpn h2,http/1.1\n", ""),
            ("    http-request redirect scheme https code 301 unless { ssl_fc }\n", ""),
            ("/srv/pustaka/deploy", str(ROOT / "deploy")),
            # All readers have one address here.
            ("gt 300 }", "gt 1000000 }"),
            ("gt 20 }", "gt 1000000 }"),
            ("default_backend site", "default_backend nodes"),
            ("/run/haproxy/admin.sock", self._environment["HAPROXY_SOCKET"]),
            ("/etc/haproxy/index.map", self._environment["HAPROXY_MAP"]),
        ]
        for number, name in enumerate(NODES, 11):
            address = (self.folder / name / "address").read_text()
            replaced.append((f"{name} 10.0.0.{number}:", f"{name} {address}:"))
        for written, used in replaced:
            assert written in site + nodes, written
            site, nodes = site.replace(written, used), nodes.replace(written, used)
        (self.folder / "haproxy.cfg").write_text(site)
        (self.folder / "nodes.cfg").write_text(nodes)
        command = ["haproxy", "-f", str(self.folder / "haproxy.cfg")]
        log = stack.enter_context((self.folder / "haproxy.log").open("w"))
        process = subprocess.Popen(
            [*command, "-f", str(self.folder / "nodes.cfg")],
            env=self._environment,
            stdout=log,
            stderr=log,
        )
        stack.callback(process.wait)
        stack.callback(process.terminate)
        self.wait(lambda: self.statuses().count("UP") == len(NODES))

    def check_shares(self) -> None:
        """See that nodes which get a part of a core run in their control groups.

        Raises:
            RuntimeError: one doesn't.
        """
        for name in NODES:
            tasks = self.folder / name / "tasks"
            if tasks.exists() and not Path(tasks.read_text()).read_text():
                raise RuntimeError(f"{name} runs outside of its control group")

    # --- running commands -------------------------------------------------------------

    def _on_node(self, name: str, command: str) -> subprocess.Popen[bytes]:
        log = (self.folder / name / "log").open("a")
        with log:
            return subprocess.Popen(
                ["ssh", name, command], env=self._environment, stdout=log, stderr=log
            )

    def _on_balancer(self, *command: str) -> None:
        """Run a command where ``/srv`` is that of the balancer.

        Raises:
            RuntimeError: it fails.
        """
        mount = f'mount --bind "{self.tree.parent}" /srv && cd / && exec "$@"'
        done = subprocess.run(
            ["unshare", "--mount", "sh", "-c", mount, "sh", *command],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)

    def update(self) -> None:
        """Bring the tree to all nodes, by ``deploy/update-nodes``.

        Raises:
            RuntimeError: the command failed; what it said.
        """
        self._on_balancer(str(ROOT / "deploy" / "update-nodes"), *NODES)

    def haproxy(self, command: str) -> str:
        """Give HAProxy a command; what it answers."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(10)
            connection.connect(self._environment["HAPROXY_SOCKET"])
            connection.sendall(command.encode() + b"\n")
            return b"".join(iter(lambda: connection.recv(65536), b"")).decode()

    def statuses(self) -> list[str]:
        """What HAProxy thinks of each node: ``UP``, ``DOWN``, ``DRAIN``…"""
        with contextlib.suppress(OSError):
            lines = [line.split(",") for line in self.haproxy("show stat").splitlines()]
            return [line[17] for line in lines if line[0] == "nodes" and line[1] in NODES]
        return []

    @staticmethod
    def wait(until: Callable[[], bool]) -> None:
        """Wait until something holds, a minute at most."""
        deadline = time.monotonic() + 60
        while not until():
            assert time.monotonic() < deadline, "waited in vain"
            time.sleep(0.1)

    # --- what may happen to a node ------------------------------------------------------

    def link(self, name: str) -> str:
        """The network interface that leads to a node."""
        return f"p{os.getpid()}{name}"

    def signal(self, name: str, number: signal.Signals) -> None:
        """Send a signal to all processes of a node."""
        with contextlib.suppress(OSError, ValueError):
            os.killpg(int((self.folder / name / "pid").read_text()), number)

    def kill(self, name: str) -> None:
        """End all processes of a node at once."""
        self.signal(name, signal.SIGKILL)

    def restart(self, name: str) -> bool:
        """Restart a node; whether it then answers."""
        return self._on_node(name, "systemctl restart pustaka").wait() == 0

    @contextlib.contextmanager
    def slow(self, name: str) -> Iterator[None]:
        """Let a node work for a fifth of the time, for as long as the context lasts."""
        ended = threading.Event()

        def brake() -> None:
            while not ended.wait(0.1):
                self.signal(name, signal.SIGSTOP)
                ended.wait(0.4)
                self.signal(name, signal.SIGCONT)

        thread = threading.Thread(target=brake)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def index_path(self, name: str) -> Path:
        """The index folder of a node."""
        return self.folder / name / "srv" / "pustaka" / "index"

    def set_ready(self, names: Sequence[str]) -> None:
        """Have these nodes alone answer."""
        for name in NODES:
            state = "ready" if name in names else "maint"
            self.haproxy(f"set server nodes/{name} state {state}")
        self.wait(lambda: self.statuses().count("UP") == len(names))


def _write_program(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _limited(name: str, share: float) -> tuple[Path, Callable[[], None]]:
    """A control group with a part of a core: the file that takes its processes, and its end.

    The kernel deals out the time in slices of 20 ms.
    """
    period, quota = 20_000, int(share * 20_000)
    second = Path("/sys/fs/cgroup/cgroup.controllers").exists()
    group = Path("/sys/fs/cgroup" if second else "/sys/fs/cgroup/cpu") / name
    group.mkdir()
    if second:
        (group / "cpu.max").write_text(f"{quota} {period}")
    else:
        (group / "cpu.cfs_period_us").write_text(str(period))
        (group / "cpu.cfs_quota_us").write_text(str(quota))

    def remove() -> None:
        Site.wait(lambda: not (group / "cgroup.procs").read_text())
        group.rmdir()

    return group / "cgroup.procs", remove


# --- readers ----------------------------------------------------------------------------


@dataclass
class Outcome:
    """What readers got.

    Attributes:
        answers: how many.
        seconds: how long they asked.
        failed: a text for each answer that was wrong or missing.
        by_index: index → its answers.
        totals: index → the numbers of cases that its answers told.
        releases: index → the releases of the code that its answers told.
        milliseconds: the time to each answer.
    """

    answers: int = 0
    seconds: float = 0.0
    failed: list[str] = field(default_factory=list)
    by_index: Counter[str] = field(default_factory=Counter)
    totals: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    releases: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    milliseconds: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds

    def percentile(self, part: float) -> float:
        """The time in milliseconds that this part of the answers didn't take longer than."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


class Readers:
    """Readers who ask one thing after another, each on a connection of its own.

    Every answer is looked at: its status, its length, its text, the index that it is from. No
    request may be answered from an older index than any reader had an answer from before it was
    sent, which is more than that no single reader goes back.
    """

    def __init__(
        self, port: int, slugs: Sequence[str], number: int = 6, pause: float = 0.03
    ) -> None:
        """``pause``: seconds between an answer and the next request; 0: every page is a new one."""
        self.outcome = Outcome()
        self._port = port
        self._pause = pause
        self._paths = _paths(slugs)
        self._lock = threading.Lock()
        self._newest = ""
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(n,)) for n in range(number)]

    def __enter__(self) -> Readers:
        """Begin to ask."""
        self._started = time.monotonic()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Have the readers end with the answer that they wait for."""
        self._ended.set()
        for thread in self._threads:
            thread.join()
        self.outcome.seconds = time.monotonic() - self._started

    def until(self, answers: int) -> None:
        """Wait until there are so many answers more than now."""
        wanted = self.outcome.answers + answers
        while self.outcome.answers < wanted:
            assert any(thread.is_alive() for thread in self._threads)
            time.sleep(0.02)

    def _read(self, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        for turn in itertools.count(number * 1000):
            if self._ended.is_set():
                break
            path = self._paths[turn % len(self._paths)]
            if not self._pause:
                # No page cache has it.
                path += f"{'&' if '?' in path else '?'}baru={turn}"
            time.sleep(self._pause)
            with self._lock:
                newest = self._newest
            started = time.perf_counter()
            try:
                connection.request("GET", path, headers={"Host": HOST})
                answer = connection.getresponse()
                body = answer.read()
                problem = self._problem(path, answer, body, newest)
            except (OSError, http.client.HTTPException) as exc:
                connection.close()
                problem = repr(exc)
            took = (time.perf_counter() - started) * 1000
            with self._lock:
                self.outcome.answers += 1
                self.outcome.milliseconds.append(took)
                if problem:
                    self.outcome.failed.append(f"{path}: {problem}")
        connection.close()

    def _problem(
        self, path: str, answer: http.client.HTTPResponse, body: bytes, newest: str
    ) -> str | None:
        """What is wrong with an answer; None if nothing is."""
        index = answer.headers.get("X-Pustaka-Index", "")
        if answer.status != 200 or not index:
            return f"{answer.status} from {index or 'no index'}"
        if index < newest:
            return f"from {index}, after one from {newest}"
        with self._lock:
            self._newest = max(self._newest, index)
            self.outcome.by_index[index] += 1
            self.outcome.releases[index].add(answer.headers.get(RELEASE, ""))
        if path.startswith("/api/"):
            with self._lock:
                self.outcome.totals[index].add(json.loads(body)["total"])
        elif path.startswith("/cari.csv"):
            if not body.startswith(b"\xef\xbb\xbf"):
                return "not the file"
        elif not body.rstrip().endswith(b"</html>") or b'<html lang="id"' not in body:
            return "not the page"
        return None


def _paths(slugs: Sequence[str]) -> list[str]:
    """What readers ask in turn: results, cases, the API, a file."""
    words = ("air", "sehat", "anak", "desa", "antrean", "izin", "sampah", "stunting")
    turns = itertools.cycle(slugs)
    paths = []
    for word in words:
        paths += [f"/cari?q={word}", f"/inovasi/{next(turns)}", "/api/v1/search?per_page=1"]
        paths += [f"/inovasi/{next(turns)}", f"/cari?q={word}", f"/inovasi/{next(turns)}"]
    return [*paths, "/cari.csv?q=air"]


# --- scenes -------------------------------------------------------------------------------

#: Number of requests → what happened; while readers ask.
Scene = Callable[[Site, Readers, int], None]


def content_update(site: Site, readers: Readers, requests: int) -> None:
    """A case is added, and brought to all nodes."""
    readers.until(requests // 4)
    innovations = site.tree / "content" / "innovations"
    added = innovations / "antre-dari-rumah.md"
    text = (innovations / "air-murah.md").read_text("utf-8")
    added.write_text(re.sub(r"^title: .*$", "title: Antre dari Rumah", text, flags=re.MULTILINE))
    site.update()
    readers.until(requests // 4)


def code_update(site: Site, readers: Readers, requests: int) -> None:
    """The program is changed, and brought to all nodes."""
    readers.until(requests // 4)
    path = site.tree / "app" / "web" / "site" / "security.py"
    text = path.read_text("utf-8")
    path.write_text(text.replace("HEADERS = {", f'HEADERS = {{\n    "{RELEASE}": "2",', 1))
    site.update()
    readers.until(requests // 4)


def loss(site: Site, readers: Readers, requests: int) -> None:
    """A node dies under load, and comes back."""
    readers.until(requests // 4)
    site.kill("n2")
    readers.until(requests // 2)
    assert site.restart("n2")
    site.wait(lambda: site.statuses().count("UP") == len(NODES))
    readers.until(requests // 4)


def failing_build(site: Site, readers: Readers, requests: int) -> None:
    """The collection has a mistake, so nothing is built; then a node can't build what it lost."""
    readers.until(requests // 4)
    broken = site.tree / "content" / "innovations" / "rusak.md"
    broken.write_text("---\ntitle: [\n---\n")
    try:
        site.update()
    except RuntimeError as exc:
        assert "the nodes were not touched" in str(exc)
    else:
        raise AssertionError("built a collection with a mistake")
    finally:
        broken.unlink()
    # A file where the folder of the index should be: the node can neither read one nor build one.
    index = site.index_path("n3")
    index.rename(index.with_name("index.away"))
    index.write_text("")
    readers.until(requests // 4)
    assert not site.restart("n3")
    site.wait(lambda: site.statuses().count("UP") == len(NODES) - 1)
    readers.until(requests // 4)
    index.unlink()
    index.with_name("index.away").rename(index)
    assert site.restart("n3")
    site.wait(lambda: site.statuses().count("UP") == len(NODES))


def slow_node(site: Site, readers: Readers, requests: int) -> None:
    """A node answers late, and then not at all, though it accepts connections."""
    readers.until(requests // 8)
    with site.slow("n1"):
        readers.until(requests // 2)
    site.signal("n1", signal.SIGSTOP)
    readers.until(requests // 4)
    site.signal("n1", signal.SIGCONT)
    site.wait(lambda: site.statuses().count("UP") == len(NODES))
    readers.until(requests // 8)


SCENES: dict[str, Scene] = {
    "update of content": content_update,
    "update of code": code_update,
    "loss of a node": loss,
    "a node that can't build": failing_build,
    "a slow node": slow_node,
}


def play(site: Site, scene: Scene, requests: int, pause: float = 0.03) -> Outcome:
    """Have something happen while readers ask at least so many times, with pauses in seconds."""
    slugs = sorted(path.stem for path in (site.tree / "content" / "innovations").glob("*.md"))
    with Readers(site.port, slugs, pause=pause) as readers:
        scene(site, readers, requests)
        readers.until(max(0, requests - readers.outcome.answers))
    return readers.outcome


# Seconds in which nodes fill their caches before their answers are counted.
_WARM_UP = 10


def throughput(site: Site, nodes: int, seconds: float) -> Outcome:
    """How many answers a number of nodes gives.

    Raises:
        RuntimeError: a node isn't held to its part of a core.
    """
    site.set_ready(NODES[:nodes])
    site.check_shares()
    slugs = sorted(path.stem for path in (site.tree / "content" / "innovations").glob("*.md"))
    with Readers(site.port, slugs, 16, 0):
        time.sleep(_WARM_UP)
    with Readers(site.port, slugs, 16, 0) as readers:
        time.sleep(seconds)
    return readers.outcome


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--requests", default=10_000, show_default=True, help="Requests of each scene.")
@click.option("--seconds", default=20.0, show_default=True, help="Time for each number of nodes.")
@click.option(
    "--share",
    default=0.3,
    show_default=True,
    help="The part of a processor core that each node gets while answers a second are counted.",
)
def main(requests: int, seconds: float, share: float) -> None:
    """Play all scenes, then count the answers a second of one, two and three nodes."""
    if missing := missing_program():
        raise click.ClickException(f"needs {missing}")
    failed = 0
    with tempfile.TemporaryDirectory() as folder, Site(Path(folder), ROOT / "content") as site:
        click.echo(
            "| Scene | Requests | Failed | Indexes | p50, ms | p99, ms |\n|---|---|---|---|---|---|"
        )
        for name, scene in SCENES.items():
            outcome = play(site, scene, requests)
            failed += len(outcome.failed)
            times = f"{outcome.percentile(0.5):.0f} | {outcome.percentile(0.99):.0f}"
            click.echo(
                f"| {name} | {outcome.answers} | {len(outcome.failed)} | "
                f"{len(outcome.by_index)} | {times} |"
            )
            for text in outcome.failed[:10]:
                click.echo(text, err=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        Site(Path(folder), ROOT / "content", share) as site,
    ):
        click.echo("\n| Nodes | Answers a second | Ratio | p99, ms |\n|---|---|---|---|")
        first = 0.0
        for nodes in (1, 2, 3):
            outcome = throughput(site, nodes, seconds)
            failed += len(outcome.failed)
            first = first or outcome.rate
            click.echo(
                f"| {nodes} | {outcome.rate:.1f} | {outcome.rate / first:.2f} | "
                f"{outcome.percentile(0.99):.0f} |"
            )
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
