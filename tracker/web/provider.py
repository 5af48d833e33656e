"""Signs people in through the city's own OpenID Connect provider, when one is configured."""

from __future__ import annotations

import hmac
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import requests
from authlib.integrations.requests_client import OAuth2Session  # type: ignore[import-untyped]  # ships no types
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tracker.identity.this_machine import is_this_machine
from tracker.identity.tokens import new_token
from tracker.model.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from joserfc.jwk import KeySetSerialization

ISSUER, CLIENT_ID, CLIENT_SECRET = "JALON_OIDC_ISSUER", "JALON_OIDC_CLIENT_ID", "JALON_OIDC_CLIENT_SECRET"
_PATIENCE_SECONDS = 10
# Only signatures that the client's own secret cannot make.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_LEEWAY_SECONDS = 60


class ProviderError(TrackerError):
    """The provider cannot be reached, or what it answers cannot be trusted."""

    key = "door.provider.failed"


class NotInvitedError(TrackerError):
    """Nobody has invited who came through the provider, or their account is disabled: never said which."""

    key = "door.provider.not_invited"


@dataclass(frozen=True)
class Attempt:
    """What this browser must bring back from the provider; kept in a cookie for a few minutes."""

    state: str
    nonce: str
    verifier: str
    wanted: str

    @classmethod
    def new(cls, wanted: str) -> Attempt:
        return cls(new_token(), new_token(), new_token() + new_token(), wanted)

    def as_cookie(self) -> str:
        words = json.dumps([self.state, self.nonce, self.verifier, self.wanted])
        return urlsafe_b64encode(words.encode()).decode()

    @classmethod
    def from_cookie(cls, cookie: str) -> Attempt | None:
        try:
            words = json.loads(urlsafe_b64decode(cookie))
        except (ValueError, UnicodeError):
            return None
        is_ours = isinstance(words, list) and len(words) == 4 and all(isinstance(word, str) for word in words)
        return cls(*words) if is_ours else None


@dataclass(frozen=True)
class Person:
    """Whom the provider vouches for; `address` is empty unless the provider has verified it."""

    issuer: str
    subject: str
    address: str


@dataclass(frozen=True)
class Provider:
    """One OpenID Connect provider, by its discovery document."""

    issuer: str
    client_id: str
    client_secret: str

    def start(self, attempt: Attempt, callback: str) -> str:
        """Return the provider's address to send the browser to.

        Raises:
            ProviderError: the provider does not answer.
        """
        session = self._session(callback)
        address, _state = session.create_authorization_url(
            self._discover()["authorization_endpoint"],
            state=attempt.state,
            nonce=attempt.nonce,
            code_verifier=attempt.verifier,
        )
        return str(address)

    def person(self, attempt: Attempt, answer: Mapping[str, str], callback: str) -> Person:
        """Return whom the provider vouches for, after everything it says has been checked.

        Raises:
            ProviderError: something does not fit: the state, the code, the signature, issuer, audience, time.
        """
        if not hmac.compare_digest(answer.get("state", "").encode(), attempt.state.encode()):
            raise ProviderError
        places = self._discover()
        try:
            token = self._session(callback).fetch_token(
                places["token_endpoint"],
                grant_type="authorization_code",
                code=answer.get("code", ""),
                code_verifier=attempt.verifier,
                timeout=_PATIENCE_SECONDS,
            )
            keys = KeySet.import_key_set(cast("KeySetSerialization", _read(places["jwks_uri"])))
            claims = self._checked(str(token["id_token"]), keys, attempt.nonce)
        except (requests.RequestException, JoseError, LookupError, ValueError) as fault:
            raise ProviderError from fault
        except Exception as fault:
            # Authlib raises errors of its own for what the token endpoint refuses.
            if type(fault).__module__.startswith("authlib"):
                raise ProviderError from fault
            raise
        is_verified = claims.get("email_verified") is True
        address = str(claims.get("email", "")).strip().lower() if is_verified else ""
        return Person(self.issuer, str(claims["sub"]), address)

    def _checked(self, id_token: str, keys: KeySet, nonce: str) -> dict[str, Any]:
        claims = jwt.decode(id_token, keys, algorithms=_ALGORITHMS).claims
        registry = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            sub={"essential": True},
            exp={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        registry.validate(claims)
        if claims.get("azp", self.client_id) != self.client_id:
            raise ValueError("the token was made for another client")
        return claims

    def _session(self, callback: str) -> Any:
        return OAuth2Session(
            self.client_id,
            self.client_secret,
            scope="openid email",
            redirect_uri=callback,
            code_challenge_method="S256",
        )

    def _discover(self) -> Mapping[str, str]:
        found = _read(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        # Another issuer's document would let that issuer speak for ours.
        if found.get("issuer") != self.issuer:
            raise ProviderError
        wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if not all(isinstance(found.get(name), str) and _is_safe(found[name]) for name in wanted):
            raise ProviderError
        return found


def _read(address: str) -> dict[str, Any]:
    try:
        answer = requests.get(address, timeout=_PATIENCE_SECONDS, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as fault:
        raise ProviderError from fault
    if not isinstance(found, dict):
        raise ProviderError
    return found


def _is_safe(address: str) -> bool:
    """Whether what is said to an address stays between us and it."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(parts.hostname))


def configured_provider() -> Provider | None:
    """Return the provider that the environment names; None when it names none, or not over TLS."""
    issuer, client_id = (os.environ.get(name, "").strip() for name in (ISSUER, CLIENT_ID))
    if not issuer or not client_id or not _is_safe(issuer):
        return None
    return Provider(issuer, client_id, os.environ.get(CLIENT_SECRET, "").strip())


def is_provider_configured() -> bool:
    return configured_provider() is not None
