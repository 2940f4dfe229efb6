"""Questions and answers of all examinations, judged by editors; and those that nothing answers, drafted for the next list of issues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from upright.archive import exchange, judgements
from upright.archive.exchange import Asked
from upright.archive.models import Document, Paragraph, Question, Status, Verdict
from upright.archive.people import CORRECT
from upright.web import drafts, labels, paging, tables
from upright.web.choosing import Chosen

FILTERS = {"status": "status", "state": "document__state", "body": "document__body"}
UNANSWERED = {"state": "document__state", "body": "document__body"}
_AT_ONCE = 500
COLUMNS = (
    "symbol", "id", "asked_by", "form", "about", "text", "state", "body", "examination", "date", "status", "judged", "answered_in",
    "answer_paragraphs", "answer", "confidence", "because", "page", "address",
)  # fmt: skip
DRAFTED = ("state", "body", "draft", "text", "asked_by", "about", "symbol", "paragraph", "date", "judged", "address")


def _chosen(request: HttpRequest, columns: dict[str, str]) -> tuple[Chosen, Any]:
    """What is asked for; one examination where the address names it."""
    rows = Question.objects.of_examinations()
    if name := request.GET.get("examination", "")[:80]:
        rows = rows.filter(document__examination=name)
    if columns is UNANSWERED:
        rows = rows.filter(status=Status.UNANSWERED)
    return Chosen.of(request, columns), rows


def questions(request: HttpRequest) -> HttpResponse:
    """Questions with what answers them."""
    chosen, rows = _chosen(request, FILTERS)
    found = chosen.filtered(rows)
    page = paging.Page(paging.asked(request), found.count())
    asked = exchange.asked(list(found.in_order()[page.offset : page.offset + page.size]))
    context = {
        "rows": asked,
        "labels": labels.of_many(each.question for each in asked),
        "page": page,
        "facets": chosen.facets(rows),
        "chosen": chosen.addresses(request),
    }
    return render(request, "questions/list.html", context)


def download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same list as data."""
    chosen, rows = _chosen(request, FILTERS)
    found = chosen.filtered(rows).in_order()
    address = request.build_absolute_uri("/")[:-1]

    def listed() -> Iterator[list[Any]]:
        for each in _asked(found):
            yield _row(each, address)

    return tables.respond(tables.Table(name="questions", columns=COLUMNS, rows=listed), ending)


def _asked(found: Any) -> Iterator[Asked]:
    """Questions with their answers, some hundreds at a time."""
    keys = list(found.values_list("pk", flat=True))
    for start in range(0, len(keys), _AT_ONCE):
        rows = Question.objects.select_related("document").in_bulk(keys[start : start + _AT_ONCE])
        yield from exchange.asked([rows[key] for key in keys[start : start + _AT_ONCE] if key in rows])


def _row(each: Asked, address: str) -> list[Any]:
    question, document, surest = each.question, each.question.document, each.surest
    return [
        document.symbol, question.id_in_document, question.asked_by, question.form, question.about, question.text, document.state,
        document.body, document.examination, document.date, question.status, each.judged,
        sorted({str(link.document) for link in each.answering}), [link.label for link in each.answering],
        "\n".join(link.paragraph.text for link in each.answering if link.paragraph), surest and surest.confidence,
        surest and surest.because, question.source_page, _place(question, address),
    ]  # fmt: skip


def _place(question: Question, address: str = "") -> str:
    return f"{address}{question.document.get_absolute_url()}#{question.source_paragraph or ''}"


def unanswered(request: HttpRequest) -> HttpResponse:
    """Questions that nothing answers, as drafts."""
    chosen, rows = _chosen(request, UNANSWERED)
    found = chosen.filtered(rows)
    page = paging.Page(paging.asked(request), found.count())
    asked = exchange.asked(list(found.in_order()[page.offset : page.offset + page.size]))
    context = {
        "rows": [(each, drafts.draft(each.question)) for each in asked],
        "page": page,
        "facets": chosen.facets(rows),
        "chosen": chosen.addresses(request),
    }
    return render(request, "questions/unanswered.html", context)


def unanswered_download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same list as data."""
    chosen, rows = _chosen(request, UNANSWERED)
    found = chosen.filtered(rows).in_order()
    address = request.build_absolute_uri("/")[:-1]

    def listed() -> Iterator[list[Any]]:
        for each in _asked(found):
            question, document = each.question, each.question.document
            yield [
                document.state, document.body, drafts.draft(question), question.text, question.asked_by, question.about,
                document.symbol, question.source_paragraph, document.date, each.judged, _place(question, address),
            ]  # fmt: skip

    return tables.respond(tables.Table(name="unanswered", columns=DRAFTED, rows=listed), ending)


def unanswered_document(request: HttpRequest) -> HttpResponse:
    """The same list as a document to go on writing in."""
    chosen, rows = _chosen(request, UNANSWERED)
    response = HttpResponse(drafts.document(chosen.filtered(rows).in_order()), content_type=drafts.DOCX)
    response["Content-Disposition"] = 'attachment; filename="unanswered.docx"'
    return response


@login_required
@permission_required(CORRECT, raise_exception=True)
@require_POST
def judge(request: HttpRequest, sha256: str, key: str) -> HttpResponse:
    """What an editor says of a question and paragraphs beside it; the question as it then stands."""
    question = get_object_or_404(Question.objects.select_related("document"), document__sha256=sha256, key=key)
    by = cast(User, request.user)
    try:
        if request.POST.get("verdict") == "withdraw":
            judgements.withdraw(question, by=by)
        else:
            _judge(request, question, by)
    except judgements.NotJudged as error:
        messages.error(request, str(error))
    if request.headers.get("HX-Request"):
        question.refresh_from_db()
        [each] = exchange.asked([question])
        context = {"each": each, "place": request.POST.get("next", ""), "labels": labels.of_many([question])}
        return render(request, "questions/asked.html", context)
    back = request.POST.get("next", "")
    return redirect(f"{back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else '/questions'}#q{question.pk}")


def _judge(request: HttpRequest, question: Question, by: User) -> None:
    verdict = request.POST.get("verdict", "")
    if verdict not in set(Verdict):
        raise Http404(_("There is no such judgement."))
    judgements.judge(question, _paragraphs(request, question.document), Verdict(verdict), by=by)


def _paragraphs(request: HttpRequest, document: Document) -> Sequence[Paragraph]:
    """The paragraphs that are judged: those of the links, or the one that is named."""
    keys = [each for each in request.POST.getlist("paragraph") if each.isdigit()]
    if keys:
        return list(Paragraph.objects.filter(pk__in=keys).order_by("document", "order"))
    label = request.POST.get("label", "").strip()
    if not label:
        return []
    where = request.POST.get("answered_in") or document.sha256
    found = Paragraph.objects.filter(document__sha256=where, label=label).first()
    if found is None:
        raise judgements.NotJudged(_("There is no paragraph %(label)s in that document.") % {"label": label[:40]})
    return [found]
