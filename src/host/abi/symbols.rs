//! Symbols.

use super::call::prelude::*;

api! {
    plain fn napi_create_symbol(
        env,
        description: napi_value as Option<Local>,
        result: *mut napi_value as Out<napi_value>,
    ) {
        let description = description.map(|Local(value)| value);
        if let Some(description) = description {
            ensure(env.engine().is_string(description), napi_string_expected)?;
        }
        result.set(env.handle(env.engine().symbol(description).or_status(napi_generic_failure)?));
        Ok(())
    }

    plain fn node_api_symbol_for(
        env,
        utf8description: *const c_char,
        length: usize,
        result: *mut napi_value as Out<napi_value>,
    ) {
        ensure(length == 0 || !utf8description.is_null(), napi_invalid_arg)?;
        ensure(is_valid_length(length), napi_invalid_arg)?;
        // SAFETY: as long as the addon says, or NUL-terminated.
        let key = unsafe { bytes(utf8description.cast(), length) };
        ensure(key.len() <= LONGEST_STRING, napi_generic_failure)?;
        let engine = env.engine();
        let key = engine.string_utf8(key)?;
        let symbol = engine.symbol_for(key);
        engine.free(key);
        result.set(env.handle(symbol?));
        Ok(())
    }
}
