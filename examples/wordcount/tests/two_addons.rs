//! Two addon crates in one program: both are linked in, and neither disturbs the other.

use nodeapi::Runtime;

#[test]
fn two_addons_in_one_test() {
    let mut runtime = Runtime::new().unwrap();
    let textkit = runtime.import(&textkit::NAPI_MODULE).unwrap();
    let wordcount = runtime.import(&wordcount::NAPI_MODULE).unwrap();
    runtime.set_global("textkit", &textkit).unwrap();
    runtime.set_global("wordcount", &wordcount).unwrap();
    let count: u32 = runtime
        .eval("wordcount.wordCount(textkit.greet('Ann'))")
        .unwrap();
    assert_eq!(count, 2);
    assert_eq!(textkit::NAPI_MODULE.name(), "textkit");
    assert_eq!(wordcount::NAPI_MODULE.name(), "wordcount");
}
