//! What came of a comparison, for other programs.

use super::sentence;
use super::words::Words;
use fingerpost::backtest::{Absent, Backtest, Compared, Fit, Outcome, What};
use fingerpost::intake::{OwnFault, OwnFigures, Told};
use serde_json::{Value, json};

pub fn data(own: &OwnFigures, backtest: &Backtest, words: &Words<'_>) -> Value {
    let differ = backtest.count(Outcome::differs);
    let explained = backtest.count(Outcome::is_explained);
    let agree = backtest.count(Outcome::agrees);
    json!({
        "output": words.figures.output.folder,
        "period": words.figures.output.period,
        "file": own.file,
        "rows_read": backtest.read,
        "agree": agree,
        "differ_explained": explained,
        "differ_not_explained": differ - explained,
        "not_comparable": backtest.rows.len() as u64 - agree - differ,
        "rows_faulty": backtest.read - backtest.rows.len() as u64,
        "rows_beside": backtest.beside,
        "ignored_columns": own.ignored,
        "rows": backtest.rows.iter().map(|row| row_data(row, words)).collect::<Vec<_>>(),
        "faults": backtest.faults.iter().map(|fault| fault_data(fault, words)).collect::<Vec<_>>(),
    })
}

fn row_data(row: &Compared, words: &Words<'_>) -> Value {
    let spot = &row.spot;
    let mut data = json!({
        "row": row.row,
        "period": spot.period,
        "level": spot.level,
        "unit_id": spot.unit,
        "breakdown": spot.breakdown,
        "category": spot.category,
        "indicator": spot.indicator,
        "yours": { "written": row.yours.written, "value": row.yours.value, "decimals": row.yours.decimals },
        "outcome": outcome(&row.outcome),
    });
    match &row.outcome {
        Outcome::Agrees(told) => data["ours"] = ours(*told),
        Outcome::Differs(told, fits) => {
            data["ours"] = ours(*told);
            data["would_fit"] = fits.iter().map(fit).collect();
            data["in_words"] = json!(words.fits(row));
        }
        _ => data["reason"] = json!(words.reason(row)),
    }
    if row.outcome.differs() && !row.outcome.is_explained() {
        data["how_ours_is_counted"] = json!(words.counted(&[row]));
    }
    data
}

fn outcome(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Agrees(_) => "agrees",
        Outcome::Differs(..) if outcome.is_explained() => "differs, explained",
        Outcome::Differs(..) => "differs, not explained",
        Outcome::Withheld => "withheld",
        Outcome::WithheldOrNone => "withheld or no record",
        Outcome::NoSuchFigure(Absent::NoRecord) => "no record",
        Outcome::NoSuchFigure(Absent::NoSuchPeriod) => "no such period",
        Outcome::NoSuchFigure(Absent::NotOverTime) => "not over time",
    }
}

fn ours(told: Told) -> Value {
    match told {
        Told::Withheld => Value::Null,
        Told::Row { achieved, known, eligible, value } => {
            json!({ "achieved": achieved, "known": known, "eligible": eligible, "value": value })
        }
        Told::Point(value) => json!({ "value": value }),
    }
}

fn fit(fit: &Fit) -> Value {
    let mut data =
        json!({ "what": fit.what.key(), "as_fraction": fit.as_fraction, "value": (fit.value * 1e9).round() / 1e9 });
    match &fit.what {
        What::Period(period) => data["period"] = json!(period),
        What::Unit { level, id } => {
            data["level"] = json!(level);
            data["unit_id"] = json!(id);
        }
        What::Indicator(id) => data["indicator"] = json!(id),
        _ => {}
    }
    data
}

fn fault_data(fault: &OwnFault, words: &Words<'_>) -> Value {
    let place = &fault.place;
    json!({
        "row": place.row,
        "column": place.column,
        "header": place.header,
        "code": fault.code,
        "message": sentence(fault, words.definitions),
    })
}
