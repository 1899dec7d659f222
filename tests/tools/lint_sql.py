"""`sqlfluff lint` with the plain Jinja templater, as `make test` runs it; takes its arguments.

sqlfluff compiles every macro of the project twice for every file it lints, which is more than half
of its time. Here a text is compiled once per process. The processes that sqlfluff starts import
this module as their main one, so it holds in them too.
"""

from __future__ import annotations

import sys
from typing import Any

from jinja2 import Environment
from sqlfluff.cli.commands import cli

from tests.tools.collector import leave_what_is_there

_compile = Environment.compile
_known: dict[tuple[Any, ...], Any] = {}


def compile_once(self: Environment, source: Any, *options: Any, **named: Any) -> Any:
    """What Jinja compiles `source` to; the code is bound to no environment, only its syntax."""
    if options or named or not isinstance(source, str):
        return _compile(self, source, *options, **named)
    syntax = (type(self), *sorted(self.extensions), self.keep_trailing_newline, self.autoescape)
    key = (*syntax, source)
    if key not in _known:
        _known[key] = _compile(self, source)
    return _known[key]


Environment.compile = compile_once  # type: ignore[method-assign]
leave_what_is_there()

if __name__ == "__main__":
    cli(["lint", *sys.argv[1:]])
