//! The colours and the styles of text on a terminal: `util.inspect.colors`, `util.styleText`.

use crate::host::node::errors::{invalid_arg_value, string};
use crate::safe::{Args, Env, IntoJs, Object, Result, Value, ValueType};

/// The numbers that switch each on and off, as Node.js has them.
#[rustfmt::skip]
const COLORS: &[(&str, u8, u8)] = &[
    ("reset", 0, 0), ("bold", 1, 22), ("dim", 2, 22), ("italic", 3, 23), ("underline", 4, 24), ("blink", 5, 25),
    ("inverse", 7, 27), ("hidden", 8, 28), ("strikethrough", 9, 29), ("doubleunderline", 21, 24),
    ("black", 30, 39), ("red", 31, 39), ("green", 32, 39), ("yellow", 33, 39), ("blue", 34, 39),
    ("magenta", 35, 39), ("cyan", 36, 39), ("white", 37, 39),
    ("bgBlack", 40, 49), ("bgRed", 41, 49), ("bgGreen", 42, 49), ("bgYellow", 43, 49), ("bgBlue", 44, 49),
    ("bgMagenta", 45, 49), ("bgCyan", 46, 49), ("bgWhite", 47, 49), ("framed", 51, 54), ("overlined", 53, 55),
    ("gray", 90, 39), ("redBright", 91, 39), ("greenBright", 92, 39), ("yellowBright", 93, 39),
    ("blueBright", 94, 39), ("magentaBright", 95, 39), ("cyanBright", 96, 39), ("whiteBright", 97, 39),
    ("bgGray", 100, 49), ("bgRedBright", 101, 49), ("bgGreenBright", 102, 49), ("bgYellowBright", 103, 49),
    ("bgBlueBright", 104, 49), ("bgMagentaBright", 105, 49), ("bgCyanBright", 106, 49), ("bgWhiteBright", 107, 49),
];

/// Other names for some.
#[rustfmt::skip]
const ALIASES: &[(&str, &str)] = &[
    ("grey", "gray"), ("blackBright", "gray"), ("bgGrey", "bgGray"), ("bgBlackBright", "bgGray"), ("faint", "dim"),
    ("crossedout", "strikethrough"), ("strikeThrough", "strikethrough"), ("crossedOut", "strikethrough"),
    ("conceal", "hidden"), ("swapColors", "inverse"), ("swapcolors", "inverse"), ("doubleUnderline", "doubleunderline"),
];

/// Which colour `util.inspect` has for what.
const STYLES: &[(&str, &str)] = &[
    ("special", "cyan"),
    ("number", "yellow"),
    ("bigint", "yellow"),
    ("boolean", "yellow"),
    ("undefined", "grey"),
    ("null", "bold"),
    ("string", "green"),
    ("symbol", "green"),
    ("date", "magenta"),
    ("regexp", "red"),
    ("module", "underline"),
];

fn named(name: &str) -> Option<(u8, u8)> {
    let alias = ALIASES.iter().find(|(alias, _)| *alias == name);
    let name = alias.map_or(name, |(_, name)| *name);
    let found = COLORS.iter().find(|(each, ..)| *each == name);
    found.map(|(_, on, off)| (*on, *off))
}

/// `util.inspect.colors`.
pub(in crate::host::node) fn colors<'s>(env: &mut Env<'s>) -> Result<Object<'s>> {
    let colors = env.object()?;
    for (name, on, off) in COLORS {
        colors.set(env, *name, [u32::from(*on), u32::from(*off)])?;
    }
    for (alias, name) in ALIASES {
        let color: Value<'_> = colors.get(env, *name)?;
        colors.set(env, *alias, color)?;
    }
    Ok(colors)
}

/// `util.inspect.styles`.
pub(in crate::host::node) fn styles<'s>(env: &mut Env<'s>) -> Result<Object<'s>> {
    let styles = env.object()?;
    for (what, color) in STYLES {
        styles.set(env, *what, *color)?;
    }
    Ok(styles)
}

/// `styleText(format, text, { validateStream, stream })`.
pub(super) fn style_text<'s>(env: &mut Env<'s>, args: Args<'s>) -> Result<Value<'s>> {
    let (format, text): (Value<'s>, Value<'s>) = (args.get(env, 0)?, args.get(env, 1)?);
    let mut shown = string(env, "text", text)?;
    let formats: Vec<Value<'s>> = match format.is_array(env) {
        true => format.to(env)?,
        false => vec![format],
    };
    let mut chosen = Vec::with_capacity(formats.len());
    for format in formats {
        let name: Option<String> = match format.type_of(env) {
            ValueType::String => Some(format.to(env)?),
            _ => None,
        };
        let Some(color) = name.as_deref().and_then(named) else {
            let names: Vec<String> = COLORS
                .iter()
                .map(|(name, ..)| format!("'{name}'"))
                .collect();
            let reason = format!("must be one of: {}", names.join(", "));
            return Err(invalid_arg_value(env, "format", &reason, format));
        };
        chosen.push(color);
    }
    let options: Option<Object<'s>> = args.get(env, 2)?;
    if !has_colors(env, options)? {
        return Ok(text);
    }
    for (on, off) in chosen.into_iter().rev() {
        shown = format!("\x1b[{on}m{shown}\x1b[{off}m");
    }
    shown.into_js(env)
}

/// Whether the stream that the text is for shows colours; any does, if that is not to be asked.
fn has_colors<'s>(env: &mut Env<'s>, options: Option<Object<'s>>) -> Result<bool> {
    let mut stream: Option<Object<'s>> = None;
    if let Some(options) = options {
        let is_asked: Option<bool> = options.get_named(env, c"validateStream")?;
        if is_asked == Some(false) {
            return Ok(true);
        }
        stream = options.get_named(env, c"stream")?;
    }
    let process: Object<'s> = env.global().get_named(env, c"process")?;
    let stream = match stream {
        Some(stream) => stream,
        None => process.get_named(env, c"stdout")?,
    };
    let is_terminal: Value<'s> = stream.get_named(env, c"isTTY")?;
    let variables: Object<'s> = process.get_named(env, c"env")?;
    let refused: Value<'s> = variables.get_named(env, c"NO_COLOR")?;
    Ok(is_terminal.coerce_to_boolean(env)?.get(env) && !refused.coerce_to_boolean(env)?.get(env))
}
