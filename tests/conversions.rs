//! Conversions: strict, both ways, and with errors that say where.
#![cfg(feature = "host")]

use nodeapi::prelude::*;
use nodeapi::{Either, Null, Nullable, Runtime};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::num::{Saturating, Wrapping};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

struct Host(Runtime);

impl Host {
    fn new() -> Host {
        Host(Runtime::new().unwrap())
    }

    #[track_caller]
    fn read<T: for<'s> FromJs<'s>>(&mut self, source: &str) -> T {
        let value = self.0.eval(&format!("({source})"));
        value.unwrap_or_else(|error| panic!("{source}: {error}"))
    }

    /// The error's text.
    #[track_caller]
    fn refuse<T: for<'s> FromJs<'s>>(&mut self, source: &str) -> String {
        match self.0.eval::<T>(&format!("({source})")) {
            Ok(_) => panic!("{source} is read"),
            Err(error) => error.to_string(),
        }
    }

    /// What JavaScript sees: its JSON, with BigInts, `undefined`, Maps and Sets spelt out.
    #[track_caller]
    fn shown(&mut self, value: impl for<'s> IntoJs<'s>) -> String {
        let show = "(value) => {
            const show = (it) => typeof it === 'bigint' ? it + 'n'
                : it === undefined ? 'undefined'
                : it instanceof Set ? 'Set' + show([...it])
                : it instanceof Date ? 'Date ' + it.getTime()
                : it instanceof Uint8Array ? 'bytes ' + it
                : Array.isArray(it) ? '[' + it.map(show) + ']'
                : typeof it === 'object' && it !== null
                    ? '{' + Object.keys(it).sort().map((key) => key + ':' + show(it[key])) + '}'
                : Object.is(it, -0) ? '-0'
                : JSON.stringify(it);
            return show(value);
        }";
        let shown = self.0.with(|env| {
            let source = env.string(show)?;
            let show: Function<'_> = env.run_script(source)?;
            show.call(env, (value,))
        });
        shown.unwrap()
    }
}

#[test]
fn numbers_are_strict() {
    let mut host = Host::new();
    for source in [
        "-1",
        "1.5",
        "'1'",
        "NaN",
        "4294967296",
        "true",
        "null",
        "1n",
        "[1]",
    ] {
        let text = host.refuse::<u32>(source);
        assert!(
            text.starts_with("expected an unsigned 32-bit integer, found "),
            "{text}"
        );
    }
    assert_eq!(host.read::<u32>("4294967295"), u32::MAX);
    assert_eq!(host.read::<i8>("-128"), -128);
    assert_eq!(host.read::<u64>("2n ** 64n - 1n"), u64::MAX);
    host.refuse::<u64>("2 ** 53");
    host.refuse::<u64>("2n ** 64n");
    assert_eq!(host.read::<i128>("-(2n ** 127n)"), i128::MIN);
    assert_eq!(host.read::<u128>("12"), 12);
    host.refuse::<u128>("-1n");
    host.refuse::<i128>("0.5");
    assert_eq!(host.shown(i128::MIN), format!("{}n", i128::MIN));
    assert_eq!(host.shown(5_u128), "5n");
    assert_eq!(host.shown(-9_007_199_254_740_991_i64), "-9007199254740991");
    assert_eq!(host.shown(u32::MAX), "4294967295");
    let error = host
        .0
        .with(|env| (1_u64 << 53).into_js(env).map(|_| ()))
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("9007199254740992 does not fit")
    );
    let error = host
        .0
        .with(|env| i64::MIN.into_js(env).map(|_| ()))
        .unwrap_err();
    assert!(error.to_string().contains("make a BigInt"));
}

