//! Operations as the Rust source of a migration: what an author would have written by hand.
//!
//! The text is complete and compiles as it stands; `rustfmt` decides where lines break. What the builders have no words for
//! becomes a comment in the source and a warning beside it, never a silent omission.

#![expect(
    clippy::format_push_string,
    reason = "a call is a handful of words; `write!` would bury each of them in an `expect`"
)]

mod call;
mod column;
mod column_type;
mod constraint;
mod index;
mod literal;
mod object;
mod operation;
mod table;

pub(super) use literal::string;

use crate::operation::Operation;
use crate::schema::NamingConvention;

/// The body of a function of a migration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// One statement or comment each, in order.
    pub lines: Vec<String>,
    /// What the author must write by hand, in words.
    pub warnings: Vec<String>,
}

/// Writes operations as calls of the builder `op`. Names that the convention gives are left to it.
///
/// ```
/// use migrate_runtime::autogenerate::render;
/// use migrate_runtime::operation::{DropTable, Operation};
/// use migrate_runtime::schema::NamingConvention;
///
/// let operations = [Operation::DropTable(DropTable { table: "users".into() })];
/// let body = render(&operations, &NamingConvention::default());
/// assert_eq!(body.lines, [r#"op.drop_table("users");"#]);
/// ```
#[must_use]
pub fn render<'a>(
    operations: impl IntoIterator<Item = &'a Operation>,
    convention: &NamingConvention,
) -> Body {
    let mut body = Body::default();
    for operation in operations {
        match operation::source(operation, convention) {
            Some(line) => body.lines.push(line),
            None => body.leave_to_the_author(operation),
        }
    }
    body
}

impl Body {
    fn leave_to_the_author(&mut self, operation: &Operation) {
        self.remark("to be written by hand: ", &operation.describe());
    }

    /// A comment, and a warning of the same words.
    pub(super) fn remark(&mut self, lead: &str, what: &str) {
        // A line break in a name must not end the comment.
        let words: Vec<_> = what.split_whitespace().collect();
        let words = format!("{lead}{}", words.join(" "));
        self.lines.push(format!("// {words}"));
        self.warnings.push(words);
    }

