//! BigInts.

use super::call::prelude::*;

api! {
    plain fn napi_create_bigint_int64(
        env, value: i64, result: *mut napi_value as Out<napi_value>
    ) {
        result.set(env.handle(env.engine().bigint_i64(value)?));
        Ok(())
    }

    plain fn napi_create_bigint_uint64(
        env, value: u64, result: *mut napi_value as Out<napi_value>
    ) {
        result.set(env.handle(env.engine().bigint_u64(value)?));
        Ok(())
    }

    script fn napi_create_bigint_words(
        env,
        sign_bit: c_int,
        word_count: usize,
        words: *const u64,
        result: *mut napi_value,
    ) {
        ensure(!words.is_null(), napi_invalid_arg)?;
        // SAFETY: the addon's promise for the result of this function.
        let result = unsafe { <Out<_> as super::call::Parameter<_>>::from_raw(env, result) }?;
        ensure(word_count <= i32::MAX as usize, napi_invalid_arg)?;
        // V8's limit is 2^30 bits; beyond, it throws before it reads the words.
        if word_count > 1 << 24 {
            return Err(super::errors::throw_range_error(env, "Maximum BigInt size exceeded"));
        }
        // SAFETY: good for that many words: the addon's promise.
        let words = unsafe { elements(words, word_count) }?;
        result.set(env.handle(env.engine().bigint_words(sign_bit != 0, words)?));
        Ok(())
    }

    plain fn napi_get_value_bigint_int64(
        env,
        value: napi_value as Local,
        result: *mut i64 as Out<i64>,
        lossless: *mut bool as Out<bool>,
    ) {
        let low = low_word(env, value)? as i64;
        result.set(low);
        lossless.set(is_equal(env, value, env.engine().bigint_i64(low)?));
        Ok(())
    }

    plain fn napi_get_value_bigint_uint64(
        env,
        value: napi_value as Local,
        result: *mut u64 as Out<u64>,
        lossless: *mut bool as Out<bool>,
    ) {
        let low = low_word(env, value)?;
        result.set(low);
        lossless.set(is_equal(env, value, env.engine().bigint_u64(low)?));
        Ok(())
    }

    plain fn napi_get_value_bigint_words(
        env,
        value: napi_value as Local,
        sign_bit: *mut c_int as Option<Out<c_int>>,
        word_count: *mut usize as Out<usize>,
        words: *mut u64,
    ) {
        ensure(env.engine().type_of(value.0) == ValueType::BigInt, napi_bigint_expected)?;
        let (negative, all) = env.engine().bigint_to_words(value.0)?;
        if sign_bit.is_none() && words.is_null() {
            word_count.set(all.len());
            return Ok(());
        }
        let sign_bit = sign_bit.ok_or(napi_invalid_arg)?;
        ensure(!words.is_null(), napi_invalid_arg)?;
        // As V8 has it: the words that fit, and the count that would.
        for (index, &word) in all.iter().take(word_count.get()).enumerate() {
            // SAFETY: good for as many words as the count said: the addon's promise.
            unsafe { words.add(index).write(word) };
        }
        sign_bit.set(c_int::from(negative));
        word_count.set(all.len());
        Ok(())
    }
}

fn low_word(env: &Env, Local(value): Local) -> Answer<u64> {
    ensure(
        env.engine().type_of(value) == ValueType::BigInt,
        napi_bigint_expected,
    )?;
    Ok(env.engine().bigint_low(value))
}

/// Whether the value is the other, which is freed.
fn is_equal(env: &Env, Local(value): Local, other: Value) -> bool {
    let is_equal = env.engine().strict_equals(value, other);
    env.engine().free(other);
    is_equal
}
