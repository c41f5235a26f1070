//! Every kind of value, once.

use nodeapi::prelude::*;
use nodeapi::{BigInt, DataView, JsMap, JsSet, Symbol, TypeTag};
use std::collections::{BTreeMap, BTreeSet};
use std::num::{Saturating, Wrapping};
use std::sync::atomic::Ordering;
use std::time::{Duration, UNIX_EPOCH};

/// Makes one of each kind and reads it again; the lines say what came of it.
#[napi]
pub fn kinds<'s>(env: &mut Env<'s>) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    let mut line =
        |name: &str, value: &dyn std::fmt::Debug| lines.push(format!("{name}: {value:?}"));

    line("i64", &env.bigint_i64(i64::MIN)?.to_i64(env));
    line("u128", &env.bigint_u128(u128::MAX)?.to_u128(env));
    line("i128", &env.bigint_i128(i128::MIN)?.to_i128(env));
    line(
        "words",
        &env.bigint_words(true, &[1, 2, 3, 0])?.to_words(env),
    );
    let big: BigInt<'s> = script(env, "2n ** 200n")?;
    line("too big", &(big.to_i64(env), big.to_u128(env)));

    let text = env.string_utf16(&[0x61, 0xd800, 0x20ac])?;
    line("utf16", &text.to_utf16(env)?);
    line("utf8", &text.to_string(env)?);
    line("latin1", &env.string_latin1(b"caf\xe9")?.to_string(env)?);
    line("low bytes", &text.to_latin1(env)?);
    line(
        "external",
        &env.external_string_latin1(vec![0xe9; 40])?.len_utf16(env)?,
    );
    line(
        "external utf16",
        &env.external_string_utf16(vec![0x20ac; 40])?
            .to_string(env)?
            .len(),
    );
    line("key", &env.property_key("key")?.to_string(env)?);

    let (own, global) = (env.symbol("own")?, env.symbol_for("global")?);
    line(
        "symbols",
        &(own.description(env)?, global.description(env)?),
    );
    let iterator: Symbol<'s> = env.well_known_symbol("iterator")?;
    line("iterator", &iterator.description(env)?);

    let time = UNIX_EPOCH + Duration::from_millis(1_700_000_000_123);
    let date = env.to_value(time)?;
    line("date", &(date.to::<std::time::SystemTime>(env)? == time));

    let memory = env.array_buffer_from((0..16).collect())?;
    let view: DataView<'s> = env.data_view(memory, 4, 8)?;
    line("view", &(view.len(env)?, view.as_slice(env).to_vec()));
    let shorts = env.typed_array::<u16>(memory, 2, 3)?;
    line("shorts", &shorts.as_slice(env).to_vec());
    line(
        "misplaced",
        &env.typed_array::<u16>(memory, 1, 3).describe(env).is_err(),
    );
    line("outside", &env.data_view(memory, usize::MAX, 2).is_err());
    let buffer = env.buffer_from(vec![1, 2, 3])?;
    buffer.as_mut_slice(env)[0] = 9;
    line("buffer", &buffer.as_slice(env).to_vec());
    line("zeroed", &env.buffer_zeroed(4)?.as_slice(env).to_vec());
    let over = env.buffer_over(memory, 14, 2)?;
    line("over", &over.as_slice(env).to_vec());
    line("beyond", &env.buffer_over(memory, 15, 2).is_err());
    let floats = env.typed_array_from(vec![0.5_f32, -1.5])?;
    line("floats", &floats.as_slice(env).to_vec());
    line(
        "not bytes",
        &floats.as_value().to::<TypedArray<'s, u8>>(env).is_err(),
    );
    let own_memory = env.array_buffer(4)?;
    let own_view = env.data_view(own_memory, 0, 4)?;
    own_memory.detach(env)?;
    line(
        "detached",
        &(own_memory.is_detached(env), own_view.as_slice(env).len()),
    );
    let shared: Value<'s> = script(env, "new Uint8Array(new SharedArrayBuffer(4))")?;
    line("shared", &shared.to::<TypedArray<'s, u8>>(env).is_err());

    line("atomics", &shared_memory(env)?);

    let map: JsMap<'s> = env.map()?;
    map.set_entry(env, "a", 1)?;
    let set: JsSet<'s> = env.set()?;
    set.add(env, 2.5)?;
    line(
        "map",
        &(
            map.len(env)?,
            map.get_entry::<u32>(env, "a")?,
            set.has_value(env, 2.5)?,
        ),
    );
    let table = env.to_value(BTreeMap::from([("x", vec![1_u8])]))?;
    line("table", &table.to::<BTreeMap<String, Vec<u8>>>(env)?);
    let numbers = env.to_value(BTreeSet::from([3_i32, 1]))?;
    line("set", &numbers.to::<BTreeSet<i32>>(env)?);
    let many: Value<'s> = script(env, "4294967301.9")?;
    line(
        "fitted",
        &(
            many.to::<Saturating<u8>>(env)?,
            many.to::<Wrapping<i32>>(env)?,
        ),
    );

    let external = env.external_sized(String::from("inside"), 1000)?;
    line(
        "external",
        &(
            external.get::<String>(env)?,
            external.get::<u8>(env).is_err(),
        ),
    );
    let tagged = env.object()?;
    tagged.set_type_tag(env, TypeTag(7))?;
    line(
        "tag",
        &(
            tagged.has_type_tag(env, TypeTag(7))?,
            tagged.has_type_tag(env, TypeTag(8))?,
        ),
    );
    line(
        "tagged twice",
        &tagged.set_type_tag(env, TypeTag(8)).is_err(),
    );
    let base = env.object()?;
    let derived = env.object_with(base, &[env.property_key("own")?], &[env.null()])?;
    line(
        "prototype",
        &derived.prototype(env)?.strict_equals(env, base),
    );
    derived.freeze(env)?;
    let own = derived.own_property(env, "own")?.expect("it is there");
    line("frozen", &(own.writable, own.enumerable, own.configurable));

    let weak = env.reference(base)?.into_weak(env)?;
    line("weak", &weak.get(env)?.is_some());
    let strong = weak.into_strong(env)?.expect("the scope has it");
    line(
        "strong",
        &strong.get(env)?.as_value().strict_equals(env, base),
    );

    let context = env.async_context("soundness", None)?;
    let double: Function<'s> = script(env, "(n) => 2 * n")?;
    let global = env.global();
    line(
        "callback",
        &context.make_callback::<_, f64>(env, global, double, (21,))?,
    );
    line(
        "scope",
        &context.scope(env, |env| double.call::<_, f64>(env, (4,)))?,
    );
    line("typed", &double.typed::<(f64,), f64>().call(env, (1.5,))?);
    let node = env.node_version()?;
    line("version", &(node.major >= 18, env.node_api_version()? >= 8));
    env.set_instance_data(7_u8)?;
    line("instance data", &env.instance_data::<u8>()?);
    let error = env.throw_error(nodeapi::ErrorClass::TypeError, Some("E_X"), "thrown");
    line(
        "thrown",
        &Err::<(), _>(error)
            .describe(env)
            .map_err(|error| error.to_string()),
    );
    Ok(lines)
}

/// Whether shared memory is as it should be, where the host has functions for it.
fn shared_memory(env: &mut Env<'_>) -> Result<bool> {
    let shared = match env.shared_array_buffer(4) {
        Err(Error::MissingFunction(_)) => return Ok(true),
        shared => shared?,
    };
    shared.as_atomics(env)?[1].store(7, Ordering::SeqCst);
    shared.write(env, 2, &[8, 9])?;
    let given = env.shared_array_buffer_from(vec![1, 2])?;
    let refused = shared.as_value().to::<ArrayBuffer<'_>>(env).is_err();
    Ok(refused && shared.to_vec(env)? == [0, 7, 8, 9] && given.to_vec(env)? == [1, 2])
}

fn script<'s, T: FromJs<'s>>(env: &mut Env<'s>, source: &str) -> Result<T> {
    let source = env.string(source)?;
    env.run_script(source)
}
