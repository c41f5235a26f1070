//! The arguments of the operations on files, checked as Node.js checks them.

use crate::host::node::Node;
use crate::host::node::checks::{integer_in, mode, number};
use crate::host::node::encodings::Encoding;
use crate::host::node::errors::{coded, invalid_arg_type, invalid_arg_value, out_of_range};
use crate::safe::{
    BigInt, Env, Error, ErrorClass, Function, JsString, JsValue, Object, Result, Value, ValueType,
    View,
};

const BYTES: &str = "an instance of Buffer, TypedArray, or DataView";

/// The arguments of one call.
pub(in crate::host::node) struct Arguments<'a, 'c> {
    pub(in crate::host::node) node: &'a Node,
    pub(in crate::host::node) env: &'a mut Env<'c>,
    pub(in crate::host::node) values: &'a [Value<'c>],
}

/// What an options argument says.
pub(super) struct Options<'c> {
    object: Option<Object<'c>>,
    /// What `encoding` asks for.
    pub(super) form: Option<Form>,
}

/// What texts are given as.
#[derive(Clone, Copy)]
pub(super) enum Form {
    Bytes,
    Text(Encoding),
}

impl<'c> Arguments<'_, 'c> {
    pub(super) fn value(&self, index: usize) -> Value<'c> {
        let value = self.values.get(index).copied();
        value.unwrap_or_else(|| self.env.undefined())
    }

    fn kind(&self, value: Value<'c>) -> ValueType {
        value.type_of(self.env)
    }

    pub(super) fn is_nullish(&self, index: usize) -> bool {
        self.value(index).is_nullish(self.env)
    }

    /// An object's properties stand for the arguments from this one on.
    pub(super) fn options_at(&self, index: usize) -> Result<Option<Object<'c>>> {
        let value = self.value(index);
        match self.kind(value) {
            ValueType::Object => value.coerce_to_object(self.env).map(Some),
            _ => Ok(None),
        }
    }

    pub(super) fn wrong<T>(&mut self, name: &str, expected: &str, value: Value<'c>) -> Result<T> {
        Err(invalid_arg_type(self.env, name, expected, value))
    }

    /// A path as the program names it.
    pub(super) fn text(&mut self, index: usize, name: &str) -> Result<String> {
        path_of(self.node, self.env, self.value(index), name)
    }

    /// A path as the process has to be told it.
    pub(super) fn path(&mut self, index: usize, name: &str) -> Result<String> {
        Ok(self.node.path(self.text(index, name)?))
    }

    pub(super) fn is_descriptor(&self, index: usize) -> bool {
        self.kind(self.value(index)) == ValueType::Number
    }

    pub(super) fn descriptor(&mut self, index: usize) -> Result<i32> {
        Ok(self.integer(self.value(index), "fd", i32::MAX as u32)? as i32)
    }

    /// A whole number of at most so much.
    pub(super) fn integer(&mut self, value: Value<'c>, name: &str, most: u32) -> Result<u32> {
        Ok(integer_in(self.env, name, value, 0.0, most.into())? as u32)
    }

    pub(super) fn number(&mut self, value: Value<'c>, name: &str) -> Result<f64> {
        number(self.env, name, value)
    }

    /// The length of a file; nothing where none is given.
    pub(super) fn length(&mut self, index: usize) -> Result<u64> {
        match self.kind(self.value(index)) {
            ValueType::Undefined => Ok(0),
            _ => Ok(self.number(self.value(index), "len")?.max(0.0) as u64),
        }
    }

    /// A number below what it must not exceed, which the length of something says.
    pub(super) fn within(&mut self, value: Value<'c>, name: &str, most: usize) -> Result<usize> {
        let number = self.number(value, name)?;
        let range = match number {
            _ if number.fract() != 0.0 => "an integer",
            _ if number < 0.0 => ">= 0 && <= 9007199254740991",
            _ if number > most as f64 => &format!("<= {most}"),
            _ => return Ok(number as usize),
        };
        Err(out_of_range(self.env, name, range, value))
    }

    /// A position in a file; nothing stands for where the file stands.
    pub(super) fn position(&mut self, value: Value<'c>) -> Result<Option<u64>> {
        let position = match self.kind(value) {
            ValueType::Undefined | ValueType::Null => return Ok(None),
            ValueType::Number => value.to::<f64>(self.env)? as i64,
            ValueType::BigInt => {
                let position: BigInt<'_> = value.to(self.env)?;
                position.to_i64(self.env).unwrap_or(i64::MAX)
            }
            _ => return self.wrong("position", "of type bigint or integer", value),
        };
        Ok(u64::try_from(position).ok())
    }

    /// The mode of a check or a copy: of at most so much.
    pub(super) fn small_mode(&mut self, index: usize, most: u32) -> Result<u32> {
        if self.is_nullish(index) {
            return Ok(0);
        }
        let value = self.value(index);
        let (class, code, message) = match self.kind(value) {
            ValueType::Number => match value.to::<f64>(self.env)? {
                number if (0.0..=f64::from(most)).contains(&number) => return Ok(number as u32),
                _ => (
                    ErrorClass::RangeError,
                    "ERR_OUT_OF_RANGE",
                    format!("mode is out of range: >= 0 && <= {most}"),
                ),
            },
            _ => (
                ErrorClass::TypeError,
                "ERR_INVALID_ARG_TYPE",
                "mode must be int32 or null/undefined".to_owned(),
            ),
        };
        Err(coded(class, code, message))
    }

    /// Permissions: a number or its octal digits; `usual` where there are none.
    pub(super) fn mode(&mut self, value: Value<'c>, name: &str, usual: Option<u32>) -> Result<u32> {
        match (self.kind(value), usual) {
            (ValueType::Undefined | ValueType::Null, Some(usual)) => Ok(usual),
            _ => mode(self.env, name, value),
        }
    }

    /// How a file is to be opened: words or a number; `usual` where nothing is said.
    pub(super) fn flags(&mut self, value: Value<'c>, usual: &str) -> Result<u32> {
        match self.kind(value) {
            ValueType::Number => Ok(value.to::<f64>(self.env)? as i64 as u32),
            ValueType::Undefined | ValueType::Null => Ok(flags_named(usual).unwrap_or_default()),
            kind => {
                let named = match kind {
                    ValueType::String => flags_named(&value.to::<String>(self.env)?),
                    _ => None,
                };
                named.ok_or_else(|| invalid_arg_value(self.env, "flags", "is invalid", value))
            }
        }
    }

    /// Seconds, of a number, digits or a `Date`.
    pub(super) fn seconds(&mut self, index: usize, name: &str) -> Result<f64> {
        let value = self.value(index);
        if value.is_date(self.env) {
            let date: crate::safe::Date<'_> = value.to(self.env)?;
            return Ok(date.get_time(self.env) / 1000.0);
        }
        let seconds = match self.kind(value) {
            ValueType::Number => value.to(self.env)?,
            ValueType::String => value.coerce_to_number(self.env)?.get(self.env),
            _ => f64::NAN,
        };
        match seconds.is_nan() {
            true => self.wrong(name, "an instance of Date or an Time in seconds", value),
            false => Ok(seconds),
        }
    }

    pub(super) fn options(&mut self, index: usize) -> Result<Options<'c>> {
        let value = self.value(index);
        let (object, encoding) = match self.kind(value) {
            ValueType::Undefined | ValueType::Null | ValueType::Function => (None, None),
            ValueType::String => (None, Some(value)),
            ValueType::Object => {
                let object: Object<'_> = value.to(self.env)?;
                let encoding: Value<'_> = object.get_named(self.env, c"encoding")?;
                (Some(object), Some(encoding))
            }
            _ => return self.wrong("options", "one of type string or object", value),
        };
        let encoding = encoding.filter(|encoding| !encoding.is_nullish(self.env));
        let form = encoding.map(|encoding| self.form(encoding)).transpose()?;
        let options = Options { object, form };
        let signal = options.get(self.env, "signal")?;
        if !signal.is_nullish(self.env) {
            let check: Function<'_> = signal
                .coerce_to_object(self.env)?
                .get_named(self.env, c"throwIfAborted")?;
            check.call_with_this::<_, ()>(self.env, signal, ())?;
        }
        Ok(options)
    }

    fn form(&mut self, value: Value<'c>) -> Result<Form> {
        if self.kind(value) == ValueType::String {
            if &*value.to::<String>(self.env)? == "buffer" {
                return Ok(Form::Bytes);
            }
            if let Some(encoding) = Encoding::find(self.env, value)? {
                return Ok(Form::Text(encoding));
            }
        }
        let reason = "is invalid encoding";
        Err(invalid_arg_value(self.env, "encoding", reason, value))
    }

    /// An option that says yes or no.
    pub(super) fn flag(&mut self, options: Option<Object<'c>>, name: &str) -> Result<bool> {
        let Some(options) = options else {
            return Ok(false);
        };
        let value: Value<'_> = options.get(self.env, name)?;
        match self.kind(value) {
            ValueType::Undefined => Ok(false),
            ValueType::Boolean => value.to(self.env),
            _ => self.wrong(&format!("options.{name}"), "of type boolean", value),
        }
    }

    /// What a text or a view of memory holds.
    pub(in crate::host::node) fn bytes(
        &mut self,
        index: usize,
        name: &str,
        encoding: Encoding,
    ) -> Result<Vec<u8>> {
        let value = self.value(index);
        if self.kind(value) == ValueType::String {
            let text: JsString<'_> = value.to(self.env)?;
            return encoding.encode(text, self.env);
        }
        match View::of(self.env, value).filter(|view| !view.is_buffer()) {
            Some(view) => Ok(view.bytes(self.env).into_owned()),
            None => self.wrong(name, &format!("of type string or {BYTES}"), value),
        }
    }

    /// The bytes to read into.
    pub(super) fn target(&mut self, index: usize) -> Result<View<'c>> {
        let value = self.value(index);
        match View::of(self.env, value).filter(|view| !view.is_buffer()) {
            Some(view) => Ok(view),
            None => self.wrong("buffer", BYTES, value),
        }
    }
}

