//! How wide each column of a table is: as its content asks, so that no word is broken while any other way is left.

/// At the left and right of a cell's text, in points; less where words would have to break.
const PADDING: f32 = 5.0;
const LEAST_PADDING: f32 = 2.5;

/// Text is made smaller by this much at most before words are broken.
const SMALLEST: f32 = 0.75;

/// What a column asks for, in points, without padding.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Extent {
    /// Widest word.
    pub word: f32,
    /// Widest cell on one line; at least `word`.
    pub line: f32,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Padding included; the sum is the room.
    pub widths: Vec<f32>,
    /// The size of the text as a share of what it was: 1, or less where the words would not fit.
    pub scale: f32,
    /// At the left and right of a cell's text.
    pub padding: f32,
}

/// Shares out `room` among columns.
///
/// Where every cell fits on one line the spare room is shared out. Where not, short columns keep their lines whole
/// and the long ones wrap, the longer the wider, never narrower than their widest word. Where not even the words fit, the
/// room beside the text shrinks, then the text, and after that words break.
pub fn decide(extents: &[Extent], room: f32) -> Layout {
    let words: f32 = extents.iter().map(|extent| extent.word).sum();
    let free_with = |padding: f32| (room - 2.0 * padding * extents.len() as f32).max(0.0);
    let padding = if words > free_with(PADDING) { LEAST_PADDING } else { PADDING };
    let free = free_with(padding);
    let scale = if words > free { (free / words).max(SMALLEST) } else { 1.0 };
    let extents: Vec<Extent> = extents.iter().map(|extent| extent.scaled(scale)).collect();
    let widths = shares(&extents, free).into_iter().map(|width| width + 2.0 * padding).collect();
    Layout { widths, scale, padding }
}

fn shares(extents: &[Extent], free: f32) -> Vec<f32> {
    let words: f32 = extents.iter().map(|extent| extent.word).sum();
    let lines: f32 = extents.iter().map(Extent::whole).sum();
    let wrapped = if words <= free && lines > free { wrapped(extents, free) } else { Vec::new() };
    let share = |extent: &Extent| {
        if words > free {
            extent.word * free / words
        } else {
            extent.whole() + (free - lines) * evened(extent.whole(), lines, extents.len())
        }
    };
    if wrapped.is_empty() { extents.iter().map(share).collect() } else { wrapped }
}

/// Widths at which all columns together fill the room. Columns narrower than their part of the room stay whole, as long as
/// that leaves enough for the words of the others. The longer a column, the more it gets, by the root of its length: its
/// longest cell says little of the others.
fn wrapped(extents: &[Extent], free: f32) -> Vec<f32> {
    let part = free / (extents.len() + 1) as f32;
    let by_length = |share: f32| -> Vec<f32> {
        extents.iter().map(|extent| extent.capped(part.max(extent.whole().sqrt() * share))).collect()
    };
    if by_length(0.0).iter().sum::<f32>() <= free {
        by_length(largest(free, |share| by_length(share).iter().sum::<f32>() <= free))
    } else {
        let capped = |cap: f32| -> Vec<f32> { extents.iter().map(|extent| extent.capped(cap)).collect() };
        capped(largest(free, |cap| capped(cap).iter().sum::<f32>() <= free))
    }
}

/// The largest number up to `most` that fits, where every smaller one fits too.
fn largest(most: f32, fits: impl Fn(f32) -> bool) -> f32 {
    let (mut low, mut high) = (0.0, most);
    // Each step halves what is still open: after 40 nothing is left that a page could show.
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        if fits(middle) { low = middle } else { high = middle }
    }
    low
}

/// Part of the spare room for one column: half in equal parts, half by its width.
fn evened(width: f32, total: f32, columns: usize) -> f32 {
    let equal = 1.0 / columns as f32;
    if total > 0.0 { (equal + width / total) / 2.0 } else { equal }
}

impl Extent {
    fn whole(&self) -> f32 {
        self.line.max(self.word)
    }

    fn capped(&self, cap: f32) -> f32 {
        self.whole().min(cap).max(self.word)
    }

    // A hair more than measured, because summing single words and shaping a whole line round differently.
    fn scaled(&self, scale: f32) -> Extent {
        Extent { word: self.word * scale + 0.05, line: self.whole() * scale + 0.05 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(extents: &[(f32, f32)], room: f32) -> Layout {
        let extents: Vec<Extent> = extents.iter().map(|&(word, line)| Extent { word, line }).collect();
        decide(&extents, room)
    }

    #[test]
    fn widths_always_add_up_to_the_room() {
        for extents in [&[(30.0, 200.0), (20.0, 20.0)][..], &[(30.0, 900.0), (50.0, 400.0)], &[(900.0, 900.0); 3]] {
            let layout = columns(extents, 480.0);
            assert!((layout.widths.iter().sum::<f32>() - 480.0).abs() < 0.01);
        }
    }

    #[test]
    fn a_column_is_never_narrower_than_its_widest_word_while_words_fit() {
        let layout = columns(&[(80.0, 1000.0), (60.0, 60.0), (40.0, 45.0)], 300.0);
        assert!(layout.widths[0] >= 90.0 && layout.widths[1] >= 70.0 && layout.widths[2] >= 50.0);
        assert_eq!(layout.scale, 1.0);
    }

    #[test]
    fn short_columns_keep_their_lines_whole_beside_a_long_one() {
        let layout = columns(&[(40.0, 900.0), (20.0, 70.0), (20.0, 60.0)], 480.0);
        assert!(layout.widths[1] >= 80.0 && layout.widths[2] >= 70.0);
    }

    #[test]
    fn text_shrinks_before_words_break_and_only_so_far() {
        assert!((columns(&[(100.0, 100.0); 5], 480.0).scale - 455.0 / 500.0).abs() < 1e-4);
        assert_eq!(columns(&[(500.0, 500.0); 5], 480.0).scale, SMALLEST);
    }

    #[test]
    fn no_columns_is_no_width() {
        assert!(columns(&[], 480.0).widths.is_empty());
    }
}