#[test]
fn numbers_that_are_made_to_fit() {
    let mut host = Host::new();
    for (source, saturating, wrapping) in [
        ("300.9", 255, 44),
        ("-1", 0, 255),
        ("NaN", 0, 0),
        ("Infinity", 255, 0),
        ("-Infinity", 0, 0),
        ("2 ** 32 + 5", 255, 5),
        ("-(2 ** 70) - 1", 0, 0),
    ] {
        assert_eq!(
            host.read::<Saturating<u8>>(source).0,
            saturating,
            "{source}"
        );
        assert_eq!(host.read::<Wrapping<u8>>(source).0, wrapping, "{source}");
    }
    for source in [
        "2 ** 31",
        "-1.9",
        "2 ** 53 + 2",
        "-(2 ** 63)",
        "1e300",
        "NaN",
        "Infinity",
        "2 ** 63 + 2048",
    ] {
        let (signed, unsigned) = (format!("{source} | 0"), format!("({source}) >>> 0"));
        let expected: i32 = host.read(&format!("({signed})"));
        assert_eq!(host.read::<Wrapping<i32>>(source).0, expected, "{source}");
        assert_eq!(
            host.read::<Wrapping<i64>>(source).0 as i32,
            expected,
            "{source}"
        );
        let expected: u32 = host.read(&unsigned);
        assert_eq!(host.read::<Wrapping<u32>>(source).0, expected, "{source}");
        assert_eq!(
            host.read::<Wrapping<u64>>(source).0 as u32,
            expected,
            "{source}"
        );
    }
    assert_eq!(host.read::<Saturating<i64>>("1e300").0, i64::MAX);
    host.refuse::<Wrapping<u32>>("'1'");
    host.refuse::<Wrapping<u8>>("1n");
    host.refuse::<Saturating<u8>>("null");
    assert_eq!(host.shown(Wrapping(200_u8)), "200");
}

#[test]
fn nothing_is_one_thing_or_two() {
    let mut host = Host::new();
    assert_eq!(host.read::<Option<u32>>("null"), None);
    assert_eq!(host.read::<Option<u32>>("undefined"), None);
    assert_eq!(host.read::<Nullable<u32>>("null").0, None);
    assert_eq!(host.read::<Nullable<u32>>("3").0, Some(3));
    assert_eq!(host.read::<Null>("null"), Null);
    assert_eq!(
        host.refuse::<Null>("undefined"),
        "expected null, found undefined"
    );
    let text = host.refuse::<Vec<Nullable<u32>>>("[1, undefined]");
    assert_eq!(
        text,
        "[1]: expected an unsigned 32-bit integer or null, found undefined"
    );
    assert_eq!(host.shown(None::<u32>), "undefined");
    assert_eq!(
        host.shown((Nullable(None::<u32>), Null, Nullable(Some(1)))),
        "[null,null,1]"
    );
}

#[test]
fn tuples_lists_maps_and_sets() {
    let mut host = Host::new();
    let pair: (u32, String) = host.read("[1, 'x']");
    assert_eq!(pair, (1, "x".to_owned()));
    let text = host.refuse::<(u32, String)>("[1]");
    assert_eq!(text, "expected an array of 2 elements, found one of 1");
    assert_eq!(
        host.refuse::<(u32, String)>("[1, 2]"),
        "[1]: expected a string, found 2"
    );
    assert_eq!(host.read::<Box<[u8]>>("[1, 2]"), vec![1, 2].into());
    assert_eq!(host.read::<VecDeque<u8>>("[1, 2]"), [1, 2]);
    assert_eq!(host.read::<[u8; 2]>("[1, 2]"), [1, 2]);

    let map: HashMap<String, Vec<u32>> = host.read("{ a: [1], __proto__: { b: [2] } }");
    assert_eq!(map, HashMap::from([("a".to_owned(), vec![1])]));
    let text = host.refuse::<BTreeMap<String, Vec<u32>>>("{ a: [1, -1] }");
    assert_eq!(text, "a[1]: expected an unsigned 32-bit integer, found -1");
    assert_eq!(
        host.refuse::<HashMap<String, u32>>("[1]"),
        "expected an object, found an array"
    );
    let map = BTreeMap::from([("b".to_owned(), 2), ("__proto__".to_owned(), 1)]);
    assert_eq!(host.shown(map), "{__proto__:1,b:2}");
    assert_eq!(host.shown(HashMap::from([("k", true)])), "{k:true}");

    assert_eq!(
        host.read::<BTreeSet<u32>>("new Set([2, 1, 2])"),
        BTreeSet::from([1, 2])
    );
    assert_eq!(
        host.read::<HashSet<String>>("new Set(['a'])"),
        HashSet::from(["a".to_owned()])
    );
    assert_eq!(
        host.refuse::<HashSet<u32>>("[1]"),
        "expected a Set, found an array"
    );
    assert_eq!(
        host.refuse::<BTreeSet<u32>>("new Set([1, 'x'])"),
        "[1]: expected an unsigned 32-bit integer, found \"x\""
    );
    assert_eq!(host.shown(BTreeSet::from([1, 2])), "Set[1,2]");
    assert_eq!(host.shown((1, "x", (true,))), "[1,\"x\",[true]]");
}

