"""The Containerfile: read, and built and run where there is a container builder."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import ROOT, Settings
from tests.deploy.conftest import DEPLOY, free_port, program, without


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Containerfile in order, each with its arguments on one line."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Containerfile").read_text("utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\s*\\\n\s*", " ", text).splitlines()
    parts = (line.partition(" ") for line in lines if line)
    return [(name, rest.strip()) for name, _, rest in parts]


def test_the_site_runs_as_a_user_without_rights_and_builds_its_index_as_that_user():
    names = [name for name, _ in instructions()]
    assert dict(instructions())["USER"] == "pustaka"
    assert names.index("USER") < names.index("RUN", names.index("USER"))
    assert ("RUN", "./pustaka index") in instructions()[names.index("USER") :]
    assert json.loads(dict(instructions())["CMD"]) == ["./pustaka", "serve"]


def test_the_health_check_asks_the_port_that_is_served():
    health = dict(instructions())["HEALTHCHECK"]
    [command] = re.findall(r"CMD (\[.*\])$", health)
    port = Settings.model_fields["port"].default
    assert f"http://127.0.0.1:{port}/healthz" in json.loads(command)[-1]
    assert dict(instructions())["EXPOSE"] == str(port)


def test_an_image_is_not_made_of_what_a_checkout_has_gathered():
    left_out = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert {".git", ".venv", "build", "index/gen-*", "inbox"} <= set(left_out)


def documented_run() -> str:
    """The command of the documentation that runs the container, on one line."""
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    [command] = re.findall(r"^podman run (?:.*\\\n)*.*$", page, re.MULTILINE)
    return command.replace("\\\n", " ")


def test_the_documented_run_is_as_shut_in_as_the_service():
    command = documented_run()
    for option in ("--read-only", "--cap-drop all", "no-new-privileges", "--memory 2g"):
        assert option in command
    assert "--publish 127.0.0.1:8000:8000" in command  # not to the whole network


# --- a container that is really built and run ------------------------------------------

# Programs and the Debian packages that they are in. crun, which Podman takes by itself, can't
# run where an old and a new hierarchy of control groups are mixed, as inside other containers.
BUILDERS = {"mmdebstrap": "mmdebstrap", "buildah": "buildah", "podman": "podman", "runc": "runc"}
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of unforeseeable name is made in it
BASE = "docker.io/library/debian:bookworm-slim"


class Builder:
    """Buildah and Podman with an image store of their own."""

    def __init__(self, folder: Path) -> None:
        store, run = str(folder / "store"), str(folder / "run")
        self._store = ("--storage-driver", "vfs", "--root", store, "--runroot", run)

    def __call__(self, program: str, *arguments: str, check: bool = True) -> str:
        """What a command prints; an assertion shows all of it if it fails."""
        runtime = ("--runtime", "runc", "--cgroup-manager", "cgroupfs")
        command = [program, *self._store, *(runtime if program == "podman" else ()), *arguments]
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600
        )
        assert done.returncode == 0 or not check, done.stdout[-4000:] + done.stderr[-4000:]
        return done.stdout.strip()


@pytest.fixture(scope="module")
def builder() -> Iterator[Builder]:
    """A builder that has the image, built by the Containerfile as it is.

    The base image, which comes from a registry, is made from Debian's packages instead. The
    packages of the site are in a folder, since a build can't know how this machine gets them.
    """
    if os.geteuid() != 0:
        without("root", "run the tests as root")
    for name, package in BUILDERS.items():
        program(name, package)
    # In memory where there is room: some 4 GB are written, most of them copies.
    in_memory = IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > 8e9
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if in_memory else None) as name:
        yield _built(Path(name))


def _built(folder: Path) -> Builder:
    """A builder with the image in a folder."""
    builder = Builder(folder)
    base, wheels, settings = folder / "base.tar", folder / "wheels", folder / "pip.conf"
    make_base = ["mmdebstrap", "--quiet", "--variant=minbase", "bookworm", str(base)]
    environment = os.environ | {"TMPDIR": str(folder)}
    subprocess.run(make_base, check=True, timeout=600, env=environment)
    container = builder("buildah", "from", "scratch")
    builder("buildah", "add", "--quiet", container, str(base), "/")
    builder("buildah", "commit", "--quiet", "--rm", container, BASE)
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes"]
    download += ["--only-binary", ":all:", "--python-version", "3.11", "--no-deps"]
    subprocess.run([*download, "-d", str(wheels), "-r", "requirements.lock"], cwd=ROOT, check=True)
    settings.write_text("[global]\nno-index = true\nfind-links = /wheels\n", encoding="utf-8")
    builder(
        *("buildah", "build", "--isolation", "chroot", "--pull=never", "--format", "docker"),
        *("--volume", f"{wheels}:/wheels:ro", "--volume", f"{settings}:/etc/pip.conf:ro"),
        *("--tag", "pustaka", "--file", "deploy/Containerfile", "."),
    )
    return builder


@pytest.fixture(scope="module")
def site(builder: Builder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of the site in a container, run by the documented command.

    It shares the network of this machine, since there may be none to publish a port from, and has
    limits of its own for files and processes, which a container within another one must have.
    """
    port = free_port()
    settings = tmp_path_factory.mktemp("settings") / "pustaka.env"
    settings.write_text(f"PUSTAKA_PORT={port}\nPUSTAKA_WORKERS=1\n", encoding="utf-8")
    limits = ("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=4096:4096")
    probe = ("podman", "run", "--rm", "--network", "host", *limits, BASE, "echo", "runs")
    if builder(*probe, check=False) != "runs":
        pytest.skip("the image is built, but no container can run within this machine's limits")
    command = documented_run().replace("/etc/pustaka.env", str(settings))
    network = shlex.join(["--network", "host", *limits])
    command = command.replace("--publish 127.0.0.1:8000:8000", network)
    builder(*shlex.split(command))
    try:
        url = f"http://127.0.0.1:{port}/readyz"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
                break
            time.sleep(0.2)
        else:
            pytest.fail(builder("podman", "logs", "pustaka", check=False))
        yield port
    finally:
        builder("podman", "rm", "--force", "--time", "5", "pustaka", check=False)


