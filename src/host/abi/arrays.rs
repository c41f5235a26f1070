//! Arrays.

use super::call::prelude::*;

api! {
    plain fn napi_create_array(env, result: *mut napi_value as Out<napi_value>) {
        result.set(env.handle(env.engine().array(0)?));
        Ok(())
    }

    plain fn napi_create_array_with_length(
        env, length: usize, result: *mut napi_value as Out<napi_value>
    ) {
        // V8 takes the length as an `int`, and a negative one for 0.
        let length = u32::try_from(length as i32).unwrap_or(0);
        result.set(env.handle(env.engine().array(length)?));
        Ok(())
    }

    plain fn napi_is_array(
        env, value: napi_value as Local, result: *mut bool as Out<bool>
    ) {
        result.set(env.engine().is_array(value.0));
        Ok(())
    }

    script fn napi_get_array_length(
        env, value: napi_value as Local, result: *mut u32 as Out<u32>
    ) {
        ensure(env.engine().is_array(value.0), napi_array_expected)?;
        result.set(env.engine().array_length(value.0));
        Ok(())
    }
}
