"""Questions to the archive's recommendations, and their answers by looking at every row: what an index has to agree with.

The scan takes from upright how a query is read (`Query.parse`) and how a text is cut into words and stemmed (`upright.search.words`);
it has no index, and looks at the rows of the database.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from upright.archive.models import Label, PositionRecord, Recommendation, Review
from upright.search import Query
from upright.search.query import All, Node, Some, Term, Without
from upright.search.words import EXACT, STEMMERS, exact, scripts, stems
from upright.web.pages.recommendations import FACETS

CHOSEN = 3  # facets of one question
_CHOOSABLE = ("to", "from", "position", "cycle", "session", "year")
_PLAIN = re.compile(r"[a-z]{4,}")

Facets = tuple[tuple[str, ...], ...]  # the values of one row, in the order of FACETS


@dataclass(frozen=True, slots=True)
class Question:
    """Words that are looked for, and chosen values of facets."""

    text: str = ""
    filters: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        """The page that answers it."""
        asked = [("q", self.text)] if self.text else []
        return f"/recommendations?{urlencode([*asked, *self.filters])}"


@dataclass(frozen=True, slots=True)
class Answer:
    """The keys of the recommendations found, and how many have each value of each facet, that facet's own filter left aside."""

    ids: frozenset[int]
    facets: Mapping[str, Mapping[str, int]]


# --- questions


def questions(each: int, chance: random.Random) -> dict[str, list[Question]]:
    """As many different questions of each kind, all made out of recommendations that are there."""
    ids = list(Recommendation.objects.counted().values_list("pk", flat=True))
    made: dict[str, dict[Question, None]] = {"explorer, three facets": {}, "search, three words": {}, "search, phrase": {}}
    facets = _facets_of(chance.sample(ids, min(len(ids), 8 * each)))
    for pk, text in Recommendation.objects.in_bulk(list(facets)).items():
        for kind, question in zip(made, _asked(text.text, facets[pk], chance), strict=True):
            if question and len(made[kind]) < each:
                made[kind][question] = None
    return {kind: list(asked) for kind, asked in made.items()}


def _asked(text: str, facets: Facets, chance: random.Random) -> tuple[Question | None, ...]:
    """One question of each kind that this recommendation answers."""
    choosable = [(name, facets[FACETS.index(name)]) for name in _CHOOSABLE if facets[FACETS.index(name)]]
    chosen = chance.sample(choosable, min(CHOSEN, len(choosable)))
    words = sorted(set(_PLAIN.findall(text)))
    phrases = re.findall(r"(?=\b([A-Za-z]+ [a-z]+ [a-z]+)\b)", text)
    return (
        Question(filters=tuple(sorted((name, chance.choice(values)) for name, values in chosen))) if len(chosen) == CHOSEN else None,
        Question(" ".join(chance.sample(words, 3))) if len(words) >= 3 else None,
        Question(f'"{chance.choice(phrases)}"') if phrases else None,
    )


# --- answers


def answers(asked: Sequence[Question]) -> list[Answer]:
    """The answers, after one pass over all recommendations that are listed."""
    roots = [Query.parse(question.text).root for question in asked]
    held: dict[Term, set[int]] = {term: set() for root in roots for term in _terms(root)}
    needles = _needles(held)
    texts = Recommendation.objects.counted().values_list("pk", "text", "document__language")
    for pk, text, language in texts.iterator(chunk_size=5_000):
        for term in _found(text, language, needles):
            held[term].add(pk)
    facets = _facets_of(None)
    everything = frozenset(facets)
    return [_answer(_ids(root, held, everything), question, facets) for question, root in zip(asked, roots, strict=True)]


def _terms(node: Node | None) -> Iterator[Term]:
    match node:
        case Term():
            yield node
        case All() | Some():
            for each in node.of:
                yield from _terms(each)
        case Without():
            yield from _terms(node.of)


Needles = dict[str, dict[str, list[tuple[list[str], Term]]]]  # by field and first word


