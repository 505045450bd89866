//! The logical structure that screen readers follow: a tree of tags, and slots where a tag's own content goes.
//! Composing makes tags and slots in reading order; drawing later says which marks on which page filled each slot.

/// A tag in [`Tags`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TagId(pub usize);

/// A place for content in a tag, between its child tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SlotId(pub usize);

/// A link that marks can belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkId(pub usize);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kid {
    Tag(TagId),
    Slot(SlotId),
    /// The clickable areas of a link.
    Areas(LinkId),
}

/// Which cells a header cell speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Column,
    Row,
}

/// Left, bottom, right, top on the page, in points from its bottom left corner.
pub type Area = [f32; 4];

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tag {
    /// Standard structure type, such as `P` or `TH`.
    pub kind: &'static str,
    pub parent: Option<TagId>,
    pub kids: Vec<Kid>,
    pub alt: Option<String>,
    pub scope: Option<Scope>,
    /// Columns that a cell spans; 0 and 1 are one.
    pub span: usize,
    pub numbering: Option<&'static str>,
    /// Of a figure, once it is drawn.
    pub area: Option<Area>,
}

/// One run of marks on a page, by the number that the page gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marked {
    pub page: usize,
    pub number: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    pub tag: TagId,
    pub marked: Vec<Marked>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    pub tag: TagId,
    /// The words of the link, for readers that show them on their own.
    pub words: String,
    pub to: crate::reports::document::Target,
    /// Page and place of each part; a link that runs over a line end has two.
    pub areas: Vec<(usize, Area)>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tags {
    pub tags: Vec<Tag>,
    pub slots: Vec<Slot>,
    pub links: Vec<Link>,
}

impl Tags {
    /// The tag that holds all others.
    pub const ROOT: TagId = TagId(0);

    pub fn new() -> Tags {
        Tags { tags: vec![Tag { kind: "Document", ..Tag::default() }], ..Tags::default() }
    }

    pub fn open(&mut self, parent: TagId, kind: &'static str) -> TagId {
        let id = TagId(self.tags.len());
        self.tags.push(Tag { kind, parent: Some(parent), ..Tag::default() });
        self.tags[parent.0].kids.push(Kid::Tag(id));
        id
    }

    pub fn slot(&mut self, tag: TagId) -> SlotId {
        let id = SlotId(self.slots.len());
        self.slots.push(Slot { tag, marked: Vec::new() });
        self.tags[tag.0].kids.push(Kid::Slot(id));
        id
    }

    /// A link tag with a slot for its words, followed by its clickable areas.
    pub fn link(&mut self, parent: TagId, words: &str, to: crate::reports::document::Target) -> (LinkId, SlotId) {
        let tag = self.open(parent, "Link");
        let slot = self.slot(tag);
        let id = LinkId(self.links.len());
        self.tags[tag.0].kids.push(Kid::Areas(id));
        self.links.push(Link { tag, words: words.to_owned(), to, areas: Vec::new() });
        (id, slot)
    }

    pub fn get_mut(&mut self, id: TagId) -> &mut Tag {
        &mut self.tags[id.0]
    }

    pub fn kind_of(&self, slot: SlotId) -> &'static str {
        self.tags[self.slots[slot.0].tag.0].kind
    }
}
