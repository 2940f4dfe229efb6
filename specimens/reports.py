"""Reports of the Working Group on the Universal Periodic Review."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from pages import Block, Document, Expected, begin, marks_in, runs, unmarked
from wording import codes_in, printed, recommendation, running

Source = dict[str, Any]

PROCEEDINGS = "I. Summary of the proceedings of the review process"
PRESENTATION = "A. Presentation by the State under review"
DIALOGUE = "B. Interactive dialogue and responses by the State under review"
CONCLUSIONS = "II. Conclusions and/or recommendations"
ROLES = ("national_report", "compilation", "stakeholder_summary")
PLEDGES = "III. Voluntary pledges and commitments"


def report(name: str, source: Source) -> Document:
    """A report with everything that must be read from it."""
    return _Report(name, source).document


class _Report:
    def __init__(self, name: str, source: Source) -> None:
        self.source = source
        self.document = begin(name, source)
        self.old = source["layout"] == "2008"
        self.number = 0
        self.headings: list[str] = []
        self.items = _numbered(source["conclusions"], self._first_list())
        self.document.notes = {**({} if self.old else {"**": source["section_note"]}), **source.get("notes", {})}
        self._front()
        self._introduction()
        self._presentation()
        self._dialogue()
        self._conclusions()
        self._pledges()
        self._annex()
        self._contents()

    # What is printed

    def _front(self) -> None:
        source = self.source
        self.document.front = {
            "council_session": source["council_session_words"],
            "title": "Report of the Working Group on the Universal Periodic Review",
            "state": "Vandrelia",
        }
        facts = ("symbol", "kind", "state", "council_session", "working_group_session", "cycle")
        record: Expected = {"record": "document", "language": "en", "date": source["date"], **{fact: source[fact] for fact in facts}}
        self.document.expected.append(record)
        symbols = [re.search(r"\((A/HRC/WG[^)]+)\)", limb) for limb in source["introduction"]["limbs"]]
        documents = [{"symbol": found[1], "role": role} for found, role in zip(symbols, ROLES, strict=True) if found]
        review = {**source["review"], "documents": documents}
        self.document.expected.append(
            {"record": "review", "state_under_review": "XVA", "working_group_session": source["working_group_session"], **review}
            | {"statements_announced": self._announced()}
        )  # fmt: skip

    def _heading(self, words: str, level: int) -> None:
        self.headings = [*self.headings[: level - 1], unmarked(words)]
        shown = words.upper() if self.old and level == 1 and words != "Introduction" else words
        self.document.blocks.append(Block("heading", runs(shown, bold=True), level=level))

    def _paragraph(self, text: str, *, bold: bool = False) -> str:
        self.number += 1
        label = str(self.number)
        self._block("paragraph", label, text, bold=bold)
        return label

    def _block(self, kind: str, label: str, text: str, *, bold: bool = False) -> None:
        item = label.partition(".")[2] + "." if self.old else label
        label = label.replace(". ", ".")
        shown = {"item": item, "limb": label.partition(" ")[2], "paragraph": f"{label}."}[kind]
        self.document.blocks.append(Block(kind, runs(text, bold=bold), shown))
        self._expect("paragraph", label, label=label, headings=list(self.headings), text=unmarked(text), footnotes=self._footnotes(text))

    def _footnotes(self, text: str) -> list[Expected]:
        return [{"mark": mark, "text": self.document.notes[mark]} for mark in marks_in(text)]

    def _expect(self, record: str, at: str, /, **fields: Any) -> None:
        self.document.expected.append({"record": record, "source": {"paragraph": at}, **fields})

    # The parts of a report

    def _introduction(self) -> None:
        self._heading("Introduction", 1)
        for text in self.source["introduction"]["paragraphs"]:
            label = self._paragraph(text)
            if self.number == self.source["introduction"]["limbs_of"]:
                for letter, limb in zip("abc", self.source["introduction"]["limbs"], strict=True):
                    self._block("limb", f"{label} ({letter})", limb)

    def _presentation(self) -> None:
        self._heading(PROCEEDINGS, 1)
        self._heading(PRESENTATION, 2)
        for text in self.source["presentation"]["paragraphs"]:
            self._speech(self._paragraph(text), ["delegation"], [], None)

    def _speech(self, paragraph: str, by: list[str], acts: list[Expected], announced: str | None) -> None:
        self._expect("statement", paragraph, paragraph=paragraph, by=by, acts=acts, recommendations_announced=announced)

    def _announced(self) -> int:
        text = self.source["dialogue"]["announcement"]
        literal = re.search(r"\d+", text)
        return int(literal[0]) if literal else self._statements()

    def _statements(self) -> int:
        return sum(not line.startswith("delegation") for line in self.source["dialogue"]["paragraphs"])

    def _dialogue(self) -> None:
        self._heading(DIALOGUE, 2)
        self._paragraph(self.source["dialogue"]["announcement"].format(statements=self._statements()))
        counts = Counter(code for _, _, text in self.items for code in codes_in(text))
        for line in self.source["dialogue"]["paragraphs"]:
            speaker, *sentences = line.split(" | ")
            if speaker == "delegation":
                text = " ".join(sentences)
                self._speech(self._paragraph(text), ["delegation"], [], None)
            else:
                self._statement(speaker, sentences, 0 if self.old else counts[speaker])

    def _statement(self, code: str, sentences: list[str], recommended: int) -> None:
        tagged = [tuple(sentence.split(": ", 1)) for sentence in sentences]
        if recommended and not any(act == "recommended" for act, _ in tagged):
            what = "a recommendation" if recommended == 1 else "recommendations"
            tagged.append(("recommended", f"{running(code)} made {what}."))
        text = " ".join(words for _, words in tagged)
        label = self._paragraph(text)
        acts = [{"act": "recommended" if act in ("r", "r(b)") else act, "text": words} for act, words in tagged]
        closing = tagged[-1][1] if not self.old else ""
        announced = "one" if closing.endswith("a recommendation.") else "several" if closing.endswith("made recommendations.") else None
        self._speech(label, [code], acts, announced)
        self._cited(label, code, tagged)

    def _cited(self, label: str, code: str, tagged: list[tuple[str, ...]]) -> None:
        """A recommendation that stands only in the dialogue and is cited by its paragraph (first cycle)."""
        cites = dict(self.source.get("by_reference", {}).get("cites", []))
        for act, words in tagged:
            if label in cites and act == ("r(b)" if cites[label] else "r"):
                reference = self.source["by_reference"]
                self._expect(
                    "recommendation", label, number=None, text=re.sub(r"^and \([a-z]\) ", "", words), states=[code], parts=None,
                    limb=cites[label] or None, position=reference["position"], progress=None, position_as_stated=reference["text"],
                    footnotes=[],
                )  # fmt: skip

    def _first_list(self) -> int:
        """The number of the first paragraph of the conclusions."""
        source = self.source
        parts = (source["introduction"], source["presentation"], source["dialogue"])
        return sum(len(part["paragraphs"]) for part in parts) + 2

    def _conclusions(self) -> None:
        self._heading(CONCLUSIONS + ("" if self.old else "^**"), 1)
        for section in self.source["conclusions"]:
            label = self._paragraph(section["lead"], bold=True)
            mine = [item for item in self.items if item[0].split(".")[0] == label]
            for number, end, text in mine:
                self._item(number, printed(text) + end, text, section)
        for extra in ("by_reference", "afterwards", "after_lists", "closing"):
            if extra in self.source:
                self._paragraph(self.source[extra]["text"], bold=True)

    def _item(self, printed_number: str, shown: str, text: str, section: Source) -> None:
        number = printed_number.replace(". ", ".")
        afterwards = self.source.get("afterwards", {})
        later = number in afterwards.get("numbers", ())
        self._block("item", printed_number, shown, bold=True)
        read = recommendation(unmarked(text))
        self._expect(
            "recommendation", number, number=number, **read, limb=None, position=section["position"],
            progress=afterwards["progress"] if later else section.get("progress"),
            position_as_stated=section["lead"], footnotes=self._footnotes(text),
        )  # fmt: skip

    def _pledges(self) -> None:
        if "pledges" not in self.source:
            return
        self._heading(PLEDGES, 1)
        for text in self.source["pledges"]["paragraphs"]:
            self._expect("pledge", self._paragraph(text), text=text, made_in=self.source["symbol"])

    def _annex(self) -> None:
        blocks = self.document.blocks
        blocks.append(Block("annex", runs("Annex", bold=True), level=1))
        if not self.old:
            blocks.append(Block("right", runs("[English only]")))
        blocks.append(Block("heading", runs("Composition of the delegation", bold=True), level=2))
        blocks.append(Block("under", runs(self.source["annex"]["head"])))
        blocks.extend(Block("bullet", runs(member), None if self.old else "•") for member in self.source["annex"]["members"])
        if self.old:
            blocks.append(Block("centre", runs("-----")))

    def _contents(self) -> None:
        """The contents page: headings with the paragraphs that stand under them."""
        spans: dict[str, list[str]] = {}
        for record in self.document.expected:
            if record["record"] == "paragraph" and "." not in record["label"] and "(" not in record["label"]:
                for heading in record["headings"]:
                    spans.setdefault(heading, []).append(record["label"])
        dash = " - " if self.old else "–"
        self.document.contents = [(heading, f"{labels[0]}{dash}{labels[-1]}", heading) for heading, labels in spans.items()]
        self.document.contents.append(("Annex", "", ""))
        self.document.contents.append(("Composition of the delegation", "", "Annex"))


def _numbered(conclusions: list[Source], first: int) -> list[tuple[str, str, str]]:
    """Number, closing sign and text of every item.

    '@57.7 text' sets the number, and the next ones count on from there; '@57. 7! text' only prints it so, and the count goes on.
    """
    found = []
    for at, section in enumerate(conclusions):
        count = 0
        for place, item in enumerate(section["items"], 1):
            override = re.match(r"@(\d+\. ?(\d+))(!?) ", item)
            count = int(override[2]) if override and not override[3] else count + 1
            text = item[override.end() :] if override else item
            body = text.rstrip(";.")
            end = text[len(body) :] or ("." if place == len(section["items"]) else ";")
            number = override[1] if override and override[3] else f"{first + at}.{count}"
            found.append((number, end, body))
    return found
