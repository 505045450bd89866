//! What the program is built from, out of three texts that were embedded when it was built: `Cargo.lock`, which names every
//! package with its checksum; the list of those that are linked; and `deny.toml`, which says what must not be among them.

use super::layout;
use crate::table::Table;
use serde::Deserialize;
use std::collections::BTreeMap;

const LOCKED: &str = include_str!("../../Cargo.lock");
const LINKED: &str = include_str!(concat!(env!("OUT_DIR"), "/linked-packages.txt"));
const RULES: &str = include_str!("../../deny.toml");

/// The system the program was built for.
pub const TARGET: &str = env!("FINGERPOST_TARGET");

/// The compiler that built it.
pub const COMPILER: &str = env!("FINGERPOST_COMPILER");

/// Packages that open a connection if a program asks them to. They come with polars, which deals out its work by them.
pub const ABLE_TO_CONNECT: [&str; 3] = ["mio", "socket2", "tokio"];

/// A package of somebody else's, as the lock file names it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Package {
    pub name: String,
    pub version: String,
    source: Option<String>,
    checksum: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct LockFile {
    package: Vec<Package>,
}

/// What `deny.toml` asks for, as far as documents speak of it.
#[derive(Debug, Default, Deserialize)]
pub struct Rules {
    graph: Graph,
    licenses: Licences,
    bans: Bans,
}

#[derive(Debug, Default, Deserialize)]
struct Graph {
    targets: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Licences {
    allow: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Bans {
    deny: Vec<Banned>,
}

#[derive(Debug, Deserialize)]
struct Banned {
    #[serde(rename = "crate")]
    name: String,
}

impl Rules {
    pub fn read() -> Rules {
        // A test reads it too, so a file that cannot be read does not get far.
        toml::from_str(RULES).unwrap_or_default()
    }

    /// Systems for which the rules are checked.
    pub fn targets(&self) -> &[String] {
        &self.graph.targets
    }

    pub fn licences(&self) -> &[String] {
        &self.licenses.allow
    }

    /// Packages that speak to other computers and must not be linked.
    pub fn banned(&self) -> Vec<&str> {
        self.bans.deny.iter().map(|banned| banned.name.as_str()).collect()
    }
}

/// All packages of the lock file, and which of them are linked.
pub struct Packages {
    all: Vec<Package>,
    /// Licence by name and version.
    linked: BTreeMap<(&'static str, &'static str), &'static str>,
}

impl Packages {
    pub fn read() -> Packages {
        let locked: LockFile = toml::from_str(LOCKED).unwrap_or_default();
        let others = locked.package.into_iter().filter(|package| package.name != env!("CARGO_PKG_NAME"));
        let linked = LINKED.lines().filter_map(|line| {
            let mut parts = line.split('\t');
            Some(((parts.next()?, parts.next()?), parts.next()?))
        });
        Packages { all: others.collect(), linked: linked.collect() }
    }

    /// Whether the build could tell what is linked.
    pub fn is_told(&self) -> bool {
        !self.linked.is_empty()
    }

    pub fn linked(&self) -> impl Iterator<Item = &Package> {
        self.all.iter().filter(|package| self.is_linked(package))
    }

    pub fn not_linked(&self) -> impl Iterator<Item = &Package> {
        self.all.iter().filter(|package| !self.is_linked(package))
    }

    /// Of some names, those of packages that are linked.
    pub fn linked_of<'n>(&self, names: &[&'n str]) -> Vec<&'n str> {
        names.iter().copied().filter(|name| self.linked.keys().any(|(linked, _)| linked == name)).collect()
    }

    /// As a table for a spreadsheet or a scanner.
    pub fn table(&self, [yes, no, unknown]: [&str; 3]) -> Table {
        let mut table = Table::new("packages", &["name", "version", "linked", "licence", "source", "sha256"]);
        for package in &self.all {
            let linked = match self.is_told() {
                false => unknown,
                true if self.is_linked(package) => yes,
                true => no,
            };
            table.rows.push(package.cells(linked, self.licence(package)));
        }
        table
    }

    /// Empty for what is not linked: the lock file does not tell.
    pub fn licence(&self, package: &Package) -> &'static str {
        self.linked.get(&(package.name.as_str(), package.version.as_str())).copied().unwrap_or_default()
    }

    /// One line each, indented so that it is set as it stands.
    pub fn lines<'p>(&self, packages: impl Iterator<Item = &'p Package>) -> String {
        let line = |package: &Package| {
            layout::package([&package.name, &package.version, package.checksum(), self.licence(package)])
        };
        layout::lines(packages.map(|package| format!("    {}", line(package))))
    }

    fn is_linked(&self, package: &Package) -> bool {
        self.linked.contains_key(&(package.name.as_str(), package.version.as_str()))
    }
}

impl Package {
    pub fn checksum(&self) -> &str {
        self.checksum.as_deref().unwrap_or_default()
    }

    fn cells(&self, linked: &str, licence: &str) -> Vec<String> {
        let source = self.source.as_deref().unwrap_or_default();
        [&self.name, &self.version, linked, licence, source, self.checksum()].map(str::to_owned).to_vec()
    }
}
