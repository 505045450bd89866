//! The description that lies beside the files. It is written by the same run, so its row numbers are always right.

use super::Order;
use super::export::Made;
use super::faults::Planted;

/// The whole text of `README.md`.
pub fn text(order: &Order, made: &Made) -> String {
    [HEAD, &files(made), &again(order), ON_PURPOSE, &faults(made)].join("\n")
}

const HEAD: &str = "# Sample data

**Everything here is invented.** No person, team, answer, goal or promise in these files is real or was taken from a
real record. Repeatable chance made them, so that the program can be tried, tested and explained without the data of
anybody.

The files look like the exports of a mental health provider, \"Northshire Partnership\": three services, twelve teams,
ten quarters from April 2024 to September 2026, exported on 9 October 2026. `audit.toml` holds the settings.
";

fn files(made: &Made) -> String {
    let mut text = String::from("| file | one row is | rows |\n|---|---|---:|\n");
    for (table, rows) in &made.rows {
        text += &format!("| `{}` | {} | {} |\n", table.file(), table.one_row(), thousands(*rows));
    }
    text
}

fn again(order: &Order) -> String {
    let size = match order.answers {
        Some(answers) => format!("--answers {answers}"),
        None => format!("--people {}", order.people),
    };
    let clean = if order.clean { " --clean" } else { "" };
    format!(
        "## Making them again

```
cargo run --example generate -- --out sample-data {size} --seed {}{clean}
```

makes these files byte for byte; this page is made in the same run. `--people` and `--answers` make larger exports,
`--seed` makes other people, and `--clean` leaves out the faults listed below.
",
        order.seed
    )
}

const ON_PURPOSE: &str = "## What is the way it is on purpose

- Lantern House (T08) and Early Intervention Dales (T11) look after a handful of people each, so most of their figures
  are withheld, and some figures of their neighbours too.
- Riverside Community Team (T04) gets better quarter by quarter: in what people say, in how many are asked, and in its
  records.
- Early Intervention South (T10) sends totals instead of answers: they can be counted, but not scored again.
- Castle Road Community Team (T03) writes `1` and `0` where the others write `yes` and `no`.
- Peer Support Network (T12) belongs to the provider but to no service.
- Orchard House (T06) has not filled in its checklist for more than a year.
- Some people come back for a second time, to the same team or to another one. Some questionnaires have gaps or were
  broken off. Some goals were never rated, some never closed. Some statuses are older than a year.
- A few rows are dated after September 2026, because the quarter had ended some days before the export was made.
";

fn faults(made: &Made) -> String {
    if made.planted.is_empty() {
        return String::from("## Planted faults\n\nNone: these files were made without them.\n");
    }
    let mut text = format!(
        "## Planted faults

These {} faults are in the files on purpose. Rows are counted as a spreadsheet shows them: the header is row 1.

| file | row | what is wrong | what becomes of it |
|---|---:|---|---|
",
        made.planted.len()
    );
    for planted in &made.planted {
        text += &line(planted);
    }
    text
}

fn line(planted: &Planted) -> String {
    let fault = planted.fault;
    format!("| `{}` | {} | {} | {} |\n", fault.table.file(), span(planted), fault.says, fault.fate.says())
}

fn span(planted: &Planted) -> String {
    match planted.rows {
        1 => planted.row.to_string(),
        rows => format!("{} to {}", planted.row, planted.row + rows as u64 - 1),
    }
}

fn thousands(rows: u64) -> String {
    match (rows / 1_000_000, rows / 1000 % 1000, rows % 1000) {
        (0, 0, ones) => ones.to_string(),
        (0, thousands, ones) => format!("{thousands},{ones:03}"),
        (millions, thousands, ones) => format!("{millions},{thousands:03},{ones:03}"),
    }
}
