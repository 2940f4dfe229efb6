"""Accounts: who may correct records."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from upright.exceptions import UprightError

CORRECT = "archive.add_correction"  # the permission of an editor


def give_account(name: str, password: str, *, email: str = "") -> bool:
    """Make an editor's account, or give it a new password; whether it is new. UprightError where the password is too easy to guess."""
    user = User.objects.filter(username=name).first() or User(username=name, email=email)
    new = user.pk is None
    try:
        User.username_validator(name)
        validate_password(password, user)
    except ValidationError as error:
        raise UprightError(" ".join(error.messages)) from error
    user.set_password(password)
    with transaction.atomic():
        user.save()
        user.user_permissions.add(Permission.objects.get(content_type__app_label="archive", codename="add_correction"))
        if email:
            EmailAddress.objects.update_or_create(user=user, email=email, defaults={"primary": True, "verified": True})
    return new
