//! The definitions in `schemas/` are embedded in the program: a changed, new or removed file must rebuild it.

fn main() {
    println!("cargo:rerun-if-changed=schemas");
}
