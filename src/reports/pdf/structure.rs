//! The structure tree, the links and the outline as objects of the file.

use super::sheets::Sheets;
use super::tags::{Area, Kid, Link, LinkId, Marked, Scope, Tag, TagId};
use crate::reports::document::{Document, Target};
use lopdf::{Dictionary, Object, ObjectId, dictionary, text_string};

/// Writes into one file.
pub struct Structure<'s, 'd> {
    pub file: &'s mut lopdf::Document,
    pub sheets: &'s Sheets<'d>,
    /// Object of each page.
    pub pages: Vec<ObjectId>,
    /// Object of each tag, made before the tags, because they point at each other.
    tags: Vec<ObjectId>,
    /// Annotations of each page.
    annotations: Vec<Vec<Object>>,
    /// Number and tag of each annotation, for readers that come from the page.
    parents: Vec<(i64, ObjectId)>,
}

impl<'s, 'd> Structure<'s, 'd> {
    pub fn new(file: &'s mut lopdf::Document, sheets: &'s Sheets<'d>) -> Structure<'s, 'd> {
        let pages: Vec<ObjectId> = file.get_pages().values().copied().collect();
        let tags = sheets.tags.tags.iter().map(|_| file.new_object_id()).collect();
        let annotations = vec![Vec::new(); pages.len()];
        Structure { file, sheets, pages, tags, annotations, parents: Vec::new() }
    }

    /// Writes the tree and gives its root.
    pub fn write(&mut self) -> ObjectId {
        let root = self.file.new_object_id();
        for (index, tag) in self.sheets.tags.tags.iter().enumerate() {
            let element = self.element(tag, root);
            self.file.objects.insert(self.tags[index], Object::Dictionary(element));
        }
        let parents = self.parent_tree();
        let next = self.next_key();
        let tree = dictionary! {
            "Type" => "StructTreeRoot",
            "K" => self.tags[0],
            "ParentTree" => parents,
            "ParentTreeNextKey" => next,
        };
        self.file.objects.insert(root, Object::Dictionary(tree));
        self.page_entries();
        root
    }

    fn element(&mut self, tag: &Tag, root: ObjectId) -> Dictionary {
        let parent = tag.parent.map_or(root, |parent| self.tags[parent.0]);
        let home = self.home(tag);
        let kids: Vec<Object> = tag.kids.iter().flat_map(|kid| self.kid(*kid, home)).collect();
        let mut element = dictionary! { "S" => tag.kind, "P" => parent };
        if let Some(page) = home {
            element.set("Pg", self.pages[page]);
        }
        if !kids.is_empty() {
            element.set("K", kids);
        }
        if let Some(alt) = &tag.alt {
            element.set("Alt", text_string(alt));
        }
        if let Some(attributes) = attributes(tag) {
            element.set("A", attributes);
        }
        element
    }

    /// The page of the tag's first content of its own.
    fn home(&self, tag: &Tag) -> Option<usize> {
        tag.kids.iter().find_map(|kid| match kid {
            Kid::Slot(slot) => self.sheets.tags.slots[slot.0].marked.first().map(|marked| marked.page),
            Kid::Tag(_) | Kid::Areas(_) => None,
        })
    }

    fn kid(&mut self, kid: Kid, home: Option<usize>) -> Vec<Object> {
        match kid {
            Kid::Tag(tag) => vec![self.tags[tag.0].into()],
            Kid::Slot(slot) => {
                let marked = &self.sheets.tags.slots[slot.0].marked;
                marked.iter().map(|marked| self.content(*marked, home)).collect()
            }
            Kid::Areas(link) => self.areas(link),
        }
    }

    /// A number on the tag's own page; elsewhere the page has to be said.
    fn content(&self, marked: Marked, home: Option<usize>) -> Object {
        let number = integer(marked.number);
        if home == Some(marked.page) {
            return number.into();
        }
        dictionary! { "Type" => "MCR", "Pg" => self.pages[marked.page], "MCID" => number }.into()
    }

    fn areas(&mut self, id: LinkId) -> Vec<Object> {
        let link = &self.sheets.tags.links[id.0];
        link.areas.iter().map(|(page, area)| self.annotation(link, *page, *area)).collect()
    }

    fn annotation(&mut self, link: &Link, page: usize, area: Area) -> Object {
        let key = self.next_key();
        let mut annotation = dictionary! {
            "Type" => "Annot",
            "Subtype" => "Link",
            "Rect" => rectangle(area),
            "Border" => vec![0.into(), 0.into(), 0.into()],
            "F" => 4,
            "Contents" => text_string(&link.words),
            "StructParent" => key,
        };
        match self.destination(&link.to) {
            Some(destination) => annotation.set("Dest", destination),
            None => annotation.set("A", address(&link.to)),
        }
        let object = self.file.add_object(annotation);
        self.annotations[page].push(object.into());
        self.parents.push((key, self.tags[link.tag.0]));
        dictionary! { "Type" => "OBJR", "Pg" => self.pages[page], "Obj" => object }.into()
    }

    fn destination(&self, to: &Target) -> Option<Object> {
        match to {
            Target::Anchor(anchor) => self.place(anchor),
            Target::Address(_) => None,
        }
    }

    fn place(&self, anchor: &str) -> Option<Object> {
        let (page, height) = *self.sheets.anchors.get(anchor)?;
        Some(vec![self.pages[page].into(), "XYZ".into(), Object::Null, height.into(), Object::Null].into())
    }

    /// Keys below the number of pages belong to the pages.
    fn next_key(&self) -> i64 {
        integer(self.pages.len() + self.parents.len())
    }

