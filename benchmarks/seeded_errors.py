"""Put errors of ten kinds into clean reports and count how many the checks find, and what they find besides.

`python benchmarks/seeded_errors.py` uses three reports of UPRIGHT_CORPUS in which the checks find nothing, or a specimen without it. The
error is put into the text layer, so the whole way from there is tried: structure, reader, checks.
"""

from __future__ import annotations

import random
import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import REPOSITORY, SHARED
from upright import extract, identify, states, structure
from upright.checks import check
from upright.checks.catalogue import Check
from upright.extract.text import Line, TextLayer
from upright.readers import READERS
from upright.readers.document import Document, document_record, paragraphs
from upright.records import Finding, Recommendation, Record, Review

CLEAN = ("egypt2014.pdf", "italy2014.pdf", "palau2011.pdf")


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `text[start:end]` of a text layer by `words`; the check named must then find something new."""

    check: Check
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report that was read."""

    document: Document
    records: tuple[Record, ...]

    @property
    def text(self) -> str:
        return self.document.layer.text

    @property
    def numbered(self) -> list[Recommendation]:
        return [each for each in self.records if isinstance(each, Recommendation) and each.number]


def read(layer: TextLayer, name: str) -> Report:
    """Read a text layer as the file of that name."""
    document = Document(file=name, sha256="0" * 64, structure=structure.build(layer), identity=identify.identify(layer, name))
    body = sorted(
        (*paragraphs(document), *READERS[document.identity.kind](document)), key=lambda record: (record.source.start, -record.source.end)
    )
    return Report(document, (document_record(document), *body))


def edited(layer: TextLayer, edits: Sequence[Edit]) -> TextLayer:
    """The layer with its text changed; lines, pages and marks move along."""
    edits = sorted(edits, key=lambda edit: edit.start)
    starts = [edit.start for edit in edits]
    moved = [0]
    for edit in edits:
        moved.append(moved[-1] + len(edit.words) - (edit.end - edit.start))

    def there(offset: int) -> int:
        return offset + moved[bisect_right(starts, offset - 1)]

    text, at = "", 0
    for edit in edits:
        text += layer.text[at : edit.start] + edit.words
        at = edit.end
    gone = [(edit.start, edit.end) for edit in edits]
    lines = tuple(
        _moved(line, there)
        for line in layer.lines
        if not any(start <= line.start and line.end <= end for start, end in gone if end - start > 40)
    )
    marks = tuple((there(start), there(end)) for start, end in layer.marks)
    notes = tuple((mark, there(start), there(end)) for mark, start, end in layer.notes)
    return replace(
        layer, text=text + layer.text[at:], lines=lines, marks=marks, notes=notes, page_starts=tuple(map(there, layer.page_starts))
    )


def _moved(line: Line, there: Callable[[int], int]) -> Line:
    return replace(line, start=there(line.start), end=there(line.end))


# --- errors of ten kinds: each gives the edits that would make it; one is chosen


def statement_too_many(report: Report) -> Iterator[Edit]:
    """'73 delegations made statements' -> 74."""
    review = next(each for each in report.records if isinstance(each, Review))
    for match in re.finditer(r"\b(\d{1,3})\s+delegations", report.text):
        if review.statements_announced == int(match[1]):
            yield Edit(Check.STATEMENTS_ANNOUNCED, match.start(1), match.end(1), str(int(match[1]) + 1))


def recommendation_gone(report: Report) -> Iterator[Edit]:
    """One recommendation in the middle of a list is left out."""
    for each, following in zip(report.numbered[2:], report.numbered[3:], strict=False):
        lines = report.text[each.source.start : each.source.end]
        if each.source.page == following.source.page and _same_list(each, following) and "\n" in lines:
            yield Edit(Check.NUMBER_MISSING, each.source.start, each.source.end, "")


def _same_list(each: Recommendation, following: Recommendation) -> bool:
    return (each.number or "").partition(".")[0] == (following.number or "").partition(".")[0] and not each.footnotes


def number_exchanged(report: Report) -> Iterator[Edit]:
    """'124.6' -> '142.6'."""
    for each in report.numbered[1:-1]:
        match = re.match(r"(\d)(\d)(\d?)(?=\.\d)", report.text[each.source.start :])
        if match and match[1] != match[2]:
            yield Edit(Check.NUMBER_MISPRINTED, each.source.start, each.source.start + 2, match[2] + match[1])


def number_spaced(report: Report) -> Iterator[Edit]:
    """'124.6' -> '124. 6'."""
    for each in report.numbered[1:-1]:
        match = re.match(r"\d{1,3}\.(?=\d)", report.text[each.source.start :])
        if match:
            at = each.source.start + match.end()
            yield Edit(Check.NUMBER_MISPRINTED, at, at, " ")


def _attributions(report: Report) -> Iterator[tuple[int, str]]:
    """Single States in brackets at the end of a recommendation: where the name begins, and the name."""
    for each in (each for each in report.numbered if len(each.states) == 1):
        match = re.search(r"\(([A-Z][^()\n]{4,40})\)[;.]?\s*$", report.text[each.source.start : each.source.end])
        if match and states.find(match[1]):
            yield each.source.start + match.start(1), match[1]


