//! Runs every command of a forge's file, as the forge's own runner would, with the workspace's binary for what is installed.

use std::cell::RefCell;
use std::collections::BTreeMap;

use migrate_tests::{Backend, Project, Transcript, on};
use serde_json::Value;
use url::Url;

use crate::sound::parsed;

const SUMMARY: &str = "target/summary.md";
const ENVIRONMENT: &str = "target/environment";
const SCRATCH: &str = "MIGRATE_SCRATCH_URL";

/// What GitHub starts for `shell: bash`.
const SHELL: [&str; 4] = ["--noprofile", "--norc", "-eo", "pipefail"];

/// A check and whether it passed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Checked {
    title: String,
    passed: bool,
}

impl Checked {
    pub(crate) fn new(title: &str, passed: bool) -> Self {
        Self {
            title: title.to_owned(),
            passed,
        }
    }
}

/// The steps of a workflow's only job.
pub(crate) struct Github {
    job: Value,
}

impl Github {
    pub(crate) fn read(project: &Project, path: &str) -> Self {
        let workflow = parsed(&project.read(path));
        assert_eq!(workflow["defaults"]["run"]["shell"], "bash");
        let jobs = workflow["jobs"].as_object().expect("jobs");
        Self {
            job: jobs.values().next().expect("a job").clone(),
        }
    }
}

/// The only job of a pipeline.
pub(crate) struct Gitlab {
    job: Value,
}

/// What GitLab gives to a shell for one database.
pub(crate) struct Script {
    text: String,
    variables: BTreeMap<String, String>,
    url: String,
}

impl Gitlab {
    pub(crate) fn read(project: &Project, path: &str) -> Self {
        let pipeline = parsed(&project.read(path));
        let jobs = pipeline.as_object().expect("jobs");
        Self {
            job: jobs.values().next().expect("a job").clone(),
        }
    }

    /// The whole script once for each database, with the checks of the other ones left out.
    pub(crate) fn scripts(&self) -> Vec<Script> {
        let lines = |key: &str| texts(&self.job[key]);
        let (proofs, others): (Vec<_>, Vec<_>) = lines("script")
            .into_iter()
            .partition(|line| line.starts_with(SCRATCH));
        assert_eq!(proofs.len(), Backend::ALL.len(), "{proofs:?}");
        let script = |proof: &String| {
            let (assignment, command) = proof.split_once(' ').expect("a command behind the URL");
            let url = assignment.split_once('=').expect("a URL").1;
            let all = [
                vec!["set -eo pipefail".to_owned()],
                lines("before_script"),
                others.clone(),
                vec![command.to_owned()],
            ];
            Script {
                text: all.concat().join("\n"),
                variables: variables(&self.job["variables"]),
                url: url.to_owned(),
            }
        };
        proofs.iter().map(script).collect()
    }
}

/// A runner that works on a project.
pub(crate) struct Forge<'p> {
    project: &'p Project,
    said: RefCell<String>,
}

impl<'p> Forge<'p> {
    pub(crate) fn new(project: &'p Project) -> Self {
        Self {
            project,
            said: RefCell::default(),
        }
    }

    /// Everything that the steps have printed.
    pub(crate) fn said(&self) -> String {
        self.said.borrow().clone()
    }

    /// Runs each step and answers the result of those that are checks: what stands under a condition, but for the last.
    pub(crate) fn run(&self, github: &Github) -> Vec<Checked> {
        for file in [SUMMARY, ENVIRONMENT] {
            self.project.write(file, "");
        }
        let mut checked = Vec::new();
        let steps = github.job["steps"].as_array().expect("steps");
        for step in steps.iter().filter(|step| step["run"].is_string()) {
            let mut variables = variables(&github.job["env"]);
            variables.extend(self.environment());
            let own = self::variables(&step["env"]);
            let url = own.get(SCRATCH).cloned();
            variables.extend(own);
            let title = step["name"].as_str().expect("a name");
            let script = step["run"].as_str().expect("a script");
            let run = |variables: &BTreeMap<String, String>| {
                let answer = self.shell(&SHELL, script, variables);
                let answer = Checked::new(title, answer.status == Some(0));
                if !answer.passed {
                    assert!(step["if"].is_string(), "{title}\n{}", self.said());
                }
                answer
            };
            match url {
                Some(url) => checked.extend(on_server(&url, &variables, run)),
                None if step["if"].is_string() && title != "Summarize" => {
                    checked.push(run(&variables));
                }
                None => assert!(run(&variables).passed, "{title}\n{}", self.said()),
            }
        }
        checked
    }

