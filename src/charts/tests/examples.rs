//! Specs of every chart with difficult contents: the longest names, one row, sixty, nothing to show. Only for tests.

use super::super::cells::{Unit, Words};
use super::super::*;
use crate::release::cell::{Cell, Numbers};
use crate::stats::{Confidence, Funnel, FunnelLimits, FunnelRules, Observed, Share, TrendRules, trend, wilson};

pub(in crate::charts) fn words() -> Words {
    Words {
        withheld: "withheld (fewer than 5)".into(),
        nothing: "no data".into(),
        counts: "{achieved} of {known}".into(),
        known: "n = {known}".into(),
        interval: "{lower} to {upper}".into(),
    }
}

/// What makes an example difficult.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::charts) enum Trouble {
    Plain,
    OneRow,
    SixtyRows,
    NoRows,
    LongNames,
    LongWords,
    AllWithheld,
    AllNothing,
    Mixed,
    Noughts,
    Everyone,
    LargeNumbers,
    AllTheSame,
}

use Trouble::*;

impl Trouble {
    pub(in crate::charts) const ALL: [Trouble; 13] = [
        Plain,
        OneRow,
        SixtyRows,
        NoRows,
        LongNames,
        LongWords,
        AllWithheld,
        AllNothing,
        Mixed,
        Noughts,
        Everyone,
        LargeNumbers,
        AllTheSame,
    ];

    fn rows(self, usual: usize) -> usize {
        match self {
            OneRow => 1,
            SixtyRows => 60,
            NoRows => 0,
            _ => usual,
        }
    }

    /// A name; the same number always gives the same one.
    fn name(self, kind: &str, index: usize) -> String {
        match self {
            LongNames if index % 3 == 1 => "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch".into(),
            LongNames => format!(
                "{kind} {index} for Community Rehabilitation, Recovery and Assertive Outreach (Łódź and Gŵyr)"
            ),
            _ => format!("{kind} {}", ["Ash", "Birch", "Cedar", "Elm", "Hazel", "Oak", "Rowan", "Yew"][index % 8]),
        }
    }

    fn word(self, word: &str) -> String {
        if self == LongWords {
            format!("{word}, which is said here at some length to see what becomes of it").repeat(2)
        } else {
            word.into()
        }
    }

    fn caption(self, title: &str) -> Caption {
        Caption {
            title: self.word(title),
            subtitle: self.word("All people who use the service, Northshire, July to September 2026, n = 212"),
            description: "A picture".into(),
            notes: if self == LongWords { vec![self.word("A note"), self.word("Another")] } else { Vec::new() },
        }
    }

    /// A share of `known` people.
    fn share(self, index: usize) -> Cell {
        let known = if self == LargeNumbers { 1_234_567 } else { 20 + (index as u64 * 37) % 90 };
        let share = match self {
            AllWithheld => return Cell::example(None),
            AllNothing => return Cell::example_of_nothing(),
            Mixed if index % 3 == 1 => return Cell::example(None),
            Mixed if index % 5 == 2 => return Cell::example_of_nothing(),
            Noughts => 0.0,
            Everyone => 1.0,
            AllTheSame => 0.5,
            _ => ((index * 61 + 23) % 97) as f64 / 97.0,
        };
        shown(known, (known as f64 * share).round() as u64)
    }

    fn mean(self, index: usize) -> Cell {
        let Some(numbers) = self.share(index).numbers().copied() else { return self.share(index) };
        let value = 14.0 + numbers.value.unwrap_or(0.0) * 0.5;
        let numbers = Numbers {
            achieved: None,
            value: Some(value),
            lower: Some(value - 2.4),
            upper: Some(value + 2.4),
            ..numbers
        };
        Cell::example(Some(numbers))
    }

    fn count(self, index: usize) -> Cell {
        let Some(numbers) = self.share(index).numbers().copied() else { return self.share(index) };
        Cell::example(Some(Numbers { lower: None, upper: None, ..numbers }))
    }

    fn parts(self, index: usize) -> [Cell; 3] {
        let split = [0.47, 0.38, 0.15];
        let known = if self == LargeNumbers { 1_234_567 } else { 40 + index as u64 * 20 };
        std::array::from_fn(|part| match self {
            AllWithheld => Cell::example(None),
            AllNothing => Cell::example_of_nothing(),
            Mixed if (index + part).is_multiple_of(3) => Cell::example(None),
            Noughts => shown(known, if part == 2 { known } else { 0 }),
            Everyone => shown(known, if part == 0 { known } else { 0 }),
            _ => shown(known, (known as f64 * split[(part + index) % 3]).round() as u64),
        })
    }
}