    /// Adds what comes behind it.
    pub(super) fn append(&mut self, mut next: Self) {
        self.lines.append(&mut next.lines);
        self.warnings.append(&mut next.warnings);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::Op;
    use crate::prelude::*;

    /// Each line of `made` stands for the steps that the function beside it makes.
    fn check(fill: impl FnOnce(&mut Op), wanted: &[&str]) {
        let mut op = Op::default();
        fill(&mut op);
        let operations: Vec<_> = op
            .into_steps()
            .into_iter()
            .map(|step| step.operation)
            .collect();
        let body = render(&operations, &NamingConvention::default());
        assert_eq!(body.lines, wanted);
        assert_eq!(body.warnings, Vec::<String>::new());
    }

    #[test]
    fn a_table_reads_as_if_written_by_hand() {
        check(
            |op| {
                op.create_table("users", |t| {
                    t.column("id", BigInt).primary_key().auto_increment();
                    t.column("name", varchar(80))
                        .comment("As they \"spell\" it.\n");
                    t.column("email", Text)
                        .nullable()
                        .unique()
                        .check("email <> ''");
                    t.column("total", numeric(12, 2)).default(0);
                    t.column("made", Timestamp).default_sql("CURRENT_TIMESTAMP");
                    t.column("twice", Integer).generated_stored("total * 2");
                    t.comment("People.");
                });
                op.create_table(("shop", "posts"), |t| {
                    t.column("a", Integer);
                    t.column("b", Integer)
                        .references("users", "id")
                        .on_delete(Cascade);
                    t.primary_key(["a", "b"]);
                    t.foreign_key(["a", "b"], "users", ["x", "y"])
                        .on_update(SetNull);
                    t.unique(["b", "a"]).named("both");
                    t.check("a < b");
                    t.index(["a", "b"]).unique().where_sql("a > 0");
                    t.index([desc("b")]);
                    t.strict();
                });
            },
            &[
                "op.create_table(\"users\", |t| { \
                 t.column(\"id\", BigInt).primary_key().auto_increment(); \
                 t.column(\"name\", varchar(80)).comment(\"As they \\\"spell\\\" it.\\n\"); \
                 t.column(\"email\", Text).nullable().unique().check(\"email <> ''\"); \
                 t.column(\"total\", numeric(12, 2)).default(0); \
                 t.column(\"made\", Timestamp).default_sql(\"CURRENT_TIMESTAMP\"); \
                 t.column(\"twice\", Integer).generated_stored(\"total * 2\"); \
                 t.comment(\"People.\"); });",
                "op.create_table((\"shop\", \"posts\"), |t| { \
                 t.column(\"a\", Integer); \
                 t.column(\"b\", Integer).references(\"users\", \"id\").on_delete(Cascade); \
                 t.primary_key([\"a\", \"b\"]); \
                 t.foreign_key([\"a\", \"b\"], \"users\", [\"x\", \"y\"]).on_update(SetNull); \
                 t.unique([\"b\", \"a\"]).named(\"both\"); \
                 t.check(\"a < b\"); \
                 t.index([\"a\", \"b\"]).unique().where_sql(\"a > 0\"); \
                 t.index([desc(\"b\")]); \
                 t.strict(); });",
            ],
        );
    }

    #[test]
    fn changes_read_as_if_written_by_hand() {
        check(
            |op| {
                op.add_column("users", "age", Integer).nullable();
                op.add_column("users", "boss", BigInt)
                    .references("users", "id");
                op.drop_column("users", "age");
                op.rename_column("users", "a", "b");
                op.rename_table("users", "people");
                op.alter_column("users", "age")
                    .set_type(BigInt)
                    .not_null()
                    .default(1);
                op.alter_column("users", "age")
                    .drop_default()
                    .drop_comment();
                op.create_index("users", ["a", "b"]).named("odd");
                op.create_index("users", expr("lower(a)"))
                    .using("gin")
                    .concurrently();
                op.drop_index("users", "odd");
                op.create_unique("users", ["a"]);
                op.create_check("users", "a > 0").named("positive");
                op.create_foreign_key("users", ["a"], "b", ["c"])
                    .on_delete(Restrict);
                op.drop_constraint("users", "positive");
                op.create_enum("mood", ["sad", "it's"]);
                op.add_enum_label_before("mood", "ok", "sad");
                op.drop_enum("mood");
                op.create_sequence("numbers").start(5).cycle();
                op.create_view("names", "SELECT name FROM users");
                op.drop_materialized_view("cache");
                op.create_trigger("t", "users", "AFTER INSERT", "BEGIN SELECT 1; END");
                op.create_schema("shop");
                op.comment_on_table("users", "People.");
                op.drop_table_comment("users");
                op.insert("users", [("a", 1.into())]);
                op.execute("SELECT \"x\"").reversed_by("SELECT 2");
            },
            &[
                r#"op.add_column("users", "age", Integer).nullable();"#,
                r#"op.add_column("users", "boss", BigInt).references("users", "id");"#,
                r#"op.drop_column("users", "age");"#,
                r#"op.rename_column("users", "a", "b");"#,
                r#"op.rename_table("users", "people");"#,
                r#"op.alter_column("users", "age").set_type(BigInt).not_null().default(1);"#,
                r#"op.alter_column("users", "age").drop_default().drop_comment();"#,
                r#"op.create_index("users", ["a", "b"]).named("odd");"#,
                r#"op.create_index("users", [expr("lower(a)")]).using("gin").concurrently();"#,
                r#"op.drop_index("users", "odd");"#,
                r#"op.create_unique("users", "a");"#,
                r#"op.create_check("users", "a > 0").named("positive");"#,
                r#"op.create_foreign_key("users", "a", "b", "c").on_delete(Restrict);"#,
                r#"op.drop_constraint("users", "positive");"#,
                r#"op.create_enum("mood", ["sad", "it's"]);"#,
                r#"op.add_enum_label_before("mood", "ok", "sad");"#,
                r#"op.drop_enum("mood");"#,
                r#"op.create_sequence("numbers").start(5).cycle();"#,
                r#"op.create_view("names", "SELECT name FROM users");"#,
                r#"op.drop_materialized_view("cache");"#,
                r#"op.create_trigger("t", "users", "AFTER INSERT", "BEGIN SELECT 1; END");"#,
                r#"op.create_schema("shop");"#,
                r#"op.comment_on_table("users", "People.");"#,
                r#"op.drop_table_comment("users");"#,
                r#"op.bulk_insert("users", "a", [vec![1.into()]]);"#,
                r#"op.execute("SELECT \"x\"").reversed_by("SELECT 2");"#,
            ],
        );
    }

    #[test]
    fn what_has_no_words_is_left_to_the_author_aloud() {
        let mut op = Op::default();
        op.run(|_: &mut u8| Ok(()));
        let operations: Vec<_> = op
            .into_steps()
            .into_iter()
            .map(|step| step.operation)
            .collect();
        let body = render(&operations, &NamingConvention::default());
        assert!(
            body.lines[0].starts_with("// to be written by hand: "),
            "{body:?}"
        );
        assert_eq!(body.warnings.len(), 1);
    }
}
