//! Writes an export person by person, so that one of any size needs no more memory than one person does.

use super::block::{Block, Table};
use super::chance::Chance;
use super::faults::{Planted, Planter};
use super::people::Person;
use super::provider::{AUDIT_TOML, TEAMS};
use super::{Order, actions, audit, goals, measures, people, provider, readme, roles};
use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io;

/// What was written.
#[derive(Debug)]
pub struct Made {
    pub people: u32,
    /// Rows per table, the header not counted.
    pub rows: BTreeMap<Table, u64>,
    pub planted: Vec<Planted>,
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} invented people, {} planted faults.", self.people, self.planted.len())?;
        for (table, rows) in &self.rows {
            writeln!(f, "{:<14} {rows:>10} rows", table.file())?;
        }
        Ok(())
    }
}

/// A file being written, and how many rows stand in it.
struct Sheet {
    writer: csv::Writer<File>,
    rows: u64,
}

struct Export<'a> {
    order: &'a Order,
    sheets: BTreeMap<Table, Sheet>,
    planter: Planter,
    questionnaires: measures::Numbering,
    goals: goals::Numbering,
    people: u32,
}

/// Writes the whole export, its settings and its description.
pub fn write(order: &Order) -> io::Result<Made> {
    let mut export = Export::open(order)?;
    export.write(1, provider::rows())?;
    while export.wants_more_people() {
        export.add_person()?;
    }
    export.add_audit()?;
    export.add_what_teams_say()?;
    let made = export.close()?;
    fs::write(order.out.join("audit.toml"), AUDIT_TOML)?;
    fs::write(order.out.join("README.md"), readme::text(order, &made))?;
    Ok(made)
}

impl<'a> Export<'a> {
    fn open(order: &'a Order) -> io::Result<Export<'a>> {
        fs::create_dir_all(&order.out)?;
        let mut sheets = BTreeMap::new();
        for table in Table::ALL {
            let file = File::create(order.out.join(table.file()))?;
            let mut writer = csv::WriterBuilder::new().flexible(true).buffer_capacity(1 << 20).from_writer(file);
            writer.write_record(table.header())?;
            sheets.insert(table, Sheet { writer, rows: 0 });
        }
        Ok(Export {
            order,
            sheets,
            planter: Planter::new(order.clean),
            questionnaires: measures::Numbering::default(),
            goals: goals::Numbering::default(),
            people: 0,
        })
    }

    fn answers_left(&self) -> Option<u64> {
        let written = self.sheets.get(&Table::Measures).map_or(0, |sheet| sheet.rows);
        self.order.answers.map(|wanted| wanted.saturating_sub(written))
    }

    fn wants_more_people(&self) -> bool {
        match self.answers_left() {
            Some(left) => left > 0,
            None => self.people < self.order.people,
        }
    }

    fn add_person(&mut self) -> io::Result<()> {
        self.people += 1;
        let number = self.people;
        let chance = |part| Chance::new(self.order.seed, u64::from(number), part);
        let person = Person::draw(number, &mut chance(0));
        let blocks = [
            people::rows(&person),
            measures::rows(&person, !self.order.clean, &mut self.questionnaires, &mut chance(1)),
            goals::rows(&person, &mut self.goals, &mut chance(2)),
            roles::rows(&person, &mut chance(3)),
        ];
        blocks.into_iter().try_for_each(|block| self.write(number, block))
    }

    fn add_audit(&mut self) -> io::Result<()> {
        let mut records = 0;
        for quarter in audit::audited_quarters() {
            let first = records + 1;
            let mut chance = Chance::new(self.order.seed, quarter as u64, 4);
            for (number, block) in (first..).zip(audit::rows(quarter, &mut records, &mut chance)) {
                self.write(number, block)?;
            }
        }
        Ok(())
    }

    fn add_what_teams_say(&mut self) -> io::Result<()> {
        let mut promises = 0;
        for (number, team) in (1..).zip(&TEAMS) {
            let chance = |part| Chance::new(self.order.seed, u64::from(number), part);
            self.write(number, audit::checklist(team, &mut chance(5)))?;
            self.write(number, actions::rows(team, &mut promises, &mut chance(6)))?;
        }
        Ok(())
    }

    /// Writes the rows of one person, record or team, after planting a fault if one is waiting for them.
    fn write(&mut self, number: u32, mut block: Block) -> io::Result<()> {
        let answers_left = self.answers_left();
        let Some(sheet) = self.sheets.get_mut(&block.table) else {
            return Ok(());
        };
        self.planter.plant(&mut block, number, sheet.rows + 2);
        if let (Table::Measures, Some(left)) = (block.table, answers_left) {
            block.rows.truncate(usize::try_from(left).unwrap_or(usize::MAX));
        }
        for row in &block.rows {
            sheet.writer.write_record(row)?;
        }
        sheet.rows += block.rows.len() as u64;
        Ok(())
    }

    fn close(self) -> io::Result<Made> {
        let mut rows = BTreeMap::new();
        for (table, mut sheet) in self.sheets {
            sheet.writer.flush()?;
            rows.insert(table, sheet.rows);
        }
        let mut planted = self.planter.planted;
        planted.sort_by_key(|planted| (planted.fault.table, planted.row));
        Ok(Made { people: self.people, rows, planted })
    }
}
