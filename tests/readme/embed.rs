use nodeapi::Runtime;
use nodeapi::prelude::*;

fn main() -> Result<()> {
    let mut runtime = Runtime::new()?;

    // Rust for JavaScript: a function, or a whole module with `runtime.import(&NAPI_MODULE)`.
    let add = runtime.with(|env| {
        let add = env.function(|env, args| {
            let (a, b): (f64, f64) = (args.get(env, 0)?, args.get(env, 1)?);
            Ok(env.number(a + b).as_value())
        })?;
        env.reference(add.as_value())
    })?;
    runtime.set_global("add", &add)?;

    // JavaScript for Rust. What a script throws is an `Err`.
    assert_eq!(runtime.eval::<f64>("add(40, 2)")?, 42.0);
    assert!(runtime.eval::<f64>("add(40, 'two')").is_err());

    // Any native addon, unmodified and with no linker flag:
    // let exports = runtime.load("node_modules/bufferutil/prebuilds/linux-x64/bufferutil.node")?;

    // Timers, promises, work on other threads: until nothing is left to do.
    runtime.run_until_idle()
}
