"""Reports: written out of what was approved, changed by persons, approved, downloaded; and OHCHR's matrix with what the desk says."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from upright.archive.models import Document
from upright.exceptions import UprightError
from upright.reports import collect, comments, documents, drafts, from_archive, layouts, matrix
from upright.reports.drafts import Act, Missing, Paragraph, Section, Sections
from upright.tracking import keep
from upright.tracking.models import Desk, Draft, Organisation
from upright.tracking.rights import Who
from upright.web.desk.asking import desk_of, one, person, version, who
from upright.web.desk.forms import Form, Text
from upright.web.desk.merging import Field
from upright.web.desk.report_words import KINDS, name_of
from upright.web.templatetags.upright import un_date

_TRIES = 5  # to save beside what others save in other parts meanwhile
_STATE = "state"  # whose comments: the State's side's
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
_MATRICES = {"docx": matrix.write_docx, "xlsx": matrix.write_xlsx, "pdf": matrix.write_pdf}


# --- all of a desk


def reports(request: HttpRequest, state: str) -> HttpResponse:
    """The reports of a desk, and the matrices that can be had."""
    desk, asking = desk_of(request, state), who(request)
    rows = Draft.objects.seen_by(asking).filter(desk=desk).select_related("organisation").defer("sections")
    context = {
        "desk": desk, "rows": rows, "may_write": collect.writers(desk, asking).exists(), "form": MatrixForm(desk=desk, asking=asking),
        "reviews": collect.documents("mid_term", desk),
    }  # fmt: skip
    return render(request, "desk/reports/list.html", context)


class NewForm(Form):
    """A report to be written: whose, of which kind and about which document, and what it is called."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("Whose report"), empty_label=None)
    about = forms.ChoiceField(label=gettext_lazy("What report, about which document"))
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=300, required=False, help_text=gettext_lazy("Empty: as reports of that kind are called.")
    )

    def __init__(self, data: Any = None, *, desk: Desk, organisations: Sequence[Organisation], **given: Any) -> None:
        super().__init__(data, **given)
        whose, about = self.fields["organisation"], self.fields["about"]
        assert isinstance(whose, forms.ModelChoiceField)  # noqa: S101  # for the types
        assert isinstance(about, forms.ChoiceField)  # noqa: S101
        whose.queryset = Organisation.objects.filter(pk__in=[each.pk for each in organisations])
        if len(organisations) == 1:
            whose.widget, whose.initial = forms.HiddenInput(), organisations[0].pk
        kinds = dict.fromkeys(kind for each in organisations for kind in collect.kinds_of(each))
        self.documents = {f"{kind} {collect.address_of(each)}": each for kind in kinds for each in collect.documents(kind, desk)}
        about.choices = [(value, f"{KINDS[value.partition(' ')[0]]}: {_dated(each)}") for value, each in self.documents.items()]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        organisation, kind = found.get("organisation"), found.get("about", "").partition(" ")[0]
        if organisation and kind and kind not in collect.kinds_of(organisation):
            self.add_error("about", _("%(organisation)s does not write reports of this kind.") % {"organisation": organisation})
        return found


def _dated(document: Document) -> str:
    return f"{document}, {un_date(document.date)}" if document.date else str(document)


@login_required
def new(request: HttpRequest, state: str) -> HttpResponse:
    """Have a report written out of what its organisation may say."""
    desk = desk_of(request, state)
    organisations = list(collect.writers(desk, who(request)))
    if not organisations:
        raise PermissionDenied(_("Only who works for an organisation of this desk writes its reports."))
    form = NewForm(request.POST if request.method == "POST" else None, desk=desk, organisations=organisations)
    if form.is_valid():
        return redirect(_made(form, request).get_absolute_url())
    context = {"desk": desk, "form": form, "any": bool(form.documents)}
    return render(request, "desk/reports/new.html", context, status=400 if form.errors else 200)


def _made(form: NewForm, request: HttpRequest) -> Draft:
    given = form.cleaned_data
    organisation, document = given["organisation"], form.documents[given["about"]]
    kind = given["about"].partition(" ")[0]
    made = drafts.make(kind, document, organisation, by=person(request), headline=given["title"])
    messages.success(request, _("Written out of what is approved. Every paragraph has its sources."))
    return made


