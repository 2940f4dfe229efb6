"""Reports that are being written: sections of paragraphs, each with what it was made from.

    sections = write("mid_term", document, organisation)     # as the program writes it
    again(now, sections)                                     # into what persons changed meanwhile: nothing of theirs is lost

The program says nothing without a source, and nothing but what stands there. A person's words stay as they are, with their sources; what
the program would write in their place now is offered beside them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol, TypeVar

import msgspec

from upright import states
from upright.archive.dossiers import titles_of
from upright.archive.models import Document, Dossier, DossierMember
from upright.reports import collect, sentences
from upright.reports.collect import Subject
from upright.reports.rows import VERSION
from upright.reports.sentences import Sentence, Source
from upright.tracking import keep, procedures, scales
from upright.tracking.models import Draft, Organisation, Person

_UP, _DOWN = -1, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph. `made`: as the program wrote it, None where a person did; `out`: a person left it out; `gone`: what it was made from may
    not be used any more; `offer`: what the program would write now, where a person's words stand."""

    key: str
    text: str
    sources: tuple[Source, ...] = ()
    made: str | None = None
    out: bool = False
    gone: bool = False
    offer: Sentence | None = None

    @property
    def edited(self) -> bool:
        """Do a person's words stand here?"""
        return self.text != self.made

    @property
    def own_sources(self) -> tuple[Source, ...]:
        """Those that a person named."""
        return tuple(each for each in self.sources if not each.table)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with the paragraphs under it; `level`: 1 to 3; `made`: the heading as the program wrote it."""

    key: str
    heading: str
    level: int
    made: str
    paragraphs: tuple[Paragraph, ...] = ()
    out: bool = False

    @property
    def edited(self) -> bool:
        return self.heading != self.made

    @property
    def shown(self) -> list[Paragraph]:
        """The paragraphs that are in the report."""
        return [] if self.out else [each for each in self.paragraphs if not each.out and each.text.strip()]


Sections = tuple[Section, ...]


def of(draft: Draft) -> Sections:
    """The sections of a draft."""
    return read(draft.sections)


def read(held: Any) -> Sections:
    """Sections out of JSON."""
    return msgspec.convert(held, Sections)


def plain(sections: Sections) -> list[Any]:
    """Sections as JSON."""
    made: list[Any] = msgspec.to_builtins(list(sections))
    return made


def data_version(sections: Sections) -> str:
    """Of which data sections were made: a digest of their sources, 12 hexadecimal digits."""
    used = sorted({each for section in sections for paragraph in section.paragraphs for each in paragraph.sources}, key=repr)
    return hashlib.sha256(msgspec.json.encode(used)).hexdigest()[:VERSION]


def words(title: str, sections: Sections) -> int:
    """How many words a report has: its title, headings and paragraphs. Sources stand in endnotes, which do not count."""
    return sum(map(procedures.words, [title, *(text for section in sections for text in texts(section))]))


def texts(section: Section) -> list[str]:
    """What of a section is in the report."""
    return [] if section.out else [section.heading, *(each.text for each in section.shown)]


def limit(kind: str, on: dt.date) -> procedures.Limit | None:
    """How many words a report of a kind may have; None where no limit is known."""
    return procedures.word_limit(kind, on)


# --- written by the program


def title(kind: str, document: Document, organisation: Organisation) -> str:
    """The title of a report."""
    return _worded(kind, "title", document, organisation)


def _worded(kind: str, part: str, document: Document, organisation: Organisation, label: str = "") -> str:
    state = states.name(document.state or organisation.desk.state, "en")
    return collect.wordings(kind)[part][0].format(state=state, symbol=document, organisation=organisation, label=label)


def write(kind: str, document: Document, organisation: Organisation) -> Sections:
    """A report on a document as the program writes it, out of what the organisation may say."""
    found = collect.subjects(kind, document, organisation)
    if organisation.independent:  # says what it judged; of the rest it has nothing to say
        found = [each for each in found if each.all("assessments")]
    writer = _Writer(kind, document, organisation, found)
    return tuple(writer.sections())


def make(kind: str, document: Document, organisation: Organisation, *, by: Person, headline: str = "") -> Draft:
    """A report on a document, kept as a draft; `headline`: what it is called, by its kind where nobody says."""
    sections = write(kind, document, organisation)
    return keep.create(
        Draft, by=by, desk=organisation.desk, organisation=organisation, kind=kind, about=collect.address_of(document),
        title=headline or title(kind, document, organisation)[:300], sections=plain(sections), data_version=data_version(sections),
    )  # fmt: skip


class _Writer:
    """Writes the sections of one report."""

    def __init__(self, kind: str, document: Document, organisation: Organisation, found: Sequence[Subject]) -> None:
        self.kind, self.document, self.organisation, self.found = kind, document, organisation, found
        self.gradings = scales.of(organisation.desk)
        self.evidence = collect.evidence_of(found, organisation)
        self.milestones = collect.milestones_of(found, organisation)

    def sections(self) -> Iterator[Section]:
        """The parts of the kind in their order; one that has nothing is left out, the introduction apart."""
        for part, (_wording, level) in collect.wordings(self.kind).items():
            members = [each for each in self.found if f"{each.part}s" == part]
            if part == "introduction":
                chosen = collect.asked_for(self.document)
                said = sentences.introduced(self.kind, self.found, self.document, self.organisation, chosen)
                yield _section(part, self._heading(part), level, said)
            elif level == 1 and members:
                yield _section(part, self._heading(part), level, ())
                yield from self._grouped(members)

    def _heading(self, part: str, label: str = "") -> str:
        return _worded(self.kind, part, self.document, self.organisation, label)

    def _grouped(self, members: Sequence[Subject]) -> Iterator[Section]:
        """Subjects in their order; those of one dossier together, where the first of them stands."""
        together: dict[int, list[Subject]] = defaultdict(list)
        for each in members:
            together[each.dossier or 0].append(each)
        names = _titles([dossier for dossier, several in together.items() if dossier and len(several) > 1])
        for each in members:
            several = together[each.dossier or 0]
            if each.dossier not in names:
                yield self._one(each, 2)
            elif each is several[0]:
                slug, named = names[each.dossier]
                yield _section(f"dossier {slug}", named, 2, ())
                yield from (self._one(member, 3) for member in several)

    def _one(self, subject: Subject, level: int) -> Section:
        return _section(subject.key, self._heading(subject.part, subject.label), level, self._said(subject))

    def _said(self, subject: Subject) -> Iterator[Sentence]:
        """What is asked, what was done, what is measured, what is judged."""
        yield sentences.asked(subject, str(self.document))
        yield from sentences.replied(subject)
        for action in subject.all("actions"):
            yield sentences.action(action, self.milestones[action.pk], self.evidence["action", action.pk])
        for note in subject.all("notes"):
            yield sentences.note(note, self.evidence["note", note.pk])
        for each in subject.all("measured"):
            if each.standing:
                yield sentences.measured(each)
        for row in subject.all("assessments"):
            yield sentences.assessment(row, self.gradings.get(row.scale), self.evidence["assessment", row.pk])


def _section(key: str, heading: str, level: int, said: Iterable[Sentence]) -> Section:
    return Section(key=key, heading=heading, level=level, made=heading, paragraphs=tuple(map(_paragraph, said)))


def _paragraph(said: Sentence) -> Paragraph:
    return Paragraph(key=said.key, text=said.text, sources=said.sources, made=said.text)


def _titles(dossiers: Iterable[int]) -> dict[int | None, tuple[str, str]]:
    """The slugs and titles of dossiers, as persons call them."""
    found = Dossier.objects.in_bulk(list(dossiers))
    given = titles_of(DossierMember.objects.filter(dossier__in=found))
    return {pk: (each.slug, given[pk].title if pk in given else each.title) for pk, each in found.items()}


# --- made anew


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


_Part = TypeVar("_Part", bound=_Keyed)


def again(now: Sections, made: Sections) -> Sections:
    """What persons made of a report, with what the program writes now.

    Paragraphs that nobody touched are as the program writes them now; those that a person worded stay, with an offer where the program
    would write something else than it did; what was left out stays out. What is new stands where the program puts it.
    """
    return tuple(_joined(now, made, _renewed, _section_left))


def _joined(
    now: Iterable[_Part], made: Iterable[_Part], renewed: Callable[[_Part, _Part], _Part], left: Callable[[_Part], _Part | None]
) -> list[_Part]:
    """The parts that are there in their order, and behind the one that it follows each that is new."""
    fresh = {each.key: each for each in made}
    joined = [part for each in now if (part := renewed(each, fresh[each.key]) if each.key in fresh else left(each))]
    before = ""
    for each in fresh.values():
        keys = [part.key for part in joined]
        if each.key not in keys:
            joined.insert(keys.index(before) + 1 if before in keys else 0, each)
        before = each.key
    return joined


def _renewed(now: Section, made: Section) -> Section:
    heading = now.heading if now.edited else made.heading
    paragraphs = tuple(_joined(now.paragraphs, made.paragraphs, _reworded, _paragraph_left))
    return replace(made, heading=heading, paragraphs=paragraphs, out=now.out)


def _reworded(now: Paragraph, made: Paragraph) -> Paragraph:
    if not now.edited:
        return replace(made, sources=made.sources + now.own_sources, out=now.out)
    if made.text == now.made:  # only its sources are newer
        return replace(now, sources=made.sources + now.own_sources, offer=None, gone=False)
    return replace(now, offer=Sentence(key=made.key, text=made.text, sources=made.sources), gone=False)


def _section_left(now: Section) -> Section | None:
    """A section that the program does not write any more stays for what persons wrote in it."""
    kept = tuple(each for each in map(_paragraph_left, now.paragraphs) if each)
    return replace(now, paragraphs=kept) if kept else None


def _paragraph_left(now: Paragraph) -> Paragraph | None:
    if now.made is None:
        return now
    return replace(now, gone=True, offer=None) if now.edited else None


# --- changed by a person


def section(sections: Sections, key: str) -> Section | None:
    """A section by its key."""
    return next((each for each in sections if each.key == key), None)


def put(sections: Sections, changed: Section) -> Sections:
    """The sections with one of them changed."""
    return tuple(changed if each.key == changed.key else each for each in sections)


def worded(section: Section, heading: str, given: Mapping[str, tuple[str, str]]) -> Section:
    """A section with a person's words: by the key of the paragraph its text, and the sources that they name, one a line."""
    paragraphs = (_worded_by_person(each, *given[each.key]) if each.key in given else each for each in section.paragraphs)
    return replace(section, heading=heading, paragraphs=tuple(paragraphs))


