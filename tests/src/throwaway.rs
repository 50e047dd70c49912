//! Database servers that live as long as the test process, in a temporary folder and on a free port.
//!
//! A server is the child of a small shell, its *warden*, which waits for the end of a pipe that only the test process
//! holds. However the process ends, killed ones too, the pipe closes, and the warden ends the server by its process id
//! and removes the folder. No other process is ever touched.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::Backend;
use crate::servers::Server;

const START_LIMIT: Duration = Duration::from_mins(1);

/// `$0` is the folder, `$1` the signal that ends the server, the rest its command line. Each line that it reads kills the
/// server where it stands and starts it again; what a killed one leaves may live on for a moment and refuse the next.
const WARDEN: &str = r#"
folder=$0; signal=$1; shift
start() {
    "$@" >>"$folder/log" 2>&1 </dev/null &
    server=$!
}
start "$@"
while read -r _; do
    kill -KILL "$server"
    wait "$server"
    echo killed
    for try in 1 2 3 4 5 6 7 8 9 10; do
        start "$@"
        sleep 0.2
        kill -0 "$server" 2>/dev/null && break
        wait "$server"
    done
done
kill -"$signal" "$server" 2>/dev/null
wait "$server"
rm -rf "$folder"
"#;

/// Keeps the pipes to the wardens open until the process ends.
static WARDENS: Mutex<Vec<Child>> = Mutex::new(Vec::new());

/// Starts a server from installed binaries.
///
/// # Errors
///
/// Which binary is missing, or what went wrong.
pub(crate) fn start(backend: Backend) -> Result<Server, String> {
    let Started { server, warden, .. } = started(backend)?;
    WARDENS
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
        .push(warden);
    Ok(server)
}

/// A server that its test may kill; it ends with this value.
pub struct Mortal {
    server: &'static Server,
    backend: Backend,
    address: String,
    place: Place,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    warden: Child,
}

impl Mortal {
    /// Starts a server from installed binaries. A kill of its process loses nothing that it has committed.
    ///
    /// # Errors
    ///
    /// Which binary is missing, or what went wrong.
    pub fn start(backend: Backend) -> Result<Self, String> {
        let Started {
            server,
            address,
            place,
            mut warden,
        } = started(backend)?;
        let orders = warden.stdin.take();
        let answers = warden.stdout.take().ok_or("the warden has no voice")?;
        Ok(Self {
            // Databases on it refer to it until the process ends.
            server: Box::leak(Box::new(server)),
            backend,
            address,
            place,
            orders,
            answers: BufReader::new(answers),
            warden,
        })
    }

    /// Where databases can be created.
    #[must_use]
    pub fn server(&self) -> &'static Server {
        self.server
    }

    /// Kills the server's process where it stands, and waits until the next one answers in its place.
    ///
    /// # Errors
    ///
    /// None answers.
    pub fn kill(&mut self) -> Result<(), String> {
        let mut killed = String::new();
        let orders = self.orders.as_mut().ok_or("the server has ended")?;
        writeln!(orders, "kill").map_err(|error| error.to_string())?;
        self.answers
            .read_line(&mut killed)
            .map_err(|error| error.to_string())?;
        answer(self.backend, &self.address, &self.place).map(drop)
    }
}

impl Drop for Mortal {
    fn drop(&mut self) {
        drop(self.orders.take());
        let _ = self.warden.wait();
    }
}

/// A server that answers, and who ends it.
struct Started {
    server: Server,
    address: String,
    place: Place,
    warden: Child,
}

fn started(backend: Backend) -> Result<Started, String> {
    let (place, address, warden) = match backend {
        Backend::Sqlite => return Err("SQLite has no server".to_owned()),
        Backend::Postgres => start_postgres()?,
        Backend::Mysql => start_mariadb()?,
    };
    let server = answer(backend, &address, &place)?;
    Ok(Started {
        server,
        address,
        place,
        warden,
    })
}

fn start_postgres() -> Result<(Place, String, Child), String> {
    let initdb = program(&["initdb"])?;
    let postgres = program(&["postgres"])?;
    let place = Place::new("postgres")?;
    let data = place.folder.join("data");
    let mut create = place.command(&initdb);
    create
        .args([
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--no-sync",
            "--pgdata",
        ])
        .arg(&data);
    succeed(create)?;
    let port = free_port()?;
    let arguments = [
        "-D".into(),
        data.into(),
        "-p".into(),
        port.to_string().into(),
        "-k".into(),
        place.folder.clone().into(),
        "-h".into(),
        "127.0.0.1".into(),
        "-F".into(),
    ];
    let warden = place.keep(&postgres, &arguments, "QUIT")?;
    let address = format!("postgres://postgres@127.0.0.1:{port}");
    Ok((place, address, warden))
}

fn start_mariadb() -> Result<(Place, String, Child), String> {
    let install = program(&["mariadb-install-db", "mysql_install_db"])?;
    let daemon = program(&["mariadbd", "mysqld"])?;
    let place = Place::new("mysql")?;
    let data = place.option("datadir", "data");
    let mut create = place.command(&install);
    create
        .arg("--no-defaults")
        .arg(&data)
        .args(["--auth-root-authentication-method=normal", "--skip-test-db"]);
    succeed(create)?;
    let port = free_port()?;
    let arguments = [
        "--no-defaults".into(),
        data,
        place.option("socket", "socket"),
        place.option("pid-file", "pid"),
        format!("--port={port}").into(),
        "--bind-address=127.0.0.1".into(),
        // The log reaches the operating system with each commit, but not the disk.
        "--innodb-flush-log-at-trx-commit=2".into(),
        "--innodb-flush-method=nosync".into(),
    ];
    let warden = place.keep(&daemon, &arguments, "KILL")?;
    let address = format!("mysql://root@127.0.0.1:{port}");
    Ok((place, address, warden))
}

