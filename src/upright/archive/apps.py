"""The archive as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "upright.archive"
    label = "archive"
    verbose_name = "archive"
