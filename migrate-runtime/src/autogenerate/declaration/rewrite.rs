//! A `schema.rs` brought up to date: what stays the same keeps its place and its text, and so does everything around it.

use std::collections::BTreeSet;
use std::ops::Range;

use migrate_graph::declared::{Call, Declares, File, Join, Layout, Table as Said};

use super::super::{Declared, DeclaredError};
use super::names::{Known, RustNames};
use super::own_types::OwnTypes;
use super::{Context, Style, joins, table};
use crate::backend::Server;
use crate::schema::{Name, NamingConvention, QualifiedName, Schema};

/// A file of the declared schema.
pub struct DeclaredFile<'a> {
    /// The file, for messages.
    pub path: &'a str,
    /// What stands in it.
    pub text: &'a str,
}

/// What the files should say, and where they do already.
pub struct Current<'a> {
    /// The schema.
    pub schema: &'a Schema,
    /// The tables that are declared as they are.
    pub unchanged: &'a BTreeSet<QualifiedName>,
    /// The server whose schema it is.
    pub server: &'a Server,
    /// How names are given.
    pub convention: &'a NamingConvention,
}

/// The texts of the files once they declare the schema; new tables come to the last file.
///
/// # Errors
///
/// A file cannot be read.
pub fn rewritten(
    files: &[DeclaredFile<'_>],
    current: &Current<'_>,
) -> Result<Vec<String>, DeclaredError> {
    let layouts = files.iter().map(|file| {
        Layout::of(file.text).map_err(|problems| DeclaredError::unreadable(file.path, &problems))
    });
    let layouts: Vec<_> = layouts.collect::<Result<_, _>>()?;
    let known = known(files, &layouts);
    let names = RustNames::knowing(current.schema, &known);
    let types = OwnTypes::knowing(current.server, current.schema, &known);
    let rewriter = Rewriter {
        current,
        layouts: &layouts,
        names: &names,
        types: &types,
        known: &known,
    };
    let last = files.len().saturating_sub(1);
    Ok(files
        .iter()
        .zip(&layouts)
        .enumerate()
        .map(|(at, (file, layout))| rewriter.text(file.text, layout, at == last))
        .collect())
}

/// The names that the files have given.
fn known(files: &[DeclaredFile<'_>], layouts: &[Layout]) -> Known {
    let mut known = Known::default();
    for said in layouts.iter().flat_map(tables) {
        let name = qualified(said);
        for column in &said.columns {
            let key = (name.clone(), Name::from(column.sql_name.as_str()));
            known.columns.insert(key, column.name.clone());
        }
        known.tables.insert(name, said.name.clone());
    }
    let types = files.iter().filter_map(|file| File::parse(file.text).ok());
    for named in types.flat_map(|file| file.types) {
        let name = QualifiedName {
            schema: named.schema.as_deref().map(Name::from),
            name: named.sql_name.as_str().into(),
        };
        known.types.insert(name, named.name);
    }
    known
}

fn tables(layout: &Layout) -> impl Iterator<Item = &Said> {
    layout.calls.iter().filter_map(|call| match &call.what {
        Declares::Table(table) => Some(&**table),
        Declares::Join(_) | Declares::SameQuery(_) => None,
    })
}

fn qualified(said: &Said) -> QualifiedName {
    QualifiedName {
        schema: said.schema.as_deref().map(Name::from),
        name: said.sql_name.as_str().into(),
    }
}

struct Rewriter<'a> {
    current: &'a Current<'a>,
    layouts: &'a [Layout],
    names: &'a RustNames,
    types: &'a OwnTypes,
    known: &'a Known,
}

/// A part of a text and what stands there instead.
type Edit = (Range<usize>, String);

impl Rewriter<'_> {
    fn text(&self, text: &str, layout: &Layout, is_last: bool) -> String {
        let mut edits: Vec<Edit> = Vec::new();
        for call in &layout.calls {
            edits.extend(self.call(text, call));
        }
        if is_last {
            edits.extend(self.added(text, layout));
        }
        edited(text, edits)
    }

    fn call(&self, text: &str, call: &Call) -> Option<Edit> {
        match &call.what {
            Declares::Table(said) => self.table(text, call, said),
            Declares::Join(join) => (!self.can_stay(join)).then(|| gone(text, &call.range)),
            Declares::SameQuery(_) => None,
        }
    }

    /// A table that has changed, or is gone.
    fn table(&self, text: &str, call: &Call, said: &Said) -> Option<Edit> {
        let name = qualified(said);
        if self.current.schema.table(&name).is_none() {
            return Some(gone(text, &call.range));
        }
        if self.current.unchanged.contains(&name) {
            return None;
        }
        let printed = self.printed(&name, style(said.complete))?;
        Some((call.range.clone(), printed))
    }

    fn printed(&self, name: &QualifiedName, style: Style) -> Option<String> {
        let context = Context {
            server: *self.current.server,
            convention: self.current.convention,
            style,
            names: self.names,
            types: self.types,
        };
        let found = self.current.schema.table(name)?;
        let printed = table::source(&context, found, &mut Vec::new());
        Some(printed.trim_end().to_owned())
    }

    /// Whether what a call declares is still there.
    fn stays(&self, call: &Call) -> bool {
        match &call.what {
            Declares::Table(said) => self.current.schema.table(&qualified(said)).is_some(),
            Declares::Join(join) => self.can_stay(join),
            Declares::SameQuery(_) => true,
        }
    }

    /// Whether both tables and the column of a join are still there.
    fn can_stay(&self, join: &Join) -> bool {
        let child = self.declared(&join.child);
        let has_column = child.is_some_and(|(name, said)| {
            said.column(&join.column).is_some_and(|column| {
                let table = self.current.schema.table(&name);
                table.is_some_and(|table| table.column(&column.sql_name.as_str().into()).is_some())
            })
        });
        let parent = self.declared(&join.parent);
        has_column && parent.is_some_and(|(name, _)| self.current.schema.table(&name).is_some())
    }

    fn declared(&self, rust: &str) -> Option<(QualifiedName, &Said)> {
        let mut all = self.layouts.iter().flat_map(tables);
        let said = all.find(|said| said.name == rust)?;
        Some((qualified(said), said))
    }

    /// What no file says yet, behind what is like it.
    fn added(&self, text: &str, layout: &Layout) -> Vec<Edit> {
        let mut edits = Vec::new();
        let new: Vec<_> = (self.current.schema.tables.keys())
            .filter(|name| !self.known.tables.contains_key(*name))
            .collect();
        edits.extend(self.new_types(text, layout));
        let style = match tables(layout).next() {
            Some(first) => style(first.complete),
            None => Style::Full,
        };
        let printed: Vec<_> = new
            .iter()
            .filter_map(|name| self.printed(name, style))
            .collect();
        let is_table = |call: &&Call| self.stays(call) && matches!(call.what, Declares::Table(_));
        edits.extend(behind(text, layout, is_table, &printed));
        let is_join = |call: &&Call| {
            self.stays(call) && matches!(call.what, Declares::Table(_) | Declares::Join(_))
        };
        edits.extend(behind(text, layout, is_join, &self.new_joins()));
        edits.extend(self.same_query(text, layout, &new));
        edits
    }

    /// The joins of new and changed tables that no file joins yet: where nothing changes, nothing is missed.
    fn new_joins(&self) -> Vec<String> {
        let joined: BTreeSet<BTreeSet<&str>> = (self.layouts.iter())
            .flat_map(|layout| &layout.calls)
            .filter_map(|call| match &call.what {
                Declares::Join(join) => Some([join.child.as_str(), join.parent.as_str()].into()),
                Declares::Table(_) | Declares::SameQuery(_) => None,
            })
            .collect();
        let unchanged = self.current.unchanged.iter();
        let unchanged: BTreeSet<&str> = unchanged
            .filter_map(|name| self.names.table(name))
            .collect();
        let joins = joins::joinable(self.current.schema, self.names);
        let new = joins.into_iter().filter(|join| {
            let pair = [join.child, join.parent].into();
            !unchanged.contains(join.child) && !joined.contains(&pair)
        });
        new.map(|join| join.to_string()).collect()
    }

    /// The list of tables that Diesel may join, where the file has one list or is to have its first.
    fn same_query(&self, text: &str, layout: &Layout, new: &[&QualifiedName]) -> Option<Edit> {
        let lists: Vec<_> = (layout.calls.iter())
            .filter_map(|call| match &call.what {
                Declares::SameQuery(names) => Some((call, names)),
                Declares::Table(_) | Declares::Join(_) => None,
            })
            .collect();
        let added = new.iter().filter_map(|name| self.names.table(name));
        match lists.as_slice() {
            [(call, listed)] => {
                let stays = |rust: &&str| {
                    let declared = self.declared(rust);
                    declared.is_none_or(|(name, _)| self.current.schema.table(&name).is_some())
                };
                let kept = listed.iter().map(String::as_str).filter(stays);
                let names: BTreeSet<&str> = kept.chain(added).collect();
                let before: BTreeSet<&str> = listed.iter().map(String::as_str).collect();
                let names: Vec<_> = names.into_iter().collect();
                (!names.iter().copied().eq(before)).then(|| {
                    let list = joins::same_query(&names).unwrap_or_default();
                    (call.range.clone(), list.trim_end().to_owned())
                })
            }
            [] if !new.is_empty() => {
                let all = self.current.schema.tables.keys();
                let names: Vec<_> = all.filter_map(|name| self.names.table(name)).collect();
                let list = joins::same_query(&names)?;
                behind(text, layout, |call| self.stays(call), &[list])
            }
            _ => None,
        }
    }

    /// The types that no file declares yet.
    fn new_types(&self, text: &str, layout: &Layout) -> Option<Edit> {
        let kind = self.current.server.kind;
        let new = self.types.declarations(kind, &self.known.types);
        if new.is_empty() {
            return None;
        }
        let new = new.join("\n");
        let Some(end) = layout.sql_types_end else {
            let first = layout.calls.first();
            let at = first.map_or(text.len(), |call| call.range.start);
            return Some((at..at, format!("pub mod sql_types {{\n{new}}}\n\n")));
        };
        Some((end..end, format!("\n{new}")))
    }
}

