"""What a sentence says of the State's position: the wordings that reports use, about an invented State, with the report that they stand for."""

# ruff: noqa: E501  # one row of a table is one line

from __future__ import annotations

import pytest

from upright.readers.lead_ins import lead_in
from upright.records import Position, Progress

SUPPORTED, NOTED, PENDING = Position.SUPPORTED, Position.NOTED, Position.PENDING
DONE, UNDER_WAY, EITHER = Progress.ALREADY_IMPLEMENTED, Progress.IN_PROCESS, Progress.IMPLEMENTED_OR_IN_PROCESS

OUTCOME = " The response of Ruritania will be included in the outcome report adopted by the Human Rights Council at its ninth session:"

# (what it stands for, wording, position, progress)
POSITIONS = [
    # --- enjoy the support
    ("A/HRC/24/3, 112", "91. The recommendations formulated during the interactive dialogue and listed below enjoy the support of Ruritania:", SUPPORTED, None),
    ("A/HRC/8/43, 58", "The recommendations formulated during the interactive dialogue have been examined by Ruritania and the recommendations listed below enjoy the support of Ruritania:", SUPPORTED, None),
    ("A/HRC/15/13, 100", "97. The recommendations formulated during the interactive dialogue and listed below have been examined by Ruritania and enjoy its support:", SUPPORTED, None),
    ("A/HRC/19/4, 85", "The recommendations formulated during the interactive dialogue listed below have been examined by Ruritania and enjoy the support of Ruritania:", SUPPORTED, None),
    ("A/HRC/22/13, 102", "127. The recommendations listed below enjoy the support of Ruritania:", SUPPORTED, None),
    ("A/HRC/12/12, 78", "134. The recommendations formulated during the interactive dialogue and listed below have been examined by and enjoy the support of Ruritania:", SUPPORTED, None),
    ("A/HRC/25/4, 123", "The recommendations formulated during the interactive dialogue/listed below have been examined by Ruritania and enjoy the support of Ruritania:", SUPPORTED, None),
    ("A/HRC/22/11, 122", "The recommendations formulated during the interactive dialogue/listed below enjoy the support of Ruritania:", SUPPORTED, None),
    ("A/HRC/18/8, 79", "95. The recommendations formulated during the interactive dialogue and listed below have been examined and enjoy the support of Ruritania:", SUPPORTED, None),
    ("A/HRC/11/28, 80", "The recommendations formulated during the interactive dialogue have been examined by Ruritania. The recommendations listed below enjoy the support of Ruritania:", SUPPORTED, None),
    ("A/HRC/10/75, 91", "The recommendations formulated during the interactive dialogue have been examined by the State; the recommendations listed below enjoy its support:", SUPPORTED, None),
    ("A/HRC/18/10, 80", "The recommendations formulated during the interactive dialogue have been examined by Ruritania and enjoy its support.", SUPPORTED, None),
    ("A/HRC/28/7, 113", "113. The recommendations formulated during the interactive dialogue/listed below have been examined by Ruritania and enjoy the support of the State party:", SUPPORTED, None),
    ("A/HRC/22/9, 108", "The recommendations listed below have been examined by and enjoy the support of Ruritania:", SUPPORTED, None),
    ("A/HRC/18/11, 94", "78. The recommendations formulated during the interactive dialogue and listed below have been examined by Ruritania enjoy the support of Ruritania:", SUPPORTED, None),  # 'and' forgotten
    ("A/HRC/24/3, 112", "79. The recommendations formulated during the interactive dialogue and listed below enjoy the support Ruritania:", SUPPORTED, None),  # 'of' forgotten
    ("A/HRC/10/79, 69", "The recommendations formulated during the inter active dialogue have been examined by Ruritania and the recommendations listed below enjoy the support of Ruritania:", SUPPORTED, None),
    ("A/HRC/16/13, 96", "The recommendations formulated during the interactive dialogue listed below have been examined by Ruritania and enjoyed its support:", SUPPORTED, None),
    ("A/HRC/8/24, 50", "50. Ruritania considered the recommendations made during the interactive dialogue and listed below, and agrees to follow up on them:", SUPPORTED, None),
    ("A/HRC/8/19, 60", "Ruritania considered the recommendations made during the interactive dialogue which are contained in section II B above, and agreed on the following:", SUPPORTED, None),
    ("reworded", "The following recommendations, which enjoy the support of Ruritania, were made in the dialogue:", SUPPORTED, None),
    ("A/HRC/8/22, below the list", "The recommendations listed above enjoy the support of Ruritania.", SUPPORTED, None),
    ("A/HRC/8/23, 77", "These recommendations formulated during the interactive dialogue have been examined by Ruritania and the recommendations listed below enjoy the support of Ruritania:", SUPPORTED, None),
    ("A/HRC/27/15, 122", "The recommendations formulated during the interactive dialogue or listed below enjoy the support of Ruritania. It was recommended that Ruritania:", SUPPORTED, None),
    ("A/HRC/24/6, 115", "The recommendations listed below have been examined by Ruritania and enjoy its support. Ruritania submitted its views on these recommendations. These views are included in an addendum to the report of the Working Group (A/HRC/90/4/Add.1):", SUPPORTED, None),
    ("cycle 3", "99. The following recommendations have been examined by Ruritania and enjoy the support of Ruritania:", SUPPORTED, None),
    ("cycle 3", "The recommendations formulated during the interactive dialogue/listed below have been examined by Ruritania, and accepted by it:", SUPPORTED, None),
    # --- with progress
    ("A/HRC/17/4, 78", "124. The following recommendations enjoy the support of Ruritania which considers that they have already been implemented:", SUPPORTED, DONE),
    ("A/HRC/17/4, 79", "125. The following recommendations enjoy the support of Ruritania which considers that they are in the process of being implemented:", SUPPORTED, UNDER_WAY),
    ("A/HRC/22/9, 109", "The following recommendations enjoy the support of Ruritania which considers that they are already implemented:", SUPPORTED, DONE),
    ("A/HRC/25/6, 136", "The following recommendations enjoy the support of Ruritania which considers them to be already implemented:", SUPPORTED, DONE),
    ("A/HRC/19/11, 101", "101. The following recommendations enjoy the support of Ruritania which considers the recommendations as already implemented:", SUPPORTED, DONE),
    ("A/HRC/19/11, 102", "The following recommendations enjoy the support of Ruritania which considers the recommendations as being in the process of implementation:", SUPPORTED, UNDER_WAY),
    ("A/HRC/24/5, 116", "The following recommendations enjoy the support of Ruritania which considers that they are in the process of implementation:", SUPPORTED, UNDER_WAY),
    ("A/HRC/19/17, 78", "101. The following recommendations enjoy the support of Ruritania which considers that they are already implemented or in the process of implementation:", SUPPORTED, EITHER),
    ("A/HRC/17/14, 97", "The following recommendations enjoy the support of Ruritania which considers that they have already been implemented or are in the process of implementation:", SUPPORTED, EITHER),
    ("A/HRC/27/12, 127", "The following recommendations enjoy the support of Ruritania which considers that they are already being implemented or are in the process of implementation:", SUPPORTED, EITHER),
    ("A/HRC/15/7, 97", "The following recommendations enjoy the support of Ruritania which considers that the recommendations below are either already implemented or in the process of implementation:", SUPPORTED, EITHER),
    ("A/HRC/28/5, 104", "The following enjoy the support of Ruritania which considers that they are already implemented or in the process of implementation:", SUPPORTED, EITHER),
    ("A/HRC/18/8, 80", "The recommendations formulated during the interactive dialogue and listed below have been examined and enjoy the support of Ruritania which considers that they are already implemented or in the process of implementation:", SUPPORTED, EITHER),
    ("A/HRC/19/17, 78", "The following recommendations enjoy the support of Ruritania which considers that they are already implemented or in the process of implementation”:", SUPPORTED, EITHER),  # stray quotation mark
    ("cycle 3", "The following recommendations have the support of Ruritania, which considers that they have already been implemented:", SUPPORTED, DONE),
    ("A/HRC/15/27, 84", "96. Ruritania considers that recommendations Nos. 8, 9 and 10 above are already implemented.", None, DONE),
    ("reworded", "Ruritania considers that recommendations Nos. 11 and 12 above are in the process of implementation.", None, UNDER_WAY),
    # --- support not stated beside the progress
    ("A/HRC/11/25, 115", "The following recommendations are noted and Ruritania indicated that they are pertaining to measures already being implemented or which had already been implemented:", NOTED, EITHER),
    # --- pending
    ("A/HRC/59/15, 140", "101. The following recommendations will be examined by Ruritania which will provide responses in due time, but no later than the twenty-seventh session of the Human Rights Council:", PENDING, None),
    ("A/HRC/59/15, 140", "140. The following recommendations will be examined by Ruritania, which will provide responses in due time, but no later than the fifty-ninth session of the Human Rights Council:", PENDING, None),
    ("A/HRC/14/12, 69", "The following recommendations will be examined by Ruritania which will provide responses in due time." + OUTCOME, PENDING, None),
    ("A/HRC/28/16, 166", "The following recommendations will be examined by Ruritania which will respond in due course, but no later than the twenty-eighth session of the Human Rights Council:", PENDING, None),
    ("A/HRC/28/4, 145", "The following recommendations will be examined by Ruritania which will respond to them in due course:", PENDING, None),
    ("A/HRC/24/9, 124", "124. Responses to the following recommendations will be provided by Ruritania in due time, but no later than the twenty-fourth session of the Human Rights Council:", PENDING, None),
    ("A/HRC/27/8, 120", "Ruritania will examine the following recommendations and provide responses concerning them in due time:", PENDING, None),
    ("A/HRC/23/7, 116", "The recommendations listed below will be further examined by Ruritania and its position on each of these recommendations will be provided in due time:", PENDING, None),
    ("A/HRC/25/6, 137", "The following recommendations will be examined by Ruritania and responses will be provided in due time but no later than the twenty-fifth session of the Human Rights Council:", PENDING, None),
    ("A/HRC/12/10, 97", "The following recommendations will be examined by Ruritania which will provide responses during the adoption of the outcome report by the Council at its twelfth session:", PENDING, None),
    ("A/HRC/21/14, 90", "The recommendations formulated during the interactive dialogue and listed below will be examined by Ruritania who will provide its responses in due time:", PENDING, None),
    ("A/HRC/23/14, 94", "The recommendations will be examined by Ruritania which will provide responses in due time:", PENDING, None),
    ("A/HRC/10/70, 53", "The recommendations below will be examined by Ruritania. The response of Ruritania will be included in the outcome report:", PENDING, None),
    ("A/HRC/12/7, 81", "The response of Ruritania to these recommendations will be included in the outcome report to be adopted by the Council at its eighth session.", PENDING, None),
    ("reworded", "91. Ruritania notes the following recommendations and will provide appropriate responses in due time:", PENDING, None),
    ("A/HRC/13/11, 101", "In the course of the discussion, the following recommendations were made to Ruritania. These recommendations will be examined by Ruritania which will provide responses in due time:", PENDING, None),
    ("reworded", "Ruritania would study the conformity of the following recommendations with its laws:", PENDING, None),
    ("A/HRC/59/15, 140", "122. The following recommendations will be examined by Ruritania, which will provide responses in due time, but no later than the forty-third session of the Human Rights Council:", PENDING, None),
    ("cycle 3", "The recommendations set forth below shall be examined by Ruritania, which will provide its replies in due time:", PENDING, None),
    ("A/HRC/8/42, 107", "Ruritania has noted these recommendations for consideration and response in due time. The response of Ruritania will be included in the outcome report.", PENDING, None),
    # --- not supported
    ("A/HRC/24/8, 84", "93. The recommendations below did not enjoy the support of Ruritania:", NOTED, None),
    ("A/HRC/17/4, 81", "The following recommendations did not enjoy the support of Ruritania:", NOTED, None),
    ("A/HRC/26/7, 124", "The recommendation below did not enjoy the support of Ruritania:", NOTED, None),
    ("A/HRC/28/10, 126", "126. The following recommendations did not enjoy the support of Ruritania and would thus be noted:", NOTED, None),
    ("A/HRC/23/7, 117", "The recommendations which appear below have been examined by Ruritania and do not enjoy its support:", NOTED, None),
    ("A/HRC/16/14, 102", "The following recommendation does not enjoy the support of Ruritania, as Ruritania considers it is based on false or erroneous premises:", NOTED, None),
    ("A/HRC/18/11, 99", "The following recommendations did not enjoy the support of Ruritania as Ruritania considers that they are based on incorrect assumptions or premises:", NOTED, None),
    ("A/HRC/15/7, 99", "The following recommendations did not enjoy the support, since Ruritania considers that they are inaccurate and/or factually incorrect:", NOTED, None),
    ("A/HRC/15/13, 105", "The following recommendations did not enjoy the support of Ruritania, as Ruritania does neither recognize the Republic of Strelsau nor accept its claims to represent the whole island:", NOTED, None),
    ("A/HRC/26/5, 122", "The recommendation below did not enjoy the support of Ruritania because Ruritania considers it does not fall under the competence of the universal periodic review mechanism:", NOTED, None),
    ("A/HRC/10/70, 54", "The recommendations below noted in the report did not enjoy the support of Ruritania:", NOTED, None),
    ("reworded", "110. The recommendations listed below were rejected by Ruritania for the following reasons: (a) they were submitted by a State that occupies its land; and (b) they are not within the scope of the UPR:", NOTED, None),
    ("A/HRC/21/3, 132", "The following recommendation is rejected by Ruritania which considers that it does not fall within the scope of the mandate of the Human Rights Council:", NOTED, None),
    ("A/HRC/27/16, 117", "Ruritania considers that the following recommendations cannot be accepted and would thus be noted:", NOTED, None),
    ("A/HRC/25/4, 126", "126. Ruritania considers that the recommendations below cannot be accepted:", NOTED, None),
    ("A/HRC/12/10, 98", "58. The recommendations noted in the report in paragraphs 24 (b), 37 (a) and 41 above did not enjoy the support of Ruritania.", NOTED, None),
    ("A/HRC/24/6, 117", "The following recommendations were noted by Ruritania for further consideration of national authorities:", NOTED, None),
    ("A/HRC/11/28, 82", "Ruritania takes note of the recommendations listed below, and offers the following comments:", NOTED, None),
    ("A/HRC/13/3, 89", "The recommendations below did not enjoy the support of Ruritania, and Ruritania offers the following comments:", NOTED, None),
    ("A/HRC/13/15, 92", "The following recommendations did not enjoy the support of Ruritania which offered the following comments:", NOTED, None),
    ("cycle 3", "The following recommendations have been examined by Ruritania and have been noted:", NOTED, None),
    ("cycle 3", "The following recommendations have been examined by Ruritania and have been noted by Ruritania:", NOTED, None),
    ("cycle 3", "Ruritania does not support the following recommendations:", NOTED, None),
    ("cycle 3", "The following recommendations do not enjoy the support of Ruritania and will therefore be noted:", NOTED, None),
    ("cycle 3", "Ruritania is not in a position to accept the recommendations that follow:", NOTED, None),
]  # fmt: skip


