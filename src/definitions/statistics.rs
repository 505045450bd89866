//! How patterns and differences are told from chance where experts disagree: `schemas/statistics.toml`.

use super::measure::{Provenance, Rule};
use super::reading::Written;
use crate::stats::{FunnelLimits, FunnelRules, ShareChart, TrendRules};
use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;

/// Settings with their sources.
#[derive(Debug, Clone, PartialEq)]
pub struct Statistics {
    pub over_time: TrendRules,
    pub over_time_rule: Rule,
    pub funnel: FunnelRules,
    pub funnel_rule: Rule,
    /// As `audit.toml` says them; none by default.
    pub rebases: Vec<Rebase>,
}

/// A figure over time is begun anew, for a reason that is printed: what came before is no yardstick for what comes after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebase {
    /// An indicator by id; `*` stands for any run of characters without a dot.
    pub indicator: String,
    /// The point in time that holds this day is the first of the new stretch.
    pub from: NaiveDate,
    pub reason: String,
}

impl Rebase {
    pub(super) fn for_record(&self) -> serde_json::Value {
        serde_json::json!({ "indicator": self.indicator, "from": self.from.to_string(), "reason": self.reason })
    }
}

impl Statistics {
    /// The settings as the run record holds them.
    pub fn for_record(&self) -> serde_json::Value {
        let TrendRules { fewest_for_limits, limit_factor, screen, fix_after, shift, trend, shares } = self.over_time;
        serde_json::json!({
            "over_time": {
                "fewest_for_limits": fewest_for_limits,
                "limit_factor": limit_factor,
                "screen": screen,
                "fix_after": fix_after,
                "shift": shift,
                "trend": trend,
                "shares": shares_word(shares),
            },
            "funnel": {
                "limits": match self.funnel.limits { FunnelLimits::Arcsine => "arcsine", FunnelLimits::Plain => "plain" },
                "over_dispersion": self.funnel.over_dispersion,
            },
        })
    }
}

