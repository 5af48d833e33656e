"""Puts the security headers, the strict content security policy first, on every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

UNUSED_FEATURES = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb")


def content_security_policy(inline_script_hash: str) -> str:
    """Return the policy: our own files, no inline script but the one of the page shell, no eval.

    Styles stay open because Streamlit's components write theirs into the page while it runs.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' '{inline_script_hash}'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "media-src 'self'",
            "worker-src 'self' blob:",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def security_headers(inline_script_hash: str) -> dict[str, str]:
    """Return the headers of every answer."""
    return {
        "Content-Security-Policy": content_security_policy(inline_script_hash),
        "X-Content-Type-Options": "nosniff",
        # `no-referrer` would make browsers send `Origin: null` with forms, which the gate refuses.
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


class SecurityHeaders:
    """Middleware that adds the headers; pages are never kept by a cache."""

    def __init__(self, app: ASGIApp, inline_script_hash: str, is_encrypted: bool = False) -> None:
        self._app = app
        self._headers = security_headers(inline_script_hash)
        if is_encrypted:
            # From the first visit on, the browser asks over TLS alone, whatever a link says.
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                if headers.get("content-type", "").startswith(("text/html", "application/json")):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
