"""Tags and filters of every template: States, positions, symbols and figures look the same on every page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils import formats, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from upright import bodies, ratifications, states
from upright.linking.across import UPR
from upright.web.words import COUNTED, LANGUAGES, PROGRESS, RECORDS, STATUSES, UNSTATED, WORDS

register = template.Library()
_SHAPES = {"answered": "supported", "partly": "partially_supported", "unanswered": "noted", "unknown": "not_stated"}


@register.filter
def state_name(code: str | None) -> str:
    """The short name of a State in the language of the page; a body that is no State keeps its name."""
    known = states.state(code) if code else None
    return states.name(known.code, translation.get_language() or "en") if known else code or ""


@register.simple_tag
def state(code: str | None) -> SafeString | str:
    """A State: its name, linked to its page, and its code."""
    known = states.state(code) if code else None
    if known is None or known.code not in states.codes():
        return code or ""
    return format_html(
        '<a class="state" href="{}">{}&nbsp;<abbr class="code">{}</abbr></a>', reverse("state", args=[code]), state_name(code), code
    )


@register.simple_tag
def state_list(codes: Iterable[str]) -> SafeString:
    """States, one after the other."""
    return format_html_join("; ", "{}", ((state(code),) for code in codes))


@register.simple_tag
def position(value: str | None, progress: str | None = None) -> SafeString:
    """A position by its word and by a shape, never by colour alone; with the progress that is stated beside it."""
    word = COUNTED.get(value or UNSTATED, value)
    more = format_html(" <span class=progress>{}</span>", PROGRESS[progress]) if progress in PROGRESS else ""
    return format_html('<span class="position {}">{}</span>{}', value or UNSTATED, word, more)


@register.filter
def body_name(code: str | None) -> str:
    """The name of a body in the language of the page."""
    known = bodies.body(code or "")
    return (known.names.get(translation.get_language() or "en") or known.name) if known else code or ""


@register.filter
def mechanism_name(code: str | None) -> str:
    """The review by all States, or the committee of a code."""
    return _("Universal Periodic Review") if code == UPR else body_name(code)


@register.simple_tag
def answered(status: str) -> SafeString:
    """Whether a question is answered, by its word and by a shape."""
    return format_html('<span class="position {}">{}</span>', _SHAPES[status], STATUSES[status])


@register.filter
def word(value: str, name: str) -> Any:
    """The word for a value of one of `words.WORDS`; what is none of its values stays as it is."""
    return WORDS[name].get(value, value)


@register.filter
def record_name(value: str) -> Any:
    """The name of a kind of record in the margin of a document."""
    return RECORDS.get(value, words_of(value))


@register.filter
def report_name(name: str | None) -> str:
    """The name of an examination in words: by the State's report, the session of the committee, or the day."""
    if not name:
        return ""
    kind, _dash, rest = name.partition("-")
    if kind == "session":
        return _("session %(n)s") % {"n": rest}
    if kind.startswith("OP"):
        return _("report %(n)s under %(protocol)s") % {"n": rest, "protocol": kind}
    if len(name) == 10 and name[4:5] == "-":
        return un_date(name)
    return _("report %(n)s") % {"n": name} if name[0].isdigit() and len(name) < 12 else _("a single document")


@register.filter
def percent(value: float | None) -> str:
    """A share of one in hundredths."""
    return "" if value is None else _("%(n)d %%") % {"n": round(100 * value)}


@register.filter
def quantity(value: float | None) -> str:
    """A number as a text writes it: 1 282, 34.2."""
    return "" if value is None else f"{value:,.10g}".replace(",", "\u202f")


@register.filter
def about_words(value: str) -> str:
    """What a question names: 'article 9' and 'issue 17' in the language of the page, anything else as it is."""
    kind, _space, rest = value.partition(" ")
    words = {"article": _("article %(n)s"), "issue": _("issue %(n)s")}
    return words[kind] % {"n": rest} if kind in words and rest else value.removeprefix("law: ")


@register.filter
def language_word(value: str | None) -> Any:
    """The name of a language."""
    return LANGUAGES.get(value or "", value or _("unknown"))


@register.filter
def facet_value(value: str, name: str) -> Any:
    """The words for a value of a facet."""
    if name in {"to", "from", "state"}:
        return state_name(value)
    if name == "body":
        return body_name(value)
    if name == "mechanism":
        return mechanism_name(value)
    return word(value, name) if name in WORDS else value


@register.filter
def un_date(value: dt.date | str | None) -> str:
    """A date as UN documents write it: 4 November 2014, 4 novembre 2014, 4 ноября 2014."""
    if not value:
        return ""
    day = dt.date.fromisoformat(value) if isinstance(value, str) else value
    return _dated(day.date() if isinstance(day, dt.datetime) else day, translation.get_language())


@lru_cache(maxsize=10_000)
def _dated(day: dt.date, language: str | None) -> str:  # noqa: ARG001  # it is written in that which is active
    # The month of a date has a form of its own in Russian.
    return formats.date_format(day, pgettext("date, in the letters of Django", "j F Y"))


@register.filter
def count(value: int | None) -> str:
    """A number with thin spaces between thousands, as it reads in any language."""
    return f"{value or 0:,}".replace(",", "\u202f")


@register.filter
def share(part: int | None, whole: int | None) -> str:
    """A part of a whole with its denominator: 47 of 194 (24 %)."""
    if not whole:
        return _("none")
    return _("%(part)s of %(whole)s (%(percent)d %%)") % {
        "part": count(part),
        "whole": count(whole),
        "percent": round(100 * (part or 0) / whole),
    }


@register.filter
def marked(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """Pieces of a text, those that were looked for marked."""
    return format_html_join("", "{}", ((format_html("<mark>{}</mark>", piece) if hit else piece,) for piece, hit in pieces))


@register.filter
def direction(language: str | None) -> str:
    """The direction that a language is written in."""
    return "rtl" if language == "ar" else "ltr"


@register.filter
def item(mapping: Mapping[Any, Any], key: Any) -> Any:
    """A value of a mapping."""
    return mapping.get(key)


@register.filter
def words_of(value: str) -> str:
    """A name of the code as words."""
    return value.replace("_", " ")


@register.filter
def joined(values: Iterable[Any]) -> str:
    """Values, one after the other."""
    return ", ".join(map(str, values))


@register.filter
def unlocalized(value: float) -> str:
    """A number as SVG wants it, in whichever language the page is."""
    return f"{value:g}"


@register.simple_tag
def ratified_when() -> str:
    """How old the data on ratification is."""
    known = ratifications.collected()
    return _("The data ends in %(year)s: what was ratified later is not in it. Source: %(source)s.") % {
        "year": known.latest_event,
        "source": known.source,
    }
