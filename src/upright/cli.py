"""The commands. Data goes to stdout; progress, summaries and one line for each file that could not be read go to stderr.

Exit codes: 0 all was done; 1 a file could not be read, or what was asked for is not there; 2 the command was not understood; 130 Ctrl-C.
What a command needs is imported when it runs: `upright --help` must not wait for a PDF library.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upright import archive_cli
from upright.console import bar, counted, say
from upright.exceptions import NotFound, UprightError

if TYPE_CHECKING:
    from rich.console import Console

    from upright.cache import Cache
    from upright.linking import Linked, Request
    from upright.readers.reading import Reading
    from upright.records import Label, Record

SEVERAL = 3  # more documents than this are shown as one line each
INTERRUPTED = 130

app = typer.Typer(
    help="What was asked, what was answered, what was done: reads the documents of human rights reviews into exact records.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
cache_app = typer.Typer(help="What was read before, so that unchanged files are not read again.", no_args_is_help=True)
app.add_typer(cache_app, name="cache")
archive_cli.add_to(app)


class Format(StrEnum):
    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


class Language(StrEnum):
    """The six languages of the United Nations."""

    ARABIC = "ar"
    CHINESE = "zh"
    ENGLISH = "en"
    FRENCH = "fr"
    RUSSIAN = "ru"
    SPANISH = "es"


Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH", help="Files, or folders that are read with everything below them.", show_default=False)
]
As = Annotated[Format, typer.Option("--format", help="A table for the eye, or records.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there (CSV: a folder) instead of stdout.")
]  # fmt: skip
Workers = Annotated[int, typer.Option("--workers", min=1, metavar="N", help="Read in N processes.")]
Dask = Annotated[
    str | None, typer.Option("--dask", metavar="ADDRESS", help="Read on the Dask cluster at this address (tcp://HOST:8786) instead.")
]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"upright {version('upright')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")] = False,
) -> None:
    pass


@app.command()
def read(
    paths: Paths,
    format: As = Format.TABLE,  # noqa: A002
    output: Output = None,
    only: Annotated[
        str, typer.Option("--only", metavar="KIND,...", help="Only these kinds of record, for example recommendation,statement.")
    ] = "",
    workers: Workers = 1,
    dask: Dask = None,
) -> None:
    """Read documents into records."""
    from upright.export import KINDS

    kinds = _only(only, KINDS, "kind of record", "kinds")
    _spare_the_sources(output, paths)
    run = _Run(paths, workers, dask)
    with _staged(_fitting(output, format), run) as path, _writer(format, path, kinds, several=_several(paths)) as write:
        for reading in run:
            write(reading)
    run.end()


@app.command()
def link(
    paths: Paths,
    format: As = Format.TABLE,  # noqa: A002
    output: Output = None,
    only: Annotated[str, typer.Option("--only", metavar="KIND,...", help="Only these kinds of record: link, dossier.")] = "",
    workers: Workers = 1,
) -> None:
    """Find the records that ask a State for the same, in documents of any cycle and body, and put them together in dossiers."""
    from upright import linking
    from upright.records import BETWEEN

    kinds = _only(only, [record.NAME for record in BETWEEN], "kind of record", "kinds")
    _spare_the_sources(output, paths)
    run = _Run(paths, workers, None)
    with _staged(_fitting(output, format), run) as path, _link_writer(format, path, kinds) as write:
        others: Counter[str] = Counter()  # documents that are not compared, by language
        asked = list(linking.requests(_counted(run, others)))
        if others:
            named = ", ".join(f"{language} {number}" for language, number in sorted(others.items()))
            say(f"{counted(others.total(), 'document')} not linked: only English is compared ({named})")
        with bar("linking") as progress:
            found = linking.of_requests(asked, progress=progress)
        write(found, asked)
    run.end()


def _counted(run: Iterable[Reading], others: Counter[str]) -> Iterator[Reading]:
    """The readings, counting those whose language keeps them from being linked."""
    from upright import linking

    for reading in run:
        if linking.in_another_language(reading):
            others[reading.identity.language or "language unknown"] += 1
        yield reading


@app.command()
def label(
    paths: Paths,
    format: As = Format.TABLE,  # noqa: A002
    output: Output = None,
    only: Annotated[
        str, typer.Option("--only", metavar="SCHEME,...", help="Only these schemes, for example upr_info_action,treaties.")
    ] = "",
    workers: Workers = 1,
) -> None:
    """Say of each record what it is about and how strongly it asks, and the words that decided."""
    from upright import labelling

    schemes = _only(only, labelling.SCHEMES, "scheme", "schemes")
    _spare_the_sources(output, paths)
    run = _Run(paths, workers, None)
    with _staged(_fitting(output, format), run) as path, _label_writer(format, path) as write:
        for reading in run:
            write(reading, [each for each in labelling.labels(reading) if not schemes or each.scheme in schemes])
    run.end()


@app.command()
def train(
    sources: Annotated[
        list[Path], typer.Option("--from", metavar="FILE", help="Coded recommendations: UPR Info's export (CSV), or JSON lines.")
    ],
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", help="Where the weights go (default: in the folder of the archive, where they are used)."),
    ] = None,
) -> None:
    """Train the models of labels anew, from coded recommendations of one's own."""
    from upright import home
    from upright.labelling import training, weights

    rows = []
    for source in sources:
        found, passed = training.read(source)
        say(f"{source}: {len(found):,} coded recommendations" + (f"; {passed:,} lines without text, State or action" if passed else ""))
        rows += found
    for path in training.train(rows, to or home.made() / weights.FOLDER, say):
        print(path)


