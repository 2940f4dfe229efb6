"""The addresses of the desks: those of each module of pages."""

from __future__ import annotations

from upright.web.desk import home

urlpatterns = [*home.urlpatterns]