def _worded_by_person(paragraph: Paragraph, text: str, named: str) -> Paragraph:
    own = tuple(Source(words=" ".join(line.split())) for line in named.splitlines() if line.strip())
    return replace(paragraph, text=text, sources=tuple(each for each in paragraph.sources if each.table) + own)


class Act(StrEnum):
    """What a person does with a paragraph, beside writing."""

    ADD = "add"  # an empty one below it
    UP = "up"
    DOWN = "down"
    LEAVE_OUT = "leave_out"
    BRING_BACK = "bring_back"
    TAKE = "take"  # what is offered
    REFUSE = "refuse"


def act(section: Section, what: Act, key: str) -> Section:
    """A section after that; as it is where there is no such paragraph."""
    at = next((at for at, each in enumerate(section.paragraphs) if each.key == key), None)
    if what is Act.ADD:
        new = Paragraph(key=f"own {uuid.uuid4()}", text="")
        at = len(section.paragraphs) if at is None else at + 1
        return replace(section, paragraphs=(*section.paragraphs[:at], new, *section.paragraphs[at:]))
    if at is None:
        return section
    if what in (Act.UP, Act.DOWN):
        return replace(section, paragraphs=_moved(section.paragraphs, at, _UP if what is Act.UP else _DOWN))
    changed = _done(section.paragraphs[at], what)
    kept = (changed,) if changed else ()
    return replace(section, paragraphs=(*section.paragraphs[:at], *kept, *section.paragraphs[at + 1 :]))


