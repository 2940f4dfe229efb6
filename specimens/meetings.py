"""Summary records of a treaty body's meetings."""

from __future__ import annotations

from typing import Any

from pages import Block, Document, Expected, begin, runs

Source = dict[str, Any]


def summary_record(name: str, source: Source) -> Document:
    """A summary record with its events, turns and questions."""
    document = begin(name, source)
    document.front = {key: source[key] for key in ("body", "covenant", "committee_session_words", "held", "agenda", "report")}
    document.front["meeting"] = f"Summary record of the {source['meeting']}st meeting"
    document.front["chair"] = "Chair: {title} {name}".format(**source["people"]["chair"])
    facts = ("symbol", "kind", "body", "state", "committee_session", "meeting")
    document.expected.append({"record": "document", "language": "en", "date": source["date"], **{fact: source[fact] for fact in facts}})
    events = source["events"]
    _event(document, f"The meeting was called to order at {events['opened']}", "opened", events["opened"])
    document.blocks.append(Block("heading", runs(source["agenda"], bold=True), level=1))
    document.blocks.append(Block("subject", runs(source["report"], italic=True)))
    turn: Expected | None = None
    for number, line in enumerate(source["meeting_text"]["paragraphs"], 1):
        turn = _paragraph(document, source, number, line, turn)
        if number == events["suspended"]["after"]:
            _suspension(document, events["suspended"])
    _event(document, f"The meeting rose at {events['rose']}", "rose", events["rose"])
    return document


def _event(document: Document, text: str, event: str, at: str) -> None:
    document.blocks.append(Block("event", runs(text, italic=True)))
    document.expected.append({"record": "event", "event": event, "at": _clock(at)})


def _suspension(document: Document, pause: Source) -> None:
    text = f"The meeting was suspended at {pause['at']} and resumed at {pause['resumed']}"
    document.blocks.append(Block("event", runs(text, italic=True)))
    document.expected.append({"record": "event", "event": "suspended", "at": _clock(pause["at"])})
    document.expected.append({"record": "event", "event": "resumed", "at": _clock(pause["resumed"])})


def _clock(time: str) -> str:
    """'12.55 p.m.' as '12:55'."""
    hour, minute = time.removesuffix(" a.m.").removesuffix(" p.m.").split(".")
    return f"{int(hour) % 12 + 12 * ('p' in time):02}:{minute}"


def _paragraph(document: Document, source: Source, number: int, line: str, turn: Expected | None) -> Expected | None:
    key, *rest = (piece.strip() for piece in line.split("|"))
    person = source["people"].get(key)
    sentences = [(piece[:2] if piece[:2] in ("q:", "Q:") else "", piece.removeprefix("q: ").removeprefix("Q: ")) for piece in rest]
    said = [(tag, words.replace("{}", _introduced(person)) if person else words) for tag, words in sentences]
    text = " ".join(words for _, words in said)
    label = str(number)
    document.blocks.append(Block("paragraph", _named(text, _introduced(person) if person else ""), f"{label}."))
    fields = {"label": label, "headings": [source["agenda"]], "text": text, "footnotes": []}
    document.expected.append({"record": "paragraph", "source": {"paragraph": label}, **fields})
    if key == "nobody":
        return None
    if person:
        turn = {"record": "turn", "source": {"paragraph": label}, "paragraphs": [label], "speaker": _speaker(person, source)}
        document.expected.append(turn)
    elif turn:
        turn["paragraphs"].append(label)
    _questions(document, turn, label, said)
    return turn


def _named(text: str, name: str) -> tuple[Any, ...]:
    """The speaker's name is bold."""
    return (*runs(name, bold=True), *runs(text[len(name) :])) if name else runs(text)


def _introduced(person: Source) -> str:
    if "introduced" in person:
        return str(person["introduced"])
    name = f"{person['title']} {person['name']}"
    return f"{name} (Vandrelia)" if person["role"] == "delegation" else name


def _speaker(person: Source, source: Source) -> Expected:
    state = source["state"] if person["role"] == "delegation" else None
    return {"name": person["name"], "title": person["title"], "role": person["role"], "state": state}


def _questions(document: Document, turn: Expected | None, label: str, said: list[tuple[str, str]]) -> None:
    for tag, words in said:
        asked = " asked " in words and turn is not None and turn["speaker"]["role"] in ("chair", "member")
        if turn and (tag or asked):
            form = "direct" if tag == "Q:" else "indirect"
            document.expected.append(
                {"record": "question", "source": {"paragraph": label}, "asked_by": [turn["speaker"]["name"]], "text": words, "form": form}
            )  # fmt: skip
