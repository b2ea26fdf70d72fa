"""The time that goes into a database."""

from __future__ import annotations

import os
from datetime import datetime, timezone


def now() -> str:
    """The time in UTC, e.g. 2026-01-31T08:00:00Z; SOURCE_DATE_EPOCH fixes it, so that files can be compared."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(fixed), timezone.utc) if fixed.isdigit() else datetime.now(timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
