"""Recommendations as the sources write them ('Ratify {DEU}, or consider ratifying {URY}, ...'): as printed, and as they must be read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).parent / "sources"

GROUP = re.compile(r"\{([^{}]*)\}")
RUN_OF_GROUPS = re.compile(r"\s*(?:\{[^{}]*\}[\s,;]*)+")
CODE = re.compile(r"([A-Z]{3})(!)?(?:=([^,;{}]+))?")


def load(name: str) -> dict[str, Any]:
    """A source by its name."""
    return tomllib.loads((SOURCES / f"{name}.toml").read_text(encoding="utf-8"))


NAMES: dict[str, dict[str, str]] = load("names")


def running(code: str) -> str:
    """A State at the start of a sentence."""
    return NAMES[code].get("running", NAMES[code]["list"])


def codes_in(text: str) -> list[str]:
    """The States of all groups, each once, in order."""
    found = [match[1] for group in GROUP.finditer(text) for match in CODE.finditer(group[1])]
    return list(dict.fromkeys(found))


def printed(text: str) -> str:
    """The text with its groups as brackets with names; 'ABC!' leaves the opening bracket out, 'ABC=Name' prints that name."""
    return GROUP.sub(_bracket, text)


def _bracket(group: re.Match[str]) -> str:
    words = CODE.sub(lambda match: match[3] or NAMES[match[1]]["list"], group[1])
    return f"{words})" if "!" in group[1] else f"({words})"


def _by_speaker(texts: list[str], groups: list[list[str]]) -> list[dict[str, Any]]:
    """Who is named behind two texts says both: '... a hospital {EGY, IND} and a school {EGY}'."""
    said: dict[str, list[str]] = {}
    for words, states in zip(texts, groups, strict=False):
        for state in states:
            said.setdefault(state, []).append(words)
    parts: dict[str, list[str]] = {}
    for state, pieces in sorted(said.items(), key=lambda entry: (texts.index(entry[1][-1]), len(entry[1]))):
        parts.setdefault(" and ".join(pieces), []).append(state)
    return [{"text": words, "states": states} for words, states in parts.items()]


def recommendation(text: str) -> dict[str, Any]:
    """What must be read from one item: text without States, States, and parts where the item has several texts."""
    pieces = RUN_OF_GROUPS.split(text)
    groups = [codes_in(match[0]) for match in RUN_OF_GROUPS.finditer(text)]
    segments = [piece.strip(" ,;./") for piece in pieces]
    parts = None
    if len(groups) > 1:
        shared = f" {segments[-1]}" if segments[-1] else ""  # 'Ratify (A) or consider ratifying (B) the Convention'
        own = [re.sub(r"^(?:and|or) ", "", words) + shared for words in segments]
        parts = _by_speaker(own, groups)
    whole = re.sub(r"\s+([,;./])", r"\1", re.sub(r"\s+", " ", GROUP.sub("", text)))
    return {"text": whole.strip(" ,;."), "states": codes_in(text), "parts": parts}
