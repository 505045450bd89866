//! The page to start from: what was made, what was read, what was left out.

use super::document::{Document, Table, text};
use super::view::View;
use super::{Report, blank, commissioner};

pub fn compose(view: View, reports: &[Report]) -> Document {
    let mut document = blank(view, "index");
    let body = &mut document.body;
    body.heading(1, view.plain("index.reports"));
    if reports.is_empty() {
        body.paragraph(view.plain("index.no_reports"));
    } else {
        body.table(reports_table(view, reports));
    }
    body.heading(1, view.plain("index.tables"));
    body.list(
        ["indicators", "values", "trends", "findings"]
            .map(|name| {
                text("")
                    .link(format!("data/{name}.csv"), format!("data/{name}.csv"))
                    .text(view.plain(&format!("index.table.{name}")))
            })
            .into_iter()
            .chain([text("")
                .link("data/indicators.xlsx", "data/indicators.xlsx")
                .text(view.plain("index.table.workbook"))]),
    );
    body.heading(1, view.plain("index.read"));
    body.paragraph(view.rows_in_words());
    body.table(commissioner::files_table(view));
    for table in &view.background.missing {
        body.paragraph(view.say(&format!("missing.{}", table.name()), &[("file", &format!("{}.csv", table.name()))]));
    }
    body.notes([view.plain(if view.background.restricted { "index.record_restricted" } else { "index.record" })]);
    document
}

fn reports_table(view: View, reports: &[Report]) -> Table {
    let mut table = Table::new(view.plain("index.reports_table"))
        .column(view.plain("column.report"))
        .column(view.plain("column.web_page"))
        .column(view.plain("column.pdf"));
    for report in reports {
        let (html, pdf) = (format!("{}.html", report.path), format!("{}.pdf", report.path));
        table.row([
            text(report.name.clone()),
            text("").link(view.say("index.open_html", &[("report", &report.name)]), html),
            text("").link(view.say("index.open_pdf", &[("report", &report.name)]), pdf),
        ]);
    }
    table
}
