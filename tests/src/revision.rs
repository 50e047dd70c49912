//! A migration as a test writes it: what differs between migrations, and nothing else.

/// A migration as a test writes it.
#[derive(Debug, Clone, Copy)]
pub struct Revision<'t> {
    /// The id.
    pub id: &'t str,
    /// The parents; none for a base.
    pub down: &'t [&'t str],
    /// The message, also of the file's name.
    pub message: &'t str,
    /// The statements of `upgrade(op: &mut Op)`.
    pub upgrade: &'t str,
    /// The statements of `downgrade(op: &mut Op)`.
    pub downgrade: &'t str,
}

impl Revision<'_> {
    /// `<id>_<slug>.rs`.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}_{}.rs", self.id, self.slug())
    }

    /// The file's text.
    #[must_use]
    pub fn source(&self) -> String {
        let Self {
            id,
            message,
            upgrade,
            downgrade,
            ..
        } = self;
        let parents = match self.down {
            [] => "None".to_owned(),
            [parent] => format!("{parent:?}"),
            parents => format!("{parents:?}"),
        };
        format!(
            r#"//! {message}

use migrate_runtime::prelude::*;

#[migration(revision = "{id}", down_revision = {parents})]
mod {slug} {{
    use super::*;

    fn upgrade(op: &mut Op) {{
        {upgrade}
    }}

    fn downgrade(op: &mut Op) {{
        {downgrade}
    }}
}}
"#,
            slug = self.slug()
        )
    }

    fn slug(&self) -> String {
        self.message
            .to_lowercase()
            .replace(|c: char| !c.is_alphanumeric(), "_")
    }
}
