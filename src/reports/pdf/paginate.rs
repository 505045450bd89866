//! Where pages end. Strips that keep with the next one move together; a group higher than a page is split where it
//! must be.

use super::compose::Composed;
use super::look;

/// A strip on its page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Index of the strip.
    pub strip: usize,
    /// Its top, in points from the top of the page.
    pub y: f32,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    pub placed: Vec<Placed>,
    /// Index of the table head repeated at the top.
    pub head: Option<usize>,
}

pub fn paginate(composed: &Composed) -> Vec<Page> {
    let mut filler = Filler { composed, pages: vec![Page::default()], y: look::TOP };
    let mut start = 0;
    while start < composed.strips.len() {
        let end = group_end(composed, start);
        filler.group(start, end);
        start = end;
    }
    if filler.pages.len() > 1 && filler.at_top() {
        filler.pages.pop();
    }
    filler.pages
}

/// One past the last strip that stays with `start`: those that have to, and what they introduce as far as a page can hold
/// it all.
fn group_end(composed: &Composed, start: usize) -> usize {
    let strips = &composed.strips;
    let mut end = kept_end(composed, start);
    while strips[end - 1].introduces && strips.get(end).is_some_and(|next| !next.fresh) {
        let further = kept_end(composed, end);
        let height: f32 = strips[start..further].iter().map(|strip| strip.gap + strip.height).sum();
        if height - strips[start].gap > look::BOTTOM - look::TOP {
            break;
        }
        end = further;
    }
    end
}

/// One past the last strip that has to stay with `start`.
fn kept_end(composed: &Composed, start: usize) -> usize {
    let strips = &composed.strips;
    let mut end = start;
    while end + 1 < strips.len() && strips[end].keep && !strips[end + 1].fresh {
        end += 1;
    }
    end + 1
}

struct Filler<'c, 'd> {
    composed: &'c Composed<'d>,
    pages: Vec<Page>,
    y: f32,
}

impl Filler<'_, '_> {
    fn group(&mut self, start: usize, end: usize) {
        if self.composed.strips[start].fresh {
            self.new_page(None);
        }
        if !self.fits(start, end) && !self.at_top() {
            self.new_page(self.composed.strips[start].head);
        }
        for strip in start..end {
            if !self.fits(strip, strip + 1) && !self.at_top() {
                self.new_page(self.composed.strips[strip].head);
            }
            self.place(strip);
        }
    }

    fn fits(&self, start: usize, end: usize) -> bool {
        let height: f32 = self.composed.strips[start..end].iter().map(|strip| strip.gap + strip.height).sum();
        let dropped = if self.at_top() { self.composed.strips[start].gap } else { 0.0 };
        self.y + height - dropped <= look::BOTTOM + 0.01
    }

    fn place(&mut self, index: usize) {
        let strip = &self.composed.strips[index];
        let at_top = self.at_top();
        if strip.fresh {
            return;
        }
        if !at_top {
            self.y += strip.gap;
        }
        let y = self.y;
        self.y += strip.height;
        self.page().placed.push(Placed { strip: index, y });
    }

    fn at_top(&self) -> bool {
        self.pages.last().is_none_or(|page| page.placed.is_empty())
    }

    fn new_page(&mut self, head: Option<usize>) {
        if !self.at_top() {
            self.pages.push(Page::default());
        }
        self.page().head = head;
        self.y = look::TOP + head.map_or(0.0, |head| self.composed.heads[head].height);
    }

    fn page(&mut self) -> &mut Page {
        if self.pages.is_empty() {
            self.pages.push(Page::default());
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }
}

#[cfg(test)]
mod tests {
    use super::super::ink::{Head, Strip};
    use super::*;

    fn strips(count: usize, height: f32) -> Composed<'static> {
        let strips = vec![Strip { height, ..Strip::default() }; count];
        Composed { strips, ..Composed::default() }
    }

    fn sizes(composed: &Composed) -> Vec<usize> {
        paginate(composed).iter().map(|page| page.placed.len()).collect()
    }

    #[test]
    fn pages_are_filled_and_nothing_reaches_into_the_foot() {
        let composed = strips(25, 100.0);
        assert_eq!(sizes(&composed), [7, 7, 7, 4]);
        let pages = paginate(&composed);
        let lowest = pages.iter().flat_map(|page| &page.placed).map(|placed| placed.y + 100.0).fold(0.0, f32::max);
        assert!(lowest <= look::BOTTOM);
    }

    #[test]
    fn what_introduces_something_stays_with_it_where_one_page_can_hold_both() {
        let introduced = |height: f32| {
            let mut composed = strips(7, 100.0);
            composed.strips[4].keep = true;
            composed.strips[5].introduces = true;
            composed.strips[6].height = height;
            sizes(&composed)
        };
        assert_eq!(introduced(100.0), [7], "there is room");
        assert_eq!(introduced(400.0), [4, 3], "not here, but on a page of their own");
        assert_eq!(introduced(600.0), [6, 1], "on no page");
    }

    #[test]
    fn strips_that_keep_with_the_next_move_together() {
        let mut composed = strips(9, 100.0);
        composed.strips[5].keep = true;
        composed.strips[6].keep = true;
        assert_eq!(sizes(&composed), [5, 4]);
    }

    #[test]
    fn a_group_higher_than_a_page_is_split_rather_than_lost() {
        let mut composed = strips(10, 100.0);
        composed.strips.iter_mut().for_each(|strip| strip.keep = true);
        assert_eq!(sizes(&composed), [7, 3]);
    }

    #[test]
    fn a_new_page_is_opened_once_even_when_asked_twice() {
        let mut composed = strips(4, 100.0);
        composed.strips[1].fresh = true;
        composed.strips[2].fresh = true;
        assert_eq!(sizes(&composed), [1, 1]);
    }

    #[test]
    fn a_table_head_is_repeated_where_its_rows_open_a_page() {
        let mut composed = strips(10, 100.0);
        composed.heads.push(Head { height: 50.0, marks: Vec::new() });
        composed.strips.iter_mut().for_each(|strip| strip.head = Some(0));
        let pages = paginate(&composed);
        assert_eq!((pages[0].head, pages[1].head), (None, Some(0)));
        assert_eq!(pages[1].placed[0].y, look::TOP + 50.0);
    }
}
