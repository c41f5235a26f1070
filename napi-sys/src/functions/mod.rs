//! The one declaration list of Node-API's functions: documentation, version, name and signature.
//!
//! [`for_each_function!`](crate::for_each_function) hands the list to a macro; from it come, here,
//! the callable functions, [`FUNCTIONS`] and [`FunctionTable`], and in a host the table's contents,
//! checked against the declared types.

mod js_native_api;
mod node_api;

use crate::table::SLOTS;
use crate::types::*;
use crate::{napi_extended_error_info, napi_status};
use std::ffi::{c_char, c_int, c_void};
use std::mem;
use std::sync::atomic::Ordering;

/// The version of functions that no numbered version holds yet (`NAPI_VERSION_EXPERIMENTAL`).
pub const EXPERIMENTAL: u32 = 2_147_483_647;

/// Calls `$callback!` with every declaration:
///
/// ```text
/// $callback! {
///     js_native_api { $(#[doc = …] (version) fn name(argument: type, …) -> result;)* }
///     node_api { … }
/// }
/// ```
///
/// The types are named as in this crate; `use nodeapi_sys::*;` where the callback needs them.
#[macro_export]
macro_rules! for_each_function {
    ($callback:ident) => {
        $crate::__js_native_api_functions! { $callback }
    };
}

/// Which header declares a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Library {
    /// `js_native_api.h`: needs a JavaScript engine alone.
    JsNativeApi,
    /// `node_api.h`: stands on Node.js itself.
    NodeApi,
}

/// What the declaration list knows of one function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Function {
    /// Its C name.
    pub name: &'static str,
    /// The Node-API version that brought it, or [`EXPERIMENTAL`].
    pub version: u32,
    /// The header that declares it.
    pub library: Library,
}

impl Function {
    /// Whether no numbered version of Node-API holds the function yet.
    pub const fn is_experimental(&self) -> bool {
        self.version == EXPERIMENTAL
    }
}

macro_rules! declare {
    (
        js_native_api { $($js:tt)* }
        node_api { $($node:tt)* }
    ) => {
        declare! { @all (JsNativeApi $($js)*) (NodeApi $($node)*) }
    };
    (@all $(($library:ident $(
        $(#[$doc:meta])*
        ($version:expr) fn $name:ident($($argument:ident: $type:ty),* $(,)?) -> $result:ty;
    )*))*) => {
        /// Every function of Node-API, in the order of the declaration list.
        pub static FUNCTIONS: [Function; Index::COUNT] = [$($(Function {
            name: stringify!($name),
            version: $version,
            library: Library::$library,
        },)*)*];

        /// A function's place in [`FUNCTIONS`].
        #[repr(usize)]
        #[derive(Clone, Copy)]
        pub(crate) enum Index { $($($name,)*)* End }

        impl Index {
            pub(crate) const COUNT: usize = Index::End as usize;
        }

        /// One implementation of Node-API: a field a function. A host fills it in, and the types
        /// see to it that each function has the declared signature.
        #[derive(Clone, Copy)]
        pub struct FunctionTable {
            $($($(#[$doc])* pub $name: unsafe extern "C" fn($($type),*) -> $result,)*)*
        }

        impl FunctionTable {
            /// The table's functions as addresses, with what is known of them, in the order of
            /// [`FUNCTIONS`].
            pub fn entries(&self) -> [(&'static Function, *const c_void); Index::COUNT] {
                [$($((&FUNCTIONS[Index::$name as usize], self.$name as *const c_void),)*)*]
            }
        }

        $($(
            $(#[$doc])*
            ///
            /// # Safety
            ///
            /// As Node-API's documentation says: the environment is live and of this thread,
            /// handles are live, pointers are null where that is allowed or good for what the
            /// function reads or writes.
            #[inline]
            #[allow(clippy::too_many_arguments, reason = "the signature is Node-API's")]
            pub unsafe fn $name($($argument: $type),*) -> $result {
                let function = SLOTS[Index::$name as usize].load(Ordering::Relaxed);
                // SAFETY: a slot holds the placeholder below or what `table` put there, which is
                // a function of this name and so of this type.
                let function = unsafe {
                    mem::transmute::<*mut c_void, unsafe extern "C" fn($($type),*) -> $result>(function)
                };
                // SAFETY: the caller's promise.
                unsafe { function($($argument),*) }
            }
        )*)*

        /// What the table holds before it is filled, a function each: they record their name.
        pub(crate) mod placeholder {
            use super::*;
            use crate::table::Missing;

            $($(pub(crate) unsafe extern "C" fn $name($(_: $type),*) -> $result {
                <$result as Missing>::missing(&FUNCTIONS[Index::$name as usize])
            })*)*
        }

        macro_rules! placeholders {
            ($make:expr) => { [$($($make(placeholder::$name as *mut c_void),)*)*] };
        }
        pub(crate) use placeholders;
    };
}

for_each_function!(declare);
