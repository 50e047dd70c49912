//! Views.

use diesel::QueryResult;

use crate::backend::reflect::Reflected;
use crate::backend::script::{Kind, tokens};
use crate::backend::standard::catalogue::{name, optional, text};
use crate::connection::{BackendKind, Database};
use crate::schema::{QualifiedName, View};

const QUERY: &str = "SELECT v.table_name AS name, v.view_definition AS query, \
     CONCAT_WS(' ', IF(v.check_option = 'NONE', NULL, CONCAT('WITH ', v.check_option, ' CHECK OPTION')), \
     IF(v.security_type = 'DEFINER', NULL, CONCAT('SQL SECURITY ', v.security_type))) AS options, DATABASE() AS `database` \
     FROM information_schema.views AS v WHERE v.table_schema = DATABASE() AND LEFT(v.table_name, 10) <> '__migrate_'";

pub(super) fn read(database: &mut dyn Database, reflected: &mut Reflected) -> QueryResult<()> {
    for row in database.query(QUERY, &[])? {
        let view = View {
            name: QualifiedName::new(name(&row, "name")),
            query: unqualified(&text(&row, "query"), &text(&row, "database")),
            materialized: false,
            comment: None,
        };
        if let Some(options) = optional(&row, "options") {
            reflected.keep("view options", view.name.to_string(), options);
        }
        reflected.schema.views.insert(view.name.clone(), view);
    }
    Ok(())
}

/// The query without the name of its own database, which the server writes before every table.
fn unqualified(query: &str, database: &str) -> String {
    let Ok(pieces) = tokens(BackendKind::Mysql, query) else {
        return query.to_owned();
    };
    let own = format!("`{}`", database.replace('`', "``"));
    let mut text = String::new();
    let mut pieces = pieces.iter().peekable();
    while let Some(piece) = pieces.next() {
        let is_own = piece.kind == Kind::Quoted && piece.text == own && !text.ends_with('.');
        if is_own && pieces.next_if(|next| next.text == ".").is_some() {
            continue;
        }
        text += piece.text;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::unqualified;

    #[test]
    fn the_own_database_is_not_said() {
        assert_eq!(
            unqualified(
                "select `d`.`t`.`d` AS `d` from `d`.`t` where `d`.`t`.`a` = '`d`.'",
                "d"
            ),
            "select `t`.`d` AS `d` from `t` where `t`.`a` = '`d`.'"
        );
    }
}
