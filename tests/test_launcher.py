"""The script `pustaka` in the root folder, run in copies of the checkout.

Most tests give it a fake Python: a shell script that records each call and acts as venv and pip,
so that every failure can be tried in milliseconds and without a network. One test uses the real
Python.
"""

import ast
import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
UNAVAILABLE = 69

# The programs that the script may use; all others on PATH are fakes.
TOOLS = ["cat", "cksum", "env", "grep", "ln", "mkdir", "mv", "readlink", "rm", "sed", "sh"]
TOOLS += ["sleep", "sync", "tail", "touch"]

FAKE_PYTHON = r"""#!/bin/sh
record() { echo "$*" >>"$CALLS"; }
case "$*" in
    *ensurepip*) echo "${PROBE:--} ${VERSION:-3.12.4} @SELF@" ;;
    *fcntl* | *os.replace* | *fsencode*) exec "@REAL@" "$@" ;;
    *app.server*) exit "${FAKE_BROKEN-0}" ;;
    "-I -m venv "*)
        record venv
        echo "by venv, PYTHONPATH=${PYTHONPATH-}"
        mkdir -p "$4/bin" "$4/lib/python3.12/site-packages"
        : >"$4/pyvenv.cfg"
        ln -s "@SELF@" "$4/bin/python"
        ;;
    "-I -m pip install "*)
        for last; do :; done
        record "pip ${last##*/}"
        env >"$CALLS.env"
        echo $$ >"$CALLS.pip"
        if [ "${FAKE_SLEEPS-}" ]; then
            # Many short sleeps, since a single long one would outlive the kill of this shell.
            i=0
            while [ $i -lt "$FAKE_SLEEPS" ]; do i=$((i + 1)); sleep 0.1; done
            record slept
        fi
        [ -z "${FAKE_ERROR-}" ] || { echo "$FAKE_ERROR"; exit 1; }
        ;;
    "-P -m app.cli"*)
        shift 3
        record run
        printf '<%s>' "$@"
        echo " pid=$$ PYTHONPATH=${PYTHONPATH-} PYTHONHOME=${PYTHONHOME-} cwd=$PWD"
        ;;
    *) exit 2 ;;
esac
"""


class Checkout:
    """A copy of the files that the script needs, with a PATH of its own."""

    def __init__(self, root: Path, bin_: Path) -> None:
        self.root = root
        self.bin = bin_
        self.calls_file = bin_.parent / "calls"
        self.venv = root / ".venv"
        self.store = root / "build" / "environments"
        self.log = self.store / "pustaka.log"
        self.script = root / "pustaka"
        self.env = {"PATH": str(bin_), "HOME": str(root.parent), "CALLS": str(self.calls_file)}

    def python(self, name: str = "python3", body: str = FAKE_PYTHON) -> Path:
        """Put a fake program on PATH."""
        path = self.bin / name
        path.write_text(body.replace("@SELF@", str(path)).replace("@REAL@", sys.executable))
        path.chmod(0o755)
        return path

    def start(
        self, *args: str, script: tuple[str, ...] = (), cwd: Path | None = None, **env: str
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*(script or (str(self.script),)), *args],
            cwd=cwd or self.bin,
            env=self.env | env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *args: str, **kwargs) -> subprocess.CompletedProcess[str]:
        process = self.start(*args, **kwargs)
        out, err = process.communicate(timeout=30)
        return subprocess.CompletedProcess(args, process.returncode, out, err)

    def calls(self) -> list[str]:
        """The calls that the fake Python has recorded since the last look."""
        try:
            return self.calls_file.read_text().split("\n")[:-1]
        except FileNotFoundError:
            return []
        finally:
            self.calls_file.unlink(missing_ok=True)

    def pip_pid(self) -> int:
        """The process of the fake pip, once it has started."""
        file = Path(f"{self.calls_file}.pip")
        deadline = time.monotonic() + 10
        while not (file.exists() and file.read_text().strip()):
            assert time.monotonic() < deadline, "pip was never called"
            time.sleep(0.01)
        pid = int(file.read_text())
        file.unlink()
        return pid

    def edit(self, name: str) -> None:
        with (self.root / name).open("a") as file:
            file.write("# edited\n")


