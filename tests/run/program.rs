//! Runs the built program and looks at what it wrote.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How a run ended.
pub struct Ran {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

pub fn fingerpost(arguments: &[&str]) -> Ran {
    with(arguments, &[])
}

/// With these environment variables.
pub fn with(arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fingerpost"));
    let output = command.args(arguments).envs(environment.iter().copied()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let ran =
        Ran { status: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) };
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
    ran
}

/// Starts the program and does not wait.
#[cfg(unix)]
pub fn start(arguments: &[&str]) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_fingerpost")).args(arguments).spawn().unwrap()
}

/// Ctrl-C, as a terminal sends it. Every shell can send it; the program of that name is no part of the smallest systems.
#[cfg(unix)]
pub fn interrupt(child: &std::process::Child) {
    let sent = Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status().unwrap();
    assert!(sent.success(), "the signal was sent");
}

/// Whether files stand in a folder that is still being built.
#[cfg(unix)]
pub fn has_reports(beside: &Path) -> bool {
    let building = fs::read_dir(beside).unwrap().filter_map(Result::ok);
    let building = building.filter(|entry| entry.file_name().to_string_lossy().starts_with(".fingerpost-"));
    building
        .filter_map(|entry| fs::read_dir(entry.path()).ok())
        .flatten()
        .flatten()
        .any(|entry| entry.file_name() != "at-work")
}

/// A small invented export with planted faults, in a folder of its own.
pub fn small_export() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let order = crate::generate::Order { people: 260, ..crate::generate::Order::usual(folder.path()) };
    crate::generate::write(&order).unwrap();
    folder
}

/// A definition file of the service's own, by its path below `schemas`.
pub fn own_schema(folder: &Path, path: &str, text: &str) {
    let file = folder.join("schemas").join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

/// Every file below a folder with its bytes, by path with `/` between parts.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut tree = BTreeMap::new();
    gather(folder, folder, &mut tree);
    tree
}

fn gather(root: &Path, folder: &Path, tree: &mut BTreeMap<String, Vec<u8>>) {
    for path in files(folder) {
        if path.is_dir() {
            gather(root, &path, tree);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            tree.insert(name, fs::read(&path).unwrap());
        }
    }
}

pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}
