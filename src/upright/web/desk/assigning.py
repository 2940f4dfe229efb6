"""Who is given what, for coordinators: by hand to what was chosen in the list, by rules, and one assignment after the other.

Bulk work is shown first as it would be done; the form that does it carries the digest of what was shown, and does nothing else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from upright.archive import labels
from upright.tracking import about, assigning, keep
from upright.tracking.about import About
from upright.tracking.assigning import Fate, Instead, Line, Plan, Terms
from upright.tracking.models import Assignment, Desk, Item, Organisation, Rule
from upright.tracking.words import Part
from upright.web.desk.asking import one, person, version, who
from upright.web.desk.forms import Day, Form, Text
from upright.web.desk.items import Asked
from upright.web.desk.merging import conflict
from upright.web.desk.words import PARTS
from upright.web.explorer import TITLES
from upright.web.labels import FIELDS, name_of
from upright.web.templatetags.upright import mechanism_name

_TAKEN_AWAY = "none"  # in place of a part
_INSTEAD = {
    Instead.LEAVE.value: gettext_lazy("leave it as it is"),
    Instead.SUPPORTS.value: gettext_lazy("take it over; who leads now supports"),
    Instead.ENDS.value: gettext_lazy("take it over; who leads now has no part any more"),
}
_DECIDED = 200  # records that a person decides on at once
_TITLE = 300  # characters of what a run of rules is called
_BETWEEN = "|"  # a scheme and its value, in one field


def coordinated(request: HttpRequest, state: str) -> Desk:
    """A desk that whoever asks coordinates; 404 where it is none."""
    found = Desk.objects.coordinated_by(who(request)).filter(state=state).first()
    if found is None:
        raise Http404(_("There is no such thing on this desk."))
    return found


class Given(Form):
    """What is said with every assignment of a batch."""

    due_on = Day(required=False, label=gettext_lazy("Due"), help_text=gettext_lazy("Empty: dates that are there stay."))
    request = Text(
        required=False, max_length=5_000, label=gettext_lazy("What is asked of them"),
        help_text=gettext_lazy("They and the coordinators read it, nobody else. Empty: what was asked stays."),
    )  # fmt: skip
    published = forms.BooleanField(required=False, label=gettext_lazy("Show the public who has this part"))

    @property
    def terms(self) -> Terms:
        return Terms(**{name: self.cleaned_data[name] for name in ("due_on", "request", "published")})


class ByHand(Given):
    """Who is given which part of what was chosen."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), to_field_name="uid", label=gettext_lazy("Institution"))
    part = forms.ChoiceField(
        choices=[*PARTS.items(), (_TAKEN_AWAY, gettext_lazy("no part any more"))], initial=Part.LEAD.value, label=gettext_lazy("Its part")
    )
    instead = forms.ChoiceField(
        choices=list(_INSTEAD.items()), initial=Instead.LEAVE.value, label=gettext_lazy("Where another institution leads already")
    )
    field_order = ("organisation", "part", "instead", "due_on", "request", "published")

    def __init__(self, desk: Desk, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        field = cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"])
        field.queryset = Organisation.objects.filter(desk=desk, hidden_at=None).of_state()

    @property
    def part_given(self) -> Part | None:
        part = self.cleaned_data["part"]
        return None if part == _TAKEN_AWAY else Part(part)

    @property
    def way(self) -> Instead:
        return Instead(self.cleaned_data["instead"])


def _items(request: HttpRequest, desk: Desk) -> list[Item]:
    """What an address chooses: all that its filters find, or the records that it names."""
    mine = Item.objects.changed_by(who(request)).filter(desk=desk)
    if request.GET.get("all"):
        chosen: Any = [row.item.pk for row in Asked.of(request, desk).found]
        return list(mine.filter(pk__in=chosen))
    return list(mine.filter(uid__in=_uids(request.GET)))


def _back(request: HttpRequest, desk: Desk, items: list[Item]) -> str:
    """The page where something was chosen: that of one record, or the list with the filters that it had."""
    if request.GET.get("from") == "record" and len(items) == 1:
        return items[0].get_absolute_url()
    asked = request.GET.copy()
    for name in ("item", "all", "from"):
        asked.pop(name, None)
    return reverse("desk_items", args=[desk.state]) + (f"?{asked.urlencode()}" if asked else "")


def _uids(given: QueryDict) -> list[UUID]:
    found = []
    for each in given.getlist("item"):
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return found


@login_required
def by_hand(request: HttpRequest, state: str) -> HttpResponse:
    """Give what was chosen to somebody: first the form, then what would be done, then it is done."""
    desk = coordinated(request, state)
    items = _items(request, desk)
    form = ByHand(desk, request.POST or None)
    context: dict[str, Any] = {
        "desk": desk, "items": items, "form": form, "query": request.GET.urlencode(), "back": _back(request, desk, items),
    }  # fmt: skip
    if not items or request.method != "POST" or "again" in request.POST or not form.is_valid():
        if "again" in request.POST:  # what was typed is kept
            context["form"] = ByHand(desk, initial=request.POST.dict())
        return render(request, "desk/assigning/by_hand.html", context)
    plan = assigning.by_hand(items, form.cleaned_data["organisation"], form.part_given, terms=form.terms, instead=form.way)
    if request.POST.get("digest") == plan.digest and plan.written:
        title = f"{form.cleaned_data['organisation']}: {form.cleaned_data['part']}"
        return _done(request, desk, plan, title, form.terms, form.way, context["back"]) or _planned(request, context, plan, changed=True)
    return _planned(request, context, plan, changed="digest" in request.POST)


def _planned(request: HttpRequest, context: dict[str, Any], plan: Plan, *, changed: bool) -> HttpResponse:
    """What would be done. `changed`: somebody wrote in between, and it is not what was shown before."""
    context |= {"plan": plan, "changed": changed, "fates": [(fate, plan.of(fate)) for fate in Fate if plan.of(fate)]}
    return render(request, "desk/assigning/planned.html", context, status=409 if changed else 200)


def _done(request: HttpRequest, desk: Desk, plan: Plan, title: str, terms: Terms, way: Instead, there: str) -> HttpResponse | None:
    """Do it, and lead to where it was chosen; nothing, where somebody was faster."""
    try:
        batch = assigning.carry_out(plan, desk, by=person(request), title=title, terms=terms, instead=way)
    except (keep.Conflict, IntegrityError):  # two coordinators at once: all of it is taken back
        return None
    done = ngettext("%(n)s part is given out.", "%(n)s parts are given out.", len(plan.written)) % {"n": len(plan.written)}
    address = reverse("desk_batch", args=[desk.state, batch.uid])
    messages.success(request, format_html('{} <a href="{}">{}</a>', done, address, _("See all of it, or undo it")))
    return redirect(there)


# --- by rules


@login_required
def by_rules(request: HttpRequest, state: str) -> HttpResponse:
    """What the rules would give to whom, of all that is followed up or of what was chosen; then it is done."""
    desk = coordinated(request, state)
    chosen = bool(request.GET.get("all") or request.GET.getlist("item"))
    items = _items(request, desk) if chosen else list(Item.objects.changed_by(who(request)).filter(desk=desk))
    plan, form = assigning.by_rules(desk, items), Given(request.POST or None)
    changed = request.method == "POST" and request.POST.get("digest") != plan.digest
    if request.method == "POST" and not changed and form.is_valid():
        decided = assigning.by_rules(desk, items, _decided(request.POST))
        if decided.written:
            there = _back(request, desk, items) if chosen else reverse("desk_rules", args=[desk.state])
            if done := _done(request, desk, decided, _named(decided), form.terms, Instead.LEAVE, there):
                return done
            plan, changed = assigning.by_rules(desk, items), True
    context = {
        "desk": desk, "items": items, "chosen": chosen, "plan": plan, "form": form, "changed": changed, "query": request.GET.urlencode(),
        "fates": [(fate, plan.of(fate)) for fate in Fate if plan.of(fate)], "undecided": plan.of(Fate.UNDECIDED)[:_DECIDED],
        "more": max(0, len(plan.of(Fate.UNDECIDED)) - _DECIDED),
        "rules": Rule.objects.seen_by(who(request)).filter(desk=desk).exists(), "institutions": _gets(plan),
    }  # fmt: skip
    return render(request, "desk/assigning/by_rules.html", context, status=409 if changed else 200)


def _named(plan: Plan) -> str:
    """What a run of rules is called: by what they are about."""
    about = dict.fromkeys(value_name(rule.scheme, rule.value) for line in plan.written for rule in line.rules)
    return Truncator(_("by rules: %(rules)s") % {"rules": ", ".join(about)}).chars(_TITLE)


def _decided(given: QueryDict) -> dict[UUID, UUID]:
    """The lead of each record for which a person chose one."""
    found = {}
    for name, value in given.items():
        if name.startswith("lead-") and value:
            try:
                found[UUID(name.removeprefix("lead-"))] = UUID(str(value))
            except ValueError:
                continue
    return found


@dataclass(frozen=True, slots=True)
class Gets:
    """What an institution would get of what rules name it for, and `why` not all of it, in words."""

    name: str
    named: int
    leads: int
    supports: int
    why: list[str]


def _gets(plan: Plan) -> list[Gets]:
    """What each institution would get."""
    lines: dict[str, list[Line]] = defaultdict(list)
    for line in plan.lines:
        for each in (line.organisation,) if line.organisation else line.candidates:
            lines[str(each)].append(line)
    found = []
    for name in sorted(lines):
        fates = Counter(line.fate for line in lines[name])
        parts = Counter(line.part for line in lines[name] if line.fate in assigning.WRITES)
        found.append(Gets(name, len(lines[name]), parts[Part.LEAD], parts[Part.SUPPORTING], _why_not(fates)))
    return found


def _why_not(fates: Counter[Fate]) -> list[str]:
    """Why an institution does not get all that rules name it for."""
    words = {
        Fate.LED: ngettext("%(n)s is led by another institution", "%(n)s are led by others", fates[Fate.LED]),
        Fate.THERE: ngettext("%(n)s it has already", "%(n)s it has already", fates[Fate.THERE]),
        Fate.UNDECIDED: ngettext("%(n)s has several leads, see below", "%(n)s have several leads, see below", fates[Fate.UNDECIDED]),
    }
    return [text % {"n": fates[fate]} for fate, text in words.items() if fates[fate]]


class NewRule(Form):
    """By what an organisation is given records."""

    what = forms.ChoiceField(label=gettext_lazy("What is about"))
    organisation = forms.ModelChoiceField(Organisation.objects.none(), to_field_name="uid", label=gettext_lazy("goes to"))
    part = forms.ChoiceField(choices=list(PARTS.items()), initial=Part.LEAD.value, label=gettext_lazy("as"))

    def __init__(self, desk: Desk, occurs: Counter[tuple[str, str]], *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"]).queryset = Organisation.objects.filter(
            desk=desk, hidden_at=None
        ).of_state()
        cast(forms.ChoiceField, self.fields["what"]).choices = [("", "---------"), *_choices(occurs)]


def _choices(occurs: Counter[tuple[str, str]]) -> list[Any]:
    """The values of every scheme: those that occur with their number, then in a group at the end those that nothing is about yet."""
    known = [(scheme, value) for scheme in about.SCHEMES for value in _values(scheme, occurs)]
    several = Counter(value_name(*each) for each in known)
    groups: dict[str, list[tuple[str, str]]] = {}
    for scheme, value in sorted(known, key=lambda each: not occurs[each]):  # stable: each scheme in its order
        name, number = value_name(scheme, value), occurs[scheme, value]
        called = f"{name}, {title_of(scheme)}" if not number or several[name] > 1 else name
        group = str(title_of(scheme)) if number else _("Nothing that is followed up is about it yet")
        groups.setdefault(group, []).append((f"{scheme}{_BETWEEN}{value}", f"{called} ({number})" if number else called))
    return list(groups.items())


def _values(scheme: str, occurs: Counter[tuple[str, str]]) -> list[str]:
    """The values of a scheme, those that occur most first."""
    here = {value: number for (of, value), number in occurs.items() if of == scheme}
    known = () if scheme in (about.MECHANISM, about.DOCUMENT) else labels.vocabulary(scheme)
    return sorted({*here, *known}, key=lambda value: (-here.get(value, 0), value))


def title_of(scheme: str) -> Any:
    """What a scheme of rules is called."""
    return TITLES[FIELDS.get(scheme, scheme)]


def value_name(scheme: str, value: str) -> str:
    """A value of a scheme in words."""
    if scheme == about.MECHANISM:
        return mechanism_name(value)
    return value if scheme == about.DOCUMENT else name_of(scheme, value)


def _occurs(subjects: dict[int, About]) -> Counter[tuple[str, str]]:
    return Counter((scheme, value) for each in subjects.values() for scheme in about.SCHEMES for value in each.values(scheme))


@login_required
def rules(request: HttpRequest, state: str) -> HttpResponse:
    """The rules of a desk, each with how many records it is about; and a new one."""
    desk = coordinated(request, state)
    occurs = _occurs(about.of_items(Item.objects.changed_by(who(request)).filter(desk=desk).defer("passage", "text")))
    form = NewRule(desk, occurs, request.POST or None)
    if request.method == "POST" and form.is_valid() and _add(request, desk, form):
        return redirect("desk_rules", desk.state)
    found = Rule.objects.seen_by(who(request)).filter(desk=desk).select_related("organisation")
    listed = [(each, title_of(each.scheme), value_name(each.scheme, each.value), occurs[each.scheme, each.value]) for each in found]
    return render(request, "desk/assigning/rules.html", {"desk": desk, "form": form, "rules": listed})


def _add(request: HttpRequest, desk: Desk, form: NewRule) -> bool:
    scheme, _bar, value = form.cleaned_data["what"].partition(_BETWEEN)
    given = {"scheme": scheme, "value": value, "organisation": form.cleaned_data["organisation"]}
    if Rule.objects.filter(desk=desk, hidden_at=None, **given).exists():
        form.add_error("what", _("There is such a rule already: take it away first to change the part."))
        return False
    keep.create(Rule, by=person(request), desk=desk, part=form.cleaned_data["part"], **given)
    messages.success(request, _("The rule is kept. Nothing is given to anybody before you say so."))
    return True


@login_required
@require_POST
def remove_rule(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Take a rule away; what was given by it stays."""
    desk = coordinated(request, state)
    rule = one(Rule.objects.changed_by(who(request)).filter(desk=desk), uid)
    keep.hide(rule, version=rule.version, by=person(request), because=_("the rule is not wanted any more"))
    messages.success(request, _("The rule is gone; what was given by it stays."))
    return redirect("desk_rules", desk.state)


# --- one assignment


class Change(Form):
    """What an assignment says."""

    part = forms.ChoiceField(choices=list(PARTS.items()), label=gettext_lazy("Its part"))
    due_on = Day(required=False, label=gettext_lazy("Due"))
    request = Text(
        required=False, max_length=5_000, label=gettext_lazy("What is asked of them"),
        help_text=gettext_lazy("They and the coordinators read it, nobody else."),
    )  # fmt: skip
    published = forms.BooleanField(required=False, label=gettext_lazy("Show the public who has this part"))


@login_required
def assignment(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Change an assignment."""
    desk = coordinated(request, state)
    mine = Assignment.objects.changed_by(who(request)).filter(item__desk=desk).select_related("item__desk", "organisation")
    found: Assignment = one(mine, uid)
    initial = {"part": found.part, "due_on": found.due_on, "request": found.request, "published": found.published_at is not None}
    form = Change(request.POST or None, initial=initial)
    back = found.item.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        try:
            _change(found, form, request)
        except keep.Conflict as error:
            return conflict(request, error, form=form, desk=desk, back=back)
        except IntegrityError:
            form.add_error("part", _("Another institution leads here: take the lead from it first."))
        else:
            messages.success(request, _("It is changed."))
            return redirect(back)
    return render(request, "desk/assigning/change.html", {"desk": desk, "assignment": found, "form": form, "back": back})


def _change(found: Assignment, form: Change, request: HttpRequest) -> None:
    given = {name: form.cleaned_data[name] for name in ("part", "due_on", "request")}
    shown = (found.published_at or timezone.now()) if form.cleaned_data["published"] else None
    keep.change(found, version=version(request), by=person(request), published_at=shown, **given)


@login_required
@require_POST
def end(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Take the part of an organisation away, with a reason."""
    desk = coordinated(request, state)
    found: Assignment = one(Assignment.objects.changed_by(who(request)).filter(item__desk=desk).select_related("item__desk"), uid)
    because = request.POST.get("because", "").strip()
    if not because:
        messages.error(request, _("Say why its part is taken away."))
        return redirect("desk_assignment", desk.state, found.uid)
    try:
        keep.hide(found, version=version(request), by=person(request), because=because)
    except keep.Conflict:
        messages.error(request, _("Somebody else changed this meanwhile: look at it as it is now, then decide."))
        return redirect("desk_assignment", desk.state, found.uid)
    messages.success(request, _("Its part is taken away."))
    return redirect(found.item.get_absolute_url())


urlpatterns = [
    path("<str:state>/assign", by_hand, name="desk_assign"),
    path("<str:state>/assign/rules", by_rules, name="desk_assign_by_rules"),
    path("<str:state>/rules", rules, name="desk_rules"),
    path("<str:state>/rules/<uuid:uid>/remove", remove_rule, name="desk_rule_remove"),
    path("<str:state>/assignments/<uuid:uid>", assignment, name="desk_assignment"),
    path("<str:state>/assignments/<uuid:uid>/end", end, name="desk_assignment_end"),
]
