//! Loops over two million items need no more memory than loops over few: each helper gives back what
//! it made for one item before the next.
#![cfg(all(feature = "host", target_os = "linux"))]

use nodeapi::Runtime;
use nodeapi::prelude::*;

const ITEMS: u32 = 2_000_000;

/// How much memory of the process is in use, in MiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    let kib: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kib / 1024
}

/// The growth that one run brings, after a short one has warmed everything up.
#[track_caller]
fn flat(name: &str, run: impl for<'s> Fn(&mut Env<'s>, u32) -> Result<()>) {
    let mut runtime = Runtime::builder().checked(false).build().unwrap();
    runtime.with(|env| run(env, 50_000)).unwrap();
    let before = resident();
    runtime.with(|env| run(env, ITEMS)).unwrap();
    let grown = resident().saturating_sub(before);
    println!("{name}: {grown} MiB");
    // napi-rs and neon grow by 208 MiB here.
    assert!(grown < 8, "{name} grows by {grown} MiB");
}

fn script<'s, T: FromJs<'s>>(env: &mut Env<'s>, source: &str) -> Result<T> {
    let source = env.string(source)?;
    env.run_script(source)
}

// One test: they would disturb each other's measurements.
#[test]
fn long_loops_are_flat() {
    flat("a scope a turn", |env, items| {
        for n in 0..items {
            env.scope(|env| env.string(&format!("item {n}")).map(|_| ()))?;
        }
        Ok(())
    });
    flat("Array::for_each", |env, items| {
        // A sparse array: the items are what is made, not what is kept.
        let array: Array<'_> = script(env, &format!("Array({items})"))?;
        let mut seen = 0;
        array.for_each(env, |env, index, _| {
            seen += 1;
            env.string(&index.to_string()).map(|_| ())
        })?;
        assert_eq!(seen, items);
        Ok(())
    });
    flat("Object::iterate", |env, items| {
        let source =
            format!("(function* () {{ for (let i = 0; i < {items}; i++) yield 'item ' + i; }})()");
        let items: Object<'_> = script(env, &source)?;
        items.iterate(env, |env, item| item.to::<String>(env).map(|_| ()))
    });
    flat("impl Fn", |env, items| {
        #[napi_module]
        mod callbacks {
            use nodeapi::prelude::*;
            #[napi]
            fn repeat(times: u32, f: impl Fn(u32) -> Result<String>) -> Result<usize> {
                (0..times).map(|n| f(n).map(|text| text.len())).sum()
            }
        }
        let exports = env.object()?;
        // SAFETY: as a host calls a module's initialiser: with an environment and a scope open.
        unsafe { NAPI_MODULE.init()(env.raw(), exports.raw()) };
        let repeat: Function<'_> = exports.get(env, "repeat")?;
        let f: Function<'_> = script(env, "(n) => 'item ' + n")?;
        repeat.call::<_, usize>(env, (items, f)).map(|_| ())
    });
    flat("Vec of numbers, read and made", |env, items| {
        // In parts, for what is read is kept.
        let array: Array<'_> = script(env, "Array.from({ length: 100000 }, (_, i) => i / 2)")?;
        for _ in 0..items / 100_000 {
            env.scope(|env| {
                let numbers: Vec<f64> = array.as_value().to(env)?;
                env.to_value(numbers).map(|_| ())
            })?;
        }
        Ok(())
    });
    #[cfg(feature = "node")]
    objects_of_builtins_are_gone_before_a_loop_ends();
    runtimes_are_gone_when_they_are_dropped();
}

/// What is no more than the memory of an object, no loop has to end for.
#[cfg(feature = "node")]
fn objects_of_builtins_are_gone_before_a_loop_ends() {
    let builder = Runtime::builder().checked(false).node_compat(true);
    let mut runtime = builder.build().unwrap();
    let mut run = |times: u32| {
        let source = format!(
            "for (let i = 0; i < {times}; i++) {{
               const {{ searchParams }} = new URL(`http://host/?a=${{i}}`);
               for (const [name, value] of searchParams) structuredClone({{ name, list: [value] }});
             }} undefined"
        );
        runtime.eval::<()>(&source).unwrap();
    };
    run(3000);
    let before = resident();
    run(40_000);
    let grown = resident().saturating_sub(before);
    assert!(grown < 8, "objects of builtins: {grown} MiB");
}

/// A runtime with a class, references, timers and a thread-safe function, and what else is there.
fn live_and_die() {
    let builder = Runtime::builder();
    #[cfg(feature = "node")]
    let builder = builder.node_compat(true);
    let mut runtime = builder.build().unwrap();
    runtime
        .with(|env| {
            let kept = env.object()?;
            let reference = env.reference(kept)?;
            let function = env.function(move |env, _| Ok(reference.get(env)?.as_value()))?;
            env.global().set(env, "kept", function)?;
            let send = env.threadsafe_function(function, |env, f, n: u32| f.call(env, (n,)))?;
            std::thread::spawn(move || send.call(1)).join().unwrap()?;
            script::<()>(
                env,
                "globalThis.cycle = { kept }; cycle.cycle = cycle; undefined",
            )
        })
        .unwrap();
    runtime.run_until_idle().unwrap();
}

fn runtimes_are_gone_when_they_are_dropped() {
    (0..200).for_each(|_| live_and_die());
    let before = resident();
    (0..1000).for_each(|_| live_and_die());
    let grown = resident().saturating_sub(before);
    println!("a thousand runtimes: {grown} MiB");
    assert!(grown < 4, "a thousand runtimes leave {grown} MiB");
}
