//! The commands that read the graph, through the real plugin on real files, as text and as JSON.

use migrate_tests::{Backend, Project, Revision, Transcript};

const CREATE: Revision<'_> = Revision {
    id: "1975ea83b712",
    down: &[],
    message: "Create users",
    upgrade: "",
    downgrade: "",
};

/// A fork and its merge, and one revision on top.
fn project(name: &'static str) -> Project {
    let revisions = [
        CREATE,
        Revision {
            id: "a1b2c3d4e5f6",
            down: &["1975ea83b712"],
            message: "Add email",
            ..CREATE
        },
        Revision {
            id: "b7c8d9e0f1a2",
            down: &["1975ea83b712"],
            message: "Add theme",
            ..CREATE
        },
        Revision {
            id: "c3d4e5f6a7b8",
            down: &["a1b2c3d4e5f6", "b7c8d9e0f1a2"],
            message: "Merge",
            ..CREATE
        },
        Revision {
            id: "d9e0f1a2b3c4",
            down: &["c3d4e5f6a7b8"],
            message: "Create invoices",
            ..CREATE
        },
    ];
    let builder = Project::named(name).migration_crate(&[Backend::Sqlite]);
    revisions
        .iter()
        .fold(builder, migrate_tests::project::Builder::revision)
        .create()
}

fn migrate(project: &Project, arguments: &[&str]) -> Transcript {
    project.migrate(arguments).without_cargo().run()
}

