//! The `versions!("src/versions", volumes = [archive])` of a crate root, read from its tokens.

use proc_macro2::{TokenStream, TokenTree};

/// What the call says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct VersionsCall {
    /// The folder of the migration files, relative to the package.
    pub(super) folder: String,
    /// The crates with older parts of the history, as the code names them.
    pub(super) volumes: Vec<String>,
}

impl VersionsCall {
    /// What `cargo migrate init` writes: the answer for a crate root that cannot be read just now.
    pub(super) fn scaffolded() -> Self {
        Self {
            folder: "src/versions".to_owned(),
            volumes: Vec::new(),
        }
    }

    /// The call in the text of a crate root; none where there is no call, or no Rust.
    pub(super) fn find(text: &str) -> Option<Self> {
        let trees: Vec<TokenTree> = text.parse::<TokenStream>().ok()?.into_iter().collect();
        let arguments = trees.windows(3).find_map(|window| match window {
            [
                TokenTree::Ident(name),
                TokenTree::Punct(bang),
                TokenTree::Group(arguments),
            ] if name == "versions" && bang.as_char() == '!' => Some(arguments.stream()),
            _ => None,
        })?;
        Self::parse(arguments)
    }

    fn parse(arguments: TokenStream) -> Option<Self> {
        let mut arguments = arguments.into_iter();
        let Some(TokenTree::Literal(folder)) = arguments.next() else {
            return None;
        };
        let volumes = arguments
            .filter_map(|tree| match tree {
                TokenTree::Group(list) => Some(list.stream()),
                _ => None,
            })
            .flatten()
            .filter_map(|tree| match tree {
                TokenTree::Ident(name) => Some(name.to_string()),
                _ => None,
            });
        Some(Self {
            folder: folder.to_string().trim_matches('"').to_owned(),
            volumes: volumes.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_folder_and_volumes() {
        let call = VersionsCall::find(
            "//! Docs: versions!(\"no\")\nmigrate_runtime::versions!(\"src/versions\", volumes = [archive, older]);",
        );
        let expected = VersionsCall {
            folder: "src/versions".to_owned(),
            volumes: vec!["archive".to_owned(), "older".to_owned()],
        };
        assert_eq!(call, Some(expected));
    }

    #[test]
    fn finds_nothing_in_other_crates() {
        assert_eq!(VersionsCall::find("pub fn versions() {}"), None);
        assert_eq!(VersionsCall::find("// versions!(\"src/versions\");"), None);
        assert_eq!(VersionsCall::find("fn broken( {"), None);
    }
}
