"""Running headers, page numbers, job numbers and mastheads: lines that interrupt the text."""

from __future__ import annotations

import re

from upright.structure.lines import ALONE, Lines, is_raised

_SYMBOL_LINE = re.compile(r"(?:United Nations\s+)?[A-Z]{1,5}/[A-Z0-9][A-Za-z0-9./ \-]*[A-Z0-9]/?[*]{0,3}(?:\s+\d{1,4})?$")
_PAGE_LINE = re.compile(r"(?:Page|page|Página|página|Стр\.|стр\.)\s*\d{1,4}$|\d{1,4}$|\d{1,4}/\d{1,4}$")
_JOB_LINE = re.compile(r"(?:\d{1,4}\s+)?(?:GE|V)\.\s?\d\d-\d{4,6}.{0,40}$|[*\uf02a][\d\uf030-\uf039]{7}[*\uf02a]$|[\uf000-\uf0ff\s]+$")
# The masthead of the first page, which some files draw after the text of that page.
_MASTHEAD = re.compile(
    r"(?:United Nations|Nations Unies|Naciones Unidas|General Assembly|Assemblée générale|Asamblea General"
    r"|Convention on the Rights|Convention relative aux droits|Convención sobre los Derechos"
    r"|of Persons with Disabilities|des personnes handicapées|de las Personas con Discapacidad"
    r"|(?:General Assembly )?Distr\.?\s?:?.{0,12}|\d{1,2} (?:de )?[\w’]+ (?:de )?\d{4}|Original\s?:\s?\w+"
    r"|Español|English|Français|(?:English|Español|Anglais)[\w, ]{0,40}(?:only|únicamente|seulement))$"
)

PARAGRAPH = re.compile(r"\d{1,3}\.\s+[^\W\d_]|-\d{1,3}\s+[\u0621-\u064a]")


def mark_furniture(seen: Lines) -> None:
    if not seen.layer.wrapped:
        for index, line in enumerate(seen.lines):
            seen.furniture[index] = line.style == "header" and index > 40
        return
    pages: dict[int, list[int]] = {}
    for index, line in enumerate(seen.lines):
        pages.setdefault(line.page, []).append(index)
    for page, indexes in pages.items():
        edges = set(indexes[:4] + indexes[-4:]) if seen.layer.has_pages else set(indexes)
        for index in indexes:
            if page == 1 and seen.layer.has_pages and _below_text(seen, indexes, index):
                masthead = _MASTHEAD.match(seen.words[index]) or _above_title(seen, indexes, index)
                if masthead:
                    seen.furniture[index] = True
                    continue
            if page == 1 and seen.layer.has_pages and not _JOB_LINE.match(seen.words[index]):
                continue  # the cover's own symbol and date
            if ALONE.match(seen.words[index]) and is_raised(seen, index):
                continue  # the mark of a footnote, not a page number
            near = seen.layer.has_pages or _near_furniture(seen, index)
            seen.furniture[index] = _is_furniture(seen.words[index], index in edges, near)


def _below_text(seen: Lines, indexes: list[int], index: int) -> bool:
    """Is a line drawn after a numbered paragraph of its page?"""
    return any(other < index and PARAGRAPH.match(seen.words[other]) for other in indexes)


def _above_title(seen: Lines, indexes: list[int], index: int) -> bool:
    """Is a line printed above all that was drawn on the page before its first numbered paragraph?"""
    bottom = seen.lines[index].bottom
    first = next(at for at, other in enumerate(indexes) if PARAGRAPH.match(seen.words[other]))
    titles = [each for other in indexes[: first + 1] if (each := seen.lines[other].bottom) is not None]
    return bottom is not None and bool(titles) and bottom > max(titles)


def _is_furniture(words: str, edge: bool, near_furniture: bool) -> bool:
    if _JOB_LINE.match(words):
        return True
    if not edge:
        return False
    return bool(_SYMBOL_LINE.match(words)) or (near_furniture and bool(_PAGE_LINE.match(words)))


def _near_furniture(seen: Lines, index: int) -> bool:
    return any(
        0 <= other < len(seen.words) and (_SYMBOL_LINE.match(seen.words[other]) or _JOB_LINE.match(seen.words[other]))
        for other in (index - 1, index + 1)
    )
