"""A provider of OpenID Connect in a process of its own, with people who are in groups."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.conftest import answers
from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "a secret of the tests alone, of no other use"
# By what the provider calls them; what a person may do stands in ROLES below.
PEOPLE: dict[str, dict[str, Any]] = {
    "an": {"name": "Người đọc A", "groups": ["doc-bai"]},
    "binh": {"name": "Người đọc B", "groups": ["doc-bai", "khac"]},
    "xem": {"name": "Người xem", "groups": ["xem-so-lieu"]},
    "la": {"name": "Người ngoài", "groups": ["khac"]},
    "trong": {"name": "Người không nhóm"},
}
ROLES = "doc-bai=reader; xem-so-lieu=viewer"


@contextmanager
def provider(seconds: int = 3600) -> Iterator[str]:
    """Run the provider, and yield its address; `seconds` that its tokens last."""
    port = free_port()
    people = [f"--user-claims={json.dumps({'sub': sub, **said})}" for sub, said in PEOPLE.items()]
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--token-max-age", str(seconds), *people],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "NO_COLOR": "1"},
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while not answers(address):
            assert process.poll() is None, "the provider ended"
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


def by_provider(issuer: str, port: int, **more: str) -> dict[str, Any]:
    """What is configured for a dashboard at a port of this computer, where people log in by the provider."""
    return {
        "LOGIN": "oidc",
        "ROLES": ROLES,
        "OIDC_ISSUER": issuer,
        "OIDC_CLIENT_ID": "dashboard",
        "OIDC_CLIENT_SECRET": "client-secret",
        "STREAMLIT_SERVER_COOKIE_SECRET": SECRET,
        "BASE_ADDRESS": f"http://127.0.0.1:{port}",
        **more,
    }
