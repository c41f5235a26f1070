//! Every kind of value from safe Rust: what is made, what is read, what is refused.
#![cfg(feature = "host")]

use nodeapi::prelude::*;
use nodeapi::{
    BigInt, Clamped, DataView, Element, Float16, KeyFilter, PropertyAttributes, Runtime,
    SharedArrayBuffer, Symbol, TypeTag, ValueType,
};
use std::sync::atomic::{AtomicUsize, Ordering};

fn with<T>(f: impl for<'s> FnOnce(&mut Env<'s>) -> Result<T>) -> T {
    Runtime::new().unwrap().with(f).unwrap()
}

fn eval<'s, T: FromJs<'s>>(env: &mut Env<'s>, source: &str) -> Result<T> {
    let source = env.string(source)?;
    env.run_script(source)
}

#[test]
fn bigints_of_any_width() {
    with(|env| {
        for (source, i64, u64, i128, u128) in [
            ("0n", Some(0), Some(0), Some(0), Some(0)),
            ("-1n", Some(-1), None, Some(-1), None),
            (
                "2n ** 63n",
                None,
                Some(1 << 63),
                Some(1 << 63),
                Some(1 << 63),
            ),
            ("-(2n ** 63n)", Some(i64::MIN), None, Some(-1 << 63), None),
            (
                "2n ** 127n - 1n",
                None,
                None,
                Some(i128::MAX),
                Some(i128::MAX as u128),
            ),
            ("-(2n ** 127n)", None, None, Some(i128::MIN), None),
            ("2n ** 128n - 1n", None, None, None, Some(u128::MAX)),
            ("2n ** 128n", None, None, None, None),
        ] {
            let number: BigInt<'_> = eval(env, source)?;
            assert_eq!(number.to_i64(env), i64, "{source}");
            assert_eq!(number.to_u64(env), u64, "{source}");
            assert_eq!(number.to_i128(env), i128, "{source}");
            assert_eq!(number.to_u128(env), u128, "{source}");
            // And back.
            let (negative, words) = number.to_words(env);
            let again = env.bigint_words(negative, &words)?;
            assert!(again.as_value().strict_equals(env, number), "{source}");
        }
        let min = env.bigint_i128(i128::MIN)?;
        let same: bool =
            eval::<Function<'_>>(env, "(n) => n === -(2n ** 127n)")?.call(env, (min,))?;
        assert!(same);
        // There is one 0, whatever the sign.
        let zero = env.bigint_words(true, &[0, 0])?;
        assert_eq!(zero.to_words(env), (false, vec![]));
        let huge = env
            .bigint_words(false, &vec![u64::MAX; 1 << 20])
            .describe(env);
        assert!(huge.unwrap_err().to_string().starts_with("RangeError"));
        Ok(())
    });
}

#[test]
fn strings_in_three_encodings() {
    with(|env| {
        let text = env.string("aé€😀")?;
        assert_eq!(text.to_string(env)?, "aé€😀");
        assert_eq!(
            text.to_utf16(env)?,
            "aé€😀".encode_utf16().collect::<Vec<_>>()
        );
        assert_eq!(text.to_latin1(env)?, [b'a', 0xe9, 0xac, 0x3d, 0x00]);
        let lone = env.string_utf16(&[0xd800, 0x61])?;
        assert_eq!(lone.to_string(env)?, "\u{fffd}a");
        assert_eq!(lone.to_utf16(env)?, [0xd800, 0x61]);
        for length in [0, 1, 122, 123, 124, 127, 128, 129, 251, 252, 253, 1000] {
            let expected = "é".repeat(length);
            let text = env.string(&expected)?;
            assert_eq!(text.to_string(env)?, expected);
            let mut buffer = [0; 256];
            assert_eq!(text.to_str(env, &mut buffer)?, expected);
            assert_eq!(text.to_str(env, &mut [])?, expected);
        }
        let external = env.external_string_utf16(vec![0x61, 0x20ac])?;
        assert_eq!(external.to_string(env)?, "a€");
        let empty = env.external_string_utf16(Vec::new())?;
        assert_eq!(empty.to_string(env)?, "");
        for key in [
            env.property_key("k")?,
            env.property_key_utf16(&[0x6b])?,
            env.property_key_latin1(b"k")?,
        ] {
            assert_eq!(key.to_string(env)?, "k");
        }
        Ok(())
    });
}

