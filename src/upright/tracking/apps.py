"""The desk as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class TrackingConfig(AppConfig):
    name = "upright.tracking"
    label = "tracking"
    verbose_name = "desk"
