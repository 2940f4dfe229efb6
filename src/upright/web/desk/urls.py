"""The addresses of the desks: those of each module of pages."""

from __future__ import annotations

from upright.web.desk import (
    assigning,
    audit,
    batches,
    calendar,
    evidence,
    home,
    indicator_imports,
    indicator_values,
    indicators,
    items,
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
]