const fn style(complete: bool) -> Style {
    if complete { Style::Full } else { Style::Plain }
}

/// New parts behind the last call of a kind, or at the end of the text.
fn behind(
    text: &str,
    layout: &Layout,
    kind: impl Fn(&&Call) -> bool,
    new: &[String],
) -> Option<Edit> {
    if new.is_empty() {
        return None;
    }
    let at = layout
        .calls
        .iter()
        .rfind(kind)
        .map_or(text.len(), |call| call.range.end);
    let separated = new.iter().map(|part| format!("\n\n{}", part.trim_end()));
    let end = if at == text.len() { "\n" } else { "" };
    Some((at..at, separated.collect::<String>() + end))
}

/// Nothing, also not the lines behind it.
fn gone(text: &str, range: &Range<usize>) -> Edit {
    let behind = &text[range.end..];
    let blank = behind.len() - behind.trim_start_matches(['\r', '\n']).len();
    (range.start..range.end + blank, String::new())
}

fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    // What comes to one place comes in the order in which it was added.
    edits.sort_by_key(|(range, _)| range.start);
    let mut new = String::new();
    let mut at = 0;
    for (range, part) in edits {
        new.push_str(&text[at.min(range.start)..range.start]);
        new.push_str(&part);
        at = at.max(range.end);
    }
    new.push_str(&text[at..]);
    new
}

