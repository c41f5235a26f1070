//! Two runtimes entered on one thread. What one has made cannot be given to the other: the types refuse
//! that (`ui/must_fail/two_runtimes.rs`). What it is itself asked for, the host refuses at run time,
//! checked or not.
#![cfg(feature = "host")]

use nodeapi::prelude::*;
use nodeapi::{
    BigInt, DataView, Date, JsMap, JsSet, KeyFilter, PropertyAttributes, Runtime,
    SharedArrayBuffer, Symbol, TypeTag, ValueType,
};
use std::panic::{AssertUnwindSafe, catch_unwind};

fn eval<'s, T: FromJs<'s>>(env: &mut Env<'s>, source: &str) -> T {
    let source = env.string(source).unwrap();
    env.run_script(source).unwrap()
}

/// Runs `f` with the environments of two runtimes, checked ones and others.
fn with_two(f: impl for<'o, 'i> Fn(&mut Env<'o>, &mut Env<'i>)) {
    for checked in [true, false] {
        let build = || Runtime::builder().checked(checked).build().unwrap();
        let (mut outer, mut inner) = (build(), build());
        outer
            .with(|outer| {
                inner.with(|inner| {
                    f(outer, inner);
                    Ok(())
                })
            })
            .unwrap();
        // Neither has come to harm.
        for runtime in [&mut outer, &mut inner] {
            let two: f64 = runtime.with(|env| Ok(eval(env, "1 + 1"))).unwrap();
            assert_eq!(two, 2.0);
            runtime.take_misuses();
        }
    }
}

/// Each expression is an error, or a panic where it cannot be one.
macro_rules! refused {
    ($($expression:expr;)*) => {$(
        match catch_unwind(AssertUnwindSafe(|| $expression.map(drop))) {
            Ok(Ok(())) => panic!("{} is not refused", stringify!($expression)),
            Ok(Err(_)) | Err(_) => {}
        }
    )*};
}

/// Each expression panics, or gives a value that says that there is nothing.
macro_rules! nothing {
    ($($expression:expr => $nothing:expr;)*) => {$(
        if let Ok(found) = catch_unwind(AssertUnwindSafe(|| $expression)) {
            assert_eq!(found, $nothing, "{}", stringify!($expression));
        }
    )*};
}

#[test]
fn primitives() {
    with_two(|outer, inner| {
        let number = outer.number(5.0);
        let text = outer.string("text").unwrap();
        let symbol: Symbol<'_> = eval(outer, "Symbol('s')");
        let bigint: BigInt<'_> = eval(outer, "2n ** 70n");
        let yes = outer.boolean(true);
        nothing! {
            number.get(inner) => 0.0;
            yes.get(inner) => false;
            bigint.to_i64(inner) => None;
            bigint.to_u128(inner) => None;
            bigint.to_words(inner) => (false, Vec::new());
            number.as_value().type_of(inner) => ValueType::Undefined;
            number.as_value().strict_equals(inner, number) => false;
            text.as_value().is_nullish(inner) => false;
        }
        refused! {
            text.to_string(inner);
            text.to_str(inner, &mut [0; 16]);
            text.to_utf16(inner);
            text.to_latin1(inner);
            text.len_utf16(inner);
            symbol.description(inner);
            number.as_value().coerce_to_string(inner);
            text.as_value().coerce_to_number(inner);
            yes.as_value().coerce_to_object(inner);
        }
        assert_eq!(
            (number.get(outer), text.to_string(outer).unwrap().as_str()),
            (5.0, "text")
        );
    });
}

#[test]
fn objects() {
    with_two(|outer, inner| {
        let object: Object<'_> = eval(outer, "({ x: 1, get y() { throw new Error('ran') } })");
        let own = inner.object().unwrap();
        let tag = TypeTag(1);
        refused! {
            object.get::<f64>(inner, "x");
            object.set(inner, "x", 1);
            object.has(inner, "x");
            object.has_own(inner, "x");
            object.delete(inner, "x");
            object.get_named::<f64>(inner, c"x");
            object.set_named(inner, c"x", 1);
            object.has_named(inner, c"x");
            object.keys(inner);
            object.property_names(inner, false, KeyFilter::empty());
            object.prototype(inner);
            object.freeze(inner);
            object.seal(inner);
            object.set_type_tag(inner, tag);
            object.has_type_tag(inner, tag);
            object.define(inner, "z", 1, PropertyAttributes::all());
            inner.reference(object);
            inner.weak_reference(object);
        }
        assert_eq!(object.get::<f64>(outer, "x").unwrap(), 1.0);
        assert!(own.keys(inner).unwrap().is_empty());
    });
}