@app.command()
def check(paths: Paths, workers: Workers = 1, dask: Dask = None) -> None:
    """Show what documents say against themselves."""
    from upright import table

    console = table.console()
    run = _Run(paths, workers, dask)
    for reading in run:
        found = any(record.NAME == "finding" for record in reading.records)
        console.print(table.document(reading, ("finding",)) if found else f"{reading.file}: nothing found\n")
    run.end()


@app.command()
def show(
    symbol: Annotated[str, typer.Argument(help="The document's symbol, for example A/HRC/28/10.", show_default=False)],
    number: Annotated[str, typer.Argument(help="The number of a recommendation or a paragraph, for example 124.2.", show_default=False)],
    folder: Annotated[Path | None, typer.Option("--in", metavar="FOLDER", help="Look in this folder, not in what was read before.")] = None,
) -> None:
    """Show a record beside its passage and page."""
    from upright import table

    console = table.console()
    for reading, record in _lookup(symbol, number, folder):
        console.print(table.passage(reading, record))


@app.command()
def text(file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)]) -> None:
    """Print the extracted text that all offsets refer to."""
    from upright.extract import extract

    sys.stdout.write(extract(file).text)


@app.command()
def fetch(
    symbol: Annotated[str, typer.Argument(help="The document's symbol, for example A/HRC/28/10.", show_default=False)],
    language: Annotated[Language, typer.Option("--language", "-l", help="Which language version.")] = Language.ENGLISH,
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="The folder to put it in.")] = Path(),
) -> None:
    """Get a document from the official documents site of the United Nations."""
    from upright.fetch import fetch as get

    with bar("fetching") as progress:
        got = get(symbol, language.value, to, progress=progress)
    print(got.path)
    if got.already_there:
        say("it was already there; delete it to fetch it again")


@app.command()
def schema() -> None:
    """Print the JSON Schema of one line of `upright read --format jsonl`."""
    import json

    from upright import schema as module

    print(json.dumps(module.schema(), indent=2, ensure_ascii=False))


@cache_app.command("path")
def cache_path() -> None:
    """Print the folder."""
    print(_cache().folder)


@cache_app.command("info")
def cache_info() -> None:
    """Say how much is in it."""
    size = _cache().size()
    print(f"{size.current} readings, {size.older} of older reader versions, {size.bytes / 1e6:.1f} MB in {_cache().folder}")


