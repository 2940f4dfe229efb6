"""Names of States: misspelt, in variants, or missing behind a recommendation.

'(Holly See)', '(Phillipines)'           misspelt
'(Chile Egypt)'                          a comma was forgotten
'before the Court Ghana);'               the bracket was forgotten
'(Vietnam)' beside '(Viet Nam)'          two forms in one document
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rapidfuzz import process

from upright import states
from upright.checks.catalogue import Check
from upright.checks.evidence import Evidence
from upright.data import rows
from upright.readers.attribution import BRACKET
from upright.records import Finding, Recommendation
from upright.states import NameKind
from upright.structure import Block


@dataclass(frozen=True, slots=True)
class Slip:
    """A name that is misspelt: the State that is meant, and where it stands in its block's words."""

    code: str
    start: int
    end: int


def name_misspelt(evidence: Evidence) -> Iterator[Finding]:
    """Names with a typing error: in brackets of recommending States, where a statement begins, in running text. One finding a name."""
    places: dict[tuple[str, str], list[tuple[Block, Slip]]] = defaultdict(list)
    for block, slip in _misspelt_names(evidence):
        places[" ".join(block.text[slip.start : slip.end].split()), slip.code].append((block, slip))
    for (found, code), where in places.items():
        block, slip = where[0]
        expected = _right_name(found, code)
        message = f"The name of a State is misspelt: '{found}' for {expected}."
        paragraphs = [each.label for each, _ in where]
        source = evidence.words_at(block, slip.start, slip.end)
        yield evidence.finding(Check.NAME_MISSPELT, message, source, paragraphs=paragraphs, expected=expected, found=found)


def _misspelt_names(evidence: Evidence) -> Iterator[tuple[Block, Slip]]:
    for block in _attributed(evidence):
        for start, _, inside in _brackets(block.text):
            yield from ((block, slip) for slip in _slips(inside, start))
    for each in _without_states(evidence):
        last = _last_bracket(evidence, each)
        if last:
            yield last
    speakers = {code for each in evidence.statements for code in each.by}
    for block in evidence.debate:
        opening = misspelt_opening(block) if block.label not in evidence.spoken_in else None
        if opening and opening.code not in speakers:  # 'Italian minorities' is no slip for Italy, which spoke
            yield block, opening
    for block in evidence.body:
        yield from ((block, slip) for slip in _known_slips_in(block.text))


# Where a State must stand, a name farther from it than the readers accept can only be a slip: 'Argetnina' is 89 from 'Argentina'.
_EXPECTED = 75.0
_LAST_BRACKET = re.compile(r"\((?P<name>[A-Z][^()]{3,60})\)[\s;.,]*$")


def _last_bracket(evidence: Evidence, each: Recommendation) -> tuple[Block, Slip] | None:
    """The misspelt name at the end of a recommendation in which no State was read."""
    block = evidence.labels.get(each.number or "")
    match = _LAST_BRACKET.search(block.text) if block else None
    near = states.suggest(match["name"]) if match else None
    if not block or not match or not near or near[1] < _EXPECTED:
        return None
    return block, Slip(near[0].code, *match.span("name"))


def _known_slips_in(text: str) -> Iterator[Slip]:
    """Typing errors that real documents hold, outside brackets."""
    for wrong, code in _known_slips():
        at = text.find(wrong)
        end = at + len(wrong)
        if at >= 0 and not text[end : end + 1].isalpha() and text[max(at - 1, 0) : at] != "(":
            yield Slip(code, at, end)


def _attributed(evidence: Evidence) -> list[Block]:
    return [block for block in evidence.section if block.label and "." in block.label]


def _brackets(text: str) -> Iterator[tuple[int, int, str]]:
    """Brackets that may hold States: the span of what stands inside, and the words."""
    for match in BRACKET.finditer(text):
        inside = match[0][1:-1]
        if inside[:1].isupper() or inside.startswith(("the ", " ")):
            yield match.start() + 1, match.end() - 1, inside


