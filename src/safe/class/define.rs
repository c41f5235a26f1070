//! Classes: a constructor that makes objects which wrap a `T`.

use super::{Class, attach, is_instance};
use crate::safe::callback::{
    NativeFn, call_native, is_construct_call, native_data, needs_new, serve,
};
use crate::safe::env::Env;
use crate::safe::error::{Error, Result};
use crate::safe::function::{Args, Function};
use crate::safe::state::EnvState;
use crate::safe::value::{EMPTY, JsValue, PropertyAttributes, Value};
use nodeapi_sys as sys;
use std::any::TypeId;
use std::ffi::{c_char, c_void};
use std::marker::PhantomData;
use std::rc::Rc;

/// A Rust type with a class in JavaScript. `#[napi]` on a struct implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a class of JavaScript",
    note = "a struct with `#[napi]` is one; take other types by value"
)]
pub trait JsClass: Sized + 'static {
    /// The class's name in JavaScript.
    const NAME: &'static str;

    /// What `new` does: reads the arguments and makes the value.
    ///
    /// # Errors
    ///
    /// What is to be thrown; always, for classes that only Rust makes instances of.
    fn construct<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Self>;

    /// The methods, accessors and constants.
    fn members() -> &'static [Member];
}

/// One member of a class.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Member {
    /// A method.
    Method {
        /// Its name.
        name: &'static str,
        /// What it does.
        call: NativeFn,
        /// Whether the class has it, not the instances.
        is_static: bool,
    },
    /// A property that is read or set by code.
    Accessor {
        /// Its name.
        name: &'static str,
        /// What reads it.
        get: Option<NativeFn>,
        /// What sets it.
        set: Option<NativeFn>,
        /// Whether the class has it, not the instances.
        is_static: bool,
    },
    /// A property of the class with a fixed value.
    Constant {
        /// Its name.
        name: &'static str,
        /// What makes the value.
        value: for<'c> fn(&mut Env<'c>) -> Result<Value<'c>>,
    },
}

impl<'s> Env<'s> {
    /// The class's constructor (`napi_define_class`): the same function whenever it is asked for in
    /// one environment.
    ///
    /// # Errors
    ///
    /// What the host says, and what the constants' conversions say.
    pub fn class<T: JsClass>(&mut self) -> Result<Function<'s>> {
        let state = EnvState::of(self)?;
        if let Some(reference) = state.constructor(TypeId::of::<T>()) {
            let mut value = std::ptr::null_mut();
            // SAFETY: the environment is live, and the state keeps the reference, a strong one to a
            // function; the answer is a handle of the innermost scope.
            let status =
                unsafe { sys::napi_get_reference_value(self.raw(), reference, &mut value) };
            self.check(status, "napi_get_reference_value")?;
            // SAFETY: as above.
            return Ok(unsafe { Function::new(value) });
        }
        let constructor = self.escapable_scope(|mut scope| -> Result<Function<'s>> {
            let constructor = define::<T>(&mut scope)?;
            Ok(scope.escape(constructor))
        })?;
        let mut reference = std::ptr::null_mut();
        // SAFETY: the environment is live, and so is the function.
        let status =
            unsafe { sys::napi_create_reference(self.raw(), constructor.raw(), 1, &mut reference) };
        self.check(status, "napi_create_reference")?;
        state.set_constructor(TypeId::of::<T>(), reference);
        Ok(constructor)
    }

    /// Makes an instance of a class of a value, without calling the class's own constructor. What
    /// returning a `T` from a native function does.
    ///
    /// # Errors
    ///
    /// What the host says.
    ///
    /// ```
    /// # #[cfg(all(feature = "host", feature = "macros"))] fn main() -> nodeapi::Result<()> {
    /// use nodeapi::prelude::*;
    ///
    /// #[napi]
    /// struct Point {
    ///     x: f64,
    /// }
    /// #[napi]
    /// impl Point {
    ///     #[napi(getter)]
    ///     fn x(&self) -> f64 {
    ///         self.x
    ///     }
    /// }
    ///
    /// nodeapi::Runtime::new()?.with(|env| {
    ///     let point = env.instance(Point { x: 2.0 })?;
    ///     assert_eq!(point.get::<f64>(env, "x")?, 2.0);
    ///     Ok(())
    /// })
    /// # }
    /// # #[cfg(not(all(feature = "host", feature = "macros")))] fn main() {}
    /// ```
    pub fn instance<T: JsClass>(&mut self, value: T) -> Result<Class<'s, T>> {
        let constructor = self.class::<T>()?;
        let state = EnvState::of(self)?;
        state.offer(Box::new(value));
        let object = constructor.construct(self, ());
        // Where the constructor has not come to it, nobody else shall.
        let left: Option<Box<T>> = state.adopt();
        let object = object?;
        if left.is_some() || !is_instance::<T>(self, object.as_value())? {
            return Err(Error::message(format!(
                "cannot make an instance of {}",
                T::NAME
            )));
        }
        Ok(Class(object.raw(), PhantomData))
    }
}