def _needles(terms: Mapping[Term, object]) -> Needles:
    needles: Needles = {name: defaultdict(list) for name in (EXACT, *STEMMERS)}
    for term in terms:
        ways = [(EXACT, list(term.words))]
        if not term.phrase:
            ways += [(language, stems(" ".join(term.words), language)) for language in scripts(term.text)]
        for name, words in ways:
            needles[name][words[0]].append((words, term))
    return needles


def _found(text: str, language: str | None, needles: Needles) -> Iterator[Term]:
    """The terms that stand in a text."""
    fields = [(EXACT, exact(text))]
    if language in STEMMERS:
        fields.append((language, stems(text, language)))
    for name, words in fields:
        for first in needles[name].keys() & set(words):
            for needle, term in needles[name][first]:
                if len(needle) == 1 or any(words[at : at + len(needle)] == needle for at in range(len(words))):
                    yield term


def _ids(node: Node | None, held: Mapping[Term, set[int]], everything: frozenset[int]) -> frozenset[int]:
    match node:
        case Term():
            return frozenset(held[node])
        case Without(of=of):
            return everything - _ids(of, held, everything)
        case All(of=nodes):
            return everything.intersection(*(_ids(each, held, everything) for each in nodes))
        case Some(of=nodes):
            return frozenset[int]().union(*(_ids(each, held, everything) for each in nodes))
        case _:
            return everything


def _answer(ids: frozenset[int], question: Question, facets: Mapping[int, Facets]) -> Answer:
    """A row that only one filter keeps out counts in the facet of that filter."""
    wanted = [(FACETS.index(name), value) for name, value in question.filters]
    counts: list[Counter[str]] = [Counter() for _ in FACETS]
    found = []
    for pk in ids:
        values = facets[pk]
        failed = [at for at, value in wanted if value not in values[at]]
        if not failed:
            found.append(pk)
            for at, counter in enumerate(counts):
                counter.update(values[at])
        elif len(failed) == 1:
            counts[failed[0]].update(values[failed[0]])
    return Answer(frozenset(found), dict(zip(FACETS, counts, strict=True)))


def _facets_of(ids: Sequence[int] | None) -> dict[int, Facets]:
    """The values of facets of some recommendations; of all that are listed, for None."""
    reviewed = dict(Review.objects.values_list("document_id", "reviewed_on"))
    rows = Recommendation.objects.counted() if ids is None else Recommendation.objects.filter(pk__in=ids)
    themes = _themes()
    shared: dict[int, Facets] = {}
    found = {}
    columns = ("pk", "states", "position_in_force", "document_id", "document__state", "document__cycle",
               "document__working_group_session", "document__date", "document__kind")  # fmt: skip
    for pk, by, position, document, state, cycle, session, date, kind in rows.values_list(*columns).iterator(chunk_size=5_000):
        if document not in shared:
            held = reviewed.get(document) or date
            shared[document] = tuple(() if value is None else (str(value),) for value in (state, cycle, session, held and held.year, kind))
        to, in_cycle, in_session, year, of_kind = shared[document]
        values = {
            "to": to, "from": tuple(dict.fromkeys(by)), "position": (position or "not_stated",), "cycle": in_cycle, "session": in_session,
            "year": year, "theme": themes.get(pk, ()), "type": of_kind,
        }  # fmt: skip
        found[pk] = tuple(values[name] for name in FACETS)
    return found


def _themes() -> dict[int, tuple[str, ...]]:
    """The themes that matrices give to recommendations."""
    labels: dict[tuple[int, str], set[str]] = defaultdict(set)
    for document, of, value in Label.objects.filter(scheme="ohchr_themes").values_list("document_id", "of", "value"):
        labels[document, of].add(value)
    found: dict[int, set[str]] = defaultdict(set)
    for document, key, about in PositionRecord.objects.exclude(about=None).values_list("document_id", "key", "about_id"):
        found[about] |= labels[document, key]
    return {pk: tuple(sorted(values)) for pk, values in found.items()}
