//! Scripts that say something of themselves.

use nodeapi::Runtime;

/// Each of the expressions is true.
#[track_caller]
pub(crate) fn holds(runtime: &mut Runtime, checks: &[&str]) {
    for check in checks {
        match runtime.eval::<bool>(check) {
            Ok(true) => {}
            other => panic!("{check}: {other:?}"),
        }
    }
}