@cache_app.command("clear")
def cache_clear() -> None:
    """Forget all that was read."""
    size = _cache().clear()
    print(f"{size.current + size.older} readings removed ({size.bytes / 1e6:.1f} MB)")


def _cache() -> Cache:
    from upright.cache import Cache

    return Cache()


class _Run:
    """The readings of a run; on stderr a line for each file that failed and a summary of several; at its end exit code 1 if any failed."""

    def __init__(self, paths: list[Path], workers: int, dask: str | None) -> None:
        self._paths, self._workers, self._dask = paths, workers, dask
        self._failed = 0
        self.read = 0

    def __iter__(self) -> Iterator[Reading]:
        from upright import pipeline

        begun = time.monotonic()
        found = pipeline.find(self._paths)
        if not found.files:
            endings = ", ".join(sorted(pipeline.SUFFIXES))
            raise NotFound(f"there is nothing to read in {', '.join(map(str, self._paths))}: no file ends in {endings}")
        counts: Counter[str] = Counter()
        with bar("reading") as progress:
            for outcome in pipeline.read_paths(found.files, workers=self._workers, dask=self._dask, cache=_cache(), progress=progress):
                if isinstance(outcome, pipeline.Failure):
                    self._failed += 1
                    say(outcome.message)
                else:
                    self.read += 1
                    counts.update(record.NAME for record in outcome.records)
                    yield outcome
        if len(found.files) > 1:
            say(_summary(len(found.files), self._failed, found.skipped, counts, time.monotonic() - begun))

    def end(self) -> None:
        """To be called when what was read is written."""
        if self._failed:
            raise typer.Exit(1)


def _spare_the_sources(output: Path | None, paths: list[Path]) -> None:
    """Nobody means to write the records over the document that they are read from."""
    from upright import pipeline

    if output and output.exists() and any(output.samefile(file) for file in pipeline.find(paths).files if file.exists()):
        raise UprightError(f"{output} is one of the documents to read: give --output another name")


PART = ".part-"
_ENDINGS = {".jsonl": Format.JSONL, ".csv": Format.CSV, ".xlsx": Format.XLSX}


def _fitting(output: Path | None, format: Format) -> Path | None:  # noqa: A002
    """The output, when its ending is not that of another format."""
    meant = _ENDINGS.get(output.suffix.lower()) if output else None
    if meant and meant is not format:
        raise UprightError(f"{output} would hold {format.value}, not what its name says: add --format {meant.value}, or give another name")
    return output


@contextmanager
def _staged(output: Path | None, run: _Run) -> Iterator[Path | None]:
    """Where to write, so that a file of that name is replaced only by a whole one: not by a run that was interrupted or read nothing."""
    if output is None or output.is_dir() or not output.suffix:
        yield output
        return
    part = output.with_name(f"{PART}{output.name}")
    try:
        yield part
        if run.read and part.exists():
            part.replace(output)
    finally:
        part.unlink(missing_ok=True)


def _summary(files: int, failed: int, skipped: int, counts: Counter[str], seconds: float) -> str:
    counted = [f"{counts[kind]:,} {kind}s" for kind in ("recommendation", "statement", "position", "finding") if counts[kind]]
    parts = [f"{files - failed} of {files} files read in {seconds:.1f} s", *counted]
    if counts["unread"]:
        parts.append(f"{counts['unread']:,} passages not read")
    if skipped:
        parts.append(f"{skipped} files of other types passed over")
    return "; ".join(parts)


def _only(names: str, known: Collection[str], one: str, several: str) -> tuple[str, ...]:
    """The names after --only, each once; `one` and `several` say what they name, where there is none of a name."""
    wanted = tuple(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))
    for name in wanted:
        if name not in known:
            raise typer.BadParameter(f"there is no {one} '{name}'; the {several} are {', '.join(known)}", param_hint="--only")
    return wanted


