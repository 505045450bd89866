//! Counts what the figures of one unit and one group are made of, person by person, goal by goal, record by record.

use crate::answers::{self, MEASURES};
use crate::figures::{Everything, Figure, Kind};
use crate::goals::{Attainment, Goal};
use crate::pairs::{Beginning, Pair};
use crate::people::{Unit, is_in_quarter, is_in_year};
use crate::reading::Row;
use crate::roles::{Course, DOMAINS, Recorded};
use crate::scoring::{Score, Sheet};
use std::collections::{BTreeMap, BTreeSet};

/// Figures by indicator.
type Figures = BTreeMap<String, Figure>;

impl Everything {
    /// Every figure about the people of a group and their goals.
    pub fn of_people(&self, unit: &Unit, group: &BTreeSet<String>) -> Figures {
        let mut figures = BTreeMap::new();
        let everybody = group.len();
        figures
            .insert("caseload".to_owned(), Figure { kind: Kind::People, ..Figure::share(0, everybody, everybody) });
        self.count_questionnaires(unit, group, &mut figures);
        self.count_inspire(unit, group, &mut figures);
        self.count_goals(unit, group, &mut figures);
        self.count_roles(unit, group, &mut figures);
        figures
    }

    fn count_questionnaires(&self, unit: &Unit, group: &BTreeSet<String>, into: &mut Figures) {
        let mut covered: BTreeMap<&str, BTreeSet<&str>> =
            MEASURES.into_iter().chain(["any"]).map(|measure| (measure, BTreeSet::new())).collect();
        let mut latest: BTreeMap<String, BTreeMap<&str, &Score>> = BTreeMap::new();
        let here = self.about(group, |record| &record.daily).filter(|score| unit.teams.contains(&score.team));
        for score in here {
            if is_in_year(score.on) {
                covered.entry("any").or_default().insert(&score.person);
                covered.entry(score.measure).or_default().insert(&score.person);
            }
            if is_in_quarter(score.on) {
                let of_scale = latest.entry(format!("score.{}.{}", score.measure, score.scale)).or_default();
                keep_later(of_scale, &score.person, score, |score| (score.on, score.row));
            }
        }
        for (measure, people) in covered {
            into.insert(format!("coverage.{measure}"), Figure::share(people.len(), group.len(), group.len()));
        }
        for (indicator, scores) in latest {
            let points: Vec<f64> = scores.values().filter_map(|score| score.points).collect();
            into.insert(indicator, Figure::mean(&points, group.len()));
        }
        self.count_changes(unit, group, into);
    }

    fn count_changes(&self, unit: &Unit, group: &BTreeSet<String>, into: &mut Figures) {
        let mut pairs: BTreeMap<String, BTreeMap<&str, &Pair>> = BTreeMap::new();
        for measure in MEASURES {
            let scales = answers::scales(measure).into_iter().map(|scale| format!("{measure}.{}", scale.id));
            pairs.extend(scales.map(|scale| (scale, BTreeMap::new())));
        }
        let here = self.about(group, |record| &record.pairs).filter(|pair| unit.teams.contains(&pair.last.team));
        for pair in here {
            let of_scale = pairs.entry(format!("{}.{}", pair.last.measure, pair.last.scale)).or_default();
            keep_later(of_scale, &pair.last.person, pair, |pair| (pair.last.on, pair.last.row));
        }
        for (scale, pairs) in pairs {
            self.count_beginnings(unit, group, &scale, &pairs, into);
            let (everybody, paired) = (group.len(), pairs.len());
            let changes: Vec<f64> = pairs.values().map(|pair| pair.change()).collect();
            into.insert(format!("paired.{scale}"), Figure::share(paired, everybody, everybody));
            into.insert(format!("change.{scale}"), Figure::mean(&changes, everybody));
            let kinds =
                [("improved", "improved"), ("unchanged", "no reliable change"), ("deteriorated", "deteriorated")];
            let has_threshold = pairs.values().any(|pair| pair.last.threshold.is_some());
            for (indicator, category) in kinds.iter().filter(|_| has_threshold) {
                let achieved = pairs.values().filter(|pair| pair.category() == *category).count();
                into.insert(format!("{indicator}.{scale}"), Figure::share(achieved, paired, everybody));
            }
        }
    }

