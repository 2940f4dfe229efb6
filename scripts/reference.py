"""Write docs/reference from the code: the records, their JSON Schema, the commands. --check: say what is out of date, exit with 1."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import enum
import inspect
import json
import sys
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from upright import cli, records
from upright.schema import schema

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
COMMON = {field.name for field in dataclasses.fields(records.Record)}

RECORDS = """# Records

What `upright read --format jsonl` puts out: one JSON object a line, in document order, the document itself first. The same records fill the
CSV and XLSX tables. `link` and `dossier` are made of several documents: `upright link` puts them out. The machine's description of this page is [record.schema.json](record.schema.json) (also: `upright schema`).

Every record has `record` (its kind), `document` (the document's symbol, null where the text does not give one) and `source`: where it stands.
`start` and `end` of every span count characters of the text layer, which is what `upright text FILE` prints: `text[start:end]` is the passage.

States are ISO 3166-1 alpha-3 codes (State of Palestine PSE, Holy See VAT); a body that is no State keeps its name. Dates are ISO 8601.
A field is always there; a value that the document does not give is null, never guessed. The `document` record carries the version of this
description (`schema`: {version}): a field that goes, or that means something else, raises it.

In CSV and XLSX a list of words is one cell, joined with `; `; a list of objects is a cell of JSON; the fields of an object have columns named
`source.page`. A CSV cell that a spreadsheet would take for a formula begins with an apostrophe. CSV files begin with a byte order mark.

"""
COMMANDS = """# Commands

Data goes to stdout; progress (where stderr is a terminal), summaries and one line for each file that could not be read go to stderr.

| exit code | meaning |
|---|---|
| 0 | all was done |
| 1 | a file could not be read, or what was asked for is not there; one sentence on stderr says what to do next |
| 2 | the command was not understood |
| 130 | Ctrl-C |

| environment variable | meaning |
|---|---|
| `UPRIGHT_CACHE` | the folder for what was read, instead of the platform's cache folder |
| `UPRIGHT_CORPUS` | a folder that holds `documents`: what `upright demo`, the tests and the benchmarks read; `../shared` beside the repository if unset |
| `UPRIGHT_SITE` | another site for `upright fetch` than https://documents.un.org that answers in the same way |

"""


def main() -> int:
    """Write, or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if check:
        for path in stale:
            print(f"{path.name} is not what the code says: run `make reference`", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_text(pages()[path], encoding="utf-8")
    return 0


def pages() -> dict[Path, str]:
    """The generated pages."""
    return {
        FOLDER / "records.md": records_page(),
        FOLDER / "record.schema.json": json.dumps(schema(), indent=2, ensure_ascii=False) + "\n",
        FOLDER / "cli.md": commands_page(),
    }


def records_page() -> str:
    """Every record and every object in one, with its fields."""
    shared: dict[str, Any] = {}
    parts = [RECORDS.replace("{version}", str(records.SCHEMA)), *_section("source", records.Source, shared)]
    for record in (*records.RECORDS, *records.BETWEEN):
        parts += _section(record.NAME, record, shared)
    parts.append("# Objects and values inside records\n\n")
    done: set[str] = {"Source"}
    while todo := sorted(set(shared) - done):
        done.update(todo)
        for name in todo:
            parts += _section(name, shared[name], shared)
    return "".join(parts).rstrip() + "\n"


def _section(name: str, kind: Any, shared: dict[str, Any]) -> Iterator[str]:
    yield f"## {name}\n\n{' '.join((inspect.getdoc(kind) or '').split())}\n\n"
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        yield ", ".join(f"`{each.value}`" for each in kind) + "\n\n"
        return
    yield "| field | type |\n|---|---|\n"
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        if not issubclass(kind, records.Record) or field.name not in COMMON:
            yield f"| `{records.name_of(field.name)}` | {_type(hints[field.name], shared)} |\n"
    yield "\n"


def _type(kind: Any, shared: dict[str, Any]) -> str:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(_type(argument, shared) for argument in arguments)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return f"list of {_type(arguments[0], shared)}"
    if origin is tuple:
        return "list of exactly " + ", ".join(_type(argument, shared) for argument in arguments)
    words = {type(None): "null", str: "text", int: "whole number", float: "number", bool: "true or false", dt.date: "date"}
    if kind in words:
        return words[kind]
    shared[kind.__name__] = kind
    return f"[{kind.__name__}](#{kind.__name__.lower()})"


def commands_page() -> str:
    """Every command with its arguments and options."""
    group = typer.main.get_command(cli.app)
    return COMMANDS + "\n".join(_commands(group, "upright")).rstrip() + "\n"


def _commands(command: Any, name: str) -> Iterator[str]:
    if hasattr(command, "commands"):
        for child in command.commands:
            yield from _commands(command.commands[child], f"{name} {child}")
        return
    arguments = [_argument(parameter) for parameter in command.params if _is_argument(parameter)]
    options = ["[OPTIONS]"] if any(not _is_argument(parameter) for parameter in command.params) else []
    yield f"## {name}\n\n{command.help}\n\n```\n{' '.join([name, *options, *arguments])}\n```\n"
    rows = [row for row in map(_parameter, command.params) if row]
    if rows:
        yield "| | |\n|---|---|\n" + "\n".join(rows) + "\n"


def _is_argument(parameter: Any) -> bool:
    return not parameter.opts[0].startswith("-")


def _argument(parameter: Any) -> str:
    name: str = parameter.metavar or parameter.name.upper()
    return name + ("..." if parameter.nargs == -1 else "")


def _parameter(parameter: Any) -> str | None:
    text = " ".join((parameter.help or "").split())
    if _is_argument(parameter):
        return f"| `{_argument(parameter)}` | {text} |" if text else None
    kind = parameter.type_descriptor.annotation
    values = "\\|".join(each.value for each in kind) if isinstance(kind, type) and issubclass(kind, enum.Enum) else parameter.metavar or ""
    default = getattr(parameter.default, "value", parameter.default)
    said = f" Default: {default}." if default not in (None, "") and not isinstance(default, Path) else ""
    return f"| `{', '.join(parameter.opts)}{' ' if values else ''}{values}` | {text}{said} |"


if __name__ == "__main__":
    sys.exit(main())
