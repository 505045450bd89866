//! Sentences with emphasis and links, which paragraphs, cells and captions are made of.

/// One piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    Text(String),
    Strong(String),
    Emphasis(String),
    Link { text: String, to: Target },
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The anchor of a heading in the same document. Without such a heading the words stand there unlinked.
    Anchor(String),
    /// A file beside this one or a web address.
    Address(String),
}

/// A sentence or paragraph: text with emphasis and links. Plain strings turn into one by themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(pub Vec<Run>);

/// Starts a sentence: `text("Of ").strong("214 people").text(", 63 % said so.")`.
pub fn text(words: impl Into<String>) -> Words {
    Words::default().text(words)
}

impl Words {
    pub fn text(self, words: impl Into<String>) -> Words {
        self.and(Run::Text(words.into()))
    }

    pub fn strong(self, words: impl Into<String>) -> Words {
        self.and(Run::Strong(words.into()))
    }

    pub fn emphasis(self, words: impl Into<String>) -> Words {
        self.and(Run::Emphasis(words.into()))
    }

    /// A link to a heading of this document.
    pub fn see(self, words: impl Into<String>, anchor: impl Into<String>) -> Words {
        self.and(Run::Link { text: words.into(), to: Target::Anchor(anchor.into()) })
    }

    /// A link to a file beside this one or to a web address.
    pub fn link(self, words: impl Into<String>, address: impl Into<String>) -> Words {
        self.and(Run::Link { text: words.into(), to: Target::Address(address.into()) })
    }

    /// The words without emphasis and links.
    pub fn plain(&self) -> String {
        self.0.iter().map(Run::words).collect()
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|run| run.words().is_empty())
    }

    fn and(mut self, run: Run) -> Words {
        self.0.push(run);
        self
    }
}

impl Run {
    pub fn words(&self) -> &str {
        match self {
            Run::Text(words) | Run::Strong(words) | Run::Emphasis(words) | Run::Link { text: words, .. } => words,
        }
    }
}

impl<T: Into<String>> From<T> for Words {
    fn from(words: T) -> Words {
        text(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_can_be_read_without_their_emphasis() {
        let words = text("Of ").strong("214").text(" people, see ").see("goals", "goals").text(".");
        assert_eq!(words.plain(), "Of 214 people, see goals.");
        assert!(!words.is_empty() && text("").is_empty());
    }
}
