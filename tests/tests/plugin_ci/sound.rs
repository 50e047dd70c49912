//! What a forge would refuse in its file, as far as a cargo alone can tell; `.ci/run workflows` holds the files against
//! the published schemas, too.

use serde_json::{Map, Value};

const WORKFLOW: [&str; 8] = [
    "name",
    "run-name",
    "on",
    "permissions",
    "env",
    "defaults",
    "concurrency",
    "jobs",
];
const JOB: [&str; 18] = [
    "name",
    "permissions",
    "needs",
    "if",
    "runs-on",
    "environment",
    "concurrency",
    "outputs",
    "env",
    "defaults",
    "steps",
    "timeout-minutes",
    "strategy",
    "continue-on-error",
    "container",
    "services",
    "uses",
    "with",
];
const STEP: [&str; 10] = [
    "id",
    "if",
    "name",
    "uses",
    "run",
    "working-directory",
    "shell",
    "with",
    "env",
    "continue-on-error",
];
const EVENTS: [&str; 5] = [
    "push",
    "pull_request",
    "merge_group",
    "schedule",
    "workflow_dispatch",
];
const PIPELINE_JOB: [&str; 11] = [
    "image",
    "rules",
    "services",
    "variables",
    "cache",
    "before_script",
    "script",
    "after_script",
    "artifacts",
    "stage",
    "needs",
];

/// A text as YAML.
pub(crate) fn parsed(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("no YAML: {error}\n{text}"))
}

/// What GitHub would refuse in a workflow.
pub(crate) fn complaints_of_workflow(text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let workflow = parsed(text);
    let workflow = object(&workflow);
    complaints.extend(unknown("workflow", workflow, &WORKFLOW));
    complaints.extend(unknown("on", object(&workflow["on"]), &EVENTS));
    for (name, job) in object(&workflow["jobs"]) {
        let job = object(job);
        complaints.extend(unknown(name, job, &JOB));
        if !job.contains_key("runs-on") {
            complaints.push(format!("{name}: no machine"));
        }
        for (service, settings) in job.get("services").into_iter().flat_map(object) {
            if !settings["image"].is_string() {
                complaints.push(format!("{name}: service {service} has no image"));
            }
        }
        match job.get("steps") {
            Some(steps) => complaints.extend(complaints_of_steps(name, steps)),
            None => complaints.push(format!("{name}: no steps")),
        }
    }
    if text.matches("${{").count() != text.matches("}}").count() || text.contains("{{package") {
        complaints.push("an expression is not closed, or a place is not filled".to_owned());
    }
    complaints
}

fn complaints_of_steps(job: &str, steps: &Value) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut ids = Vec::new();
    for step in steps.as_array().expect("a list of steps") {
        let fields = object(step);
        complaints.extend(unknown(job, fields, &STEP));
        let does: Vec<_> = ["uses", "run"]
            .into_iter()
            .filter_map(|key| fields.get(key)?.as_str())
            .collect();
        match does.as_slice() {
            [one] if fields.contains_key("uses") && !one.contains('@') => {
                complaints.push(format!("{job}: `{one}` names no version"));
            }
            [_] => {}
            _ => complaints.push(format!("{job}: a step must either use or run: {step}")),
        }
        let condition = step["if"].as_str().unwrap_or_default();
        for id in condition.split("steps.").skip(1) {
            let id = id.split('.').next().unwrap_or_default();
            if !ids.contains(&id) {
                complaints.push(format!("{job}: no step `{id}` stands before: {condition}"));
            }
        }
        ids.extend(step["id"].as_str());
    }
    complaints
}

/// What GitLab would refuse in a pipeline.
pub(crate) fn complaints_of_pipeline(text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    for (name, job) in object(&parsed(text)) {
        let job = object(job);
        complaints.extend(unknown(name, job, &PIPELINE_JOB));
        for key in ["before_script", "script"] {
            let lines = job.get(key).and_then(Value::as_array);
            let lines = lines.map_or([].as_slice(), Vec::as_slice);
            if lines.is_empty() || !lines.iter().all(Value::is_string) {
                complaints.push(format!("{name}: `{key}` must be lines of a shell"));
            }
        }
    }
    if text.contains("{{") {
        complaints.push("a place is not filled".to_owned());
    }
    complaints
}

fn unknown(place: &str, found: &Map<String, Value>, known: &[&str]) -> Vec<String> {
    let unknown = found.keys().filter(|key| !known.contains(&key.as_str()));
    unknown
        .map(|key| format!("{place}: unknown `{key}`"))
        .collect()
}

fn object(value: &Value) -> &Map<String, Value> {
    value
        .as_object()
        .unwrap_or_else(|| panic!("no mapping: {value}"))
}

#[test]
fn faults_are_found() {
    let complaints = complaints_of_workflow(
        "on: {pushed: }\njobs:\n  a:\n    steps:\n      - uses: x\n      - {run: a, uses: b@1}\n      - {run: a, if: steps.b.outcome, when: now}\n",
    );
    let expected = [
        "on: unknown `pushed`",
        "a: no machine",
        "a: `x` names no version",
        "a: a step must either use or run: {\"run\":\"a\",\"uses\":\"b@1\"}",
        "a: unknown `when`",
        "a: no step `b` stands before: steps.b.outcome",
    ];
    assert_eq!(complaints, expected);
    assert_eq!(
        complaints_of_pipeline("a:\n  script: []\n  befor_script: [x]\n"),
        [
            "a: unknown `befor_script`",
            "a: `before_script` must be lines of a shell",
            "a: `script` must be lines of a shell"
        ]
    );
}
