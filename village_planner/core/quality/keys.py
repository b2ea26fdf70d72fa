"""What the key of a finding says; light enough for the docks, which must open where packages are missing."""

from __future__ import annotations

REST = "…"  # begins the identity of what is not listed one by one


def cases_of(key: str) -> int:
    """How many findings the one with this key stands for."""
    identity = key.split("|", 2)[-1]
    count = identity[len(REST) :].split(":")[0]
    return int(count) if identity.startswith(REST) and count.isdigit() else 1
