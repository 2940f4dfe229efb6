"""Acronyms that look mistyped: 'CPRD' in a document that has 'CRPD' (A/HRC/28/10, 125.5)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from upright import bodies, instruments, states
from upright.analysis.treaty_names import SHORTEST, is_exchange, is_slip
from upright.checks.catalogue import Check
from upright.checks.evidence import Evidence
from upright.records import Finding
from upright.structure import Block

_ACRONYM = re.compile(r"(?<![\w/.-])[A-Z]{2,}[A-Z0-9]*(?:-[A-Z]{1,6}\d?)*(?![\w/.]\w)(?![\w-])")
_RARE = 2  # an acronym that stands there more often is the author's own
_FREQUENT = 3


def acronym_mistyped(evidence: Evidence) -> Iterator[Finding]:
    """Rare acronyms, known nowhere, one slip away from a treaty's or from one that the document uses often."""
    counts: Counter[str] = Counter()
    for block in evidence.body:
        counts.update(_ACRONYM.findall(block.text))
    for acronym, count in counts.items():
        meant = _meant(acronym, counts) if count <= _RARE and len(acronym) >= SHORTEST and not _is_known(acronym, counts) else None
        if meant is None:
            continue
        places = list(_places(evidence, acronym))
        if not any(_is_defined(block, start, end) for block, start, end in places):
            block, start, end = places[0]
            message = f"'{acronym}' looks mistyped for {meant}."
            paragraphs = [block.label for block, _, _ in places]
            source = evidence.words_at(block, start, end)
            yield evidence.finding(Check.ACRONYM_MISTYPED, message, source, paragraphs=paragraphs, expected=meant, found=acronym)


def _places(evidence: Evidence, acronym: str) -> Iterator[tuple[Block, int, int]]:
    for block in evidence.body:
        for match in _ACRONYM.finditer(block.text) if acronym in block.text else ():
            if match[0] == acronym:
                yield block, match.start(), match.end()


@cache
def _treaties() -> frozenset[str]:
    return frozenset(instruments.acronyms())


def _is_known(acronym: str, counts: Counter[str]) -> bool:
    """A treaty, a body, a State, or the protocol to any of them and to what the document itself abbreviates ('OP-CRC', 'CPD-OP')."""
    if acronym in _treaties():
        return True
    base = acronym.removeprefix("OP-").removesuffix("-OP")
    return base in _treaties() or base in _bodies() or states.find(acronym) is not None or (base != acronym and counts[base] > 0)


@cache
def _bodies() -> frozenset[str]:
    return frozenset(each.acronym for each in bodies.all_bodies().values() if each.acronym)


def _meant(acronym: str, counts: Counter[str]) -> str | None:
    """The acronym that was meant: a treaty's one slip away, the document's own first; else a frequent one with two letters exchanged."""
    near = [known for known in _treaties() if is_slip(acronym, known) or (counts[known] and _is_replaced(acronym, known))]
    if near:
        return max(sorted(near), key=lambda known: counts[known])
    frequent = [other for other, count in counts.items() if count >= _FREQUENT and acronym.isalpha() and is_exchange(acronym, other)]
    return frequent[0] if frequent else None


def _is_replaced(wrong: str, right: str) -> bool:
    """One letter is another: 'ICPPR' for ICCPR. Believed only where the document has the right one: UNHRC and UNCRC are both right."""
    return len(wrong) == len(right) > SHORTEST and sum(a != b for a, b in zip(wrong, right, strict=True)) == 1


def _is_defined(block: Block, start: int, end: int) -> bool:
    """'National Disability Council (NDCC)': the document spells it out itself."""
    before = block.text[:start].rstrip("(“\"' ")
    words = re.findall(r"[A-Z]\w*", before[-120:])
    initials = "".join(word[0] for word in words)
    return block.text[start - 1 : start] == "(" and initials.endswith(block.text[start:end].replace("-", "")[-2:])
