//! The walk over a value and what it holds.

use super::Inspector;
use super::layout::{self, Frame};
use super::options::{Given, Options};
use super::properties::As;
use super::shape::{Shape, Sketch};
use super::text::{Style, spaces};
use crate::host::engine::Kind;
use crate::host::node::kinds;
use crate::safe::{Env, Function, Object, Result, Symbol, Value, ValueType};
use std::collections::HashMap;
use std::rc::Rc;

/// How many objects deep it goes at most, whatever the options and the stack say.
const DEEPEST: usize = 1000;

/// How long text may get before nothing deep is shown any more.
const LONGEST: usize = 1 << 27;

/// One call of `util.inspect`.
pub(super) struct Inspection<'o> {
    pub(super) options: Options,
    pub(super) given: Given<'o>,
    /// Where `util.inspect` is, for functions of the program's own.
    inspector: Rc<Inspector>,
    /// `Symbol.for('nodejs.util.inspect.custom')`.
    custom: Symbol<'o>,
    /// `Symbol.toStringTag`.
    pub(super) tag: Symbol<'o>,
    /// The objects that are being shown, the outermost first.
    seen: Vec<usize>,
    /// Those that have been met again inside.
    circular: Vec<usize>,
    pub(super) indentation: usize,
    /// The level of the object that has been shown last.
    current: usize,
    /// How long what has been shown is, by its indentation.
    lengths: HashMap<usize, usize>,
}

