"""A provider that speaks OpenID Connect, in a thread on this machine: discovery, sign-on, tokens with a signed ID token, the person's page.

It asks for PKCE and holds everybody to it. What it says of the person who signs on, and how it signs, can be changed for each sign-on.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "upright", "what the two of them know"


def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """`person`: who signs on next; `says`: what the ID token says otherwise; `signs`: with what, and how."""

    address: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    page: dict[str, Any] | None = None  # of the person, where it is not the same
    says: dict[str, Any] = field(default_factory=dict)
    signs: tuple[Any, str] | None = None
    own: rsa.RSAPrivateKey = field(default_factory=key)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/jwks",
            "response_types_supported": ["code"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def jwks(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.own.public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked: dict[str, str]) -> str | None:
        """Where the browser is sent back to; nowhere where the site asks wrongly."""
        wanted = {"response_type": "code", "client_id": CLIENT, "code_challenge_method": "S256"}
        if any(asked.get(name) != value for name, value in wanted.items()) or "openid" not in asked.get("scope", "").split():
            return None
        if not all(asked.get(name) for name in ("code_challenge", "state", "nonce", "redirect_uri")):
            return None
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        asked = self.codes.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if (
            asked is None
            or (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET)
            or sent.get("redirect_uri") != asked["redirect_uri"]
            or base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]
        ):
            return None
        access = secrets.token_urlsafe(16)
        self.tokens[access] = self.person if self.page is None else self.page
        return {"access_token": access, "token_type": "Bearer", "id_token": self._id_token(asked["nonce"])}

    def _id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **self.person, **self.says}
        with_key, algorithm = self.signs or (self.own, "RS256")
        return jwt.encode(
            {name: value for name, value in claims.items() if value is not None}, with_key, algorithm=algorithm, headers={"kid": "one"}
        )


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                back = provider.authorize({name: values[0] for name, values in parse_qs(parts.query).items()})
                self._answer(302, location=back) if back else self._answer(400)
            elif parts.path == "/userinfo":
                person = provider.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
                self._answer(200, person) if person else self._answer(401)
            else:
                said = {"/.well-known/openid-configuration": provider.discovery, "/jwks": provider.jwks}.get(parts.path)
                self._answer(200, said()) if said else self._answer(404)

        def do_POST(self) -> None:
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            said = provider.token({name: values[0] for name, values in sent.items()})
            self._answer(200, said) if said else self._answer(400, {"error": "invalid_grant"})

        def _answer(self, status: int, body: dict[str, Any] | None = None, location: str = "") -> None:
            sent = json.dumps(body or {}).encode()
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *said: Any) -> None:
            pass

    return Handler


@contextmanager
def provider() -> Iterator[Provider]:
    """One that answers until the end."""
    one = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(one))
    one.address = f"http://localhost:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield one
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
