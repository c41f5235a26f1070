//! A generic struct is no class: its aliases are.
use nodeapi::prelude::*;
#[napi(js_name = "Boxed")]
struct Own<T>(T);
#[napi]
type Again<T> = Own<T>;
fn main() {}
