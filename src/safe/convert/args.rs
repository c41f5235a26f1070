//! The arguments of calls into JavaScript.

use super::IntoJs;
use crate::safe::env::Env;
use crate::safe::error::Result;
use crate::safe::function::Args;
use crate::safe::value::Value;

/// What a JavaScript function is called with: a tuple of up to twelve values, a `Vec` of values of
/// one type, or the [`Args`] of another call. `()` is no arguments.
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