def _slips(inside: str, at: int) -> Iterator[Slip]:
    """The misspelt names in a bracket."""
    known = states.attribution(inside)
    if known is not None:
        for start, end, state in states.mentions(inside):
            if states.name_kind(inside[start:end]) is NameKind.TYPING_ERROR:
                yield Slip(state.code, at + start, at + end)
        return
    read = states.attribution_fuzzy(inside)
    for wrong in read[1] if read else ():
        near = states.suggest(wrong)
        start = inside.find(wrong)
        if near and near[1] >= states.CERTAIN and start >= 0 and not _HAS_DIGIT.search(wrong):
            yield Slip(near[0].code, at + start, at + start + len(wrong))


_HAS_DIGIT = re.compile(r"\d")


def misspelt_opening(block: Block) -> Slip | None:
    """The misspelt name that a paragraph of the dialogue begins with: 'Philippine noted ...' (A/HRC/15/7, 57)."""
    match = _OPENING.match(block.text)
    name = match["name"] if match else ""
    if not match or states.name_kind(name) not in (None, NameKind.TYPING_ERROR):
        return None
    near = states.suggest(name)
    return Slip(near[0].code, *match.span("name")) if near and near[1] >= _NEAR else None


_NEAR = 92.0  # 'Philippine' is 95 from 'Philippines'


# 'NN. Name of one to four words verb': names are capitalised, the verb is not.
_OPENING = re.compile(
    r"\d{1,3}\.\s+(?:The\s+)?(?P<name>[A-Z][\w’'-]+(?:\s+(?:of\s+|and\s+|the\s+)*[A-Z][\w’'-]+){0,4})\s+[a-z]+(?:ed|d|t|ook|aw)\b"
)


@cache
def _known_slips() -> tuple[tuple[str, str], ...]:
    return tuple(
        (row["name"], row["code"]) for row in rows("state_names.csv") if row["kind"] == NameKind.TYPING_ERROR and row["language"] == "en"
    )


def _right_name(found: str, code: str) -> str:
    """The name of the State that is nearest to the misspelt one: short or official."""
    return str(process.extractOne(found, _standard_names().get(code, (code,)))[0])


# --- variants


