//! The options of `util.inspect`.

use crate::safe::{Env, Function, Object, Result, Value, ValueType};

/// The options of `util.inspect`.
#[derive(Clone, Debug)]
pub(in crate::host::node) struct Options {
    pub(in crate::host::node) show_hidden: bool,
    /// How many objects deep it goes.
    pub(in crate::host::node) depth: f64,
    pub(in crate::host::node) colors: bool,
    pub(in crate::host::node) custom_inspect: bool,
    pub(in crate::host::node) show_proxy: bool,
    pub(in crate::host::node) max_array_length: f64,
    pub(in crate::host::node) max_string_length: f64,
    pub(in crate::host::node) break_length: f64,
    /// How many innermost objects are put on one line, if they fit; `None` is `true`.
    pub(in crate::host::node) compact: Option<f64>,
    pub(in crate::host::node) sorted: bool,
    pub(in crate::host::node) getters: Getters,
    pub(in crate::host::node) numeric_separator: bool,
}

/// Which getters are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::host::node) enum Getters {
    None,
    All,
    WithoutSetter,
    WithSetter,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            show_hidden: false,
            depth: 2.0,
            colors: false,
            custom_inspect: true,
            show_proxy: false,
            max_array_length: 100.0,
            max_string_length: 10000.0,
            break_length: 80.0,
            compact: Some(3.0),
            sorted: false,
            getters: Getters::None,
            numeric_separator: false,
        }
    }
}

/// What of the options is JavaScript's.
#[derive(Clone, Copy, Default)]
pub(super) struct Given<'s> {
    /// What sorts the properties.
    pub(super) comparator: Option<Function<'s>>,
    /// Where options are that are none of Node.js's, for functions of the program's own.
    pub(super) others: Option<Object<'s>>,
}

impl Options {
    /// Takes what an object has of them.
    pub(super) fn read<'s>(&mut self, env: &mut Env<'s>, given: Object<'s>) -> Result<Given<'s>> {
        let mut also = Given::default();
        for name in given.keys(env)? {
            let value: Value<'s> = given.get(env, &name)?;
            let truth = value.coerce_to_boolean(env)?.get(env);
            match &*name {
                "showHidden" => self.show_hidden = truth,
                "depth" => self.depth = limit(env, value)?,
                "colors" => self.colors = truth,
                "customInspect" => self.custom_inspect = truth,
                "showProxy" => self.show_proxy = truth,
                "maxArrayLength" => self.max_array_length = limit(env, value)?.max(0.0),
                "maxStringLength" => self.max_string_length = limit(env, value)?.max(0.0),
                "breakLength" => self.break_length = limit(env, value)?,
                "compact" => {
                    self.compact = match value.type_of(env) {
                        ValueType::Number => Some(value.to(env)?),
                        _ if truth => None,
                        _ => Some(0.0),
                    }
                }
                "sorted" => {
                    self.sorted = truth;
                    if value.type_of(env) == ValueType::Function {
                        also.comparator = Some(value.to(env)?);
                    }
                }
                "getters" => self.getters = getters(env, value, truth)?,
                "numericSeparator" => self.numeric_separator = truth,
                "stylize" => {}
                _ => also.others = Some(given),
            }
        }
        Ok(also)
    }

    /// Takes the depth, as it once was given; `undefined` says nothing.
    pub(super) fn read_depth(&mut self, env: &mut Env<'_>, depth: Value<'_>) -> Result<()> {
        if depth.type_of(env) != ValueType::Undefined {
            self.depth = limit(env, depth)?;
        }
        Ok(())
    }

    /// Sets them on an object.
    pub(super) fn write(&self, env: &mut Env<'_>, target: Object<'_>) -> Result<()> {
        target.set(env, "showHidden", self.show_hidden)?;
        target.set(env, "depth", self.depth)?;
        target.set(env, "colors", self.colors)?;
        target.set(env, "customInspect", self.custom_inspect)?;
        target.set(env, "showProxy", self.show_proxy)?;
        target.set(env, "maxArrayLength", self.max_array_length)?;
        target.set(env, "maxStringLength", self.max_string_length)?;
        target.set(env, "breakLength", self.break_length)?;
        match self.compact {
            None => target.set(env, "compact", true)?,
            Some(0.0) => target.set(env, "compact", false)?,
            Some(most) => target.set(env, "compact", most)?,
        }
        target.set(env, "sorted", self.sorted)?;
        match self.getters {
            Getters::None => target.set(env, "getters", false)?,
            Getters::All => target.set(env, "getters", true)?,
            Getters::WithoutSetter => target.set(env, "getters", "get")?,
            Getters::WithSetter => target.set(env, "getters", "set")?,
        }
        target.set(env, "numericSeparator", self.numeric_separator)
    }
}

/// A limit; none where it is `null`. What is no number limits nothing either, but `undefined` all.
fn limit(env: &mut Env<'_>, value: Value<'_>) -> Result<f64> {
    let limit = match value.type_of(env) {
        ValueType::Null => f64::INFINITY,
        _ => value.coerce_to_number(env)?.get(env),
    };
    Ok(if limit.is_nan() { f64::INFINITY } else { limit })
}

fn getters<'s>(env: &mut Env<'s>, value: Value<'s>, truth: bool) -> Result<Getters> {
    if value.type_of(env) != ValueType::String {
        return Ok(if truth { Getters::All } else { Getters::None });
    }
    Ok(match &*value.to::<String>(env)? {
        "get" => Getters::WithoutSetter,
        "set" => Getters::WithSetter,
        _ => Getters::None,
    })
}
