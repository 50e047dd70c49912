//! The chains as a program: each a history of migrations as `render` writes them.

use std::fmt::Write as _;

use migrate_runtime::autogenerate::render;
use migrate_runtime::operation::Operation;
use migrate_runtime::schema::NamingConvention;

use super::chain::Chain;

/// The module of a chain's history.
pub(super) fn module(chain: &Chain) -> String {
    format!("chain_{}", chain.seed)
}

/// What answers the orders of [`super::runner`]. A warning is an error: what is written must compile without any.
pub(super) fn program(chains: &[Chain]) -> String {
    let modules: Vec<_> = chains.iter().map(module).collect();
    let declared = modules.iter().fold(String::new(), |mut text, module| {
        writeln!(text, "mod {module};").expect("writing to a string");
        text
    });
    let arms = modules.iter().fold(String::new(), |mut text, module| {
        writeln!(text, "        \"{module}\" => {module}::migrator(),")
            .expect("writing to a string");
        text
    });
    PROGRAM.replace("MODULES", &declared).replace("ARMS", &arms)
}

const PROGRAM: &str = r#"//! Runs migrations as a line of standard input orders: `HISTORY DIRECTION URL`.

#![deny(warnings)]

MODULES
use std::io::BufRead as _;

use migrate_runtime::connection::{DatabaseUrl, open};
use migrate_runtime::{Migrator, Options};

fn migrator(history: &str) -> Migrator {
    match history {
ARMS        _ => panic!("no such history: {history}"),
    }
}

fn obey(order: &str) -> Result<(), Box<dyn std::error::Error>> {
    let mut words = order.split(' ');
    let mut word = || words.next().unwrap_or_default();
    let (migrator, direction) = (migrator(word()), word().to_owned());
    let mut database = open(&DatabaseUrl::parse(word())?)?;
    match direction.as_str() {
        "up" => migrator.up_with(&mut *database, Options::new().target("+1"))?,
        _ => migrator.down_with(&mut *database, Options::new().target("-1"))?,
    };
    Ok(())
}

fn main() {
    for order in std::io::stdin().lock().lines() {
        match obey(&order.expect("orders are text")) {
            Ok(()) => println!("done"),
            Err(error) => println!("{:?}", error.to_string()),
        }
    }
}
"#;

/// The module of one history.
pub(super) fn history(chain: &Chain) -> String {
    let mut text = String::from(
        "use migrate_runtime::__private::{Registered, function};\n\
         use migrate_runtime::op::Plan;\n\
         use migrate_runtime::prelude::*;\n\
         use migrate_runtime::{History, Migration, Migrator, Op, Source};\n\n",
    );
    let mut migrations = String::new();
    let mut sources = String::new();
    for (at, pair) in chain.pairs.iter().enumerate() {
        text += &function("up", at, &pair.upgrade);
        text += &function("down", at, &pair.downgrade);
        let parents = at
            .checked_sub(1)
            .map(|at| format!("\"r{at}\""))
            .unwrap_or_default();
        writeln!(
            migrations,
            "    &Migration {{ revision: \"r{at}\", down_revision: &[{parents}], path: \"r{at}.rs\", upgrade: UP_{at}, \
             downgrade: Some(DOWN_{at}), ..Migration::UNSAID }},"
        )
        .expect("writing to a string");
        writeln!(
            sources,
            "    Source {{ revision: \"r{at}\", message: \"Step {at}\", source_hash: \"{at}\", remarks: &[] }},"
        )
        .expect("writing to a string");
    }
    writeln!(
        text,
        "migrate_runtime::__private::inventory::submit! {{\n    Registered {{ crate_name: module_path!(), migrations: MIGRATIONS }}\n}}\n\
         static MIGRATIONS: &[&Migration] = &[\n{migrations}];\n\
         static HISTORY: History = History {{ crate_name: module_path!(), sources: &[\n{sources}], volumes: &[], settings: None }};\n\n\
         pub fn migrator() -> Migrator {{\n    Migrator::new(&HISTORY)\n}}"
    )
    .expect("writing to a string");
    text
}

fn function(direction: &str, at: usize, operations: &[Operation]) -> String {
    let body = render(operations, &NamingConvention::default());
    assert_eq!(body.warnings, [""; 0], "everything here has words");
    let argument = if body.lines.is_empty() { "_op" } else { "op" };
    format!(
        "fn {direction}_{at}({argument}: &mut Op) {{\n{}\n}}\nconst {}_{at}: &dyn Plan = &function({direction}_{at} as fn(&mut Op));\n\n",
        body.lines.join("\n"),
        direction.to_uppercase(),
    )
}