    /// The way to a pair, and where those with one and those without began.
    fn count_beginnings(
        &self,
        unit: &Unit,
        group: &BTreeSet<String>,
        scale: &str,
        pairs: &BTreeMap<&str, &Pair>,
        into: &mut Figures,
    ) {
        let is_here = |one: &&Beginning| {
            unit.teams.contains(&one.first.team) && format!("{}.{}", one.first.measure, one.first.scale) == scale
        };
        let mut latest: BTreeMap<&str, &Beginning> = BTreeMap::new();
        let mut again: BTreeSet<&str> = BTreeSet::new();
        for one in self.about(group, |record| &record.beginnings).filter(is_here) {
            keep_later(&mut latest, &one.first.person, one, |one| (one.first.on, one.first.row));
            again.extend(one.again.then_some(one.first.person.as_str()));
        }
        let unpaired = latest.iter().filter(|(person, _)| !pairs.contains_key(*person));
        let of_unpaired: Vec<f64> = unpaired.filter_map(|(_, one)| one.first.points).collect();
        let of_paired: Vec<f64> = pairs.values().filter_map(|pair| pair.first.points).collect();
        let everybody = group.len();
        into.insert(format!("first.{scale}"), Figure::share(latest.len(), everybody, everybody));
        into.insert(format!("later.{scale}"), Figure::share(again.len(), latest.len(), everybody));
        into.insert(format!("first-of-paired.{scale}"), Figure::mean(&of_paired, everybody));
        into.insert(format!("first-of-unpaired.{scale}"), Figure::mean(&of_unpaired, everybody));
    }

    /// Each person's latest INSPIRE in the quarter, scored or not.
    fn count_inspire(&self, unit: &Unit, group: &BTreeSet<String>, into: &mut Figures) {
        let mut latest: BTreeMap<&str, &Sheet> = BTreeMap::new();
        let here = self.about(group, |record| &record.sheets).filter(|sheet| unit.teams.contains(&sheet.team));
        for sheet in here.filter(|sheet| sheet.measure == "inspire" && is_in_quarter(sheet.on)) {
            keep_later(&mut latest, &sheet.person, sheet, |sheet| (sheet.on, sheet.last_row));
        }
        for number in 1..=20 {
            let item = format!("s{number}");
            let gates: Vec<bool> = latest.values().filter_map(|sheet| sheet.is_important(&item)).collect();
            let ratings: Vec<f64> = latest.values().filter_map(|sheet| sheet.important_rating(&item)).collect();
            let wanted = gates.iter().filter(|important| **important).count();
            let unmet = ratings.iter().filter(|rating| **rating <= 1.0).count();
            into.insert(format!("wanted.inspire.{item}"), Figure::share(wanted, gates.len(), None));
            into.insert(format!("unmet.inspire.{item}"), Figure::share(unmet, ratings.len(), None));
        }
    }

    fn count_goals(&self, unit: &Unit, group: &BTreeSet<String>, into: &mut Figures) {
        let here: Vec<&Goal> =
            self.about(group, |record| &record.goals).filter(|goal| unit.teams.contains(&goal.team)).collect();
        let recovery = only(&here, Goal::is_recovery);
        let in_force = only(&recovery, Goal::is_in_force);
        let with_one: BTreeSet<&str> = in_force.iter().map(|goal| goal.person.as_str()).collect();
        into.insert("goals.has_recovery_goal".to_owned(), Figure::share(with_one.len(), group.len(), group.len()));

        let mut share = |id: &str, eligible: &[&Goal], known: &[&Goal], achieved: fn(&Goal) -> bool| {
            into.insert(format!("goals.{id}"), share_of_goals(known, eligible.len(), achieved));
        };
        let all = only(&here, Goal::is_in_force);
        share("recovery_share", &all, &all, Goal::is_recovery);
        share("set_with_person", &in_force, &only(&in_force, Goal::says_who_set_it), Goal::is_set_with_person);
        let due = only(&recovery, Goal::is_due_for_review);
        share("reviewed", &due, &due, Goal::is_reviewed);
        let closed = only(&recovery, Goal::is_closed_in_quarter);
        share("achieved", &closed, &closed, Goal::is_achieved);
        let rated = only(&recovery, Goal::is_rated_in_quarter);
        let gas = only(&rated, Goal::is_gas);
        share("at_or_above_expected", &gas, &gas, Goal::is_at_or_above_expected);
        let gbo = only(&rated, Goal::is_gbo);
        let again = only(&gbo, Goal::is_rated_again);
        share("gbo_improved", &gbo, &again, |goal| goal.category() == "improved");
        share("gbo_deteriorated", &gbo, &again, |goal| goal.category() == "deteriorated");
        self.count_stories(&only(&recovery, Goal::is_open), &closed, into);
        self.count_attainment(unit, group, into);
    }

