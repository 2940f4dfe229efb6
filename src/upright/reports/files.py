"""What files of every kind have in common: the same content gives the same bytes, whenever and wherever they are made."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Callable
from importlib.resources import files
from typing import Any, BinaryIO, cast

from upright.exceptions import UprightError

_ZIPPED = (1980, 1, 1, 0, 0, 0)  # the day that a zip counts from, in every file


def noon(day: dt.date) -> dt.datetime:
    """A day as a moment, of which files need one."""
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


def as_it_is(_name: str, content: bytes) -> bytes:
    """Content of a package that nothing is changed in."""
    return content


def repack(package: io.BytesIO, out: BinaryIO, changed: Callable[[str, bytes], bytes] = as_it_is) -> None:
    """Write a zipped package out with the same dates in it, whenever it was made. `changed`: what becomes of a file in it, by its name."""
    with zipfile.ZipFile(package) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fixed:
        for info in made.infolist():
            content = changed(info.filename, made.read(info))
            fixed.writestr(zipfile.ZipInfo(info.filename, _ZIPPED), content, zipfile.ZIP_DEFLATED)


def write_pdf(template: str, name: str, made: Any, dated: dt.date, out: BinaryIO) -> None:
    """Write PDF/UA-1 by a template of this package, which has what is `made` as JSON in `sys.inputs` under a name.

    UprightError when no font on this machine has a character (Chinese, Arabic): Word files need none.
    """
    import typst  # takes a while to import, and few requests need it  # noqa: PLC0415

    source = files(__package__).joinpath(template).read_bytes()
    compiler = typst.Compiler(source, sys_inputs={name: json.dumps(made, ensure_ascii=False)})
    try:
        out.write(cast(bytes, compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=noon(dated))))
    except typst.TypstError as error:
        if missing := re.search(r"the text `\"(.+?)\"` could not be displayed", error.message):
            message = (
                f"no font on this machine has “{missing[1]}”, so there can be no PDF: take Word or Excel, or install a font that has it"
            )
            raise UprightError(message) from error
        raise