def copy_checkout(root: Path) -> None:
    root.mkdir(parents=True)
    for name in ("pustaka", "pyproject.toml", "requirements.lock", "requirements-test.lock"):
        shutil.copy(ROOT / name, root)


@pytest.fixture
def bare(tmp_path: Path) -> Checkout:
    """A checkout on a machine without Python."""
    copy_checkout(tmp_path / "pusta ka é")
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    for tool in TOOLS:
        path = shutil.which(tool)
        assert path, tool
        (bin_ / tool).symlink_to(path)
    return Checkout(tmp_path / "pusta ka é", bin_)


@pytest.fixture
def checkout(bare: Checkout) -> Checkout:
    """A fresh checkout on a machine with a good Python."""
    bare.python()
    return bare


@pytest.fixture
def ready(checkout: Checkout) -> Checkout:
    """A checkout that has been used before."""
    assert checkout.run("check").returncode == 0
    checkout.calls()
    return checkout


def added_path(path_file: Path) -> Path:
    """The path that a path file puts before all others."""
    line = path_file.read_text("ascii")
    match = re.fullmatch(r"import os, sys; sys\.path\.insert\(0, os\.fsdecode\((.*)\)\)\n", line)
    assert match
    return Path(os.fsdecode(ast.literal_eval(match[1])))


#: The calls of a first use.
FIRST_USE = ["venv", "pip requirements.lock", "run"]


def test_first_use_installs_then_runs_the_command(checkout: Checkout) -> None:
    result = checkout.run("search", "angka stunting", "--x= y", "", "*")
    assert result.returncode == 0
    assert result.stdout.startswith("<search><angka stunting><--x= y><><*> ")
    assert "Menyiapkan Pustaka Inovasi" in result.stderr
    assert checkout.calls() == FIRST_USE
    (path_file,) = checkout.venv.glob("lib/python3.*/site-packages/*.pth")
    assert added_path(path_file) == checkout.root


def test_second_use_is_quiet_and_calls_no_pip(ready: Checkout) -> None:
    result = ready.run("stats")
    assert (result.returncode, result.stderr) == (0, "")
    assert ready.calls() == ["run"]


def test_second_use_needs_no_python_on_path_and_no_writable_folder(ready: Checkout) -> None:
    for name in ("mkdir", "touch", "rm"):
        (ready.bin / name).unlink()
    (ready.bin / "python3").rename(ready.bin / "hidden")
    (ready.venv / "bin/python").unlink()
    (ready.venv / "bin/python").symlink_to(ready.bin / "hidden")
    result = ready.run("stats")
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("code", [1, 2])
def test_the_exit_code_is_that_of_the_command(ready: Checkout, code: int) -> None:
    ready.python(body=f"#!/bin/sh\nexit {code}\n")
    assert ready.run("check").returncode == code


def test_the_command_runs_in_the_process_of_the_script(ready: Checkout) -> None:
    """So signals that are sent to the script reach Python."""
    process = ready.start("serve")
    out, _ = process.communicate(timeout=10)
    assert f"pid={process.pid} " in out


@pytest.mark.parametrize(
    ("folder", "script"),
    [
        (".", ("./pustaka",)),
        (".", ("sh", "pustaka")),
        ("../lain di sini", ("../pusta ka é/pustaka",)),
        ("../lain di sini", ("./link",)),
        ("../lain di sini", ("../link to link",)),
    ],
)
def test_it_can_be_called_from_anywhere(
    ready: Checkout, folder: str, script: tuple[str, ...]
) -> None:
    """Also if CDPATH is set, which can lead `cd` astray. The command runs where it was called."""
    home = ready.root.parent
    (home / "lain di sini").mkdir()
    (home / "lain di sini/link").symlink_to(ready.script)
    (home / "link to link").symlink_to("lain di sini/link")
    cwd = (ready.root / folder).resolve()
    result = ready.run("stats", script=script, cwd=cwd, CDPATH=f"/:{home}")
    assert (result.returncode, result.stderr) == (0, "")
    assert ready.calls() == ["run"]
    assert result.stdout.endswith(f"cwd={cwd}\n")


