"""What a paragraph of a Word file inherits from its style: name, outline level, bold, numbering."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from upright.extract.numbering import W, number, value

MAX_CHAIN = 12  # styles based on styles; also ends a circle


def toggle(properties: etree._Element | None, name: str) -> bool | None:
    """An on/off property (bold, hidden); None where it is not said."""
    found = None if properties is None else properties.find(W + name)
    return None if found is None else found.get(W + "val") not in ("0", "false", "off")


class Styles:
    """The styles of a file, by id."""

    def __init__(self, root: etree._Element | None) -> None:
        found = [] if root is None else root.findall(W + "style")
        self._styles = {style.get(W + "styleId") or "": style for style in found}
        self._default = next((style.get(W + "styleId") for style in found if _is_default(style)), None)

    def of_paragraph(self, properties: etree._Element | None) -> str | None:
        """The id of a paragraph's style."""
        return value(properties, "pStyle") or self._default

    def name(self, style: str | None) -> str | None:
        """The name of a style as Word shows it."""
        return value(self._styles.get(style or ""), "name") or style

    def _chain(self, style: str | None) -> Iterator[etree._Element]:
        for _ in range(MAX_CHAIN):
            found = self._styles.get(style or "")
            if found is None:
                return
            yield found
            style = value(found, "basedOn")

    def bold(self, style: str | None) -> bool | None:
        """Is a style bold? None where no style of its chain says so."""
        said = (toggle(found.find(W + "rPr"), "b") for found in self._chain(style))
        return next((bold for bold in said if bold is not None), None)

    def outline(self, properties: etree._Element | None, style: str | None) -> int | None:
        """The level of a heading, from 1; None for body text (Word's level 9)."""
        said = [number(value(properties, "outlineLvl"))]
        said += [number(value(found.find(W + "pPr"), "outlineLvl")) for found in self._chain(style)]
        level = next((level for level in said if level is not None), 9)
        return level + 1 if level < 9 else None

    def numbering(self, style: str | None) -> tuple[str | None, int | None]:
        """The list and level that a style gives; the level may be left to the list (see `Numbering.level_of_style`)."""
        for found in self._chain(style):
            said = found.find(f"{W}pPr/{W}numPr")
            if said is not None and (list_id := value(said, "numId")):
                return list_id, number(value(said, "ilvl"))
        return None, None


def _is_default(style: etree._Element) -> bool:
    return style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true")