def name_misspelt(report: Report) -> Iterator[Edit]:
    """'Argentina' -> 'Argetnina'."""
    for at, name in _attributions(report):
        middle = len(name) // 2
        slip = name[:middle] + name[middle + 1] + name[middle] + name[middle + 2 :]
        if len(name) > 8 and slip != name and name.isalpha():
            yield Edit(Check.NAME_MISSPELT, at, at + len(name), slip)


def attribution_gone(report: Report) -> Iterator[Edit]:
    """' (Argentina)' is left out."""
    for at, name in _attributions(report):
        yield Edit(Check.ATTRIBUTION_MISSING, at - 2, at + len(name) + 1, "")


def bracket_gone(report: Report) -> Iterator[Edit]:
    """'(Argentina)' -> 'Argentina)'."""
    for at, _ in _attributions(report):
        yield Edit(Check.BRACKET_UNBALANCED, at - 1, at, "")


def silent_state(report: Report) -> Iterator[Edit]:
    """A recommendation is given to a State that is nowhere in the report."""
    silent = next(
        each.name
        for each in states.all_states().values()
        if each.kind is states.StateKind.MEMBER and each.name.isalpha() and each.name not in report.text
    )
    for at, name in _attributions(report):
        yield Edit(Check.RECOMMENDING_STATE_SILENT, at, at + len(name), silent)


def acronym_exchanged(report: Report) -> Iterator[Edit]:
    """'CEDAW' -> 'CEADW'."""
    begin = report.numbered[0].source.start
    for match in re.finditer(r"(?<=[\s(])(?:CEDAW|ICCPR|ICESCR|CRPD|ICERD|ICRMW)(?=[\s;,.)])", report.text[begin:]):
        at = begin + match.start()
        yield Edit(Check.ACRONYM_MISTYPED, at, at + len(match[0]), match[0][:2] + match[0][3] + match[0][2] + match[0][4:])


def symbol_of_another(report: Report) -> Iterator[Edit]:
    """'A/HRC/WG.6/20/KAZ/2' -> 'A/HRC/WG.6/20/KGZ/2'."""
    for match in re.finditer(r"A/HRC/WG\.6/\d{1,2}/([A-Z]{3})/[123]", report.text):
        yield Edit(Check.SYMBOL_ASTRAY, match.start(1), match.end(1), "NPL")


KINDS: tuple[Callable[[Report], Iterator[Edit]], ...] = (
    statement_too_many, recommendation_gone, number_exchanged, number_spaced, name_misspelt,
    attribution_gone, bracket_gone, silent_state, acronym_exchanged, symbol_of_another,
)  # fmt: skip


def seed(report: Report, seed_of: int) -> list[Edit]:
    """One error of each kind that the report has a place for, in different recommendations."""
    choose = random.Random(seed_of)  # noqa: S311  # no secret
    chosen: list[Edit] = []
    for kind in KINDS:
        free = [
            edit for edit in kind(report) if all(abs(edit.start - other.start) > 600 or edit.end - edit.start > 5000 for other in chosen)
        ]
        if free:
            chosen.append(choose.choice(free))
    return chosen


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of the errors put in: those found, those missed; and findings that are neither an error's nor were there before."""

    found: list[Edit]
    missed: list[Edit]
    extra: list[Finding]


def outcome(path: Path, seed_of: int) -> Outcome:
    """Put errors into a report and check it."""
    layer = extract.extract(path)
    clean = read(layer, path.name)
    edits = seed(clean, seed_of)
    spoiled = read(edited(layer, edits), path.name)
    before = {(finding.check, finding.found, finding.expected) for finding in check(clean.document, clean.records)}
    findings = [each for each in check(spoiled.document, spoiled.records) if (each.check, each.found, each.expected) not in before]
    found: list[Edit] = []
    for edit in edits:
        match = next((each for each in findings if each.check == edit.check and abs(_where(each, edits) - edit.start) < 700), None)
        if match:
            findings.remove(match)
            found.append(edit)
    # A State that lost a recommendation no longer made as many as it announced: the same error, found twice.
    findings = [each for each in findings if each.check != Check.RECOMMENDATIONS_ANNOUNCED]
    return Outcome(found, [edit for edit in edits if edit not in found], findings)


def _where(finding: Finding, edits: Sequence[Edit]) -> int:
    """The place of a finding in the text before the edits."""
    moved = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        if edit.start + moved < finding.source.start:
            moved += len(edit.words) - (edit.end - edit.start)
    return finding.source.start - moved


def main() -> int:
    """Print what was found in three reports."""
    paths = [SHARED / "documents" / "upr" / name for name in CLEAN]
    if not paths[0].is_file():
        paths = [REPOSITORY / "specimens" / "files" / "report2014.pdf"]
    outcomes = [outcome(path, number) for number, path in enumerate(paths)]
    for path, each in zip(paths, outcomes, strict=True):
        print(f"{path.name}: {len(each.found)} of {len(each.found) + len(each.missed)} errors found, {len(each.extra)} other findings")
        for edit in each.missed:
            print(f"  missed: {edit.check}, {edit.words!r}")
        for finding in each.extra:
            print(f"  other: {finding.check}, {finding.message}")
    found, seeded = sum(len(each.found) for each in outcomes), sum(len(each.found) + len(each.missed) for each in outcomes)
    print(f"{found} of {seeded} errors found, {sum(len(each.extra) for each in outcomes)} other findings")
    return 0


if __name__ == "__main__":
    sys.exit(main())
