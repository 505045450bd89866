//! Protected figures to drawings. Every chart is one function of one shape, `draw(&Spec) -> Drawing`, where the spec
//! holds words and protected cells and nothing else. This room works out no statistic on people, and has no words of
//! its own: what a chart says comes from its caller. A cell that is withheld leaves a word where its mark would
//! stand, and no coordinate that could tell its number.
//!
//! | file | answers |
//! |---|---|
//! | `value_profile` | how far does the service live up to each of its values? |
//! | `wanted_and_got` | which support did people want, and did they get it? |
//! | `change` | how many people improved, by measure? |
//! | `first_and_later` | where did people begin, and where are they now, by measure and service? |
//! | `goal_attainment` | how were goals rated, from −2 to +2? |
//! | `role_transitions` | who gained, kept and lost valued roles? |
//! | `completion_flow` | how many people stand behind the figures? |
//! | `over_time` | is there a pattern over time? |
//! | `team_funnel` | do teams differ by more than chance? |
//! | `breakdowns` | is it the same for everyone? |
//! | `coverage` | how much of each team's caseload is known? |
//! | `data_quality` | how good are each team's data? |
//!
//! Beneath them: `recorder` (plotters draws into a `Drawing`), `page` (heading, notes, the plane between them),
//! `rows` and `panels` and `dots` (charts made of rows), `axis`, `lettering`, `palette`, `cells` (how a figure is
//! written).

mod axis;
pub mod breakdowns;
pub mod cells;
pub mod change;
pub mod completion_flow;
mod counts;
pub mod coverage;
pub mod data_quality;
mod dots;
pub mod drawing;
mod end_labels;
pub mod first_and_later;
pub mod goal_attainment;
mod lettering;
mod name_places;
pub mod over_time;
mod page;
pub mod palette;
mod panels;
pub mod png;
mod recorder;
pub mod role_transitions;
mod rows;
pub mod svg;
mod symbols;
pub mod team_funnel;
#[cfg(test)]
mod tests;
pub mod value_profile;
pub mod wanted_and_got;

pub use cells::{Unit, Words};
pub use drawing::Drawing;

/// Width of every chart in points: the text width of an A4 page.
pub const WIDTH: f32 = 480.0;

/// What stands around the marks of every chart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Caption {
    /// The message of the figure, in about ten words.
    pub title: String,
    /// Measure, place, period and number of people.
    pub subtitle: String,
    /// Alternative text: what a reader who cannot see the picture needs to know. Not printed in the picture.
    pub description: String,
    /// Remarks under the picture, a paragraph each; may be empty.
    pub notes: Vec<String>,
}