    fn parent_tree(&mut self) -> ObjectId {
        let mut numbers: Vec<Object> = Vec::new();
        for (page, owners) in self.sheets.owners.iter().enumerate() {
            let owners: Vec<Object> = owners.iter().map(|TagId(tag)| self.tags[*tag].into()).collect();
            numbers.extend([integer(page).into(), self.file.add_object(owners).into()]);
        }
        for (key, tag) in &self.parents {
            numbers.extend([(*key).into(), (*tag).into()]);
        }
        self.file.add_object(dictionary! { "Nums" => numbers })
    }

    fn page_entries(&mut self) {
        for (index, id) in self.pages.iter().enumerate() {
            let Ok(page) = self.file.get_object_mut(*id).and_then(Object::as_dict_mut) else { continue };
            page.set("StructParents", integer(index));
            page.set("Tabs", "S");
            for unused in ["TrimBox", "CropBox", "Annots"] {
                page.remove(unused.as_bytes());
            }
            let annotations = std::mem::take(&mut self.annotations[index]);
            if !annotations.is_empty() {
                page.set("Annots", annotations);
            }
        }
    }

    /// The headings as bookmarks, nested by level; `None` for a document without headings.
    pub fn outline(&mut self, document: &Document) -> Option<ObjectId> {
        let headings: Vec<_> = document.headings().collect();
        if headings.is_empty() {
            return None;
        }
        let ids: Vec<ObjectId> = headings.iter().map(|_| self.file.new_object_id()).collect();
        let root = self.file.new_object_id();
        let family = Family { levels: headings.iter().map(|heading| heading.level).collect(), ids, root };
        for (index, heading) in headings.iter().enumerate() {
            let mut item = family.item(index);
            item.set("Title", text_string(heading.text));
            item.set("Dest", self.place(heading.anchor).unwrap_or(Object::Null));
            self.file.objects.insert(family.ids[index], item.into());
        }
        self.file.objects.insert(root, family.root_item().into());
        Some(root)
    }
}

/// Headings related by level: a heading's children are those below it until the next of its own level or above.
struct Family {
    levels: Vec<u8>,
    ids: Vec<ObjectId>,
    root: ObjectId,
}

impl Family {
    fn parent(&self, index: usize) -> Option<usize> {
        (0..index).rev().find(|&earlier| self.levels[earlier] < self.levels[index])
    }

    fn children(&self, parent: Option<usize>) -> Vec<usize> {
        let from = parent.map_or(0, |parent| parent + 1);
        let family = |index: &usize| parent.is_none_or(|parent| self.levels[*index] > self.levels[parent]);
        (from..self.ids.len()).take_while(family).filter(|&index| self.parent(index) == parent).collect()
    }

    fn item(&self, index: usize) -> Dictionary {
        let parent = self.parent(index);
        let siblings = self.children(parent);
        let at = siblings.iter().position(|&sibling| sibling == index).unwrap_or(0);
        let mut item = dictionary! { "Parent" => parent.map_or(self.root, |parent| self.ids[parent]) };
        if let Some(earlier) = at.checked_sub(1) {
            item.set("Prev", self.ids[siblings[earlier]]);
        }
        if let Some(later) = siblings.get(at + 1) {
            item.set("Next", self.ids[*later]);
        }
        self.set_children(&mut item, Some(index), false);
        item
    }

    fn root_item(&self) -> Dictionary {
        let mut item = dictionary! { "Type" => "Outlines" };
        self.set_children(&mut item, None, true);
        item
    }

    /// A closed item counts its children negatively.
    fn set_children(&self, item: &mut Dictionary, parent: Option<usize>, open: bool) {
        let children = self.children(parent);
        if let (Some(first), Some(last)) = (children.first(), children.last()) {
            let count = integer(children.len());
            item.set("First", self.ids[*first]);
            item.set("Last", self.ids[*last]);
            item.set("Count", if open { count } else { -count });
        }
    }
}

fn attributes(tag: &Tag) -> Option<Object> {
    let mut table = dictionary! { "O" => "Table" };
    if let Some(scope) = tag.scope {
        table.set("Scope", if scope == Scope::Row { "Row" } else { "Column" });
    }
    if tag.span > 1 {
        table.set("ColSpan", integer(tag.span));
    }
    if table.len() > 1 {
        return Some(table.into());
    }
    if let Some(numbering) = tag.numbering {
        return Some(dictionary! { "O" => "List", "ListNumbering" => numbering }.into());
    }
    let area = tag.area?;
    Some(dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => rectangle(area) }.into())
}

fn address(to: &Target) -> Object {
    let uri = match to {
        Target::Address(address) | Target::Anchor(address) => address,
    };
    dictionary! { "S" => "URI", "URI" => Object::string_literal(percent_encoded(uri)) }.into()
}

/// An address in a PDF holds ASCII only.
fn percent_encoded(address: &str) -> String {
    let mut encoded = String::new();
    for byte in address.bytes() {
        if byte.is_ascii_graphic() {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

fn rectangle(area: Area) -> Vec<Object> {
    area.iter().map(|value| ((value * 100.0).round() / 100.0).into()).collect()
}

fn integer(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_nest_by_level_in_order() {
        let levels = vec![1, 2, 3, 2, 1, 2];
        let ids = (1..=6).map(|id| (id, 0)).collect();
        let family = Family { levels, ids, root: (9, 0) };
        assert_eq!(family.children(None), [0, 4]);
        assert_eq!(family.children(Some(0)), [1, 3]);
        assert_eq!(family.children(Some(1)), [2]);
        assert_eq!(family.children(Some(4)), [5]);
        assert_eq!(family.parent(5), Some(4));
    }

    #[test]
    fn an_address_stays_ascii() {
        assert_eq!(percent_encoded("teams/Tŷ Coch.html"), "teams/T%C5%B7%20Coch.html");
    }
}
