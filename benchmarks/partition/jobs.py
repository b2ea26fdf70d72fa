"""The measurements: small jobs, each in a process of its own, so that a run can be stopped and taken up again."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from .cases import FOLDER, GRIDS, LIKE_STATES, ROOT, SEEDS, STAGE, STATES

PLUGIN, PEERS = ROOT / "build/venv/bin/python", ROOT / "build/benchmarks/venv/bin/python"
RESULTS = FOLDER / "results"
SAME = (
    ("county-1-township", "AB", 15),
    ("county-2-village", "AB", 35),
    ("grid-500", "A", 25),
    ("state-NM", "cut", None),
)


@dataclass(frozen=True)
class Job:
    """function of `ours` or `peer_runs` with its arguments; python: the environment; numba: whether it may be used."""

    name: str
    module: str
    function: str
    arguments: tuple[Any, ...]
    python: Path = PLUGIN
    numba: bool = True
    hash_seed: str = "0"
    asked: bool = False  # only when it is named

    @property
    def file(self) -> Path:
        return RESULTS / f"{self.name}.json"


def every_job() -> Iterator[Job]:
    """In the order in which they are worth having."""
    for seed in SEEDS:
        yield Job(f"township-{seed}", "ours", "townships", (seed, True))
    for state in STATES:
        yield Job(f"state-{state}", "ours", "state", (f"state-{state}",))
    for seed in SEEDS:
        yield Job(f"peers-township-{seed}", "peer_runs", "townships", (seed,), PEERS)
        yield Job(f"floor-{seed}", "ours", "floor_only", (seed,))
    for seed in SEEDS:
        yield Job(f"recentre-{seed}", "ours", "recentred", (seed,))
    for units in GRIDS:
        yield Job(f"grid-{units}-ward", "peer_runs", "grid_ward", (units,), PEERS)
        yield Job(f"grid-{units}-numba", "ours", "grid", (units,), PEERS)
        yield Job(f"grid-{units}-plain", "ours", "grid", (units,), PLUGIN, False)
    for objective in ("A", "B", "AB"):
        for seed in SEEDS:
            yield Job(f"nested-{seed}-{objective}-quick", "ours", "villages", (seed, objective, 35, "quick"))
    for seed in SEEDS:
        yield Job(f"peers-village-{seed}", "peer_runs", "villages", (seed,), PEERS)
        for objective in "AB":
            yield Job(f"open-{seed}-{objective}", "ours", "villages", (seed, objective, None, "quick"))
    for objective in ("A", "B", "AB"):
        for seed in SEEDS:
            yield Job(f"nested-{seed}-{objective}-standard", "ours", "villages", (seed, objective, 35, "standard"))
    for seed in SEEDS:
        yield Job(f"free-{seed}", "ours", "townships", (seed, False))
    for like in LIKE_STATES:
        yield Job(f"like-{like}", "ours", "state", (f"like-{like}",))
    for case, objective, tolerance in SAME:
        for run in ("1", "2"):
            arguments = (case, objective, tolerance, "quick")
            yield Job(f"same-{case}-{run}", "ours", "same", arguments, PLUGIN, False, run)
        yield Job(f"same-{case}-newer", "ours", "same", (case, objective, tolerance, "quick"), PEERS, False)
    for seed in SEEDS:
        yield Job(f"max-p-{seed}", "peer_runs", "max_p", (seed,), PEERS)
    for objective in ("A", "B", "AB"):
        for seed in SEEDS:
            arguments = (seed, objective, 35, "thorough", 11)
            yield Job(f"best-{seed}-{objective}", "ours", "villages", arguments, PEERS, asked=True)


def engine() -> str:
    """What the results hang on: the engine and the measurements, byte for byte."""
    here, digest = Path(__file__).parent, hashlib.sha256()
    core = sorted((STAGE / "village_planner" / "core" / "partition").glob("*.py"))
    for file in [*core, *(here / f"{name}.py" for name in ("cases", "judge", "ours"))]:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def done(job: Job) -> bool:
    """Whether there is a result that still holds. The peers' results hold as long as the peers are the same."""
    if not job.file.exists():
        return False
    if job.module == "peer_runs":
        newest = max((Path(__file__).parent / name).stat().st_mtime for name in ("peers.py", "peer_runs.py"))
        return job.file.stat().st_mtime > newest
    return json.loads(job.file.read_text())["engine"] == engine()


def start(job: Job) -> subprocess.Popen[bytes]:
    RESULTS.mkdir(parents=True, exist_ok=True)
    threads = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS")}
    environment = {**os.environ, **threads, "PYTHONHASHSEED": job.hash_seed, "VP_STAGE": str(STAGE)}
    environment.pop("PYTHONPATH", None)
    log = job.file.with_suffix(".log").open("wb")
    return subprocess.Popen(
        [str(job.python), "-W", "ignore", "-m", "benchmarks.partition", "--job", job.name],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )


def work(job: Job) -> None:
    """Do a job in this process and write its rows."""
    if not job.numba:
        sys.modules["numba"] = None  # type: ignore[assignment]
    begin, load = time.time(), os.getloadavg()[0]
    rows = getattr(importlib.import_module(f".{job.module}", __package__), job.function)(*job.arguments)
    result = {
        "name": job.name,
        "engine": engine(),
        "date": time.strftime("%Y-%m-%d %H:%M", time.localtime(begin)),
        "took": time.time() - begin,
        "load": load,
        "versions": versions(),
        "numba": bool(job.numba and _has("numba")),
        "rows": rows,
    }
    beside = job.file.with_suffix(".new")
    beside.write_text(json.dumps(result, indent=1, default=lambda number: number.item()))
    beside.replace(job.file)


def versions() -> dict[str, str]:
    wanted = ("numpy", "scipy", "shapely", "geopandas", "numba", "scikit-learn", "spopt", "pygeoda", "gerrychain")
    return {"Python": platform.python_version(), **{name: version(name) for name in wanted if _has(name)}}


def _has(name: str) -> bool:
    from importlib.metadata import PackageNotFoundError

    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False
