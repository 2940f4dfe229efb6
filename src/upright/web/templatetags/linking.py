"""How records stand to each other, and what changed between them, in the words of pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from upright.linking.across import Piece, Words
from upright.records import LinkKind
from upright.web.templatetags.labels import METHODS
from upright.web.templatetags.upright import position

register = template.Library()

RELATIONS: dict[str, Any] = {
    LinkKind.SAME.value: gettext_lazy("asks the same"),
    "perhaps_same": gettext_lazy("may ask the same"),
    LinkKind.NARROWER.value: gettext_lazy("asks for a part of it"),
    LinkKind.BROADER.value: gettext_lazy("asks for more"),
    LinkKind.FOLLOWS_UP.value: gettext_lazy("follows it up"),
    "is_followed_up": gettext_lazy("is followed up here"),
    LinkKind.CONTRADICTS.value: gettext_lazy("asks for the contrary"),
}
SAMENESS: dict[str, Any] = {
    "same": pgettext_lazy("judgement of two records", "the same"),
    "different": pgettext_lazy("judgement of two records", "not the same"),
    "unsure": pgettext_lazy("judgement of two records", "cannot be told"),
}


@register.filter
def relation_word(value: str) -> Any:
    """How a record stands to another one."""
    return RELATIONS.get(value, value)


@register.filter
def sameness_word(value: str) -> Any:
    """What a person says of two records."""
    return SAMENESS.get(value, value)


@register.filter
def method_word(value: str) -> Any:
    """By what a link was found."""
    return METHODS.get(value, value)


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
