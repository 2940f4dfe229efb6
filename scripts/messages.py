"""Bring the translations up to date with the messages of the templates and the code. --check: say what is out of date, exit with 1.

Each language has `locale/<language>/LC_MESSAGES/django.po`, written by translators, and `django.mo` beside it, compiled. A message that is no
more is dropped, a new one is added without a translation; nothing is translated by likeness. No other program is needed.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from django.utils.translation.template import templatize

WEB = Path(__file__).resolve().parents[1] / "src" / "upright" / "web"
_HEADERS = frozenset({"Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"})
_CONTEXT = (1, "c")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": (_CONTEXT, 2),
    "pgettext_lazy": (_CONTEXT, 2),
    "npgettext": (_CONTEXT, 2, 3),
}


def _sources() -> Iterator[tuple[str, str]]:
    """Name and text of each file that holds messages: code as it is, a template as code that has nothing but its messages."""
    for path in sorted(WEB.rglob("*.py")):
        yield path.relative_to(WEB).as_posix(), path.read_text(encoding="utf-8")
    for below in ("archive", "tracking", "reports"):
        for path in sorted((WEB.parent / below).rglob("*.py")):
            yield path.relative_to(WEB.parent).as_posix(), path.read_text(encoding="utf-8")
    for path in sorted([*(WEB / "templates").rglob("*.html"), *(WEB / "templates").rglob("*.txt")]):
        code = templatize(path.read_text(encoding="utf-8"))
        yield path.relative_to(WEB).as_posix(), "\n".join(map(str.strip, code.splitlines()))  # without what would look like blocks


def found() -> Catalog:
    """All messages, each with the files that it stands in."""
    catalog = Catalog()
    for name, code in _sources():
        for _line, message, comments, context in extract("python", io.BytesIO(code.encode()), keywords=KEYWORDS):
            catalog.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalog


class Translation(Catalog):
    """A catalogue whose header says what programs need of it, and not when and by what it was written."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in super().mime_headers if name in _HEADERS]


def updated(known: Catalog, messages: Catalog) -> Translation:
    """The messages with the translations that are known of them."""
    fresh = Translation(known.locale, header_comment="# The words of the site.", fuzzy=False)
    for message in messages:
        if message.id:
            before = known.get(message.id, message.context)
            same = before is not None and before.pluralizable == message.pluralizable and not before.fuzzy
            fresh.add(
                message.id, before.string if before and same else None, message.locations, message.flags,
                message.auto_comments, before.user_comments if before else (), context=message.context,
            )  # fmt: skip
    return fresh


def _read(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return pofile.read_po(stream, locale=path.parts[-3])


def _files(path: Path, catalog: Catalog) -> dict[Path, bytes]:
    """The catalogue as a .po file and as the .mo file beside it."""
    po, mo = io.BytesIO(), io.BytesIO()
    pofile.write_po(po, catalog, width=120, include_lineno=False)
    mofile.write_mo(mo, catalog)
    return {path: po.getvalue(), path.with_suffix(".mo"): mo.getvalue()}


def wrong(path: Path, messages: Catalog) -> Iterator[str]:
    """What is out of date in the translation of a language, or cannot be: a placeholder that is lost, a plural too few."""
    known = _read(path)
    for file, content in _files(path, updated(known, messages)).items():
        if not file.exists() or file.read_bytes() != content:
            yield f"{file}: out of date; run `make messages`"
    for message, errors in known.check():
        yield from (f"{path}: {message.id}: {error}" for error in errors)


def update(path: Path, messages: Catalog) -> None:
    """Write the files of a language, and say how many messages it leaves in English."""
    catalog = updated(_read(path), messages)
    for file, content in _files(path, catalog).items():
        file.write_bytes(content)
    print(f"{path.parts[-3]}: {len(catalog)} messages, {sum(map(_missing, catalog))} without a translation")


def _missing(message: Message) -> bool:
    string = message.string
    return bool(message.id) and not (all(string) if isinstance(string, list | tuple) else string)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing")
    parser.add_argument("--locale", type=Path, default=WEB / "locale", help="the folder of the languages")
    asked = parser.parse_args()
    messages = found()
    problems: list[str] = []
    for path in sorted(asked.locale.glob("*/LC_MESSAGES/django.po")):
        if asked.check:
            problems += wrong(path, messages)
        else:
            update(path, messages)
    print(*problems, sep="\n", end="\n" if problems else "", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