@pytest.mark.parametrize(("wording", "position", "progress"), [row[1:] for row in POSITIONS], ids=[row[0] for row in POSITIONS])
def test_position(wording: str, position: Position | None, progress: Progress | None) -> None:
    found = lead_in(wording)
    assert found is not None
    assert (found.position, found.progress) == (position, progress)
    assert not found.neutral
    assert not found.comments
    assert found.stated in wording or found.stated.split(". ")[0] in wording


# The sentence before says only that recommendations were made: the position is in the paragraph after the list.
NEUTRAL = [
    ("A/HRC/16/11, 92", "In the course of the discussion, the following recommendations were made to Ruritania:"),
    ("A/HRC/10/69, 92", "90. In the course of the discussion, it was recommended that Ruritania:"),
    ("A/HRC/8/26, 86", "In the course of the interactive dialogue the following recommendations were made:"),
    ("A/HRC/8/22, 75", "In the course of the discussion, the following recommendations were made to encourage Ruritania:"),
    ("reworded", "60. In the discussion, Ruritania was given recommendations; the following recommendations were put forward:"),
    ("reworded", "Delegations made the following recommendations:"),
]


@pytest.mark.parametrize("wording", [row[1] for row in NEUTRAL], ids=[row[0] for row in NEUTRAL])
def test_neutral(wording: str) -> None:
    found = lead_in(wording)
    assert found is not None
    assert found.neutral
    assert (found.position, found.progress) == (None, None)


