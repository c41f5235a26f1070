//! References, deferreds and closures: what is kept beyond its scope, and what becomes of it.
#![cfg(feature = "host")]

use nodeapi::prelude::*;
use nodeapi::{Runtime, ValueRef, WeakRef};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Counts how many of its clones have been dropped.
#[derive(Clone, Default)]
struct Drops(Rc<Cell<u32>>);

struct Counted(Drops);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.0.set(self.0.0.get() + 1);
    }
}

impl Drops {
    fn counted(&self) -> Counted {
        Counted(self.clone())
    }
    fn get(&self) -> u32 {
        self.0.get()
    }
}

#[test]
fn a_reference_keeps_any_value() {
    let mut runtime = Runtime::new().unwrap();
    let kept: Vec<ValueRef> = runtime
        .eval("[1.5, 'text', true, null, undefined, Symbol('s'), 12n, { x: 1 }, () => 2]")
        .unwrap();
    runtime.collect_garbage();
    runtime
        .with(|env| {
            let types: Vec<_> = kept
                .iter()
                .map(|value| Ok(format!("{:?}", value.get(env)?.type_of(env))))
                .collect::<Result<_>>()?;
            let expected = "Number String Boolean Null Undefined Symbol BigInt Object Function";
            assert_eq!(types.join(" "), expected);
            let text: String = kept[1].get(env)?.to(env)?;
            assert_eq!(text, "text");
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_weak_reference_keeps_nothing() {
    let mut runtime = Runtime::new().unwrap();
    let weak: RefCell<Option<WeakRef<Object<'static>>>> = RefCell::default();
    runtime
        .with(|env| {
            let object = env.object()?;
            env.global().set(env, "kept", object)?;
            weak.replace(Some(env.weak_reference(object)?));
            Ok(())
        })
        .unwrap();
    let weak = weak.take().unwrap();
    runtime.collect_garbage();
    assert!(runtime.with(|env| Ok(weak.get(env)?.is_some())).unwrap());
    runtime.eval::<()>("delete globalThis.kept").unwrap();
    runtime.collect_garbage();
    assert!(runtime.with(|env| Ok(weak.get(env)?.is_none())).unwrap());
}

#[test]
fn primitive_values_are_not_referred_to_weakly() {
    let mut runtime = Runtime::new().unwrap();
    runtime
        .with(|env| {
            let text = env.string("text")?;
            let error = env.weak_reference(text).unwrap_err();
            assert_eq!(
                error.to_string(),
                "expected an object, function or symbol, found \"text\""
            );
            let symbol = env.symbol("kept by the scope")?;
            assert!(env.weak_reference(symbol)?.get(env)?.is_some());
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_reference_outlives_its_environment() {
    let mut runtime = Runtime::new().unwrap();
    let (object, function): (ObjectRefs, FunctionRef) = runtime
        .with(|env| {
            Ok((
                refs(env)?,
                env.reference(env.function(|env, _| Ok(env.null()))?)?,
            ))
        })
        .unwrap();
    let deferred = runtime.with(|env| Ok(env.promise()?.0)).unwrap();
    drop(runtime);

    let mut other = Runtime::new().unwrap();
    other
        .with(|env| {
            assert!(matches!(
                object.strong.get(env),
                Err(Error::EnvironmentClosed)
            ));
            assert!(matches!(
                object.weak.get(env),
                Err(Error::EnvironmentClosed)
            ));
            assert!(matches!(
                deferred.resolve(env, 1),
                Err(Error::EnvironmentClosed)
            ));
            Ok(())
        })
        .unwrap();
    drop(function);
    drop(object);
    assert_eq!(other.take_misuses(), [""; 0]);
}

struct ObjectRefs {
    strong: Ref<Object<'static>>,
    weak: WeakRef<Object<'static>>,
}

fn refs(env: &mut Env<'_>) -> Result<ObjectRefs> {
    let object = env.object()?;
    Ok(ObjectRefs {
        strong: env.reference(object)?,
        weak: env.weak_reference(object)?,
    })
}

#[test]
fn a_reference_is_of_one_environment() {
    let (mut first, mut second) = (Runtime::new().unwrap(), Runtime::new().unwrap());
    let refs = first.with(refs).unwrap();
    let deferred = first.with(|env| Ok(env.promise()?.0)).unwrap();
    second
        .with(|env| {
            assert!(matches!(refs.strong.get(env), Err(Error::WrongEnvironment)));
            assert!(matches!(refs.weak.get(env), Err(Error::WrongEnvironment)));
            assert!(matches!(
                deferred.resolve(env, 1),
                Err(Error::WrongEnvironment)
            ));
            Ok(())
        })
        .unwrap();
    first.with(|env| refs.strong.get(env).map(drop)).unwrap();
}

#[test]
fn closures_are_dropped_with_their_functions() {
    let drops = Drops::default();
    let mut runtime = Runtime::new().unwrap();
    runtime
        .with(|env| {
            for name in ["kept", "gone"] {
                let counted = drops.counted();
                let function = env.function(move |env, _| counted.0.get().into_js(env))?;
                env.global().set(env, name, function)?;
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(runtime.eval::<u32>("gone()").unwrap(), 0);
    runtime.eval::<()>("delete globalThis.gone").unwrap();
    runtime.collect_garbage();
    assert_eq!(drops.get(), 1);
    drop(runtime);
    assert_eq!(drops.get(), 2);
}

#[test]
fn wrapped_values_and_externals_are_dropped() {
    let drops = Drops::default();
    let mut runtime = Runtime::new().unwrap();
    runtime
        .with(|env| {
            env.wrap(drops.counted())?;
            env.external(drops.counted())?;
            let kept = env.wrap(drops.counted())?;
            env.global().set(env, "kept", kept)
        })
        .unwrap();
    runtime.collect_garbage();
    assert_eq!(drops.get(), 2);
    drop(runtime);
    assert_eq!(drops.get(), 3);
}

#[test]
fn a_guard_keeps_what_it_guards() {
    let drops = Drops::default();
    let mut runtime = Runtime::new().unwrap();
    runtime
        .with(|env| {
            let wrapped = env.wrap(drops.counted())?;
            let guard = wrapped.borrow(env)?;
            let source = env.string("for (let i = 0; i < 1000; i++) ({})")?;
            env.run_script::<()>(source)?;
            assert_eq!(guard.0.get(), 0);
            Ok(())
        })
        .unwrap();
    runtime.collect_garbage();
    assert_eq!(drops.get(), 1);
}

#[test]
fn instance_data_and_hooks() {
    let drops = Drops::default();
    let order = Rc::new(RefCell::new(Vec::new()));
    let mut runtime = Runtime::new().unwrap();
    runtime
        .with(|env| {
            assert!(env.instance_data::<Counted>()?.is_none());
            assert!(env.set_instance_data(drops.counted())?.is_none());
            let old = env.set_instance_data(drops.counted())?;
            assert!(old.is_some());
            for n in 0..3 {
                let order = Rc::clone(&order);
                env.add_cleanup_hook(move || order.borrow_mut().push(n))?;
            }
            env.add_cleanup_hook(|| panic!("a hook that panics is contained"))
        })
        .unwrap();
    assert_eq!(drops.get(), 1);
    drop(runtime);
    assert_eq!(drops.get(), 2);
    assert_eq!(*order.borrow(), [2, 1, 0]);
}

#[test]
fn a_function_that_refers_to_itself() {
    let drops = Drops::default();
    let mut runtime = Runtime::new().unwrap();
    let slot: Rc<RefCell<Option<FunctionRef>>> = Rc::default();
    runtime
        .with(|env| {
            let (counted, inner) = (drops.counted(), Rc::clone(&slot));
            let function = env.function(move |env, args| {
                let _ = &counted;
                let n: u32 = args.get(env, 0)?;
                if n == 0 {
                    return Ok(env.undefined());
                }
                let me = inner.borrow().as_ref().map(|me| me.get(env)).transpose()?;
                me.unwrap().call(env, (n - 1,))
            })?;
            slot.replace(Some(env.reference(function)?));
            function.call::<_, ()>(env, (10,))
        })
        .unwrap();
    drop(runtime);
    // The environment's end has broken the cycle of function, closure and reference.
    assert_eq!(drops.get(), 1);
}
