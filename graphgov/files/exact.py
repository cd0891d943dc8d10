"""Values as JSON knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from math import isnan
from typing import Any


def exact(value: Any) -> Any:
    """A value with its parts by their names; days as texts, what is no number as nothing."""
    if is_dataclass(value):
        return {part.name: exact(getattr(value, part.name)) for part in fields(value)}
    if hasattr(value, "_asdict"):
        return {name: exact(each) for name, each in value._asdict().items()}
    match value:
        case Mapping():
            return {str(key): exact(each) for key, each in value.items()}
        case list() | tuple():
            return [exact(each) for each in value]
        case date():
            return value.isoformat()
        case float() if isnan(value):
            return None
    return value