fn shown(known: u64, achieved: u64) -> Cell {
    let interval = wilson(achieved as f64, known as f64, Confidence::P95);
    Cell::example(Some(Numbers {
        achieved: Some(achieved),
        known,
        eligible: known + 12,
        value: Some(100.0 * achieved as f64 / known as f64),
        lower: interval.map(|interval| 100.0 * interval.lower),
        upper: interval.map(|interval| 100.0 * interval.upper),
        spread: None,
    }))
}

/// Every chart with one kind of difficult contents.
pub(in crate::charts) fn examples(trouble: Trouble) -> Vec<(&'static str, Drawing)> {
    vec![
        ("value_profile", value_profile_example(trouble)),
        ("wanted_and_got", wanted_and_got_example(trouble)),
        ("change", change_example(trouble)),
        ("first_and_later", first_and_later_example(trouble)),
        ("goal_attainment", goal_attainment_example(trouble)),
        ("role_transitions", role_transitions_example(trouble)),
        ("completion_flow", completion_flow_example(trouble)),
        ("over_time", over_time_example(trouble, 10)),
        ("over_time_long", over_time_example(trouble, 24)),
        ("over_time_anew", over_time_example(trouble, 40)),
        ("team_funnel", team_funnel_example(trouble, 9)),
        ("team_funnel_many", team_funnel_example(trouble, 40)),
        ("breakdowns", breakdowns_example(trouble, Unit::Percent)),
        ("breakdowns_mean", breakdowns_example(trouble, Unit::Points { decimals: 1 })),
        ("coverage", coverage_example(trouble)),
        ("data_quality", data_quality_example(trouble)),
    ]
}

fn value_profile_example(trouble: Trouble) -> Drawing {
    let row = |index: usize| value_profile::CriterionRow {
        label: trouble.name("People set a goal of their own", index),
        now: trouble.mean(index),
        last: (index % 3 != 2).then(|| trouble.mean(index + 7)),
        target: index.is_multiple_of(2).then_some(70.0),
    };
    let value = |number: usize| value_profile::ValueGroup {
        heading: trouble
            .word(["Support that fits the person", "Goals that are the person's own", "People in charge"][number]),
        aside: "62 of 100, from 4 of 5 criteria".into(),
        criteria: (0..trouble.rows(12) / 3).map(|index| row(index * 3 + number)).collect(),
    };
    value_profile::draw(&value_profile::ValueProfileSpec {
        caption: trouble.caption("Goals are people's own; being asked what matters lags behind"),
        words: words(),
        key: value_profile::ProfileKey {
            now: trouble.word("This quarter"),
            interval: trouble.word("95% interval"),
            last: trouble.word("Last quarter"),
            target: trouble.word("Our target"),
        },
        axis: trouble.word("Attained, from 0 to 100"),
        values: (0..3).map(value).collect(),
    })
}

fn wanted_and_got_example(trouble: Trouble) -> Drawing {
    let row = |index: usize| wanted_and_got::SupportRow {
        label: trouble.name("Support to feel hopeful about", index),
        wanted: trouble.share(index),
        unmet: trouble.share(index + 11),
    };
    let names = ["Connectedness", "Hope", "Identity", "Meaning", "Empowerment"];
    let process = |number: usize| wanted_and_got::ProcessGroup {
        heading: trouble.word(names[number]),
        items: (0..trouble.rows(20) / 5).map(|index| row(index * 5 + number)).collect(),
    };
    wanted_and_got::draw(&wanted_and_got::WantedAndGotSpec {
        caption: trouble.caption("Most people want support to feel hopeful; a third do not get it"),
        words: words(),
        wanted: trouble.word("Wanted it"),
        unmet: trouble.word("Of those, did not get it"),
        processes: (0..5).map(process).collect(),
    })
}

fn change_example(trouble: Trouble) -> Drawing {
    let row = |index: usize| {
        let [improved, unchanged, deteriorated] = trouble.parts(index);
        change::ChangeRow {
            label: trouble.name("Recovering Quality of Life (ReQoL-10)", index),
            improved,
            unchanged,
            deteriorated,
        }
    };
    change::draw(&change::ChangeSpec {
        caption: trouble.caption("Nearly half of the people improved in quality of life"),
        words: words(),
        improved: trouble.word("Improved"),
        unchanged: trouble.word("No reliable change"),
        deteriorated: trouble.word("Deteriorated"),
        scales: (0..trouble.rows(4)).map(row).collect(),
    })
}

