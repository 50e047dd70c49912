//! The files of the forges, from the templates beside this crate's manifest.

use super::super::backend::Family;
use super::super::files::filled;
use super::facts::Facts;

/// The parts of a forge's file.
struct Parts {
    whole: &'static str,
    postgres: &'static str,
    mysql: &'static str,
    libraries: &'static str,
    lint: &'static str,
    test: &'static str,
    /// What a comment beside a command begins with.
    remark: &'static str,
    /// Where the services answer: on this machine, or under names of their own.
    host: fn(Family) -> &'static str,
}

const GITHUB: Parts = Parts {
    whole: include_str!("../../../templates/ci/github/workflow.yml"),
    postgres: include_str!("../../../templates/ci/github/postgres.yml"),
    mysql: include_str!("../../../templates/ci/github/mysql.yml"),
    libraries: include_str!("../../../templates/ci/github/libraries.yml"),
    lint: include_str!("../../../templates/ci/github/lint.yml"),
    test: include_str!("../../../templates/ci/github/test.yml"),
    remark: "          # ",
    host: |_| "127.0.0.1",
};

const GITLAB: Parts = Parts {
    whole: include_str!("../../../templates/ci/gitlab/job.yml"),
    postgres: include_str!("../../../templates/ci/gitlab/postgres.yml"),
    mysql: include_str!("../../../templates/ci/gitlab/mysql.yml"),
    libraries: include_str!("../../../templates/ci/gitlab/libraries.yml"),
    lint: include_str!("../../../templates/ci/gitlab/lint.yml"),
    test: include_str!("../../../templates/ci/gitlab/test.yml"),
    remark: "    # ",
    host: |family| family.name(),
};

const GITLAB_INCLUDE: &str = include_str!("../../../templates/ci/gitlab/include.yml");

/// `.github/workflows/….yml`.
pub(super) fn github(facts: &Facts) -> String {
    let services = GITHUB.services(facts, "    services:\n");
    filled(GITHUB.whole, &GITHUB.values(facts, services))
}

/// `.gitlab-ci/….yml`, which stands at `path` in the repository.
pub(super) fn gitlab(facts: &Facts, path: &str) -> String {
    let services = GITLAB.services(facts, "  services:\n");
    let below = |name: &str| match facts.folder.as_str() {
        "." => name.to_owned(),
        folder => format!("{folder}/{name}"),
    };
    let mut values = GITLAB.values(facts, services);
    values.extend([
        ("{{path}}", path.to_owned()),
        ("{{lock}}", below("Cargo.lock")),
        ("{{target}}", below("target")),
        ("{{variables}}", variables(facts)),
    ]);
    filled(GITLAB.whole, &values)
}

/// `.gitlab-ci.yml` that does nothing but include the other file.
pub(super) fn gitlab_include(path: &str) -> String {
    filled(GITLAB_INCLUDE, &[("{{path}}", path.to_owned())])
}

impl Parts {
    fn values(&self, facts: &Facts, services: String) -> Vec<(&'static str, String)> {
        let libraries = match facts.libraries.join(" ") {
            none if none.is_empty() => none,
            names => filled(self.libraries, &[("{{libraries}}", names)]),
        };
        vec![
            ("{{services}}", services),
            ("{{libraries}}", libraries),
            ("{{lint}}", self.for_each(self.lint, facts)),
            ("{{test}}", self.for_each(self.test, facts)),
            ("{{job}}", facts.job.clone()),
            ("{{folder}}", facts.folder.clone()),
            ("{{package}}", facts.package.clone()),
            ("{{remark}}", self.remark(facts)),
            ("{{install}}", facts.install.arguments.clone()),
        ]
    }

    /// What has to be decided before the tool can be installed, as comments.
    fn remark(&self, facts: &Facts) -> String {
        let lines = facts.install.remark().iter();
        lines
            .map(|line| [self.remark, line, "\n"].concat())
            .collect()
    }

    /// The part once for each database.
    fn for_each(&self, part: &str, facts: &Facts) -> String {
        let once = |family: &Family| {
            let values = [
                ("{{title}}", family.title().to_owned()),
                ("{{backend}}", family.name().to_owned()),
                ("{{url}}", url(*family, (self.host)(*family))),
                ("{{package}}", facts.package.clone()),
            ];
            filled(part, &values)
        };
        facts.families.iter().map(once).collect()
    }

    /// The servers to start, under their heading; nothing where there is none.
    fn services(&self, facts: &Facts, heading: &str) -> String {
        let service = |family: &Family| match family {
            Family::Sqlite => "",
            Family::Postgres => self.postgres,
            Family::Mysql => self.mysql,
        };
        let services: String = facts.families.iter().map(service).collect();
        if services.is_empty() {
            services
        } else {
            format!("{heading}{services}")
        }
    }
}

/// What the images of GitLab's services read.
fn variables(facts: &Facts) -> String {
    let variable = |family: &Family| match family {
        Family::Sqlite => "",
        Family::Postgres => "    POSTGRES_PASSWORD: postgres\n",
        Family::Mysql => "    MARIADB_ROOT_PASSWORD: root\n",
    };
    facts.families.iter().map(variable).collect()
}

/// Where `test` may create databases.
fn url(family: Family, host: &str) -> String {
    match family {
        Family::Sqlite => "sqlite://scratch.sqlite".to_owned(),
        Family::Postgres => format!("postgres://postgres:postgres@{host}:5432/postgres"),
        Family::Mysql => format!("mysql://root:root@{host}:3306/mysql"),
    }
}
