"""The desk as a Django application."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.apps import AppConfig


class TrackingConfig(AppConfig):
    name = "upright.tracking"
    label = "tracking"
    verbose_name = "desk"

    def ready(self) -> None:
        """Have backups hold the desks, and the files of their evidence."""
        from upright.archive import backup  # noqa: PLC0415  # models come when the applications are there
        from upright.tracking.models import TABLES  # noqa: PLC0415

        backup.more_tables.extend(TABLES)
        backup.more_files.append(backup.Kept(name="evidence", folder=_folder, digests=_digests))


def _folder() -> Path:
    from upright.tracking import evidence  # noqa: PLC0415

    return evidence.folder()


def _digests() -> Iterable[str]:
    from upright.tracking import evidence  # noqa: PLC0415

    return evidence.digests()
