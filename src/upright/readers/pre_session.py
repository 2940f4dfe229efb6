"""The three documents of a review before its session: national report, compilation, summary of stakeholders' submissions.

They share their form: numbered paragraphs under headings, with endnotes. Their paragraphs are read as those of every document; what is read
here is what they cite:

    endnote '2 For relevant recommendations, see A/HRC/22/7, paras. 97.1-97.15, 97.20.'     recommendations of an earlier review
    heading 'Gender (recommendations 4, 14, 65-68)', text 'has been adopted (97.24)'        the same by number alone
    'CEDAW/C/SVN/CO/6, para. 12', 'Council resolution 16/21', 'general comment No. 14'      documents, resolutions, general comments

Stakeholders are not listed: their list names persons beside organisations.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from upright.extract.text import Span
from upright.readers.document import Document
from upright.readers.numbers import NUMBER_LIST, numbers
from upright.records import Citation
from upright.structure import Aligned, Block, BlockKind, align
from upright.symbols import Symbol, find_symbols

_READ = frozenset({BlockKind.PARAGRAPH, BlockKind.TEXT, BlockKind.HEADING, BlockKind.FOOTNOTE, BlockKind.ANNEX, BlockKind.TABLE})
_NOTES = re.compile(r"(?:End)?notes?:?|Notas:?|Примечания:?|Сноски:?|注|الحواشي", re.IGNORECASE)
_NOTE = re.compile(r"(\d{1,3})(?:\s+|(?=[A-Z]))")
_MISSED = 4  # endnotes that are no lines of their own: the next one is still believed

_NAME = r"(?:\s*\([A-Z][^()]{2,60}\))?"  # '113.28 (Burkina Faso), 113.29 (Egypt)'
_SEVERAL = rf"{NUMBER_LIST.pattern}{_NAME}(?:\s*(?:[,;&]|\band\b|\bet\b|\by\b|и|\bas well as\b)+\s*{NUMBER_LIST.pattern}{_NAME})*"
_PARAGRAPHS = (
    r"(?:paras?\b\.?|paragraphs?|par\.|p[aá]rrs?\.|pár\.|párrafos?|paragraphes?|пп?\.|пункт\w*|recommendations?|recommandations?"
    r"|recomendaci[oó]n(?:es)?|рекомендаци\w+|nos?\b\.?)"
)
_AFTER_SYMBOL = re.compile(rf"\s*[,:]?\s*(?:(?:see|in|at|the|under|voir|см\.)\s+)*(?:{_PARAGRAPHS}\s*)+(?P<list>{_SEVERAL})", re.IGNORECASE)
_RECOMMENDATIONS = re.compile(
    rf"\b(?:recommendations?|recs?\.|recommandations?|recomendaci[oó]n(?:es)?|рекомендаци\w+)\s+(?:(?:nos?\b\.?|n[°º]s?|№|numbers?"
    rf"|numbered|paras?\.?)\s*)?(?P<list>{_SEVERAL})",
    re.IGNORECASE,
)
# Recommendations of others: of committees and organisations, and of what an endnote cites ('ibid., p. 5, recommendation 3').
_OF_OTHERS = re.compile(
    r"(?:\b(?:general|joint|ILO|OSCE|ECRI|FATF|UNESCO|[Cc]ommittee|of Ministers)|\b[pP]{1,2}\.\s?\d+(?:\s?[–-]\s?\d+)?,?|générale"
    r"|general|общ\w+)\s*$"
)
_BRACKETED = re.compile(rf"[(\[](?P<list>{_SEVERAL})[)\]]")
_FULL = re.compile(r"\d{1,3}\.\d{1,3}")
_GENERAL = re.compile(r"\b(general (?:comment|recommendation))s?\s+No\.?\s?(\d{1,2})\b", re.IGNORECASE)
_RESOLUTIONS = re.compile(
    r"\b(?:resolutions?|résolutions?|resoluci[oó]n(?:es)?|резолюци\w+)\s+(?P<list>\d{1,3}/\d{1,3}(?:\s*(?:,|;|and|et|y"
    r"|и)\s*\d{1,3}/\d{1,3})*)",
    re.IGNORECASE,
)
_ASSEMBLY = re.compile(r"General Assembly|Assemblée générale|Asamblea General|Генеральн\w+ Ассамбле", re.IGNORECASE)
_COUNCIL = re.compile(r"(?:Human Rights )?Council|Conseil|Consejo|Совет", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Passage:
    """Words that may cite something, with their paragraph: an endnote belongs to the paragraph that its mark stands in."""

    words: Aligned
    paragraph: str | None


def read(document: Document) -> Iterator[Citation]:
    """What the document cites, in document order."""
    passages = list(_passages(document))
    under = _paragraphs_cited(passages)
    found = [citation for passage in passages for citation in _citations(document, passage, under)]
    yield from sorted(found, key=lambda citation: citation.source.start)


# --- passages ----------------------------------------------------------------------------------------------------------------------------


def _passages(document: Document) -> Iterator[_Passage]:
    holders = _holders(document)
    notes = {note.start: holders.get(at) for at, note in document.footnotes.items()}
    by_mark = {mark: block.label for block in document.blocks for mark, _ in block.marks if block.kind is not BlockKind.FOOTNOTE}
    paragraph: str | None = None
    last: int | None = None  # the number of the last endnote; None before the endnotes begin
    for block in document.blocks:
        if block.kind is BlockKind.FOOTNOTE:
            yield _Passage(document.aligned(block), notes.get(block.start) or by_mark.get(block.label or ""))
        elif block.kind in _READ:
            paragraph = block.label if block.kind is BlockKind.PARAGRAPH else None if block.kind is BlockKind.HEADING else paragraph
            pieces, begins = _cut(document, block, last)
            if pieces:
                yield _Passage(align(document.layer, pieces, document.structure.marks), None if last is not None else paragraph)
            for mark, note in begins:
                last = mark
                yield _Passage(align(document.layer, note, document.structure.marks), by_mark.get(str(mark)))


def _cut(document: Document, block: Block, last: int | None) -> tuple[list[Span], list[tuple[int, list[Span]]]]:
    """A block's lines before the endnotes, and the endnotes in it: they begin after the line 'Notes', each with the next number."""
    before: list[Span] = []
    notes: list[tuple[int, list[Span]]] = []
    for piece in block.pieces:
        words = document.layer.text[slice(*piece)].strip()
        if last is None:
            last = 0 if _NOTES.fullmatch(words) else None
            before.append(piece)
            continue
        match = _NOTE.match(words)
        if match and last < int(match[1]) <= last + _MISSED:
            last = int(match[1])
            notes.append((last, [piece]))
        elif notes:
            notes[-1][1].append(piece)
        else:
            before.append(piece)
    return before, notes


