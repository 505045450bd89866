"""Fingerpost beside other tools on one job: processor time, time by the clock, peak memory, and whether all find the
same figures. What the job is stands in README.md.

Needs Linux or macOS, and the Python packages of requirements.txt; R with data.table if it is there.
"""

import argparse
import csv
import importlib.metadata
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# Of an export, what the job of the peers needs.
TABLES = ["audit.toml", "measures.csv", "people.csv", "teams.csv"]
INDICATORS = [
    "score.inspire.support",
    "score.inspire.relationship",
    "score.reqol-10.total",
    "paired.reqol-10.total",
    "improved.reqol-10.total",
]
NUMBERS = ["achieved", "known", "value"]
TOLERANCE = 1e-9


@dataclass
class Cost:
    """Of one process and those that it started."""

    cpu: float
    wall: float
    peak: float
    said: str


def run(command):
    """Runs a program to its end. What it says goes into files, because a full pipe would make it wait."""
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complained:
        start = time.perf_counter()
        child = subprocess.Popen([str(part) for part in command], stdout=said, stderr=complained)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        complained.seek(0)
        if child.returncode != 0:
            sys.exit(f"{command[0]} ended with status {child.returncode}:\n{complained.read()}")
        return Cost(usage.ru_utime + usage.ru_stime, wall, megabytes(usage.ru_maxrss), said.read())


def megabytes(maxrss):
    return maxrss / 1e6 if sys.platform == "darwin" else maxrss * 1024 / 1e6


def programs(given):
    """Fingerpost, the generator and the bare reader; built if no program is given."""
    if given is None:
        build = ["cargo", "build", "--release", "--bin", "fingerpost", "--example", "generate", "--example", "read"]
        subprocess.run(build, cwd=ROOT, check=True)
        about = ["cargo", "metadata", "--format-version", "1", "--no-deps"]
        about = json.loads(subprocess.run(about, cwd=ROOT, check=True, capture_output=True).stdout)
        given = Path(about["target_directory"]) / "release" / "fingerpost"
    given = given.resolve()
    found = [given, given.parent / "examples" / "generate", given.parent / "examples" / "read"]
    missing = [str(program) for program in found if not program.exists()]
    if missing:
        sys.exit(f"not built: {', '.join(missing)}")
    return found


def peers():
    """Name, version and command of each peer that is installed."""
    found = []
    for name, script in [("polars", "polars_peer.py"), ("DuckDB", "duckdb_peer.py"), ("pandas", "pandas_peer.py")]:
        try:
            version = importlib.metadata.version(name.lower())
            found.append((f"Python {name}", f"{name} {version}", [sys.executable, HERE / script]))
        except importlib.metadata.PackageNotFoundError:
            print(f"Skipped: the Python package {name.lower()} is not installed.", file=sys.stderr)
    asked = ["Rscript", "-e", 'cat(as.character(packageVersion("data.table")), R.version$major, R.version$minor)']
    said = subprocess.run(asked, capture_output=True, text=True) if shutil.which("Rscript") else None
    if said and said.returncode == 0:
        version, major, minor = said.stdout.split()
        command = ["Rscript", HERE / "data_table_peer.R"]
        found.append(("R data.table", f"data.table {version} in R {major}.{minor}", command))
    else:
        print("Skipped: R or its package data.table is not installed.", file=sys.stderr)
    return found


def our_figures(out):
    """The days of the quarter, and per unit and indicator its numbers, or none where they are withheld."""
    with open(out / "data" / "indicators.csv", encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["indicator"] in INDICATORS and row["breakdown"] == "all"]
    figures = {}
    for row in rows:
        if row["level"] in ("provider", "team"):
            unit = "provider" if row["level"] == "provider" else row["unit_id"]
            figures[unit, row["indicator"]] = row if row["shown"] == "yes" else None
    return (rows[0]["period_start"], rows[0]["period_end"]), figures


