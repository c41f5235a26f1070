//! The arguments of calls into JavaScript.

use super::IntoJs;
use crate::safe::env::Env;
use crate::safe::error::Result;
use crate::safe::function::Args;
use crate::safe::value::Value;

/// What a JavaScript function is called with: a tuple of up to twelve values, a `Vec` of values of
/// one type, or the [`Args`] of another call. `()` is no arguments.
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::{ArgumentList, IntoArgs, prelude::*};
///
/// nodeapi::Runtime::new()?.with(|env| {
///     /// Calls all of them with the same.
///     fn emit<'s, A>(env: &mut Env<'s>, listeners: &[Function<'s, A, ()>], event: A) -> Result<()>
///     where
///         A: ArgumentList + IntoArgs<'s> + Clone,
///     {
///         listeners.iter().try_for_each(|listener| listener.call(env, event.clone()))
///     }
///
///     let source = env.string("globalThis.seen = []; (n, text) => { seen.push(text + n); }")?;
///     let listener: Function<(u32, &str), ()> = env.run_script(source)?;
///     emit(env, &[listener, listener], (7, "x"))?;
///     assert_eq!(env.global().get::<Vec<String>>(env, "seen")?, ["x7", "x7"]);
///
///     // A call does this with its arguments.
///     let values: <(u32, &str) as IntoArgs>::Values = (7, "x").into_args(env)?;
///     assert_eq!(values[1].to::<String>(env)?, "x");
///     Ok(())
/// })
/// # }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
pub trait IntoArgs<'s> {
    /// The arguments as values.
    type Values: AsRef<[Value<'s>]>;

    /// Converts the arguments, from the first to the last.
    ///
    /// # Errors
    ///
    /// What the conversion of one says.
    fn into_args(self, env: &mut Env<'s>) -> Result<Self::Values>;
}

/// What a [`Function`](crate::Function) can have as the type of its arguments: what is
/// [`IntoArgs`] in some scope, with whatever types inside.
pub trait ArgumentList {}

macro_rules! tuples {
    ($($count:literal: ($($name:ident)*);)*) => { $(
        impl<$($name),*> ArgumentList for ($($name,)*) {}

        impl<'s, $($name: IntoJs<'s>),*> IntoArgs<'s> for ($($name,)*) {
            type Values = [Value<'s>; $count];
            #[allow(non_snake_case, unused_variables, reason = "one form for all lengths")]
            fn into_args(self, env: &mut Env<'s>) -> Result<Self::Values> {
                let ($($name,)*) = self;
                Ok([$($name.into_js(env)?,)*])
            }
        }
    )* };
}
tuples! {
    0: ();
    1: (A);
    2: (A B);
    3: (A B C);
    4: (A B C D);
    5: (A B C D E);
    6: (A B C D E F);
    7: (A B C D E F G);
    8: (A B C D E F G H);
    9: (A B C D E F G H I);
    10: (A B C D E F G H I J);
    11: (A B C D E F G H I J K);
    12: (A B C D E F G H I J K L);
}

impl<T> ArgumentList for Vec<T> {}
impl ArgumentList for Args<'_> {}

impl<'s, T: IntoJs<'s>> IntoArgs<'s> for Vec<T> {
    type Values = Vec<Value<'s>>;
    fn into_args(self, env: &mut Env<'s>) -> Result<Self::Values> {
        self.into_iter()
            .map(|argument| argument.into_js(env))
            .collect()
    }
}

impl<'s, 'c: 's> IntoArgs<'s> for Args<'c> {
    type Values = &'s [Value<'s>];
    fn into_args(self, _: &mut Env<'s>) -> Result<Self::Values> {
        Ok(self.values())
    }
}

/// All arguments of a call that are left: the type of a last parameter, as `...numbers` in JavaScript.
///
/// ```
/// # #[cfg(all(feature = "host", feature = "macros"))] fn main() -> nodeapi::Result<()> {
/// use nodeapi::{Rest, napi_module};
///
/// #[napi_module]
/// fn max(first: f64, others: Rest<f64>) -> f64 {
///     others.iter().copied().fold(first, f64::max)
/// }
///
/// let mut runtime = nodeapi::Runtime::new()?;
/// let max = runtime.import(&NAPI_MODULE)?;
/// runtime.set_global("max", &max)?;
/// assert_eq!(runtime.eval::<f64>("max.max(1, 7, 3)")?, 7.0);
/// # Ok(()) }
/// # #[cfg(not(all(feature = "host", feature = "macros")))] fn main() {}
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rest<T>(pub Vec<T>);

impl<T> std::ops::Deref for Rest<T> {
    type Target = Vec<T>;
    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T> std::ops::DerefMut for Rest<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}

impl<T> IntoIterator for Rest<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
