//! The open tables as one workbook: a cover, then one table per sheet with frozen headings. Numbers are numbers, absence
//! is empty, and nothing is a formula.

use super::ReportError;
use crate::background::Background;
use crate::table::Table;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// The bytes of `indicators.xlsx`; the same tables give the same bytes.
pub fn workbook(tables: &[Table], background: &Background) -> Result<Vec<u8>, ReportError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(background)?);
    cover(workbook.add_worksheet(), tables, background)?;
    for table in tables {
        sheet(workbook.add_worksheet(), table)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn title(background: &Background) -> String {
    background.wording.say("workbook.title", &[("provider", &background.provider)])
}

/// The clock is never asked: a workbook is dated like its reports.
fn properties(background: &Background) -> Result<DocProperties, XlsxError> {
    use chrono::Datelike;
    let day = background.dated;
    let dated = ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?;
    Ok(DocProperties::new()
        .set_title(title(background))
        .set_author(&background.provider)
        .set_creation_datetime(&dated))
}

fn cover(sheet: &mut Worksheet, tables: &[Table], background: &Background) -> Result<(), XlsxError> {
    let say = |key: &str| background.wording.say(&format!("workbook.{key}"), &[("term", &background.term)]);
    let strong = Format::new().set_bold().set_font_size(14);
    sheet.set_name(say("cover"))?;
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 90)?;
    sheet.write_string_with_format(0, 0, title(background), &strong)?;
    sheet.write_string(1, 0, background.period_words())?;
    sheet.write_string(2, 0, background.day(background.dated))?;
    sheet.write_string(3, 0, say("withheld"))?;
    for (row, table) in tables.iter().enumerate() {
        let row = row as u32 + 5;
        sheet.write_string(row, 0, table.name)?;
        sheet.write_string(row, 1, say(&format!("sheet.{}", table.name)))?;
    }
    Ok(())
}

fn sheet(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold();
    sheet.set_name(table.name)?;
    for (column, name) in table.columns.iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, name, &heading)?;
    }
    for (row, cells) in table.rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            write_cell(sheet, row as u32 + 1, column as u16, cell)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, table.rows.len() as u32, table.columns.len().saturating_sub(1) as u16)?;
    sheet.autofit();
    Ok(())
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &str) -> Result<(), XlsxError> {
    match cell.parse::<f64>() {
        // An id such as 007 or one too long for a number stays text.
        Ok(number) if number.is_finite() && number.to_string() == cell => sheet.write_number(row, column, number)?,
        _ if cell.is_empty() => return Ok(()),
        _ => sheet.write_string(row, column, cell)?,
    };
    Ok(())
}