#[test]
fn text_in_its_owners() {
    let mut host = Host::new();
    assert_eq!(host.read::<std::borrow::Cow<'static, str>>("'x'"), "x");
    assert_eq!(&*host.read::<std::rc::Rc<str>>("'x'"), "x");
    assert_eq!(
        host.read::<std::path::PathBuf>("'/a/b'"),
        std::path::Path::new("/a/b")
    );
    assert_eq!(host.read::<char>("'😀'"), '😀');
    host.refuse::<char>("'ab'");
    host.refuse::<char>("''");
    assert_eq!(host.shown('é'), "\"é\"");
    assert_eq!(host.shown(std::path::PathBuf::from("/a")), "\"/a\"");
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        let odd = std::path::Path::new(std::ffi::OsStr::from_bytes(b"/\xff"));
        assert!(host.0.with(|env| odd.into_js(env).map(|_| ())).is_err());
    }
}

#[test]
fn one_of_several() {
    let mut host = Host::new();
    type Several = Either<f64, Either<Vec<u32>, String>>;
    assert_eq!(host.read::<Several>("1.5"), Either::A(1.5));
    assert_eq!(
        host.read::<Several>("'x'"),
        Either::B(Either::B("x".to_owned()))
    );
    assert_eq!(
        host.refuse::<Several>("null"),
        "expected a number or an array or a string, found null"
    );
    // An array is meant: its element is the mistake.
    assert_eq!(
        host.refuse::<Several>("[1, -1]"),
        "[1]: expected an unsigned 32-bit integer, found -1"
    );
    // What JavaScript throws is no answer.
    let throws = "{ get a() { throw new Error('no'); } }";
    let text = host.refuse::<Either<HashMap<String, u32>, ()>>(throws);
    assert!(text.contains("no"), "{text}");
    assert_eq!(host.shown(Either::<u32, &str>::B("x")), "\"x\"");
}

#[test]
fn times_are_dates() {
    let mut host = Host::new();
    let time = UNIX_EPOCH + Duration::from_millis(1234);
    assert_eq!(host.read::<SystemTime>("new Date(1234)"), time);
    assert_eq!(
        host.read::<SystemTime>("new Date(-1)"),
        UNIX_EPOCH - Duration::from_millis(1)
    );
    assert_eq!(
        host.refuse::<SystemTime>("new Date(NaN)"),
        "expected a valid Date, found an invalid one"
    );
    assert_eq!(host.refuse::<SystemTime>("5"), "expected a Date, found 5");
    assert_eq!(host.shown(time + Duration::from_nanos(999)), "Date 1234");
    assert_eq!(host.shown(UNIX_EPOCH - Duration::from_nanos(1)), "Date -1");
    let far = UNIX_EPOCH + Duration::from_secs(9_000_000_000_000);
    assert!(host.0.with(|env| far.into_js(env).map(|_| ())).is_err());
}

#[cfg(feature = "chrono")]
#[test]
fn dates_of_chrono() {
    use chrono::{DateTime, FixedOffset, TimeZone, Utc};
    let mut host = Host::new();
    let time = Utc.with_ymd_and_hms(2026, 11, 20, 12, 0, 0).unwrap();
    assert_eq!(
        host.read::<DateTime<Utc>>("new Date('2026-11-20T12:00:00Z')"),
        time
    );
    host.refuse::<DateTime<Utc>>("new Date(NaN)");
    let there = time.with_timezone(&FixedOffset::east_opt(3600).unwrap());
    assert_eq!(
        host.shown(there),
        format!("Date {}", time.timestamp_millis())
    );
}