fn first_and_later_example(trouble: Trouble) -> Drawing {
    let row = |index: usize| first_and_later::UnitRow {
        label: trouble.name("Community Recovery Service", index),
        first: trouble.mean(index),
        later: trouble.mean(index + 5),
    };
    let names = ["ReQoL-10 · Total score", "QPR-15 · Total score", "DIALOG · Quality of life"];
    let scale = |number: usize| first_and_later::ScaleGroup {
        heading: trouble.word(names[number]),
        aside: trouble.word("0 to 70, higher is better"),
        range: (0.0, 70.0),
        units: (0..trouble.rows(12) / 3).map(|index| row(index * 3 + number)).collect(),
    };
    first_and_later::draw(&first_and_later::FirstAndLaterSpec {
        caption: trouble.caption("People are further along than when they began"),
        words: words(),
        first: trouble.word("Mean first score"),
        later: trouble.word("Mean later score of the same people"),
        scales: (0..3).map(scale).collect(),
    })
}

fn goal_attainment_example(trouble: Trouble) -> Drawing {
    let names = [
        "+2  Much more than expected",
        "+1  More than expected",
        "0  As expected",
        "−1  Less than expected",
        "−2  Much less than expected",
    ];
    let level = |index: usize| goal_attainment::AttainmentRow {
        label: if trouble == LongNames { trouble.name("Level", index) } else { names[index % 5].into() },
        goals: trouble.count(index),
        as_expected: index < 3,
    };
    goal_attainment::draw(&goal_attainment::GoalAttainmentSpec {
        caption: trouble.caption("Two in three recovery goals came out as expected or better"),
        words: words(),
        axis: trouble.word("Recovery goals"),
        levels: (0..trouble.rows(5)).map(level).collect(),
    })
}

fn role_transitions_example(trouble: Trouble) -> Drawing {
    let row = |index: usize| role_transitions::RoleRow {
        label: trouble.name("Volunteering", index),
        gained: trouble.share(index),
        kept: trouble.share(index + 1),
        lost: trouble.share(index + 2),
    };
    role_transitions::draw(&role_transitions::RoleTransitionsSpec {
        caption: trouble.caption("More people gained a valued role than lost one"),
        words: words(),
        gained: trouble.word("Gained, of those without it at first"),
        kept: trouble.word("Kept, of those with it at first"),
        lost: trouble.word("Lost, of those with it at first"),
        domains: (0..trouble.rows(8)).map(row).collect(),
    })
}

fn completion_flow_example(trouble: Trouble) -> Drawing {
    let names = ["On the caseload", "Asked", "Answered a first time", "Answered again: a pair"];
    let step = |index: usize| completion_flow::FlowStep {
        label: if trouble == LongNames { trouble.name("Step", index) } else { names[index % 4].into() },
        people: trouble.count(index),
    };
    completion_flow::draw(&completion_flow::CompletionFlowSpec {
        caption: trouble.caption("One in three people have answered twice"),
        words: words(),
        axis: trouble.word("People"),
        steps: (0..trouble.rows(4)).map(step).collect(),
    })
}

pub(in crate::charts) fn over_time_example(trouble: Trouble, usual: usize) -> Drawing {
    let point = |index: usize| over_time::TimePoint {
        label: match trouble {
            LongNames => format!("July to September {}", 2010 + index),
            _ => format!("Q{} {}/{}", index % 4 + 1, 2019 + index / 4, 20 + index / 4),
        },
        cell: match trouble {
            Plain | LongNames | LongWords => {
                shown(200, 80 + (index as u64 * 7) % 13 + if index >= usual / 2 { 30 } else { 0 })
            }
            _ => trouble.share(index),
        },
    };
    let points: Vec<over_time::TimePoint> = (0..trouble.rows(usual)).map(point).collect();
    let observed: Vec<Observed> =
        points.iter().map(|point| Observed { value: point.cell.value(), share: None }).collect();
    let starts: &[usize] = if usual > 30 { &[25] } else { &[] };
    let trend = trend(&observed, starts, &TrendRules::NATIONAL);
    let sign = |letter, meaning, words: &str| (over_time::Sign { letter, meaning }, trouble.word(words));
    let signs = vec![
        sign('H', over_time::Meaning::Wanted, "latest: higher than usual, and higher is better"),
        sign('F', over_time::Meaning::Unwanted, "our target: not to be expected as things are"),
        sign('?', over_time::Meaning::Neutral, "our target: reached or not by chance"),
    ];
    let signs = if trend.shown > 0 { signs } else { Vec::new() };
    let rule = |letter: char, words: &str| over_time::RuleName { letter, words: trouble.word(words) };
    over_time::draw(&over_time::OverTimeSpec {
        caption: trouble.caption("Since 2021 more people say that they are listened to"),
        words: words(),
        unit: Unit::Percent,
        trend,
        points,
        range: (0.0, 100.0),
        axis: trouble.word("Quarter"),
        lines: over_time::LineNames {
            centre: trouble.word(if usual < 12 { "Median" } else { "Mean" }),
            upper: trouble.word("Upper limit"),
            lower: trouble.word("Lower limit"),
            anew: "begun anew".to_owned(),
        },
        rules: over_time::RuleNames {
            outside: rule('A', "beyond a limit"),
            trend: rule('T', "seven in a row rising or falling"),
            two_of_three: rule('N', "two of three near a limit"),
            shift: rule('S', "a long run on one side"),
            few_crossings: rule('C', "crosses the centre too seldom"),
        },
        target: (trouble != Plain).then(|| (60.0, trouble.word("Our aim"))),
        height: if usual < 12 { over_time::Height::Low } else { over_time::Height::Full },
        signs,
    })
}

