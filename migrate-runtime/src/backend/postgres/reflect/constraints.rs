//! Constraints.

use diesel::QueryResult;

use super::indexes::{self, KEYS};
use super::{BESIDE_TABLES, USERS_RELATION, USERS_SCHEMA};
use crate::backend::Server;
use crate::backend::reflect::Reflected;
use crate::backend::standard::catalogue::{flag, name, names, optional, qualified, text, texts};
use crate::connection::{Database, TextRow};
use crate::schema::{
    Check, Constraint, Deferrable, Exclude, ExcludeElement, ForeignKey, MatchKind, PrimaryKey,
    ReferentialAction, Rule, Unique, UniqueNulls, Validation,
};

pub(super) fn read(
    database: &mut dyn Database,
    server: &Server,
    reflected: &mut Reflected,
) -> QueryResult<()> {
    for row in database.query(&query(server), &[])? {
        let table = qualified(&row, "schema", "table");
        let name = name(&row, "name");
        if let Some(kind) = beyond_the_model(&row) {
            reflected.keep(kind, format!("{table}.{name}"), text(&row, "sql"));
            continue;
        }
        let (Some(table), Some(rule)) = (reflected.table_mut(&table), rule(&row)) else {
            reflected.keep("constraint", format!("{table}.{name}"), text(&row, "sql"));
            continue;
        };
        let mut constraint = Constraint::named(name, rule);
        if !flag(&row, "valid") {
            constraint.validation = Validation::Pending;
        }
        table.constraints.push(constraint);
    }
    Ok(())
}

fn query(server: &Server) -> String {
    let (nulls, some_set) = if server.at_least((15, 0, 0)) {
        ("i.indnullsnotdistinct", "k.confdelsetcols IS NOT NULL")
    } else {
        ("false", "false")
    };
    let own = columns("conrelid", "conkey");
    let far = columns("confrelid", "confkey");
    format!(
        "SELECT nullif(n.nspname, current_schema())::text AS schema, c.relname::text AS \"table\", \
         k.conname::text AS name, k.contype::text AS kind, k.condeferrable::text AS deferrable, \
         k.condeferred::text AS deferred, k.convalidated::text AS valid, \
         (k.connoinherit AND k.contype = 'c')::text AS no_inherit, coalesce({some_set}, false)::text AS sets_some, \
         own.columns, far.columns AS referenced, \
         nullif(rn.nspname, current_schema())::text AS referenced_schema, r.relname::text AS referenced_table, \
         k.confupdtype::text AS on_update, k.confdeltype::text AS on_delete, k.confmatchtype::text AS match, \
         pg_get_expr(k.conbin, k.conrelid) AS expression, coalesce({nulls}, false)::text AS nulls_not_distinct, \
         am.amname::text AS method, CASE WHEN k.contype = 'x' THEN (SELECT keys.keys FROM ({KEYS}) AS keys WHERE keys.indexrelid = k.conindid) END AS keys, \
         {OPERATORS} AS operators, \
         CASE WHEN k.contype = 'x' THEN pg_get_expr(i.indpred, i.indrelid) END AS predicate, \
         (i.indnatts > i.indnkeyatts)::text AS includes, \
         CASE WHEN k.connoinherit OR k.condeferrable OR i.indnatts > i.indnkeyatts OR {some_set} OR {BESIDE_TABLES} \
              THEN pg_get_constraintdef(k.oid) END AS sql \
         FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid \
         JOIN pg_namespace AS n ON n.oid = c.relnamespace \
         LEFT JOIN pg_class AS r ON r.oid = k.confrelid AND k.contype = 'f' \
         LEFT JOIN pg_namespace AS rn ON rn.oid = r.relnamespace \
         LEFT JOIN pg_index AS i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x') \
         LEFT JOIN pg_class AS x ON x.oid = i.indexrelid LEFT JOIN pg_am AS am ON am.oid = x.relam \
         LEFT JOIN ({own}) AS own ON own.oid = k.oid LEFT JOIN ({far}) AS far ON far.oid = k.oid \
         WHERE k.contype IN ('p', 'u', 'c', 'f', 'x') AND k.conparentid = 0 AND k.conislocal \
         AND {USERS_SCHEMA} AND {USERS_RELATION} \
         ORDER BY c.oid, position(k.contype::text IN 'pucfx'), k.oid"
    )
}