#[test]
fn functions_and_promises() {
    with_two(|outer, inner| {
        let function: Function<'_> = eval(outer, "(function () { throw new Error('ran') })");
        let own: Function<'_> = eval(inner, "(...values) => values.length");
        let object = outer.object().unwrap();
        refused! {
            function.call::<_, Value<'_>>(inner, ());
            function.construct(inner, ());
            object.as_value().instance_of(inner, own);
            inner.object().unwrap().as_value().instance_of(inner, function);
            function.typed::<(f64,), ()>().threadsafe(inner);
        }
        // A deferred promise is settled where it is from, or not at all.
        let (deferred, _) = outer.promise().unwrap();
        refused!(deferred.resolve(inner, 1););
        let count: f64 = own.call(inner, (1, 2)).unwrap();
        assert_eq!(count, 2.0);
    });
}

#[test]
fn containers() {
    with_two(|outer, inner| {
        let array = eval::<Array<'_>>(outer, "[1, 2]");
        let map = eval::<JsMap<'_>>(outer, "new Map([[1, 2]])");
        let set = eval::<JsSet<'_>>(outer, "new Set([1])");
        let date = eval::<Date<'_>>(outer, "new Date(5)");
        nothing! {
            array.len(inner) => 0;
            array.is_empty(inner) => true;
        }
        refused! {
            array.push(inner, 3);
            array.for_each(inner, |_, _, _: Value<'_>| Ok(()));
            map.len(inner);
            set.len(inner);
        }
        nothing!(date.get_time(inner) => 0.0;);
        assert_eq!(
            (
                array.len(outer),
                map.len(outer).unwrap(),
                set.len(outer).unwrap()
            ),
            (2, 1, 1)
        );
    });
}

#[test]
fn memory() {
    with_two(|outer, inner| {
        let buffer = outer.array_buffer_from(vec![1, 2, 3, 4]).unwrap();
        let array = outer.typed_array_of(&[1.5, 2.5]).unwrap();
        let view: DataView<'_> = outer.data_view(buffer, 1, 2).unwrap();
        let node_buffer = outer.array_buffer(8).unwrap();
        let shared: SharedArrayBuffer<'_> = outer.shared_array_buffer(4).unwrap();
        let external = outer.external(String::from("data")).unwrap();
        nothing! {
            buffer.as_slice(inner).len() => 0;
            buffer.as_mut_slice(inner).len() => 0;
            buffer.len(inner) => 0;
            array.as_slice(inner).len() => 0;
            array.as_mut_slice(inner).len() => 0;
            array.len(inner) => 0;
            view.as_slice(inner).len() => 0;
            view.as_mut_slice(inner).len() => 0;
        }
        refused! {
            shared.len(inner);
            shared.as_atomics(inner);
            shared.to_vec(inner);
            view.len(inner);
            view.byte_offset(inner);
            array.buffer(inner);
            array.byte_offset(inner);
            view.buffer(inner);
            buffer.detach(inner);
            inner.typed_array::<u8>(node_buffer, 0, 4);
            inner.data_view(node_buffer, 0, 4);
            external.get::<String>(inner);
        }
        nothing!(buffer.is_detached(inner) => false;);
        assert_eq!(buffer.as_slice(outer), [1, 2, 3, 4]);
        assert_eq!(array.as_slice(outer), [1.5, 2.5]);
        assert_eq!(**external.get::<String>(outer).unwrap(), *"data");
    });
}

#[test]
fn classes_and_references() {
    with_two(|outer, inner| {
        let wrapped = outer.wrap(7_u32).unwrap();
        let object = wrapped.as_object();
        let kept = outer.reference(object).unwrap();
        let weak = outer.weak_reference(object).unwrap();
        let sent = outer.send_reference(object).unwrap();
        refused! {
            wrapped.borrow(inner);
            wrapped.borrow_mut(inner);
            wrapped.with_mut(inner);
            wrapped.take(inner);
            kept.get(inner);
            weak.get(inner);
            sent.get(inner);
        }
        assert_eq!(*wrapped.borrow(outer).unwrap(), 7);
        assert!(
            kept.get(outer)
                .unwrap()
                .as_value()
                .strict_equals(outer, object)
        );
        // What is dropped in the wrong place goes home.
        drop((kept, weak, sent));
    });
}
