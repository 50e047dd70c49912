//! Tag what is published as news

use migrate_runtime::prelude::*;

#[migration(revision = "f45113f75e05", down_revision = "a4cb83a94933")]
mod tag_what_is_published_as_news {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.insert("tags", [("name", "news".into())]);
        op.execute(
            "INSERT INTO post_tags (post_id, tag_id) SELECT p.id, t.id FROM posts AS p, tags AS t \
             WHERE p.status = 'published' AND t.name = 'news'",
        )
        .changes("post_tags");
    }

    fn downgrade(op: &mut Op) {
        op.execute(
            "DELETE FROM post_tags WHERE tag_id IN (SELECT id FROM tags WHERE name = 'news')",
        )
        .changes("post_tags");
        op.delete("tags", "name = 'news'");
    }
}