# What follows is the State's own and looks like recommendations.
COMMENTS = [
    ("A/HRC/8/19, 61", "61. With regard to the other recommendations, Ruritania offers the following comments:", None),
    ("reworded", "With regard to the recommendations that did not enjoy its support, Ruritania offered the following comments:", NOTED),
    ("reworded", "Regarding the recommendations listed in paragraph 90, Ruritania provided the following explanations:", None),
    ("reworded", "Concerning recommendations that were not accepted, Ruritania made the following observations:", NOTED),
]


@pytest.mark.parametrize(("wording", "position"), [row[1:] for row in COMMENTS], ids=[row[0] for row in COMMENTS])
def test_comments(wording: str, position: Position | None) -> None:
    found = lead_in(wording)
    assert found is not None
    assert found.comments
    assert found.position is position


# No position, though the words of one stand in it.
NOTHING = [
    (
        "A/HRC/16/6, 71",
        "62. All conclusions and/or recommendations contained in the present report reflect the position of the submitting States and/or the State under review. They should not be construed as endorsed by the Working Group as a whole.",
    ),
    ("A/HRC/13/15, below the list", "Not applicable."),
    ("dialogue", "30. Ruritania enjoyed the support of its neighbours."),
    ("dialogue", "Children enjoy the support of social workers in all provinces."),
    ("dialogue", "The Government accepted the invitation of the Special Rapporteur."),
    ("dialogue", "The Government, with others, continued to raise public awareness regarding the abolition of the death penalty."),
    ("dialogue", "The draft law will be examined by Parliament in its next session."),
    ("dialogue", "Strelsau noted the progress made and welcomed the national plan."),
    ("dialogue", "The national plan was already being implemented."),
    ("dialogue", "Parliament rejected the bill."),
    ("A/HRC/22/9, 107", "The responses will be included in the outcome report adopted by the Human Rights Council at the same meeting:"),
    ("dialogue", "The Working Group adopted the report on Ruritania."),
    ("dialogue", "The following group of rapporteurs (troika) was selected: Strelsau, Zenda and Hentzau."),
    ("dialogue", "The prison administration is in the process of building three prisons."),
    ("A/HRC/24/6, 118", "These views are included in an addendum to the report of the Working Group (A/HRC/90/4/Add.1):"),
    ("dialogue", "Teachers were not supported."),
    ("dialogue", "2. The State under review thanked all delegations."),
]


@pytest.mark.parametrize("wording", [row[1] for row in NOTHING], ids=[row[0] for row in NOTHING])
def test_nothing_is_stated(wording: str) -> None:
    assert lead_in(wording) is None


def test_a_neutral_sentence_and_the_position_after_it_are_both_kept_as_stated() -> None:
    wording = "In the course of the discussion, the following recommendations were made to Ruritania. The response of Ruritania will be included in the outcome report:"
    found = lead_in(wording)
    assert found is not None
    assert found.position is PENDING
    assert found.stated == wording


def test_the_first_sentence_that_says_something_decides() -> None:
    """A/HRC/24/6, 118: what follows tells where the State's views are to be found."""
    found = lead_in(
        "The following recommendations did not enjoy the support of Ruritania. Ruritania accepts that its views on these recommendations be annexed."
    )
    assert found is not None
    assert found.position is NOTED
    assert found.stated == "The following recommendations did not enjoy the support of Ruritania."