impl<'o> Inspection<'o> {
    pub(super) fn new(
        env: &mut Env<'o>,
        options: Options,
        inspector: Rc<Inspector>,
    ) -> Result<Inspection<'o>> {
        Ok(Inspection {
            options,
            given: Given::default(),
            inspector,
            custom: env.symbol_for("nodejs.util.inspect.custom")?,
            tag: env.well_known_symbol("toStringTag")?,
            seen: Vec::new(),
            circular: Vec::new(),
            indentation: 0,
            current: 0,
            lengths: HashMap::new(),
        })
    }

    /// A text in its colour.
    pub(super) fn style(&self, text: impl Into<String>, style: Style) -> String {
        let text = text.into();
        match self.options.colors {
            true => style.paint(&text),
            false => text,
        }
    }

    /// A value, at a level of nesting.
    pub(super) fn value<'s>(
        &mut self,
        env: &mut Env<'s>,
        value: Value<'s>,
        level: usize,
    ) -> Result<String>
    where
        'o: 's,
    {
        match value.type_of(env) {
            ValueType::Object | ValueType::Function | ValueType::External => {
                self.object(env, value, level)
            }
            _ => self.primitive(env, value),
        }
    }

    /// A value inside another.
    pub(super) fn inner<'s>(
        &mut self,
        env: &mut Env<'s>,
        value: Value<'s>,
        level: usize,
    ) -> Result<String>
    where
        'o: 's,
    {
        self.indentation += 2;
        let shown = env.scope(|env| self.value(env, value, level));
        self.indentation -= 2;
        shown
    }

    /// An object of any kind.
    fn object<'s>(&mut self, env: &mut Env<'s>, value: Value<'s>, level: usize) -> Result<String>
    where
        'o: 's,
    {
        let mut target = value;
        if kinds::kind(env, value) == Some(Kind::Proxy) {
            let (inside, handler) = kinds::proxy_parts(env, value)?;
            if inside.is_nullish(env) {
                return Ok(self.style("<Revoked Proxy>", Style::Special));
            }
            if self.options.show_proxy {
                return self.proxy(env, inside, handler, level);
            }
            target = inside;
        }
        let is_proxy = !target.strict_equals(env, value);
        let object: Object<'s> = target.coerce_to_object(env)?;
        if self.options.custom_inspect
            && kinds::kind(env, target) != Some(Kind::Proxy)
            && let Some(shown) = self.customized(env, object, value, level)?
        {
            return Ok(shown);
        }
        let identity = kinds::identity(env, object)?;
        if self.seen.contains(&identity) {
            let known = self.circular.iter().position(|each| *each == identity);
            let number = known.unwrap_or_else(|| {
                self.circular.push(identity);
                self.circular.len() - 1
            });
            let mark = format!("[Circular *{}]", number + 1);
            return Ok(self.style(mark, Style::Special));
        }
        let shown = match kinds::kind(env, target) {
            // A proxy of a proxy.
            Some(Kind::Proxy) => self.object(env, target, level)?,
            kind => self.plain(env, object, kind.unwrap_or(Kind::Plain), level)?,
        };
        Ok(match is_proxy {
            true => format!("Proxy({shown})"),
            false => shown,
        })
    }

    /// A proxy as its target and its handler.
    fn proxy<'s>(
        &mut self,
        env: &mut Env<'s>,
        target: Value<'s>,
        handler: Value<'s>,
        level: usize,
    ) -> Result<String>
    where
        'o: 's,
    {
        if level as f64 > self.options.depth {
            return Ok(self.style("Proxy [Array]", Style::Special));
        }
        self.current = level + 1;
        let parts = [
            self.inner(env, target, level + 1)?,
            self.inner(env, handler, level + 1)?,
        ];
        let frame = Frame {
            base: "",
            open: "Proxy [",
            close: "]",
        };
        Ok(self.join(&parts, &frame, true, level + 1))
    }

    /// What the object's own function for it shows, if it has one.
    fn customized<'s>(
        &mut self,
        env: &mut Env<'s>,
        object: Object<'s>,
        context: Value<'s>,
        level: usize,
    ) -> Result<Option<String>>
    where
        'o: 's,
    {
        let custom: Value<'s> = object.get(env, self.custom)?;
        if custom.type_of(env) != ValueType::Function {
            return Ok(None);
        }
        let inspect = self.inspector.function(env)?;
        if custom.strict_equals(env, inspect) {
            return Ok(None);
        }
        // The prototype of a class has the function for its instances.
        let class: Value<'s> = object.get_named(env, c"constructor")?;
        if class.type_of(env) == ValueType::Function {
            let prototype: Value<'s> = class.to::<Object<'s>>(env)?.get_named(env, c"prototype")?;
            if prototype.strict_equals(env, object) {
                return Ok(None);
            }
        }
        let options = self.options_object(env)?;
        let depth = self.options.depth - level as f64;
        let custom: Function<'s> = custom.to(env)?;
        let shown: Value<'s> = custom.call_with_this(env, context, (depth, options, inspect))?;
        if shown.strict_equals(env, context) {
            return Ok(None);
        }
        Ok(Some(match shown.type_of(env) {
            ValueType::Object | ValueType::Null => self.value(env, shown, level)?,
            _ => self.indented(shown.coerce_to_string(env)?.to_string(env)?),
        }))
    }

    /// A text of several lines inside what is shown.
    pub(super) fn indented(&self, text: String) -> String {
        if self.indentation == 0 || !text.contains('\n') {
            return text;
        }
        text.replace('\n', &format!("\n{}", spaces(self.indentation)))
    }

    /// The options as functions of the program's own get them.
    fn options_object<'s>(&self, env: &mut Env<'s>) -> Result<Object<'s>>
    where
        'o: 's,
    {
        let options = env.object()?;
        let stylize = super::stylize(env, self.options.colors)?;
        options.set_named(env, c"stylize", stylize)?;
        self.options.write(env, options)?;
        if let Some(comparator) = self.given.comparator {
            options.set_named(env, c"sorted", comparator)?;
        }
        if let Some(others) = self.given.others {
            for name in others.keys(env)? {
                if !options.has_own(env, &name)? {
                    let value: Value<'_> = others.get(env, &name)?;
                    options.set(env, &name, value)?;
                }
            }
        }
        Ok(options)
    }

    /// An object by its kind.
    fn plain<'s>(
        &mut self,
        env: &mut Env<'s>,
        object: Object<'s>,
        kind: Kind,
        level: usize,
    ) -> Result<String>
    where
        'o: 's,
    {
        let shape = match self.sketch(env, object, kind, level)? {
            Sketch::Text(text) => return Ok(text),
            Sketch::Shape(shape) => shape,
        };
        if level as f64 > self.options.depth {
            return Ok(self.style(shape.short_name, Style::Special));
        }
        if level >= DEEPEST || kinds::is_stack_exhausted(env) {
            let name = shape.short_name.trim_matches(['[', ']']);
            let text = format!(
                "[{name}: Inspection interrupted prematurely. Maximum call stack size exceeded.]"
            );
            return Ok(self.style(text, Style::Special));
        }
        let identity = kinds::identity(env, object)?;
        self.current = level + 1;
        let (parts, has_more) = self.inside(env, object, |this, env| {
            this.parts(env, object, &shape, level + 1)
        })?;
        let Shape {
            mut base, mut open, ..
        } = shape;
        if let Some(number) = self.circular.iter().position(|each| *each == identity) {
            let mark = self.style(format!("<ref *{}>", number + 1), Style::Special);
            match self.options.compact {
                None => open = format!("{mark} {open}"),
                Some(_) if base.is_empty() => base = mark,
                Some(_) => base = format!("{mark} {base}"),
            }
        }
        let frame = Frame {
            base: &base,
            open: &open,
            close: if shape.is_list { "]" } else { "}" },
        };
        let grouped = match self.options.compact {
            Some(most) if most >= 1.0 && shape.is_list && parts.len() > 6 => {
                let is_numeric = || env.scope(|env| are_numbers(env, object, parts.len()));
                layout::group(
                    &self.options,
                    self.indentation,
                    &parts,
                    has_more,
                    is_numeric,
                )
            }
            _ => None,
        };
        // Columns that are as many as the parts were have not made it shorter.
        let is_grouped = grouped
            .as_ref()
            .is_some_and(|rows| rows.len() != parts.len());
        let parts = grouped.as_deref().unwrap_or(&parts);
        let text = self.join(parts, &frame, !is_grouped, level + 1);
        let length = self.lengths.entry(self.indentation).or_default();
        *length += text.len();
        if *length > LONGEST {
            self.options.depth = -1.0;
        }
        Ok(text)
    }

    fn join(&self, parts: &[String], frame: &Frame<'_>, may_fit: bool, level: usize) -> String {
        let most = self.options.compact.unwrap_or_default();
        let is_shallow = may_fit && most >= 1.0 && ((self.current - level) as f64) < most;
        layout::join(&self.options, self.indentation, parts, frame, is_shallow)
    }

    /// What an object holds, and whether the last says how much more there is.
    fn parts<'s>(
        &mut self,
        env: &mut Env<'s>,
        object: Object<'s>,
        shape: &Shape<'s>,
        level: usize,
    ) -> Result<(Vec<String>, bool)>
    where
        'o: 's,
    {
        let mut parts = self.contents(env, object, shape, level)?;
        let has_more = parts.len() as f64 > self.options.max_array_length;
        let count = parts.len();
        for key in &shape.keys {
            let how = if shape.is_list {
                As::Extra
            } else {
                As::Property
            };
            parts.push(self.property(env, object, *key, how, level)?);
        }
        if self.options.sorted {
            let from = if shape.is_list { count } else { 0 };
            self.sort(env, &mut parts, from)?;
        }
        Ok((parts, has_more))
    }

    /// Has an object count as being shown while something else is.
    pub(super) fn inside<'s, T>(
        &mut self,
        env: &mut Env<'s>,
        object: Object<'s>,
        show: impl FnOnce(&mut Self, &mut Env<'s>) -> Result<T>,
    ) -> Result<T> {
        self.seen.push(kinds::identity(env, object)?);
        let shown = show(self, env);
        self.seen.pop();
        shown
    }
}

/// Whether the first elements are numbers, so many.
fn are_numbers(env: &mut Env<'_>, list: Object<'_>, count: usize) -> bool {
    (0..count as u32).all(|index| {
        env.scope(|env| {
            let element: Result<Value<'_>> = list.get(env, index);
            element.is_ok_and(|element| {
                matches!(element.type_of(env), ValueType::Number | ValueType::BigInt)
            })
        })
    })
}
