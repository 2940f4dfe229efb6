"""What is asked of the provider, and what is believed of its answer.

allauth leads there and back, with state and PKCE. It takes an ID token that comes straight from the provider without looking at its
signature, and sends no nonce; some providers say in words that an address is not verified. All of that is held to here.
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponseBase

# Of a key pair: what is signed with a secret that both sides know could be signed by whoever reads our settings.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_CLOCKS = 60  # seconds that two clocks may differ by


class Tokens(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """Talks to the provider. OAuth2Error where it is out of reach, or its answer is not to be believed."""

    nonce: str | None = None  # what this sign-on was begun with

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself, when it is the one that was named."""
        try:
            said: dict[str, Any] = super().openid_config
            named = self.get_provider().app.settings["server_url"]
            if said["issuer"].rstrip("/") != named.rstrip("/"):
                raise OAuth2Error(f"{named} calls itself {said['issuer']}: name it so in UPRIGHT_OIDC_SERVER")
            if urlsplit(said["authorization_endpoint"])[:2] != urlsplit(named)[:2]:
                raise OAuth2Error(f"{named} sends people to another host, {said['authorization_endpoint']}, where no form may lead")
        except (requests.RequestException, KeyError, ValueError, AttributeError) as error:
            raise OAuth2Error(f"the provider does not say what it is: {error}") from error
        return said

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        """Who signed on: the ID token says it, the provider's page of the person adds to it."""
        claims = self._decode_id_token(app, kwargs["response"].get("id_token") or "")
        person = self._fetch_user_info(token.token) if "userinfo_endpoint" in self.openid_config else claims
        if person.get("sub") != claims["sub"]:
            raise OAuth2Error("the ID token and the page of the person are about two persons")
        return self.get_provider().sociallogin_from_response(request, person)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token, self._key(jwt.get_unverified_header(id_token)), algorithms=_ALGORITHMS,
                audience=app.client_id, issuer=self.openid_config["issuer"], leeway=_CLOCKS,
                options={"require": ["exp", "iat", "sub", "nonce"]},
            )  # fmt: skip
        except (jwt.PyJWTError, KeyError, ValueError) as error:
            raise OAuth2Error(f"the ID token does not hold: {error}") from error
        if not self.nonce or claims["nonce"] != self.nonce:
            raise OAuth2Error("the ID token is of another sign-on")
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("the ID token was made for another site")
        return claims

    def _key(self, header: dict[str, Any]) -> jwt.PyJWK:
        """The provider's key that signed: by its name, or the only one."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
        answer.raise_for_status()
        keys = [key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if key.public_key_use in {None, "sig"}]
        found = [key for key in keys if key.key_id == header.get("kid")] or (keys if "kid" not in header else [])
        if len(found) != 1:
            raise OAuth2Error(f"{len(found)} keys of the provider could have signed")
        return found[0]


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """The provider that the settings name."""

    oauth2_adapter_class = Tokens
    pkce_enabled_default = True

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **_asked: Any
    ) -> HttpResponseBase:
        """Lead to the provider. Nothing more is asked of it than the settings say, whatever the address of the page asks for."""
        nonce = secrets.token_urlsafe(32)
        try:
            return super().redirect(request, process, next_url, data, auth_params={"nonce": nonce}, nonce=nonce)  # type: ignore[no-any-return]
        except OAuth2Error as error:
            return render_authentication_error(request, self, exception=error)  # type: ignore[no-any-return]

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """The person's address, and whether the provider vouches for it."""
        vouched = data.get("email_verified") in {True, "true"}
        return [EmailAddress(email=data["email"], verified=vouched, primary=True)] if data.get("email") else []

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002  # allauth's shape
        """Nothing of what the provider knows of a person is kept, but the name that it has for them."""
        return {}


provider_classes = [Provider]
