//! Parameterised SQL text as a Diesel query, prepared once per connection and text.

use diesel::backend::Backend;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::serialize::ToSql;
use diesel::sql_types::{HasSqlType, Nullable, Text, Untyped};
use diesel::{RunQueryDsl, result::Error};

/// One statement with text parameters. Unlike `diesel::sql_query` it may stay in the connection's statement cache:
/// the ledger sends the same few statements for every revision.
#[derive(Debug)]
pub(super) struct Prepared<'a> {
    /// The text between the placeholders: always one more piece than parameters.
    pieces: Vec<&'a str>,
    parameters: &'a [Option<&'a str>],
}

impl<'a> Prepared<'a> {
    /// Cuts `sql` at its placeholders: `?` or PostgreSQL's `$1`, `$2` … in order.
    pub(super) fn new(sql: &'a str, parameters: &'a [Option<&'a str>]) -> QueryResult<Self> {
        let pieces = pieces(sql, parameters.len());
        if pieces.len() == parameters.len() + 1 {
            return Ok(Self { pieces, parameters });
        }
        let message = format!(
            "{} parameters for {} placeholders in: {sql}",
            parameters.len(),
            pieces.len() - 1
        );
        Err(Error::QueryBuilderError(message.into()))
    }
}

/// The text around the first `count` placeholders.
fn pieces(sql: &str, count: usize) -> Vec<&str> {
    let mut pieces = Vec::with_capacity(count + 1);
    let mut rest = sql;
    while pieces.len() < count {
        let Some(start) = rest.find(['?', '$']) else {
            break;
        };
        pieces.push(&rest[..start]);
        rest = rest[start + 1..].trim_start_matches(|c: char| c.is_ascii_digit());
    }
    pieces.push(rest);
    pieces
}

impl<DB> QueryFragment<DB> for Prepared<'_>
where
    DB: Backend + HasSqlType<Nullable<Text>>,
    for<'s> Option<&'s str>: ToSql<Nullable<Text>, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if self.parameters.is_empty() {
            // The ledger's statements have parameters; others differ in their text from one to the next.
            out.unsafe_to_cache_prepared();
        }
        out.push_sql(self.pieces[0]);
        for (parameter, piece) in self.parameters.iter().zip(&self.pieces[1..]) {
            out.push_bind_param::<Nullable<Text>, Option<&str>>(parameter)?;
            out.push_sql(piece);
        }
        Ok(())
    }
}

impl QueryId for Prepared<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Prepared<'_> {
    type SqlType = Untyped;
}

impl<C> RunQueryDsl<C> for Prepared<'_> {}

#[cfg(test)]
mod tests {
    use super::Prepared;

    #[test]
    fn both_placeholder_styles_are_cut() {
        let parameters = [Some("a"), None];
        let question = Prepared::new("x = ? AND y = ?", &parameters).unwrap();
        let dollar = Prepared::new("x = $1 AND y = $2", &parameters).unwrap();
        assert_eq!(question.pieces, ["x = ", " AND y = ", ""]);
        assert_eq!(dollar.pieces, question.pieces);
    }

    #[test]
    fn text_without_parameters_is_left_alone() {
        let prepared = Prepared::new("SELECT '?', $tag$ $tag$", &[]).unwrap();
        assert_eq!(prepared.pieces, ["SELECT '?', $tag$ $tag$"]);
    }

    #[test]
    fn a_missing_placeholder_is_an_error() {
        let error = Prepared::new("SELECT 1", &[Some("a")]).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("1 parameters for 0 placeholders")
        );
    }
}
