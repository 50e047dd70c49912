{{documentation}}

use migrate_runtime::prelude::*;

{{attribute}}
mod {{module}} {
    use super::*;

    fn upgrade(op: &mut Op) {{{upgrade}}}

    fn downgrade(op: &mut Op) {{{downgrade}}}
}
