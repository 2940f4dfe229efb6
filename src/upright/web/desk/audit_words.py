"""The words of pages for the tables and fields of the audit, and for their values."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from upright.web.desk.words import WORDS
from upright.web.templatetags.desk import moment
from upright.web.templatetags.upright import un_date

TABLES: dict[str, Any] = {
    "desk": gettext_lazy("desk"),
    "organisation": gettext_lazy("organisation"),
    "membership": gettext_lazy("membership"),
    "invitation": gettext_lazy("invitation"),
    "batch": gettext_lazy("bulk work"),
    "item": gettext_lazy("record followed up"),
    "assignment": gettext_lazy("assignment"),
    "rule": gettext_lazy("rule"),
    "action": gettext_lazy("action"),
    "milestone": gettext_lazy("milestone"),
    "note": gettext_lazy("progress note"),
    "evidence": gettext_lazy("evidence"),
    "comment": gettext_lazy("comment"),
    "indicator": gettext_lazy("indicator"),
    "target": gettext_lazy("target"),
    "observation": gettext_lazy("observed value"),
    "offer": gettext_lazy("decision on a figure"),
    "scale": gettext_lazy("scale"),
    "assessment": gettext_lazy("assessment"),
    "deadline": gettext_lazy("deadline"),
    "draft": gettext_lazy("draft of a report"),
}
FIELDS: dict[str, Any] = {
    "about": gettext_lazy("about"),
    "accepted_at": gettext_lazy("accepted"),
    "action_id": gettext_lazy("action"),
    "aim": gettext_lazy("aim"),
    "approval": gettext_lazy("approval"),
    "approved_at": gettext_lazy("approved"),
    "approved_by_id": gettext_lazy("approved by"),
    "as_of": gettext_lazy("as of"),
    "assessment_id": gettext_lazy("assessment"),
    "attribute": gettext_lazy("attribute of the right"),
    "baseline": gettext_lazy("baseline"),
    "budget": gettext_lazy("budget"),
    "code": gettext_lazy("code"),
    "confidential": gettext_lazy("in confidence"),
    "contribution_id": gettext_lazy("contribution"),
    "currency": gettext_lazy("currency"),
    "data_version": gettext_lazy("state of the data"),
    "definition": gettext_lazy("definition"),
    "description": gettext_lazy("description"),
    "direction": gettext_lazy("direction"),
    "disaggregation": gettext_lazy("disaggregated by"),
    "done_on": gettext_lazy("done on"),
    "due_on": gettext_lazy("due on"),
    "email": gettext_lazy("e-mail address"),
    "embargo_until": gettext_lazy("embargo until"),
    "expires_at": gettext_lazy("works until"),
    "figure_symbol": gettext_lazy("document of the figure"),
    "file": gettext_lazy("file"),
    "group": gettext_lazy("of whom"),
    "indicator_id": gettext_lazy("indicator"),
    "item_id": gettext_lazy("record"),
    "kind": gettext_lazy("kind"),
    "limb": gettext_lazy("sub-paragraph"),
    "measure": gettext_lazy("measure in documents"),
    "method": gettext_lazy("method"),
    "name": gettext_lazy("name"),
    "note_id": gettext_lazy("progress note"),
    "number": gettext_lazy("number"),
    "observation_id": gettext_lazy("observed value"),
    "on": gettext_lazy("day"),
    "open_to_public": gettext_lazy("open to the public"),
    "organisation_id": gettext_lazy("organisation"),
    "part": gettext_lazy("part"),
    "period_end": gettext_lazy("end of the period"),
    "period_start": gettext_lazy("begin of the period"),
    "person_id": gettext_lazy("person"),
    "progress": gettext_lazy("progress"),
    "published_at": gettext_lazy("published"),
    "rationale": gettext_lazy("reasons"),
    "request": gettext_lazy("request"),
    "right": gettext_lazy("right"),
    "role": gettext_lazy("role"),
    "rule": gettext_lazy("rule"),
    "sample": gettext_lazy("sample"),
    "scale": gettext_lazy("scale"),
    "scheme": gettext_lazy("kind of label"),
    "sdg": gettext_lazy("Sustainable Development Goal"),
    "sections": gettext_lazy("text"),
    "short": gettext_lazy("short name"),
    "source": gettext_lazy("source"),
    "starts_on": gettext_lazy("begins on"),
    "state": gettext_lazy("State"),
    "stated": gettext_lazy("stated"),
    "submitted_at": gettext_lazy("submitted"),
    "summary": gettext_lazy("summary"),
    "symbol": gettext_lazy("symbol"),
    "taken": gettext_lazy("taken"),
    "text": gettext_lazy("text"),
    "title": gettext_lazy("title"),
    "undone_at": gettext_lazy("undone"),
    "unit": gettext_lazy("unit"),
    "url": gettext_lazy("link"),
    "value": gettext_lazy("value"),
    "values": gettext_lazy("degrees"),
    "work": gettext_lazy("bulk work"),
    "workflow": gettext_lazy("steps of approval"),
}
# Fields whose values have words.
_WORDS = {name: name for name in ("aim", "approval", "direction", "kind", "part", "progress", "role", "workflow")} | {"work": "bulk"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_LONGEST = 400  # characters of a value in a list
# What bulk work counts, as its summaries name it: parts that are given out, lines of a file, what undoing did.
_COUNTED: dict[str, Any] = {
    "new": gettext_lazy("new"),
    "insert": gettext_lazy("new"),
    "changes": gettext_lazy("changed"),
    "update": gettext_lazy("changed"),
    "takes": gettext_lazy("taken over from another"),
    "ends": gettext_lazy("taken away"),
    "led": gettext_lazy("led by another, left so"),
    "there": gettext_lazy("so already"),
    "same": gettext_lazy("so already"),
    "undecided": gettext_lazy("with several leads, left"),
    "uncovered": gettext_lazy("that no rule names"),
    "conflict": gettext_lazy("that contradict what is there"),
    "locked": gettext_lazy("that could not be changed"),
    "empty": gettext_lazy("empty"),
    "wrong": gettext_lazy("not understood"),
    "undone": gettext_lazy("undone"),
    "left": gettext_lazy("left as changed since"),
}


def shown(field: str, value: Any) -> str:
    """A value of a field for the eye."""
    if value in (None, "", [], {}):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field in _WORDS:
        return str(WORDS[_WORDS[field]].get(value, value))
    if field == "summary" and isinstance(value, dict):
        return _summary(value)
    if isinstance(value, list | dict):
        return _listed(value)
    text = str(value)
    return f"{text[:_LONGEST]} …" if len(text) > _LONGEST else _day(text)


def _summary(value: dict[str, Any]) -> str:
    """What bulk work did, in words: '4 lines: 2 new, 2 not understood; 6 keys are kept'."""
    lines = value.get("lines")
    counts = lines if isinstance(lines, dict) else value
    parts = [f"{number} {_COUNTED[name]}" for name, number in counts.items() if name in _COUNTED and isinstance(number, int) and number]
    said = ", ".join(parts)
    if counts is lines:
        number = sum(each for each in counts.values() if isinstance(each, int))
        said = ngettext("%(n)s line: %(counts)s", "%(n)s lines: %(counts)s", number) % {"n": number, "counts": said}
    kept = sum(len(value[name]) for name in ("rows", "keys") if isinstance(value.get(name), dict))
    keys = ngettext("%(n)s key is kept", "%(n)s keys are kept", kept) % {"n": kept} if kept else ""
    return "; ".join(filter(None, (said, keys))) or _parts(len(value))


def _listed(value: list[Any] | dict[str, Any]) -> str:
    if isinstance(value, dict) and not any(isinstance(each, list | dict) for each in value.values()):
        return "; ".join(f"{name}: {each}" for name, each in value.items())
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "; ".join(value)
    return _parts(len(value))


def _parts(number: int) -> str:
    return ngettext("%(n)s part", "%(n)s parts", number) % {"n": number}


def _day(text: str) -> str:
    """A date, or a point in time, as one reads it; any other text as it is."""
    try:
        if len(text) == 10:
            return un_date(dt.date.fromisoformat(text))
        return moment(dt.datetime.fromisoformat(text)) if _MOMENT.match(text) else text
    except ValueError:
        return text
