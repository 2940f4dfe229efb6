"""What a report says of one thing, in plain words, with the sources that say so: nothing is added to what stands there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from upright import states
from upright.archive.models import Document
from upright.reports.collect import Chosen, Measured, Subject
from upright.tracking.cells import Period
from upright.tracking.indicators import Standing
from upright.tracking.models import Action, Approved, Assessment, Evidence, Kept, Milestone, Note, Observation, Organisation, Target
from upright.tracking.scales import Grading
from upright.tracking.words import Approval


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a paragraph was made from: a row of the desk (`table`, `uid`, `version`), a document (`symbol`, `paragraph`), or what a person
    named, which has neither. `words`: as it is cited."""

    words: str
    table: str = ""
    uid: str = ""
    version: int | None = None
    symbol: str = ""
    paragraph: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What is said, and what says so. `key`: by what it is known again when the report is made anew."""

    key: str
    text: str
    sources: tuple[Source, ...]


# --- sources


def in_document(symbol: str, *paragraphs: str) -> Source:
    """A passage of a document."""
    where = f", {'paras.' if len(paragraphs) > 1 else 'para.'} {_listed(paragraphs)}" if paragraphs else ""
    return Source(words=f"{symbol}{where}", table="document", symbol=symbol, paragraph=", ".join(paragraphs))


def of_row(row: Kept, words: str) -> Source:
    """A row of the desk in the version that was read."""
    return Source(words=words, table=type(row).__name__.lower(), uid=str(row.uid), version=row.version)


def _of_work(row: Approved, words: str) -> Source:
    published = row.approval == Approval.PUBLISHED.value
    at = row.published_at if published else row.approved_at
    when = f" on {day(at.date())}" if at else ""
    return of_row(row, f"{words}, version {row.version}, {'published' if published else 'approved'}{when}")


def _borne(evidence: Iterable[Evidence]) -> tuple[Source, ...]:
    return tuple(of_row(each, f"{each.title}, {each.url}" if each.url else each.title) for each in evidence)


# --- what is asked


def asked(subject: Subject, symbol: str) -> Sentence:
    """The words of the document, and the position on it."""
    by = f" of {_listed([states.name(code, 'en') for code in subject.states])}" if subject.states else ""
    text = " ".join(subject.text.split()).rstrip(" .;,:")
    said = [f"{subject.part.capitalize()}{by}: “{text}”{'' if text.endswith(('?', '!')) else '.'}"]
    sources = [in_document(symbol, *([subject.paragraph] if subject.paragraph else []))]
    if subject.position:
        said.append(f"Position: {_word(subject.position)}.")
        if subject.stated:
            where, _, paragraph = subject.stated.partition(" - Para. ")
            sources.append(in_document(where, *([paragraph] if paragraph else [])))
    return Sentence(key="asked", text=" ".join(said), sources=tuple(dict.fromkeys(sources)))


def replied(subject: Subject) -> Iterator[Sentence]:
    """Where the State replied before."""
    for symbol, paragraphs in subject.replied:
        source = in_document(symbol, *paragraphs)
        yield Sentence(key=f"replied {symbol}", text=f"An earlier reply is in {source.words}.", sources=(source,))


# --- what was done


def action(row: Action, milestones: Sequence[Milestone], evidence: Iterable[Evidence]) -> Sentence:
    """An action: what, by whom, how far it is."""
    said = [f"{row.organisation}: {_ended(row.title)}", _ended(row.description), _how_far(row), _budget(row)]
    if milestones:
        said.append("Milestones reached: " + "; ".join(f"{_stripped(each.title)} ({day(each.done_on)})" for each in milestones) + ".")
    source = _of_work(row, f"{row.organisation}, action “{_stripped(row.title)}”")
    reached = tuple(of_row(each, f"milestone “{_stripped(each.title)}”, version {each.version}") for each in milestones)
    return Sentence(key=f"action {row.uid}", text=" ".join(filter(None, said)), sources=(source, *reached, *_borne(evidence)))


def _how_far(row: Action) -> str:
    done = [f"done on {day(row.done_on)}"] if row.done_on else [_word(row.progress)]
    if row.starts_on:
        done.append(f"from {day(row.starts_on)}")
    if row.due_on and not row.done_on:
        done.append(f"due on {day(row.due_on)}")
    return f"Progress: {', '.join(done)}."


def _budget(row: Action) -> str:
    return f"Budget: {number(row.budget)} {row.currency}." if row.budget is not None else ""


def note(row: Note, evidence: Iterable[Evidence]) -> Sentence:
    """How it goes, in the words of an institution."""
    source = _of_work(row, f"{row.organisation}, note of {day(row.on)}")
    return Sentence(
        key=f"note {row.uid}", text=f"{row.organisation}, {day(row.on)}: {_ended(row.text)}", sources=(source, *_borne(evidence))
    )


# --- what is measured


def measured(found: Measured) -> Sentence:
    """The values of an indicator by period; where sources differ each with its own."""
    unit = f" ({found.indicator.unit})" if found.indicator.unit else ""
    said = [f"{_stripped(found.indicator.title)}{unit}: {'; '.join(map(_standing, found.standing))}.", *map(_target, found.targets)]
    rows = [row for each in found.standing for row in each.rows]
    sources = [*map(_observed, rows), *(of_row(each, f"target of {day(each.on)}, version {each.version}") for each in found.targets)]
    return Sentence(key=f"indicator {found.indicator.uid}", text=" ".join(said), sources=tuple(sources))


def _standing(standing: Standing) -> str:
    group = "".join(f", {name}: {value}" for name, value in sorted(standing.group.items()))
    if standing.differs:
        said = " against ".join(f"{_value(row)} ({_stripped(row.source)})" for row in standing.rows)
    else:
        said = _value(standing.rows[0])
    return f"{period(standing.period)}{group}: {said}"


def _value(row: Observation) -> str:
    return number(row.value) if row.value is not None else row.stated


def _target(row: Target) -> str:
    return f"{'Baseline' if row.baseline else 'Target'} of {day(row.on)}: {number(row.value)}."


def _observed(row: Observation) -> Source:
    where = f"{row.figure_symbol}, as quoted by " if row.figure_symbol else ""
    return _of_work(row, f"{_stripped(row.source)}: {where}{row.organisation}, value of {period(Period(row.period_start, row.period_end))}")


# --- what is judged


def assessment(row: Assessment, grading: Grading | None, evidence: Iterable[Evidence]) -> Sentence:
    """How far it is implemented, as one organisation sees it."""
    degree = grading.degree(row.value) if grading else None
    limb, value = (f" of limb {row.limb}" if row.limb else ""), (degree.meaning if degree else row.value)
    letter = f"{degree.letter}, " if degree and degree.letter else ""
    scale = f" (scale: {grading.title})" if grading else ""
    text = f"Assessment{limb} by {row.organisation} as of {day(row.as_of)}: {letter}{value}{scale}. {_ended(row.rationale)}".strip()
    source = _of_work(row, f"{row.organisation}, assessment as of {day(row.as_of)}")
    return Sentence(key=f"assessment {row.uid}", text=text, sources=(source, *_borne(evidence)))


# --- what the report is about


def introduced(
    kind: str, found: Sequence[Subject], document: Document, organisation: Organisation, chosen: Chosen | None
) -> Iterator[Sentence]:
    """Which document the report is about, and how much of it."""
    symbol = str(document)
    if organisation.independent:
        source = of_row(organisation, f"{organisation}, version {organisation.version}")
        yield Sentence(key="by", text=f"This submission is by {organisation}.", sources=(source,))
    if chosen and kind == "follow_up":
        within = f", within {chosen.within}," if chosen.within else ""
        text = f"In paragraph {chosen.paragraph} of {symbol} information was requested{within} on paragraphs {_listed(chosen.about)}."
        yield Sentence(key="chosen", text=text, sources=(in_document(symbol, chosen.paragraph),))
    if found:
        yield Sentence(key="about", text=f"This report is about {_counted(found)} in {symbol}.", sources=(in_document(symbol),))
    if any(each.position for each in found):
        yield _positions(found, document)


def _counted(found: Sequence[Subject]) -> str:
    parts = [each.part for each in found]
    return _listed([f"{parts.count(part)} {part}{'s' * (parts.count(part) > 1)}" for part in dict.fromkeys(parts)])


def _positions(found: Iterable[Subject], document: Document) -> Sentence:
    """How many recommendations have which position, and where positions are stated."""
    stated = [each for each in found if each.position]
    positions = [_word(each.position or "") for each in stated]
    text = ", ".join(f"{positions.count(position)} {position}" for position in dict.fromkeys(positions))
    where = dict.fromkeys(each.stated.partition(" - Para. ")[0] for each in stated if each.stated)
    sources = tuple(in_document(symbol) for symbol in dict.fromkeys([str(document), *where]))
    return Sentence(key="positions", text=f"Positions of {states.name(document.state or '', 'en')}: {text}.", sources=sources)


# --- words


def day(value: dt.date | None) -> str:
    """'3 May 2026'."""
    return f"{value.day} {value:%B %Y}" if value else ""


def period(value: Period) -> str:
    """'2024', or '1 January to 30 June 2024'."""
    start, end = value
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    return day(start) if start == end else f"{day(start)} to {day(end)}"


def number(value: Decimal) -> str:
    """'12,500', '0.25'."""
    whole = value.normalize()
    return f"{whole:,f}"


def _listed(values: Sequence[str]) -> str:
    return ", ".join(values[:-1]) + " and " + values[-1] if len(values) > 1 else "".join(values)


def _word(value: str) -> str:
    return value.replace("_", " ")


def _stripped(text: str) -> str:
    return " ".join(text.split()).rstrip(" .;,")


def _ended(text: str) -> str:
    """With a full stop at its end, where it has no other sign there."""
    text = "\n".join(" ".join(line.split()) for line in text.strip().splitlines()).strip()
    return text if not text or text[-1] in ".!?…”)" else f"{text}."
