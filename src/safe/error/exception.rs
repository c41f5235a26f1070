//! The owned description of a JavaScript exception.

use crate::safe::env::Env;
use crate::safe::value::{JsValue, Object, Value, ValueType, describe};
use std::fmt;

/// How long a chain of causes is followed.
const MOST_CAUSES: usize = 16;

/// What JavaScript threw, described: a value of Rust that outlives the environment.
///
/// Its `Display` is what JavaScript's `String(error)` gives; `source()` is the exception's `cause`.
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::{JsException, prelude::*};
///
/// nodeapi::Runtime::new()?.with(|env| {
///     let source = env.string(
///         "Object.assign(new RangeError('too far', { cause: new Error('lost') }), { code: 'E_FAR' })",
///     )?;
///     let error: Value = env.run_script(source)?;
///     let exception = JsException::of(env, error);
///     assert_eq!((exception.name(), exception.message()), ("RangeError", "too far"));
///     assert_eq!(exception.to_string(), "RangeError: too far");
///     assert_eq!(exception.code(), Some("E_FAR"));
///     assert_eq!(exception.cause().map(JsException::message), Some("lost"));
///     assert!(exception.stack().is_some());
///
///     // Anything can be thrown.
///     let exception = JsException::of(env, env.number(7.0).as_value());
///     assert_eq!((exception.name(), exception.message()), ("", "7"));
///     Ok(())
/// })
/// # }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JsException {
    name: String,
    message: String,
    code: Option<String>,
    stack: Option<String>,
    cause: Option<Box<JsException>>,
}

impl JsException {
    /// Describes a thrown value. Reads its properties, which may run JavaScript; what that throws
    /// in its turn is passed over.
    pub fn of<'s>(env: &mut Env<'s>, thrown: Value<'s>) -> JsException {
        JsException::read(env, thrown, 0)
    }

    fn read<'s>(env: &mut Env<'s>, thrown: Value<'s>, depth: usize) -> JsException {
        env.scope(|env| {
            let object = match thrown.type_of(env) {
                // SAFETY: the value has just been seen to be an object.
                ValueType::Object | ValueType::Function => unsafe { Object::new(thrown.raw()) },
                ValueType::String => {
                    let message = thrown.to::<String>(env).unwrap_or_default();
                    return JsException {
                        message,
                        ..JsException::default()
                    };
                }
                _ => {
                    return JsException {
                        message: describe(env, thrown),
                        ..JsException::default()
                    };
                }
            };
            let name = text(env, object, "name").unwrap_or_default();
            let message = text(env, object, "message");
            let code = text(env, object, "code");
            let stack = text(env, object, "stack");
            let cause = property(env, object, "cause")
                .filter(|_| depth < MOST_CAUSES)
                .map(|cause| Box::new(JsException::read(env, cause, depth + 1)));
            let message = message.unwrap_or_else(|| describe(env, thrown));
            JsException {
                name,
                message,
                code,
                stack,
                cause,
            }
        })
    }

    /// The error's `name`, as in `TypeError`; empty where something else than an error was thrown.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The error's `message`; the value itself, in words, where something else was thrown.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The error's `code`, or `None`.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The error's `stack`, or `None`.
    pub fn stack(&self) -> Option<&str> {
        self.stack.as_deref()
    }

    /// The error's `cause`, or `None`.
    pub fn cause(&self) -> Option<&JsException> {
        self.cause.as_deref()
    }
}

impl fmt::Display for JsException {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&*self.name, &*self.message) {
            ("", message) => f.write_str(message),
            (name, "") => f.write_str(name),
            (name, message) => write!(f, "{name}: {message}"),
        }
    }
}

impl std::error::Error for JsException {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.cause.as_deref()?)
    }
}

/// A property that is there, or `None`; also `None` where reading it threw.
fn property<'s>(env: &mut Env<'s>, object: Object<'_>, name: &str) -> Option<Value<'s>> {
    let value = match object.get::<Value<'s>>(env, name) {
        Ok(value) => value,
        Err(_) => {
            env.take_exception();
            return None;
        }
    };
    (value.type_of(env) != ValueType::Undefined).then_some(value)
}

fn text(env: &mut Env<'_>, object: Object<'_>, name: &str) -> Option<String> {
    let value = property(env, object, name)?;
    match value.type_of(env) {
        ValueType::String => value.to(env).ok(),
        ValueType::Number => Some(describe(env, value)),
        _ => None,
    }
}