# --- which Python ---------------------------------------------------------------------


def test_a_missing_python_is_reported_with_the_remedy(bare: Checkout) -> None:
    result = bare.run("serve")
    assert result.returncode == UNAVAILABLE
    assert "Perlu Python 3.11" in result.stderr
    assert "tidak ada" in result.stderr
    assert "apt install python3 python3-venv" in result.stderr
    assert not bare.venv.exists()


def test_old_pythons_are_named_with_their_versions(bare: Checkout) -> None:
    bare.python("python3", "#!/bin/sh\necho old 3.9.2 /usr/bin/python3.9\n")
    bare.python("python", "#!/bin/sh\n[ $1 = -V ] || exit 2\necho Python 2.7.18 >&2\n")
    result = bare.run("serve")
    assert result.returncode == UNAVAILABLE
    assert "python3 (3.9.2), python (2.7.18)" in result.stderr
    assert not bare.venv.exists()


def test_the_package_with_a_missing_venv_module_is_named(bare: Checkout) -> None:
    bare.python("python3", "#!/bin/sh\necho ensurepip 3.11.2 /usr/bin/python3.11\n")
    result = bare.run("serve")
    assert result.returncode == UNAVAILABLE
    assert "tanpa modul ensurepip" in result.stderr
    assert "apt install python3.11-venv" in result.stderr
    bare.python()
    assert bare.run("serve").returncode == 0


@pytest.mark.parametrize("answer", ["old 3.10.1 /x", "ensurepip 3.12.1 /x"])
def test_a_python_that_is_unsuitable_is_skipped(bare: Checkout, answer: str) -> None:
    bare.python("python3", f"#!/bin/sh\necho {answer}\n")
    good = bare.python("python3.13")
    assert bare.run("serve").returncode == 0
    assert (bare.venv / "bin/python").readlink() == good


def test_pustaka_python_is_tried_first(checkout: Checkout) -> None:
    chosen = checkout.python("python lain")
    assert checkout.run("serve", PUSTAKA_PYTHON=str(chosen)).returncode == 0
    assert (checkout.venv / "bin/python").readlink() == chosen


def test_a_pustaka_python_that_does_not_work_is_reported(checkout: Checkout) -> None:
    result = checkout.run("serve", PUSTAKA_PYTHON="/tidak/ada")
    assert result.returncode == 0
    assert "PUSTAKA_PYTHON=/tidak/ada tidak dapat dipakai; memakai python3" in result.stderr


# --- when to install again ------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "calls"),
    [
        # Packages that left the lock must go, so installing starts from an empty .venv.
        ("requirements.lock", FIRST_USE),
        # The file also configures the linters: pip checks the packages, and .venv stays.
        ("pyproject.toml", ["pip requirements.lock", "run"]),
        ("requirements-test.lock", ["run"]),
    ],
)
def test_changed_files_are_installed_once(ready: Checkout, name: str, calls: list[str]) -> None:
    (ready.venv / "old-package").touch()
    ready.edit(name)
    assert ready.run("check").returncode == 0
    assert ready.calls() == calls
    assert (ready.venv / "old-package").exists() == ("venv" not in calls)
    assert ready.run("check").returncode == 0
    assert ready.calls() == ["run"]


def test_a_new_time_stamp_is_no_change(ready: Checkout) -> None:
    os.utime(ready.root / "requirements.lock")
    assert ready.run("check").stderr == ""
    assert ready.calls() == ["run"]


def test_the_test_command_adds_its_packages_once(ready: Checkout) -> None:
    assert ready.run("test", "-k", "x").stdout.startswith("<test><-k><x>")
    assert ready.calls() == ["pip requirements-test.lock", "run"]
    for command in ("test", "check"):
        assert ready.run(command).stderr == ""
        assert ready.calls() == ["run"]
    ready.edit("requirements-test.lock")
    ready.run("check")
    assert ready.calls() == ["run"]
    ready.run("test")
    assert ready.calls() == ["pip requirements-test.lock", "run"]