def _done(paragraph: Paragraph, what: Act) -> Paragraph | None:
    if what is Act.LEAVE_OUT:  # an empty one of a person's own is nothing
        return replace(paragraph, out=True) if paragraph.made is not None or paragraph.text.strip() else None
    if what is Act.BRING_BACK:
        return replace(paragraph, out=False)
    if paragraph.offer and what is Act.TAKE:
        offer = paragraph.offer
        return replace(paragraph, text=offer.text, made=offer.text, sources=offer.sources + paragraph.own_sources, offer=None)
    if paragraph.offer and what is Act.REFUSE:
        return replace(paragraph, made=paragraph.offer.text, sources=paragraph.offer.sources + paragraph.own_sources, offer=None)
    return paragraph


def _moved(paragraphs: tuple[Paragraph, ...], at: int, by: int) -> tuple[Paragraph, ...]:
    there = at + by
    if not 0 <= there < len(paragraphs):
        return paragraphs
    moved = list(paragraphs)
    moved[at], moved[there] = moved[there], moved[at]
    return tuple(moved)


# --- what is missing


class Lack(StrEnum):
    """What a report lacks."""

    NO_LEAD = "no_lead"
    NO_ACTION = "no_action"
    NO_VALUE = "no_value"
    NOT_ASSESSED = "not_assessed"
    NOT_APPROVED = "not_approved"
    NO_SOURCE = "no_source"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What is missing, of which part (`label`). `item`: uid of what is followed up; `section`: key of the section."""

    lack: Lack
    label: str
    item: str = ""
    section: str = ""
    what: str = ""


def missing(sections: Sections, found: Iterable[Subject], organisation: Organisation) -> list[Missing]:
    """What a report lacks: work on what it is about, and sources of what persons wrote in it."""
    return [*_unsourced(sections), *(each for subject in found for each in _lacking(subject, organisation))]


def _unsourced(sections: Sections) -> Iterator[Missing]:
    for each in sections:
        for paragraph in each.shown:
            if not paragraph.sources:
                yield Missing(lack=Lack.NO_SOURCE, label=each.heading, section=each.key, what=paragraph.text)
            if paragraph.gone:
                yield Missing(lack=Lack.GONE, label=each.heading, section=each.key, what=paragraph.text)


def _lacking(subject: Subject, organisation: Organisation) -> Iterator[Missing]:
    item = str(subject.items[0].uid) if subject.items else ""
    mechanism = bool(collect.sight_of(organisation).coordinated)
    lacks = {
        Lack.NO_LEAD: mechanism and bool(subject.items) and not subject.all("leads"),
        Lack.NO_ACTION: not organisation.independent and not subject.all("actions") and not subject.all("notes"),
        Lack.NOT_ASSESSED: organisation.independent and not subject.all("assessments"),
        Lack.NOT_APPROVED: subject.waiting > 0,
    }
    yield from (Missing(lack=lack, label=subject.label, item=item) for lack, there in lacks.items() if there)
    for each in subject.all("measured"):
        if not each.standing:
            yield Missing(lack=Lack.NO_VALUE, label=subject.label, item=item, what=each.indicator.title)
