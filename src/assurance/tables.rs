//! The tables that come in and those that go out, column by column, as their schemas have them.

use super::{Place, layout};
use crate::definitions::{Definitions, Field, Measure, OutputSchema, Personal, TableSchema, Wording};

pub fn places(definitions: &Definitions) -> Vec<Place> {
    let wording = &definitions.wording;
    let fields = definitions.tables.iter().flat_map(|table| &table.fields);
    let special = fields.filter(|field| field.personal == Some(Personal::Special)).count();
    let (open, restricted): (Vec<&OutputSchema>, Vec<_>) =
        definitions.outputs.iter().partition(|output| output.is_open());
    vec![
        ("minimum", layout::lines(definitions.tables.iter().map(minimum))),
        ("personal_legend", layout::lines(Personal::ALL.into_iter().map(|personal| legend(personal, wording)))),
        ("inputs", definitions.tables.iter().map(|table| input(table, wording)).collect::<Vec<_>>().join("\n\n")),
        ("outputs_open", layout::lines(open.into_iter().map(output))),
        ("outputs_restricted", layout::lines(restricted.into_iter().map(output))),
        ("special_count", special.to_string()),
    ]
}

fn minimum(table: &TableSchema) -> String {
    let needed = table.fields.iter().filter(|field| field.required);
    let needed: Vec<&str> = needed.map(|field| field.name.as_str()).collect();
    format!("- `{}.csv`: {}", table.id.name(), layout::codes(&needed))
}

fn legend(personal: Personal, wording: &Wording) -> String {
    let say = |part: &str| wording.say(&format!("assurance.personal.{}.{part}", personal.key()), &[]);
    format!("- {}: {}", say("name"), say("means"))
}

fn input(table: &TableSchema, wording: &Wording) -> String {
    let head = ["column", "needed", "kind", "person", "holds"];
    let head = head.map(|key| wording.say(&format!("assurance.head.{key}"), &[]));
    let rows: Vec<Vec<String>> = table.fields.iter().map(|field| row(field, wording)).collect();
    let name = table.id.name();
    format!("### {name}.csv: {}\n\n{}\n\n{}", table.title, table.description, layout::table(&head, &rows))
}

fn row(field: &Field, wording: &Wording) -> Vec<String> {
    let say = |key: &str| wording.say(&format!("assurance.{key}"), &[]);
    let needed = if field.required { say("yes") } else { say("no") };
    let person = match field.personal {
        Some(personal) => say(&format!("personal.{}.name", personal.key())),
        None => say("not_told"),
    };
    let kind = say(&format!("kind.{}", field.kind.key()));
    vec![format!("`{}`", field.name), needed, kind, person, field.description.clone()]
}

fn output(output: &OutputSchema) -> String {
    let columns: Vec<&str> = output.fields.iter().map(|field| field.name.as_str()).collect();
    format!("- `{}` ({}): {}", output.path, output.title, columns.join(", "))
}

/// Every instrument with whom it asks and what is known of its licence.
pub fn instruments(definitions: &Definitions) -> String {
    let wording = &definitions.wording;
    let head = ["instrument", "sure", "licence"].map(|key| wording.say(&format!("assurance.head.{key}"), &[]));
    let row = |measure: &Measure| {
        let star = if measure.needs_licence { " *" } else { "" };
        let sure = wording.say(&format!("cli.measures.{}", measure.least_sure().key()), &[]);
        vec![format!("`{}`{star}", measure.id), sure, format!("{}: {}", measure.title, measure.licence)]
    };
    layout::table(&head, &definitions.measures.iter().map(row).collect::<Vec<_>>())
}
