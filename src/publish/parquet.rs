//! A table as Parquet, whose columns have the types of its published schema: a data warehouse reads it without being told what
//! is a day and what a number. No compression of bytes, so that every reader can open it; repeated texts are written once.

use crate::definitions::{Field, Kind, OutputSchema};
use crate::table::{Line, LongTable};
use ::parquet::basic::{LogicalType, Repetition, Type as Stored};
use ::parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use ::parquet::errors::{ParquetError, Result};
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::{Type, TypePtr};
use chrono::NaiveDate;
use std::io::Write;
use std::sync::Arc;

/// The table with every row in order. An empty cell is null. Fails where a cell is not what the schema says, which would be a
/// fault of the program.
pub(super) fn write(table: &LongTable, schema: &OutputSchema, to: &mut (impl Write + Send)) -> Result<()> {
    let properties = WriterProperties::builder().set_created_by("fingerpost".to_owned()).build();
    let mut writer = SerializedFileWriter::new(to, group(schema)?, Arc::new(properties))?;
    let mut cells = Cells::of(schema);
    (table.each_row)(&mut |line| {
        cells.add(line, schema)?;
        if cells.rows == ROWS_AT_ONCE {
            cells.write(&mut writer)?;
        }
        Ok(())
    })?;
    if cells.rows > 0 {
        cells.write(&mut writer)?;
    }
    writer.close().map(drop)
}

/// So many rows are held in memory and written as one group.
const ROWS_AT_ONCE: usize = 1 << 17;

/// Rows that are not written yet, column by column.
struct Cells {
    columns: Vec<(Vec<i16>, Values)>,
    rows: usize,
}

/// The filled cells of a column.
enum Values {
    Texts(Vec<ByteArray>),
    Days(Vec<i32>),
    Whole(Vec<i64>),
    Numbers(Vec<f64>),
}

impl Cells {
    fn of(schema: &OutputSchema) -> Cells {
        let values = |field: &Field| match field.kind {
            Kind::Text | Kind::Code(_) => Values::Texts(Vec::new()),
            Kind::Date => Values::Days(Vec::new()),
            Kind::Integer { .. } => Values::Whole(Vec::new()),
            Kind::Number { .. } => Values::Numbers(Vec::new()),
        };
        Cells { columns: schema.fields.iter().map(|field| (Vec::new(), values(field))).collect(), rows: 0 }
    }

    fn add(&mut self, line: &Line, schema: &OutputSchema) -> Result<()> {
        for (((filled, values), cell), field) in self.columns.iter_mut().zip(line.cells()).zip(&schema.fields) {
            filled.push(i16::from(!cell.is_empty()));
            if !cell.is_empty() {
                values.add(cell).ok_or_else(|| fault(field, values.what_it_lacks()))?;
            }
        }
        self.rows += 1;
        Ok(())
    }

    /// Writes what is held as one group of rows, and holds nothing any more.
    fn write(&mut self, writer: &mut SerializedFileWriter<impl Write + Send>) -> Result<()> {
        let mut rows = writer.next_row_group()?;
        for (filled, values) in &mut self.columns {
            let Some(mut column) = rows.next_column()? else { break };
            values.write(&mut column, filled)?;
            column.close()?;
            filled.clear();
        }
        self.rows = 0;
        rows.close().map(drop)
    }
}

impl Values {
    /// Nothing where the cell is no such value.
    fn add(&mut self, cell: &str) -> Option<()> {
        match self {
            Values::Texts(texts) => texts.push(ByteArray::from(cell)),
            Values::Days(days) => days.push(days_since_1970(cell)?),
            Values::Whole(whole) => whole.push(cell.parse().ok()?),
            Values::Numbers(numbers) => numbers.push(cell.parse().ok()?),
        }
        Some(())
    }

    fn what_it_lacks(&self) -> &'static str {
        match self {
            Values::Texts(_) => "holds no text",
            Values::Days(_) => "holds no day",
            Values::Whole(_) => "holds no whole number",
            Values::Numbers(_) => "holds no number",
        }
    }

    fn write(&mut self, column: &mut SerializedColumnWriter<'_>, filled: &[i16]) -> Result<()> {
        fn batch<T: DataType>(
            column: &mut SerializedColumnWriter<'_>,
            values: &mut Vec<T::T>,
            filled: &[i16],
        ) -> Result<()> {
            column.typed::<T>().write_batch(values, Some(filled), None)?;
            values.clear();
            Ok(())
        }
        match self {
            Values::Texts(texts) => batch::<ByteArrayType>(column, texts, filled),
            Values::Days(days) => batch::<Int32Type>(column, days, filled),
            Values::Whole(whole) => batch::<Int64Type>(column, whole, filled),
            Values::Numbers(numbers) => batch::<DoubleType>(column, numbers, filled),
        }
    }
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

    fn bytes(rows: &[[&str; 10]]) -> Result<Vec<u8>> {
        let fill = |row: &[&str; 10], line: &mut Line| row.iter().for_each(|cell| line.add(cell));
        let table = LongTable::in_order(("scores", &[]), rows, |row| row[0].to_owned(), fill);
        let mut bytes = Vec::new();
        write(&table, &scores(), &mut bytes).map(|()| bytes)
    }

    /// Read back by the same crate; `.ci/check_tables.py` reads whole outputs with another program.
    #[test]
    fn cells_have_the_types_of_the_schema_and_empty_ones_are_null() {
        let rows = [
            ["=P1", "T1", "1970-01-02", "", "reqol-10", "total", "21.5", "10", "10", "scored"],
            ["P2", "T1", "2026-07-01", "Q1", "reqol-10", "total", "", "9", "10", "too few answers"],
        ];
        let bytes = bytes(&rows).unwrap();
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        let read: Vec<String> = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
        assert_eq!(read.len(), 2);
        assert!(read[0].contains("completed_on: 1970-01-02") && read[0].contains("score: 21.5"), "{}", read[0]);
        assert!(read[0].contains("questionnaire_id: null") && read[0].contains("answered: 10"), "{}", read[0]);
        assert!(read[0].contains("person_id: \"=P1\"") && read[1].contains("score: null"), "{}", read[1]);
    }

    #[test]
    fn a_table_without_rows_still_has_its_columns() {
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes(&[]).unwrap())).unwrap();
        let columns = reader.metadata().file_metadata().schema_descr().num_columns();
        assert_eq!((columns, reader.metadata().file_metadata().num_rows()), (10, 0));
    }

    #[test]
    fn a_cell_that_is_not_what_the_schema_says_is_refused() {
        let mut wrong = ["P1", "T1", "1970-01-02", "", "reqol-10", "total", "21.5", "ten", "10", "scored"];
        assert!(bytes(&[wrong]).unwrap_err().to_string().contains("answered holds no whole number"));
        wrong[7] = "";
        wrong[2] = "2 January";
        assert!(bytes(&[wrong]).unwrap_err().to_string().contains("completed_on holds no day"));
    }
}
