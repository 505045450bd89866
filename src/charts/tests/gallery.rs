//! Every chart with difficult contents, written to `target/gallery` for people to look at: `cargo test gallery`, then open
//! `target/gallery/index.html`. What can be measured of them is measured in `legibility`.

use super::super::{png, svg};
use super::examples::{Trouble, examples};
use std::fmt::Write;
use std::path::Path;

/// A chart that is missing here would be drawn with no difficult contents at all.
#[test]
fn every_chart_stands_in_the_gallery() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/charts"));
    let files = std::fs::read_dir(folder).expect("the room is there").filter_map(|entry| Some(entry.ok()?.path()));
    let text = |path: &Path| std::fs::read_to_string(path).unwrap_or_default();
    let charts: Vec<String> = files
        .filter(|path| text(path).contains("\npub fn draw("))
        .filter_map(|path| path.file_stem()?.to_str().map(str::to_owned))
        .collect();
    assert!(charts.len() > 10, "{charts:?}");
    let drawn = examples(Trouble::Plain);
    let missing: Vec<_> = charts.iter().filter(|chart| !drawn.iter().any(|(name, _)| name == chart)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// What the README promises to whoever opens it; forty points have a chart of their own among the examples.
#[test]
fn the_gallery_holds_no_names_long_names_sixty_teams_and_everything_withheld() {
    for trouble in [Trouble::NoRows, Trouble::LongNames, Trouble::SixtyRows, Trouble::AllWithheld] {
        assert!(Trouble::ALL.contains(&trouble), "{trouble:?}");
    }
    let drawing = |chart: &str, trouble: Trouble| -> String {
        let found = examples(trouble).into_iter().find(|(name, _)| *name == chart);
        svg::to_svg(&found.expect("it is drawn").1)
    };
    let rows = |svg: &str| svg.matches("Team ").count();
    assert!(rows(&drawing("coverage", Trouble::SixtyRows)) >= 60);
    assert_eq!(rows(&drawing("coverage", Trouble::NoRows)), 0);
    let withheld = drawing("coverage", Trouble::AllWithheld);
    assert_eq!(withheld.matches("withheld (fewer than 5)<").count(), rows(&withheld));
}

#[test]
fn gallery() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/target/gallery"));
    std::fs::create_dir_all(folder).expect("the folder can be made");
    let mut page = String::from("<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Gallery</title>\n");
    let mut written = 0;
    for trouble in Trouble::ALL {
        for (chart, drawing) in examples(trouble) {
            let name = format!("{chart}-{trouble:?}");
            let picture = png::to_png(&drawing, 1.0);
            assert!(picture.starts_with(b"\x89PNG"), "{name} is no picture");
            std::fs::write(folder.join(format!("{name}.png")), picture).expect("it can be written");
            std::fs::write(folder.join(format!("{name}.svg")), svg::to_svg(&drawing)).expect("it can be written");
            let _ = writeln!(page, "<h2>{chart}, {trouble:?}</h2><img src=\"{name}.svg\" alt=\"\">");
            written += 1;
        }
    }
    std::fs::write(folder.join("index.html"), page).expect("it can be written");
    assert_eq!(written, Trouble::ALL.len() * examples(Trouble::Plain).len());
}
