"""Work by mail: work lists go out as Word or Excel, they and OHCHR's matrix come back, are looked at row by row, and read in."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from upright.archive.models import Document
from upright.exceptions import UnreadableFile, UprightError
from upright.reports import collect, comments, work_list
from upright.tracking import incoming, rounds, sheets
from upright.tracking.models import Batch, Desk, Item, Organisation
from upright.tracking.pieces import Plan
from upright.tracking.words import Work
from upright.web.desk import looking
from upright.web.desk.asking import desk_of, person, who
from upright.web.desk.forms import Day, Form, OfOrganisation

_LIST = "list"  # what came back: a work list; else a matrix on the document of a symbol
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Sent(OfOrganisation):
    """A file that came back, from whom."""

    file = forms.FileField(label=gettext_lazy("File that came back"), help_text=gettext_lazy("XLSX or DOCX"))
    about = forms.ChoiceField(label=gettext_lazy("What it is"))
    day = Day(
        label=gettext_lazy("As of"), help_text=gettext_lazy("The day of the notes and values in it: until when it was written.")
    )  # fmt: skip

    def __init__(self, *args: Any, documents: dict[str, Document], **given: Any) -> None:
        super().__init__(*args, **given)
        field: Any = self.fields["about"]
        words = _("OHCHR’s matrix on %(symbol)s, with comments")
        field.choices = [(_LIST, _("a work list")), *((address, words % {"symbol": each}) for address, each in documents.items())]
        whose: Any = self.fields["organisation"]
        whose.required, whose.empty_label = False, _("as the work list says")

    def clean_organisation(self) -> Any:
        """None: as the work list says."""
        return self.cleaned_data["organisation"] or (self.organisations[0] if len(self.organisations) == 1 else None)

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is to come."))
        return day


class Read(Form):
    """How a file is meant."""

    day_first = forms.ChoiceField(
        label=gettext_lazy("03/04/2025 is"), required=False,
        choices=[
            ("", gettext_lazy("not said: such a date is not taken")),
            ("yes", gettext_lazy("3 April")),
            ("no", gettext_lazy("4 March")),
        ],
    )  # fmt: skip


def _organisations(request: HttpRequest, desk: Desk) -> list[Organisation]:
    found = rounds.organisations(desk, who(request))
    if not found:
        raise PermissionDenied(_("Whoever writes for an institution of the State’s side works by mail, and coordinators do."))
    return found


def _documents(desk: Desk) -> dict[str, Document]:
    """The reviews whose matrix goes out under Reports, as they are addressed there."""
    return {collect.address_of(each): each for each in collect.documents("mid_term", desk)}


@login_required
def mail(request: HttpRequest, state: str) -> HttpResponse:
    """Work lists to send, and the way back."""
    desk = desk_of(request, state)
    organisations = _organisations(request, desk)
    posted = request.POST if request.method == "POST" else None
    form = Sent(
        posted, files=request.FILES or None, organisations=organisations, documents=_documents(desk), initial={"day": timezone.localdate()}
    )  # fmt: skip
    if form.is_valid() and (digest := _received(request, form)):
        given = form.cleaned_data
        about = urlencode(
            {"name": given["file"].name[:200], "organisation": given["organisation"].uid, "about": given["about"], "day": given["day"]}
        )
        return redirect(f"{reverse('desk_round_back', args=[desk.state, digest])}?{about}")
    before = Batch.objects.seen_by(who(request)).filter(desk=desk, work=Work.RETURNED.value)[:20]
    context = {"desk": desk, "form": form, "organisations": organisations, "before": before, "endings": work_list.ENDINGS}
    return render(request, "desk/rounds/mail.html", context, status=400 if form.errors else 200)


def _received(request: HttpRequest, form: Sent) -> str | None:
    """Keep the file, where it can be read; None with an error in the form where it cannot."""
    file, about = form.cleaned_data["file"], form.cleaned_data["about"]
    content = file.read(sheets.MAX_BYTES + 1)
    try:
        found = _read(content, file.name, about)
    except UnreadableFile as error:
        form.add_error("file", str(error))
        return None
    _whose(form, rounds.whose(found[0], form.organisations, who(request)) if about == _LIST else None)
    return None if form.errors else incoming.put(content, person(request))


def _whose(form: Sent, named: list[Organisation] | None) -> None:
    """Whose file it is: of a work list one of those that its keys name; else, or where these are several, as a person says."""
    said: Organisation | None = form.cleaned_data["organisation"]
    if named is None:
        if said is None:
            form.add_error("organisation", _("Say whose matrix it is."))
    elif not named:
        form.add_error("file", _("No row of this file has a key of work on this desk that you write for."))
    elif said is None and len(named) > 1:
        names = ", ".join(map(str, named))
        form.add_error(
            "organisation", _("The file has rows of several institutions, choose whose are read in: %(names)s.") % {"names": names}
        )
    elif said is not None and said not in named:
        form.add_error("organisation", _("This is the work list of another institution: %(name)s.") % {"name": named[0]})
    else:
        form.cleaned_data["organisation"] = said or named[0]


def _read(content: bytes, name: str, about: str) -> Any:
    return work_list.read(content, name) if about == _LIST else work_list.read_matrix(content, name)


@login_required
def sent(request: HttpRequest, state: str, uid: UUID, ending: str) -> HttpResponse:
    """A work list as a file."""
    desk = desk_of(request, state)
    organisation = next((each for each in _organisations(request, desk) if each.uid == uid), None)
    if organisation is None or ending not in work_list.ENDINGS:
        raise Http404(_("There is no such thing on this desk."))
    out = io.BytesIO()
    work_list.write(rounds.tasks(desk, organisation, who(request)), organisation, ending, out)
    response = HttpResponse(out.getvalue(), content_type=_TYPES[ending])
    name = slugify(organisation.name, allow_unicode=True)[:80] or str(uid)[:8]
    response["Content-Disposition"] = content_disposition_header(True, f"work-list-{desk.state}-{name}.{ending}") or ""
    return response


class _Back:
    """A file that came back, as its address says what it is; what it would do."""

    def __init__(self, request: HttpRequest, desk: Desk, organisation: Organisation, content: bytes) -> None:
        given = request.GET
        self.organisation, self.who, self.desk = organisation, who(request), desk
        self.name, self.about = given.get("name", "")[:200], given.get("about", "")
        self.day = _day(given.get("day", ""))
        self.form = Read(request.GET)
        self.form.full_clean()
        self.day_first = {"yes": True, "no": False}.get(given.get("day_first", ""))
        self.read = _read(content, self.name, self.about)
        self.document = None if self.about == _LIST else _document(desk, self.about)

    def look(self) -> Plan:
        if self.document is None:
            rows, left = self.read
            return rounds.look(rows, self.organisation, self.who, day=self.day, day_first=self.day_first, left=left)
        return rounds.look_at_comments(self.read, self.document, self.organisation, self.who, sent=self._sent(self.document), day=self.day)

    def _sent(self, document: Document) -> dict[str, list[str]]:
        """The lines that the desk itself has in a matrix, by number."""
        lines = comments.of(document, self.desk, self.who, None)[0]
        rows = Item.objects.filter(desk=self.desk, document=document, kind="recommendation")
        return {
            number: [part for each in lines.get(key, ()) for part in each.splitlines()] for number, key in rows.values_list("number", "key")
        }


def _document(desk: Desk, address: str) -> Document:
    found = _documents(desk).get(address)
    if found is None:
        raise UnreadableFile(_("No matrix of this document goes out from this desk: say again what the file is."))
    return found


def _day(text: str) -> dt.date:
    try:
        return min(dt.date.fromisoformat(text), timezone.localdate())
    except ValueError:
        return timezone.localdate()


@login_required
def back(request: HttpRequest, state: str, digest: str) -> HttpResponse:
    """What each row of a file that came back would do; sent with POST it is done."""
    desk = desk_of(request, state)
    organisations = {str(each.uid): each for each in _organisations(request, desk)}
    organisation = organisations.get(request.GET.get("organisation", ""))
    content = incoming.get(digest, person(request))
    if content is None or organisation is None:
        messages.error(request, _("The file is not here any more: send it again."))
        return redirect("desk_rounds", desk.state)
    try:
        found = _Back(request, desk, organisation, content)
    except UnreadableFile as error:
        messages.error(request, str(error))
        return redirect("desk_rounds", desk.state)
    if request.method == "POST":
        return _enter(request, found, digest)
    made = found.look()
    conflicts = any(piece.clashes for line in made.lines for piece in line.pieces)
    context = {
        "desk": desk, "back": found, "plan": made, "groups": looking.groups(made), "digest": digest, "list": found.about == _LIST,
        "enters": made.writes or conflicts,
    }  # fmt: skip
    return render(request, "desk/rounds/back.html", context)


def _enter(request: HttpRequest, found: _Back, digest: str) -> HttpResponse:
    by = person(request)
    try:
        batch = rounds.enter(
            found.look, found.organisation, who(request), seen=request.POST.get("seen", ""), by=by, file=digest,
            title=_("%(name)s, from %(organisation)s") % {"name": found.name, "organisation": found.organisation},
            over=looking.chosen(request, "over"), leave=looking.chosen(request, "leave"),
        )  # fmt: skip
    except UprightError as error:  # somebody was faster: nothing was done
        messages.error(request, str(error))
        return redirect(request.get_full_path())
    incoming.drop(digest, by)
    messages.success(request, _("Read in, as drafts. You can undo it as a whole here."))
    return redirect("desk_batch", found.desk.state, batch.uid)


@login_required
@require_POST
def drop(request: HttpRequest, state: str, digest: str) -> HttpResponse:
    """Do not read a file in: it is deleted here."""
    desk = desk_of(request, state)
    incoming.drop(digest, person(request))
    messages.success(request, _("Nothing was taken, and the file is deleted here."))
    return redirect("desk_rounds", desk.state)


urlpatterns = [
    path("<str:state>/rounds", mail, name="desk_rounds"),
    path("<str:state>/rounds/<uuid:uid>.<str:ending>", sent, name="desk_round_sent"),
    path("<str:state>/rounds/back/<str:digest>", back, name="desk_round_back"),
    path("<str:state>/rounds/back/<str:digest>/drop", drop, name="desk_round_drop"),
]