impl<'c> Options<'c> {
    /// How data that is a text is written.
    pub(super) fn encoding(&self) -> Encoding {
        match self.form {
            Some(Form::Text(encoding)) => encoding,
            _ => Encoding::Utf8,
        }
    }

    pub(super) fn object(&self) -> Option<Object<'c>> {
        self.object
    }

    pub(super) fn get(&self, env: &mut Env<'c>, name: &str) -> Result<Value<'c>> {
        match self.object {
            Some(object) => object.get(env, name),
            None => Ok(env.undefined()),
        }
    }
}

/// A path: a text, its bytes, or a `file:` URL.
pub(in crate::host::node) fn path_of<'s>(
    node: &Node,
    env: &mut Env<'s>,
    value: Value<'s>,
    name: &str,
) -> Result<String> {
    let text = match value.type_of(env) {
        ValueType::String => value.to(env)?,
        ValueType::Object if value.is_typed_array(env) => {
            let view = View::of(env, value).filter(|view| view.is_uint8_array());
            match view {
                Some(view) => String::from_utf8_lossy(&view.bytes(env)).into_owned(),
                None => return Err(no_path(env, name, value)),
            }
        }
        ValueType::Object => {
            let object: Object<'_> = value.to(env)?;
            if !object.has_named(env, c"href")? || !object.has_named(env, c"protocol")? {
                return Err(no_path(env, name, value));
            }
            let url: Object<'_> = node.builtin(env, "url")?.to(env)?;
            let convert: Function<'_> = url.get_named(env, c"fileURLToPath")?;
            convert.call(env, (value,))?
        }
        _ => return Err(no_path(env, name, value)),
    };
    if text.contains('\0') {
        let reason = "must be a string, Uint8Array, or URL without null bytes";
        let text = env.string(&text)?.as_value();
        return Err(invalid_arg_value(env, name, reason, text));
    }
    Ok(text)
}

