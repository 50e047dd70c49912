//! A table's constraints as entries of `#[migrate(…)]`.

use super::super::render::string;
use super::attribute::{Entry, Words};
use super::{Context, key};
use crate::schema::{
    Check, Constraint, Deferrable, Exclude, ForeignKey, MatchKind, Name, ReferentialAction, Rule,
    Table, Unique, UniqueNulls, Validation,
};

/// The entry for a constraint; `Ok(None)` where the table says it anyway.
///
/// # Errors
///
/// It refers to what is not there.
pub(super) fn entry(
    context: &Context<'_>,
    table: &Table,
    constraint: &Constraint,
) -> Result<Option<Entry>, ()> {
    let one = Sayer {
        context,
        table,
        constraint,
    };
    match &constraint.rule {
        Rule::PrimaryKey(_) => Ok(one.primary_key()),
        Rule::Unique(unique) => one.unique(unique).map(Some).ok_or(()),
        Rule::Check(check) => Ok(Some(one.check(check))),
        Rule::ForeignKey(key) => one.foreign_key(key).map(Some).ok_or(()),
        Rule::Exclude(exclude) => one.exclude(exclude).map(Some).ok_or(()),
    }
}

struct Sayer<'a> {
    context: &'a Context<'a>,
    table: &'a Table,
    constraint: &'a Constraint,
}

impl Sayer<'_> {
    fn primary_key(&self) -> Option<Entry> {
        let words = self.named(Words::new("primary_key")).end();
        // A key whose name is the convention's, or the only one that MySQL has, is said by the columns.
        (words != "primary_key").then_some(Entry {
            column: None,
            text: words,
        })
    }

    fn unique(&self, unique: &Unique) -> Option<Entry> {
        let (column, words) = self.over(Words::new("unique"), &unique.columns)?;
        let words = words.flag(
            unique.nulls == UniqueNulls::NotDistinct,
            "nulls_not_distinct",
        );
        let words = words.word("deferrable", unique.deferrable.map(deferrable));
        Some(Entry {
            column,
            text: self.named(words).end(),
        })
    }

    fn check(&self, check: &Check) -> Entry {
        let pending = self.constraint.validation == Validation::Pending;
        if let Some(column) = self.beside(check).filter(|_| !pending) {
            return Entry {
                column: Some(column),
                text: format!("check = {}", string(&check.expression)),
            };
        }
        let words = Words::new("check").with([string(&check.expression)]);
        Entry {
            column: None,
            text: self.named(words).flag(pending, "not_valid").end(),
        }
    }

    /// The column beside which a check of this name stands.
    fn beside(&self, check: &Check) -> Option<Name> {
        let called_so = |column: &Name| {
            let convention = self.context.convention;
            let name = convention.column_check(&self.table.name, column, &check.expression);
            Some(name) == self.constraint.name
        };
        let mut columns = self.table.columns.iter().map(|column| &column.name);
        columns.find(|column| called_so(column)).cloned()
    }

    fn foreign_key(&self, key: &ForeignKey) -> Option<Entry> {
        let names = self.context.names;
        let to = names.table(&key.table)?;
        let referenced = names.columns(&key.table, &key.referenced)?;
        let columns = names.columns(&self.table.name, &key.columns)?;
        let target: Vec<_> = (referenced.iter())
            .map(|column| format!("{to}.{column}"))
            .collect();
        let (column, words) = if let ([column], [target]) = (&*key.columns, &*target) {
            let words = Words::new("references").with([target.clone()]);
            (Some(column.clone()), words)
        } else {
            let columns = columns.into_iter().map(str::to_owned);
            let words = Words::new("foreign_key").with(columns);
            let target = format!("references({})", target.join(", "));
            (None, words.with([target]))
        };
        let words = words
            .word("on_delete", action(key.on_delete))
            .word("on_update", action(key.on_update))
            .flag(key.match_kind == MatchKind::Full, "match_full")
            .word("deferrable", key.deferrable.map(deferrable));
        let pending = self.constraint.validation == Validation::Pending;
        Some(Entry {
            column,
            text: self.named(words).flag(pending, "not_valid").end(),
        })
    }

    fn exclude(&self, exclude: &Exclude) -> Option<Entry> {
        let element = |element: &crate::schema::ExcludeElement| {
            key::in_full(
                self.context,
                self.table,
                &element.key,
                Some(&element.operator),
            )
        };
        let elements: Option<Vec<_>> = exclude.elements.iter().map(element).collect();
        let words = Words::new("exclude")
            .text("method", Some(exclude.method.as_str()))
            .with(elements?)
            .text("where", exclude.predicate.as_deref())
            .word("deferrable", exclude.deferrable.map(deferrable));
        Some(Entry {
            column: None,
            text: self.named(words).end(),
        })
    }

    /// One column stands for itself; several are listed.
    fn over(&self, words: Words, columns: &[Name]) -> Option<(Option<Name>, Words)> {
        let rust = self.context.names.columns(&self.table.name, columns)?;
        Some(match columns {
            [only] => (Some(only.clone()), words),
            _ => (None, words.with(rust.into_iter().map(str::to_owned))),
        })
    }

    /// Says the name where it is not the convention's.
    fn named(&self, words: Words) -> Words {
        let rule = &self.constraint.rule;
        let given = self.context.convention.constraint(&self.table.name, rule);
        match &self.constraint.name {
            None => words.flag(true, "unnamed"),
            Some(name) if *name == given => words,
            // MySQL calls every primary key so, whatever it is told.
            Some(name) if name.as_str() == "PRIMARY" && matches!(rule, Rule::PrimaryKey(_)) => {
                words
            }
            Some(name) => words.text("name", Some(name.as_str())),
        }
    }
}

const fn action(action: ReferentialAction) -> Option<&'static str> {
    match action {
        ReferentialAction::NoAction => None,
        ReferentialAction::Restrict => Some("restrict"),
        ReferentialAction::Cascade => Some("cascade"),
        ReferentialAction::SetNull => Some("set_null"),
        ReferentialAction::SetDefault => Some("set_default"),
    }
}

const fn deferrable(deferrable: Deferrable) -> &'static str {
    match deferrable {
        Deferrable::InitiallyImmediate => "initially_immediate",
        Deferrable::InitiallyDeferred => "initially_deferred",
    }
}
