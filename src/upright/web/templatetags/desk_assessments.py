"""What the templates ask for that show assessments."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from upright.tracking import assessments, contributions
from upright.tracking.assessments import Compared, Pair, Stand
from upright.tracking.models import Item, Organisation
from upright.tracking.scales import Degree, Grading
from upright.web.desk import asking
from upright.web.desk.scale_words import COMPARED, MEANINGS, TITLES
from upright.web.templatetags.upright import body_name

register = template.Library()


@register.filter
def scale_title(grading: Grading) -> Any:
    """What a scale is called: an organisation's own by what they call it."""
    return TITLES.get(grading.title, grading.title) if grading.owner is None else grading.title


@register.filter
def degree_word(degree: Degree) -> str:
    """What a degree is called: its letter, and what that means."""
    meaning = MEANINGS.get(degree.meaning, degree.meaning)
    return f"{degree.letter} · {meaning}" if degree.letter and degree.letter != degree.meaning else str(meaning)


@register.filter
def stand_word(stand: Stand) -> str:
    """What an assessor says: the degree, or the document's words where its scale is not known."""
    return degree_word(stand.degree) if stand.degree else stand.value


@register.filter
def assessor_name(stand: Stand) -> str:
    """Who says it: an organisation, or the committee of a document."""
    return stand.organisation.name if stand.organisation else body_name(stand.body) or _("The committee")


@register.filter
def compared_word(value: str) -> Any:
    return COMPARED.get(value, value)


@register.filter
def pair_said(pair: Pair) -> str:
    """How two assessors stand to each other, in words."""
    if pair.compared is Compared.APART and pair.on:
        n = pair.steps or 0
        return ngettext("%(n)s step apart (%(scale)s)", "%(n)s steps apart (%(scale)s)", n) % {"n": n, "scale": scale_title(pair.on)}
    return str(COMPARED[pair.compared.value])


@register.simple_tag(takes_context=True)
def item_assessments(context: Any, item: Item) -> dict[str, Any]:
    """Who says how far an item is implemented, as far as whoever looks sees it; and what they may add."""
    asks = asking.who(context["request"])
    stands = assessments.of_items([item], asks)[item.pk]
    writes = Organisation.objects.written_by(asks).filter(desk=item.desk_id).exists()
    gives = context["request"].user.is_authenticated and contributions.receivers(item.desk, asks).exists()
    return {"stands": stands, "disagreement": assessments.compare(stands), "may_assess": writes, "may_give": gives}