    /// What became of goals, by the words of the table that says it.
    fn count_stories(&self, open: &[&Goal], closed: &[&Goal], into: &mut Figures) {
        type Row<'a> = (&'a str, &'a [&'a Goal], fn(&Goal) -> bool);
        let rows: [Row; 9] = [
            ("In the last 92 days", open, |goal| goal.was_rated(1, 92)),
            ("93 to 183 days before", open, |goal| goal.was_rated(93, 183)),
            ("184 to 365 days before", open, |goal| goal.was_rated(184, 365)),
            ("More than 365 days before", open, |goal| goal.was_rated(366, i64::MAX)),
            ("Never rated", open, |goal| goal.last().is_none()),
            ("Achieved", closed, |goal| goal.status == "achieved"),
            ("Partly achieved", closed, |goal| goal.status == "partly"),
            ("Changed into another goal", closed, |goal| goal.status == "revised"),
            ("Stopped", closed, |goal| goal.status == "stopped"),
        ];
        for (row, known, claim) in rows {
            into.insert(format!("story.{row}"), share_of_goals(known, known.len(), claim));
        }
    }

    /// One vote a person: the team with the latest rating.
    fn count_attainment(&self, unit: &Unit, group: &BTreeSet<String>, into: &mut Figures) {
        let mut latest: BTreeMap<&str, &Attainment> = BTreeMap::new();
        let here = self.about(group, |record| &record.attainments).filter(|one| unit.teams.contains(&one.team));
        for attainment in here.filter(|attainment| attainment.kind == "recovery") {
            keep_later(&mut latest, &attainment.person, attainment, |attainment| attainment.place);
        }
        let values: Vec<f64> = latest.values().map(|attainment| attainment.t_last).collect();
        into.insert("goals.gas_t".to_owned(), Figure::mean(&values, None));
    }

    /// The index of social outcomes: from the team that recorded last, where it knows work, home and friendship.
    fn count_outcomes(&self, unit: &Unit, group: &BTreeSet<String>, into: &mut Figures) {
        let mut by_team: BTreeMap<(&str, &str), BTreeMap<&str, &Recorded>> = BTreeMap::new();
        let here = self.about(group, |record| &record.recorded).filter(|one| unit.teams.contains(&one.team));
        for status in here.filter(|status| is_in_year(status.on) && status.is_known()) {
            if matches!(status.domain.as_str(), "employment" | "accommodation_type" | "friendship") {
                by_team.entry((&status.person, &status.team)).or_default().insert(&status.domain, status);
            }
        }
        let mut latest: BTreeMap<&str, (_, f64)> = BTreeMap::new();
        for ((person, _), parts) in by_team.into_iter().filter(|(_, parts)| parts.len() == 3) {
            let points: Option<f64> = parts.values().map(|status| status.points()).sum();
            let place = parts.values().map(|status| (status.on, status.row)).max();
            if let Some(points) = points.filter(|_| latest.get(person).is_none_or(|(kept, _)| place > *kept)) {
                latest.insert(person, (place, points));
            }
        }
        let points: Vec<f64> = latest.into_values().map(|(_, points)| points).collect();
        into.insert("outcomes".to_owned(), Figure::mean(&points, group.len()));
    }

    fn count_roles(&self, unit: &Unit, group: &BTreeSet<String>, into: &mut Figures) {
        let mut any: BTreeMap<(&str, &str), &Recorded> = BTreeMap::new();
        let mut known: BTreeMap<(&str, &str), &Recorded> = BTreeMap::new();
        let here = self.about(group, |record| &record.recorded).filter(|one| unit.teams.contains(&one.team));
        for status in here.filter(|status| is_in_year(status.on)) {
            any.insert((&status.domain, &status.person), status);
            if status.is_known() {
                known.insert((&status.domain, &status.person), status);
            }
        }
        for domain in DOMAINS {
            let of_domain: Vec<&&Recorded> =
                known.iter().filter(|((of, _), _)| *of == domain).map(|(_, status)| status).collect();
            let held = of_domain.iter().filter(|status| status.is_held()).count();
            into.insert(format!("role.{domain}.held"), Figure::share(held, of_domain.len(), group.len()));
        }
        self.count_outcomes(unit, group, into);
        into.insert("role.any_valued.held".to_owned(), any_valued(&known, group.len()));
        for (indicator, domain) in [("employment", "employment"), ("settled", "settled_accommodation")] {
            let aged: Vec<&String> = group.iter().filter(|person| self.is_aged_18_to_69(person)).collect();
            let has = |person: &&&String| any.get(&(domain, person.as_str())).is_some_and(|status| status.is_held());
            let achieved = aged.iter().filter(has).count();
            into.insert(format!("ascof.{indicator}"), Figure::share(achieved, aged.len(), aged.len()));
        }
        self.count_transitions(unit, group, into);
    }

    fn is_aged_18_to_69(&self, person: &str) -> bool {
        self.people.get(person).and_then(|person| person.age).is_some_and(|age| (18..=69).contains(&age))
    }

    fn count_transitions(&self, unit: &Unit, group: &BTreeSet<String>, into: &mut Figures) {
        let mut latest: BTreeMap<&str, BTreeMap<&str, &Course>> = BTreeMap::new();
        let here = self.about(group, |record| &record.courses).filter(|course| unit.teams.contains(&course.team));
        for course in here.filter(|course| course.counts()) {
            keep_later(latest.entry(course.domain).or_default(), &course.person, course, Course::place);
        }
        for (domain, courses) in latest {
            let count =
                |transition: &str| courses.values().filter(|course| course.transition() == transition).count();
            let (gained, kept, lost, not_held) = (count("gained"), count("kept"), count("lost"), count("not held"));
            let mut share = |id: &str, achieved, known| {
                into.insert(format!("role.{domain}.{id}"), Figure::share(achieved, known, courses.len()));
            };
            share("gained", gained, gained + not_held);
            share("kept", kept, kept + lost);
            share("lost", lost, kept + lost);
        }
    }
}

