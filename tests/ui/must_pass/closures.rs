//! Where closures may be written, and `fn`s in their place.
use nodeapi::Runtime;
use nodeapi::prelude::*;

fn named<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let _: f64 = args.get(env, 0)?;
    Ok(env.undefined())
}

// What the macros write: slices last, nothing else can run JavaScript after them.
fn shim<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    fn user(scale: f64, data: &[u8]) -> f64 {
        data.len() as f64 * scale
    }
    let scale: f64 = args.get(env, 0)?;
    let _: Object = args.get(env, 1)?;
    let data = env.array_buffer(3)?;
    let out = user(scale, data.as_slice(env));
    Ok(env.number(out).as_value())
}

fn main() {
    let mut runtime = Runtime::new().unwrap();
    runtime
        .with(|env| {
            env.function(named)?;
            let f = env.function(shim)?;
            let o = env.object()?;
            assert_eq!(f.call::<_, f64>(env, (2.0, o))?, 6.0);
            let out = env.object()?;
            for i in 0..3 {
                env.scope(|env| {
                    let v = env.string("v")?;
                    out.set(env, i.to_string(), v)
                })?;
            }
            assert_eq!(out.keys(env)?, ["0", "1", "2"]);
            Ok(())
        })
        .unwrap();
}
