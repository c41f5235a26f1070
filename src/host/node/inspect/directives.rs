//! `util.format`: text with directives.

use super::contents::has_own_text;
use super::primitives::{number, symbol};
use super::{Inspector, Options};
use crate::host::engine::Kind;
use crate::host::node::kinds;
use crate::safe::{
    CatchResult, Env, Function, IntoJs, JsString, JsValue, Object, Result, Value, ValueType,
};

/// Text that grows: UTF-8, until something comes that is none.
pub(in crate::host::node) struct Output {
    text: String,
    units: Option<Vec<u16>>,
}

impl Output {
    fn new() -> Output {
        Output {
            text: String::new(),
            units: None,
        }
    }

    fn push(&mut self, text: &str) {
        match &mut self.units {
            Some(units) => units.extend(text.encode_utf16()),
            None => self.text += text,
        }
    }

    /// A string as it is.
    fn push_string(&mut self, env: &mut Env<'_>, string: Value<'_>) -> Result<()> {
        let string: JsString<'_> = string.coerce_to_string(env)?;
        let text = string.to_string(env)?;
        if self.units.is_none() && text.contains(char::REPLACEMENT_CHARACTER) {
            // Perhaps it stands for a lone surrogate.
            let units = string.to_utf16(env)?;
            if char::decode_utf16(units.iter().copied()).any(|unit| unit.is_err()) {
                self.units = Some(self.text.encode_utf16().collect());
            }
        }
        match &mut self.units {
            Some(units) => units.extend(string.to_utf16(env)?),
            None => self.text += &text,
        }
        Ok(())
    }

    /// The text for those to whom lone surrogates do not matter.
    pub(in crate::host::node) fn into_text(self) -> String {
        match self.units {
            Some(units) => String::from_utf16_lossy(&units),
            None => self.text,
        }
    }

    /// The text as a string of JavaScript's.
    pub(in crate::host::node) fn into_string<'s>(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        match self.units {
            Some(units) => Ok(env.string_utf16(&units)?.as_value()),
            None => self.text.into_js(env),
        }
    }
}

impl Inspector {
    /// `util.format`.
    pub(in crate::host::node) fn format<'s>(
        &self,
        env: &mut Env<'s>,
        options: Option<Object<'s>>,
        values: &[Value<'s>],
    ) -> Result<Output> {
        let mut output = Output::new();
        let Some((first, mut rest)) = values.split_first() else {
            return Ok(output);
        };
        if first.type_of(env) != ValueType::String {
            output.push(&self.text(env, *first, options)?);
        } else if rest.is_empty() {
            output.push_string(env, *first)?;
        } else {
            let text: JsString<'s> = first.to(env)?;
            let units = text.to_utf16(env)?;
            match units.contains(&u16::from(b'%')) {
                true => rest = self.directives(env, options, &units, rest, &mut output)?,
                false => output.push_string(env, *first)?,
            }
        }
        for value in rest {
            output.push(" ");
            match value.type_of(env) {
                ValueType::String => output.push_string(env, *value)?,
                _ => output.push(&self.text(env, *value, options)?),
            }
        }
        Ok(output)
    }

