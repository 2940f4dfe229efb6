"""What was read, for the eye: tables in a terminal, plain text elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from textwrap import shorten
from typing import IO, TYPE_CHECKING, Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from upright import export, taxonomies
from upright.readers.reading import Reading
from upright.records import (
    DocumentRecord,
    Dossier,
    Finding,
    Label,
    Pledge,
    PositionRecord,
    Question,
    Recommendation,
    Record,
    Review,
    Source,
    Statement,
    Unread,
)

if TYPE_CHECKING:  # whoever shows a document does not wait for what links need
    from upright.linking import Request

PIPED_WIDTH = 160
_BEGINNING = 80  # characters of a record that is named by the beginning of its words
_STYLES = {"error": "bold red", "warning": "yellow", "note": "dim", "supported": "green", "noted": "red", "pending": "yellow"}


class _Plain(Console):
    """Lines without colours, of one width, with nothing at their ends."""

    def print(self, *objects: object, **options: Any) -> None:
        with self.capture() as captured:
            super().print(*objects, **options)
        self.file.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def console(file: IO[str] | None = None) -> Console:
    """A console of the terminal's width; elsewhere plain text of a fixed width, so that the same input gives the same lines."""
    made = Console(file=file, highlight=False, emoji=False, markup=False)
    return made if made.is_terminal else _Plain(file=file, highlight=False, emoji=False, markup=False, width=PIPED_WIDTH, color_system=None)


def document(reading: Reading, only: Sequence[str]) -> RenderableType:
    """One document: what it is, then a table for each kind of record that was found (or that `only` names)."""
    parts: list[RenderableType] = [heading(reading)]
    if not only:
        parts += [Padding(_review(review), (0, 2)) for review in reading.of(Review)]
    for kind in only or ("recommendation", "statement", "position", "pledge", "question", "finding", "unread"):
        found = reading.of(export.KINDS[kind])
        if found:
            parts += [Text(), _table(found)]
        elif only:
            parts.append(Text(f"  no {kind.replace('_', ' ')} records", style="dim"))
    return Group(*parts, Text())


def dossiers(found: Sequence[Dossier], asked: Sequence[Request]) -> RenderableType:
    """The dossiers of several members, State by State, each with its members in the order of time."""
    of = {each.ref: each for each in asked}
    parts: list[RenderableType] = []
    for each in found:
        if len(each.members) > 1:
            parts.append(Text(f"{each.state}  {each.title}", style="bold").append(f"  ({len(each.members)})", style="dim not bold"))
            table = Table.grid("", "", padding=(0, 2))
            for ref in each.members:
                table.add_row(f"  {ref.symbol or of[ref].source.file} {ref.key}", of[ref].text)
            parts += [table, Text()]
    single = sum(len(each.members) == 1 for each in found)
    return Group(*parts, Text(f"{len(found) - single} dossiers; {single} records that nothing else asks"))


def labels(
    reading: Reading, found: Sequence[Label], texts: Callable[[Reading, Record], Iterable[tuple[str, str, Source]]]
) -> RenderableType:
    """The labels of a document: recommendations first, each record with its number and the beginning of its words.

    `texts`: what is labelled of a record (`labelling.texts`).
    """
    of: dict[tuple[str, Source], list[Label]] = {}
    for label in found:
        of.setdefault((label.of, label.source), []).append(label)
    table = _empty(f"Labels ({len(found)})", ("of", "text", "scheme", "label", "confidence", "the words that decided"))
    for record in sorted(reading.records, key=lambda each: not isinstance(each, Recommendation)):
        for number, text, source in texts(reading, record):
            beginning = (number, shorten(text, _BEGINNING, placeholder=" …"))
            for label in of.pop((number, source), ()):
                table.add_row(*beginning, label.scheme, _in_words(label), f"{label.confidence:.2f}", label.because or "")
                beginning = ("", "")
    return Group(heading(reading), Text(), table, Text())


def _in_words(label: Label) -> str:
    """A label, with its name where it is a number or a code."""
    value = taxonomies.scheme(label.scheme, label.edition).find(label.value)
    named = label.value if value is None or value.name == label.value else f"{label.value} {value.name}"
    return shorten(named, _BEGINNING, placeholder=" …")


def heading(reading: Reading) -> Text:
    """Symbol, title, and the file that it was read from."""
    identity = reading.identity
    pages = next((record.pages for record in reading.of(DocumentRecord)), None)
    facts = [reading.file, identity.kind.replace("_", " "), identity.language or "", f"{pages} pages" if pages else ""]
    line = Text(identity.symbol or identity.title or "no symbol", style="bold")
    if identity.symbol and identity.title:
        line.append(f"  {identity.title}", style="not bold")
    return line.append("\n  " + ", ".join(fact for fact in facts if fact), style="dim not bold")


def _review(review: Review) -> Text:
    dates = " to ".join(date.isoformat() for date in review.session_dates or ())
    facts = {
        "State under review": review.state_under_review,
        "Working Group session": f"{review.working_group_session or ''} {f'({dates})' if dates else ''}".strip(),
        "reviewed on": review.reviewed_on and review.reviewed_on.isoformat(),
        "head of delegation": review.head_of_delegation,
        "troika": ", ".join(review.troika),
        "advance questions from": ", ".join(review.advance_questions_from),
        "statements announced": review.statements_announced and str(review.statements_announced),
    }
    return Text("\n".join(f"{name}: {value}" for name, value in facts.items() if value))


_Row = tuple[str | Text, ...]


def _recommendation(record: Recommendation) -> _Row:
    return record.number or f"in {record.source.paragraph}", record.text, ", ".join(record.states), _stance(record)


