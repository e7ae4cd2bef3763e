"""Ports that nobody listens to."""

from __future__ import annotations

import socket


def free_ports(n: int) -> list[int]:
    """Return as many ports, each another one."""
    found = [socket.create_server(("127.0.0.1", 0)) for _ in range(n)]
    ports = [one.getsockname()[1] for one in found]
    for one in found:
        one.close()
    return ports


def free_port() -> int:
    """Return one port."""
    return free_ports(1)[0]