    /// Writes a text with what its directives take of the values; gives those that are left.
    fn directives<'s, 'v>(
        &self,
        env: &mut Env<'s>,
        options: Option<Object<'s>>,
        units: &[u16],
        mut values: &'v [Value<'s>],
        output: &mut Output,
    ) -> Result<&'v [Value<'s>]> {
        let mut plain = 0;
        let mut index = 0;
        while index + 1 < units.len() {
            if units[index] != u16::from(b'%') {
                index += 1;
                continue;
            }
            let directive = char::from(u8::try_from(units[index + 1]).unwrap_or_default());
            index += 2;
            if directive == '%' {
                self.plain(env, &units[plain..index - 1], output)?;
                plain = index;
                continue;
            }
            let Some((value, rest)) = values.split_first() else {
                continue;
            };
            if !matches!(directive, 's' | 'd' | 'i' | 'f' | 'j' | 'o' | 'O' | 'c') {
                continue;
            }
            self.plain(env, &units[plain..index - 2], output)?;
            plain = index;
            values = rest;
            self.directive(env, options, directive, *value, output)?;
        }
        self.plain(env, &units[plain..], output)?;
        Ok(values)
    }

    /// What stands between directives.
    fn plain(&self, env: &mut Env<'_>, units: &[u16], output: &mut Output) -> Result<()> {
        match String::from_utf16(units) {
            Ok(text) => output.push(&text),
            Err(_) => {
                let string = env.string_utf16(units)?;
                output.push_string(env, string.as_value())?;
            }
        }
        Ok(())
    }

    fn directive<'s>(
        &self,
        env: &mut Env<'s>,
        options: Option<Object<'s>>,
        directive: char,
        value: Value<'s>,
        output: &mut Output,
    ) -> Result<()> {
        let kind = value.type_of(env);
        let text = match directive {
            'c' => return Ok(()),
            's' if kind == ValueType::String => return output.push_string(env, value),
            's' => self.plain_text(env, options, value)?,
            'j' => {
                let json = stringify(env, value)?;
                match json.type_of(env) {
                    ValueType::String => return output.push_string(env, json),
                    _ => "undefined".to_owned(),
                }
            }
            'O' => self.text(env, value, options)?,
            'o' => self.text_with(env, value, options, |options| {
                options.show_hidden = true;
                options.show_proxy = true;
                options.depth = 4.0;
            })?,
            'd' | 'i' if kind == ValueType::BigInt => {
                format!("{}n", value.coerce_to_string(env)?.to_string(env)?)
            }
            _ if kind == ValueType::Symbol => "NaN".to_owned(),
            'd' => {
                let value = value.coerce_to_number(env)?;
                number(env, value.as_value())?
            }
            _ => {
                let parse = match directive {
                    'i' => c"parseInt",
                    _ => c"parseFloat",
                };
                let parse: Function<'s> = env.global().get_named(env, parse)?;
                let parsed: Value<'s> = parse.call(env, (value,))?;
                number(env, parsed)?
            }
        };
        output.push(&text);
        Ok(())
    }

    /// What `%s` shows.
    fn plain_text<'s>(
        &self,
        env: &mut Env<'s>,
        options: Option<Object<'s>>,
        value: Value<'s>,
    ) -> Result<String> {
        match value.type_of(env) {
            ValueType::Number => number(env, value),
            ValueType::BigInt => Ok(format!("{}n", value.coerce_to_string(env)?.to_string(env)?)),
            ValueType::Symbol => symbol(env, value),
            ValueType::Object => {
                let is_proxy = kinds::kind(env, value) == Some(Kind::Proxy);
                let object: Object<'s> = value.to(env)?;
                if !is_proxy && has_own_text(env, object)? {
                    return value.coerce_to_string(env)?.to_string(env);
                }
                self.text_with(env, value, options, |options| {
                    options.depth = 0.0;
                    options.colors = false;
                    options.compact = Options::default().compact;
                })
            }
            _ => value.coerce_to_string(env)?.to_string(env),
        }
    }
}

/// `JSON.stringify`; what is circular is `[Circular]`.
fn stringify<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<Value<'s>> {
    let json: Object<'s> = env.global().get_named(env, c"JSON")?;
    let stringify: Function<'s> = json.get_named(env, c"stringify")?;
    let text: Result<Value<'s>> = stringify.call(env, (value,));
    let thrown = match text.catch(env) {
        Ok(text) => return Ok(text),
        Err(thrown) => thrown,
    };
    let message = match thrown.type_of(env) {
        ValueType::Object => thrown.to::<Object<'s>>(env)?.get_named(env, c"message")?,
        _ => thrown,
    };
    let message = match message.type_of(env) {
        ValueType::String => message.to::<String>(env)?,
        _ => String::new(),
    };
    match message.contains("circular") {
        true => "[Circular]".into_js(env),
        false => Err(env.throw(thrown)),
    }
}
