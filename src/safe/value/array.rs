//! Arrays.

use super::{JsValue, Value, is_object, mismatch, values};
use crate::safe::convert::{Detached, FromJs, IntoJs, in_scopes};
use crate::safe::env::Env;
use crate::safe::error::{Error, Result, TypeMismatch};
use crate::safe::scope::Scope;
use nodeapi_sys as sys;

values! {
    /// A JavaScript array. Elements are read and set as properties: `array.get(env, 0)`. `Copy`, and
    /// bound to the scope `'s` and its thread.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let array = env.array()?;
    ///     assert!(array.is_empty(env));
    ///     array.push(env, "a")?;
    ///     array.set(env, 1, "b")?;
    ///     assert_eq!(array.len(env), 2);
    ///     assert_eq!(array.get::<String>(env, 1)?, "b");
    ///
    ///     // All at once, as any conversion.
    ///     assert_eq!(array.as_value().to::<Vec<String>>(env)?, ["a", "b"]);
    ///     let array: Array = env.to_value(["x", "y"])?.to(env)?;
    ///     assert_eq!(array.get::<String>(env, 0)?, "x");
    ///
    ///     // Three elements that are not there.
    ///     let holes = env.array_with_length(3)?;
    ///     assert!(holes.len(env) == 3 && !holes.has(env, 0)?);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    Array;
}
is_object!(Array);

impl<'a> Array<'a> {
    /// The array's `length` (`napi_get_array_length`).
    ///
    /// # Panics
    ///
    /// Where JavaScript can no longer run, as in a worker that is being terminated. JavaScript would
    /// get that as an `Error`.
    pub fn len(self, env: &Env<'_>) -> u32 {
        match self.length(env) {
            Ok(length) => length,
            Err(error) => panic!("{error}"),
        }
    }

    /// The same, for those who can say that it failed.
    pub(crate) fn length(self, env: &Env<'_>) -> Result<u32> {
        let mut length = 0;
        // SAFETY: the environment is live, and so is the handle.
        let status = unsafe { sys::napi_get_array_length(env.raw(), self.raw(), &mut length) };
        env.check(status, "napi_get_array_length")?;
        Ok(length)
    }

    /// Whether the array has no elements (`napi_get_array_length`).
    ///
    /// # Panics
    ///
    /// As [`Array::len`].
    pub fn is_empty(self, env: &Env<'_>) -> bool {
        self.len(env) == 0
    }

    /// Adds an element at the end: `array[array.length] = value` (`napi_get_array_length`,
    /// `napi_set_element`). Takes `&mut Env`: there may be a setter.
    ///
    /// # Errors
    ///
    /// What JavaScript threw, and what the conversion says.
    pub fn push<'s>(self, env: &mut Env<'s>, value: impl IntoJs<'s>) -> Result<()> {
        let value = value.into_js(env)?;
        let end = self.length(env)?;
        self.set(env, end, value)
    }

    /// Calls `f` with the index and each element, in a scope of their own: the values made for one
    /// element are gone before the next. Elements that are added meanwhile are not visited. Takes
    /// `&mut Env`: an element may be a getter.
    ///
    /// # Errors
    ///
    /// What JavaScript threw, and what `f` gives, with the element in the error's path.
    ///
    /// ```
    /// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let array = env.array()?;
    ///     for n in [1.5, 2.0] {
    ///         array.push(env, n)?;
    ///     }
    ///     let mut sum = 0.0;
    ///     array.for_each(env, |env, _, item| {
    ///         sum += item.to::<f64>(env)?;
    ///         Ok(())
    ///     })?;
    ///     assert_eq!(sum, 3.5);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(feature = "host"))] fn main() {}
    /// ```
    pub fn for_each<'s>(
        self,
        env: &mut Env<'s>,
        mut f: impl for<'i> FnMut(&mut Scope<'i, 's>, u32, Value<'i>) -> Result<()>,
    ) -> Result<()> {
        for index in 0..self.length(env)? {
            env.scope(|env| {
                let item = self.get_element(env, index)?;
                f(env, index, item)
            })
            .map_err(|error| error.locate(|place| place.in_element(index as usize)))?;
        }
        Ok(())
    }
}

