//! JavaScript's enum needs the number itself.
use nodeapi::prelude::*;
const FIVE: isize = 5;
#[napi]
enum Level {
    Five = FIVE,
}
fn main() {}
