"""What the templates of reports ask for."""

from __future__ import annotations

from typing import Any

from django import template

from upright.web.desk.report_words import KINDS, LACKS, name_of

register = template.Library()


@register.filter
def report_kind(kind: str) -> Any:
    """The name of a kind of report."""
    return KINDS.get(kind, kind)


@register.filter
def lack_words(lack: str) -> Any:
    """What is missing, in words."""
    return LACKS[lack]


@register.filter
def part_name(key: str) -> str:
    """By what an address names a part of a report."""
    return name_of(key)