/// The names of the columns of every constraint in its order: those of `numbers`, in the table `table`.
fn columns(table: &str, numbers: &str) -> String {
    format!(
        "SELECT k.oid, json_agg(a.attname ORDER BY u.position)::text AS columns FROM pg_constraint AS k \
         CROSS JOIN LATERAL unnest(k.{numbers}) WITH ORDINALITY AS u (number, position) \
         JOIN pg_attribute AS a ON a.attrelid = k.{table} AND a.attnum = u.number GROUP BY k.oid"
    )
}

/// The operators of an exclusion constraint, in its order.
const OPERATORS: &str = "CASE WHEN k.contype = 'x' THEN (SELECT json_agg(o.oprname ORDER BY u.position)::text \
     FROM unnest(k.conexclop) WITH ORDINALITY AS u (number, position) JOIN pg_operator AS o ON o.oid = u.number) END";

/// What the constraint is called where the model has no words for all of it.
fn beyond_the_model(row: &TextRow) -> Option<&'static str> {
    let deferrable_key = row.get("kind") == Some("p") && flag(row, "deferrable");
    match row.get("kind") {
        _ if flag(row, "no_inherit") => Some("check without inheritance"),
        _ if flag(row, "includes") => Some("key with further columns"),
        _ if flag(row, "sets_some") => Some("foreign key that sets some columns"),
        _ if deferrable_key => Some("deferrable primary key"),
        _ => None,
    }
}

fn rule(row: &TextRow) -> Option<Rule> {
    let columns = names(row, "columns");
    Some(match row.get("kind")? {
        "p" => Rule::PrimaryKey(PrimaryKey { columns }),
        "u" => Rule::Unique(Unique {
            columns,
            nulls: nulls(row),
            deferrable: deferrable(row),
        }),
        "c" => Rule::Check(Check {
            expression: text(row, "expression"),
        }),
        "f" => Rule::ForeignKey(ForeignKey {
            columns,
            table: qualified(row, "referenced_schema", "referenced_table"),
            referenced: names(row, "referenced"),
            on_delete: action(row, "on_delete"),
            on_update: action(row, "on_update"),
            match_kind: if row.get("match") == Some("f") {
                MatchKind::Full
            } else {
                MatchKind::Simple
            },
            deferrable: deferrable(row),
        }),
        "x" => Rule::Exclude(exclude(row)),
        _ => return None,
    })
}

fn exclude(row: &TextRow) -> Exclude {
    let keys = indexes::keys(row).into_iter();
    let elements = keys.zip(texts(row, "operators"));
    Exclude {
        method: name(row, "method"),
        elements: elements
            .map(|(key, operator)| ExcludeElement { key, operator })
            .collect(),
        predicate: optional(row, "predicate"),
        deferrable: deferrable(row),
    }
}

pub(super) fn nulls(row: &TextRow) -> UniqueNulls {
    if flag(row, "nulls_not_distinct") {
        UniqueNulls::NotDistinct
    } else {
        UniqueNulls::Distinct
    }
}

fn deferrable(row: &TextRow) -> Option<Deferrable> {
    match (flag(row, "deferrable"), flag(row, "deferred")) {
        (true, true) => Some(Deferrable::InitiallyDeferred),
        (true, false) => Some(Deferrable::InitiallyImmediate),
        (false, _) => None,
    }
}

fn action(row: &TextRow, column: &str) -> ReferentialAction {
    match row.get(column) {
        Some("r") => ReferentialAction::Restrict,
        Some("c") => ReferentialAction::Cascade,
        Some("n") => ReferentialAction::SetNull,
        Some("d") => ReferentialAction::SetDefault,
        _ => ReferentialAction::NoAction,
    }
}