def test_a_failed_install_for_tests_leaves_other_commands_working(ready: Checkout) -> None:
    result = ready.run("test", FAKE_ERROR="ERROR: No matching distribution found for pytest")
    assert result.returncode == UNAVAILABLE
    ready.calls()
    assert ready.run("check").stderr == ""
    assert ready.calls() == ["run"]


@pytest.mark.parametrize("how", ["move", "copy"])
def test_a_moved_or_copied_checkout_gets_its_own_venv(ready: Checkout, how: str) -> None:
    new = ready.root.with_name("baru")
    if how == "move":
        ready.root.rename(new)
    else:
        shutil.copytree(ready.root, new, symlinks=True)
    moved = Checkout(new, ready.bin)
    assert moved.run("check").returncode == 0
    assert moved.calls() == FIRST_USE
    (path_file,) = moved.venv.glob("lib/python3.*/site-packages/*.pth")
    assert added_path(path_file) == new


def test_a_venv_whose_python_vanished_is_rebuilt(ready: Checkout) -> None:
    ready.python("python3").rename(ready.bin / "gone")
    newer = ready.python("python3.14")
    assert ready.run("check").returncode == 0
    assert ready.calls() == FIRST_USE
    assert (ready.venv / "bin/python").readlink() == newer


def test_a_venv_made_by_someone_else_is_replaced(checkout: Checkout) -> None:
    (checkout.venv / "bin").mkdir(parents=True)
    (checkout.venv / "bin/python").symlink_to(checkout.bin / "python3")
    assert checkout.run("check").returncode == 0
    assert checkout.calls() == FIRST_USE


def test_a_venv_that_uv_has_changed_is_replaced(ready: Checkout) -> None:
    """uv installs the newest releases that are allowed, without the hashes of the lock."""
    (ready.venv / ".lock").touch()
    assert ready.run("check").returncode == 0
    assert ready.calls() == FIRST_USE
    assert not (ready.venv / ".lock").exists()


def test_a_missing_lock_is_reported(checkout: Checkout) -> None:
    (checkout.root / "requirements.lock").unlink()
    result = checkout.run("check")
    assert result.returncode == UNAVAILABLE
    assert "requirements.lock tidak ada" in result.stderr
    assert "git checkout" in result.stderr


# --- failures while installing --------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "message", "remedy"),
    [
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError'",
            "tidak dapat diambil dari indeks paket",
            "HTTPS_PROXY",
        ),
        ("ERROR: No matching distribution found for click", "indeks paket", "PIP_INDEX_URL"),
        ("OSError: [Errno 28] No space left on device", "Ruang disk habis", "Kosongkan ruang"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "tidak cocok dengan hash", "periksa proksi"),
        ("error: command 'gcc' failed", "error: command 'gcc' failed", "PUSTAKA_PYTHON"),
    ],
)
def test_a_failed_install_is_explained_and_the_next_run_recovers(
    checkout: Checkout, error: str, message: str, remedy: str
) -> None:
    result = checkout.run("serve", FAKE_ERROR=error)
    assert result.returncode == UNAVAILABLE
    assert result.stdout == ""
    assert message in result.stderr
    assert remedy in result.stderr
    assert str(checkout.log) in result.stderr
    assert error in checkout.log.read_text()
    assert not checkout.venv.exists()
    assert checkout.calls() == FIRST_USE[:-1]

    assert checkout.run("serve").returncode == 0
    assert checkout.calls() == FIRST_USE


def test_going_back_to_the_installed_files_without_a_network(ready: Checkout) -> None:
    before = (ready.root / "pyproject.toml").read_text()
    ready.edit("pyproject.toml")
    result = ready.run("check", FAKE_ERROR="ERROR: No matching distribution found for numpy")
    assert result.returncode == 0
    assert "indeks paket" in result.stderr and "terpasang sebelumnya" in result.stderr
    (ready.root / "pyproject.toml").write_text(before)
    ready.calls()
    assert ready.run("check").stderr == ""
    assert ready.calls() == ["run"]


