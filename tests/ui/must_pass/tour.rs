//! A tour of what the types allow.
use nodeapi::prelude::*;
use nodeapi::{Error, Runtime};

struct Counter {
    n: f64,
    on_change: Option<FunctionRef>,
}

fn greet<'s>(env: &mut Env<'s>, who: String) -> Result<Object<'s>> {
    let out = env.object()?;
    out.set(env, "text", format!("hello {who}"))?; // converted on the fly
    out.set(env, "len", env.number(who.len() as f64))?; // making a value is `&Env`
    Ok(out)
}

fn map_lengths<'s>(env: &mut Env<'s>, items: Object<'s>, f: Function<'s>) -> Result<f64> {
    let mut sum = 0.0;
    for i in 0..3 {
        sum += env.scope(|env| -> Result<f64> {
            let item: Value = items.get(env, i.to_string())?; // outer `items` used inside
            f.call(env, (item, i as f64))
        })?;
    }
    Ok(sum)
}

fn checksum(env: &Env<'_>, data: ArrayBuffer<'_>) -> u32 {
    data.as_slice(env).iter().map(|b| *b as u32).sum()
}

fn increment(env: &mut Env<'_>, this: Class<'_, Counter>, by: f64) -> Result<f64> {
    let n = {
        let mut c = this.borrow_mut(env)?;
        c.n += by;
        c.n
    };
    let cb = this.borrow(env)?.on_change.as_ref().map(|f| f.get(env)).transpose()?;
    if let Some(cb) = cb {
        cb.call::<_, ()>(env, (n,))? // may re-enter: no borrow is held
    }
    Ok(n)
}

fn helper_same_lifetime<'s>(env: &mut Env<'s>, v: Value<'s>) -> Result<Value<'s>> {
    env.object()?;
    Ok(v)
}

fn pick<'s>(_env: &Env<'s>, a: Object<'s>, _b: Object<'s>) -> Object<'s> {
    a
}

fn tour(env: &mut Env<'_>) -> Result<()> {
    let o = greet(env, "ann".into())?;
    assert_eq!(o.get::<String>(env, "text")?, "hello ann");

    let items = env.object()?;
    for i in 0..3 {
        items.set(env, i.to_string(), 10.0)?;
    }
    let add = env.function(|env, args| {
        let (a, b): (f64, f64) = (args.get(env, 0)?, args.get(env, 1)?);
        Ok(env.number(a + b).as_value())
    })?;
    assert_eq!(map_lengths(env, items, add)?, 33.0);

    // escape
    let kept = env.escapable_scope(|mut scope| -> Result<Object> {
        let a = scope.object()?;
        let b = greet(&mut scope, "bob".into())?;
        let x = pick(&scope, items, a); // outer and inner unify
        helper_same_lifetime(&mut scope, x.as_value())?;
        Ok(scope.escape(b))
    })?;
    assert_eq!(kept.get::<String>(env, "text")?, "hello bob");

    // slices
    let buf = env.array_buffer(4)?;
    buf.as_mut_slice(env).copy_from_slice(&[1, 2, 3, 4]);
    assert_eq!(checksum(env, buf), 10);
    let other = env.array_buffer(4)?;
    let (a, b) = (buf.as_slice(env), other.as_slice(env)); // many shared slices at once
    assert_eq!(a.len(), b.len());

    // classes
    let seen = env.function(|env, args| {
        let n: f64 = args.get(env, 0)?;
        assert_eq!(n, 5.0);
        Ok(env.undefined())
    })?;
    let c = env.wrap(Counter { n: 2.0, on_change: Some(env.reference(seen)?) })?;
    assert_eq!(increment(env, c, 3.0)?, 5.0);
    let g = c.borrow(env)?;
    assert!(matches!(c.borrow_mut(env), Err(Error::AlreadyBorrowed)));
    drop(g);
    c.with_mut(env)?.n = 7.0;

    // re-entrancy: a mutable guard is alive while JavaScript calls back into the same object
    let r = env.reference(c.as_object())?;
    let nasty = env.function(move |env, _| {
        let me = r.get(env)?;
        let me: Class<Counter> = me.as_value().to(env)?;
        assert!(matches!(me.borrow_mut(env), Err(Error::AlreadyBorrowed)));
        Ok(env.undefined())
    })?;
    let guard = c.borrow_mut(env)?;
    nasty.call::<_, ()>(env, ())?;
    drop(guard);

    // a promise, a thread-safe function
    let (deferred, _promise) = env.promise()?;
    deferred.resolve(env, "done")?;
    let tsfn = env.threadsafe_function(add, |env, f, n: f64| f.call(env, (n, n)))?;
    std::thread::spawn(move || tsfn.call(1.0)).join().unwrap()?;

    // nested scopes
    env.scope(|env| {
        let x = env.object()?;
        env.scope(|env| {
            x.set(env, "y", 1.0)?;
            items.set(env, "z", x)
        })
    })
}

fn main() {
    let mut runtime = Runtime::new().unwrap();
    runtime.with(tour).unwrap();
    runtime.run_until_idle().unwrap();
}
