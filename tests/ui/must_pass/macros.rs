//! Every shape that the macros know.
#![deny(warnings)]
use nodeapi::prelude::*;
use nodeapi::Runtime;

mod elsewhere {
    use nodeapi::napi;
    #[napi]
    pub fn from_elsewhere() -> &'static str {
        "elsewhere"
    }
    #[napi]
    pub const NUMBER: f64 = 4.5;
}

#[derive(Debug, PartialEq)]
struct OwnError;
impl std::fmt::Display for OwnError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("own")
    }
}
impl From<OwnError> for nodeapi::Error {
    fn from(_: OwnError) -> Self {
        nodeapi::Error::new("E_OWN", "own")
    }
}

#[napi_module(name = "shapes", api_version = 9)]
mod shapes {
    use super::*;

    #[napi]
    pub use super::elsewhere::{NUMBER, from_elsewhere};

    // Names that generated code might use for itself.
    #[napi]
    fn env(result: u32, args: u32, target: u32, receiver: u32) -> u32 {
        result + args + target + receiver
    }
    #[napi(js_name = "renamed")]
    fn shim() {}
    #[napi]
    fn shared_env(env: &Env<'_>, bytes: &[u8]) -> bool {
        env.is_exception_pending() || bytes.is_empty()
    }
    #[napi]
    fn maybe(text: Option<&str>) -> Option<usize> {
        text.map(str::len)
    }
    #[napi]
    fn own_error() -> Result<(), OwnError> {
        Err(OwnError)
    }
    #[napi]
    fn boxed_error() -> std::result::Result<(), std::num::ParseIntError> {
        "x".parse::<u8>().map(drop)
    }
    #[napi]
    fn text_error() -> std::result::Result<(), &'static str> {
        Err("text")
    }
    #[napi]
    fn r#type([a, b]: [u32; 2]) -> u32 {
        a + b
    }
    #[napi]
    fn with_callback(env: &mut Env<'_>, options: WithCallback<'_>) -> Result<u32> {
        options.callback.call(env, ())
    }
    #[napi(object)]
    struct WithCallback<'s> {
        callback: Function<'s>,
    }

    #[napi]
    struct Named {
        name: String,
    }
    #[napi]
    impl Named {
        #[napi(constructor)]
        fn new(name: String) -> Result<Self> {
            if name.is_empty() { Err(nodeapi::Error::range_error("empty")) } else { Ok(Named { name }) }
        }
        #[napi(getter)]
        fn name(&self) -> &str {
            &self.name
        }
        #[napi]
        fn joined(&self, other: &Named) -> Named {
            Named { name: format!("{}{}", self.name, other.name) }
        }
        #[napi]
        fn take(&mut self, other: &mut Named) {
            self.name.push_str(&std::mem::take(&mut other.name));
        }
        #[napi(getter)]
        fn kind() -> &'static str {
            "class"
        }
        fn plain(&self) -> usize {
            self.name.len()
        }
        #[napi]
        fn length(&self) -> usize {
            self.plain()
        }
    }

    #[napi]
    struct Opaque;

    #[napi]
    fn opaque() -> Opaque {
        Opaque
    }

    #[napi(js_name = "inner")]
    mod nested {
        use nodeapi::napi;
        #[napi]
        fn one() -> u32 {
            1
        }
        #[napi]
        mod deeper {
            use nodeapi::napi;
            #[napi]
            fn two() -> u32 {
                2
            }
        }
    }
}

mod by_hand {
    use nodeapi::prelude::*;
    #[napi_module]
    pub fn by_hand<'s>(env: &mut Env<'s>, exports: Object<'s>) -> Result<()> {
        let answer = env.function(|env, _| 42.into_js(env))?;
        exports.set(env, "answer", answer)
    }
}

mod single {
    use nodeapi::napi_module;
    #[napi_module(name = "single")]
    #[napi(js_name = "theOne")]
    pub fn only_one(n: u32) -> u32 {
        n + 1
    }
}

fn main() {
    assert_eq!((NAPI_MODULE.name(), NAPI_MODULE.api_version()), ("shapes", 9));
    let mut runtime = Runtime::new().unwrap();
    for (name, module) in [
        ("shapes", &NAPI_MODULE),
        ("byHand", &by_hand::NAPI_MODULE),
        ("single", &single::NAPI_MODULE),
    ] {
        let exports = runtime.import(module).unwrap();
        runtime.set_global(name, &exports).unwrap();
    }
    let checks = [
        "shapes.NUMBER === 4.5 && shapes.fromElsewhere() === 'elsewhere'",
        "shapes.env(1, 2, 3, 4) === 10 && shapes.renamed() === undefined",
        "shapes.sharedEnv(new Uint8Array(0)) && shapes.maybe() === undefined",
        "shapes.maybe('abc') === 3 && shapes.type([1, 2]) === 3",
        "shapes.withCallback({ callback: () => 7 }) === 7",
        "try { shapes.ownError() } catch (e) { e.code === 'E_OWN' }",
        "try { shapes.boxedError() } catch (e) { e.message.startsWith('invalid digit') }",
        "try { shapes.textError() } catch (e) { e.message === 'text' }",
        "try { new shapes.Named('') } catch (e) { e instanceof RangeError }",
        "const a = new shapes.Named('a'), b = a.joined(a); a.take(b); a.name === 'aaa' && b.name === ''",
        "shapes.Named.kind === 'class' && a.length() === 3",
        "try { new shapes.Opaque() } catch (e) { /no constructor/.test(e.message) }",
        "shapes.opaque() instanceof shapes.Opaque",
        "shapes.inner.one() === 1 && shapes.inner.deeper.two() === 2",
        "byHand.answer() === 42 && single.theOne(1) === 2",
        "Object.keys(shapes).includes('Named') && !Object.keys(shapes).includes('WithCallback')",
    ];
    for check in checks {
        assert!(runtime.eval::<bool>(check).unwrap(), "{check}");
    }
}
