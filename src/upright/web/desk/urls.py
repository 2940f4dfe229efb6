"""The addresses of the desks: those of each module of pages."""

from __future__ import annotations

from upright.web.desk import (
    actions,
    assigning,
    audit,
    batches,
    calendar,
    comments,
    evidence,
    home,
    indicator_imports,
    indicator_values,
    indicators,
    items,
    milestones,
    notes,
    notices,
    people,
    settings,
    steps,
)

urlpatterns = [
    *people.personal,  # before a State's code
    *home.urlpatterns,
    *steps.urlpatterns,
    *evidence.urlpatterns,
    *calendar.urlpatterns,
    *indicators.urlpatterns,
    *indicator_values.urlpatterns,
    *indicator_imports.urlpatterns,
    *items.urlpatterns,
    *assigning.urlpatterns,
    *batches.urlpatterns,
    *settings.urlpatterns,
    *people.urlpatterns,
    *notices.urlpatterns,
    *audit.urlpatterns,
    *actions.urlpatterns,
    *milestones.urlpatterns,
    *notes.urlpatterns,
    *comments.urlpatterns,
]
