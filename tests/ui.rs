//! What must not compile, with the compiler's words for it, and what must.
//!
//! `TRYBUILD=overwrite cargo test --test ui --features host` writes the words down anew.

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    // The borrow rules of the safe half: each program breaks one.
    cases.compile_fail("tests/ui/must_fail/*.rs");
    // What compiles with napi-rs, and breaks: the numbers that are missing are refused
    // when the program runs, in tests/classes.rs (9, 15), errors.rs (16) and memory.rs (17).
    cases.compile_fail("tests/ui/napi_rs/*.rs");
    // Mistakes with the macros: each has its message, at its place.
    cases.compile_fail("tests/ui/macros/*.rs");
    // These compile, and run.
    cases.pass("tests/ui/must_pass/*.rs");
}