def _several(paths: list[Path]) -> bool:
    from upright import pipeline

    return len(pipeline.find(paths).files) > SEVERAL


@contextmanager
def _writer(format: Format, output: Path | None, kinds: tuple[str, ...], *, several: bool) -> Iterator[Callable[[Reading], None]]:  # noqa: A002
    """A function that writes a reading in a format."""
    with _writable(output):
        if format is Format.TABLE:
            with _tables(output, kinds, several=several and not kinds) as write:
                yield write
        else:
            with _exporter(format, output, kinds) as exporter:
                yield lambda reading: exporter.write(record for record in reading.records if not kinds or record.NAME in kinds)


@contextmanager
def _label_writer(format: Format, output: Path | None) -> Iterator[Callable[[Reading, Sequence[Label]], None]]:  # noqa: A002
    """A function that writes the labels of a reading; in a table beside the words of its records."""
    from upright import labelling, table

    with _writable(output):
        if format is Format.TABLE:
            with _console(output) as console:
                yield lambda reading, found: console.print(table.labels(reading, found, labelling.texts))
        else:
            with _exporter(format, output, ("label",)) as exporter:
                yield lambda _reading, found: exporter.write(iter(found))


@contextmanager
def _link_writer(format: Format, output: Path | None, kinds: tuple[str, ...]) -> Iterator[Callable[[Linked, Sequence[Request]], None]]:  # noqa: A002
    """A function that writes what was linked; in a table the dossiers, with the words of their members."""
    from upright import table

    with _writable(output):
        if format is Format.TABLE:
            with _console(output) as console:
                yield lambda found, asked: console.print(table.dossiers(found.dossiers, asked))
        else:
            with _exporter(format, output, kinds) as exporter:
                yield lambda found, _asked: exporter.write(
                    each for each in (*found.links, *found.dossiers) if not kinds or each.NAME in kinds
                )


@contextmanager
def _console(output: Path | None) -> Iterator[Console]:
    """For tables: in a file, or on stdout."""
    from upright import table

    with output.open("w", encoding="utf-8") if output else nullcontext() as file:
        yield table.console(file)


@contextmanager
def _writable(output: Path | None) -> Iterator[None]:
    """Says in one sentence why a file cannot be written."""
    try:
        yield
    except OSError as error:
        if output is None:
            raise
        raise UprightError(f"{str(output).replace(PART, '')} cannot be written: {error.strerror or error}") from error


def _exporter(format: Format, output: Path | None, kinds: tuple[str, ...]) -> AbstractContextManager[Any]:  # noqa: A002
    from upright import export

    if format is Format.JSONL:
        return export.Jsonl(output)
    if format is Format.CSV:
        return export.Csv(output, kinds)
    if output is None:
        raise UprightError("a spreadsheet needs a file: name it with --output, for example --output records.xlsx")
    return export.Xlsx(output)


@contextmanager
def _tables(output: Path | None, kinds: tuple[str, ...], *, several: bool) -> Iterator[Callable[[Reading], None]]:
    """Each document in full; of several one line each, unless kinds of record are asked for."""
    from upright import table

    with _console(output) as console:
        if several:
            lines: list[table.Line] = []
            yield lambda reading: lines.append(table.line(reading))
            console.print(table.overview(lines))
        else:
            yield lambda reading: console.print(table.document(reading, kinds))


def _lookup(symbol: str, number: str, folder: Path | None) -> Iterator[tuple[Reading, Record]]:
    from upright import lookup

    readings = lookup.in_folder(folder, _cache(), symbol) if folder else lookup.in_cache(_cache(), symbol)
    return lookup.records(readings, symbol, number)


def main() -> None:
    """The command `upright`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    try:
        app()
    except UprightError as error:
        say(str(error))
        sys.exit(1)
    except SystemExit as end:
        if end.code == INTERRUPTED:
            say("interrupted; what was read is kept, the same command goes on from there")
        raise
