//! Primitive values: singletons, numbers, booleans, conversion, comparison.

use super::call::Handle;
use super::call::prelude::*;

api! {
    plain fn napi_get_undefined(env, result: *mut napi_value as Out<napi_value>) {
        result.set(env.isolate.scopes.undefined());
        Ok(())
    }

    plain fn napi_get_null(env, result: *mut napi_value as Out<napi_value>) {
        result.set(env.isolate.scopes.null());
        Ok(())
    }

    plain fn napi_get_global(env, result: *mut napi_value as Out<napi_value>) {
        result.set(env.isolate.scopes.global());
        Ok(())
    }

    plain fn napi_get_boolean(env, value: bool, result: *mut napi_value as Out<napi_value>) {
        result.set(env.isolate.scopes.boolean(value));
        Ok(())
    }

    plain fn napi_create_double(env, value: f64, result: *mut napi_value as Out<napi_value>) {
        result.set(env.handle(env.engine().number(value)));
        Ok(())
    }

    plain fn napi_create_int32(env, value: i32, result: *mut napi_value as Out<napi_value>) {
        result.set(env.handle(env.engine().int32(value)));
        Ok(())
    }

    plain fn napi_create_uint32(env, value: u32, result: *mut napi_value as Out<napi_value>) {
        result.set(env.handle(env.engine().number(f64::from(value))));
        Ok(())
    }

    plain fn napi_create_int64(env, value: i64, result: *mut napi_value as Out<napi_value>) {
        result.set(env.handle(env.engine().number(value as f64)));
        Ok(())
    }

    plain fn napi_typeof(
        env,
        value: napi_value as Local,
        result: *mut napi_valuetype as Out<napi_valuetype>,
    ) {
        result.set(match env.engine().type_of(value.0) {
            ValueType::Undefined => napi_undefined,
            ValueType::Null => napi_null,
            ValueType::Boolean => napi_boolean,
            ValueType::Number => napi_number,
            ValueType::String => napi_string,
            ValueType::Symbol => napi_symbol,
            ValueType::Object => napi_object,
            ValueType::Function => napi_function,
            ValueType::External => napi_external,
            ValueType::BigInt => napi_bigint,
        });
        Ok(())
    }

    plain fn napi_get_value_double(
        env,
        value: napi_value as Local,
        result: *mut f64 as Out<f64>,
    ) {
        result.set(number(env, value)?);
        Ok(())
    }

    plain fn napi_get_value_int32(
        env,
        value: napi_value as Local,
        result: *mut i32 as Out<i32>,
    ) {
        result.set(match env.engine().as_int32(value.0) {
            Some(number) => number,
            None => to_int32(number(env, value)?),
        });
        Ok(())
    }

    plain fn napi_get_value_uint32(
        env,
        value: napi_value as Local,
        result: *mut u32 as Out<u32>,
    ) {
        result.set(match env.engine().as_int32(value.0) {
            Some(number) => number as u32,
            None => to_int32(number(env, value)?) as u32,
        });
        Ok(())
    }

    plain fn napi_get_value_int64(
        env,
        value: napi_value as Local,
        result: *mut i64 as Out<i64>,
    ) {
        let number = number(env, value)?;
        // Saturates, as V8 does; but what is not finite is 0.
        result.set(if number.is_finite() { number as i64 } else { 0 });
        Ok(())
    }

    plain fn napi_get_value_bool(
        env,
        value: napi_value as Local,
        result: *mut bool as Out<bool>,
    ) {
        result.set(env.engine().as_boolean(value.0).ok_or(napi_boolean_expected)?);
        Ok(())
    }

    script fn napi_coerce_to_bool(
        env,
        value: napi_value as Local,
        result: *mut napi_value as Out<napi_value>,
    ) {
        result.set(env.isolate.scopes.boolean(env.engine().to_boolean(value.0)));
        Ok(())
    }

    script fn napi_coerce_to_number(
        env,
        value: napi_value as Handle,
        result: *mut napi_value as Out<napi_value>,
    ) {
        let is_one = env.engine().type_of(value.1) == ValueType::Number;
        result.set(coerced(env, value, is_one, HostEngine::to_number, napi_number_expected)?);
        Ok(())
    }

    script fn napi_coerce_to_string(
        env,
        value: napi_value as Handle,
        result: *mut napi_value as Out<napi_value>,
    ) {
        let is_one = env.engine().type_of(value.1) == ValueType::String;
        result.set(coerced(env, value, is_one, HostEngine::to_string, napi_string_expected)?);
        Ok(())
    }

    script fn napi_coerce_to_object(
        env,
        value: napi_value as Handle,
        result: *mut napi_value as Out<napi_value>,
    ) {
        let is_one = env.engine().is_object(value.1);
        result.set(coerced(env, value, is_one, HostEngine::to_object, napi_object_expected)?);
        Ok(())
    }

    script fn napi_strict_equals(
        env,
        lhs: napi_value as Local,
        rhs: napi_value as Local,
        result: *mut bool as Out<bool>,
    ) {
        result.set(env.engine().strict_equals(lhs.0, rhs.0));
        Ok(())
    }
}

/// What a value is coerced to: as in Node.js, the same handle, which lives as long, where it is one
/// already.
fn coerced(
    env: &Env,
    Handle(handle, value): Handle,
    is_one: bool,
    coerce: fn(&HostEngine, Value) -> Outcome<Value>,
    status: napi_status,
) -> Answer<napi_value> {
    if is_one {
        return Ok(handle);
    }
    Ok(env.handle(coerce(env.engine(), value).or_status(status)?))
}

fn number(env: &Env, Local(value): Local) -> Answer<f64> {
    Ok(env.engine().as_number(value).ok_or(napi_number_expected)?)
}

/// ECMAScript's `ToInt32` of a number.
fn to_int32(number: f64) -> i32 {
    let truncated = number.trunc();
    if !truncated.is_finite() {
        return 0;
    }
    // The remainder is exact, and below 2^32.
    (truncated % 4_294_967_296.0) as i64 as i32
}

#[cfg(test)]
mod tests {
    use super::to_int32;

    #[test]
    fn to_int32_wraps() {
        for (number, wrapped) in [
            (0.0, 0),
            (-1.9, -1),
            (2_147_483_648.0, -2_147_483_648),
            (4_294_967_297.0, 1),
            (-2_147_483_649.0, 2_147_483_647),
            (1e300, 0),
            (f64::NAN, 0),
            (f64::INFINITY, 0),
        ] {
            assert_eq!(to_int32(number), wrapped, "{number}");
        }
    }
}