/// The folder of a server and the user it runs as: servers refuse to run as root.
struct Place {
    folder: PathBuf,
    user: Option<(u32, u32)>,
}

impl Place {
    fn new(preferred_user: &str) -> Result<Self, String> {
        let folder = tempfile::Builder::new()
            .prefix("migrate-server-")
            .tempdir()
            .map_err(|error| format!("no temporary folder: {error}"))?
            .keep();
        let user = (number("id", &["-u"]) == Some(0))
            .then(|| user(preferred_user).or_else(|| user("nobody")))
            .flatten();
        if let Some((uid, gid)) = user {
            chown(&folder, Some(uid), Some(gid))
                .map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        Ok(Self { folder, user })
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.folder).env("LC_ALL", "C");
        if let Some((uid, gid)) = self.user {
            command.uid(uid).gid(gid);
        }
        command
    }

    fn option(&self, name: &str, file: &str) -> OsString {
        let mut option = OsString::from(format!("--{name}="));
        option.push(self.folder.join(file));
        option
    }

    fn keep(&self, server: &Path, arguments: &[OsString], signal: &str) -> Result<Child, String> {
        self.command(Path::new("/bin/sh"))
            .args(["-c", WARDEN])
            .arg(&self.folder)
            .args([signal.as_ref(), server.as_os_str()])
            .args(arguments)
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{} was not started: {error}", server.display()))
    }
}

fn answer(backend: Backend, address: &str, place: &Place) -> Result<Server, String> {
    let started = Instant::now();
    loop {
        match Server::at(backend, address) {
            Ok(server) => return Ok(server),
            Err(_) if started.elapsed() < START_LIMIT => {
                std::thread::sleep(Duration::from_millis(50));
            }
            Err(error) => {
                let log = std::fs::read_to_string(place.folder.join("log")).unwrap_or_default();
                return Err(format!(
                    "a {backend} server was started at {address} and never answered: {error}\n{log}"
                ));
            }
        }
    }
}

/// The first of some programs that is installed, on `PATH` or where distributions hide them.
fn program(names: &[&str]) -> Result<PathBuf, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path)
        .chain(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from))
        .chain(versioned("/usr/lib/postgresql"))
        .collect::<Vec<_>>();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|candidate| candidate.is_file())
        .ok_or_else(|| format!("`{}` is not installed", names[0]))
}

/// `<folder>/<version>/bin`, newest first.
fn versioned(folder: &str) -> Vec<PathBuf> {
    let mut folders: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    folders.sort();
    folders.reverse();
    folders
}

fn free_port() -> Result<u16, String> {
    let listener =
        TcpListener::bind("127.0.0.1:0").map_err(|error| format!("no free port: {error}"))?;
    Ok(listener
        .local_addr()
        .map_err(|error| error.to_string())?
        .port())
}

fn user(name: &str) -> Option<(u32, u32)> {
    Some((number("id", &["-u", name])?, number("id", &["-g", name])?))
}

fn number(program: &str, arguments: &[&str]) -> Option<u32> {
    let Output { status, stdout, .. } = Command::new(program).args(arguments).output().ok()?;
    status
        .success()
        .then(|| String::from_utf8(stdout).ok()?.trim().parse().ok())
        .flatten()
}

fn succeed(mut command: Command) -> Result<(), String> {
    let Output {
        status,
        stdout,
        stderr,
    } = command
        .output()
        .map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    if status.success() {
        return Ok(());
    }
    let (stdout, stderr) = (
        String::from_utf8_lossy(&stdout),
        String::from_utf8_lossy(&stderr),
    );
    Err(format!(
        "{} failed ({status})\n{stdout}{stderr}",
        command.get_program().display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Client;

    /// Not a test of its own: the process that the next test kills.
    #[test]
    #[ignore = "waits to be killed"]
    #[expect(clippy::print_stdout, reason = "the answer to the parent process")]
    fn keeps_a_server() {
        for backend in [Backend::Postgres, Backend::Mysql] {
            match start(backend) {
                Ok(server) => println!("\nready {}", server.database("")),
                Err(why) => println!("\nskipped {}", why.replace('\n', " ")),
            }
        }
        std::thread::sleep(Duration::from_mins(2));
    }

    #[test]
    fn a_server_ends_with_the_process_that_started_it() {
        let mut child = Command::new(std::env::current_exe().expect("this test has a path"))
            .args([
                "throwaway::tests::keeps_a_server",
                "--exact",
                "--ignored",
                "--nocapture",
            ])
            .stdout(Stdio::piped())
            .spawn()
            .expect("starting this test again");
        let stdout = BufReader::new(child.stdout.take().expect("a pipe was asked for"));
        let answers: Vec<String> = stdout
            .lines()
            .map(|line| line.expect("lines are text"))
            .filter(|line| line.starts_with("ready ") || line.starts_with("skipped "))
            .take(2)
            .collect();
        child.kill().expect("ending a child");
        child.wait().expect("the child was killed");

        for (backend, answer) in [Backend::Postgres, Backend::Mysql]
            .into_iter()
            .zip(&answers)
        {
            match answer.strip_prefix("ready ") {
                Some(address) => assert!(falls_silent(backend, address), "{address} still answers"),
                None => assert!(!backend.is_required(), "{answer}"),
            }
        }
        assert_eq!(answers.len(), 2);
    }

    fn falls_silent(backend: Backend, address: &str) -> bool {
        let asked = Instant::now();
        while asked.elapsed() < START_LIMIT {
            if Client::connect(backend, address).is_err() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        false
    }
}
