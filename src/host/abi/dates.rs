//! Dates.

use super::call::prelude::*;

api! {
    script fn napi_create_date(env, time: f64, result: *mut napi_value as Out<napi_value>) {
        result.set(env.handle(env.engine().date(time)?));
        Ok(())
    }

    plain fn napi_is_date(
        env, value: napi_value as Local, is_date: *mut bool as Out<bool>
    ) {
        is_date.set(env.engine().as_date(value.0).is_some());
        Ok(())
    }

    script fn napi_get_date_value(
        env, value: napi_value as Local, result: *mut f64 as Out<f64>
    ) {
        result.set(env.engine().as_date(value.0).ok_or(napi_date_expected)?);
        Ok(())
    }
}
