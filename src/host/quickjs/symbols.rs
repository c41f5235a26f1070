//! Symbols, through the captured `Symbol`: the C function aborts for a description like `"5"`.

use super::QuickJs;
use crate::host::engine::{Outcome, Primitives, Symbols};
use rquickjs::qjs::JSValue;

impl Symbols for QuickJs {
    fn symbol(&self, description: Option<JSValue>) -> Outcome<JSValue> {
        self.call_intrinsic(
            self.intrinsics.symbol,
            Self::UNDEFINED,
            description.as_slice(),
        )
    }

    fn symbol_for(&self, key: JSValue) -> Outcome<JSValue> {
        self.call_intrinsic(self.intrinsics.symbol_for, self.intrinsics.symbol, &[key])
    }
}