/// A `T` array of every length and content comes back as it went, and no other type reads it.
fn round_trip<T: Element + PartialEq + std::fmt::Debug>(
    env: &mut Env<'_>,
    class: &str,
    elements: &[T],
) -> Result<()> {
    env.scope(|env| {
        let copied = env.typed_array_of(elements)?;
        let given = env.typed_array_from(elements.to_vec())?;
        assert_eq!(copied.as_slice(env), elements);
        assert_eq!(given.as_slice(env), elements);
        let name: String =
            eval::<Function<'_>>(env, "(a) => a.constructor.name")?.call(env, (given,))?;
        assert_eq!(name, class);
        assert_eq!(given.buffer(env)?.len(env), size_of_val(elements));
        let value = given.as_value();
        let as_bytes = value.to::<TypedArray<'_, u8>>(env).is_ok();
        assert_eq!(as_bytes, class == "Uint8Array", "{class}");
        assert!(value.to::<TypedArray<'_, T>>(env).is_ok());
        Ok(())
    })
}

#[test]
fn typed_arrays_of_every_type() {
    with(|env| {
        round_trip(env, "Int8Array", &[1_i8, -1])?;
        round_trip(env, "Uint8Array", &[1_u8, 255])?;
        round_trip(env, "Uint8ClampedArray", &[Clamped(0), Clamped(255)])?;
        round_trip(env, "Int16Array", &[i16::MIN, 2])?;
        round_trip(env, "Uint16Array", &[u16::MAX, 2])?;
        round_trip(env, "Int32Array", &[i32::MIN, 2])?;
        round_trip(env, "Uint32Array", &[u32::MAX, 2])?;
        round_trip(env, "Float32Array", &[1.5_f32, f32::INFINITY])?;
        round_trip(env, "Float64Array", &[1.5_f64, -0.0])?;
        round_trip(env, "BigInt64Array", &[i64::MIN, 2])?;
        round_trip(env, "BigUint64Array", &[u64::MAX, 2])?;
        if eval::<bool>(env, "typeof Float16Array === 'function'")? {
            round_trip(env, "Float16Array", &[Float16(0x3e00), Float16(0)])?;
        }
        Ok(())
    });
}

#[test]
fn views_know_their_place() {
    with(|env| {
        let buffer = env.array_buffer(16)?;
        let view = env.data_view(buffer, 4, 8)?;
        assert_eq!((view.len(env)?, view.byte_offset(env)?), (8, 4));
        assert!(view.buffer(env)?.as_value().strict_equals(env, buffer));
        view.as_mut_slice(env)[0] = 9;
        let shorts = env.typed_array::<u16>(buffer, 4, 2)?;
        assert_eq!((shorts.as_slice(env)[0], shorts.byte_offset(env)?), (9, 4));
        for (offset, length) in [(10, 8), (17, 0), (usize::MAX, 2), (2, usize::MAX)] {
            let error = env.data_view(buffer, offset, length).unwrap_err();
            assert_eq!(error.class(), nodeapi::ErrorClass::RangeError);
            assert!(env.typed_array::<u8>(buffer, offset, length).is_err());
        }
        assert!(env.typed_array::<f64>(buffer, 0, 1 << 61).is_err());
        assert!(env.typed_array::<u16>(buffer, 1, 2).describe(env).is_err());
        // Detached, none has bytes any more.
        buffer.detach(env)?;
        assert!(buffer.is_detached(env) && buffer.as_slice(env).is_empty());
        assert!(view.as_slice(env).is_empty() && shorts.as_slice(env).is_empty());
        assert!(shorts.as_mut_slice(env).is_empty() && view.as_mut_slice(env).is_empty());
        Ok(())
    });
}

#[test]
fn shared_memory_is_never_a_slice() {
    with(|env| {
        let shared = env.shared_array_buffer(8)?;
        for source in [
            "(b) => new Uint8Array(b)",
            "(b) => new DataView(b)",
            "(b) => b",
        ] {
            let value: Value<'_> = eval::<Function<'_>>(env, source)?.call(env, (shared,))?;
            assert!(value.to::<TypedArray<'_, u8>>(env).is_err(), "{source}");
            assert!(value.to::<DataView<'_>>(env).is_err(), "{source}");
            assert!(value.to::<ArrayBuffer<'_>>(env).is_err(), "{source}");
            assert!(value.to::<Buffer<'_>>(env).is_err(), "{source}");
        }
        shared.write(env, 6, &[1, 2])?;
        assert!(shared.write(env, 7, &[1, 2]).is_err());
        assert!(shared.write(env, usize::MAX, &[1, 2]).is_err());
        let mut bytes = [0; 3];
        shared.read(env, 5, &mut bytes)?;
        assert_eq!(bytes, [0, 1, 2]);
        let sum = "(b) => new Uint8Array(b).reduce((a, b) => a + b, 0)";
        assert_eq!(
            eval::<Function<'_>>(env, sum)?.call::<_, u32>(env, (shared,))?,
            3
        );
        let given = env.shared_array_buffer_from(vec![4, 5])?;
        assert_eq!(given.to_vec(env)?, [4, 5]);
        let plain = env.array_buffer(1)?.as_value();
        assert!(plain.to::<SharedArrayBuffer<'_>>(env).is_err());
        Ok(())
    });
}

#[test]
fn bytes_that_are_given_away_are_freed_once() {
    // What counts the drops is in an external; the vectors themselves are under the allocator's eye.
    static DROPPED: AtomicUsize = AtomicUsize::new(0);
    struct Counted;
    impl Drop for Counted {
        fn drop(&mut self) {
            DROPPED.fetch_add(1, Ordering::Relaxed);
        }
    }
    let mut runtime = Runtime::new().unwrap();
    let before = runtime
        .with(|env| {
            let before = env.adjust_external_memory(0)?;
            env.scope(|env| {
                env.external_sized(Counted, 4096)?;
                env.buffer_from(vec![1; 1000])?;
                env.array_buffer_from(vec![1; 1000])?;
                env.typed_array_from(vec![1.5; 1000])?;
                Ok::<_, Error>(())
            })?;
            Ok(before)
        })
        .unwrap();
    runtime.collect_garbage();
    runtime.run_until_idle().unwrap();
    assert_eq!(DROPPED.load(Ordering::Relaxed), 1);
    let after = runtime.with(|env| env.adjust_external_memory(0)).unwrap();
    assert_eq!(after, before);
}

/// As Node.js's is, whose memory `malloc` aligns: some native code uses instructions that insist on it.
#[test]
fn memory_that_native_code_asks_for_is_aligned() {
    let mut runtime = Runtime::new().unwrap();
    runtime
        .with(|env| {
            for length in (1..64).chain([100, 512, 520, 4096, 100_000]) {
                let memory = env.array_buffer(length)?;
                memory.as_mut_slice(env).fill(1);
                assert_eq!(memory.as_slice(env).as_ptr().addr() % 16, 0, "{length}");
                let buffer = env.buffer(&vec![2; length])?;
                assert_eq!(buffer.as_slice(env).as_ptr().addr() % 16, 0, "{length}");
                env.global().set(env, "memory", memory)?;
                let source =
                    env.string("new Uint8Array(memory.transfer(memory.byteLength * 2)).join('')")?;
                let moved: String = env.run_script(source)?;
                assert_eq!(moved, "1".repeat(length) + &"0".repeat(length));
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn buffers_over_buffers() {
    with(|env| {
        let memory = env.array_buffer(8)?;
        let buffer = env.buffer_over(memory, 2, 4)?;
        buffer.as_mut_slice(env)[0] = 3;
        assert_eq!(memory.as_slice(env)[2], 3);
        assert_eq!(buffer.len(env), 4);
        assert!(env.buffer_over(memory, 6, 4).is_err());
        assert_eq!(env.buffer_from(Vec::new())?.len(env), 0);
        assert_eq!(env.buffer_zeroed(0)?.len(env), 0);
        assert_eq!(env.buffer_zeroed(70_000)?.as_slice(env), vec![0; 70_000]);
        Ok(())
    });
}

#[test]
fn objects_have_a_shape() {
    with(|env| {
        let source = "globalThis.o = Object.create({ inherited: 1 }, {
            shown: { value: 1, enumerable: true }, hidden: { value: 2, writable: true },
            [Symbol.for('s')]: { value: 3, enumerable: true }, 7: { value: 4, enumerable: true },
        })";
        let object: Object<'_> = eval(env, source)?;
        let names = |env: &mut Env<'_>, with_prototypes, filter| -> Result<Vec<String>> {
            env.scope(|env| object_names(env, with_prototypes, filter))
        };
        fn object_names(env: &mut Env<'_>, with: bool, filter: KeyFilter) -> Result<Vec<String>> {
            let object: Object<'_> = env.global().get(env, "o")?;
            let names = object.property_names(env, with, filter)?;
            let mut all = Vec::new();
            for index in 0..names.len(env) {
                let name: Value<'_> = names.get(env, index)?;
                all.push(match name.type_of(env) {
                    ValueType::Symbol => name.to::<Symbol<'_>>(env)?.description(env)?.unwrap(),
                    _ => name.to(env)?,
                });
            }
            Ok(all)
        }
        let all = KeyFilter::empty();
        assert_eq!(names(env, false, all)?, ["7", "shown", "hidden", "s"]);
        assert_eq!(names(env, false, KeyFilter::skip_strings)?, ["s"]);
        assert_eq!(
            names(env, false, KeyFilter::skip_symbols | KeyFilter::writable)?,
            ["hidden"]
        );
        assert!(names(env, true, KeyFilter::enumerable)?.contains(&"inherited".to_owned()));
        let for_in = object.names_in(env)?.as_value();
        assert_eq!(for_in.to::<Vec<String>>(env)?, ["7", "shown", "inherited"]);

        let plain = env.object()?;
        plain.define(env, "fixed", 1, PropertyAttributes::empty())?;
        let fixed = plain.own_property(env, "fixed")?.expect("it is there");
        assert!(!fixed.writable && !fixed.enumerable && !fixed.configurable);
        plain.set(env, "more", 1)?;
        plain.seal(env)?;
        assert!(!plain.delete(env, "more")?);
        plain.freeze(env)?;
        let frozen: bool = eval::<Function<'_>>(env, "Object.isFrozen")?.call(env, (plain,))?;
        assert!(frozen);

        let base = env.object()?;
        let derived = env.object_with(base, &[env.string("own")?], &[env.null()])?;
        assert!(derived.prototype(env)?.strict_equals(env, base));
        derived.set_prototype(env, nodeapi::Null)?;
        assert_eq!(derived.prototype(env)?.type_of(env), ValueType::Null);
        let (name, null) = (env.string("x")?, env.null());
        assert!(env.object_with(null, &[name], &[]).is_err());
        Ok(())
    });
}

#[test]
fn tags_are_for_good() {
    with(|env| {
        let (one, two) = (TypeTag(1), TypeTag(u128::MAX));
        let object = env.object()?;
        object.set_type_tag(env, one)?;
        assert!(object.has_type_tag(env, one)? && !object.has_type_tag(env, two)?);
        assert!(object.set_type_tag(env, two).is_err());
        let wrapped: Class<'_, u8> = env.wrap(1)?;
        assert!(wrapped.set_type_tag(env, two).is_err());
        assert_eq!(*wrapped.borrow(env)?, 1);
        // An object that is tagged first can still not be taken for one that wraps.
        assert!(object.as_value().to::<Class<'_, u8>>(env).is_err());
        Ok(())
    });
}

#[test]
fn iteration_closes_what_it_leaves() {
    with(|env| {
        let source = "globalThis.log = [];
            (function* () { try { yield 1; yield 2; } finally { log.push('closed'); } })()";
        let numbers: Object<'_> = eval(env, source)?;
        let result = numbers.iterate(env, |_, _| Err(Error::message("enough")));
        assert_eq!(result.unwrap_err().to_string(), "enough");
        assert_eq!(eval::<Vec<String>>(env, "log")?, ["closed"]);

        // An exception stays what it is, although the iterator's end runs JavaScript, and fails.
        let source = "({ [Symbol.iterator]() { return {
            next() { return { done: false, value: 1 }; }, return() { throw new Error('late'); },
        }; } })";
        let broken: Object<'_> = eval(env, source)?;
        let result = broken.iterate(env, |env, _| Err(env.throw("first")));
        let thrown = result.catch(env).unwrap_err();
        assert_eq!(thrown.to::<String>(env)?, "first");

        let object = env.object()?;
        assert!(object.iterate(env, |_, _| Ok(())).is_err());
        Ok(())
    });
}

#[test]
fn callbacks_have_a_context() {
    let mut runtime = Runtime::new().unwrap();
    runtime
        .with(|env| {
            let context = env.async_context("test", None)?;
            let later: Function<'_> = eval(
                env,
                "globalThis.log = []; (n) => { Promise.resolve().then(() => log.push(n)); return n; }",
            )?;
            let global = env.global();
            let result: u32 = context.make_callback(env, global, later, (1,))?;
            assert_eq!(result, 1);
            context.scope(env, |env| later.call::<_, ()>(env, (2,)))?;
            let refuse: Function<'_> = eval(env, "() => { throw 'no'; }")?;
            let error = context.make_callback::<_, ()>(env, global, refuse, ());
            let thrown = error.catch(env).unwrap_err();
            assert_eq!(thrown.to::<String>(env)?, "no");
            Ok(())
        })
        .unwrap();
    runtime.run_until_idle().unwrap();
    assert_eq!(runtime.eval::<Vec<u32>>("log").unwrap(), [1, 2]);
}

/// Long texts take another way to the host where they are ASCII.
#[test]
fn texts_of_every_length_and_script_arrive() {
    with(|env| {
        for length in [0, 1, 63, 64, 65, 5000] {
            for last in [
                "",
                "~",
                "\u{7f}",
                "\u{80}",
                "ÿ",
                "Ā",
                "語",
                "\u{1F600}",
                "\0",
            ] {
                let text = "a".repeat(length) + last;
                let string = env.string(&text)?;
                assert_eq!(string.to_string(env)?, text);
                assert_eq!(string.len_utf16(env)?, text.encode_utf16().count());
            }
        }
        Ok(())
    });
}