/// Defines the class. The handles made here are of the innermost scope.
fn define<'s, T: JsClass>(env: &mut Env<'s>) -> Result<Function<'s>> {
    let mut properties = Vec::with_capacity(T::members().len());
    for member in T::members() {
        properties.push(descriptor(env, member)?);
    }
    let mut result = std::ptr::null_mut();
    // SAFETY: the environment is live, and so are the handles in the descriptors; the host reads the
    // name's bytes and no others. Each callback is registered with the data that it expects. The
    // answer is a handle of the innermost scope.
    let status = unsafe {
        sys::napi_define_class(
            env.raw(),
            T::NAME.as_ptr().cast::<c_char>(),
            T::NAME.len(),
            Some(construct::<T>),
            std::ptr::null_mut(),
            properties.len(),
            properties.as_ptr(),
            &mut result,
        )
    };
    env.check(status, "napi_define_class")?;
    // SAFETY: as above, and it is a function.
    Ok(unsafe { Function::new(result) })
}

fn descriptor(env: &mut Env<'_>, member: &'static Member) -> Result<sys::napi_property_descriptor> {
    let of = |is_static: bool| {
        if is_static {
            PropertyAttributes::static_
        } else {
            PropertyAttributes::empty()
        }
    };
    Ok(match *member {
        Member::Method {
            name,
            call,
            is_static,
        } => sys::napi_property_descriptor {
            name: env.string(name)?.raw(),
            method: Some(call_native),
            data: native_data(call),
            attributes: PropertyAttributes::default_method | of(is_static),
            ..EMPTY
        },
        Member::Accessor {
            name,
            get,
            set,
            is_static,
        } => sys::napi_property_descriptor {
            name: env.string(name)?.raw(),
            getter: get.map(|_| call_getter as _),
            setter: set.map(|_| call_setter as _),
            data: std::ptr::from_ref(member).cast_mut().cast::<c_void>(),
            attributes: PropertyAttributes::configurable | of(is_static),
            ..EMPTY
        },
        Member::Constant { name, value } => sys::napi_property_descriptor {
            name: env.string(name)?.raw(),
            value: value(env)?.raw(),
            attributes: PropertyAttributes::enumerable | PropertyAttributes::static_,
            ..EMPTY
        },
    })
}

/// What `new` calls.
unsafe extern "C" fn construct<T: JsClass>(
    raw: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    // SAFETY: the host calls.
    unsafe {
        serve(raw, info, |env, args, _| {
            if !is_construct_call(env, &args)? {
                return Err(needs_new(T::NAME));
            }
            let state: Rc<EnvState> = EnvState::of(env)?;
            let value = match state.adopt::<T>() {
                Some(value) => *value,
                None => T::construct(env, args)?,
            };
            attach(env, args.this(), value)?;
            Ok(args.this())
        })
    }
}

/// The getter of an accessor whose data is its [`Member`].
unsafe extern "C" fn call_getter(
    raw: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    // SAFETY: the host calls.
    unsafe {
        serve(raw, info, |env, args, data| {
            // SAFETY: registered with a `&'static Member` as its data, and with no other.
            match &*data.cast_const().cast::<Member>() {
                Member::Accessor { get: Some(get), .. } => get(env, args),
                _ => Ok(env.undefined()),
            }
        })
    }
}

/// The setter of an accessor whose data is its [`Member`].
unsafe extern "C" fn call_setter(
    raw: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    // SAFETY: the host calls.
    unsafe {
        serve(raw, info, |env, args, data| {
            // SAFETY: registered with a `&'static Member` as its data, and with no other.
            match &*data.cast_const().cast::<Member>() {
                Member::Accessor { set: Some(set), .. } => set(env, args),
                _ => Ok(env.undefined()),
            }
        })
    }
}
