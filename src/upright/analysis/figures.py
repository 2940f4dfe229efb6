"""The figures that the documents of a treaty body's examination state: how many, how much, of what, when, by whom said.

Figures are read in summary records, replies, State parties' reports, information on follow-up, and in concluding observations (what the
committee welcomes and is concerned about, not what it recommends), in English, French and Spanish. What counts as a quantity is said in
`quantities`, what form a period has in `periods`. A measure is made of the text's own words; figures of one series bear the same.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from upright.analysis import measures
from upright.analysis.periods import period_of, periods
from upright.analysis.quantities import Quantity, Sort, quantities
from upright.readers.document import Document
from upright.readers.sentences import sentences
from upright.records import Figure, Kind, Record, Turn
from upright.structure import BlockKind

KINDS = frozenset({Kind.SUMMARY_RECORD, Kind.REPLIES, Kind.STATE_REPORT, Kind.FOLLOW_UP, Kind.CONCLUDING_OBSERVATIONS})
# Where a committee asks the State to act: numbers there are deadlines, no figures.
_RECOMMENDS = re.compile(
    r"(?:\b(?:Committee|[Ii]t|and|or)|[,)])\s+(?:(?:also|further|\w+ly)\s+)*(?:recommends|urges|calls (?:up)?on|requests|invites"
    r"|encourages|reminds"
    r"|draws (?:the|its) attention|advises|suggests|reiterates its)\b|\bState party should\b"
    r"|\b(?:recommande|engage|invite|prie|demande|encourage|rappelle|recomienda|insta|invita|alienta|solicita|pide|exhorta|recuerda"
    r"|Estado parte debe\w*)\b"
)
_NO_FIGURES_UNDER = re.compile(
    r"\b(?:introduction|follow-up|dissemination|next (?:periodic )?report|technical (?:assistance|cooperation)|introducción|suivi"
    r"|diffusion|seguimiento|difusión|coopération technique|cooperación técnica)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\(?[\dA-Za-z]{1,4}[.)]{1,2}\s+|\([\da-z]{1,4}\)\s+")
_WITHIN = re.compile(
    r"^\s*(?:[Oo]f|[Aa]mong|[Ii]ncluding)\s+(?:those|these|them|whom|which|the (?:total )?number)\b|\b(?:of|among)\s+(?:those|these"
    r"|them|whom|which|the (?:total )?number)\b[^.;]{0,20}$",
    re.IGNORECASE,
)
_WHOM = re.compile(
    r"\s*(?:for|among|amongst|by|of)\s+(?P<who>(?:\w+\s+){0,2}?(?:minors|women|girls|boys|children|men|persons with disabilities"
    r"|people with disabilities|prisoners|students|pupils))\b"
)
_GLUE = re.compile(
    r"(?:\s|,|;|:|\(|\)|\b(?:in|and|to|by|at|during|for|from|then|again|respectively|compared|with|as|against|up|down|of|year|the"
    r"|only|over|some|about|on|or|until|on average)\b)*",
    re.IGNORECASE,
)
_NUMBERS_IN_A_ROW = re.compile(
    r"(?:(?<![\w,.])(?!000\b)\d[\d.,]*%?\s+){4}\d|(?:(?<![\w,.])\d[\d,.]*,\d*\s+){3}\d|(?:(?<![\w,.])\d{1,2}\s+){2}\d{1,2}\b"
)
_OPENED = re.compile(r"\((?:\w+\s+){0,2}$")
_SUM_OF = re.compile(r"\b(?:sum|amount|total|allocation|budget)s?\s+(?:of\s+)?(?:\w+\s+)?$|^\W*$", re.IGNORECASE)
_THERE = re.compile(r"\bthere\s+(?:had|have|has|were|was|are|is)\s+(?:already\s+|only\s+)?(?:been\s+)?$", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?P<subject>(?!There|It|They|In|At|Of|During|However|He|She|Since|As)[A-Z][\w’-]*(?:\s[a-z][\w’-]*){0,2}?)\s+(?:was|were|is|are"
    r"|had|has|remained)\b"
)
_PEOPLE = re.compile(
    r"\b(?:women|females|males|girls|boys|children|men|minors|adolescents|youth|persons with disabilities)\b", re.IGNORECASE
)


def find(document: Document, records: Sequence[Record]) -> Iterator[Figure]:
    """The figures of a document, in the order of its text."""
    kind = document.identity.kind
    if kind not in KINDS:
        return
    turns = sorted((record for record in records if isinstance(record, Turn)), key=lambda turn: turn.source.start)
    asking: set[str] = set()  # the paragraphs in which the committee recommends
    starts = [turn.source.start for turn in turns]
    for block in document.blocks:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.TEXT) or not re.search(r"\w", block.text):
            continue
        if kind is Kind.CONCLUDING_OBSERVATIONS and any(map(_NO_FIGURES_UNDER.search, block.headings)):
            continue
        if kind is Kind.CONCLUDING_OBSERVATIONS and (block.label or "").partition(" (")[0] in asking:
            continue  # a limb of what is recommended
        aligned = document.aligned(block)
        if kind is Kind.CONCLUDING_OBSERVATIONS and block.label and _RECOMMENDS.search(aligned.text):
            asking.add(block.label.partition(" (")[0])
        at = bisect_right(starts, block.start) - 1
        stated_by = turns[at].speaker.name if at >= 0 else _speaks_for(document)
        for quantity, figure in stated(aligned.text, document.identity.language or "", committee=kind is Kind.CONCLUDING_OBSERVATIONS):
            start, end = aligned.span(quantity.start, quantity.end)
            yield Figure(
                document=document.symbol,
                source=document.source(start, end, block.label),
                stated_by=stated_by,
                value=quantity.value,
                value_high=quantity.value_high,
                qualifier=quantity.qualifier,
                text=document.words(start, end),
                **figure,
            )


def _speaks_for(document: Document) -> str | None:
    """Who states what a document without speakers says: the committee in its observations, else the State."""
    identity = document.identity
    if identity.kind is Kind.SUMMARY_RECORD:
        return None
    return identity.body if identity.kind is Kind.CONCLUDING_OBSERVATIONS else identity.state


def stated(text: str, language: str, *, committee: bool = False) -> Iterator[tuple[Quantity, dict[str, str | None]]]:
    """The quantities of a paragraph, their offsets in `text`, with what words say of them: measure, unit, period, population.

    `committee`: the text is a committee's, which states figures until it recommends.
    """
    label = _LABEL.match(text)
    begin = label.end() if label else 0
    said = _Said()
    for start, end in sentences(text[begin:]):
        sentence = text[begin + start : begin + end]
        if committee and _RECOMMENDS.search(sentence):
            return
        if _is_table(sentence, prose=label is not None):
            continue
        for quantity, fields in _Sentence(sentence, language, said).figures():
            at = begin + start
            yield replace(quantity, begin=at + quantity.begin, start=at + quantity.start, end=at + quantity.end), fields
        said.subject = measures.subject_of(sentence)


def _is_table(sentence: str, *, prose: bool) -> bool:
    """Rows of a table that stand as text: numbers follow one another without words, or there are hardly any words.

    `prose`: it stands in a numbered paragraph, which is seldom a table.
    """
    numbers = re.findall(r"\d[\d.,]*+(?!\s?(?:%|per\s?cent))", sentence)
    words = re.findall(r"[^\W\d_]+", sentence)
    dense = len(numbers) > 3 and len(numbers) > (0.45 if prose else 0.25) * len(words)
    by_year = re.search(r"\b(?:in|en)\s+(?:19|20)\d\d\b", sentence)
    few = not prose and (len(words) < 4 or re.search(r"(?:\b\d{3}\s+){3}\d{3}\b", sentence))
    return bool(_NUMBERS_IN_A_ROW.search(sentence) or (dense and not by_year) or few)


@dataclass(frozen=True, slots=True)
class _Known:
    """A figure that later ones may go on from."""

    quantity: Quantity
    measure: str | None
    noun: str | None
    verb: str | None
    population: str | None


@dataclass(slots=True)
class _Said:
    """What a paragraph has said so far: its figures, and what it is about."""

    known: list[_Known] = field(default_factory=list)
    topic: str | None = None
    subject: str | None = None  # of the sentence before


class _Sentence:
    """One sentence of a paragraph; what it says is added to `said`."""

    def __init__(self, text: str, language: str, said: _Said) -> None:
        self.text = text
        self.language = language
        self.said = said
        self.quantities = [each for each in quantities(text, language) if not _stray(text, each)]
        self.periods = periods(text) if self.quantities else []
        self.own: list[_Known] = []
        if topic := measures.topic_of(text):
            said.topic = topic
        elif self.quantities and (subject := _new_subject(text, self.quantities[0], said)):
            said.topic = subject

    def figures(self) -> Iterator[tuple[Quantity, dict[str, str | None]]]:
        spans = [(quantity.start, quantity.end) for quantity in self.quantities]
        for at, quantity in enumerate(self.quantities):
            timeless = quantity.sort in (Sort.DURATION, Sort.AGE)
            period = None if timeless else period_of(self.text, self.periods, spans, at)
            known = self._known(quantity)
            self.own.append(known)
            self.said.known.append(known)
            unit = quantity.unit or known.noun
            yield quantity, {"measure": known.measure, "unit": unit, "period": period, "population": known.population}

    def _known(self, quantity: Quantity) -> _Known:
        before, behind = self.text[: quantity.begin], self.text[quantity.end :]
        if self.language != "en":  # the words around a number are known in English only
            return _Known(quantity, quantity.unit if quantity.sort is Sort.COUNT else None, None, None, None)
        return self._goes_on_from(quantity, behind) or self._said_around(quantity, before, behind)

    def _goes_on_from(self, quantity: Quantity, behind: str) -> _Known | None:
        """What a figure repeats of one before: it has the same verb, or it is the next of a list."""
        if quantity.sort is Sort.BARE and (same := self._same_verb(quantity, behind)):
            return same
        if self.own and self.own[-1].quantity.sort in (quantity.sort, Sort.COUNT) and self._goes_on(quantity):
            return replace(self.own[-1], quantity=quantity)
        return None

    def _said_around(self, quantity: Quantity, before: str, behind: str) -> _Known:
        """What the words around a figure say that it is of."""
        who = _population(quantity, behind)
        if quantity.sort is Sort.COUNT:
            return self._count(quantity, before, behind, who)
        if quantity.sort is not Sort.BARE and (said := self._in_brackets(before)):
            return _Known(quantity, said, None, None, who)
        if change := measures.of_change(before, behind):
            return _Known(quantity, change, None, None, who)
        if quantity.sort is Sort.BARE:
            return self._alone(quantity, before, behind, who)
        if quantity.sort is Sort.SHARE:
            measure, whole = measures.of_share(before or f"{self.said.subject or ''} ", behind)
            return _Known(quantity, measure, None, None, whole or who)
        if quantity.sort is Sort.MONEY and _SUM_OF.search(before):
            return _Known(quantity, measures.of_count("sum", behind, None), None, None, who)
        measure = measures.of_subject(before, bare=False)
        if measure is None and quantity.sort is Sort.MONEY:
            measure = measures.of_count("sum", behind, None)
        return _Known(quantity, measure, None, None, who)

    def _in_brackets(self, before: str) -> str | None:
        """What a figure in brackets is of: the figure or the words before them ('371 women (51 per cent)')."""
        if not _OPENED.search(before):
            return None
        last = self.own[-1] if self.own else None
        if last and re.fullmatch(r"[^.;]{0,30}\(\W*(?:\w+\s+){0,2}", before[last.quantity.end :]):
            return last.measure
        return measures.of_brackets(before)

    def _goes_on(self, quantity: Quantity) -> bool:
        """Is this the next of a list: nothing but periods and joining words since the figure before?"""
        start, end = self.own[-1].quantity.end, quantity.begin
        if quantity.sort is Sort.COUNT or (
            self.own[-1].quantity.sort is Sort.COUNT and not any(start <= period.start < end for period in self.periods)
        ):
            return False
        rest = list(self.text[start:end])
        for period in self.periods:
            for place in range(max(period.start, start), min(period.end, end)):
                rest[place - start] = " "
        return _GLUE.fullmatch("".join(rest)) is not None

    def _count(self, quantity: Quantity, before: str, behind: str, who: str | None) -> _Known:
        noun = quantity.unit or ""
        measure = measures.of_count(noun, behind, self.said.topic)
        if measure == noun:
            measure = measures.with_context(noun, before)
        same = next((known for known in reversed(self.said.known) if known.noun == noun and known.measure), None)
        if same and same.measure and measure in same.measure:
            measure = same.measure
        return _Known(quantity, measure, noun, measures.verb_behind(behind), who)

    def _same_verb(self, quantity: Quantity, behind: str) -> _Known | None:
        """The figure that a number alone goes on from by its verb: '965 complaints had been filed ...; 1,282 had been filed'."""
        verb = measures.verb_behind(behind)
        known = next((known for known in reversed(self.said.known) if verb and known.verb == verb), None)
        return replace(known, quantity=quantity) if known else None

    def _alone(self, quantity: Quantity, before: str, behind: str, who: str | None) -> _Known:
        """A number alone: it goes on from a figure before, or its subject stands before it."""
        verb = measures.verb_behind(behind)
        inside = _WITHIN.search(before) or _WITHIN.search(behind[:20])
        counts = [known for known in (self.said.known if inside else self.own) if known.noun]
        subject = measures.of_subject(before, bare=True)
        if subject and not inside:
            return _Known(quantity, subject, _noun_of(subject), verb, who)
        if counts:
            last = counts[-1]
            whole = last.measure if inside else last.population
            return _Known(quantity, measures.of_count(last.noun or "", behind, None), last.noun, verb, who or whole)
        return _Known(quantity, subject or measures.of_subject(before, bare=False), None, verb, who)


def _stray(text: str, quantity: Quantity) -> bool:
    """A number that is a whole sentence: the mark of a footnote that is not raised."""
    return quantity.sort is Sort.BARE and not re.search(r"[^\W\d_]", text[: quantity.start] + text[quantity.end :])


def _new_subject(text: str, first: Quantity, said: _Said) -> str | None:
    """The subject of a sentence that goes on to say 'there had been seven convictions': what they are about; else None."""
    if not said.topic or not _THERE.search(text[: first.begin]):
        return None
    match = _SUBJECT.match(text)
    return measures.short(match["subject"]) if match else None


def _noun_of(measure: str) -> str | None:
    """The counted noun of a measure: 'suicides in detention centres' -> 'suicides'; None where it does not begin with one."""
    noun = re.split(r"\s+(?:in|of|for|on|with|under|who|that|held|against|convicted|registered)\s+", measure)[0]
    return noun if len(noun.split()) < 4 and noun.endswith(("s", "people", "children", "women", "men")) else None


def _population(quantity: Quantity, behind: str) -> str | None:
    """Whom a figure is about, where its own words say so."""
    if quantity.unit and (people := _PEOPLE.search(quantity.unit)):
        disabled = re.match(r"\s+with disabilities\b", behind)
        return f"{people[0].lower()}{' with disabilities' if disabled else ''}"
    whom = _WHOM.match(behind)
    return " ".join(whom["who"].split()).removeprefix("the ") if whom else None
