//! Scripts.

use super::call::prelude::*;

api! {
    script fn napi_run_script(
        env, script: napi_value as Local, result: *mut napi_value as Out<napi_value>
    ) {
        let engine = env.engine();
        ensure(engine.is_string(script.0), napi_string_expected)?;
        let completion = engine.with_utf8(script.0, |source| engine.run_script(source, "<script>"))?;
        result.set(env.handle(completion.or_status(napi_generic_failure)?));
        Ok(())
    }
}
