"""make bench-partition [ARGS="--only nested --workers 1"]: every measurement that has no result yet, then the table.

Results are kept below build/benchmarks/partition/results as long as the engine and the measurements are the same, so
that a run that was stopped goes on where it was; --fresh measures anew. --only takes the beginnings of job names:
township, free (no band), nested, recentre, grid, peers, open (villages, no band), floor, max-p, state, like, same; and
best, which looks for better plans of the villages at effort thorough and takes long: only when it is named.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time

from . import jobs, table


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=[""], metavar="NAME")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="jobs at a time (default: cores)")
    parser.add_argument("--fresh", action="store_true", help="forget earlier results")
    parser.add_argument("--table", action="store_true", help="measure nothing, write the table only")
    parser.add_argument("--job", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    known = list(jobs.every_job())
    if asked.job:
        jobs.work(next(job for job in known if job.name == asked.job))
        return 0
    chosen = [job for job in known if job.name.startswith(tuple(asked.only)) and (asked.only != [""] or not job.asked)]
    if asked.fresh:
        for job in chosen:
            job.file.unlink(missing_ok=True)
    failed = [] if asked.table else run([job for job in chosen if not jobs.done(job)], asked.workers)
    table.write()
    return 1 if failed else 0


def run(waiting: list[jobs.Job], workers: int) -> list[str]:
    """Names of the jobs that failed."""
    total, failed, running = len(waiting), [], {}
    begin = time.time()
    prepare()
    while waiting or running:
        while waiting and len(running) < workers:
            job = waiting.pop(0)
            running[job] = jobs.start(job)
        time.sleep(0.2)
        for job, process in list(running.items()):
            if process.poll() is None:
                continue
            del running[job]
            finished = total - len(waiting) - len(running)
            if process.returncode:
                failed.append(job.name)
                print(f"{finished}/{total} {job.name} FAILED: {job.file.with_suffix('.log')}", flush=True)
            else:
                took = json.loads(job.file.read_text())["took"]
                print(f"{finished}/{total} {job.name}: {took:.1f} s (all: {time.time() - begin:.0f} s)", flush=True)
    return failed


def prepare() -> None:
    """The cases, once, before jobs run side by side."""
    from . import cases

    for seed in cases.SEEDS:
        for level in ("township", "village"):
            cases.arrays(f"county-{seed}-{level}")
    for units in cases.GRIDS:
        cases.arrays(f"grid-{units}")
    for name in cases.STATES:
        cases.arrays(f"state-{name}")
    for name in cases.LIKE_STATES:
        cases.arrays(f"like-{name}")


if __name__ == "__main__":
    sys.exit(main())
