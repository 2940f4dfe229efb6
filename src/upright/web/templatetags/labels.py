"""Labels and their reasons, in the words of pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.translation import gettext_lazy

from upright.archive import labels
from upright.archive.labels import Place
from upright.archive.models import Row
from upright.web.labels import Group, title_of

register = template.Library()

# From which confidence on how sure that is called.
SURE: tuple[tuple[float, Any], ...] = (
    (0.9, gettext_lazy("very likely")),
    (0.7, gettext_lazy("likely")),
    (0.6, gettext_lazy("rather likely")),
    (0.4, gettext_lazy("cannot be told")),
    (0.0, gettext_lazy("in doubt")),
)


@register.filter
def sure(confidence: float) -> Any:
    """How sure something is, in words."""
    return next(word for least, word in SURE if confidence >= least)


@register.filter
def less_sure(groups: Sequence[Group]) -> int:
    """How many labels are in effect and rather wrong than right."""
    return sum(len(group.less_sure) for group in groups)


@register.filter
def labels_on(groups: Mapping[Place, Sequence[Group]], row: Row) -> Sequence[Group]:
    """The labels of one record among those of several."""
    return groups.get(labels.place(row), ())


@register.filter
def place_of(row: Row) -> str:
    """A record's place on its page, for links and for what is put in its stead."""
    return f"{row.KIND.NAME}-{row.pk}"


@register.filter
def kind_of(row: Row) -> str:
    """The kind of a record, as addresses name it: a template cannot ask the class."""
    return row.KIND.NAME


@register.simple_tag
def code_title(scheme: str, value: str) -> str:
    """What the code of a label stands for, where it is one."""
    return title_of(scheme, value)
