"""All settings: read from the environment and checked in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

#: The root of the checkout: the folders of content and index lie beside the package.
ROOT = Path(__file__).parent.parent

#: The environment variable of a setting is this prefix and the setting's name in capitals.
PREFIX = "PUSTAKA_"


# A mail address without characters that mean something in a mailto: link, and an http or https
# address with a host.
_MAIL = r"[A-Za-z0-9._+-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
_URL = r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?([/?#][^\s<>\"]*)?"


# A name of a host, without a port.
_NAME = r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*"


class SettingsError(Exception):
    """A setting has a value that can't be used; the message names it and says how to mend it."""


class Settings(BaseModel):
    """The settings; each comes from the environment variable ``PUSTAKA_`` + its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    content: Path = Field(ROOT / "content", description="Folder of the collection.")
    index: Path = Field(ROOT / "index", description="Folder of the search index.")
    host: str = Field(
        "127.0.0.1",
        min_length=1,
        examples=["127.0.0.1"],
        description="Address that `serve` listens on.",
    )
    port: int = Field(8000, ge=1, le=65535, description="Port that `serve` listens on.")
    workers: int = Field(2, ge=1, le=64, description="Processes of `serve`.")
    threads: int = Field(4, ge=1, le=64, description="Threads of each process.")
    proxies: int = Field(
        0, ge=0, le=5, description="Reverse proxies in front whose X-Forwarded headers count."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least important messages that are logged."
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="Lines of the log for people, or each as a JSON object."
    )
    access_log: Literal["off", "path", "full"] = Field(
        "off",
        description="A line for each request: none, without or with its query and the client.",
    )
    metrics: str = Field(
        "",
        pattern=r"^(loopback|[A-Za-z0-9._~+/=-]{16,200})?$",
        examples=["loopback"],
        repr=False,  # a token is shown nowhere
        description="Who may read /metrics: programs on this computer, or who has this token.",
    )
    hosts: str = Field(
        "",
        pattern=rf"^({_NAME}([, ]+{_NAME})*)?$",
        max_length=2000,
        examples=["pustaka.contoh.go.id, www.pustaka.contoh.go.id"],
        description="The names that the site answers to; without them, to any.",
    )
    needs: Path | None = Field(
        None, description="File that counts the searches which found nothing; none without it."
    )
    inbox: Path | None = Field(
        None,
        examples=["/var/lib/pustaka/inbox"],
        description="Folder that proposals from the site are kept in; none are without it.",
    )
    packs: Path | None = Field(
        None,
        examples=["/var/lib/pustaka/packs"],
        description="Folder that `pack` writes packs into, and that the site offers them from.",
    )
    contact_mail: str = Field(
        "",
        pattern=rf"^({_MAIL})?$",
        max_length=254,
        examples=["pustaka@contoh.go.id"],
        description="Mail address of the curators.",
    )
    contact_url: str = Field(
        "",
        pattern=rf"^({_URL})?$",
        max_length=1000,
        examples=["https://contoh.go.id/usul?kasus={kasus}"],
        description="Web form of the curators; {kasus} is replaced by the address of the case.",
    )

    @property
    def curators_inbox(self) -> Path:
        """The inbox of the commands, which need none to be set: by default beside the content."""
        return self.inbox or self.content.parent / "inbox"

    @property
    def host_names(self) -> tuple[str, ...]:
        """The names of :attr:`hosts`, one by one."""
        return tuple(self.hosts.replace(",", " ").split())

    @field_validator("host")
    @classmethod
    def _without_brackets(cls, host: str) -> str:
        """An IPv6 address as such; URLs write it in brackets: ``[::1]``."""
        return host[1:-1] if host.startswith("[") and host.endswith("]") else host

    @classmethod
    def from_environment(
        cls,
        options: Mapping[str, object] | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> Settings:
        """The settings from the environment; an option that isn't None overrides its variable.

        Args:
            options: setting → value, as given on a command line.
            environment: variable → value; a variable that is empty counts as not set.

        Raises:
            SettingsError: a value can't be used.
        """
        values: dict[str, object] = {
            name: environment[f"{PREFIX}{name.upper()}"]
            for name in cls.model_fields
            if environment.get(f"{PREFIX}{name.upper()}")
        }
        values |= {name: value for name, value in (options or {}).items() if value is not None}
        try:
            return cls.model_validate(values)
        except ValidationError as exc:
            error = exc.errors(include_url=False)[0]
            name = str(error["loc"][0])
            shown = error["input"] if cls.model_fields[name].repr else "…"
            raise SettingsError(
                f"{PREFIX}{name.upper()}={shown} tidak bisa dipakai; {_remedy(name)}."
            ) from None


def _remedy(name: str) -> str:
    """Which values a setting accepts, from its declaration."""
    schema = Settings.model_json_schema()["properties"][name]
    if "enum" in schema:
        return f"isi salah satu dari {', '.join(schema['enum'])}"
    if "minimum" in schema:
        return f"isi bilangan dari {schema['minimum']} sampai {schema['maximum']}"
    if "examples" in schema:
        return f"isi seperti {schema['examples'][0]}"
    return "isi teks"
