"""Whether a later recommendation asks for more, for less or for the same, against labels by hand (tests/labels/courses.jsonl), and what
came again in the documents at hand."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

import upright
from labelled import LABELS
from upright import labelling
from upright.linking import link
from upright.linking.across import Asked, Course, came_again, changes, demand
from upright.linking.requests import requests_of
from upright.records import DocumentRecord, Kind, Recommendation

CATEGORY = "upr_info_action"


@cache
def asked(documents: Path, file: str) -> dict[str, Asked]:
    """The recommendations of a report by number, with their strength of action, where a model for it is there."""
    found = {}
    for request in requests_of(upright.read(next(documents.rglob(file)))):
        given = (each.value for each in labelling.label(request.text) if each.scheme == CATEGORY)
        found[request.ref.key] = Asked(request=request, kind=Kind.WORKING_GROUP_REPORT, action=int(next(given, 0)) or None)
    return found


def test_four_of_five_courses_are_as_labelled(corpus: Path) -> None:
    rows = [json.loads(line) for line in (LABELS / "courses.jsonl").read_text(encoding="utf-8").splitlines()]
    wrong = []
    for row in rows:
        earlier = asked(corpus / "documents", row["file"])[row["number"]]
        later = asked(corpus / "documents", row["later_file"])[row["later_number"]]
        course, because = demand(earlier, later)
        if course != row["course"]:
            wrong.append((row, course.value, because))
    assert len(rows) - len(wrong) >= 0.8 * len(rows), wrong


@pytest.fixture(scope="module")
def kazakhstan(corpus: Path) -> list[upright.Reading]:
    return [upright.read(corpus / "documents" / "upr" / f"kazakhstan{year}.pdf") for year in (2010, 2014)]


def test_the_ratification_of_a_convention_came_again_more_strongly(kazakhstan: list[upright.Reading]) -> None:
    """Who was to consider it in 2010 was to finish it in 2014."""
    linked = link(kazakhstan)
    members = [Asked(request=request, kind=Kind.WORKING_GROUP_REPORT) for reading in kazakhstan for request in requests_of(reading)]
    documents = [reading.of(DocumentRecord)[0] for reading in kazakhstan]
    again = came_again(changes(members, linked.dossiers, linked.links, documents), members, 1)
    found = {(each.earlier.key, each.later.key): each for each in again if each.later}
    assert found["95.3", "125.1"].course is Course.STRENGTHENED
    assert "consider" in found["95.3", "125.1"].because
    assert {each.earlier.record for each in again} == {Recommendation.NAME}
