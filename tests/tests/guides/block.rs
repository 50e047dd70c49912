//! The blocks of a guide, as its Markdown has them.

use migrate_tests::Backend;

/// What a block is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Rust,
    Console,
}

/// A fenced block.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) language: Language,
    /// The words behind the language.
    pub(crate) marks: Vec<String>,
    pub(crate) text: String,
    /// The script that runs first.
    pub(crate) given: String,
    /// The line of its fence.
    pub(crate) line: usize,
}

impl Block {
    pub(crate) fn is(&self, mark: &str) -> bool {
        self.marks.iter().any(|one| one == mark)
    }

    /// The database that it is about.
    pub(crate) fn backend(&self) -> Backend {
        let named = |backend: &Backend| self.is(backend.name());
        Backend::ALL
            .into_iter()
            .find(named)
            .unwrap_or(Backend::Sqlite)
    }

    /// The rules that `lint` must name.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &str> {
        let ids = self.marks.iter().map(String::as_str);
        ids.filter(|mark| mark.starts_with(|first: char| first.is_ascii_uppercase()))
    }
}

/// Every block that is run.
pub(crate) fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut given = String::new();
    let mut lines = (1..).zip(markdown.lines());
    while let Some((line, text)) = lines.next() {
        let mut until = |end: &str| {
            let inside = lines.by_ref().map(|(_, text)| text);
            inside
                .take_while(|text| *text != end)
                .fold(String::new(), |all, text| all + text + "\n")
        };
        if text == "<!-- given" {
            given = until("-->");
        } else if let Some(info) = text.strip_prefix("```") {
            let mut words = info.split(',').map(str::to_owned);
            let language = match words.next().as_deref() {
                Some("rust") => Language::Rust,
                Some("console") => Language::Console,
                other => panic!("line {line}: nobody runs `{other:?}`"),
            };
            blocks.push(Block {
                language,
                marks: words.collect(),
                text: until("```"),
                given: std::mem::take(&mut given),
                line,
            });
        }
    }
    blocks
}

#[test]
fn fences_marks_and_scripts_are_read() {
    let read = blocks(
        "Text\n<!-- given\nmake\n-->\n```console,mysql\n$ a\n```\n\n```rust,bad,LK01\nfn\n\nb\n```\n",
    );
    let [console, rust] = read.as_slice() else {
        panic!("{read:?}");
    };
    assert_eq!((console.given.as_str(), console.line), ("make\n", 5));
    assert_eq!(console.backend(), Backend::Mysql);
    assert_eq!((rust.given.as_str(), rust.text.as_str()), ("", "fn\n\nb\n"));
    assert!(rust.is("bad"));
    assert_eq!(rust.rules().collect::<Vec<_>>(), ["LK01"]);
}
