//! docs/lint.md says what the rules say.

use std::fmt::Write as _;

use migrate_runtime::lint::{self, Claim, Locked, Rule};
use migrate_tests::checkout;

#[test]
fn the_documentation_is_what_the_rules_say() {
    let path = checkout::root().join("docs/lint.md");
    let document = std::fs::read_to_string(&path).unwrap_or_default();
    let (head, _) = document
        .split_once(MARK)
        .expect("docs/lint.md has the mark");
    let wanted = format!("{head}{MARK}{}", rules());
    if document != wanted {
        let beside = path.with_extension("md.new");
        std::fs::write(&beside, &wanted).expect("writing beside the document");
        panic!("docs/lint.md is not what the rules say: move docs/lint.md.new over it");
    }
}

#[test]
fn what_to_write_instead_is_rust() {
    for rule in lint::rules() {
        let parsed = rule.safe.parse::<proc_macro2::TokenStream>();
        assert!(parsed.is_ok(), "{}: {}", rule.id, rule.safe);
    }
}

/// What stands behind it is made from the rules.
const MARK: &str = "<!-- From here on made from the rules. -->\n";

fn rules() -> String {
    let mut text = String::new();
    let mut group = None;
    for rule in lint::rules() {
        if group != Some(rule.group()) {
            group = Some(rule.group());
            write!(text, "\n## {}\n\n{HEAD}", rule.group().title()).expect("writing to a string");
        }
        row(&mut text, rule);
    }
    for rule in lint::rules() {
        write!(
            text,
            "\n### {}: {}\n\n{}.\n\n```rust\n{}\n```\n",
            rule.id,
            rule.title,
            sentence(rule.why),
            rule.safe
        )
        .expect("writing to a string");
    }
    text
}

const HEAD: &str =
    "| rule | what it finds | level | on | lock | while the server |\n|---|---|---|---|---|---|\n";

fn row(text: &mut String, rule: &Rule) {
    for (place, claim) in rule.claims.iter().enumerate() {
        let first = |said: &str| {
            if place == 0 {
                said.to_owned()
            } else {
                String::new()
            }
        };
        writeln!(
            text,
            "| {} | {} | {} | {claim} | {} | {} |",
            first(&format!("[{}](#{})", rule.id, anchor(rule))),
            first(rule.title),
            first(rule.level.as_str()),
            locks(claim),
            if claim.locks.is_empty() {
                ""
            } else {
                claim.work.words()
            },
        )
        .expect("writing to a string");
    }
}

/// As GitHub makes it from the heading.
fn anchor(rule: &Rule) -> String {
    let heading = format!("{} {}", rule.id, rule.title).to_lowercase();
    let kept = heading
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-');
    kept.collect::<String>().replace(' ', "-")
}

fn locks(claim: &Claim) -> String {
    let locks = claim.locks.iter().map(|lock| match lock.on {
        Locked::Table => lock.mode.as_str().to_owned(),
        Locked::Referenced => format!("{} on the referenced table", lock.mode.as_str()),
    });
    locks.collect::<Vec<_>>().join(", ")
}

fn sentence(why: &str) -> String {
    let mut characters = why.chars();
    let first = characters.next().unwrap_or_default();
    first.to_uppercase().chain(characters).collect()
}
