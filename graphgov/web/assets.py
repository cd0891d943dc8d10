"""The files that live pages load: held in memory by name, so that no path of a disk is ever asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from graphgov.report.bundle import style


@dataclass(frozen=True)
class Asset:
    """A file: what it holds, of which type, and an address that changes when it does."""

    address: str
    media: str
    body: bytes


@cache
def assets() -> Mapping[str, Asset]:
    """Every file by its name."""
    live = files("graphgov.web").joinpath("assets")
    style_sheet = style().encode() + live.joinpath("live.css").read_bytes()
    icon = live.joinpath("icon.svg").read_bytes()
    held = {"style.css": ("text/css; charset=utf-8", style_sheet), "icon.svg": ("image/svg+xml", icon)}
    return {
        name: Asset(f"/static/{name}?v={sha256(body).hexdigest()[:12]}", media, body)
        for name, (media, body) in held.items()
    }
