"""Requests that ask the same, put together: the two groups that belong together most are joined again and again, as long as all that is in
the one and all that is in the other belong together on average. So one pair that is alike by chance joins no two groups (no chains)."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping

from upright.linking.candidates import Pair

JOIN = 0.2  # log-odds that two groups must have on average
_MOST, _LEAST = 4.0, -6.0  # one pair speaks no louder than this


class Groups:
    """Groups of numbered requests. `bond`: the log-odds that two requests belong together; `together` and `apart`: what persons say."""

    def __init__(self, number: int, bond: Callable[[int, int], float], together: Iterable[Pair], apart: Iterable[Pair]) -> None:
        self._bond = bond
        self._apart = {frozenset(pair) for pair in apart}
        self._members: dict[int, list[int]] = {each: [each] for each in range(number)}
        self._group = list(range(number))
        self._sums: dict[Pair, float] = {}
        for one, other in together:
            if self._may(self._group[one], self._group[other]):
                self._unite(self._group[one], self._group[other])

    def joined(self, pairs: Mapping[Pair, float]) -> list[list[int]]:
        """The groups, each in order, the one with the lowest member first; `pairs`: the bonds that are known."""
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
        return sorted(sorted(each) for each in self._members.values())

    def _join(self, a: int, b: int, near: dict[int, set[int]], heap: list[tuple[float, int, int]]) -> None:
        around = (near.pop(a, set()) | near.pop(b, set())) - {a, b}
        sums = {other: self._sum(a, other) + self._sum(b, other) for other in around if other in self._members}
        kept = self._unite(a, b)
        near[kept] = set(sums)
        for other, total in sums.items():
            self._sums[_pair(kept, other)] = total
            near[other] = near.get(other, set()) - {a, b} | {kept}
            heapq.heappush(heap, (-self._average(kept, other), *_pair(kept, other)))

    def _unite(self, a: int, b: int) -> int:
        kept, gone = _pair(a, b)
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
        pair = _pair(a, b)
        if pair not in self._sums:
            bonds = (self._bond(one, other) for one in self._members[a] for other in self._members[b])
            self._sums[pair] = sum(min(_MOST, max(_LEAST, each)) for each in bonds)
        return self._sums[pair]


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)
