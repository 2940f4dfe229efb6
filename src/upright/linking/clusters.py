"""Requests that ask the same, put together: the two groups that belong together most are joined again and again, as long as all that is in
the one and all that is in the other belong together on average. So one pair that is alike by chance joins no two groups (no chains)."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence

from upright.linking.candidates import Pair, ordered

JOIN = 0.2  # log-odds that two groups must have on average
_MOST, _LEAST = 4.0, -6.0  # one pair speaks no louder than this


class Groups:
    """Groups of numbered requests. `bond`: the log-odds that two requests belong together; `together` and `apart`: what persons say."""

    def __init__(self, number: int, bond: Callable[[int, int], float], together: Iterable[Pair], apart: Iterable[Pair]) -> None:
        self._bond = bond
        self._together = tuple(together)
        self._apart = {frozenset(pair) for pair in apart}
        self._members: dict[int, list[int]] = {each: [each] for each in range(number)}
        self._group = list(range(number))
        self._sums: dict[Pair, float] = {}

    def joined(self, pairs: Mapping[Pair, float]) -> list[list[int]]:
        """The groups, each in order, the one with the lowest member first; `pairs`: the bonds that are known.

        What a person says is the same brings together the whole groups that the two are in; where another says that something in them is
        different, the two alone.
        """
        self._cluster(pairs)
        for part in self._said_together():
            self._bring(part)
        return sorted(sorted(each) for each in self._members.values())

    def _cluster(self, pairs: Mapping[Pair, float]) -> None:
        near: dict[int, set[int]] = {}
        for (one, other), bond in pairs.items():
            a, b = self._group[one], self._group[other]
            if bond > JOIN and a != b:
                near.setdefault(a, set()).add(b)
                near.setdefault(b, set()).add(a)
        heap = [(-self._average(a, b), a, b) for a in near for b in near[a] if a < b]
        heapq.heapify(heap)
        while heap:
            average, a, b = heapq.heappop(heap)
            if a not in self._members or b not in self._members or -average != self._average(a, b):
                continue
            if -average <= JOIN:
                break
            if self._may(a, b):
                self._join(a, b, near, heap)

    def _said_together(self) -> list[list[int]]:
        """The requests that persons say are the same, as far as nobody says that they are different."""
        said = Groups(len(self._group), self._bond, (), [ordered(*pair) for pair in self._apart])
        for one, other in self._together:
            if said._may(said._group[one], said._group[other]):
                said._unite(said._group[one], said._group[other])
        return [each for each in said._members.values() if len(each) > 1]

    def _bring(self, part: Sequence[int]) -> None:
        first, *others = sorted({self._group[each] for each in part})
        whole = [each for group in (first, *others) for each in self._members[group]]
        if any(pair <= set(whole) for pair in self._apart):
            self._take_out(part)
        else:
            for group in others:
                self._unite(first, group)

    def _take_out(self, part: Sequence[int]) -> None:
        """Make it a group of its own."""
        own = max(self._members) + 1
        for each in part:
            left = self._members[self._group[each]]
            left.remove(each)
            if not left:
                del self._members[self._group[each]]
            self._group[each] = own
        self._members[own] = list(part)

    def _join(self, a: int, b: int, near: dict[int, set[int]], heap: list[tuple[float, int, int]]) -> None:
        around = (near.pop(a, set()) | near.pop(b, set())) - {a, b}
        sums = {other: self._sum(a, other) + self._sum(b, other) for other in around if other in self._members}
        kept = self._unite(a, b)
        near[kept] = set(sums)
        for other, total in sums.items():
            self._sums[ordered(kept, other)] = total
            near[other] = near.get(other, set()) - {a, b} | {kept}
            heapq.heappush(heap, (-self._average(kept, other), *ordered(kept, other)))

    def _unite(self, a: int, b: int) -> int:
        kept, gone = ordered(a, b)
        if kept != gone:
            moved = self._members.pop(gone)
            self._members[kept] += moved
            for each in moved:
                self._group[each] = kept
        return kept

    def _may(self, a: int, b: int) -> bool:
        """Nobody says that one of these and one of those are different."""
        if a == b or not self._apart:
            return True
        return not any(frozenset((one, other)) in self._apart for one in self._members[a] for other in self._members[b])

    def _average(self, a: int, b: int) -> float:
        return self._sum(a, b) / (len(self._members[a]) * len(self._members[b]))

    def _sum(self, a: int, b: int) -> float:
        pair = ordered(a, b)
        if pair not in self._sums:
            bonds = (self._bond(one, other) for one in self._members[a] for other in self._members[b])
            self._sums[pair] = sum(min(_MOST, max(_LEAST, each)) for each in bonds)
        return self._sums[pair]
