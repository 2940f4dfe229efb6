"""A first look: read the documents at hand and show what is in them."""

from __future__ import annotations

import os
import secrets
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Count, QuerySet
from rich.console import Console
from rich.table import Table
from rich.text import Text

from upright import home, states, table
from upright.archive import load, models, people
from upright.archive.load import Loaded
from upright.archive.rows import ROW_OF, reading_of
from upright.cache import Cache
from upright.exceptions import NotFound
from upright.pipeline import Failure
from upright.readers.reading import Reading
from upright.records import Finding, Kind, Recommendation
from upright.reports import drafts
from upright.tracking import sample

CORPUS = "UPRIGHT_CORPUS"  # environment variable: a folder with `documents`
ACCOUNT = "editor"
SHOWN_FIRST = "A/HRC/28/10"  # the report to look into, where it is there
_COUNTED = ("recommendation", "statement", "position", "finding", "unread")
_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """The files and folders that the demo reads, and one line that says which."""

    paths: list[Path]
    said: str


def documents() -> Documents:
    """Real documents where they are at hand (UPRIGHT_CORPUS, or ../shared beside the repository), else the specimens; NotFound without."""
    repository = _HERE.parents[1]
    corpus = Path(os.environ.get(CORPUS) or repository.parent / "shared") / "documents"
    if corpus.is_dir():
        return Documents(paths=[corpus], said=f"Reading the documents in {corpus}.")
    for specimens in (repository / "specimens" / "files", _HERE / "specimens"):
        if specimens.is_dir():
            return Documents(
                paths=_each_once(specimens),
                said=f"No real documents at hand (set {CORPUS} to a folder that holds `documents`): reading the specimens,\n"
                f"documents of a State that does not exist, in {specimens}.",
            )
    raise NotFound(
        f"there are no documents to show: set {CORPUS} to a folder that holds `documents`, or read your own with: upright read FOLDER"
    )


def _each_once(specimens: Path) -> list[Path]:
    """The specimens without those that say the same again: texts, which have no symbol to be known by, and those with slips in them."""
    return sorted(path for path in specimens.iterdir() if path.suffix != ".txt" and not path.stem.startswith("slips"))


def loaded(paths: Sequence[Path], progress: Callable[[int, int], None] | None) -> Iterator[Loaded | Failure]:
    """Documents, put into the archive one by one."""
    return load.load(paths, workers=min(os.cpu_count() or 1, 4), cache=Cache(), origin="demo", progress=progress)


def account() -> str:
    """An account to try corrections with; its password, which is another one each time."""
    password = secrets.token_urlsafe(12)
    people.give_account(ACCOUNT, password)
    return password


def sample_desk() -> str:
    """A desk to try, for the State of the report that is shown first; what to sign in with. Made anew where it is there."""
    report = _shown_first(models.Document.objects.filter(kind=Kind.WORKING_GROUP_REPORT, principal=True).exclude(state=None))
    if report is None or report.state is None:
        raise NotFound("there is no report of a State's review here: a desk has nothing to follow up")
    made = sample.make(report.state, states.name(report.state, "en"), report)
    drafts.make("mid_term", report, made.mechanism, by=made.coordinator)
    accounts = ", ".join(made.accounts)
    return (
        f"A sample desk of {states.name(report.state, 'en')}: its institutions, people and work are invented.\n"
        f"Accounts: {accounts}; password of each: {made.password}\n"
        f"On the site: /desk/{report.state}; a mid-term draft and OHCHR's matrix, filled: /desk/{report.state}/reports\n"
        f"Other commands on this archive: {home.HOME}={home.folder()} upright static FOLDER; the same before: upright audit verify"
    )


def _shown_first(reports: QuerySet[models.Document]) -> models.Document | None:
    counted = reports.annotate(n=Count("recommendation"))
    return max(counted, key=lambda report: (report.symbol == SHOWN_FIRST, report.file.endswith(".pdf"), report.n), default=None)


def show(outcomes: Iterable[Loaded | Failure]) -> None:
    """What was found in all of them, then one report in detail."""
    console = table.console()
    failures = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    console.print(_summary(_counts()))
    _not_read(failures, console)
    best = _shown_first(models.Document.objects.filter(kind=Kind.WORKING_GROUP_REPORT, principal=True))
    if best:
        _look_into(reading_of(best), console)


def _counts() -> dict[str, Counter[str]]:
    """How many documents of each kind there are, and how many records of some kinds in them."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for kind in models.Document.objects.values_list("kind", flat=True):
        counts[kind]["documents"] += 1
    for name in _COUNTED:
        found = ROW_OF[name]._default_manager.values_list("document__kind").annotate(n=Count("pk")).order_by()
        for kind, times in found:
            counts[kind][name] += times
    return counts


def _summary(counts: dict[str, Counter[str]]) -> Table:
    summary = Table(title="What was found", title_justify="left", title_style="bold", box=None, header_style="dim", padding=(0, 2, 0, 0))
    summary.add_column("kind of document")
    for name in ("documents", *(kind if kind == "unread" else f"{kind}s" for kind in _COUNTED)):
        summary.add_column(name, justify="right")
    for kind, counted in sorted(counts.items(), key=lambda item: -item[1]["documents"]):
        summary.add_row(kind.replace("_", " "), *(f"{counted[name]:,}" if counted[name] else "" for name in ("documents", *_COUNTED)))
    return summary


def _not_read(failures: list[Failure], console: Console) -> None:
    reasons = Counter(failure.message.partition(": ")[2].partition(";")[0] for failure in failures)
    if reasons:
        console.print(Text(f"\nNot read ({len(failures)})", style="bold"))
    for reason, times in reasons.most_common():
        console.print(Text(f"  {times} {'file' if times == 1 else 'files'}: {reason}", style="dim"))


def _look_into(reading: Reading, console: Console) -> None:
    console.print()
    console.print(table.heading(reading))
    recommendations = reading.of(Recommendation)
    for title, record in _chosen(recommendations):
        console.print(Text(f"\n{title}\n", style="bold"))
        console.print(table.passage(reading, record))
    findings = reading.of(Finding)
    if findings:
        console.print(Text("What the report says against itself\n", style="bold"))
        for finding in findings[:8]:
            console.print(Text(f"  {finding.severity.value}: {finding.message}"))
    symbol, number = reading.identity.symbol, recommendations[0].number if recommendations else None
    if symbol and number:
        command = ".venv/bin/upright"
        following = f"{command} show {symbol} {number}; {command} read FOLDER --format xlsx --output records.xlsx"
        console.print(Text(f"\nNext: {following}", style="dim"))


def _chosen(recommendations: tuple[Recommendation, ...]) -> list[tuple[str, Recommendation]]:
    """The first recommendation, the first that several States make, and the first with a footnote."""
    wanted: dict[str, Callable[[Recommendation], object]] = {
        "The first recommendation, beside its passage": lambda record: record.text,
        "One that several States make": lambda record: len(record.states) > 1,
        "One with a footnote, which is kept apart": lambda record: record.footnotes,
    }
    found = [(title, next((record for record in recommendations if fits(record)), None)) for title, fits in wanted.items()]
    return [(title, record) for title, record in found if record]
