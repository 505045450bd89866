//! The definitions in `schemas/` are embedded in the program: a changed, new or removed file must rebuild it. And what the
//! program is built from is written down for `fingerpost assurance`: the packages that are linked, for which system, by which
//! compiler.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

fn main() {
    for path in ["schemas", "Cargo.lock", "Cargo.toml", "deny.toml"] {
        println!("cargo:rerun-if-changed={path}");
    }
    let target = env::var("TARGET").unwrap_or_default();
    println!("cargo:rustc-env=FINGERPOST_TARGET={target}");
    println!("cargo:rustc-env=FINGERPOST_COMPILER={}", compiler().unwrap_or_default());
    let linked = linked(&target).unwrap_or_else(|| {
        println!(
            "cargo:warning=cargo tree did not run, so `fingerpost assurance` cannot tell which packages are linked"
        );
        String::new()
    });
    let folder = env::var("OUT_DIR").expect("cargo names a folder for what is generated");
    fs::write(Path::new(&folder).join("linked-packages.txt"), linked).expect("the list of packages can be written");
}

/// One line a package, sorted: what ends in the program, and not what only takes part in its building.
fn linked(target: &str) -> Option<String> {
    let mut tree = Command::new(env::var_os("CARGO")?);
    tree.args(["tree", "--locked", "--offline", "--quiet", "--prefix", "none", "--format", "{p}\t{l}"]);
    tree.args(["--edges", "normal,no-proc-macro", "--target", target]);
    let lines = said(tree.current_dir(env::var_os("CARGO_MANIFEST_DIR")?))?;
    let packages: BTreeSet<String> = lines.lines().filter_map(package).collect();
    Some(packages.into_iter().collect::<Vec<_>>().join("\n"))
}

/// Name, version and licence, from `csv v1.4.0<tab>Unlicense/MIT (*)`.
fn package(line: &str) -> Option<String> {
    let (package, licence) = line.split_once('\t')?;
    let mut words = package.split_whitespace();
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    Some(format!("{name}\t{version}\t{}", licence.trim_end_matches("(*)").trim_end()))
}

fn compiler() -> Option<String> {
    let version = said(Command::new(env::var_os("RUSTC")?).arg("--version"))?;
    Some(version.trim().to_owned())
}

fn said(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}