@pytest.mark.slow  # makes a Debian and an image: minutes
class TestInAContainer:
    """The image, built and run."""

    def test_it_serves_the_real_cases(self, site: int) -> None:
        url = f"http://127.0.0.1:{site}/api/v1/search?q=putiksari"
        with urllib.request.urlopen(url, timeout=30) as answer:
            assert json.load(answer)["results"][0]["slug"] == "putik-sari"

    def test_the_health_check_of_the_image_passes(self, builder: Builder, site: int) -> None:
        image = json.loads(builder("podman", "image", "inspect", "pustaka"))[0]
        check = image["Healthcheck"]["Test"]
        assert check[0] == "CMD"
        command = [part.replace(":8000/", f":{site}/") for part in check[1:]]
        builder("podman", "exec", "pustaka", *command)

    def test_it_has_no_rights_and_can_write_to_the_index_alone(
        self, builder: Builder, site: int
    ) -> None:
        assert site
        inside = ("podman", "exec", "pustaka", "sh", "-c")
        assert builder(*inside, "id -un") == "pustaka"
        for path in ("/srv/pustaka/app/x", "/srv/pustaka/content/x", "/x"):
            assert builder(*inside, f"touch {path} 2>/dev/null || echo refused") == "refused", path
        builder(*inside, "touch /srv/pustaka/index/x /tmp/x && rm /srv/pustaka/index/x")
        assert set(builder(*inside, "grep ^CapEff /proc/1/status").split()[1]) == {"0"}
        assert builder(*inside, "grep ^NoNewPrivs /proc/1/status").split()[1] == "1"
