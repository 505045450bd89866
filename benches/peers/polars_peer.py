"""The job in polars, lazy and on the streaming engine. What the job is stands in README.md.

usage: polars_peer.py FOLDER FIRST_DAY LAST_DAY
"""

import sys
from datetime import date
from pathlib import Path

import polars as pl
from polars import col

SUPPORT = [f"s{number}" for number in range(1, 21)]
GATES = [f"{item}_important" for item in SUPPORT]
RELATIONSHIP = [f"r{number}" for number in range(1, 8)]
REQOL = [str(number) for number in range(1, 11)]
REVERSED = ["1", "3", "6", "9"]
THRESHOLD = 5


def codes():
    """Each answer that a form offers, and what it counts."""
    rows = [("inspire", item, str(code), code) for item in SUPPORT + RELATIONSHIP for code in range(5)]
    rows += [("inspire", item, word, 1) for item in GATES for word in ("yes", "1")]
    rows += [("inspire", item, word, 0) for item in GATES for word in ("no", "0")]
    rows += [("reqol-10", item, str(code), code) for item in REQOL if item not in REVERSED for code in range(5)]
    rows += [("reqol-10", item, str(code), 4 - code) for item in REVERSED for code in range(5)]
    rows += [("reqol-10", "total", str(total), total) for total in range(41)]
    schema = {"measure": pl.String, "item": pl.String, "answer": pl.String, "points": pl.Int32}
    return pl.LazyFrame(rows, schema, orient="row")


def sheets(folder):
    """A row for each questionnaire, with a column for each item."""
    answers = pl.scan_csv(folder / "measures.csv", infer_schema=False, row_index_name="row")
    answers = answers.filter(col("measure").is_in(["inspire", "reqol-10"]))
    offered = answers.join(codes(), on=["measure", "item", "answer"])
    items = SUPPORT + GATES + RELATIONSHIP + REQOL + ["total"]
    sheets = offered.group_by("person_id", "team_id", "completed_on", "measure", "questionnaire_id").agg(
        col("row").max(), *(col("points").filter(col("item") == item).max().alias(item) for item in items)
    )
    return sheets.with_columns(col("completed_on").str.to_date())


def scores(sheets):
    """A row for each scale that can be scored."""
    gates = pl.sum_horizontal(col(gate).is_not_null() for gate in GATES)
    important = pl.sum_horizontal(col(gate) == 1 for gate in GATES)
    counted = [pl.when(col(gate) == 1).then(col(item)) for item, gate in zip(SUPPORT, GATES)]
    rated = pl.sum_horizontal(rating.is_not_null() for rating in counted)
    enough = (gates >= 0.8 * 20) & (important > 0) & (5 * rated >= 4 * important)
    no_items = pl.all_horizontal(col(item).is_null() for item in REQOL)
    scales = {
        "inspire.support": pl.when(enough).then(25 * pl.sum_horizontal(counted) / rated),
        "inspire.relationship": 25 * pl.sum_horizontal(RELATIONSHIP, ignore_nulls=False) / 7,
        "reqol-10.total": pl.when(no_items).then("total").otherwise(pl.sum_horizontal(REQOL, ignore_nulls=False)),
    }
    scored = sheets.with_columns(score.cast(pl.Float64).alias(scale) for scale, score in scales.items())
    index = ["person_id", "team_id", "completed_on", "row"]
    return scored.unpivot(list(scales), index=index, variable_name="scale", value_name="score").drop_nulls("score")


def by_unit(rows):
    """Each row once for its team and once for the provider."""
    return pl.concat([rows.with_columns(unit="team_id"), rows.with_columns(unit=pl.lit("provider"))])


def means(scored, caseload, first_day):
    in_period = by_unit(scored.filter(col("completed_on") >= first_day))
    counted = in_period.join(caseload, on=["unit", "person_id"], how="semi").sort("completed_on", "row")
    latest = counted.group_by("unit", "scale", "person_id").agg(col("score").last())
    return latest.group_by("unit", indicator="score." + col("scale")).agg(
        achieved=pl.lit(None, pl.UInt32), known=pl.len(), value=col("score").mean()
    )


def changes(scored, spells, caseload, first_day):
    reqol = scored.filter(col("scale") == "reqol-10.total").join(spells, on=["person_id", "team_id"])
    began = col("start_date") <= col("completed_on")
    in_spell = reqol.filter(began, col("end_date").is_null() | (col("completed_on") <= col("end_date")))
    series = ["spell", "person_id", "team_id"]
    daily = in_spell.sort("row").group_by(*series, "completed_on").agg(col("score", "row").last())
    ends = daily.sort("completed_on").group_by(series).agg(
        first=col("score").first(),
        first_on=col("completed_on").first(),
        last=col("score").last(),
        last_on=col("completed_on").last(),
        row=col("row").last(),
    )
    pairs = by_unit(ends.filter(col("last_on") > col("first_on"), col("last_on") >= first_day))
    # Spells that overlap can give pairs with one end: the longer one counts.
    in_order = pairs.sort("last_on", "row", "first_on", descending=[False, False, True])
    votes = in_order.group_by("unit", "person_id").agg(col("first", "last").last())
    counted = caseload.join(votes, on=["unit", "person_id"], how="left").group_by("unit").agg(
        people=pl.len(), pairs=col("last").count(), improved=(col("last") - col("first") >= THRESHOLD).sum()
    )
    for indicator, achieved, known in [("paired", "pairs", "people"), ("improved", "improved", "pairs")]:
        own = {"indicator": pl.lit(f"{indicator}.reqol-10.total"), "achieved": achieved, "known": known}
        yield counted.select("unit", **own, value=pl.lit(None, pl.Float64))


def main(folder, first_day, last_day):
    days = {"start_date": pl.Date, "end_date": pl.Date}
    people = pl.scan_csv(folder / "people.csv", infer_schema=False, schema_overrides=days, row_index_name="spell")
    spells = people.filter(col("start_date") <= last_day, col("end_date").is_null() | (col("end_date") >= first_day))
    caseload = by_unit(spells).select("unit", "person_id").unique()
    # Several figures stand on the scores; without collecting them the file would be read for each.
    scored = scores(sheets(folder)).filter(col("completed_on") <= last_day).collect(engine="streaming").lazy()
    figures = [means(scored, caseload, first_day), *changes(scored, spells, caseload, first_day)]
    print(pl.concat(figures).collect(engine="streaming").write_csv(), end="")


main(Path(sys.argv[1]), *map(date.fromisoformat, sys.argv[2:]))
