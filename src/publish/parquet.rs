//! A table as Parquet, whose columns have the types of its published schema: a data warehouse reads it without being told what
//! is a day and what a number. No compression of bytes, so that every reader can open it; repeated texts are written once.

use super::PublishError;
use crate::definitions::{Field, Kind, OutputSchema};
use crate::table::Table;
use ::parquet::basic::{LogicalType, Repetition, Type as Stored};
use ::parquet::column::writer::ColumnWriter;
use ::parquet::data_type::ByteArray;
use ::parquet::errors::{ParquetError, Result};
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::{Type, TypePtr};
use chrono::NaiveDate;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// The table with every row in order. An empty cell is null. Fails where a cell is not what the schema says, which would be a
/// fault of the program.
pub fn parquet(table: &Table, schema: &OutputSchema, out: &Path) -> std::result::Result<Vec<u8>, PublishError> {
    let path = || out.join(&schema.path).with_extension("parquet");
    bytes_of(table, schema).map_err(|error| PublishError::Write { path: path(), error: io::Error::other(error) })
}

fn bytes_of(table: &Table, schema: &OutputSchema) -> Result<Vec<u8>> {
    let properties = WriterProperties::builder().set_created_by("fingerpost".to_owned()).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), group(schema)?, Arc::new(properties))?;
    let mut rows = writer.next_row_group()?;
    for (at, field) in schema.fields.iter().enumerate() {
        let cells: Vec<&str> = table.rows.iter().map(|row| row[at].as_str()).collect();
        let Some(mut column) = rows.next_column()? else { return Err(fault(field, "has no column")) };
        write(&mut column, field, &cells)?;
        column.close()?;
    }
    rows.close()?;
    writer.into_inner()
}

fn group(schema: &OutputSchema) -> Result<TypePtr> {
    let columns = schema.fields.iter().map(|field| column(field).map(Arc::new)).collect::<Result<Vec<_>>>()?;
    Ok(Arc::new(Type::group_type_builder(&schema.name).with_fields(columns).build()?))
}

fn column(field: &Field) -> Result<Type> {
    let (stored, meant) = match field.kind {
        Kind::Text | Kind::Code(_) => (Stored::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Date => (Stored::INT32, Some(LogicalType::Date)),
        Kind::Integer { .. } => (Stored::INT64, None),
        Kind::Number { .. } => (Stored::DOUBLE, None),
    };
    Type::primitive_type_builder(&field.name, stored)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(meant)
        .build()
}

fn write(column: &mut SerializedColumnWriter<'_>, field: &Field, cells: &[&str]) -> Result<()> {
    let levels: Vec<i16> = cells.iter().map(|cell| i16::from(!cell.is_empty())).collect();
    let filled = cells.iter().filter(|cell| !cell.is_empty());
    let levels = Some(levels.as_slice());
    match column.untyped() {
        ColumnWriter::ByteArrayColumnWriter(writer) => {
            let texts: Vec<ByteArray> = filled.map(|cell| ByteArray::from(*cell)).collect();
            writer.write_batch(&texts, levels, None)?;
        }
        ColumnWriter::Int32ColumnWriter(writer) => {
            let days = filled.map(|cell| days_since_1970(cell).ok_or_else(|| fault(field, "holds no day")));
            writer.write_batch(&days.collect::<Result<Vec<_>>>()?, levels, None)?;
        }
        ColumnWriter::Int64ColumnWriter(writer) => {
            let whole = filled.map(|cell| cell.parse().map_err(|_| fault(field, "holds no whole number")));
            writer.write_batch(&whole.collect::<Result<Vec<_>>>()?, levels, None)?;
        }
        ColumnWriter::DoubleColumnWriter(writer) => {
            let numbers = filled.map(|cell| cell.parse().map_err(|_| fault(field, "holds no number")));
            writer.write_batch(&numbers.collect::<Result<Vec<_>>>()?, levels, None)?;
        }
        _ => return Err(fault(field, "has a type that is not written")),
    }
    Ok(())
}

fn days_since_1970(cell: &str) -> Option<i32> {
    let day: NaiveDate = cell.parse().ok()?;
    i32::try_from(day.signed_duration_since(NaiveDate::default()).num_days()).ok()
}

fn fault(field: &Field, what: &str) -> ParquetError {
    ParquetError::General(format!("column {} {what}", field.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions;
    use ::parquet::file::reader::{FileReader, SerializedFileReader};

    fn scores() -> OutputSchema {
        let outputs = definitions::load(None).unwrap().outputs;
        outputs.into_iter().find(|output| output.name == "scores").unwrap()
    }

    fn table(rows: &[[&str; 10]]) -> Table {
        let rows = rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
        let columns = scores().fields.iter().map(|field| field.name.clone()).collect();
        Table { name: "scores", columns, rows }
    }

    /// Read back by the same crate; `.ci/check_tables.py` reads whole outputs with another program.
    #[test]
    fn cells_have_the_types_of_the_schema_and_empty_ones_are_null() {
        let rows = [
            ["P1", "T1", "1970-01-02", "", "reqol-10", "total", "21.5", "10", "10", "scored"],
            ["=P2", "T1", "2026-07-01", "Q1", "reqol-10", "total", "", "9", "10", "too few answers"],
        ];
        let bytes = bytes_of(&table(&rows), &scores()).unwrap();
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        let read: Vec<String> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
        assert_eq!(read.len(), 2);
        assert!(read[0].contains("completed_on: 1970-01-02") && read[0].contains("score: 21.5"), "{}", read[0]);
        assert!(read[0].contains("questionnaire_id: null") && read[0].contains("answered: 10"), "{}", read[0]);
        assert!(read[1].contains("person_id: \"=P2\"") && read[1].contains("score: null"), "{}", read[1]);
    }

    #[test]
    fn a_table_without_rows_still_has_its_columns() {
        let reader =
            SerializedFileReader::new(bytes::Bytes::from(bytes_of(&table(&[]), &scores()).unwrap())).unwrap();
        let columns = reader.metadata().file_metadata().schema_descr().num_columns();
        assert_eq!((columns, reader.metadata().file_metadata().num_rows()), (10, 0));
    }

    #[test]
    fn a_cell_that_is_not_what_the_schema_says_is_refused() {
        let mut wrong = table(&[["P1", "T1", "1970-01-02", "", "reqol-10", "total", "21.5", "ten", "10", "scored"]]);
        assert!(bytes_of(&wrong, &scores()).unwrap_err().to_string().contains("answered holds no whole number"));
        wrong.rows[0][7] = String::new();
        wrong.rows[0][2] = "2 January".to_owned();
        assert!(bytes_of(&wrong, &scores()).unwrap_err().to_string().contains("completed_on holds no day"));
    }
}
