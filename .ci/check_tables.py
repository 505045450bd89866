"""Our checks beside those of frictionless, over the same shipped Table Schemas: clean files, then the same files with
faults that a Table Schema can express. Both must name the same cells and rows. Then every table that the program writes,
against the schema it is published with.

usage: check_tables.py PROGRAM SCHEMAS CLEAN DEMO
  PROGRAM  the built program             SCHEMAS  schemas/tables
  CLEAN    invented exports, no fault    DEMO     an output of `fingerpost demo`

Where the two differ on purpose:
  - a row of the wrong shape is one fault for us; frictionless adds one for each required cell that the shape cost it
  - a row that is left out for a cell that nobody can read is not also called a repeat, as frictionless does with keys
  - what a Table Schema cannot express (dates in the future, unknown teams, answers by form, ...) is not compared
"""

import csv
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

import pyarrow.parquet
from frictionless import Package, Resource, Schema, system

TABLES = ["teams", "people", "measures", "goals", "roles", "audit", "checklist", "actions"]

NUMBER = {"out-of-range", "imd-invalid", "birth-year-invalid", "point-unknown"}
# What frictionless calls a fault, and which of our codes say the same.
OURS = {
    "required": {"cell-blank"},
    "enum": {"code-unknown", "gender-invalid"},
    "minimum": NUMBER,
    "maximum": NUMBER,
    "date": {"date-impossible", "date-other-order", "date-unreadable"},
    "integer": NUMBER | {"not-a-whole-number"},
    "number": {"not-a-number"},
    "missing-cell": {"row-too-short"},
    "extra-cell": {"row-too-long"},
    "primary-key": {"exact-copy", "replaced-by-later-row"},
}
EXPRESSIBLE = set().union(*OURS.values())
OF_ROWS = {"missing-cell", "extra-cell", "primary-key"}
OF_SHAPE = {"missing-cell", "extra-cell"}


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def cells_that_break(field):
    """Cells that break one rule of a column each."""
    rules = field.get("constraints", {})
    cells = {"date": ["2026-02-30", "30/09/2026", "soon"], "integer": ["two", "2.5"], "number": ["about 3"]}
    broken = list(cells.get(field["type"], []))
    broken += [""] if rules.get("required") else []
    broken += ["no such code"] if "enum" in rules else []
    broken += [str(rules["minimum"] - 1)] if "minimum" in rules else []
    broken += [str(rules["maximum"] + 1)] if "maximum" in rules else []
    return broken


def break_table(rows, fields, chance):
    """A fault in a row of its own for every rule of every column, two rows of the wrong shape, and two copies."""
    header, body = rows[0], [list(row) for row in rows[1:]]
    free = list(range(len(body)))
    chance.shuffle(free)
    columns = {field["name"]: field for field in fields}
    planted = [(at, cell) for at, name in enumerate(header) for cell in cells_that_break(columns[name])]
    planted = planted[: len(free) - 4]
    for at, cell in planted:
        body[free.pop()][at] = cell
    short, long = free.pop(), free.pop()
    body[short], body[long] = body[short][:-1], body[long] + ["more"]
    copies = [list(body[free.pop()]) for _ in range(2)]
    return [header, *body, *copies], len(planted) + 4


def kind_of(error):
    if error.type == "constraint-error":
        return error.note.split('"')[1]
    return error.note.split('type is "')[1].split("/")[0] if error.type == "type-error" else error.type


def frictionless_says(path, schema):
    """Every place, as row and column or row alone, with the kinds of fault there."""
    report = Resource(path=str(path), schema=Schema.from_descriptor(schema)).validate(limit_errors=1_000_000)
    said = {}
    for error in report.tasks[0].errors:
        kind = kind_of(error)
        if kind not in OURS:
            raise SystemExit(f"{path.name}: frictionless says something new: {error.type}: {error.message}")
        column = None if kind in OF_ROWS else error.field_name
        said.setdefault((error.row_number, column), set()).add(kind)
    shapeless = {row for (row, _), kinds in said.items() if kinds & OF_SHAPE}
    faulty = {row for row, column in said if column}
    knock_on = lambda row, column: row in shapeless if column else row in faulty and row not in shapeless
    return {place: kinds for place, kinds in said.items() if not knock_on(*place)}


def check(program, folder):
    """What our check lists: file, row, column, code."""
    out = folder / "list"
    subprocess.run([program, "check", str(folder), "--out", str(out), "--quiet"], check=True)
    return [(row[0], int(row[1]), row[3] or None, row[5]) for row in read(out / "places.csv")[1:] if row[1]]