/// As the file writes it, and key of its words.
pub fn shares_word(shares: ShareChart) -> &'static str {
    match shares {
        ShareChart::Individuals => "individuals",
        ShareChart::P => "p",
        ShareChart::PPrime => "p-prime",
        ShareChart::IPrime => "i-prime",
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatisticsFile {
    over_time: OverTimeFile,
    funnel: FunnelFile,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OverTimeFile {
    fewest_for_limits: Spanned<usize>,
    limit_factor: Spanned<f64>,
    screen: Option<Spanned<f64>>,
    fix_after: Option<Spanned<usize>>,
    shift: Spanned<usize>,
    trend: Spanned<usize>,
    shares: SharesFile,
    provenance: Provenance,
    source: Spanned<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum SharesFile {
    Individuals,
    P,
    PPrime,
    IPrime,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FunnelFile {
    limits: LimitsFile,
    over_dispersion: Spanned<bool>,
    provenance: Provenance,
    source: Spanned<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum LimitsFile {
    Arcsine,
    Plain,
}

pub(super) fn read(written: &mut Written<'_>) -> Option<Statistics> {
    let file: StatisticsFile = written.toml()?;
    check(written, &file);
    let rule = |provenance, source| Rule { provenance, source };
    let (over_time, funnel) = (&file.over_time, &file.funnel);
    let statistics = Statistics {
        over_time: trend_rules(over_time),
        over_time_rule: rule(over_time.provenance, written.filled("source", &over_time.source)),
        funnel: FunnelRules {
            limits: match funnel.limits {
                LimitsFile::Arcsine => FunnelLimits::Arcsine,
                LimitsFile::Plain => FunnelLimits::Plain,
            },
            over_dispersion: *funnel.over_dispersion.get_ref(),
        },
        funnel_rule: rule(funnel.provenance, written.filled("source", &funnel.source)),
        rebases: Vec::new(),
    };
    written.faults.is_empty().then_some(statistics)
}

fn trend_rules(file: &OverTimeFile) -> TrendRules {
    TrendRules {
        fewest_for_limits: *file.fewest_for_limits.get_ref(),
        limit_factor: *file.limit_factor.get_ref(),
        screen: file.screen.as_ref().map(|screen| *screen.get_ref()),
        fix_after: file.fix_after.as_ref().map(|points| *points.get_ref()),
        shift: *file.shift.get_ref(),
        trend: *file.trend.get_ref(),
        shares: match file.shares {
            SharesFile::Individuals => ShareChart::Individuals,
            SharesFile::P => ShareChart::P,
            SharesFile::PPrime => ShareChart::PPrime,
            SharesFile::IPrime => ShareChart::IPrime,
        },
    }
}

fn check(written: &mut Written<'_>, file: &StatisticsFile) {
    let over_time = &file.over_time;
    if !(2.0..=4.0).contains(over_time.limit_factor.get_ref()) {
        let message =
            "`limit_factor` lies from 2 to 4; 2.66 puts the limits three standard deviations from the mean.";
        written.fault(over_time.limit_factor.span(), message);
    }
    if let Some(screen) = over_time.screen.as_ref().filter(|screen| !(1.0..=10.0).contains(screen.get_ref())) {
        let message = "`screen` lies above 1 and up to 10; to leave no step out, leave the line away.";
        written.fault(screen.span(), message);
    }
    if let Some(points) = over_time.fix_after.as_ref().filter(|points| *points.get_ref() < 12) {
        let message = "limits fixed on fewer than 12 points are provisional for ever; `fix_after` is 12 or more.";
        written.fault(points.span(), message);
    }
    for (name, length) in [("shift", &over_time.shift), ("trend", &over_time.trend)] {
        if !(5..=12).contains(length.get_ref()) {
            written.fault(length.span(), format!("`{name}` is a number of points from 5 to 12."));
        }
    }
    if *over_time.fewest_for_limits.get_ref() < 8 {
        let message = "limits from fewer than 8 points say next to nothing; `fewest_for_limits` is 8 or more.";
        written.fault(over_time.fewest_for_limits.span(), message);
    }
    if file.funnel.limits == LimitsFile::Plain && *file.funnel.over_dispersion.get_ref() {
        let message = "plain limits cannot be widened; write `over_dispersion = false`, or use \"arcsine\".";
        written.fault(file.funnel.over_dispersion.span(), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: &str = include_str!("../../schemas/statistics.toml");

    fn faults(text: &str) -> Vec<String> {
        let mut written = Written::new("statistics.toml", text);
        read(&mut written);
        written.faults.sorted().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_shipped_settings_are_those_of_the_national_method() {
        let read = read(&mut Written::new("statistics.toml", SHIPPED)).expect("it is sound");
        assert_eq!(read.over_time, TrendRules::NATIONAL);
        assert_eq!(read.funnel, FunnelRules { limits: FunnelLimits::Arcsine, over_dispersion: true });
    }

    #[test]
    fn a_setting_that_cannot_be_is_refused_at_its_line() {
        for (old, new, part) in [
            ("limit_factor = 2.66", "limit_factor = 26.6", "from 2 to 4"),
            ("screen = 3.267", "screen = 0.5", "leave the line away"),
            ("shift = 7", "fix_after = 6\nshift = 7", "12 or more"),
            ("shift = 7", "shift = 3", "`shift` is a number of points"),
            ("trend = 7", "trend = 20", "`trend` is a number of points"),
            ("fewest_for_limits = 12", "fewest_for_limits = 4", "8 or more"),
            ("limits = \"arcsine\"", "limits = \"plain\"", "cannot be widened"),
        ] {
            assert!(SHIPPED.contains(old), "{old}");
            let found = faults(&SHIPPED.replacen(old, new, 1));
            assert!(found.len() == 1 && found[0].contains(part), "{new}: {found:?}");
        }
    }
}