    /// Runs a pipeline's script on the server that its last command names.
    pub(crate) fn gitlab(&self, script: &Script) -> Option<Transcript> {
        let mut variables = script.variables.clone();
        let folder = self.project.folder().display().to_string();
        // Cargo works offline here, on what this machine has.
        variables.remove("CARGO_HOME");
        variables.insert("CI_PROJECT_DIR".to_owned(), folder);
        variables.insert("CI_COMMIT_BEFORE_SHA".to_owned(), "0".repeat(40));
        variables.insert(
            "CI_MERGE_REQUEST_DIFF_BASE_SHA".to_owned(),
            "main".to_owned(),
        );
        // The stubs stand where the tool would be installed.
        let text = (script.text).replace("$CARGO_HOME/bin", &self.project.stubs());
        on_server(&script.url, &variables, |variables| {
            self.shell(&["--noprofile", "--norc"], &text, variables)
        })
    }

    fn shell(
        &self,
        options: &[&str],
        script: &str,
        variables: &BTreeMap<String, String>,
    ) -> Transcript {
        let mut run = (self.project.shell(options, script))
            .env("GITHUB_ENV", self.project.path(ENVIRONMENT))
            .env("GITHUB_STEP_SUMMARY", self.project.path(SUMMARY));
        for (name, value) in variables {
            run = run.env(name, value);
        }
        let answer = run.run();
        let mut said = self.said.borrow_mut();
        said.push_str(&answer.stdout);
        said.push_str(&answer.stderr);
        drop(said);
        answer
    }

    /// What steps have left for the ones behind them.
    fn environment(&self) -> Vec<(String, String)> {
        let text = self.project.read(ENVIRONMENT);
        let pairs = text.lines().filter_map(|line| line.split_once('='));
        pairs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }
}

/// Runs something with the server of the tests in place of the forge's; nothing where there is none.
fn on_server<A>(
    url: &str,
    variables: &BTreeMap<String, String>,
    run: impl Fn(&BTreeMap<String, String>) -> A,
) -> Option<A> {
    let named = Url::parse(url).expect("a URL");
    let backend = Backend::ALL
        .into_iter()
        .find(|backend| backend.name() == named.scheme())
        .expect("a database of ours");
    let mut answer = None;
    on(backend, |database| {
        let url = if backend == Backend::Sqlite {
            url.to_owned()
        } else {
            let mut ours = Url::parse(database.url()).expect("a URL");
            ours.set_path(named.path());
            ours.into()
        };
        let mut variables = variables.clone();
        variables.insert(SCRATCH.to_owned(), url);
        answer = Some(run(&variables));
    });
    answer
}

/// Variables with the value that GitHub's expressions have in a pull request for `main`.
fn variables(value: &Value) -> BTreeMap<String, String> {
    let pairs = value.as_object().into_iter().flatten();
    pairs
        .map(|(name, value)| {
            let text = value.as_str().expect("a text");
            let text = if text
                .starts_with("${{ github.base_ref && format('origin/{0}', github.base_ref) ||")
            {
                "origin/main"
            } else {
                assert!(!text.contains("${{"), "what is `{text}`?");
                text
            };
            (name.clone(), text.to_owned())
        })
        .collect()
}

fn texts(value: &Value) -> Vec<String> {
    let lines = value.as_array().into_iter().flatten();
    lines
        .map(|line| line.as_str().expect("a line").to_owned())
        .collect()
}
