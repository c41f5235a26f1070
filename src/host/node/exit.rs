//! The ways out: uncaught exceptions, unhandled rejections, `process.exit`, the normal end.

use super::{Node, TERMINATED, output};
use crate::host::engine::Values;
use crate::host::{Isolate, Value as HostValue};
use crate::safe::{FromJs, JsValue, Value};

impl Node {
    /// An exception, owned, that nobody caught: `process` may have a listener for it; if not, it is
    /// printed, and the program ends with code 1.
    pub(super) fn uncaught_exception(&self, isolate: &Isolate, exception: HostValue) {
        let handled = self.ask(
            isolate,
            "uncaughtException",
            exception,
            Some("uncaughtException"),
        );
        if handled.unwrap_or(false) {
            isolate.engine.free(exception);
            return;
        }
        if self.identity.is_some() {
            // Whoever started the worker hears of it.
            self.ask::<()>(isolate, "workerFailed", exception, None);
            isolate.engine.free(exception);
        } else {
            let text: Option<String> = self.ask(isolate, "describe", exception, None);
            isolate.engine.free(exception);
            output::flush();
            eprintln!(
                "{}",
                text.unwrap_or_else(|| "Uncaught exception".to_owned())
            );
        }
        self.exit_with_listeners(isolate, 1)
    }

    /// A rejection that nobody handled, borrowed: whether `process` has a listener for it.
    pub(super) fn unhandled_rejection(
        &self,
        isolate: &Isolate,
        promise: HostValue,
        reason: HostValue,
    ) -> bool {
        let own = isolate.builtins_environment();
        let (handled, exception) = own.call_into(|| {
            let promise = isolate.scopes.push(isolate.engine.dup(promise));
            let reason = isolate.scopes.push(isolate.engine.dup(reason));
            self.in_environment(isolate, |env| {
                // SAFETY: handles of the open scope.
                let (promise, reason) =
                    unsafe { (Value::from_raw(promise), Value::from_raw(reason)) };
                self.call_hook::<_, bool>(env, "unhandledRejection", (reason, promise))
            })
        });
        if let Some(exception) = exception {
            isolate.uncaught(exception);
            return true;
        }
        handled.unwrap_or(false)
    }

    /// Calls a hook with a value, borrowed; `None` where that throws.
    fn ask<R: for<'s> FromJs<'s>>(
        &self,
        isolate: &Isolate,
        hook: &str,
        value: HostValue,
        word: Option<&str>,
    ) -> Option<R> {
        let own = isolate.builtins_environment();
        let (answer, exception) = own.call_into(|| {
            let handle = isolate.scopes.push(isolate.engine.dup(value));
            self.in_environment(isolate, |env| {
                // SAFETY: a handle of the open scope.
                let value = unsafe { Value::from_raw(handle) };
                self.call_hook::<_, R>(env, hook, (value, word))
            })
        });
        if let Some(exception) = exception {
            // A listener that throws ends the program, as Node.js has it, with code 7.
            let text: Option<String> = if hook == "describe" {
                None
            } else {
                self.ask(isolate, "describe", exception, None)
            };
            isolate.engine.free(exception);
            if let Some(text) = text {
                eprintln!("{text}");
                self.exit_with_listeners(isolate, 7);
            }
        }
        answer
    }

    /// Tells the listeners of `exit`, and ends the process or the worker.
    fn exit_with_listeners(&self, isolate: &Isolate, code: i32) {
        let code = self.exit_code(isolate, Some(code));
        self.end(code);
    }

    /// The exit code of a runtime that was stopped, by itself or from outside.
    pub(crate) fn stop_code(&self) -> i32 {
        self.stop_code.get().unwrap_or(TERMINATED)
    }

    /// Ends the workers that were started here.
    pub(crate) fn end_workers(&self) {
        self.workers.end();
    }

    /// Tells the listeners of `exit`, once, and gives the code to exit with.
    pub(crate) fn exit_code(&self, isolate: &Isolate, code: Option<i32>) -> i32 {
        if self.is_exiting.replace(true) {
            return code.unwrap_or(0);
        }
        let own = isolate.builtins_environment();
        let (answer, exception) = own.call_into(|| {
            self.in_environment(isolate, |env| {
                let answer: Value<'_> = self.call_hook(env, "exit", (code,))?;
                let answer = answer.coerce_to_number(env)?;
                Ok(answer.get(env) as i32)
            })
        });
        if let Some(exception) = exception {
            let text: Option<String> = self.ask(isolate, "describe", exception, None);
            isolate.engine.free(exception);
            eprintln!("{}", text.unwrap_or_default());
            return 1;
        }
        answer.or(code).unwrap_or(0)
    }

    /// Ends the process in the middle of whatever runs: environments are torn down, then it is
    /// gone. A worker is only stopped: its thread ends once it has come back from where it is.
    pub(super) fn end(&self, code: i32) {
        self.is_exiting.set(true);
        let isolate = self.isolate();
        if self.identity.is_some() {
            self.stop_code.set(Some(code));
            isolate.stop();
            return;
        }
        self.end_workers();
        isolate.tear_down_environments();
        output::flush();
        std::process::exit(code)
    }
}
