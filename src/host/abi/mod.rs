//! Node-API as addons see it: every exported function, a file for each chapter of the
//! documentation. A function here checks its arguments in Node.js's order, makes one call into the
//! engine or a manager, and answers a status.
//!
//! None of them is exported by name: [`TABLE`] has their addresses, for the modules that are linked
//! in and for the symbol provider of those that are loaded.

#[macro_use]
mod call;
mod arrays;
mod async_context;
mod async_work;
mod bigints;
mod buffers;
mod classes;
mod dates;
mod errors;
mod functions;
mod lifecycle;
mod objects;
mod primitives;
mod promises;
mod properties;
mod references;
mod scopes;
mod scripts;
mod strings;
mod symbols;
mod threadsafe_functions;
mod typed_arrays;
mod versions;

use arrays::*;
use async_context::*;
use async_work::*;
use bigints::*;
use buffers::*;
use classes::*;
use dates::*;
use errors::*;
use functions::*;
use lifecycle::*;
use objects::*;
use primitives::*;
use promises::*;
use properties::*;
use references::*;
use scopes::*;
use scripts::*;
use strings::*;
use symbols::*;
use threadsafe_functions::*;
use typed_arrays::*;
use versions::*;

macro_rules! table {
    (
        js_native_api { $($js:tt)* }
        node_api { $($node:tt)* }
    ) => {
        table! { @all $($js)* $($node)* }
    };
    (@all $(
        $(#[$doc:meta])*
        ($version:expr) fn $name:ident($($argument:ident: $type:ty),* $(,)?) -> $result:ty;
    )*) => {
        /// Every function of Node-API, as this host serves it.
        pub(crate) static TABLE: nodeapi_sys::FunctionTable =
            nodeapi_sys::FunctionTable { $($name,)* };
    };
}

nodeapi_sys::for_each_function!(table);