/// Keeps the later of two things for a person, by day and then by row.
fn keep_later<'a, T, K: Ord>(
    kept: &mut BTreeMap<&'a str, &'a T>,
    person: &'a str,
    next: &'a T,
    place: impl Fn(&T) -> K,
) {
    let one = kept.entry(person).or_insert(next);
    if place(next) > place(one) {
        *one = next;
    }
}

fn only<'a>(goals: &[&'a Goal], claim: fn(&Goal) -> bool) -> Vec<&'a Goal> {
    goals.iter().copied().filter(|goal| claim(goal)).collect()
}

fn share_of_goals(known: &[&Goal], eligible: usize, achieved: fn(&Goal) -> bool) -> Figure {
    let (yes, no): (Vec<&Goal>, Vec<&Goal>) = known.iter().partition(|goal| achieved(goal));
    let people =
        |goals: &[&Goal]| goals.iter().map(|goal| goal.person.as_str()).collect::<BTreeSet<_>>().len() as u64;
    Figure { people: Some((people(&yes), people(&no))), ..Figure::share(yes.len(), known.len(), eligible) }
}

fn any_valued(known: &BTreeMap<(&str, &str), &Recorded>, everybody: usize) -> Figure {
    let mut by_person: BTreeMap<&str, bool> = BTreeMap::new();
    for ((_, person), status) in known {
        if let Some(valued) = status.is_valued() {
            *by_person.entry(person).or_default() |= valued;
        }
    }
    let held = by_person.values().filter(|valued| **valued).count();
    Figure::share(held, by_person.len(), everybody)
}

/// Records of the quarter; `na` is an exception, `partly` is not achieved.
pub fn audit_figures(rows: &[Row], unit: &Unit) -> Figures {
    let mut figures: Figures = BTreeMap::new();
    let counts = |row: &&Row| unit.teams.contains(row.get("team_id")) && is_in_quarter(row.day("audited_on"));
    for row in rows.iter().filter(counts).filter(|row| row.get("met") != "na") {
        let figure = figures.entry(format!("audit.{}", row.get("point"))).or_insert_with(|| Figure::share(0, 0, 0));
        figure.known += 1;
        figure.eligible = Some(figure.known);
        figure.achieved += u64::from(row.get("met") == "yes");
    }
    figures
}

/// Each team's latest answer of the last twelve months; `na` is not known.
pub fn checklist_figures(rows: &[Row], unit: &Unit) -> Figures {
    let mut latest: BTreeMap<(&str, &str), &Row> = BTreeMap::new();
    let counts = |row: &&Row| unit.teams.contains(row.get("team_id")) && is_in_year(row.day("answered_on"));
    for row in rows.iter().filter(counts) {
        let kept = latest.entry((row.get("point"), row.get("team_id"))).or_insert(row);
        if (row.day("answered_on"), row.number) > (kept.day("answered_on"), kept.number) {
            *kept = row;
        }
    }
    let mut figures: Figures = BTreeMap::new();
    for ((point, _), row) in latest.into_iter().filter(|(_, row)| row.get("in_place") != "na") {
        let nothing = || Figure { kind: Kind::Teams, ..Figure::share(0, 0, unit.teams.len()) };
        let figure = figures.entry(format!("checklist.{point}")).or_insert_with(nothing);
        figure.known += 1;
        figure.achieved += u64::from(row.get("in_place") == "yes");
    }
    figures
}