#[test]
fn long_lists_need_no_more_handles() {
    let mut host = Host::new();
    let numbers: Vec<u32> = host.read("Array.from({ length: 100000 }, (_, i) => i)");
    assert_eq!(numbers.len(), 100_000);
    assert!(numbers.iter().enumerate().all(|(i, n)| i == *n as usize));
    let text =
        host.refuse::<Vec<u32>>("Array.from({ length: 100000 }, (_, i) => i - 70000 ? i : 'x')");
    assert_eq!(
        text,
        "[70000]: expected an unsigned 32-bit integer, found \"x\""
    );
    // Handles that are kept stay good: these are not read in scopes of their own.
    let sum: u32 = host
        .0
        .with(|env| {
            let source = env.string("Array.from({ length: 1000 }, (_, i) => ({ i }))")?;
            let objects: Vec<Object<'_>> = env.run_script(source)?;
            objects
                .iter()
                .map(|object| object.get::<u32>(env, "i"))
                .sum()
        })
        .unwrap();
    assert_eq!(sum, 999 * 500);
}

#[cfg(feature = "serde")]
mod with_serde {
    use super::Host;
    use nodeapi::Serde;
    use serde::{Deserialize, Serialize};
    use std::collections::BTreeMap;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Config {
        name: String,
        retries: Option<u32>,
        #[serde(default)]
        shape: Vec<Shape>,
        by_id: BTreeMap<u32, i64>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Shape {
        Empty,
        Circle(f64),
        Line(i32, i32),
        Box { width: u8 },
    }

    #[test]
    fn there_and_back() {
        let mut host = Host::new();
        let source =
            "{ name: 'x', extra: Symbol(), shape: ['Empty', { Circle: 1.5 }, { Line: [1, -2] },
            { Box: { width: 7 } }], by_id: { 5: 2n ** 60n } }";
        let read: Config = host.read::<Serde<Config>>(source).0;
        let config = Config {
            name: "x".into(),
            retries: None,
            shape: vec![
                Shape::Empty,
                Shape::Circle(1.5),
                Shape::Line(1, -2),
                Shape::Box { width: 7 },
            ],
            by_id: BTreeMap::from([(5, 1 << 60)]),
        };
        assert_eq!(read, config);
        assert_eq!(
            host.shown(Serde(config)),
            "{by_id:{5:1152921504606846976n},name:\"x\",retries:undefined,\
             shape:[\"Empty\",{Circle:1.5},{Line:[1,-2]},{Box:{width:7}}]}"
        );
        let map: Serde<BTreeMap<u32, String>> = host.read("new Map([[1, 'a']])");
        assert_eq!(map.0, BTreeMap::from([(1, "a".to_owned())]));
        assert_eq!(host.read::<Serde<Vec<u8>>>("new Set([1, 2])").0, [1, 2]);
        assert_eq!(host.read::<Serde<(f64, u8)>>("[-0, 3]").0, (0.0, 3));
        let json: Serde<serde_json::Value> = host.read("{ a: [1, null, 'x', 1.5, false] }");
        assert_eq!(
            json.0,
            serde_json::json!({ "a": [1, null, "x", 1.5, false] })
        );
        assert_eq!(host.shown(json), "{a:[1,null,\"x\",1.5,false]}");
    }

    #[test]
    fn mistakes_have_a_place() {
        let mut host = Host::new();
        for (source, text) in [
            (
                "{ name: 1, by_id: {} }",
                "name: expected a string, found integer `1`",
            ),
            ("{ by_id: {} }", "name: expected a property, found none"),
            (
                "{ name: 'x', by_id: {}, retries: -1 }",
                "retries: expected u32, found integer `-1`",
            ),
            (
                "{ name: 'x', by_id: {}, shape: ['Empty', { Box: { width: 300 } }] }",
                "shape[1].Box.width: expected u8, found integer `300`",
            ),
            (
                "{ name: 'x', by_id: {}, shape: ['Round'] }",
                "shape[0]: expected \"Empty\" or \"Circle\" or \"Line\" or \"Box\", found \"Round\"",
            ),
            (
                "{ name: 'x', by_id: { a: 1 } }",
                "by_id: expected u32, found string \"a\"",
            ),
            ("5", "expected struct Config, found integer `5`"),
            (
                "{ name: () => {}, by_id: {} }",
                "name: expected data, found a function",
            ),
        ] {
            assert_eq!(host.refuse::<Serde<Config>>(source), text, "{source}");
        }
        let text = host.refuse::<Serde<Config>>("{ get name() { throw new Error('no'); } }");
        assert!(text.contains("no"), "{text}");
    }
}
