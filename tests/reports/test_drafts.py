"""Reports out of the work on a desk: what each side may say and nothing else, every sentence with its source, persons' words never lost."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from desks import World
from upright.archive import dossiers
from upright.archive.models import Document
from upright.data import rows
from upright.reports import collect, documents, drafts
from upright.reports.drafts import Act, Lack, Sections
from upright.tracking import cells, indicators, keep
from upright.tracking.models import Draft, Evidence, Indicator, Item, Milestone, Note
from upright.tracking.words import Approval

REVIEW, OBSERVATIONS, ISSUES = "A/HRC/28/901", "CRPD/C/XVA/CO/902", "CRPD/C/XVA/Q/901"
SECRET = "PLANTED"


def document(symbol: str) -> Document:
    return Document.objects.get(symbol=symbol, principal=True)


def item(world: World, symbol: str, key: str) -> Item:
    return world.desk.items.get(document=document(symbol), key=key)


def written(world: World, kind: str, symbol: str, organisation: str) -> Sections:
    return drafts.write(kind, document(symbol), world.organisations[organisation])


def text(sections: Sections) -> str:
    return "\n".join(words for section in sections for words in drafts.texts(section))


def cited(sections: Sections) -> str:
    return "\n".join(documents.noted(each) for section in sections for each in section.shown)


def note(world: World, of: Item, by: str, approval: Approval, words: str) -> Note:
    organisation = world.organisations["Ministry of Justice" if by == "focal" else "Ministry of Health"]
    return keep.create(
        Note, by=world.people[by], item=of, organisation=organisation, on=dt.date(2026, 5, 1), text=words, approval=approval.value
    )


def draft(world: World, kind: str = "mid_term", symbol: str = REVIEW, organisation: str = "Coordination Council", **given: Any) -> Draft:
    sections = written(world, kind, symbol, organisation)
    values = {"title": "Report", "about": symbol, "data_version": drafts.data_version(sections), **given}
    values.setdefault("sections", drafts.plain(sections))
    return keep.create(Draft, by=None, desk=world.desk, organisation=world.organisations[organisation], kind=kind, **values)


# --- who may say what


@pytest.mark.parametrize(
    ("organisation", "kind", "said"),
    [
        ("Coordination Council", "mid_term", {"justice approved", "justice published", "justice embargoed", "health approved"}),
        ("Ministry of Justice", "mid_term", {"justice approved", "justice published", "justice embargoed"}),
        ("Ministry of Health", "mid_term", {"health approved", "justice published"}),
        ("League of Defenders", "stakeholder_submission", {"ngo approved", "justice published"}),
        ("Commission for Human Rights", "stakeholder_submission", {"nhri published", "justice published"}),
    ],
)
def test_who_may_say_what(world: World, organisation: str, kind: str, said: set[str]) -> None:
    first, second = item(world, REVIEW, "60.1"), item(world, REVIEW, "60.6")
    world.assign(first, "Ministry of Justice")
    world.assign(second, "Ministry of Health")
    on = {"justice": first, "health": second}
    later = timezone.now() + dt.timedelta(days=9)
    for by, name in (("focal", "justice"), ("health", "health")):
        for approval in (Approval.DRAFT, Approval.SUBMITTED, Approval.RETURNED, Approval.APPROVED):
            world.action(on[name], by=by, approval=approval, title=f"{SECRET} {name} {approval.value}")
    # On one that both have nothing to do with but that everybody reads of:
    world.action(second, approval=Approval.PUBLISHED, title=f"{SECRET} justice published")
    world.action(first, approval=Approval.PUBLISHED, title=f"{SECRET} justice published")
    world.action(first, approval=Approval.PUBLISHED, title=f"{SECRET} justice embargoed", embargo_until=later)
    for by in ("ngo", "nhri"):
        for approval in (Approval.DRAFT, Approval.APPROVED if by == "ngo" else Approval.PUBLISHED):
            for each in (first, second):
                given = {"as_of": dt.date(2026, 7 if approval is Approval.DRAFT else 6, 1)}
                world.assessment(each, by=by, approval=approval, rationale=f"{SECRET} {by} {approval.value}", **given)
    found = text(written(world, kind, REVIEW, organisation))
    assert set(re.findall(rf"{SECRET} (\w+ \w+)", found)) == said
    assert not collect.sight_of(world.organisations[organisation]).desks - {world.desk.pk}


def test_what_is_given_in_confidence_is_said_nowhere(world: World) -> None:
    from upright.tracking.models import Contribution

    of = item(world, REVIEW, "60.1")
    given: dict[str, Any] = {"item": of, "organisation": world.organisations["League of Defenders"], "author": world.people["stranger"]}
    contribution = keep.create(Contribution, by=None, text=SECRET, submitted_at=timezone.now(), **given)
    keep.create(Evidence, by=None, contribution=contribution, title=SECRET, url="https://example.org")
    world.assessment(of, approval=Approval.APPROVED)
    sections = written(world, "stakeholder_submission", REVIEW, "League of Defenders")
    assert "Nothing has changed." in text(sections)
    assert SECRET not in text(sections) + cited(sections)


# --- what is said, and where from


def test_a_mid_term_report(world: World) -> None:
    of, justice = item(world, REVIEW, "60.1"), world.organisations["Ministry of Justice"]
    world.assign(of, "Ministry of Justice")
    action = world.action(of, approval=Approval.APPROVED, description="Article 12", progress="under_way", budget="1200.50", currency="EUR")
    keep.create(Milestone, by=None, action=action, title="Draft law", done_on=dt.date(2026, 3, 1))
    keep.create(Evidence, by=None, action=action, title="The bill", url="https://example.org/bill")
    note(world, of, "focal", Approval.APPROVED, "The bill is in Parliament")
    person = world.people["focal"]
    measure = keep.create(Indicator, by=person, desk=world.desk, organisation=justice, title="Complaints", aim="outcome", unit="cases")
    measure.items.add(of)
    for year, value, source in ((2013, 965, "Register"), (2014, 602, "Register"), (2014, 610, "Office of Statistics")):
        period = cells.Period(dt.date(year, 1, 1), dt.date(year, 12, 31))
        row = indicators.observe(measure, justice, by=person, period=period, source=source, value=Decimal(value))
        keep.change(row, version=row.version, by=person, approval=Approval.APPROVED.value)
    indicators.aim_at(measure, Decimal(300), dt.date(2027, 12, 31), by=person)
    sections = written(world, "mid_term", REVIEW, "Coordination Council")
    found = next(each for each in sections if each.heading == "Recommendation 60.1")
    assert [(each.text, documents.noted(each)) for each in found.paragraphs] == [
        (
            (
                "Recommendation of Argentina and France: “Ratify the International Convention for the Protection of All Persons from "
                "Enforced Disappearance”. Position: supported."
            ),
            "A/HRC/28/901, para. 60.1; A/HRC/28/901/Add.1, para. 3.",
        ),
        (
            (
                "Ministry of Justice: Amend the code. Article 12. Progress: under way, due on 30 June 2027. Budget: 1,200.5 EUR. "
                "Milestones reached: Draft law (1 March 2026)."
            ),
            (
                "Ministry of Justice, action “Amend the code”, version 1, approved; milestone “Draft law”, version 1; The bill, "
                "https://example.org/bill."
            ),
        ),
        (
            "Ministry of Justice, 1 May 2026: The bill is in Parliament.",
            "Ministry of Justice, note of 1 May 2026, version 1, approved.",
        ),
        (
            "Complaints (cases): 2013: 965; 2014: 602 (Register) against 610 (Office of Statistics). Target of 31 December 2027: 300.",
            (
                "Register: Ministry of Justice, value of 2013, version 2, approved; "
                "Register: Ministry of Justice, value of 2014, version 2, approved; "
                "Office of Statistics: Ministry of Justice, value of 2014, version 2, approved; target of 31 December 2027, version 1."
            ),
        ),
    ]
    lacks = {
        (each.lack, each.label)
        for each in drafts.missing(sections, _subjects(world, "mid_term"), world.organisations["Coordination Council"])
    }
    assert (Lack.NO_ACTION, "60.2") in lacks
    assert (Lack.NO_LEAD, "60.2") in lacks
    assert not {label for _lack, label in lacks} & {"60.1"}


def _subjects(world: World, kind: str, symbol: str = REVIEW, organisation: str = "Coordination Council") -> list[collect.Subject]:
    return collect.subjects(kind, document(symbol), world.organisations[organisation])


@pytest.mark.parametrize(
    ("kind", "symbol", "organisation"),
    [
        ("mid_term", REVIEW, "Coordination Council"), ("follow_up", OBSERVATIONS, "Coordination Council"),
        ("replies_to_list", ISSUES, "Coordination Council"), ("stakeholder_submission", REVIEW, "League of Defenders"),
        ("committee_submission", OBSERVATIONS, "Commission for Human Rights"),
    ],
)  # fmt: skip
def test_nothing_is_said_without_a_source(world: World, kind: str, symbol: str, organisation: str) -> None:
    by = {"League of Defenders": "ngo", "Commission for Human Rights": "nhri"}.get(organisation)
    for key in ("60.1", "60.6") if symbol == REVIEW else ("5 (a)", "11 (b)"):
        if symbol != ISSUES:
            world.action(item(world, symbol, key), approval=Approval.PUBLISHED)
        if by:
            world.assessment(item(world, symbol, key), by=by, approval=Approval.APPROVED)
    sections = written(world, kind, symbol, organisation)
    paragraphs = [each for section in sections for each in section.paragraphs]
    assert len(paragraphs) > 3
    assert not [each.text for each in paragraphs if not each.sources or not each.text]
    assert not [each for each in paragraphs for source in each.sources if not source.table or not (source.uid or source.symbol)]
    assert len({(section.key, each.key) for section in sections for each in section.paragraphs}) == len(paragraphs)


def test_information_on_follow_up_is_on_the_paragraphs_and_limbs_that_were_chosen(world: World) -> None:
    sections = written(world, "follow_up", OBSERVATIONS, "Coordination Council")
    limbs = ["5 (a)", "5 (b)", "11 (a)", "11 (b)"]
    assert [each.heading for each in sections if each.level > 1] == [f"Information relating to paragraph {limb}" for limb in limbs]
    assert sections[0].paragraphs[0].text == (
        "In paragraph 12 of CRPD/C/XVA/CO/902 information was requested, within one year, on paragraphs 5 (a), 5 (b) and 11."
    )


def test_replies_have_the_questions_and_what_was_done_on_the_same(world: World) -> None:
    dossiers.relink("XVA")
    followed = item(world, OBSERVATIONS, "5 (a)")
    world.action(followed, approval=Approval.APPROVED, title="Redefine disability")
    person = Document.objects.get(symbol=ISSUES, principal=True)
    sections = written(world, "replies_to_list", ISSUES, "Coordination Council")
    headings = [each.heading for each in sections if each.level == 2]
    assert headings[:4] == [f"Reply to the question raised in paragraph {label}" for label in ("1", "2", "2 (a)", "2 (b)")]
    first = next(each for each in sections if each.key == "question 1")
    assert first.paragraphs[1].text == "An earlier reply is in CRPD/C/XVA/RQ/901, paras. 1 and 2."
    same = {m.key for m in person.dossier_members.all()}
    assert same
    assert "1" in same
    assert first.paragraphs[2].text.startswith("Ministry of Justice: Redefine disability.")


# --- made anew


def test_what_a_person_wrote_is_never_overwritten(world: World) -> None:
    of = item(world, REVIEW, "60.1")
    kept, left, changed = (world.action(of, approval=Approval.APPROVED, title=title) for title in ("Kept", "Left out", "Changed"))
    now = written(world, "mid_term", REVIEW, "Coordination Council")
    section = drafts.section(now, str(of.uid))
    assert section is not None
    mine = f"action {changed.uid}"
    section = drafts.worded(section, "Our heading", {mine: ("In our words.", "Law 12 of 2026\n")})
    section = drafts.act(section, Act.LEAVE_OUT, f"action {left.uid}")
    section = drafts.act(section, Act.ADD, "asked")
    own = section.paragraphs[1].key
    section = drafts.worded(section, section.heading, {own: ("Our own.", "")})
    now = drafts.put(now, section)

    for row, title in ((kept, "Kept, newer"), (left, "Left out, newer"), (changed, "Changed, newer")):
        keep.change(row, version=1, by=None, title=title)
    world.action(of, approval=Approval.APPROVED, title="New")
    after = drafts.again(now, written(world, "mid_term", REVIEW, "Coordination Council"))
    found = drafts.section(after, str(of.uid))
    assert found is not None
    said = [each.text.partition(". ")[0] for each in found.shown]
    assert found.heading == "Our heading"
    assert said[1:] == ["Our own.", "Ministry of Justice: Kept, newer", "In our words.", "Ministry of Justice: New"]
    words = next(each for each in found.paragraphs if each.key == mine)
    assert words.edited
    assert words.offer is not None
    assert "Changed, newer" in words.offer.text
    assert [each.words for each in words.sources][-1] == "Law 12 of 2026"
    assert "version 1" in words.sources[0].words  # what it was worded on

    taken = drafts.act(found, Act.TAKE, mine)
    refused = drafts.act(found, Act.REFUSE, mine)
    by_key = [{each.key: each for each in section.paragraphs}[mine] for section in (taken, refused)]
    assert ["Changed, newer" in each.text for each in by_key] == [True, False]
    assert [each.offer for each in by_key] == [None, None]
    assert ["version 2" in each.sources[0].words for each in by_key] == [True, True]

    keep.change(changed, version=2, by=None, approval=Approval.DRAFT.value)  # may not be said any more
    keep.change(kept, version=2, by=None, approval=Approval.DRAFT.value)
    last = drafts.section(drafts.again(after, written(world, "mid_term", REVIEW, "Coordination Council")), str(of.uid))
    assert last is not None
    assert [(each.text.partition(". ")[0], each.gone) for each in last.shown][1:] == [
        ("Our own.", False), ("In our words.", True), ("Ministry of Justice: New", False),
    ]  # fmt: skip


def test_paragraphs_are_moved_and_brought_back(world: World) -> None:
    of = item(world, REVIEW, "60.1")
    first, second = (f"action {world.action(of, approval=Approval.APPROVED, title=title).uid}" for title in ("One", "Two"))
    section = drafts.section(written(world, "mid_term", REVIEW, "Coordination Council"), str(of.uid))
    assert section is not None

    def keys(changed: drafts.Section) -> list[str]:
        return [each.key for each in changed.shown]

    assert keys(drafts.act(section, Act.UP, second)) == ["asked", second, first]
    assert keys(drafts.act(section, Act.DOWN, second)) == ["asked", first, second]  # the last stays
    without = drafts.act(section, Act.LEAVE_OUT, first)
    assert (keys(without), keys(drafts.act(without, Act.BRING_BACK, first))) == (["asked", second], ["asked", first, second])
    assert drafts.act(section, Act.UP, "nowhere") == section


# --- words and files


def test_words_are_counted_as_in_the_file_without_its_endnotes(world: World) -> None:
    import docx

    world.action(item(world, REVIEW, "60.1"), approval=Approval.APPROVED, description="One two\nthree")
    row = draft(world)
    out = io.BytesIO()
    documents.write_docx(documents.of(row), out)
    body = docx.Document(io.BytesIO(out.getvalue()))
    assert sum(len(each.text.split()) for each in body.paragraphs) == pytest.approx(drafts.words(row.title, drafts.of(row)), abs=3)
    limit = drafts.limit("replies_to_list", dt.date(2026, 1, 1))
    assert limit is not None
    assert (limit.words, limit.binding) == (10_700, False)
    assert drafts.limit("mid_term", dt.date(2026, 1, 1)) is None


def test_a_word_file_has_real_endnotes_and_the_same_bytes_every_time(world: World) -> None:
    world.action(item(world, REVIEW, "60.1"), approval=Approval.APPROVED, title="Amend <the> & code\x07")
    row = draft(world)
    first, second, pdf, again = (io.BytesIO() for _ in range(4))
    documents.write_docx(documents.of(row), first)
    documents.write_docx(documents.of(row), second)
    documents.write_pdf(documents.of(row), pdf)
    documents.write_pdf(documents.of(row), again)
    assert first.getvalue() == second.getvalue()
    assert pdf.getvalue() == again.getvalue()
    with zipfile.ZipFile(first) as package:
        body, notes = (package.read(f"word/{name}.xml").decode() for name in ("document", "endnotes"))
        footer = "".join(package.read(name).decode() for name in package.namelist() if "footer" in name)
    referred = re.findall(r'endnoteReference w:id="(\d+)"', body)
    assert referred == [str(number) for number in range(1, len(referred) + 1)]
    assert len(referred) == sum(bool(each.sources) for section in drafts.of(row) for each in section.shown)
    assert "action “Amend &lt;the&gt; &amp; code”, version 1, approved" in notes
    assert row.data_version in footer
    assert len(row.data_version) == 12


def test_every_kind_of_report_has_its_headings_in_data() -> None:
    kinds = {row["kind"] for row in rows("report_kinds.csv")}
    assert kinds == set(collect.ABOUT)
    for kind in kinds:
        levels = [level for _wording, level in collect.wordings(kind).values()]
        assert levels[0] == 0
        assert set(levels) == {0, 1, 2}
    assert all(row["source"] and row["verified"] in {"yes", "no"} for row in rows("report_kinds.csv"))
