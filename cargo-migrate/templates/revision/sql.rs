{{documentation}}

use migrate_runtime::prelude::*;

{{attribute}}
mod {{module}} {}