pub(in crate::charts) fn team_funnel_example(trouble: Trouble, usual: usize) -> Drawing {
    let team = |index: usize| team_funnel::FunnelTeam {
        name: (index % 7 != 6).then(|| format!("{} {}", trouble.name("Team", index), index / 8)),
        cell: match trouble {
            AllWithheld | AllNothing | Mixed | Noughts | Everyone | AllTheSame | LargeNumbers => trouble.share(index),
            _ => shown(
                12 + (index as u64 * 53) % 140,
                (12 + (index as u64 * 53) % 140) * (45 + (index as u64 * 31) % 30) / 100,
            ),
        },
    };
    let teams: Vec<team_funnel::FunnelTeam> = (0..trouble.rows(usual)).map(team).collect();
    let shares: Vec<Share> = teams
        .iter()
        .filter_map(|team| team.cell.numbers())
        .map(|numbers| Share { achieved: numbers.achieved.unwrap_or(0) as f64, known: numbers.known as f64 })
        .collect();
    let rules = FunnelRules { limits: FunnelLimits::Arcsine, over_dispersion: true };
    let nobody = Funnel { target: 0.5, units: 0, phi: 1.0, tau2: 0.0, rules };
    team_funnel::draw(&team_funnel::TeamFunnelSpec {
        caption: trouble.caption("Teams differ little more than chance explains"),
        words: words(),
        funnel: Funnel::of(&shares, rules).unwrap_or(nobody),
        people: trouble.word("People with a known answer"),
        share: trouble.word("Share of people"),
        lines: team_funnel::FunnelNames {
            target: trouble.word("All teams"),
            inner: trouble.word("95% limits"),
            outer: trouble.word("99.8% limits"),
        },
        teams,
    })
}

fn breakdowns_example(trouble: Trouble, unit: Unit) -> Drawing {
    let cell = |index: usize| if unit == Unit::Percent { trouble.share(index) } else { trouble.mean(index) };
    let row = |index: usize| breakdowns::CategoryRow {
        label: trouble.name("Asian or Asian British", index),
        cell: cell(index),
    };
    let group = |number: usize| breakdowns::BreakdownGroup {
        heading: trouble.word(["Gender", "Ethnic group", "Age", "Deprivation"][number]),
        categories: (0..trouble.rows(16) / 4).map(|index| row(index * 4 + number)).collect(),
    };
    breakdowns::draw(&breakdowns::BreakdownsSpec {
        caption: trouble.caption("Younger people say less often that they are listened to"),
        words: words(),
        unit,
        range: if unit == Unit::Percent { (0.0, 100.0) } else { (0.0, 70.0) },
        axis: trouble.word("Improved"),
        everyone: breakdowns::CategoryRow { label: trouble.word("Everyone"), cell: cell(3) },
        breakdowns: (0..4).map(group).collect(),
    })
}

fn coverage_example(trouble: Trouble) -> Drawing {
    let row = |index: usize| coverage::CoverageRow { team: trouble.name("Team", index), cell: trouble.share(index) };
    coverage::draw(&coverage::CoverageSpec {
        caption: trouble.caption("Half of the caseload has answered in the last 12 months"),
        words: words(),
        heading: trouble.word("With at least one questionnaire in 12 months"),
        teams: (0..trouble.rows(8)).map(row).collect(),
    })
}

fn data_quality_example(trouble: Trouble) -> Drawing {
    let row = |index: usize| data_quality::QualityRow {
        team: trouble.name("Team", index),
        cells: (0..3).map(|column| trouble.share(index + column)).collect(),
    };
    data_quality::draw(&data_quality::DataQualitySpec {
        caption: trouble.caption("Dates are nearly complete; ethnicity is not"),
        words: words(),
        headings: ["Rows used", "Answers complete", "Ethnicity known"].map(|heading| trouble.word(heading)).to_vec(),
        teams: (0..trouble.rows(8)).map(row).collect(),
    })
}