# --- one


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A paragraph as it is printed: its number, and that of its note."""

    paragraph: Paragraph
    number: int
    note: int | None


def numbered(sections: Sections) -> tuple[list[tuple[Section, list[Numbered]]], list[str]]:
    """The sections that are in a report, their paragraphs numbered throughout; and its notes in their order."""
    found, notes, number = [], [], 0
    for section in sections:
        lines = []
        for paragraph in section.shown:
            note = documents.noted(paragraph)
            notes += [note] if note else []
            number += 1
            lines.append(Numbered(paragraph=paragraph, number=number, note=len(notes) if note else None))
        found.append((section, lines))
    return found, notes


def report(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """A report as it is printed, and for those who work on it what it lacks."""
    desk, asking = desk_of(request, state), who(request)
    draft = _seen(desk, asking, uid)
    sections = drafts.of(draft)
    lines, notes = numbered(sections)
    inside = Draft.objects.inside(asking).filter(pk=draft.pk).exists()
    context = {
        "desk": desk, "draft": draft, "sections": lines, "notes": notes, "inside": inside,
        "may_change": Draft.objects.changed_by(asking).filter(pk=draft.pk).exists(), "missing": _missing(draft, sections) if inside else [],
        "document": collect.document_of(desk, draft.about), **_counted(draft, sections),
    }  # fmt: skip
    return render(request, "desk/reports/one.html", context)


def _seen(desk: Desk, asking: Who, uid: UUID) -> Draft:
    found: Draft = one(Draft.objects.seen_by(asking).filter(desk=desk).select_related("organisation", "desk"), uid)
    return found


def _changing(request: HttpRequest, desk: Desk, uid: UUID) -> Draft:
    found: Draft = one(Draft.objects.changed_by(who(request)).filter(desk=desk).select_related("organisation", "desk"), uid)
    return found


def _counted(draft: Draft, sections: Sections) -> dict[str, Any]:
    """How long it is, and may be."""
    limit, words = drafts.limit(draft.kind, timezone.localdate()), drafts.words(draft.title, sections)
    return {"words": words, "limit": limit, "over": max(words - limit.words, 0) if limit else 0}


def _missing(draft: Draft, sections: Sections) -> list[tuple[str, list[Missing]]]:
    """What it lacks, by what that is."""
    document = collect.document_of(draft.desk, draft.about)
    found = collect.subjects(draft.kind, document, draft.organisation) if document else []
    lacks = drafts.missing(sections, found, draft.organisation)
    return [(lack.value, these) for lack in drafts.Lack if (these := [each for each in lacks if each.lack is lack])]


@login_required
@require_POST
def again(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Take in what is new since it was written; what persons worded stays."""
    desk = desk_of(request, state)
    draft = _changing(request, desk, uid)
    document = collect.document_of(desk, draft.about)
    if document is None:
        messages.error(request, _("The document that it is about is not in the archive any more: the report stays as it is."))
        return redirect(draft.get_absolute_url())
    made = drafts.write(draft.kind, document, draft.organisation)
    sections = drafts.again(drafts.of(draft), made)
    try:
        after = keep.change(
            draft, version=version(request), by=person(request), sections=drafts.plain(sections), data_version=drafts.data_version(made)
        )
    except keep.Conflict as error:
        messages.error(request, str(error))
    else:
        new = after.version != draft.version
        messages.success(request, _("Made anew: look at what is offered.") if new else _("There is nothing new."))
    return redirect(draft.get_absolute_url())