fn no_path<'s>(env: &mut Env<'s>, name: &str, value: Value<'s>) -> Error {
    invalid_arg_type(
        env,
        name,
        "of type string or an instance of Buffer or URL",
        value,
    )
}

/// What the words of `flags` stand for.
fn flags_named(words: &str) -> Option<u32> {
    let mut flags = match words
        .trim_start_matches('s')
        .bytes()
        .find(|it| b"rwa".contains(it))?
    {
        b'r' => 0,
        b'w' => libc::O_TRUNC | libc::O_CREAT,
        _ => libc::O_APPEND | libc::O_CREAT,
    };
    let known = [
        "r", "rs", "sr", "r+", "rs+", "sr+", "w", "wx", "xw", "w+", "wx+", "xw+", "a", "ax", "xa",
        "as", "sa", "a+", "ax+", "xa+", "as+", "sa+",
    ];
    if !known.contains(&words) {
        return None;
    }
    if words.contains('x') {
        flags |= libc::O_EXCL;
    }
    if words.contains('s') {
        flags |= libc::O_SYNC;
    }
    flags |= match (words.contains('+'), words.contains('r')) {
        (true, _) => libc::O_RDWR,
        (false, true) => libc::O_RDONLY,
        (false, false) => libc::O_WRONLY,
    };
    Some(flags as u32)
}
