"""Questions that were not answered, worded as the questions of the next list of issues, each with its source.

A summary record tells questions in the third person ('She asked whether the register was public'). Where the form is known, what is asked
is put behind the opening of a list of issues; where it is not, the words of the record are quoted. The tense stays that of the record: an
editor decides what is still to be asked.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from upright.archive.models import Question
from upright.web.templatetags.upright import body_name, report_name, state_name, un_date

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ASKS = r"whether|how|what|which|who|whom|whose|why|when|where|to what extent|in what|in which|on what|if"
# 'She asked whether ...', 'It would be useful to know how ...', 'which authority ...' after another question.
_WHETHER = re.compile(
    r"^(?:[^.;:]{0,110}?\b(?:ask\w*|know|learn|hear|see|understand|indicate|explain|state|clarify|wonder\w*|unclear|specify|say)\b,?\s"
    rf"(?:in particular,?\s)?)?(?P<asked>(?:{_ASKS})\b.+)$",
    re.IGNORECASE | re.DOTALL,
)
# 'More information was needed on ...', 'He requested data on ...', 'Comments on ... would be welcome'.
_ABOUT = re.compile(
    r"^(?:[^.;:]{0,80}?\b)?"
    r"(?P<what>(?:disaggregated |statistical )?(?:information|data|figures|statistics|details?|comments?|clarification|examples)\b)"
    r"(?:[^.;:]{0,40}?)\s(?P<link>on|about|concerning|regarding|as to|of)\s(?P<about>.+?)"
    r"(?:\s(?:would|was|were|is|are)\s(?:also\s)?(?:be\s)?(?:welcomed?|needed|useful|appreciated|required|helpful))?$",
    re.IGNORECASE | re.DOTALL,
)


def draft(question: Question) -> str:
    """A question as a sentence of a list of issues."""
    text = " ".join(question.text.split()).rstrip()
    if question.document.kind == "list_of_issues":
        return text
    if question.document.language == "en" and question.form == "indirect" and not text.endswith("?"):
        if match := _WHETHER.match(text):
            return f"Please indicate {_ended(match['asked'])}"
        if match := _ABOUT.match(text):
            return f"Please provide {match['what'].lower()} {match['link']} {_ended(match['about'])}"
    return f"Please reply to the question: “{text}”"


def _ended(text: str) -> str:
    text = text.rstrip(" ,;.")
    return f"{text[0].lower()}{text[1:]}."


def source(question: Question) -> str:
    """Where a question was asked, as documents cite it."""
    document = question.document
    parts = [document.symbol or document.file]
    if question.source_paragraph:
        parts.append(f"{_('para.')} {question.source_paragraph}")
    if document.date:
        parts.append(un_date(document.date))
    return ", ".join(parts)


def document(questions: Iterable[Question]) -> bytes:
    """The drafts as a Word document, under a heading for each examination."""
    import docx  # takes a while to import, and few requests need it  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    out = docx.Document()
    out.core_properties.author = ""
    out.add_heading(_("Questions that were not answered"), 0)
    out.add_paragraph(_("Drafts for the next list of issues. The tense is that of the record; each question has its source."))
    heading = None
    for question in questions:
        here = (question.document.state, question.document.body, question.document.examination)
        if here != heading:
            heading = here
            out.add_heading(f"{state_name(here[0])} · {body_name(here[1])} · {report_name(here[2])}", 1)
        out.add_paragraph(draft(question), style="List Number").paragraph_format.space_after = Pt(0)
        line = out.add_paragraph()
        line.paragraph_format.left_indent = Pt(18)
        run = line.add_run(f"{', '.join(question.asked_by)}: {source(question)}")
        run.italic, run.font.size = True, Pt(9)
    stream = io.BytesIO()
    out.save(stream)
    return stream.getvalue()