OFFLINE = "WARNING: Retrying after connection broken by 'NewConnectionError'"


def environments(checkout: Checkout) -> set[str]:
    return {path.name for path in checkout.store.iterdir() if path.is_dir()}


def test_without_a_network_the_environment_before_goes_on_serving(ready: Checkout) -> None:
    before = ready.venv.resolve()
    ready.edit("requirements.lock")
    result = ready.run("serve", FAKE_ERROR=OFFLINE)
    assert result.returncode == 0
    assert result.stdout.startswith("<serve>")
    assert "tidak dapat diambil dari indeks paket" in result.stderr
    assert "Sementara memakai paket yang terpasang sebelumnya" in result.stderr
    assert ready.venv.resolve() == before
    assert environments(ready) == {before.name}
    assert ready.run("test", FAKE_ERROR=OFFLINE).returncode == UNAVAILABLE
    assert ready.run("serve", FAKE_ERROR=OFFLINE, FAKE_BROKEN="1").returncode == UNAVAILABLE
    assert (before / "bin/python").exists()
    ready.calls()
    assert ready.run("serve").returncode == 0
    assert ready.calls() == FIRST_USE


def test_going_back_to_an_older_lock_needs_no_network(ready: Checkout) -> None:
    lock, first = ready.root / "requirements.lock", ready.venv.resolve()
    text = lock.read_text()
    ready.edit("requirements.lock")
    assert ready.run("serve").returncode == 0
    second = ready.venv.resolve()
    assert environments(ready) == {first.name, second.name}
    ready.calls()
    lock.write_text(text)
    result = ready.run("serve", FAKE_ERROR=OFFLINE)
    assert result.returncode == 0
    assert ready.calls() == ["run"]
    assert ready.venv.resolve() == first
    assert ready.run("serve", FAKE_ERROR=OFFLINE).stderr == ""


def test_a_running_site_keeps_its_environment(ready: Checkout) -> None:
    """A site that runs holds a lock; of the others, the last two stay."""
    seen = [ready.venv.resolve()]
    with (seen[0] / "pyvenv.cfg").open() as running:
        fcntl.flock(running, fcntl.LOCK_SH)
        for _ in range(3):
            ready.edit("requirements.lock")
            assert ready.run("check").returncode == 0
            seen.append(ready.venv.resolve())
        assert environments(ready) == {seen[n].name for n in (0, 2, 3)}
    ready.edit("requirements.lock")
    assert ready.run("check").returncode == 0
    assert environments(ready) == {seen[3].name, ready.venv.resolve().name}


def test_the_command_runs_by_the_path_of_the_environment_itself(ready: Checkout) -> None:
    """Not by the link, which may lead elsewhere while a site runs."""
    (ready.venv.resolve() / "bin/python").unlink()
    (ready.venv.resolve() / "bin/python").write_text('#!/bin/sh\necho "$0"\n')
    (ready.venv.resolve() / "bin/python").chmod(0o755)
    assert ready.run("serve").stdout == f"{ready.venv.resolve()}/bin/python\n"


def test_an_environment_of_an_older_release_is_kept_beside(checkout: Checkout) -> None:
    assert checkout.run("check").returncode == 0
    old = checkout.venv.resolve()
    checkout.venv.unlink()
    old.rename(checkout.venv)
    assert checkout.run("check").stderr == ""
    checkout.edit("requirements.lock")
    assert checkout.run("check", FAKE_ERROR=OFFLINE).returncode == 0
    assert not checkout.venv.is_symlink()
    assert checkout.run("check").returncode == 0
    assert checkout.venv.is_symlink()
    assert len(environments(checkout)) == 2


def test_a_user_who_cannot_reach_the_python_removes_nothing(ready: Checkout) -> None:
    python = ready.venv.resolve() / "bin/python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    for path in (ready.bin / "python3", ready.bin / "mkdir"):
        path.unlink()
    ready.python("mkdir", "#!/bin/sh\necho 'mkdir: Permission denied' >&2\nexit 1\n")
    result = ready.run("search", "x")
    assert result.returncode == UNAVAILABLE
    assert python.is_symlink()


