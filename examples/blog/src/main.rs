//! A blog: `cargo run -p blog` lists its posts, `cargo run -p blog -- "A title"` publishes one.
#![expect(clippy::print_stdout, reason = "the posts are printed")]

mod post;
#[expect(
    unreachable_pub,
    reason = "the modules that `table!` makes are public, and so must be the types that they name"
)]
mod schema;
mod status;
mod user;

use std::env;
use std::error::Error;
use std::path::PathBuf;

use diesel::prelude::*;
use post::Post;
use user::User;

fn main() -> Result<(), Box<dyn Error>> {
    let mut connection = SqliteConnection::establish(&database().to_string_lossy())?;
    blog_migrations::migrator().up(&mut connection)?;

    if let Some(title) = env::args().nth(1) {
        let author = User::called(&mut connection, "Ada", "ada@example.com")?;
        Post::publish(&mut connection, &author, &title)?;
    }
    for (post, author) in Post::with_authors(&mut connection)? {
        println!("{post} by {author}");
    }
    Ok(())
}

/// The same file that `cargo migrate up -p blog-migrations` works on.
fn database() -> PathBuf {
    let folder = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    PathBuf::from(folder).join("blog.sqlite")
}
