//! Values that are no objects.

use super::text::{self, Style, lines, quote, separated, spaces};
use super::walk::Inspection;
use crate::safe::{Env, JsString, Result, Symbol, Value, ValueType};

impl Inspection<'_> {
    /// A value that is no object.
    pub(super) fn primitive<'s>(&self, env: &mut Env<'s>, value: Value<'s>) -> Result<String> {
        Ok(match value.type_of(env) {
            ValueType::String => return self.string(env, value),
            ValueType::Undefined => self.style("undefined", Style::Undefined),
            ValueType::Null => self.style("null", Style::Null),
            ValueType::Symbol => self.style(symbol(env, value)?, Style::Text),
            ValueType::Number => {
                let number = number(env, value)?;
                self.style(self.separated(number), Style::Number)
            }
            ValueType::BigInt => {
                let digits: String = value.coerce_to_string(env)?.to_string(env)?;
                self.style(format!("{}n", self.separated(digits)), Style::Number)
            }
            _ => {
                let text = value.coerce_to_string(env)?.to_string(env)?;
                self.style(text, Style::Number)
            }
        })
    }

    fn separated(&self, number: String) -> String {
        match self.options.numeric_separator {
            true => separated(&number),
            false => number,
        }
    }

    /// A string in quotes; one that does not fit, a line a line.
    fn string<'s>(&self, env: &mut Env<'s>, text: Value<'s>) -> Result<String> {
        /// What is never cut.
        const SHORT: usize = 16;
        let units = text.to::<JsString<'s>>(env)?.to_utf16(env)?;
        let most = self.options.max_string_length;
        let (mut shown, mut more) = (&units[..], String::new());
        if units.len() as f64 > most {
            shown = &units[..most as usize];
            let count = units.len() - shown.len();
            more = format!("... {count} more character{}", text::plural(count));
        }
        let room = self.options.break_length - self.indentation as f64 - 4.0;
        let is_cut = self.options.compact.is_some()
            && shown.len() > SHORT
            && shown.len() as f64 > room
            && shown.contains(&0x0a);
        if !is_cut {
            return Ok(self.style(quote(shown), Style::Text) + &more);
        }
        let parts: Vec<String> = lines(shown)
            .map(|line| self.style(quote(line), Style::Text))
            .collect();
        Ok(parts.join(&format!(" +\n{}", spaces(self.indentation + 2))) + &more)
    }
}

/// A symbol as `String` has it.
pub(super) fn symbol<'s>(env: &mut Env<'s>, symbol: Value<'s>) -> Result<String> {
    let description = symbol.to::<Symbol<'s>>(env)?.description(env)?;
    Ok(format!("Symbol({})", description.unwrap_or_default()))
}

/// A number's text; `-0` is one too.
pub(super) fn number(env: &mut Env<'_>, value: Value<'_>) -> Result<String> {
    let number = value.coerce_to_number(env)?.get(env);
    if number == 0.0 && number.is_sign_negative() {
        return Ok("-0".to_owned());
    }
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return Ok((number as i64).to_string());
    }
    value.coerce_to_string(env)?.to_string(env)
}
