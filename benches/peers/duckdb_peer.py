"""The job in DuckDB. What the job is stands in README.md.

usage: duckdb_peer.py FOLDER FIRST_DAY LAST_DAY
"""

import sys

import duckdb

# Each answer that a form offers, and what it counts. A part is an item; a kind of support has a gate as well.
CODES = """
create table codes as
select 'inspire' as measure, 's' || n as item, item as part, false as is_gate, code::text as answer, code as points
from range(1, 21) items(n), range(5) codes(code)
union all select 'inspire', 's' || n || '_important', 's' || n, true, word, points
from range(1, 21) items(n), (values ('yes', 1), ('1', 1), ('no', 0), ('0', 0)) words(word, points)
union all select 'inspire', 'r' || n, 'r' || n, false, code::text, code
from range(1, 8) items(n), range(5) codes(code)
union all select 'reqol-10', n::text, n::text, false, code::text, if(n in (1, 3, 6, 9), 4 - code, code)
from range(1, 11) items(n), range(5) codes(code)
union all select 'reqol-10', 'total', 'total', false, total::text, total from range(41) totals(total)
"""

SCORES = """
create table scored as
with answers as (select row_number() over () as row, * from read_csv($measures, header = true, all_varchar = true)),
offered as (select * from answers join codes using (measure, item, answer)),
parts as (
    select person_id, team_id, completed_on, measure, questionnaire_id, part, max(row) as row,
        max(points) filter (is_gate) as gate, max(points) filter (not is_gate) as points
    from offered
    group by all
),
sheets as (
    select person_id, team_id, completed_on::date as completed_on, measure, max(row) as row,
        count(gate) as gates, count(*) filter (gate = 1) as important,
        count(points) filter (gate = 1) as rated, sum(points) filter (gate = 1) as support,
        count(points) filter (part like 'r%') as related, sum(points) filter (part like 'r%') as relationship,
        count(points) filter (measure = 'reqol-10' and part <> 'total') as answered,
        sum(points) filter (measure = 'reqol-10' and part <> 'total') as reqol,
        max(points) filter (part = 'total') as total
    from parts
    group by person_id, team_id, completed_on, measure, questionnaire_id
),
scales as (
    select *, 'inspire.support' as scale, 25 * support / rated as score
    from sheets where gates >= 0.8 * 20 and important > 0 and rated >= 0.8 * important
    union all
    select *, 'inspire.relationship', 25 * relationship / 7 from sheets where related = 7
    union all
    select *, 'reqol-10.total', if(answered = 0, total, reqol) from sheets
    where answered = 10 or (answered = 0 and total is not null)
)
select person_id, team_id, completed_on, row, scale, score from scales where completed_on <= $last_day
"""

SPELLS = """
create table spells as
select row_number() over () as spell, *
from read_csv($people, header = true, all_varchar = true, types = {'start_date': 'date', 'end_date': 'date'})
where start_date <= $last_day and (end_date is null or end_date >= $first_day)
"""

FIGURES = """
with units as (select distinct team_id, unnest([team_id, 'provider']) as unit from spells),
caseload as (select distinct unit, person_id from spells join units using (team_id)),
votes as (
    select unit, scale, person_id, arg_max(score, (completed_on, row)) as score
    from scored join units using (team_id) semi join caseload using (unit, person_id)
    where completed_on >= $first_day
    group by all
),
in_spell as (
    select spell, person_id, team_id, completed_on, arg_max(score, row) as score, max(row) as row
    from scored join spells using (person_id, team_id)
    where scale = 'reqol-10.total' and completed_on between start_date and coalesce(end_date, $last_day)
    group by spell, person_id, team_id, completed_on
),
ends as (
    select person_id, team_id, arg_min(score, completed_on) as first, min(completed_on) as first_on,
        arg_max(score, completed_on) as last, max(completed_on) as last_on,
        arg_max(row, completed_on) as row
    from in_spell
    group by spell, person_id, team_id
),
pairs as (
    -- Spells that overlap can give pairs with one end: the longer one counts.
    select unit, person_id, arg_max(last - first, (last_on, row, last_on - first_on)) as change
    from ends join units using (team_id)
    where last_on > first_on and last_on >= $first_day
    group by all
),
counted as (
    select unit, count(*) as people, count(change) as pairs, count(*) filter (change >= 5) as improved
    from caseload left join pairs using (unit, person_id)
    group by all
)
select unit, 'score.' || scale as indicator, null as achieved, count(*) as known, avg(score) as value
from votes group by unit, scale
union all select unit, 'paired.reqol-10.total', pairs, people, null from counted
union all select unit, 'improved.reqol-10.total', improved, pairs, null from counted
"""


def main(folder, first_day, last_day):
    database = duckdb.connect()
    database.execute(CODES)
    database.execute(SCORES, {"measures": f"{folder}/measures.csv", "last_day": last_day})
    days = {"first_day": first_day, "last_day": last_day}
    database.execute(SPELLS, {"people": f"{folder}/people.csv", **days})
    print("unit,indicator,achieved,known,value")
    for row in database.execute(FIGURES, days).fetchall():
        print(*("" if cell is None else cell for cell in row), sep=",")


main(*sys.argv[1:])
