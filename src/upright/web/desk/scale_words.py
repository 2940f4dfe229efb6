"""The words of pages for what `data/scales.csv` and `data/grades.csv` call scales and their degrees."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from upright.tracking.assessments import Compared

TITLES: dict[str, Any] = {
    "Implemented, partly, not": gettext_lazy("Implemented, partly, not"),
    "Levels of UPR Info’s index (IRI)": gettext_lazy("Levels of UPR Info’s index (IRI)"),
    "Human Rights Committee": gettext_lazy("Human Rights Committee"),
    "Human Rights Committee until 2017": gettext_lazy("Human Rights Committee until 2017"),
    "Committee against Torture": gettext_lazy("Committee against Torture"),
    "Committee on Enforced Disappearances": gettext_lazy("Committee on Enforced Disappearances"),
    "Committee on the Elimination of Discrimination against Women": gettext_lazy(
        "Committee on the Elimination of Discrimination against Women"
    ),
    "Committee on Economic, Social and Cultural Rights": gettext_lazy("Committee on Economic, Social and Cultural Rights"),
}
MEANINGS: dict[str, Any] = {
    "implemented": pgettext_lazy("degree", "implemented"),
    "partly implemented": pgettext_lazy("degree", "partly implemented"),
    "not implemented": pgettext_lazy("degree", "not implemented"),
    "no information": pgettext_lazy("degree", "no information"),
    "fully implemented": pgettext_lazy("degree", "fully implemented"),
    "partially implemented": pgettext_lazy("degree", "partially implemented"),
    "substantially implemented": pgettext_lazy("degree", "substantially implemented"),
    "lack of sufficient information": pgettext_lazy("degree", "lack of sufficient information"),
    "sufficient progress": pgettext_lazy("degree", "sufficient progress"),
    "insufficient progress": pgettext_lazy("degree", "insufficient progress"),
    "largely satisfactory": pgettext_lazy("degree", "largely satisfactory"),
    "partially satisfactory": pgettext_lazy("degree", "partially satisfactory"),
    "satisfactory": pgettext_lazy("degree", "satisfactory"),
    "not satisfactory": pgettext_lazy("degree", "not satisfactory"),
    "no cooperation": pgettext_lazy("degree", "no cooperation"),
    "no cooperation with the Committee": pgettext_lazy("degree", "no cooperation with the Committee"),
    "contrary to the recommendation": pgettext_lazy("degree", "contrary to the recommendation"),
    "contrary to the recommendation or rejects it": pgettext_lazy("degree", "contrary to the recommendation or rejects it"),
    "counterproductive": pgettext_lazy("degree", "counterproductive"),
    "reply or action satisfactory": pgettext_lazy("degree", "reply or action satisfactory"),
    "substantive action taken; more information is needed": pgettext_lazy("degree", "substantive action taken; more information is needed"),
    "initial action taken; more information is needed": pgettext_lazy("degree", "initial action taken; more information is needed"),
    "reply received; the actions taken do not implement the recommendation": pgettext_lazy(
        "degree", "reply received; the actions taken do not implement the recommendation"
    ),
    "reply received; it is not relevant to the recommendation": pgettext_lazy(
        "degree", "reply received; it is not relevant to the recommendation"
    ),
    "no cooperation: no reply within the time limit": pgettext_lazy("degree", "no cooperation: no reply within the time limit"),
    "no cooperation: no reply after reminders": pgettext_lazy("degree", "no cooperation: no reply after reminders"),
    "measures taken are contrary to the recommendation": pgettext_lazy("degree", "measures taken are contrary to the recommendation"),
    "implemented in a satisfactory way": pgettext_lazy("degree", "implemented in a satisfactory way"),
    "substantial steps taken": pgettext_lazy("degree", "substantial steps taken"),
    "substantial steps taken, more information needed": pgettext_lazy("degree", "substantial steps taken, more information needed"),
    "first steps taken, more information needed": pgettext_lazy("degree", "first steps taken, more information needed"),
    "reply received; not implemented": pgettext_lazy("degree", "reply received; not implemented"),
    "reply not relevant": pgettext_lazy("degree", "reply not relevant"),
}
COMPARED: dict[str, Any] = {
    Compared.APART.value: gettext_lazy("disagree"),
    Compared.AGREE.value: gettext_lazy("agree"),
    Compared.OFF_ORDER.value: gettext_lazy("one of them is not ranked"),
    Compared.NOT_COMPARABLE.value: gettext_lazy("not comparable"),
}
