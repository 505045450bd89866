//! Frictionless Table Schemas of the inputs, as our checks use them.

/// The eight input tables, in the order they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableId {
    Teams,
    People,
    Measures,
    Goals,
    Roles,
    Audit,
    Checklist,
    Actions,
}

impl TableId {
    pub const ALL: [TableId; 8] = [
        TableId::Teams,
        TableId::People,
        TableId::Measures,
        TableId::Goals,
        TableId::Roles,
        TableId::Audit,
        TableId::Checklist,
        TableId::Actions,
    ];

    /// Name in `audit.toml`, in findings and of the default file.
    pub fn name(self) -> &'static str {
        match self {
            TableId::Teams => "teams",
            TableId::People => "people",
            TableId::Measures => "measures",
            TableId::Goals => "goals",
            TableId::Roles => "roles",
            TableId::Audit => "audit",
            TableId::Checklist => "checklist",
            TableId::Actions => "actions",
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct TableSchema {
    pub id: TableId,
    pub title: String,
    /// What one row is.
    pub description: String,
    pub fields: Vec<Field>,
}

/// The header of one published table.
#[derive(Debug, Clone, PartialEq)]
pub struct OutputSchema {
    /// `indicators`, `scores` …
    pub name: String,
    /// Where it stands below the output folder: `data/indicators.csv`, `restricted/scores.csv` …
    pub path: String,
    pub title: String,
    /// In the order of the columns.
    pub fields: Vec<Field>,
    /// The whole Table Schema as written, for `datapackage.json`.
    pub schema: serde_json::Value,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub name: String,
    pub kind: Kind,
    /// The column must be there and no cell may be blank.
    pub required: bool,
    /// Words that need no look; none where every value is as good as another.
    pub usual: Vec<String>,
    /// What a cell may say about a person; `None` where the schema does not tell.
    pub personal: Option<Personal>,
    pub description: String,
}

/// What a cell may say about a person, from nothing to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Personal {
    None,
    /// Free text, which may name somebody although nobody asks for it.
    Text,
    /// An id behind which the service knows the person.
    Pseudonym,
    /// Something about the person of that id.
    About,
    /// Health, ethnicity, or that the person has care.
    Special,
}

impl Personal {
    pub const ALL: [Personal; 5] =
        [Personal::None, Personal::Text, Personal::Pseudonym, Personal::About, Personal::Special];

    /// Key of its words.
    pub fn key(self) -> &'static str {
        match self {
            Personal::None => "none",
            Personal::Text => "text",
            Personal::Pseudonym => "pseudonym",
            Personal::About => "about",
            Personal::Special => "special",
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Text,
    Date,
    /// Whole number within inclusive bounds.
    Integer {
        lowest: Option<i64>,
        highest: Option<i64>,
    },
    Number {
        lowest: Option<f64>,
        highest: Option<f64>,
    },
    /// One of these codes.
    Code(Vec<String>),
}

impl OutputSchema {
    /// Whether the table holds no person and may be passed on.
    pub fn is_open(&self) -> bool {
        self.path.starts_with("data/")
    }

    /// The table as `datapackage.json`, which stands beside it, describes it.
    pub fn as_resource(&self) -> serde_json::Value {
        serde_json::json!({
            "profile": "tabular-data-resource",
            "name": self.name,
            "path": format!("{}.csv", self.name),
            "title": self.title,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": self.schema,
        })
    }
}

impl Kind {
    /// Key of its words.
    pub fn key(&self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Date => "date",
            Kind::Integer { .. } => "whole",
            Kind::Number { .. } => "number",
            Kind::Code(_) => "code",
        }
    }
}

impl TableSchema {
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}