@login_required
@require_POST
def hide(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Take a report out of sight, with a reason."""
    desk = desk_of(request, state)
    draft = _changing(request, desk, uid)
    try:
        keep.hide(draft, version=version(request), by=person(request), because=request.POST.get("because", ""))
    except UprightError as error:
        messages.error(request, str(error))
        return redirect(draft.get_absolute_url())
    messages.success(request, _("Taken away."))
    return redirect("desk_reports", desk.state)


def download(request: HttpRequest, state: str, uid: UUID, ending: str) -> HttpResponse:
    """A report as Word or PDF."""
    draft = _seen(desk_of(request, state), who(request), uid)
    out = io.BytesIO()
    try:
        (documents.write_docx if ending == "docx" else documents.write_pdf)(documents.of(draft), out)
    except UprightError as error:
        messages.error(request, str(error))
        return redirect(draft.get_absolute_url())
    return _file(out, f"{draft.kind.replace('_', '-')}-{state}-version-{draft.version}", ending)


def _file(out: io.BytesIO, name: str, ending: str) -> HttpResponse:
    response = HttpResponse(out.getvalue(), content_type=_TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


# --- written in


class SectionForm(Form):
    """A part of a report: its heading, and of each paragraph the words and the sources that a person names."""

    def __init__(self, section: Section, data: Any = None, **given: Any) -> None:
        super().__init__(data, **given)
        self.section = section
        heading = forms.CharField(label=_("Heading"), max_length=500, initial=section.heading)
        heading.widget.attrs["data-counted"] = ""
        self.fields["heading"] = heading
        for at, each in enumerate(section.paragraphs, 1):
            self._add(each, at)

    def _add(self, paragraph: Paragraph, at: int) -> None:
        text = Text(rows=max(3, min(14, len(paragraph.text) // 70 + 2)), label=_("Paragraph %(n)s") % {"n": at}, required=False)
        text.initial, text.widget.attrs["data-counted"] = paragraph.text, ""
        named = Text(rows=2, label=_("Further sources, one a line"), required=False, max_length=5_000)
        named.initial = "\n".join(each.words for each in paragraph.own_sources)
        if paragraph.out:
            text.widget.attrs.pop("data-counted")
        name = name_of(paragraph.key)
        self.fields |= {f"text-{name}": text, f"named-{name}": named}

    def rows(self) -> Iterator[tuple[Paragraph, str, Any, Any]]:
        """Each paragraph with the name of its buttons and its two fields."""
        for each in self.section.paragraphs:
            name = name_of(each.key)
            yield each, name, self[f"text-{name}"], self[f"named-{name}"]

    def worded(self, section: Section) -> Section:
        """A section with what was written."""
        given = self.cleaned_data
        said = {each.key: (given[f"text-{name}"], given[f"named-{name}"]) for each, name, _text, _named in self.rows()}
        return drafts.worded(section, given["heading"], said)


@login_required
def edit(request: HttpRequest, state: str, uid: UUID, key: str) -> HttpResponse:
    """Write in one part of a report."""
    desk = desk_of(request, state)
    draft = _changing(request, desk, uid)
    section = drafts.section(drafts.of(draft), key)
    if section is None:
        raise Http404(_("There is no such part of this report."))
    seen = version(request) if request.method == "POST" else draft.version
    then = _then(draft, seen, key) or section
    form = SectionForm(then if request.method == "POST" else section, request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _saved(request, draft, form, seen, key)
    context = {"desk": desk, "draft": draft, "section": section, "form": form, "version": seen, **_beside(draft, section)}
    return render(request, "desk/reports/edit.html", context, status=400 if form.errors else 200)


def _beside(draft: Draft, section: Section) -> dict[str, Any]:
    """How long the report is, and how long without this part; the parts before it and behind it."""
    sections = drafts.of(draft)
    at = [each.key for each in sections].index(section.key)
    here = sum(drafts.words(text, ()) for text in drafts.texts(section))
    counted = _counted(draft, sections)
    neighbours = {"before": sections[at - 1] if at else None, "behind": sections[at + 1] if at + 1 < len(sections) else None}
    return {**counted, **neighbours, "rest": counted["words"] - here}


def _then(draft: Draft, seen: int, key: str) -> Section | None:
    """A part as it was in the version that a form was filled in on."""
    return drafts.section(drafts.read(keep.values_at(draft, seen)["sections"]), key)


def _saved(request: HttpRequest, draft: Draft, form: SectionForm, seen: int, key: str) -> HttpResponse:
    """Save a part; what others changed in other parts meanwhile stays, and in the same part both are shown."""
    there = draft.get_absolute_url()
    for _try in range(_TRIES):
        draft.refresh_from_db()
        sections = drafts.of(draft)
        now, then = drafts.section(sections, key), _then(draft, seen, key)
        if now is None or now != then:
            return _conflict(request, draft, form, now)
        what, _space, name = request.POST.get("act", "").partition(" ")
        changed = _after(form.worded(now), what, name)
        try:
            keep.change(draft, version=draft.version, by=person(request), sections=drafts.plain(drafts.put(sections, changed)))
        except keep.Conflict:
            continue
        if what:
            return redirect("desk_report_edit", draft.desk.state, draft.uid, key)
        messages.success(request, _("Saved."))
        return redirect(f"{there}#{name_of(key)}")
    messages.error(request, _("Others write in it at the same time: try again."))
    return redirect("desk_report_edit", draft.desk.state, draft.uid, key)


def _after(section: Section, what: str, name: str) -> Section:
    """A section after what a button does."""
    if what in ("out", "back"):
        return replace(section, out=what == "out")
    key = next((each.key for each in section.paragraphs if name_of(each.key) == name), "")
    return drafts.act(section, Act(what), key) if what in set(Act) else section


def _conflict(request: HttpRequest, draft: Draft, form: SectionForm, now: Section | None) -> HttpResponse:
    """The page that shows what both wrote, as `merging.conflict` does for columns."""
    now = now or replace(form.section, paragraphs=())
    then, theirs = SectionForm(form.section), SectionForm(now)
    data, fields = request.POST.copy(), []
    data.pop("act", None)
    for name in {**theirs.fields, **form.fields}:
        before, there = (each.fields[name].initial if name in each.fields else "" for each in (then, theirs))
        mine = form.cleaned_data.get(name, "") if name in form.fields else before
        data[name] = there if mine == before else mine
        if before not in (there, mine) or there != mine:
            label = (theirs.fields.get(name) or form.fields[name]).label
            fields.append(Field(label, before or _("nothing"), there or _("nothing"), mine or _("nothing"), mine not in (before, there)))
    merged = SectionForm(now, data)
    context = {
        "desk": draft.desk, "row": draft, "form": merged, "fields": fields, "version": draft.version, "back": draft.get_absolute_url(),
    }  # fmt: skip
    return render(request, "desk/merging/conflict.html", context, status=409)


# --- OHCHR's matrix


class MatrixForm(Form):
    """A matrix: of which review, in which layout, with whose comments."""

    document = forms.ChoiceField(label=gettext_lazy("Review"))
    layout = forms.ChoiceField(label=gettext_lazy("Layout"), initial="2025")
    of = forms.ChoiceField(label=gettext_lazy("Comments of"))

    def __init__(self, data: Any = None, *, desk: Desk, asking: Who, **given: Any) -> None:
        super().__init__(data, auto_id="matrix_%s", **given)
        self.documents = {collect.address_of(each): each for each in collect.documents("mid_term", desk)}
        independent = Organisation.objects.seen_by(asking).filter(desk=desk, pk__in=asking.working).exclude(collect.state_side_of())
        self.organisations = {str(each.uid): each for each in independent}
        choices: dict[str, Iterable[tuple[str, Any]]] = {
            "document": [(address, _dated(each)) for address, each in self.documents.items()],
            "layout": [(name, name) for name in reversed(layouts.names())],
            "of": [(_STATE, _("the State’s side")), *self.organisations.items()],
        }
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the types
            field.choices = list(values)


def matrix_download(request: HttpRequest, state: str, ending: str) -> HttpResponse:
    """OHCHR's matrix of a review, with what the State's side or an own organisation says of each recommendation."""
    desk, asking = desk_of(request, state), who(request)
    form = MatrixForm(request.GET, desk=desk, asking=asking)
    if not form.is_valid():
        raise Http404(_("There is no such matrix."))
    document, of = form.documents[form.cleaned_data["document"]], form.organisations.get(form.cleaned_data["of"])
    said, changed = comments.of(document, desk, asking, of)
    out = io.BytesIO()
    try:
        heading = from_archive.heading(document, changed)
        _MATRICES[ending](from_archive.rows(document, said), form.cleaned_data["layout"], heading, out)
    except UprightError as error:
        messages.error(request, str(error))
        return redirect("desk_reports", desk.state)
    return _file(out, f"matrix-{state}-{form.cleaned_data['layout']}", ending)


urlpatterns = [
    path("<str:state>/reports", reports, name="desk_reports"),
    path("<str:state>/reports/new", new, name="desk_report_new"),
    path("<str:state>/reports/matrix.docx", matrix_download, {"ending": "docx"}, name="desk_matrix_docx_download"),
    path("<str:state>/reports/matrix.xlsx", matrix_download, {"ending": "xlsx"}, name="desk_matrix_xlsx_download"),
    path("<str:state>/reports/matrix.pdf", matrix_download, {"ending": "pdf"}, name="desk_matrix_pdf_download"),
    path("<str:state>/reports/<uuid:uid>", report, name="desk_report"),
    path("<str:state>/reports/<uuid:uid>.docx", download, {"ending": "docx"}, name="desk_report_docx_download"),
    path("<str:state>/reports/<uuid:uid>.pdf", download, {"ending": "pdf"}, name="desk_report_pdf_download"),
    path("<str:state>/reports/<uuid:uid>/again", again, name="desk_report_again"),
    path("<str:state>/reports/<uuid:uid>/hide", hide, name="desk_report_hide"),
    path("<str:state>/reports/<uuid:uid>/parts/<path:key>", edit, name="desk_report_edit"),
]
