"""Articles of the treaty, as headings and texts name them: always as ('article 9', 'article 26').

headings    'Equality and non-discrimination (art. 5)'   'C. Specific obligations (arts. 31–33)'   'Article 9 Accessibility'
            'Objet et obligations générales (art. 1 à 4)'      'Obligaciones generales (arts. 1 a 4)'      'Равенство (ст. 5)'
texts       'articles 12 and 13 of the Convention'       not 'article 136 of the Health Code'
"""

from __future__ import annotations

import re

from upright.readers.issue_numbers import NUMBER_LIST, issue_numbers, issue_of

_ARTICLE = r"(?:\barticles?|\barts?\.|\bartículos?|\bстат(?:ья|ьи|ей|ьям|ье)|\bстт?\.|(?:ال)?(?:مادة|مادتان|مادتين|مواد))"
_IN_HEADING = re.compile(rf"(?:{_ARTICLE}\s?|第(?=[^段]{{1,12}}条))(?P<list>{NUMBER_LIST})", re.IGNORECASE)
# 'article 5 of the Criminal Code', 'article 6 of the Optional Protocol' are not the treaty's.
_OF = re.compile(
    r"\s*(?:\)|,?\s*(?:para(?:graph)?s?\.?|párrafos?|paragraphes?|пункт\w*)\s*\d+\s*(?:\(\w\))?)?,?\s*"
    r"(?P<of>\b(?:of|du|des|de\s+l[ae’']|del?|to|in)\b\s*)?(?P<whose>[^.;,)]{0,60})",
    re.IGNORECASE,
)
_TREATY = re.compile(
    r"\W*(?:the|la|el|l[’'])?\s*(?:present\s+|same\s+)?(?:convention|covenant|pacte?|pacto|convención)\b|Конвенци|Пакт|الاتفاقية|العهد|公约",
    re.IGNORECASE,
)


def articles_of_heading(heading: str) -> tuple[str, ...]:
    """The articles that a heading is about, in its order."""
    found = (issue_of(number) for match in _IN_HEADING.finditer(heading) for number in issue_numbers(match["list"]))
    return tuple(dict.fromkeys(f"article {number}" for number in found))


def articles_of_text(text: str) -> tuple[str, ...]:
    """The articles of the treaty that a text names; those of laws, and of other treaties named in full, are left out."""
    found: dict[str, None] = {}
    for match in _IN_HEADING.finditer(text):
        after = _OF.match(text, match.end())
        if after and after["of"] and not _TREATY.match(after["whose"]):
            continue
        if (
            after
            and not after["of"]
            and not _TREATY.match(after["whose"])
            and match[0].startswith("第")
            and text[match.end() : match.end() + 1] != "条"
        ):
            continue
        found |= {f"article {issue_of(number)}": None for number in issue_numbers(match["list"])}
    return tuple(found)