/// The declared tables that are found as they should be.
#[must_use]
pub fn unchanged(declared: &Declared, found: &Schema, desired: &Schema) -> BTreeSet<QualifiedName> {
    let names = declared.schema.tables.keys();
    let same = names.filter(|name| {
        found
            .table(name)
            .is_some_and(|table| desired.table(name) == Some(table))
    });
    same.cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::Reflected;
    use crate::connection::BackendKind;
    use crate::op::Op;
    use crate::prelude::*;
    use crate::registry::Declaration;

    const BEFORE: &str = r#"//! The schema: ours.
use diesel::prelude::*;

diesel::table! {
    /// People.
    users (uid) {
        #[sql_name = "id"]
        uid -> Integer,
        // Spelled with care.
        name -> Text,
    }
}

/// What we say beside it.
pub const LIMIT: usize = 3;

migrate_runtime::table! {
    posts (id) {
        id -> Integer,
        user_id -> Integer,
    }
}

diesel::table! {
    old (id) {
        id -> Integer,
    }
}

diesel::joinable!(posts -> users (user_id));
diesel::joinable!(old -> users (id));
diesel::allow_tables_to_appear_in_same_query!(old, posts, users);

#[cfg(test)]
mod tests {}
"#;

    fn rewrite(steps: impl FnOnce(&mut Op)) -> String {
        let mut op = Op::default();
        steps(&mut op);
        let mut schema = Schema::default();
        for step in op.into_steps() {
            step.operation.apply(&mut schema).expect("the steps fit");
        }
        let server = Server::assumed(BackendKind::Sqlite);
        let convention = NamingConvention::default();
        let declaration = Declaration {
            crate_name: "app",
            path: "schema.rs",
            text: BEFORE,
        };
        let said = super::super::super::declared(&[declaration], server.kind, &convention)
            .expect("the declaration is sound");
        let found = Reflected {
            schema,
            raw: Vec::new(),
        };
        let compared = super::super::super::compare(
            &found,
            &said,
            &crate::autogenerate::Ownership::default(),
            &server,
            &convention,
        );
        let current = Current {
            schema: &found.schema,
            unchanged: &unchanged(&said, &compared.found, &compared.desired),
            server: &server,
            convention: &convention,
        };
        let file = DeclaredFile {
            path: "schema.rs",
            text: BEFORE,
        };
        rewritten(&[file], &current)
            .expect("the file is sound")
            .remove(0)
    }

    fn users(op: &mut Op) {
        op.create_table("users", |t| {
            t.column("id", Integer).primary_key();
            t.column("name", Text);
        });
    }

    #[test]
    fn what_stays_the_same_keeps_its_text() {
        let after = rewrite(|op| {
            users(op);
            op.create_table("posts", |t| {
                t.column("id", Integer).primary_key();
                t.column("user_id", Integer);
            });
            op.create_table("old", |t| {
                t.column("id", Integer).primary_key();
            });
        });
        assert_eq!(after, BEFORE);
    }

    #[test]
    fn what_changes_is_replaced_and_everything_around_it_stays() {
        let after = rewrite(|op| {
            users(op);
            op.create_table("posts", |t| {
                t.column("id", Integer).primary_key();
                t.column("user_id", Integer).references("users", "id");
                t.column("title", Text).default("x");
            });
            op.create_table("tags", |t| {
                t.column("id", Integer).primary_key();
                t.column("post_id", Integer).references("posts", "id");
            });
        });
        let wanted = BEFORE
            .replace(
                "        user_id -> Integer,\n",
                "        #[migrate(references(users.uid))]\n        user_id -> Integer,\n        \
                 #[migrate(default = \"x\")]\n        title -> Text,\n",
            )
            .replace(
                "diesel::table! {\n    old (id) {\n        id -> Integer,\n    }\n}\n\ndiesel::joinable",
                "diesel::joinable",
            )
            .replace("diesel::joinable!(old -> users (id));\n", "")
            .replace("(old, posts, users)", "(posts, tags, users)");
        let tags = "\n\ndiesel::table! {\n    tags (id) {\n        id -> Integer,\n        post_id -> Integer,\n    }\n}";
        assert!(after.contains(tags), "{after}");
        assert!(
            after.contains("\n\ndiesel::joinable!(tags -> posts (post_id));"),
            "{after}"
        );
        let without = after
            .replace(tags, "")
            .replace("\n\ndiesel::joinable!(tags -> posts (post_id));", "");
        assert_eq!(
            without.replace("\n\n\n", "\n\n"),
            wanted.replace("\n\n\n", "\n\n")
        );
    }
}
