//! `console.time` and what belongs to it.

use super::{Console, label};
use crate::safe::{Env, IntoJs, Object, Result, Value};
use std::time::{Duration, Instant};

impl Console {
    pub(super) fn time<'s>(
        &self,
        env: &mut Env<'s>,
        _: Object<'s>,
        values: &[Value<'s>],
    ) -> Result<()> {
        let label = label(env, values)?;
        if self.timers.borrow().contains_key(&label) {
            return self.warning(
                env,
                format!("Label '{label}' already exists for console.time()"),
            );
        }
        self.timers.borrow_mut().insert(label, Instant::now());
        Ok(())
    }

    pub(super) fn time_log<'s>(
        &self,
        env: &mut Env<'s>,
        this: Object<'s>,
        values: &[Value<'s>],
    ) -> Result<()> {
        let label = label(env, values)?;
        let more = values.get(1..).unwrap_or_default();
        self.say_time(env, this, "timeLog", &label, more)
    }

    pub(super) fn time_end<'s>(
        &self,
        env: &mut Env<'s>,
        this: Object<'s>,
        values: &[Value<'s>],
    ) -> Result<()> {
        let label = label(env, values)?;
        self.say_time(env, this, "timeEnd", &label, &[])?;
        self.timers.borrow_mut().remove(&label);
        Ok(())
    }

    fn say_time<'s>(
        &self,
        env: &mut Env<'s>,
        this: Object<'s>,
        method: &str,
        label: &str,
        more: &[Value<'s>],
    ) -> Result<()> {
        let start = self.timers.borrow().get(label).copied();
        let Some(start) = start else {
            let text = format!("No such label '{label}' for console.{method}()");
            return self.warning(env, text);
        };
        let text = format!("{label}: {}", shown(start.elapsed()));
        let mut values = vec!["%s".into_js(env)?, text.into_js(env)?];
        values.extend_from_slice(more);
        self.by(env, this, c"log", &values)
    }
}

/// A time as Node.js shows it.
fn shown(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 1.0 {
        let text = format!("{:.3}", seconds * 1e3);
        return format!("{}ms", text.trim_end_matches('0').trim_end_matches('.'));
    }
    if seconds < 60.0 {
        return format!("{seconds:.3}s");
    }
    let (minutes, rest) = (time.as_secs() / 60, seconds % 60.0);
    match minutes / 60 {
        0 => format!("{minutes}:{rest:06.3} (m:ss.mmm)"),
        hours => format!("{hours}:{:02}:{rest:06.3} (h:mm:ss.mmm)", minutes % 60),
    }
}