def test_a_failing_venv_is_explained(bare: Checkout) -> None:
    bare.python(body=FAKE_PYTHON.replace("record venv", "record venv; echo aduh; exit 1"))
    result = bare.run("serve")
    assert result.returncode == UNAVAILABLE
    assert "aduh" in result.stderr
    bare.python()
    bare.calls()
    assert bare.run("serve").returncode == 0
    assert bare.calls() == FIRST_USE


def test_a_read_only_folder_is_reported(checkout: Checkout) -> None:
    """Imitated by a mkdir that fails, since root may write into any folder."""
    (checkout.bin / "mkdir").unlink()
    checkout.python("mkdir", "#!/bin/sh\necho 'mkdir: Read-only file system' >&2\nexit 1\n")
    result = checkout.run("serve")
    assert result.returncode == UNAVAILABLE
    assert f"{checkout.store} tidak dapat dibuat: mkdir: Read-only file system" in result.stderr
    assert "salin ke folder yang dapat ditulisi" in result.stderr


@pytest.mark.parametrize(
    ("to", "number", "code"),
    [
        ("group", signal.SIGINT, 130),
        ("script", signal.SIGINT, 130),
        ("script", signal.SIGTERM, 143),
    ],
)
def test_a_cancelled_install_ends_pip_and_is_repaired(
    checkout: Checkout, to: str, number: signal.Signals, code: int
) -> None:
    process = checkout.start("serve", FAKE_SLEEPS="100")
    pip = checkout.pip_pid()
    (os.killpg if to == "group" else os.kill)(process.pid, number)
    _, err = process.communicate(timeout=60)  # far less than the 100 s for which pip would sleep
    assert process.returncode == code
    assert "Dibatalkan" in err
    assert "Jalankan lagi" in err
    with pytest.raises(ProcessLookupError):
        os.kill(pip, 0)
    checkout.calls()
    assert checkout.run("serve").returncode == 0
    assert checkout.calls() == FIRST_USE


@pytest.mark.parametrize("command", ["serve", "test"])
def test_a_killed_install_is_repeated(checkout: Checkout, command: str) -> None:
    """From an empty .venv, since pip could take half-installed packages for whole."""
    if command == "test":
        checkout.run("check")
        Path(f"{checkout.calls_file}.pip").unlink()
    process = checkout.start(command, FAKE_SLEEPS="100")
    checkout.pip_pid()
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    checkout.calls()
    result = checkout.run("check")
    assert result.returncode == 0
    assert checkout.calls() == FIRST_USE


def test_a_pip_that_outlives_the_script_is_waited_for(checkout: Checkout) -> None:
    process = checkout.start("serve", FAKE_SLEEPS="10")
    checkout.pip_pid()
    process.kill()
    result = checkout.run("serve")
    process.communicate()
    assert result.returncode == 0
    assert "menunggu" in result.stderr
    assert checkout.calls() == ["venv", "pip requirements.lock", "slept", *FIRST_USE]


def test_two_first_runs_at_once_install_once(checkout: Checkout) -> None:
    first = checkout.start("satu", FAKE_SLEEPS="5")
    checkout.pip_pid()
    second = checkout.run("dua")
    out, _ = first.communicate(timeout=10)
    assert out.startswith("<satu>")
    assert second.stdout.startswith("<dua>")
    assert "Pemasangan lain sedang berjalan" in second.stderr
    assert sorted(checkout.calls()) == ["pip requirements.lock", "run", "run", "slept", "venv"]


# --- the caller's environment ---------------------------------------------------------


