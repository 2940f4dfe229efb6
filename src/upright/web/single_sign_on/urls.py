"""Addresses below /accounts/; allauth finds them, and asks for them by these names."""

from __future__ import annotations

from django.urls import path

from upright.web.single_sign_on import views

urlpatterns = [
    path("sign-on/<str:provider_id>/", views.login, name="openid_connect_login"),
    path("sign-on/<str:provider_id>/back/", views.callback, name="openid_connect_callback"),
]
