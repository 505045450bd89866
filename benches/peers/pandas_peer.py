"""The job in pandas. What the job is stands in README.md.

usage: pandas_peer.py FOLDER FIRST_DAY LAST_DAY
"""

import sys
from pathlib import Path

import pandas as pd

SUPPORT = [f"s{number}" for number in range(1, 21)]
GATES = [f"{item}_important" for item in SUPPORT]
RELATIONSHIP = [f"r{number}" for number in range(1, 8)]
REQOL = [str(number) for number in range(1, 11)]
REVERSED = ["1", "3", "6", "9"]
THRESHOLD = 5
SHEET = ["person_id", "team_id", "completed_on", "measure", "questionnaire_id"]


def codes():
    """Each answer that a form offers, and what it counts."""
    rows = [("inspire", item, str(code), code) for item in SUPPORT + RELATIONSHIP for code in range(5)]
    rows += [("inspire", item, word, 1) for item in GATES for word in ("yes", "1")]
    rows += [("inspire", item, word, 0) for item in GATES for word in ("no", "0")]
    rows += [("reqol-10", item, str(code), code) for item in REQOL if item not in REVERSED for code in range(5)]
    rows += [("reqol-10", item, str(code), 4 - code) for item in REVERSED for code in range(5)]
    rows += [("reqol-10", "total", str(total), total) for total in range(41)]
    return pd.DataFrame(rows, columns=["measure", "item", "answer", "points"])


def sheets(folder):
    """Questionnaires, and beside them a row for each with a column for each item."""
    columns = [*SHEET, "item", "answer"]
    # The arrow reader is the fastest of the three that pandas has.
    answers = pd.read_csv(folder / "measures.csv", engine="pyarrow", usecols=columns, dtype=str)
    answers = answers[answers["measure"].isin(["inspire", "reqol-10"])].rename_axis("row").reset_index()
    offered = answers.merge(codes(), on=["measure", "item", "answer"])
    offered["sheet"] = offered.groupby(SHEET, sort=False, dropna=False).ngroup()
    sheets = offered.drop_duplicates("sheet", keep="last").set_index("sheet")[SHEET[:3] + ["row"]]
    sheets["completed_on"] = pd.to_datetime(sheets["completed_on"])
    points = offered.pivot_table(index="sheet", columns="item", values="points", aggfunc="max")
    return sheets, points.reindex(columns=SUPPORT + GATES + RELATIONSHIP + REQOL + ["total"])


def scores(sheets, points):
    """A row for each scale that can be scored."""
    gates = points[GATES].set_axis(SUPPORT, axis=1)
    important = (gates == 1).sum(axis=1)
    counted = points[SUPPORT].where(gates == 1)
    rated = counted.count(axis=1)
    enough = (gates.count(axis=1) >= 0.8 * 20) & (important > 0) & (5 * rated >= 4 * important)
    items = points[REQOL]
    scales = {
        "inspire.support": (25 * counted.sum(axis=1) / rated).where(enough),
        "inspire.relationship": 25 * points[RELATIONSHIP].sum(axis=1, skipna=False) / 7,
        "reqol-10.total": items.sum(axis=1, skipna=False).where(items.notna().any(axis=1), points["total"]),
    }
    scored = [sheets.assign(scale=scale, score=score) for scale, score in scales.items()]
    return pd.concat(scored).dropna(subset="score")


def by_unit(rows):
    """Each row once for its team and once for the provider."""
    return pd.concat([rows.assign(unit=rows["team_id"]), rows.assign(unit="provider")], ignore_index=True)


def means(scored, caseload, first_day):
    in_period = by_unit(scored[scored["completed_on"] >= first_day])
    counted = in_period.merge(caseload, on=["unit", "person_id"]).sort_values(["completed_on", "row"])
    latest = counted.drop_duplicates(["unit", "scale", "person_id"], keep="last")
    figures = latest.groupby(["unit", "scale"])["score"].agg(known="count", value="mean").reset_index()
    return figures.assign(indicator="score." + figures["scale"])


def changes(scored, spells, caseload, first_day):
    reqol = scored[scored["scale"] == "reqol-10.total"].merge(spells, on=["person_id", "team_id"])
    ended = reqol["completed_on"] > reqol["end_date"]
    in_spell = reqol[(reqol["start_date"] <= reqol["completed_on"]) & ~ended].sort_values(["completed_on", "row"])
    daily = in_spell.drop_duplicates(["spell", "completed_on"], keep="last")
    ends = daily.groupby(["spell", "person_id", "team_id"], as_index=False).agg(
        first=("score", "first"),
        first_on=("completed_on", "first"),
        last=("score", "last"),
        last_on=("completed_on", "last"),
        row=("row", "last"),
    )
    pairs = by_unit(ends[(ends["last_on"] > ends["first_on"]) & (ends["last_on"] >= first_day)])
    # Spells that overlap can give pairs with one end: the longer one counts.
    pairs = pairs.sort_values(["last_on", "row", "first_on"], ascending=[True, True, False])
    pairs = pairs.drop_duplicates(["unit", "person_id"], keep="last")
    pairs["change"] = pairs["last"] - pairs["first"]
    votes = caseload.merge(pairs, how="left", on=["unit", "person_id"])
    votes["improved"] = votes["change"] >= THRESHOLD
    counted = votes.groupby("unit").agg({"person_id": "count", "change": "count", "improved": "sum"})
    for indicator, achieved, known in [("paired", "change", "person_id"), ("improved", "improved", "change")]:
        own = {"achieved": counted[achieved], "known": counted[known]}
        yield counted.assign(indicator=f"{indicator}.reqol-10.total", **own).reset_index()


def main(folder, first_day, last_day):
    people = pd.read_csv(folder / "people.csv", dtype=str, parse_dates=["start_date", "end_date"])
    people["spell"] = people.index
    spells = people[(people["start_date"] <= last_day) & ~(people["end_date"] < first_day)]
    caseload = by_unit(spells)[["unit", "person_id"]].drop_duplicates()
    scored = scores(*sheets(folder))
    scored = scored[scored["completed_on"] <= last_day]
    figures = pd.concat([means(scored, caseload, first_day), *changes(scored, spells, caseload, first_day)])
    print(figures.to_csv(columns=["unit", "indicator", "achieved", "known", "value"], index=False), end="")


main(Path(sys.argv[1]), *map(pd.Timestamp, sys.argv[2:]))
