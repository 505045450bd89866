//! A small output made by hand, so that every difference can be planted, and the program run on it.

use super::program::{Ran, fingerpost};
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const INDICATORS: &str = "\
period,level,unit_id,unit_name,breakdown,category,indicator,label,achieved,known,eligible,value,unit,shown
Q,provider,NP,Northshire Partnership,all,all,caseload,People on the caseload,,902,902,,people,yes
Q,provider,NP,Northshire Partnership,all,all,coverage.any,Answered any questionnaire,796,902,902,88.248337029,percent,yes
Q,provider,NP,Northshire Partnership,all,all,coverage.reqol-10,ReQoL-10: answered,486,902,902,53.880266075,percent,yes
Q,provider,NP,Northshire Partnership,all,all,first.reqol-10.total,\"ReQoL-10, total: first score\",470,902,902,52.106430155,percent,yes
Q,provider,NP,Northshire Partnership,all,all,later.reqol-10.total,\"ReQoL-10, total: later score, whenever\",301,470,902,64.042553191,percent,yes
Q,provider,NP,Northshire Partnership,all,all,score.reqol-10.total,\"ReQoL-10, total: average score\",,234,902,20.794871795,points,yes
Q,provider,NP,Northshire Partnership,all,all,change.reqol-10.total,\"ReQoL-10, total: average change\",,153,902,2.483660131,points,yes
Q,provider,NP,Northshire Partnership,all,all,improved.reqol-10.total,\"ReQoL-10, total: clearly better\",53,153,902,34.640522876,percent,yes
Q,provider,NP,Northshire Partnership,all,all,unchanged.reqol-10.total,\"ReQoL-10, total: no clear change\",88,153,902,57.516339869,percent,yes
Q,provider,NP,Northshire Partnership,all,all,goals.has_recovery_goal,People with a recovery goal,572,902,902,63.414634146,percent,yes
Q,provider,NP,Northshire Partnership,all,all,goals.recovery_share,Goals that are recovery goals,877,1365,1365,64.249084249,percent,yes
Q,provider,NP,Northshire Partnership,all,all,role.employment.held,Paid work,132,729,902,18.106995885,percent,yes
Q,provider,NP,Northshire Partnership,all,all,role.employment.gained,Paid work: gained,11,117,135,9.401709402,percent,yes
Q,provider,NP,Northshire Partnership,all,all,role.employment.kept,Paid work: kept,,,,,percent,no
Q,provider,NP,Northshire Partnership,all,all,own.figure,A figure of their own,7,20,40,35,percent,yes
Q,provider,NP,Northshire Partnership,gender,2,coverage.any,Answered any questionnaire,412,471,471,87.473460722,percent,yes
Q,team,T01,Alder Community Team,all,all,caseload,People on the caseload,,203,203,,people,yes
Q,team,T01,Alder Community Team,all,all,coverage.any,Answered any questionnaire,170,203,203,83.743842365,percent,yes
Q,team,T01,Alder Community Team,all,all,improved.reqol-10.total,\"ReQoL-10, total: clearly better\",20,47,203,42.553191489,percent,yes
Q,team,T02,Tŷ Bryn,all,all,caseload,People on the caseload,,61,61,,people,yes
Q,team,T02,Tŷ Bryn,all,all,improved.reqol-10.total,\"ReQoL-10, total: clearly better\",,,,,percent,no
";

const TRENDS: &str = "\
indicator,level,unit_id,point,value
coverage.any,provider,NP,2025-26-Q4,
coverage.any,provider,NP,2026-27-Q1,85.126582278
coverage.any,provider,NP,Q,88.248337029
";

/// Of a table with all columns.
pub const HEADER: &str = "indicator,unit,value,period,breakdown,category";

const PERIOD: &str = "2026-27-Q2";

/// How the counts of the output are protected.
pub fn output(profile: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    let unit = |level: &str, id: &str| serde_json::json!({ "level": level, "id": id, "service": null });
    let record = serde_json::json!({
        "period": { "id": PERIOD },
        "units": [unit("provider", "NP"), unit("team", "T01"), unit("team", "T02"), unit("team", "T03")],
        "release_rules": {
            "profile": profile, "threshold": 5, "mean_minimum": 5, "spread_minimum": 10, "extremes_minimum": 10,
            "round_to": 5, "decided_by": "a test", "decided_on": "",
        },
    });
    fs::write(folder.path().join("run.json"), record.to_string()).unwrap();
    let of_period = |text: &str| text.replace("\nQ,", &format!("\n{PERIOD},")).replace(",Q,", &format!(",{PERIOD},"));
    fs::write(folder.path().join("data/indicators.csv"), of_period(INDICATORS)).unwrap();
    fs::write(folder.path().join("data/trends.csv"), of_period(TRENDS)).unwrap();
    folder
}

/// The program on an output and a table of earlier figures, whatever its bytes.
pub fn backtest(out: &Path, table: &[u8], more: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("earlier.csv");
    fs::write(&file, table).unwrap();
    fingerpost(&[&["backtest", out.to_str().unwrap(), file.to_str().unwrap()], more].concat())
}

/// What the program says of these rows (indicator, unit, value, and further columns) as data.
pub fn data(out: &Path, rows: &[&str]) -> Value {
    let table = format!("{HEADER}\n{}\n", rows.join("\n"));
    serde_json::from_str(&backtest(out, table.as_bytes(), &["--json"]).stdout).unwrap()
}

/// What became of each of these rows, all of which can be compared or could be.
pub fn outcomes(out: &Path, rows: &[&str]) -> Vec<String> {
    let data = data(out, rows);
    assert_eq!(data["faults"], serde_json::json!([]), "every row is read");
    let rows = data["rows"].as_array().unwrap();
    rows.iter().map(|row| row["outcome"].as_str().unwrap().to_owned()).collect()
}

/// What fits each of these rows, in order: its kind, and what it is of.
pub fn fits(out: &Path, rows: &[&str]) -> Vec<Vec<String>> {
    let data = data(out, rows);
    assert_eq!(data["faults"], serde_json::json!([]), "every row is read");
    data["rows"].as_array().unwrap().iter().map(fits_of).collect()
}

fn fits_of(row: &Value) -> Vec<String> {
    assert!(row["outcome"].as_str().unwrap().starts_with("differs"), "{row:#}");
    let of =
        |fit: &Value| ["period", "unit_id", "indicator"].iter().find_map(|key| fit[key].as_str().map(str::to_owned));
    let named = |fit: &Value| {
        let words = [Some(fit["what"].as_str().unwrap().to_owned()), of(fit)].into_iter().flatten();
        let fraction = (fit["as_fraction"] == true).then(|| "as a fraction".to_owned());
        words.chain(fraction).collect::<Vec<_>>().join(" ")
    };
    row["would_fit"].as_array().unwrap().iter().map(named).collect()
}
