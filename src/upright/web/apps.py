"""The site as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "upright.web"
    label = "web"
    verbose_name = "site"
