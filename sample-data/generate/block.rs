//! The tables of an export, and the rows that belong together in one of them: those of one person, of one audited
//! record, of one team.

use csv::StringRecord;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    Teams,
    People,
    Measures,
    Goals,
    Roles,
    Audit,
    Checklist,
    Actions,
}

impl Table {
    pub const ALL: [Table; 8] = [
        Table::Teams,
        Table::People,
        Table::Measures,
        Table::Goals,
        Table::Roles,
        Table::Audit,
        Table::Checklist,
        Table::Actions,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Table::Teams => "teams",
            Table::People => "people",
            Table::Measures => "measures",
            Table::Goals => "goals",
            Table::Roles => "roles",
            Table::Audit => "audit",
            Table::Checklist => "checklist",
            Table::Actions => "actions",
        }
    }

    pub fn file(self) -> String {
        format!("{}.csv", self.name())
    }

    /// What one row is, in plain words.
    pub fn one_row(self) -> &'static str {
        match self {
            Table::Teams => "a team",
            Table::People => "a spell of one person with one team",
            Table::Measures => "one answer on one questionnaire",
            Table::Goals => "one rating of one goal",
            Table::Roles => "one recorded status in one part of life",
            Table::Audit => "one case record held against one action point",
            Table::Checklist => "one answer of a team about one action point",
            Table::Actions => "one thing a team has promised to do",
        }
    }

    pub fn header(self) -> &'static [&'static str] {
        match self {
            Table::Teams => &["team_id", "team_name", "service_id", "service_name"],
            Table::People => {
                &["person_id", "team_id", "start_date", "end_date", "birth_year", "gender", "ethnicity", "imd_decile"]
            }
            Table::Measures => {
                &["person_id", "team_id", "completed_on", "measure", "item", "answer", "questionnaire_id", "rated_by"]
            }
            Table::Goals => &[
                "goal_id",
                "person_id",
                "team_id",
                "kind",
                "set_by",
                "set_on",
                "life_area",
                "scale",
                "rated_on",
                "rating",
                "importance",
                "difficulty",
                "status",
                "closed_on",
                "rated_by",
            ],
            Table::Roles => &["person_id", "team_id", "recorded_on", "domain", "status"],
            Table::Audit => &["record_id", "team_id", "audited_on", "point", "met"],
            Table::Checklist => &["team_id", "answered_on", "point", "in_place", "evidence"],
            Table::Actions => {
                &["action_id", "team_id", "agreed_on", "point", "text", "due_on", "status", "closed_on"]
            }
        }
    }
}

/// Rows of one table that are written together.
#[derive(Debug, Clone)]
pub struct Block {
    pub table: Table,
    pub rows: Vec<StringRecord>,
}

impl Block {
    pub fn new(table: Table) -> Block {
        Block { table, rows: Vec::new() }
    }

    /// Adds a row; the cells stand in the order of the header.
    pub fn push(&mut self, cells: &[&str]) {
        self.rows.push(StringRecord::from(cells));
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.table.header().iter().position(|header| *header == name)
    }

    /// Text of a cell; empty when there is no such cell.
    pub fn cell(&self, row: usize, column: &str) -> &str {
        self.column(column).and_then(|column| self.rows.get(row)?.get(column)).unwrap_or("")
    }

    pub fn set(&mut self, row: usize, column: &str, text: &str) {
        let Some(changed) = self.column(column) else { return };
        let cells = self.rows[row].iter().enumerate();
        self.rows[row] = cells.map(|(index, cell)| if index == changed { text } else { cell }).collect();
    }

    /// First row that the claim holds for.
    pub fn find(&self, claim: impl Fn(&Block, usize) -> bool) -> Option<usize> {
        (0..self.rows.len()).find(|row| claim(self, *row))
    }

    /// Puts a copy of the row right after it, and says where the copy stands.
    pub fn repeat(&mut self, row: usize) -> usize {
        self.rows.insert(row + 1, self.rows[row].clone());
        row + 1
    }
}