impl<'s> Env<'s> {
    /// Makes an empty [`Array`] (`napi_create_array`).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn array(&self) -> Result<Array<'s>> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live; the answer is a handle of its innermost scope.
        let status = unsafe { sys::napi_create_array(self.raw(), &mut result) };
        self.check(status, "napi_create_array")?;
        // SAFETY: as above, and it is an array.
        Ok(unsafe { Array::new(result) })
    }

    /// Makes an [`Array`] of this length, without elements (`napi_create_array_with_length`).
    ///
    /// # Errors
    ///
    /// [`Error::Api`](crate::Error::Api) where the host refuses.
    pub fn array_with_length(&self, length: u32) -> Result<Array<'s>> {
        let mut result = std::ptr::null_mut();
        // SAFETY: the environment is live; the answer is a handle of its innermost scope.
        let status =
            unsafe { sys::napi_create_array_with_length(self.raw(), length as usize, &mut result) };
        self.check(status, "napi_create_array_with_length")?;
        // SAFETY: as above, and it is an array.
        Ok(unsafe { Array::new(result) })
    }
}

impl<'s> FromJs<'s> for Array<'s> {
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        if value.is_array(env) {
            // SAFETY: the value has just been seen to be an array.
            Ok(unsafe { Array::new(value.raw()) })
        } else {
            Err(mismatch(env, "an array", value))
        }
    }
}

impl<'s, T: FromJs<'s>> FromJs<'s> for Vec<T> {
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    /// The elements of an array.
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        let array = Array::from_js(env, value)?;
        let length = array.length(env)?;
        // A sparse array may claim a length that nothing stands for.
        let mut items = Vec::with_capacity(length.min(1024) as usize);
        in_scopes(env, T::DETACHED, length, |env, index| {
            let item = array.get_element(env, index)?;
            items.push(
                T::from_js(env, item)
                    .map_err(|error| error.locate(|place| place.in_element(index as usize)))?,
            );
            Ok(())
        })?;
        Ok(items)
    }
}

impl<'s, T: FromJs<'s>, const N: usize> FromJs<'s> for [T; N] {
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    /// The elements of an array of this length.
    fn from_js(env: &mut Env<'s>, value: Value<'s>) -> Result<Self> {
        let items = Vec::from_js(env, value)?;
        let length = items.len();
        items.try_into().map_err(|_| {
            let expected = format!("an array of {N} elements");
            TypeMismatch::new(expected, format!("one of {length}")).into()
        })
    }
}

impl<'s, T: IntoJs<'s>> IntoJs<'s> for Vec<T> {
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    /// An array.
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        from_items(env, self.into_iter())
    }
}

impl<'s, T: IntoJs<'s>, const N: usize> IntoJs<'s> for [T; N] {
    // SAFETY: it keeps what is kept of its items.
    const DETACHED: Detached<Self> = unsafe { Detached::when(T::DETACHED.is()) };
    /// An array.
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        from_items(env, self.into_iter())
    }
}

impl<'s, 'a, T> IntoJs<'s> for &'a [T]
where
    &'a T: IntoJs<'s>,
{
    /// An array.
    fn into_js(self, env: &mut Env<'s>) -> Result<Value<'s>> {
        from_items(env, self.iter())
    }
}

fn from_items<'s, T: IntoJs<'s>>(
    env: &mut Env<'s>,
    mut items: impl ExactSizeIterator<Item = T>,
) -> Result<Value<'s>> {
    let length = u32::try_from(items.len())
        .map_err(|_| Error::range_error("an array holds less than 2^32 elements"))?;
    let array = env.array_with_length(length)?;
    in_scopes(env, T::DETACHED, length, |env, index| match items.next() {
        Some(item) => array.set(env, index, item),
        None => Ok(()),
    })?;
    Ok(array.as_value())
}
