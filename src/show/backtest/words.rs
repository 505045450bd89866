//! What came of a comparison, in words: what agrees, what differs and why it may, and what cannot be compared.

use chrono::{Datelike, NaiveDate};
use fingerpost::backtest::{Absent, Backtest, Compared, Figures, Fit, Outcome, What};
use fingerpost::definitions::settings::Quarters;
use fingerpost::definitions::{Definitions, FigureKind};
use fingerpost::explain;
use fingerpost::intake::{OwnFigures, OwnNumber, Spot, Told};
use fingerpost::period::Period;

/// Ways that are named for one figure; of more, only how many there are.
const NAMED: usize = 3;

/// What the sentences are about.
pub struct Words<'a> {
    pub figures: &'a Figures<'a>,
    pub definitions: &'a Definitions,
}

impl Words<'_> {
    pub fn say(&self, key: &str, places: &[(&str, &str)]) -> String {
        self.definitions.wording.say(key, places)
    }

    fn rows(&self, n: u64) -> String {
        self.definitions.wording.count("count.rows", n, &[])
    }

    pub fn page(&self, own: &OwnFigures, backtest: &Backtest) -> String {
        let (rows, output) = (self.rows(backtest.read), self.figures.output);
        let places =
            [("out", output.folder.as_str()), ("period", &output.period), ("rows", &rows), ("file", &own.file)];
        let mut lines = vec![self.say("backtest.heading", &places)];
        lines.extend(self.agreeing(backtest));
        lines.extend(self.explained(backtest));
        lines.extend(self.unexplained(backtest));
        lines.extend(self.uncompared(backtest));
        if !backtest.beside.is_empty() {
            let rows: Vec<String> = backtest.beside.iter().map(u64::to_string).collect();
            lines.extend([String::new(), self.say("backtest.beside", &[("rows", &rows.join(", "))])]);
        }
        if !own.ignored.is_empty() {
            let columns: Vec<String> = own.ignored.iter().map(|header| format!("“{header}”")).collect();
            lines.extend([String::new(), self.say("backtest.ignored", &[("columns", &columns.join(", "))])]);
        }
        lines.join("\n") + "\n"
    }

    fn agreeing(&self, backtest: &Backtest) -> Vec<String> {
        let agree = backtest.count(Outcome::agrees);
        let nothing = agree + backtest.count(Outcome::differs) == 0;
        let words = if nothing {
            self.say("backtest.nothing", &[])
        } else {
            self.say("backtest.agree", &[("rows", &self.rows(agree))])
        };
        vec![String::new(), words]
    }

    /// The heading of a kind of rows; nothing where there is none.
    fn heading(&self, key: &str, rows: &[&Compared]) -> Vec<String> {
        let words = || self.say(key, &[("rows", &self.rows(rows.len() as u64))]);
        if rows.is_empty() { Vec::new() } else { vec![String::new(), words()] }
    }

    fn explained(&self, backtest: &Backtest) -> Vec<String> {
        let own: Vec<&Compared> = backtest.rows.iter().filter(|row| row.outcome.is_explained()).collect();
        let mut lines = self.heading("backtest.explained", &own);
        lines.extend((!own.is_empty()).then(|| self.say("backtest.explained_note", &[])));
        for row in own {
            lines.extend(self.difference(row));
            lines.extend(self.fits(row).into_iter().map(|fit| format!("    {fit}")));
        }
        lines
    }

    /// Rows of one figure stand together, and how it is counted is said once below them.
    fn unexplained(&self, backtest: &Backtest) -> Vec<String> {
        let is_own = |row: &&Compared| row.outcome.differs() && !row.outcome.is_explained();
        let own: Vec<&Compared> = backtest.rows.iter().filter(is_own).collect();
        let mut lines = self.heading("backtest.unexplained", &own);
        for rows in by_figure(own) {
            lines.extend(rows.iter().flat_map(|row| self.difference(row)));
            lines.push(format!("    {}", self.say("backtest.counted", &[])));
            lines.extend(self.counted(&rows).into_iter().map(|line| format!("      {line}")));
        }
        lines
    }

    fn uncompared(&self, backtest: &Backtest) -> Vec<String> {
        let own = backtest.rows.iter().filter(|row| !row.outcome.agrees() && !row.outcome.differs());
        let own: Vec<&Compared> = own.collect();
        let mut lines = self.heading("backtest.uncompared", &own);
        for row in own {
            lines.push(format!("  {}", self.named(row)));
            lines.extend(self.reason(row).map(|reason| format!("    {reason}")));
        }
        lines
    }

    fn difference(&self, row: &Compared) -> Vec<String> {
        let Outcome::Differs(told, _) = &row.outcome else { return Vec::new() };
        let places = [("yours", row.yours.written.as_str()), ("ours", &self.ours(*told, row))];
        vec![format!("  {}", self.named(row)), format!("    {}", self.say("backtest.differ", &places))]
    }

    /// The row, and the figure, unit, period and group that it is about, as far as these are not the usual ones.
    fn named(&self, row: &Compared) -> String {
        let (spot, number) = (&row.spot, row.row.to_string());
        let label = self.figures.figure(&spot.indicator).map_or("", |figure| figure.label.as_str());
        let unit = self.unit(&spot.level, &spot.unit);
        let places = [("row", number.as_str()), ("label", label), ("indicator", &spot.indicator), ("unit", &unit)];
        let mut words = self.say("backtest.row", &places);
        if !self.figures.is_current(spot) {
            words = self.say("backtest.row_period", &[("row", &words), ("period", &spot.period)]);
        }
        if spot.breakdown == "all" { words } else { self.in_group(spot, &words) }
    }

    fn in_group(&self, spot: &Spot, row: &str) -> String {
        let named = |key: String, id: &str| match self.definitions.wording.has(&key) {
            true => self.definitions.wording.say(&key, &[]),
            false => id.to_owned(),
        };
        let breakdown = named(format!("breakdown.{}", spot.breakdown), &spot.breakdown);
        let category = named(format!("category.{}.{}", spot.breakdown, spot.category), &spot.category);
        self.say("backtest.row_group", &[("row", row), ("breakdown", &breakdown), ("category", &category)])
    }

    fn unit(&self, level: &str, id: &str) -> String {
        let name = self.figures.unit_name(level, id);
        match level {
            "provider" => name.to_owned(),
            _ => self.say("backtest.unit", &[("name", name), ("level", level), ("id", id)]),
        }
    }

    fn ours(&self, told: Told, row: &Compared) -> String {
        let is_share = self.figures.figure(&row.spot.indicator).is_some_and(|figure| figure.is_share());
        let value = told.figure().map_or(String::new(), |value| rounded(value, &row.yours));
        let Told::Row { achieved, known, eligible, value: of_row } = told else {
            let value = if is_share { format!("{value}%") } else { value };
            return self.say("backtest.ours.point", &[("value", &value)]);
        };
        let [achieved_text, known, eligible] = [achieved, Some(known), Some(eligible)]
            .map(|count| count.map_or(String::new(), |count| count.to_string()));
        let places =
            [("value", value.as_str()), ("achieved", &achieved_text), ("known", &known), ("eligible", &eligible)];
        match (achieved, of_row) {
            (Some(_), _) => self.say("backtest.ours.share", &places),
            (None, Some(_)) => self.say("backtest.ours.mean", &places),
            (None, None) => self.say("backtest.ours.people", &places),
        }
    }

    /// The first few ways that fit, and how many more do.
    pub fn fits(&self, row: &Compared) -> Vec<String> {
        let Outcome::Differs(_, fits) = &row.outcome else { return Vec::new() };
        let mut words: Vec<String> = fits
            .iter()
            .take(NAMED)
            .map(|fit| self.say("backtest.fits", &[("fit", &self.fit(fit, &row.yours))]))
            .collect();
        let more = fits.len().saturating_sub(NAMED) as u64;
        words.extend((more > 0).then(|| self.definitions.wording.count("backtest.more", more, &[])));
        words
    }

    fn fit(&self, fit: &Fit, yours: &OwnNumber) -> String {
        let (value, n) = (rounded(fit.value, yours), self.figures.output.rules.round_to.to_string());
        let own = |key: &str, more: &[(&str, &str)]| {
            let places = [("value", value.as_str()), ("n", &n)];
            self.say(&format!("backtest.fit.{key}"), &[&places, more].concat())
        };
        let words = match &fit.what {
            What::Period(period) => own("period", &[("period", period)]),
            What::Unit { level, id } => own("unit", &[("unit", &self.unit(level, id))]),
            What::Indicator(id) => {
                let label = self.figures.figure(id).map_or("", |figure| figure.label.as_str());
                own("indicator", &[("indicator", id), ("label", label)])
            }
            other => own(other.key(), &[]),
        };
        if fit.as_fraction { self.say("backtest.fit.as_fraction", &[("fit", &words)]) } else { words }
    }

    /// Who is counted, over which days, by which formula, and what becomes of those nothing is known of.
    pub fn counted(&self, rows: &[&Compared]) -> Vec<String> {
        let Some(first) = rows.first() else { return Vec::new() };
        let explained = explain::explain(&first.spot.indicator, self.definitions).map(|explained| explained.parts);
        let asked =
            ["counted", "formula"].map(|key| self.definitions.wording.say(&format!("explain.heading.{key}"), &[]));
        let parts = explained.unwrap_or_default().into_iter().filter(|part| asked.contains(&part.heading));
        let mut lines: Vec<String> = parts.flat_map(|part| part.lines).collect();
        lines.extend(self.span(&first.spot.period));
        lines.extend(rows.iter().filter_map(|row| self.missing(row)));
        lines
    }

    fn span(&self, period: &str) -> Option<String> {
        let kinds = [Quarters::Financial, Quarters::Calendar];
        let period = kinds.into_iter().find_map(|kind| Period::parse(period, kind))?;
        Some(self.say("backtest.span", &[("start", &self.day(period.start)), ("end", &self.day(period.end))]))
    }

    fn day(&self, day: NaiveDate) -> String {
        let wording = &self.definitions.wording;
        let (number, month) = (day.day().to_string(), wording.say(&format!("month.{}", day.month()), &[]));
        wording.say("period.day", &[("day", &number), ("month", &month), ("year", &day.year().to_string())])
    }

    fn missing(&self, row: &Compared) -> Option<String> {
        let Outcome::Differs(Told::Row { known, eligible, .. }, _) = row.outcome else { return None };
        if self.figures.figure(&row.spot.indicator)?.kind == FigureKind::People {
            return None;
        }
        let number = row.row.to_string();
        let (missing, eligible_text) = (eligible.saturating_sub(known).to_string(), eligible.to_string());
        let places = [("row", number.as_str()), ("missing", &missing), ("eligible", &eligible_text)];
        Some(self.say(if known < eligible { "backtest.left_out" } else { "backtest.none_left_out" }, &places))
    }

    /// Why a row cannot be compared. Whatever was typed, the same is said.
    pub fn reason(&self, row: &Compared) -> Option<String> {
        let periods = &self.figures.periods;
        let [first, last] = [periods.first(), periods.last()].map(|period| period.copied().unwrap_or_default());
        let key = match row.outcome {
            Outcome::Agrees(_) | Outcome::Differs(..) => return None,
            Outcome::Withheld => "backtest.absent.withheld",
            Outcome::WithheldOrNone => "backtest.absent.withheld_or_none",
            Outcome::NoSuchFigure(Absent::NoRecord) => "backtest.absent.no_record",
            Outcome::NoSuchFigure(Absent::NoSuchPeriod) => {
                let places = [("period", row.spot.period.as_str()), ("first", first), ("last", last)];
                return Some(self.say("backtest.absent.no_period", &places));
            }
            Outcome::NoSuchFigure(Absent::NotOverTime) => "backtest.absent.not_over_time",
        };
        Some(self.say(key, &[("period", &row.spot.period)]))
    }
}

/// Differing rows, those of one figure and period together, in the order of the first of each.
fn by_figure(rows: Vec<&Compared>) -> Vec<Vec<&Compared>> {
    let mut groups: Vec<Vec<&Compared>> = Vec::new();
    for row in rows {
        let same =
            |other: &Compared| (&other.spot.indicator, &other.spot.period) == (&row.spot.indicator, &row.spot.period);
        match groups.iter_mut().find(|group| group.first().is_some_and(|first| same(first))) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    groups
}

/// To two decimals, or to as many as were typed, so that what differs is seen to differ.
fn rounded(value: f64, yours: &OwnNumber) -> String {
    let scale = 10_f64.powi(yours.decimals.clamp(2, 9) as i32);
    ((value * scale).round() / scale).to_string()
}