@cache
def _standard_names() -> dict[str, tuple[str, ...]]:
    """The names in English that an editor lets stand, by code: official, short and former ones."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows("state_names.csv"):
        if row["language"] == "en" and row["kind"] in (NameKind.OFFICIAL, NameKind.SHORT, NameKind.FORMER):
            found[row["code"]].append(row["name"].replace("’", "'").removeprefix("the "))
    return {code: tuple(names) for code, names in found.items()}


# Short forms that UN documents print beside the full ones.
_ALSO_RIGHT = frozenset({"United Kingdom", "United States"})


def name_variant(evidence: Evidence) -> Iterator[Finding]:
    """A State under a form that is not its name, in a document that also prints the name."""
    printed: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, list[tuple[Block, int, int]]] = defaultdict(list)
    for block, start, end, code in _printed_names(evidence):
        name = " ".join(block.text[start:end].replace("’", "'").replace("‟", "'").split())
        printed[code][name] += 1
        places[name].append((block, start, end))
    for code, names in printed.items():
        right = [name for name in names if _is_standard(name, code)]
        for name in names:
            if right and name not in right and states.name_kind(name) is not NameKind.TYPING_ERROR:
                yield _variant(evidence, name, max(right, key=lambda each: names[each]), places[name])


def _is_standard(name: str, code: str) -> bool:
    return name in _standard_names().get(code, ()) or name in _ALSO_RIGHT


def _printed_names(evidence: Evidence) -> Iterator[tuple[Block, int, int, str]]:
    """The names of recommending States, and of those that open a statement."""
    for block in _attributed(evidence):
        for at, _, inside in _brackets(block.text):
            if states.attribution(inside):
                for start, end, state in states.mentions(inside):
                    yield block, at + start, at + end, state.code
    for block in evidence.debate:
        begin = _PARAGRAPH_NUMBER.match(block.text)
        found = states.leading(block.text[begin.end() : begin.end() + 100]) if begin else None
        if begin and found:
            yield block, begin.end(), begin.end() + found[1], found[0].code


_PARAGRAPH_NUMBER = re.compile(r"\d{1,3}\.\s+(?:The\s+)?")


def _variant(evidence: Evidence, name: str, right: str, places: list[tuple[Block, int, int]]) -> Finding:
    block, start, end = places[0]
    paragraphs = list(dict.fromkeys(place[0].label for place in places))
    where = f"{len(paragraphs)} paragraphs" if len(paragraphs) > 1 else f"paragraph {block.label}"
    message = f"'{name}' stands for {right} in {where}; the document also prints '{right}'."
    return evidence.finding(
        Check.NAME_VARIANT, message, evidence.words_at(block, start, end), paragraphs=paragraphs, expected=right, found=name
    )


# --- attributions


def attribution_missing(evidence: Evidence) -> Iterator[Finding]:
    """A numbered recommendation behind which no State stands, in a report that names them."""
    for each in _without_states(evidence):
        if _last_bracket(evidence, each) is None:
            message = f"No recommending State is named behind recommendation {each.number}."
            yield evidence.finding(Check.ATTRIBUTION_MISSING, message, each.source)


def _without_states(evidence: Evidence) -> list[Recommendation]:
    numbered = [each for each in evidence.recommendations if each.number] if evidence.is_report else []
    own = states.state(evidence.document.identity.state or "")
    # What begins with the State's own name is its comment (A/HRC/13/15, 92).
    without = [each for each in numbered if not each.states and not (own and each.text.startswith(own.name))]
    return without if len(without) <= len(numbered) * _MOST_WITHOUT else []


_MOST_WITHOUT = 0.2  # above that the report names States otherwise (A/HRC/8/23)


def attribution_misprinted(evidence: Evidence) -> Iterator[Finding]:
    """States behind a recommendation with a slip that is none of spelling: '(Chile Egypt)', '(Mexico 4)'."""
    for block in _attributed(evidence):
        for start, end, inside in _brackets(block.text):
            if states.attribution(inside) is not None:
                continue
            read = states.attribution_fuzzy(inside)
            for wrong in read[1] if read else ():
                near = states.suggest(wrong)
                if read and (_HAS_DIGIT.search(wrong) or not (near and near[1] >= states.CERTAIN)):
                    expected = ", ".join(state.name for state in read[0])
                    message = f"The States behind recommendation {block.label} are misprinted: '{wrong}'."
                    yield evidence.finding(
                        Check.ATTRIBUTION_MISPRINTED, message, evidence.words_at(block, start, end), expected=expected, found=wrong
                    )  # fmt: skip


def bracket_unbalanced(evidence: Evidence) -> Iterator[Finding]:
    """A bracket that is not opened or not closed in a recommendation."""
    for block in _attributed(evidence):
        for at, there, lacking in _unpaired(block.text):
            around = block.text[max(0, at - 25) : at + 1] if there == "closed" else block.text[at : at + 25]
            message = f"A bracket is {there} but not {lacking} in recommendation {block.label}: '{around}'."
            yield evidence.finding(Check.BRACKET_UNBALANCED, message, evidence.words_at(block, at, at + 1), found=around)


# 'a)', '1)', 'iii)': marks of a list close no bracket.
_LIST_MARK = re.compile(r"(?<![\w.])(?:[a-z]|[ivx]{1,4}|\d{1,2})\)$")


def _unpaired(text: str) -> Iterator[tuple[int, str, str]]:
    if text.count("(") == text.count(")"):
        return
    opened: list[int] = []
    for match in re.finditer(r"[()]", text):
        if match[0] == "(":
            opened.append(match.start())
        elif opened:
            opened.pop()
        elif not _LIST_MARK.search(text, max(0, match.end() - 6), match.end()):
            yield match.start(), "closed", "opened"
    for at in opened:
        yield at, "opened", "closed"
