"""Which records ask a State for the same: links between two, and dossiers of all that belong together, across cycles and mechanisms.

`link` works on readings, `of_requests` on what they ask, `of_state` on the requests of one State with the vectors of their texts. Pairs
come from `candidates`, each is judged by `scorer`, groups are made by `clusters`, under what persons say; `titles` names them. The same
requests give the same links and dossiers in whatever order they come.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from upright import encoder, labelling
from upright.linking import citing
from upright.linking.asks import ask
from upright.linking.candidates import Pair, candidates, ordered
from upright.linking.clusters import Groups
from upright.linking.requests import KINDS, RECORDS, Request, in_another_language, requests, requests_of
from upright.linking.scorer import RULE, Scored, chance, compare, unnamed
from upright.linking.titles import title
from upright.readers.reading import Reading
from upright.records import Dossier, Link, LinkKind, RecordRef

__all__ = [
    "KINDS",
    "RECORDS",
    "Judged",
    "Linked",
    "Request",
    "in_another_language",
    "link",
    "of_requests",
    "of_state",
    "requests",
    "requests_of",
    "version",
]

PERSON = "person"
_SAME, _DIFFERENT = "same", "different"
_GOES_BACK = -1.5  # log-odds from which a request that goes back to an earlier cycle may mean another
_ALIKE = Scored(LinkKind.SAME, 0.99, 4.0, RULE, "the same words")
_TURNED = {LinkKind.NARROWER: LinkKind.BROADER, LinkKind.BROADER: LinkKind.NARROWER}


class Judged(NamedTuple):
    """What a person (`by`) says of two records: `verdict` same, different or unsure."""

    one: RecordRef
    other: RecordRef
    verdict: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """Links and dossiers, State by State, in the order of time."""

    links: tuple[Link, ...]
    dossiers: tuple[Dossier, ...]


def link(readings: Iterable[Reading], judgements: Iterable[Judged] = ()) -> Linked:
    """What the documents ask of each State."""
    return of_requests(requests(readings), judgements)


def of_requests(asked: Iterable[Request], judgements: Iterable[Judged] = (), progress: Callable[[int, int], None] | None = None) -> Linked:
    """What is asked of each State. `progress` is told how many States of how many are done."""
    of: dict[str, list[Request]] = defaultdict(list)
    for each in asked:
        of[each.state].append(each)
    said = list(judgements)
    links: list[Link] = []
    dossiers: list[Dossier] = []
    for done, state in enumerate(sorted(of), 1):
        found = of_state(of[state], None, said)
        links += found.links
        dossiers += found.dossiers
        if progress:
            progress(done, len(of))
    return Linked(tuple(links), tuple(dossiers))


def of_state(found: Sequence[Request], vectors: encoder.Vectors | None = None, judgements: Iterable[Judged] = ()) -> Linked:
    """The links and dossiers of one State. `vectors`: the meaning of each request's text, a row each; None: to be made here.

    Of two persons' judgements of the same two records the later holds. A judgement that two records are the same does not bring together
    what another says is different.
    """
    if not found:
        return Linked((), ())
    rows = encoder.remembered([each.text for each in found]) if vectors is None else vectors
    order = sorted(range(len(found)), key=lambda at: found[at].when)
    return _State([found[at] for at in order], rows[order], judgements).linked()


@cache
def version() -> str:
    """What links depend on beside the requests: the code and rules of this package, the tables that it reads, and the labels."""
    digest = hashlib.sha256(labelling.version().encode())
    root = files("upright")
    for folder in ("linking", "analysis", "data"):
        for path in sorted(root.joinpath(folder).iterdir(), key=lambda each: each.name):
            if path.is_file() and path.name.endswith((".py", ".csv")):
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


class _State:
    """The requests of one State in the order of time, those of the same words compared once."""

    def __init__(self, found: Sequence[Request], vectors: encoder.Vectors, judgements: Iterable[Judged]) -> None:
        self.requests = found
        self.judged = _judged(found, judgements)
        named = {at for pair in self.judged for at in pair}
        self.wording: list[int] = []  # of each request
        first: dict[tuple[str, int], int] = {}
        rows: list[int] = []
        for at, each in enumerate(found):
            words = " ".join(each.text.casefold().split())
            key = (words, at if at in named else -1)  # a judged request stands for itself
            if key not in first:
                first[key] = len(rows)
                rows.append(at)
            self.wording.append(first[key])
        self.asks = [ask(found[at].text, found[at].state) for at in rows]
        self.vectors = vectors[rows]
        self.rows = rows
        self._scored: dict[Pair, Scored] = {}

    def linked(self) -> Linked:
        for pair in candidates(self.asks, self.vectors):
            self.scored(*pair)
        known = {pair: each.bond for pair, each in self._scored.items()}
        said = {ordered(self.wording[one], self.wording[other]): each.verdict for (one, other), each in self.judged.items()}
        open_ = {pair for pair, verdict in said.items() if verdict != _SAME}  # where the machine has no say
        groups = Groups(
            len(self.asks),
            lambda one, other: 0.0 if ordered(one, other) in open_ else self.scored(*ordered(one, other)).bond,
            [pair for pair, verdict in said.items() if verdict == _SAME],
            [pair for pair, verdict in said.items() if verdict == _DIFFERENT],
        )
        dossiers = groups.joined({pair: bond for pair, bond in known.items() if pair not in open_})
        return Linked(tuple(self.links()), tuple(self.dossiers(dossiers)))

    def scored(self, one: int, other: int) -> Scored:
        """How the later wording (the higher number) stands to the earlier."""
        pair = (one, other)
        if pair not in self._scored:
            cosine = float(self.vectors[one] @ self.vectors[other])
            self._scored[pair] = compare(self.asks[other], self.asks[one], cosine)
        return self._scored[pair]

    # --- links

    def links(self) -> Iterator[Link]:
        """From the later request to the earlier, in the order of time."""
        found: dict[tuple[int, int, LinkKind], tuple[Scored, str | None]] = {}
        for one, other, each in (*self._alike(), *self._compared(), *self._going_back()):
            if each.kind:
                found[one, other, each.kind] = (each, None)
        for (one, other), judged in self.judged.items():
            for kind in (LinkKind.SAME, LinkKind.NARROWER, LinkKind.BROADER, LinkKind.CONTRADICTS):
                found.pop((one, other, kind), None)
            if judged.verdict == _SAME:
                found[one, other, LinkKind.SAME] = (Scored(LinkKind.SAME, 1.0, 0.0, PERSON, "a person says so"), judged.by)
        for one, other, kind in sorted(found, key=lambda each: (each[1], each[0], str(each[2]))):
            scored, by = found[one, other, kind]
            yield self._link(one, other, kind, scored, by)

    def _alike(self) -> Iterator[tuple[int, int, Scored]]:
        """Requests of the same words, each with the one before."""
        last: dict[int, int] = {}
        for at, wording in enumerate(self.wording):
            if wording in last:
                yield last[wording], at, _ALIKE
            last[wording] = at

    def _compared(self) -> Iterator[tuple[int, int, Scored]]:
        """Wordings that were compared, each by its first request."""
        for (one, other), each in self._scored.items():
            if self.requests[self.rows[one]].asks or self.requests[self.rows[other]].asks:
                yield self.rows[one], self.rows[other], each

    def _going_back(self) -> Iterator[tuple[int, int, Scored]]:
        """Requests that cite or quote an earlier one."""
        place = {each.ref: at for at, each in enumerate(self.requests)}
        for at, each in enumerate(self.requests):
            if not each.asks:
                continue
            cited = list(citing.cited(each, self.requests[:at]))
            for earlier, words in cited:
                yield place[earlier.ref], at, Scored(LinkKind.FOLLOWS_UP, 0.95, 0.0, RULE, f"cites it: ‘{words}’")
            if not cited and citing.goes_back(each.text) and (meant := self._meant(at)) is not None:
                odds = self.scored(*ordered(self.wording[meant], self.wording[at])).bond
                yield (
                    meant,
                    at,
                    Scored(LinkKind.FOLLOWS_UP, chance(odds + 1), 0.0, RULE, "goes back to an earlier request; this is the nearest"),
                )

    def _meant(self, at: int) -> int | None:
        """The nearest request of an earlier document, if it is near enough."""
        own = self.wording[at]
        near: dict[int, float] = {}
        for (one, other), each in self._scored.items():
            if own in (one, other) and one != other:
                row = self.rows[one if other == own else other]
                if self._earlier(row, at):
                    near[row] = each.bond
        best = max(near, key=lambda row: (near[row], -row), default=None)
        return best if best is not None and near[best] > _GOES_BACK else None

    def _earlier(self, one: int, other: int) -> bool:
        a, b = self.requests[one], self.requests[other]
        return a.asks and (a.ref.symbol, a.ref.sha256) != (b.ref.symbol, b.ref.sha256) and a.when < b.when

    def _link(self, one: int, other: int, kind: LinkKind, scored: Scored, by: str | None) -> Link:
        earlier, later = self.requests[one], self.requests[other]
        return Link(
            document=later.ref.symbol,
            source=later.source,
            from_=later.ref,
            to=earlier.ref,
            kind=kind,
            method=scored.method,
            confidence=round(scored.confidence, 3),
            because=scored.because,
            by=by,
        )

    # --- dossiers

    def dossiers(self, groups: Sequence[Sequence[int]]) -> Iterator[Dossier]:
        """Each group as a dossier; promises that nothing asks for are none."""
        of: dict[int, list[int]] = defaultdict(list)
        for at, wording in enumerate(self.wording):
            of[wording].append(at)
        made = [sorted(at for wording in group for at in of[wording]) for group in groups]
        for members in sorted(made):
            if any(self.requests[at].asks for at in members):
                yield self._dossier(members)

    def _dossier(self, members: Sequence[int]) -> Dossier:
        asking = [at for at in members if self.requests[at].asks]
        anchor = self.requests[asking[0]]
        wordings = [self.wording[at] for at in asking]
        called, treaties = title([self.asks[each] for each in wordings], lambda at: self._centrality(wordings[at], wordings))
        return Dossier(
            document=anchor.ref.symbol,
            source=anchor.source,
            id=_name(anchor.ref),
            state=anchor.state,
            title=called,
            treaties=treaties,
            members=tuple(self.requests[at].ref for at in members),
            because=self._because(treaties, [self.wording[at] for at in members]),
        )

    def _centrality(self, wording: int, others: Sequence[int]) -> float:
        return float(self.vectors[wording] @ self.vectors[list(others)].mean(axis=0))

    def _because(self, treaties: Sequence[str], wordings: Sequence[int]) -> str | None:
        """What most of the members have in common."""
        if treaties:
            return f"all ask to ratify {', '.join(treaties)}"
        if len(wordings) == 1:
            return None
        said = Counter(stem for each in wordings for stem in self.asks[each].whole.topic)
        usual = sorted((stem for stem in said if 2 * said[stem] > len(wordings)), key=lambda stem: (-said[stem], stem))
        words = (next(self.asks[each].form(stem) for each in wordings if stem in self.asks[each].whole.topic) for stem in usual)
        forms = list(unnamed(words, [self.asks[each] for each in set(wordings)]))[:5]
        return f"in most of them: {', '.join(forms)}" if forms else "near in meaning"


def _judged(found: Sequence[Request], judgements: Iterable[Judged]) -> Mapping[Pair, Judged]:
    """What persons say of the pairs that are there, by their places."""
    place = {each.ref: at for at, each in enumerate(found)}
    said: dict[Pair, Judged] = {}
    for each in judgements:
        one, other = place.get(each.one), place.get(each.other)
        if one is not None and other is not None and one != other:
            said[ordered(one, other)] = each
    return said


def _name(anchor: RecordRef) -> str:
    """The name of a dossier: its earliest record."""
    kind = "" if anchor.record == "recommendation" else f"{anchor.record} "
    return f"{anchor.symbol or (anchor.sha256 or '')[:12]} {kind}{anchor.key}"