def test_the_environment_cannot_divert_the_install(checkout: Checkout) -> None:
    meddling = {
        "PIP_REQUIRE_VIRTUALENV": "1",
        "PIP_TARGET": "/elsewhere",
        "PIP_USER": "1",
        "PIP_NO_DEPS": "1",
        "PIP_CONSTRAINT": "/elsewhere",
        "PYTHONHOME": "/elsewhere",
        "VIRTUAL_ENV": "/elsewhere",
    }
    access = {"PIP_INDEX_URL": "file:///mirror", "PIP_PROXY": "proxy:1", "PIP_CERT": "/ca.pem"}
    result = checkout.run("check", PYTHONPATH="/mine", **meddling, **access)
    assert result.returncode == 0
    assert "PYTHONPATH=/mine PYTHONHOME= " in result.stdout, "only the command sees PYTHONPATH"
    lines = Path(f"{checkout.calls_file}.env").read_text().splitlines()
    seen = dict(line.split("=", 1) for line in lines if "=" in line)
    assert seen["PIP_USER"] == "0"
    assert not seen.keys() & (meddling.keys() - {"PIP_USER", "VIRTUAL_ENV"})
    assert access.items() <= seen.items()
    assert "PYTHONPATH" not in seen
    assert "by venv, PYTHONPATH=\n" in checkout.log.read_text()


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A checkout with a tiny `app` and a lock without packages, which needs no network."""
    root = tmp_path_factory.mktemp("asli") / "pus taka é"
    copy_checkout(root)
    (root / "requirements.lock").write_text("# no packages\n")
    (root / "app").mkdir()
    (root / "app/__init__.py").touch()
    (root / "app/cli.py").write_text(
        "import app, sys, whoosh_probe\nprint(app.__file__, sys.prefix, whoosh_probe.__file__)\n"
    )
    yield root
    shutil.rmtree(root)


@pytest.mark.slow  # makes a real virtual environment
def test_the_real_python_runs_the_checkout(real: Path, tmp_path: Path) -> None:
    """With an active virtualenv's Python, and rivals of `app` in this folder and PYTHONPATH.

    The folder has a letter outside ASCII, which the path file must survive in any locale.
    """
    (tmp_path / "app.py").write_text("raise SystemExit('the wrong app')\n")
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "whoosh_probe.py").touch()
    (ours / "app").mkdir()
    (ours / "app/__init__.py").write_text("raise SystemExit('the wrong app')\n")
    (ours / "pip.py").write_text("raise SystemExit('the wrong pip')\n")
    environment = os.environ | {
        "PUSTAKA_PYTHON": sys.executable,
        "PYTHONPATH": str(ours),
        "PIP_REQUIRE_VIRTUALENV": "1",
        "PIP_TARGET": str(tmp_path / "target"),
    }
    for home in ({}, {"PYTHONHOME": "/elsewhere"}, {"LC_ALL": "C"}):
        result = subprocess.run(
            [real / "pustaka", "check"],
            cwd=tmp_path,
            env=environment | home,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        environment_folder = (real / ".venv").resolve()
        assert result.stdout == (
            f"{real}/app/__init__.py {environment_folder} {ours}/whoosh_probe.py\n"
        )
    assert result.stderr == ""
    python = (real / ".venv/bin/python").resolve()
    assert python == Path(sys.executable).resolve()
    home_line = next(
        line for line in (real / ".venv/pyvenv.cfg").read_text().splitlines() if "home" in line
    )
    assert Path(home_line.split(" = ")[1]) == python.parent


# --- the locks ------------------------------------------------------------------------


def pins(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text()
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def test_the_locks_pin_what_pyproject_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    run, test = pins("requirements.lock"), pins("requirements-test.lock")
    extra = project["optional-dependencies"]["test"]
    for lock, declared in ((run, project["dependencies"]), (test, extra)):
        for requirement in map(Requirement, declared):
            pinned = lock[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(pinned), requirement
    assert run.items() <= test.items(), "tests run on the releases that serve"


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_the_locks_have_hashes_and_name_no_host(name: str) -> None:
    text = (ROOT / name).read_text()
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    # A package may be pinned to one release for older Pythons and another for newer ones.
    assert {entry.split("==")[0] for entry in entries} == pins(name).keys()
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"://|--(extra-)?index|--find-links|\.whl", text)