def differences(theirs, ours):
    rows = {}
    for row, column, code in ours:
        rows.setdefault(row, []).append((column, code))
    for (row, column), kinds in sorted(theirs.items(), key=str):
        same = any(code in OURS[kind] for kind in kinds for at, code in rows.get(row, []) if column in (None, at))
        if not same:
            yield f"row {row}, {column}: frictionless says {sorted(kinds)}, we say {rows.get(row, 'nothing')}"
    for row, column, code in ours:
        if code in EXPRESSIBLE and (row, column) not in theirs and (row, None) not in theirs:
            yield f"row {row}, {column}: we say {code}, frictionless says nothing"


def broken_files_agree(program, schemas, clean):
    chance = random.Random(20261009)
    faults = []
    for table in TABLES:
        schema = json.loads((schemas / f"{table}.json").read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            shutil.copytree(clean, folder, dirs_exist_ok=True)
            rows, planted = break_table(read(clean / f"{table}.csv"), schema["fields"], chance)
            write(folder / f"{table}.csv", rows)
            theirs = frictionless_says(folder / f"{table}.csv", schema)
            listed = check(program, folder)
        ours = [(row, column, code) for file, row, column, code in listed if file == f"{table}.csv"]
        found = list(differences(theirs, ours))
        if len({row for row, _ in theirs}) < planted:
            found.append(f"{planted} faults were planted and frictionless found {len(theirs)}")
        print(f"{table}: {planted} faults planted, frictionless names {len(theirs)} places, {len(found)} differences")
        faults += [f"{table}.csv, {line}" for line in found]
    return faults


def clean_files_agree(program, schemas, clean):
    valid = [Resource(path=str(clean / f"{t}.csv"), schema=Schema(str(schemas / f"{t}.json"))).validate().valid for t in TABLES]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        shutil.copytree(clean, folder, dirs_exist_ok=True)
        listed = check(program, folder)
    return [] if all(valid) and not listed else [f"the clean files: frictionless says {valid}, we list {listed[:5]}"]


def written_tables_are_as_published(program, schemas, demo):
    faults = []
    report = Package(str(demo / "data" / "datapackage.json")).validate()
    faults += [f"data/: {error.message}" for task in report.tasks for error in task.errors]
    named = {task.name for task in report.tasks}
    if named != {path.stem for path in (demo / "data").glob("*.csv")}:
        faults.append(f"datapackage.json names {sorted(named)}, which are not the tables of data/")
    tables = list((demo / "restricted").glob("*.csv"))
    checked = [(path, schemas / f"restricted-{path.stem}.json") for path in tables]
    for path, schema in checked:
        report = Resource(path=str(path), schema=Schema(str(schema))).validate()
        faults += [f"restricted/{path.name}: {error.message}" for task in report.tasks for error in task.errors]
    with_parquet = [path for path, _ in checked if path.with_suffix(".parquet").is_file()]
    if not with_parquet:
        faults.append("restricted/: there is no Parquet to read")
    for path in with_parquet:
        faults += parquet_says_the_same(path)
    print(f"data/ and restricted/: {len(named)} and {len(checked)} tables, {len(faults)} faults")
    return faults


def parquet_says_the_same(path):
    """Every cell of a table's Parquet beside that of its CSV; a text that looks like a formula has an apostrophe only there."""
    table = pyarrow.parquet.read_table(path.with_suffix(".parquet"))
    header, *rows = read(path)

    def same(value, text):
        if value is None or text == "":
            return value is None and text == ""
        return float(text) == value if isinstance(value, (int, float)) else str(value) in (text, text.removeprefix("'"))

    columns = [table[name].to_pylist() for name in table.schema.names]
    if table.schema.names != header or table.num_rows != len(rows):
        return [f"{path.stem}.parquet: other columns or rows than {path.name}"]
    return [
        f"{path.stem}.parquet, row {at}, {name}: {column[at]!r} for {row[place]!r}"
        for place, (name, column) in enumerate(zip(header, columns))
        for at, row in enumerate(rows)
        if not same(column[at], row[place])
    ][:5]


def main():
    program, *folders = sys.argv[1:]
    schemas, clean, demo = map(pathlib.Path, folders)
    with system.use_context(trusted=True):
        faults = clean_files_agree(program, schemas, clean)
        faults += broken_files_agree(program, schemas, clean)
        faults += written_tables_are_as_published(program, schemas, demo)
    for fault in faults:
        print("  " + fault)
    sys.exit(1 if faults else 0)


main()
