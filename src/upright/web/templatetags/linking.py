"""How records stand to each other, and what changed between them, in the words of pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from upright.linking.across import Piece, Words
from upright.web.templatetags.upright import position

register = template.Library()

# What decided, as it is written (`linking`), part by part: the words of a page for it, around what it quotes.
_REASONS: tuple[tuple[str, Any], ...] = (
    (r"in most of them: (.+)", gettext_lazy("in most of them: %s")),
    (r"near in meaning", gettext_lazy("near in meaning")),
    (r"all ask to ratify (.+)", gettext_lazy("all ask to ratify %s")),
    (r"both ask to ratify ([^;]+); this asks for more", gettext_lazy("both ask to ratify %s; this asks for more")),
    (r"both ask to ratify ([^;]+); the other asks for more", gettext_lazy("both ask to ratify %s; the other asks for more")),
    (r"both ask to ratify ([^;]+?), and each another treaty", gettext_lazy("both ask to ratify %s, and each another treaty")),
    (r"both ask to ratify ([^;]+)", gettext_lazy("both ask to ratify %s")),
    (r"both: (.+)", gettext_lazy("both: %s")),
    (r"meaning (\d\.\d+)", gettext_lazy("meaning %s")),
    (r"no word about the subject in common", gettext_lazy("no word about the subject in common")),
    (r"the same words", gettext_lazy("the same words")),
    (r"a person says so", gettext_lazy("a person says so")),
    (r"cites it: ‘(.+)’", gettext_lazy("cites it: ‘%s’")),
    (r"goes back to an earlier request; this is the nearest", gettext_lazy("goes back to an earlier request; this is the nearest")),
    (r"action (\d) to (\d)", gettext_lazy("action %s to %s")),
    (r"nothing answers it; (.+)", gettext_lazy("nothing answers it; %s")),
)


@register.filter
def reason(because: str) -> SafeString:
    """What decided, in the language of the page; what it quotes, and what there is no word for, stays English and is marked so."""
    return format_html_join(" · ", "{}", ((_reason(part),) for part in because.split(" · ")))


def _reason(part: str) -> SafeString:
    for pattern, words in _REASONS:
        if found := re.fullmatch(pattern, part):
            quoted = [_english(each) for each in found.groups()]
            return format_html(str(words).replace("%s", "{}"), *quoted) if quoted else conditional_escape(words)
    return _english(part)


def _english(words: str) -> SafeString:
    return format_html('<span lang="en" dir="ltr">{}</span>', words)


@register.simple_tag
def changed(words: Iterable[Words]) -> SafeString:
    """A wording with what was taken out and put in since another one: struck out and underlined, and said to who cannot see it."""
    return format_html_join("", "{}", ((_piece(each),) for each in words))


def _piece(words: Words) -> SafeString | str:
    text = words.text.rstrip()
    said = {Piece.REMOVED: _("taken out:"), Piece.ADDED: _("added:")}
    if words.piece is Piece.KEPT:
        return words.text
    mark = "del" if words.piece is Piece.REMOVED else "ins"
    return format_html("<{0}><span class=hidden-but-read>{1} </span>{2}</{0}> ", SafeString(mark), said[words.piece], text)


@register.simple_tag
def positions(counted: Any) -> SafeString:
    """How many records have which position, each by its word and shape."""
    return format_html_join(" ", "<span>{}&nbsp;{}</span>", ((position(name), counted.counts[name]) for name in counted.names))
