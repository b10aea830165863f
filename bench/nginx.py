"""nginx with the file of ``deploy/``: only ports and paths are replaced."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from app.settings import ROOT

#: The name of the site in the file.
HOST = "pustaka.contoh.go.id"

#: The programs that are needed, with their Debian packages.
PROGRAMS = {"nginx": "nginx-light", "openssl": "openssl"}

_DEPLOY = ROOT / "deploy"

_MAIN = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ }}
http {{
    include /etc/nginx/mime.types;
    {temporary}
    include {folder}/pustaka.conf;
}}
"""


def path_of(program: str) -> str | None:
    """Where a program is, also one that only root has on PATH; None if it isn't installed."""
    return shutil.which(program, path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin")


def make_certificate(openssl: str, folder: Path) -> None:
    """Make the files of ``/etc/ssl/pustaka``, of nginx and of HAProxy, in a folder."""
    key, chain = folder / "privkey.pem", folder / "fullchain.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-nodes", "-days", "2"),
            *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-subj", f"/CN={HOST}", "-keyout", str(key), "-out", str(chain)),
        ],
        check=True,
        capture_output=True,
    )
    (folder / "pustaka.pem").write_text(key.read_text() + chain.read_text())


def configure(folder: Path, site_port: int, certificate: Path, plain: int, tls: int) -> Path:
    """Write the configuration to a folder, for a site on a port; gives the main file."""
    text = (_DEPLOY / "nginx.conf").read_text("utf-8")
    text = re.sub(r"listen (\[::\]:)?80\b", rf"listen \g<1>{plain}", text)
    text = re.sub(r"listen (\[::\]:)?443\b", rf"listen \g<1>{tls}", text)
    for written, used in (
        ("127.0.0.1:8000", f"127.0.0.1:{site_port}"),
        ("/etc/ssl/pustaka", str(certificate)),
        ("/srv/pustaka/deploy", str(_DEPLOY)),
        ("/var/log/nginx", str(folder)),
    ):
        assert written in text
        text = text.replace(written, used)
    # Debian's nginx has these in a folder of its own, which belongs to root.
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    # Folders of tests can be read by their owner alone; only root may say who the workers are.
    user = "user root;" if folder.stat().st_uid == 0 else ""
    (folder / "pustaka.conf").write_text(text)
    main = folder / "nginx.conf"
    main.write_text(_MAIN.format(user=user, folder=folder, temporary=temporary))
    return main
