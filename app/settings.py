"""Every setting, read from the environment and checked once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

#: The root of the checkout: content and index stand beside the package.
ROOT = Path(__file__).parent.parent

PREFIX = "PUSTAKA_"


class SettingsError(Exception):
    """A setting has a value that can't be used; the message says which and why."""


class Settings(BaseModel):
    """The settings; each comes from the environment variable ``PUSTAKA_`` + its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    content: Path = Field(ROOT / "content", description="Folder of the collection.")
    index: Path = Field(ROOT / "index", description="Folder of the search index.")
    host: str = Field("127.0.0.1", description="Address that `serve` listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Port that `serve` listens on.")
    workers: int = Field(2, ge=1, le=64, description="Processes of `serve`.")
    threads: int = Field(4, ge=1, le=64, description="Threads of each process.")
    proxies: int = Field(
        0, ge=0, le=5, description="Reverse proxies in front whose X-Forwarded headers hold."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged."
    )

    @classmethod
    def from_environment(
        cls, given: Mapping[str, object] | None = None, environment: Mapping[str, str] = os.environ
    ) -> Settings:
        """Settings from the environment; those ``given`` that aren't None win.

        Raises:
            SettingsError: a value can't be used.
        """
        values: dict[str, object] = {
            name: environment[f"{PREFIX}{name.upper()}"]
            for name in cls.model_fields
            if environment.get(f"{PREFIX}{name.upper()}")
        }
        values |= {name: value for name, value in (given or {}).items() if value is not None}
        try:
            return cls.model_validate(values)
        except ValidationError as exc:
            error = exc.errors(include_url=False)[0]
            name = str(error["loc"][0])
            raise SettingsError(
                f"{PREFIX}{name.upper()}={error['input']} tidak bisa dipakai; {_remedy(name)}."
            ) from None


def _remedy(name: str) -> str:
    """What a setting takes, in the words of its declaration."""
    schema = Settings.model_json_schema()["properties"][name]
    if "enum" in schema:
        return f"isi salah satu dari {', '.join(schema['enum'])}"
    if "minimum" in schema:
        return f"isi bilangan dari {schema['minimum']} sampai {schema['maximum']}"
    return "isi teks"
