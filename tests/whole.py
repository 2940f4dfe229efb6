"""All that an archive holds, so that two of them can be compared whichever keys their rows have."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django

_SKIPPED = {"id", "loaded_at", "read_at"}


def everything() -> dict[str, list[str]]:
    """Every row of the archive as JSON, by table; documents and recommendations by what they are cited by, not by their keys."""
    from upright.archive import models

    documents = dict(models.Document.objects.values_list("pk", "sha256"))
    recommendations = models.Recommendation.objects.values_list("pk", "document_id", "key")
    cited = {pk: f"{documents[of]} {key}" for pk, of, key in recommendations}
    named = {"document_id": documents, "recommendation_id": cited, "about_id": cited}
    found = {}
    tables: tuple[Any, ...] = (models.Document, models.Text, models.Reading, *models.ROWS, models.RecommendingState)
    for table in tables:
        names = [field.attname for field in table._meta.concrete_fields if field.attname not in _SKIPPED]
        found[table.__name__] = sorted(
            json.dumps(
                {name: named[name].get(value) if name in named else value for name, value in row.items()}, default=str, sort_keys=True
            )
            for row in table._default_manager.order_by().values(*names)
        )
    return found


def differing(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, list[str]]:
    """Rows that only one of two archives has: some of each table."""
    found = {name: sorted(set(one[name]) ^ set(other[name])) for name in one}
    return {name: rows[:4] for name, rows in found.items() if rows}


if __name__ == "__main__":  # of the archive that the environment names
    os.environ["DJANGO_SETTINGS_MODULE"] = "upright.web.settings"
    django.setup()
    json.dump(everything(), sys.stdout)