def _stance(record: Recommendation | PositionRecord) -> Text:
    position = record.position.replace("_", " ") if record.position else "not stated"
    text = Text(position, style=_STYLES.get(position, ""))
    if record.progress:
        text.append(f", {record.progress.replace('_', ' ')}")
    if isinstance(record, Recommendation) and record.position_in_force and record.position_in_force != record.position:
        text.append(f"; in force: {record.position_in_force.replace('_', ' ')}", style="bold")
    return text


def _statement(record: Statement) -> _Row:
    acts = Counter(act.act.value for act in record.acts)
    return record.paragraph or "", ", ".join(record.by), ", ".join(act if times == 1 else f"{act} x{times}" for act, times in acts.items())


def _position(record: PositionRecord) -> _Row:
    return record.recommendation.number, _stance(record), record.reason or record.position_as_stated or "", record.stated_in


def _finding(record: Finding) -> _Row:
    severity = record.severity.value
    return Text(severity, style=_STYLES[severity]), ", ".join(record.paragraphs), record.message, record.check.replace("_", " ")


_TABLES: dict[type[Record], tuple[str, tuple[str, ...], Callable[..., _Row]]] = {
    Recommendation: ("Recommendations", ("number", "recommendation", "from", "position"), _recommendation),
    Statement: ("Statements", ("paragraph", "by", "what was done in it"), _statement),
    PositionRecord: ("Positions", ("on", "position", "in its words", "stated in"), _position),
    Pledge: ("Pledges", ("paragraph", "pledge", "made in"), lambda record: (record.source.paragraph or "", record.text, record.made_in)),
    Question: ("Questions", ("question", "by", "text"), lambda record: (record.id, ", ".join(record.asked_by), record.text)),
    Finding: ("Findings", ("", "paragraphs", "what does not agree", "check"), _finding),
    Unread: (
        "Not read",
        ("paragraph", "page", "why"),
        lambda record: (record.source.paragraph or "", str(record.source.page or ""), record.reason),
    ),
}
_LONG = frozenset(
    {"recommendation", "what was done in it", "in its words", "pledge", "text", "what does not agree", "why", "the words that decided"}
)


def _table(records: Sequence[Record]) -> Table:
    title, names, row = _TABLES.get(type(records[0])) or _generic(type(records[0]))
    table = _empty(f"{title} ({len(records)})", names)
    for record in records:
        table.add_row(*row(record))
    return table


def _empty(title: str, names: Iterable[str]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, header_style="dim", padding=(0, 2, 0, 0))
    for name in names:
        table.add_column(name, ratio=1 if name in _LONG else None, overflow="fold", max_width=None if name in _LONG else 36)
    return table


def _generic(kind: type[Record]) -> tuple[str, tuple[str, ...], Callable[..., _Row]]:
    """Any other kind of record: where it stands, and its own fields."""
    names = export.columns(kind)
    own = [at for at, name in enumerate(names) if not name.startswith("source.") and name != "document"]

    def row(record: Record) -> _Row:
        cells = export.row(record)
        return (record.source.paragraph or "", *("" if cells[at] is None else str(cells[at]) for at in own))

    return kind.NAME, ("paragraph", *(names[at] for at in own)), row


Line = tuple[str, ...]


def line(reading: Reading) -> Line:
    """One document in one line."""
    counts = Counter(record.NAME for record in reading.records)
    shown = [counts[kind] for kind in ("recommendation", "statement", "position", "finding", "unread")]
    identity = reading.identity
    return identity.symbol or "", identity.kind.replace("_", " "), reading.file, *(str(count or "") for count in shown)


def overview(lines: Iterable[Line]) -> Table:
    """Many documents, one line for each."""
    table = _empty("", ("symbol", "kind", "file", "recommendations", "statements", "positions", "findings", "not read"))
    for column in table.columns[3:]:
        column.justify = "right"
    for each in lines:
        table.add_row(*each)
    return table


def passage(reading: Reading, record: Record, lines: int = 2) -> Group:
    """A record beside its passage: its fields, then the passage in the text layer with a few lines around it."""
    return Group(_fields(record), Text(), _where(reading, record), Padding(_excerpt(reading, record, lines), (0, 0, 1, 4)))


def _fields(record: Record) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("record", Text(record.NAME, style="bold"))
    for field in fields(record):
        said = _said(getattr(record, field.name))
        if said and field.name != "source":
            table.add_row(field.name.replace("_", " "), said)
    return table


def _said(value: object) -> str:
    """A value in words: a list of objects is a line for each, an object the words that it holds, without offsets."""
    if isinstance(value, tuple):
        separator = "\n" if any(is_dataclass(item) for item in value) else ", "
        return separator.join(_said(item) for item in value)
    if is_dataclass(value):
        words = [_said(getattr(value, field.name)) for field in fields(value) if not isinstance(getattr(value, field.name), int)]
        return " | ".join(word for word in words if word)
    return "" if value is None else str(value).replace("_", " ") if isinstance(value, Enum) else str(value)


def _where(reading: Reading, record: Record) -> Text:
    source = record.source
    page = f", page {source.page}" if source.page else ""
    paragraph = f", paragraph {source.paragraph}" if source.paragraph else ""
    return Text(f"{reading.file}{page}{paragraph}, characters {source.start} to {source.end}", style="dim")


def _excerpt(reading: Reading, record: Record, lines: int) -> Text:
    """Whole lines: the passage, and some before and after it, never over a page break."""
    text, source = reading.text, record.source
    before = text[: source.start].rpartition("\f")[2].split("\n")
    after = text[source.end :].partition("\f")[0].split("\n")
    excerpt = Text("\n".join(before[-lines - 1 :]), style="dim")
    return excerpt.append(reading.passage(source), style="bold not dim").append("\n".join(after[: lines + 1]), style="dim")
