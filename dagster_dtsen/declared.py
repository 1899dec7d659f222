"""Small YAML files that people hand in, read strictly into a declared form.

One plain file, UTF-8, no references, every key once; messages name keys and never repeat a value
that could be somebody's number.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Hashable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from dagster_dtsen.errors import DtsenError

Form = TypeVar("Form", bound=BaseModel)
_MEANING = {
    "missing": "wajib diisi / required",
    "extra_forbidden": "kunci tidak dikenal / unknown key",
    "string_type": "harus teks dalam tanda kutip / must be quoted text",
    "int_type": "harus bilangan bulat / must be a whole number",
    "list_type": "harus daftar / must be a list",
}


def shown(text: object) -> str:
    """What a file says, for a message: short words only, so that nobody's number is repeated."""
    plain = str(text)
    return (
        plain if re.fullmatch(r"[\w.+-]{1,60}", plain) and not re.search(r"\d{11}", plain) else "…"
    )


class _Loader(yaml.SafeLoader):
    """Plain YAML without references and with every key once."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise ValueError("rujukan & dan * / references & and *")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        names = [key.value for key, _ in node.value]
        doubled = {name for name in names if names.count(name) > 1}
        if doubled:
            raise ValueError(f"{shown(min(doubled))}: kunci ganda / key given twice")
        return super().construct_mapping(node, deep)


def read(path: Path, form: type[Form], code: str, limit: int, named: str = "file") -> Form:
    """The file as ``form``; at most ``limit`` bytes.

    Raises DtsenError ``code``, whose message takes ``reason`` and, as ``named``, the file's name.
    """
    try:
        return form.model_validate(yaml.load(_text(path, limit), _Loader))
    except ValidationError as error:
        told = sorted({_said(dict(item)) for item in error.errors()})
        reason = "; ".join(told[:5])
    except yaml.YAMLError:
        reason = "bukan YAML / not YAML"
    except RecursionError:
        reason = "berlapis terlalu dalam / nested too deep"
    except OSError as error:
        reason = f"tidak terbaca / cannot be read ({type(error).__name__})"
    except ValueError as error:
        reason = "bukan UTF-8 / not UTF-8" if isinstance(error, UnicodeError) else str(error)
    raise DtsenError(code, reason=reason, **{named: path.name}) from None


def _text(path: Path, limit: int) -> str:
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise ValueError("bukan berkas biasa / not a plain file")
        content = file.read(limit + 1)
    if len(content) > limit:
        raise ValueError("terlalu besar / too large")
    return content.decode("utf-8")


def _said(item: dict[str, Any]) -> str:
    place = ".".join(shown(part) for part in item["loc"])
    if item["type"] == "value_error":
        meaning = str(item["ctx"]["error"])
    else:
        meaning = _MEANING.get(item["type"], "nilai tidak sah / invalid value")
    return f"{place}: {meaning}" if place else meaning