def _holders(document: Document) -> dict[int, str | None]:
    """The paragraph of every footnote mark."""
    return {at: block.label for block in document.blocks for _, at in block.marks}


# --- citations ---------------------------------------------------------------------------------------------------------------------------


def _citations(document: Document, passage: _Passage, under: frozenset[str]) -> Iterator[Citation]:
    text = passage.words.text
    taken: list[Span] = []
    for start, end, symbol in find_symbols(text):
        yield _citation(document, passage, (start, end), "resolution" if "RES" in symbol.parts else "document", str(symbol))
        match = _AFTER_SYMBOL.match(text, end)
        if match and _is_of_a_report(symbol) and _FULL.search(match["list"]):
            span, cited = (start, match.start("list") + len(_listed(match))), _listed(match)
            taken.append(span)
            for number in _numbers(cited):
                yield _citation(document, passage, span, "recommendation", f"{symbol.parent or symbol} {number}")
    for match in _lists(text, under):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            taken.append(match.span())
            span = (match.start(), match.start("list") + len(_listed(match)) + (match.re is _BRACKETED))
            for number in _numbers(_listed(match)):
                yield _citation(document, passage, span, "recommendation", number)
    for match in _GENERAL.finditer(text):
        yield _citation(document, passage, match.span(), "general_comment", f"{match[1].lower()} No. {match[2]}")
    yield from _resolutions(document, passage)


def _listed(match: re.Match[str]) -> str:
    """The list without the number of the next endnote: '97.20 and 97.87. 3 See ...'."""
    return re.split(r"\.\s+(?=\d{1,3}(?![\d.]))", match["list"])[0]


def _is_of_a_report(symbol: Symbol) -> bool:
    return symbol.council_session is not None and "RES" not in symbol.parts


def _lists(text: str, under: frozenset[str]) -> Iterator[re.Match[str]]:
    """Numbers of recommendations: after the word, or in brackets where the document uses such numbers."""
    for match in _RECOMMENDATIONS.finditer(text):
        if not _OF_OTHERS.search(text[: match.start()]):
            yield match
    for match in _BRACKETED.finditer(text):
        cited = {number.partition(".")[0] for number in _FULL.findall(match["list"])}
        if cited and cited <= under:
            yield match


def _paragraphs_cited(passages: list[_Passage]) -> frozenset[str]:
    """The paragraphs of the earlier report whose items the document cites, in at least two lists: one '(97.1)' may be a figure."""
    lists: Counter[str] = Counter()
    for passage in passages:
        for pattern in (_BRACKETED, _RECOMMENDATIONS, _AFTER_SYMBOL):
            for match in pattern.finditer(passage.words.text):
                lists.update({number.partition(".")[0] for number in _FULL.findall(match["list"])})
    return frozenset(paragraph for paragraph, count in lists.items() if count >= 2 and int(paragraph) >= 30)


def _numbers(cited: str) -> Iterator[str]:
    return numbers(re.sub(r"\(\s*[A-Z][^()]*\)", " ", cited))


def _resolutions(document: Document, passage: _Passage) -> Iterator[Citation]:
    text = passage.words.text
    for match in _RESOLUTIONS.finditer(text):
        series = _series(text[max(match.start() - 25, 0) : match.start()]) or _series(text[match.end() : match.end() + 40])
        for number in re.findall(r"\d{1,3}/\d{1,3}", match["list"]):
            yield _citation(document, passage, match.span(), "resolution", series + number)


def _series(near: str) -> str:
    """'resolution 5/1' alone does not say whose it is: 'Council resolution 5/1', 'résolution 60/251 de l'Assemblée générale' do."""
    return "A/RES/" if _ASSEMBLY.search(near) else "A/HRC/RES/" if _COUNCIL.search(near) else ""


def _citation(document: Document, passage: _Passage, span: Span, cites: str, target: str) -> Citation:
    return Citation(
        document=document.symbol,
        source=document.source(*passage.words.span(*span), passage.paragraph),
        cites=cites,
        target=target,
        text=passage.words.text[slice(*span)],
    )
