{{documentation}}

use migrate_runtime::prelude::*;

{{attribute}}
mod {{module}} {
    use super::*;
{{frozen}}
    fn upgrade(op: &mut Op) {{{upgrade}}}

    fn downgrade(op: &mut Op) {{{downgrade}}}
}