#[test]
fn history_lists_newest_first() {
    let project = project("graph_history");
    insta::assert_snapshot!(migrate(&project, &["history"]), @r"
    $ cargo migrate history
    exit 0
    --- stdout
    d9e0f1a2b3c4  Create invoices  (head)
    c3d4e5f6a7b8  Merge  (merge of a1b2c3d4e5f6, b7c8d9e0f1a2)
    b7c8d9e0f1a2  Add theme  (on 1975ea83b712)
    a1b2c3d4e5f6  Add email
    1975ea83b712  Create users  (base; branch point)
    ");
    insta::assert_snapshot!(migrate(&project, &["history", "--json"]), @r#"
    $ cargo migrate history --json
    exit 0
    --- stdout
    {
      "revisions": [
        {
          "revision": "d9e0f1a2b3c4",
          "down_revision": [
            "c3d4e5f6a7b8"
          ],
          "depends_on": [],
          "branch_labels": [],
          "message": "Create invoices",
          "path": "migrations/src/versions/d9e0f1a2b3c4_create_invoices.rs"
        },
        {
          "revision": "c3d4e5f6a7b8",
          "down_revision": [
            "a1b2c3d4e5f6",
            "b7c8d9e0f1a2"
          ],
          "depends_on": [],
          "branch_labels": [],
          "message": "Merge",
          "path": "migrations/src/versions/c3d4e5f6a7b8_merge.rs"
        },
        {
          "revision": "b7c8d9e0f1a2",
          "down_revision": [
            "1975ea83b712"
          ],
          "depends_on": [],
          "branch_labels": [],
          "message": "Add theme",
          "path": "migrations/src/versions/b7c8d9e0f1a2_add_theme.rs"
        },
        {
          "revision": "a1b2c3d4e5f6",
          "down_revision": [
            "1975ea83b712"
          ],
          "depends_on": [],
          "branch_labels": [],
          "message": "Add email",
          "path": "migrations/src/versions/a1b2c3d4e5f6_add_email.rs"
        },
        {
          "revision": "1975ea83b712",
          "down_revision": [],
          "depends_on": [],
          "branch_labels": [],
          "message": "Create users",
          "path": "migrations/src/versions/1975ea83b712_create_users.rs"
        }
      ]
    }
    "#);
    insta::assert_snapshot!(migrate(&project, &["history", "1975:a1b2"]), @r"
    $ cargo migrate history 1975:a1b2
    exit 0
    --- stdout
    a1b2c3d4e5f6  Add email
    1975ea83b712  Create users  (base; branch point)
    ");
}

#[test]
fn history_draws_the_graph() {
    let project = project("graph_drawing");
    insta::assert_snapshot!(migrate(&project, &["history", "--graph"]), @r"
    $ cargo migrate history --graph
    exit 0
    --- stdout
    * d9e0f1a2b3c4  Create invoices  (head)
    *   c3d4e5f6a7b8  Merge  (merge)
    |\
    | * b7c8d9e0f1a2  Add theme
    * | a1b2c3d4e5f6  Add email
    |/
    * 1975ea83b712  Create users  (base; branch point)
    ");
    insta::assert_snapshot!(migrate(&project, &["history", "--format", "dot"]), @r#"
    $ cargo migrate history --format dot
    exit 0
    --- stdout
    digraph migrations {
        rankdir=BT;
        node [shape=box];
        "d9e0f1a2b3c4" [label="d9e0f1a2b3c4\nCreate invoices"];
        "c3d4e5f6a7b8" [label="c3d4e5f6a7b8\nMerge"];
        "b7c8d9e0f1a2" [label="b7c8d9e0f1a2\nAdd theme"];
        "a1b2c3d4e5f6" [label="a1b2c3d4e5f6\nAdd email"];
        "1975ea83b712" [label="1975ea83b712\nCreate users"];
        "d9e0f1a2b3c4" -> "c3d4e5f6a7b8";
        "c3d4e5f6a7b8" -> "a1b2c3d4e5f6";
        "c3d4e5f6a7b8" -> "b7c8d9e0f1a2";
        "b7c8d9e0f1a2" -> "1975ea83b712";
        "a1b2c3d4e5f6" -> "1975ea83b712";
    }
    "#);
    insta::assert_snapshot!(migrate(&project, &["history", "--format", "mermaid"]), @r#"
    $ cargo migrate history --format mermaid
    exit 0
    --- stdout
    flowchart BT
        r_d9e0f1a2b3c4["d9e0f1a2b3c4<br/>Create invoices"]
        r_c3d4e5f6a7b8["c3d4e5f6a7b8<br/>Merge"]
        r_b7c8d9e0f1a2["b7c8d9e0f1a2<br/>Add theme"]
        r_a1b2c3d4e5f6["a1b2c3d4e5f6<br/>Add email"]
        r_1975ea83b712["1975ea83b712<br/>Create users"]
        r_d9e0f1a2b3c4 --> r_c3d4e5f6a7b8
        r_c3d4e5f6a7b8 --> r_a1b2c3d4e5f6
        r_c3d4e5f6a7b8 --> r_b7c8d9e0f1a2
        r_b7c8d9e0f1a2 --> r_1975ea83b712
        r_a1b2c3d4e5f6 --> r_1975ea83b712
    "#);
}

#[test]
fn heads_and_branches() {
    let project = project("graph_heads");
    insta::assert_snapshot!(migrate(&project, &["heads"]), @r"
    $ cargo migrate heads
    exit 0
    --- stdout
    d9e0f1a2b3c4  Create invoices
    ");
    insta::assert_snapshot!(migrate(&project, &["heads", "--json"]), @r#"
    $ cargo migrate heads --json
    exit 0
    --- stdout
    {
      "heads": [
        {
          "revision": "d9e0f1a2b3c4",
          "message": "Create invoices",
          "branch_labels": []
        }
      ]
    }
    "#);
    insta::assert_snapshot!(migrate(&project, &["branches"]), @r"
    $ cargo migrate branches
    exit 0
    --- stdout
    1975ea83b712  Create users
      -> a1b2c3d4e5f6  Add email
      -> b7c8d9e0f1a2  Add theme
    ");
    insta::assert_snapshot!(migrate(&project, &["branches", "--json"]), @r#"
    $ cargo migrate branches --json
    exit 0
    --- stdout
    {
      "branches": [
        {
          "revision": "1975ea83b712",
          "message": "Create users",
          "children": [
            {
              "revision": "a1b2c3d4e5f6",
              "message": "Add email"
            },
            {
              "revision": "b7c8d9e0f1a2",
              "message": "Add theme"
            }
          ]
        }
      ]
    }
    "#);
}

#[test]
fn show_tells_everything_about_a_revision() {
    let project = project("graph_show");
    insta::assert_snapshot!(migrate(&project, &["show", "c3d4"]), @r"
    $ cargo migrate show c3d4
    exit 0
    --- stdout
    revision      c3d4e5f6a7b8  (merge)
    message       Merge
    follows       a1b2c3d4e5f6  Add email
                  b7c8d9e0f1a2  Add theme
    followed by   d9e0f1a2b3c4  Create invoices
    file          migrations/src/versions/c3d4e5f6a7b8_merge.rs
    source hash   [HASH]
    ");
    insta::assert_snapshot!(migrate(&project, &["show", "head", "--json"]), @r#"
    $ cargo migrate show head --json
    exit 0
    --- stdout
    {
      "revisions": [
        {
          "revision": "d9e0f1a2b3c4",
          "down_revision": [
            "c3d4e5f6a7b8"
          ],
          "depends_on": [],
          "branch_labels": [],
          "message": "Create invoices",
          "path": "migrations/src/versions/d9e0f1a2b3c4_create_invoices.rs",
          "children": [],
          "on_branches": [],
          "irreversible": null,
          "source_hash": "[HASH]"
        }
      ]
    }
    "#);
    insta::assert_snapshot!(migrate(&project, &["show", "c3d5"]), @r"
    $ cargo migrate show c3d5
    exit 2
    --- stderr
    error: no revision or branch is called `c3d5`
    help: did you mean `c3d4e5f6a7b8`?
    ");
    insta::assert_snapshot!(migrate(&project, &["show", "c3d5", "--json"]), @r#"
    $ cargo migrate show c3d5 --json
    exit 2
    --- stdout
    {
      "error": {
        "kind": "usage",
        "message": "no revision or branch is called `c3d5`",
        "help": "did you mean `c3d4e5f6a7b8`?"
      }
    }
    "#);
}

#[test]
fn plan_from_needs_no_database() {
    let project = project("graph_plan");
    insta::assert_snapshot!(migrate(&project, &["plan", "--from", "1975"]), @r"
    $ cargo migrate plan --from 1975
    exit 0
    --- stdout
    up    a1b2c3d4e5f6  Add email
    up    b7c8d9e0f1a2  Add theme
    up    c3d4e5f6a7b8  Merge
    up    d9e0f1a2b3c4  Create invoices
    4 revisions; then at d9e0f1a2b3c4
    ");
    insta::assert_snapshot!(migrate(&project, &["plan", "down", "-1", "--from", "head", "--json"]), @r#"
    $ cargo migrate plan down -1 --from head --json
    exit 0
    --- stdout
    {
      "revisions": [
        {
          "revision": "d9e0f1a2b3c4",
          "direction": "down"
        }
      ],
      "applied_after": [
        "c3d4e5f6a7b8"
      ]
    }
    "#);
    insta::assert_snapshot!(migrate(&project, &["plan", "up", "+9", "--from", "base"]), @r"
    $ cargo migrate plan up +9 --from base
    exit 2
    --- stderr
    error: `+9` could go several ways at `1975ea83b712`: to `a1b2c3d4e5f6` (Add email) and `b7c8d9e0f1a2` (Add theme)
    help: name the revision to go to by its id
    ");
}

#[test]
fn contradictory_history_names_every_place() {
    let project = project("graph_contradiction");
    let copy = Revision {
        message: "Create users again",
        ..CREATE
    };
    project.write(
        &format!("migrations/src/versions/{}", copy.file_name()),
        &copy.source(),
    );
    let lost = Revision {
        id: "e1e1e1",
        down: &["d9e0f1a2b3c5"],
        message: "Lost",
        ..CREATE
    };
    project.write(
        &format!("migrations/src/versions/{}", lost.file_name()),
        &lost.source(),
    );
    insta::assert_snapshot!(migrate(&project, &["history"]), @"
    $ cargo migrate history
    exit 6
    --- stderr
    error: revision `1975ea83b712` is declared twice: in migrations/src/versions/1975ea83b712_create_users.rs and migrations/src/versions/1975ea83b712_create_users_again.rs
      revision `e1e1e1` names the parent `d9e0f1a2b3c5`, which does not exist
    help: give one of them another id, in its file name too, and change what follows it: whoever applied `1975ea83b712` keeps the file they applied
    ");
}

#[test]
fn empty_history_is_no_error() {
    let project = Project::named("graph_empty")
        .migration_crate(&[Backend::Sqlite])
        .create();
    for command in ["history", "heads", "branches"] {
        let _ = migrate(&project, &[command]).success();
        let _ = migrate(&project, &[command, "--json"]).success();
    }
    insta::assert_snapshot!(migrate(&project, &["show", "head"]), @r"
    $ cargo migrate show head
    exit 0
    --- stdout
    no revision: this is the base
    ");
}

#[test]
fn what_needs_no_lost_parent_is_told_all_the_same() {
    let project = project("graph_lost_parent");
    let lost = Revision {
        id: "e1e1e1",
        down: &["d9e0f1a2b3c5"],
        message: "Lost",
        ..CREATE
    };
    project.write(
        &format!("migrations/src/versions/{}", lost.file_name()),
        &lost.source(),
    );
    for (command, told) in [
        ("history", "d9e0f1a2b3c5  (no file has this revision)"),
        ("heads", "e1e1e1  Lost"),
        ("show", "Create invoices"),
    ] {
        let target = if command == "show" {
            &["d9e0f1a2b3c4"][..]
        } else {
            &[]
        };
        let arguments = [&[command], target].concat();
        let answer = migrate(&project, &arguments).success();
        assert!(answer.stdout.contains(told), "{answer}");
        let warning =
            "warning: revision `e1e1e1` names the parent `d9e0f1a2b3c5`, which does not exist";
        assert!(answer.stderr.contains(warning), "{answer}");
    }
    let _ = migrate(&project, &["new", "more"]).exits(6);
}