def differences(said, ours):
    """Where a peer's figures and ours differ, how many numbers agree, and how many figures are withheld here."""
    theirs = {(row["unit"], row["indicator"]): row for row in csv.DictReader(said.splitlines())}
    # Of figures about nobody there may be no row.
    somebody = {key for key, row in theirs.items() if int(row["known"]) > 0}
    wrong = [f"{' '.join(key)}: only here" for key, row in ours.items() if row and key not in theirs]
    wrong += [f"{' '.join(key)}: only there" for key in somebody if key not in ours]
    agree = 0
    for key in theirs.keys() & ours.keys():
        for number in NUMBERS if ours[key] else []:
            here, there = ours[key][number], theirs[key][number]
            if there == "":
                continue
            if here != "" and abs(float(here) - float(there)) <= TOLERANCE:
                agree += 1
            else:
                wrong.append(f"{' '.join(key)}, {number}: {here or 'nothing'} here, {there} there")
    return sorted(wrong), agree, sum(ours[key] is None for key in somebody if key in ours)


def measured(jobs, rounds):
    """The cheapest run of each, taken in turns so that what disturbs one disturbs the others too."""
    least = {}
    for turn in range(rounds):
        for name, command in jobs.items():
            print(f"round {turn + 1}: {name}", file=sys.stderr)
            cost = run(command)
            if name not in least or cost.cpu < least[name].cpu:
                least[name] = cost
    return least


def table(least, names):
    reading, ours = least["csv, bare read"].cpu, least["fingerpost run"].cpu
    # A child's peak is counted from before it became another program, so it is never below our own.
    own = megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    yield "| what | CPU s | wall s | peak memory MB | CPU, of a bare read | `fingerpost run`, of its CPU |"
    yield "|---|--:|--:|--:|--:|--:|"
    for name, cost in least.items():
        peak = f"{cost.peak:.0f}" if cost.peak > own * 1.1 else f"under {own:.0f}"
        beside = f"{ours / cost.cpu:.2f}" if name in names else ""
        yield f"| {name} | {cost.cpu:.2f} | {cost.wall:.2f} | {peak} | {cost.cpu / reading:.1f} | {beside} |"


def processor():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def circumstances(answers, file, versions):
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{answers:,} answers, {file.stat().st_size / 1e6:,.0f} MB; {processor()}, {os.cpu_count()} cores, "
        f"{memory:.0f} GiB; {', '.join(versions)}, Python {platform.python_version()}; {date.today()}"
    )


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("answers", nargs="?", type=int, default=1_000_000, help="how many to generate (a million)")
    parser.add_argument("--program", type=Path, help="fingerpost, built with its examples; built first if not given")
    parser.add_argument("--export", type=Path, help="a clean long export that is there already")
    parser.add_argument("--rounds", type=int, default=3, help="the cheapest of so many runs counts (3)")
    return parser.parse_args()


def main():
    asked = arguments()
    fingerpost, generate, read = programs(asked.program)
    found = peers()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        export = asked.export or scratch / "export"
        if asked.export is None:
            print(run([generate, "--out", export, "--clean", "--answers", asked.answers]).said)
        few = scratch / "few"
        few.mkdir()
        for name in TABLES:
            if (export / name).exists():
                (few / name).symlink_to((export / name).resolve())
        out, of_few = scratch / "out", scratch / "out-few"
        tables = ["--only", "tables", "--quiet", "--force"]
        jobs = {
            "csv, bare read": [read, export / "measures.csv"],
            "fingerpost check": [fingerpost, "check", export],
            "fingerpost check, three tables": [fingerpost, "check", few],
            "fingerpost run": [fingerpost, "run", export, "--out", out, *tables],
            "fingerpost run, nothing about single people": [fingerpost, "run", export, "--out", out, *tables, "--no-restricted"],
            "fingerpost run, three tables": [fingerpost, "run", few, "--out", of_few, *tables],
        }
        # The quarter and the figures to be met; it also brings the files into memory.
        run(jobs["fingerpost run"])
        days, ours = our_figures(out)
        jobs |= {name: [*command, export, *days] for name, _, command in found}
        least = measured(jobs, asked.rounds)
        answers = int(least["csv, bare read"].said)
        versions = [run([fingerpost, "--version"]).said.strip(), *(version for _, version, _ in found)]
        names = [name for name, _, _ in found]
        print(*table(least, names), "", sep="\n")
        print(circumstances(answers, export / "measures.csv", versions), end="\n\n")
        wrong = {}
        for name in names:
            wrong[name], agree, withheld = differences(least[name].said, ours)
            print(f"{name}: {agree} numbers agree, {withheld} figures are withheld here, {len(wrong[name])} differ")
            for line in wrong[name]:
                print(f"  {line}")
    sys.exit(any(wrong.values()))


main()
