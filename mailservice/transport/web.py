"""HTTPS to a token server: held to the machine's certificate authorities and to `ca_file`, bounded in time, never led elsewhere.

A proxy is taken from the environment (HTTPS_PROXY), as every program of the machine does.
"""

from typing import Any

import requests
from requests.adapters import HTTPAdapter

from mailservice.transport.authorities import context

# What a server says in a hurry: RFC 6585 section 4, and RFC 9110 section 15.6.
_SLOWER, _FAILS = 429, 500


class _HeldTo(HTTPAdapter):
    """Holds certificates to one context alone, not to the list that the library brings with it."""

    def __init__(self, ca_file: str) -> None:
        self._held_to = context(ca_file)
        super().__init__()

    def init_poolmanager(self, *args: Any, **more: Any) -> Any:
        """Make the connections of this context."""
        return super().init_poolmanager(*args, **more, ssl_context=self._held_to)

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        """Make the connections through a proxy of this context too."""
        return super().proxy_manager_for(proxy, **more, ssl_context=self._held_to)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Leave to the context what is trusted."""


class Web(requests.Session):
    """An HTTP session for one question; `said` is what the server last answered."""

    def __init__(self, ca_file: str = "", seconds: float = 30.0) -> None:
        super().__init__()
        self.seconds = seconds
        self.said: requests.Response | None = None
        self.adapters.clear()  # nothing goes out in the clear, whatever a file or an answer names
        self.mount("https://", _HeldTo(ca_file))

    @property
    def is_put_off(self) -> bool:
        """Tell whether the server takes no question now."""
        return self.said is not None and (self.said.status_code == _SLOWER or self.said.status_code >= _FAILS)

    def request(self, method: Any, url: Any, *args: Any, **more: Any) -> requests.Response:
        """Ask once, in bounded time; a secret never follows a redirection.

        A server that put us off is not asked again: Google's library would, after a second.
        """
        if self.said is not None and self.is_put_off:
            return self.said
        self.said = None
        more |= {"timeout": min(more.get("timeout") or self.seconds, self.seconds), "allow_redirects": False}
        self.said = super().request(method, url, *args, **more)
        return self.said
