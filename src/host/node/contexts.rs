//! What `vm` asks of the host.

use super::async_hooks::engine_value;
use super::{Node, native};
use crate::host::engine::{Contexts, ScriptSource, Thrown};
use crate::host::{Isolate, Value as HostValue};
use crate::safe::{Args, Env, Error, JsValue, Object, Result, Value};
use std::rc::Rc;
use std::time::{Duration, Instant};

pub(super) fn define(node: &Rc<Node>, env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    // make(object): a context; what is no global of its own is a property of the object.
    let this = node.clone();
    native(env, natives, "make", move |env, args| {
        let object: Object<'_> = args.get(env, 0)?;
        let isolate = this.isolate();
        let object = engine_value(&isolate, object.as_value())?;
        owned(&isolate, isolate.engine.new_context(object))
    })?;

    // globalOf(context)
    let this = node.clone();
    native(env, natives, "globalOf", move |env, args| {
        let context: Value<'_> = args.get(env, 0)?;
        let isolate = this.isolate();
        let context = engine_value(&isolate, context)?;
        match isolate.engine.context_global(context) {
            Some(global) => owned(&isolate, Ok(global)),
            None => Ok(env.undefined()),
        }
    })?;

    // check(source, file name, first line, context): throws if the script is not well-formed.
    let this = node.clone();
    native(env, natives, "check", move |env, args| {
        let isolate = this.isolate();
        let context = context(env, &args, &isolate)?;
        let check = |script: ScriptSource<'_>| isolate.engine.check_script(context, script);
        let checked = with_script(env, &args, check)?;
        match checked {
            Ok(()) => Ok(env.undefined()),
            Err(thrown) => owned(&isolate, Err(thrown)),
        }
    })?;

    // run(source, file name, first line, context, milliseconds): the completion value; without a
    // context, in the program's own; without milliseconds, for any time.
    let this = node.clone();
    native(env, natives, "run", move |env, args| {
        let isolate = this.isolate();
        let context = context(env, &args, &isolate)?;
        let timeout: Option<f64> = args.get(env, 4)?;
        let deadline =
            timeout.map(|timeout| Instant::now() + Duration::from_secs_f64(timeout / 1e3));
        let value = with_script(env, &args, |script| {
            isolate.engine.run_script_in(context, script, deadline)
        })?;
        match value.transpose() {
            Some(value) => owned(&isolate, value),
            None => Err(Error::new(
                "ERR_SCRIPT_EXECUTION_TIMEOUT",
                format!(
                    "Script execution timed out after {}ms",
                    timeout.unwrap_or_default()
                ),
            )),
        }
    })
}

/// The fourth argument: what stands for a context, borrowed, or nothing.
fn context<'c>(env: &mut Env<'c>, args: &Args<'c>, isolate: &Isolate) -> Result<Option<HostValue>> {
    let context: Option<Object<'_>> = args.get(env, 3)?;
    context
        .map(|context| engine_value(isolate, context.as_value()))
        .transpose()
}

/// The first three arguments as a script.
fn with_script<'c, R>(
    env: &mut Env<'c>,
    args: &Args<'c>,
    f: impl FnOnce(ScriptSource<'_>) -> R,
) -> Result<R> {
    let (text, file_name): (String, String) = (args.get(env, 0)?, args.get(env, 1)?);
    let first_line: i32 = args.get(env, 2)?;
    Ok(f(ScriptSource {
        text: text.as_bytes(),
        file_name: &file_name,
        first_line,
    }))
}

/// A handle for what the engine gave; an exception becomes the environment's.
fn owned<'s>(isolate: &Isolate, value: Result<HostValue, Thrown>) -> Result<Value<'s>> {
    match value {
        // SAFETY: a handle of the innermost scope, which is the caller's; just made.
        Ok(value) => Ok(unsafe { Value::from_raw(isolate.scopes.push(value)) }),
        Err(Thrown) => {
            isolate.builtins_environment().catch();
            Err(Error::Exception)
        }
    }
}
