"""A list of issues, and the replies to it."""

from __future__ import annotations

from typing import Any

from pages import Block, Document, begin, runs

Source = dict[str, Any]


class _Writer:
    """Blocks and the records to be read from them, with the headings above and the paragraph's number."""

    def __init__(self, name: str, source: Source) -> None:
        self.document = begin(name, source)
        self.document.front = {key: source[key] for key in ("body", "covenant", "title")}
        facts = ("symbol", "kind", "body", "state")
        known = {**{fact: source[fact] for fact in facts}, "body": "CRPD"}
        self.document.expected.append({"record": "document", "language": "en", "date": source["date"], **known})
        self.path: list[str] = []
        self.number = 0
        self.limb = 0

    def heading(self, text: str, level: int) -> None:
        """A heading: a section (2), an article (3), a reply (4); that of a reply is set in the size of the text."""
        self.path = [*self.path[: level - 2], text]
        self.document.blocks.append(Block("heading", runs(text, bold=True), level=2 if level < 4 else 0))

    def paragraph(self, text: str) -> str:
        """A numbered paragraph, or a limb of the last one where it begins with '(a) '; its label."""
        if text.startswith("("):
            self.limb += 1
            return self._block("limb", text[:3], text[4:], f"{self.number} {text[:3]}")
        self.number, self.limb = self.number + 1, 0
        return self._block("paragraph", f"{self.number}.", text, str(self.number))

    def _block(self, kind: str, printed: str, text: str, label: str) -> str:
        self.document.blocks.append(Block(kind, runs(text), printed))
        self.document.expected.append(
            {
                "record": "paragraph",
                "source": {"paragraph": label},
                "label": label,
                "headings": list(self.path),
                "text": text,
                "footnotes": [],
            }
        )
        return label


def list_of_issues(name: str, source: Source) -> Document:
    """A list of issues: a question for each issue and limb."""
    writer = _Writer(name, source)
    for block in source["blocks"]:
        if not _heading(writer, block):
            _question(writer, writer.paragraph(block["issue"]), block["issue"], block)
            for at, limb in enumerate(block.get("limbs", ())):
                _question(writer, writer.paragraph(f"({chr(ord('a') + at)}) {limb['text']}"), limb["text"], limb)
    return writer.document


def replies(name: str, source: Source) -> Document:
    """Replies: an answer for each issue that a heading names."""
    writer = _Writer(name, source)
    for block in source["blocks"]:
        if _heading(writer, block):
            continue
        writer.heading(block["reply"], 4)
        labels = [writer.paragraph(text) for text in block["paragraphs"]]
        for number in block["names"]:
            answer = {"question": number, "paragraphs": labels, "method": "stated", "because": block["reply"], "to": source["list"]}
            writer.document.expected.append({"record": "answer", "source": {"paragraph": labels[0]}, **answer})
    return writer.document


def _heading(writer: _Writer, block: Source) -> bool:
    for kind, level in (("section", 2), ("article", 3)):
        if kind in block:
            writer.heading(block[kind], level)
            return True
    return False


def _question(writer: _Writer, label: str, text: str, block: Source) -> None:
    question = {"id": label, "asked_by": ["CRPD"], "text": text, "form": block.get("form", "indirect"), "about": block["about"]}
    writer.document.expected.append({"record": "question", "source": {"paragraph": label}, **question})
