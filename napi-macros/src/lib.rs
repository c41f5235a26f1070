//! `#[napi_module]` and `#[napi]`, for the crate `nodeapi`, which re-exports and documents them.
//!
//! An attribute is parsed (`attr`), the item is read (`ast`) and checked (`valid`), and code is
//! written for it (`expand`). What is written names `::nodeapi::macro_support` and nothing else.

mod ast;
mod attr;
mod expand;
mod names;
mod valid;

use proc_macro::TokenStream;

/// Makes a Node-API module.
///
/// On an inline `mod`, its items with `#[napi]` are the exports: functions, structs with their
/// `impl`, constants, nested `mod`s, which become namespaces, and `use`s of such items from
/// elsewhere. On a function `fn(env: &mut Env<'s>, exports: Object<'s>) -> Result<()>`, that is the
/// initialiser; on any other function, that function is what the module exports.
///
/// Beside the item stands `NAPI_MODULE`, a `nodeapi::Module`: `runtime.import(&NAPI_MODULE)` links
/// the module in. In a `cdylib`, it is what the `.node` file exports.
///
/// ```
/// use nodeapi::napi_module;
///
/// #[napi_module]
/// mod calculator {
///     use nodeapi::prelude::*;
///
///     #[napi]
///     pub fn add(a: f64, b: f64) -> f64 {
///         a + b
///     }
/// }
///
/// assert_eq!(NAPI_MODULE.name(), "calculator");
/// ```
///
/// Options: `name = "calculator"`, the module's name in place of the item's or the package's;
/// `api_version = 9`, the version of Node-API that it is written for, 8 where nothing is said.
#[proc_macro_attribute]
pub fn napi_module(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::module::expand(options.into(), item.into()).into()
}

/// Shows an item to JavaScript.
///
/// Names turn from `snake_case` to `camelCase`; types and constants keep theirs. `js_name = "x"`
/// sets another one.
///
/// - **On a function**: its parameters are read with `FromJs`, its result becomes a value with
///   `IntoJs`; an `Err`, of any error type, is thrown. A first parameter `&mut Env<'_>` or `&Env<'_>`
///   gets the environment, one named `this` the receiver of the call. `&str`, `&[u8]`, `&mut [u8]`
///   borrow from the argument, `&T` and `&mut T` from an instance of the class `T`.
/// - **On a struct and its `impl`**: a class. In the `impl`, functions with `#[napi]` are methods,
///   with `&self`, `&mut self` or a parameter `this`, or static ones without; `#[napi(constructor)]` is what `new` calls,
///   `#[napi(getter)]` and `#[napi(setter)]` make accessors (`set_size` sets `size`), and constants
///   with `#[napi]` are properties of the class. A function that returns `Self` is a factory.
/// - **On a struct, as `#[napi(object)]`**: a plain object with the struct's fields, in both
///   directions. Fields that are `None` are left out.
/// - **In a `#[napi_module]`**: on constants, `use`s and nested `mod`s as well.
///
/// ```
/// use nodeapi::prelude::*;
///
/// /// How to round; a plain object in JavaScript.
/// #[napi(object)]
/// pub struct Rounding {
///     pub digits: Option<u32>,
/// }
///
/// #[napi]
/// pub fn round(number: f64, how: Option<Rounding>) -> Result<f64> {
///     let digits = how.and_then(|how| how.digits).unwrap_or(0);
///     let factor = 10_f64.powi(digits.try_into()?);
///     Ok((number * factor).round() / factor)
/// }
///
/// /// A class in JavaScript.
/// #[napi]
/// pub struct Sum {
///     total: f64,
/// }
///
/// #[napi]
/// impl Sum {
///     #[napi(constructor)]
///     pub fn new() -> Sum {
///         Sum { total: 0.0 }
///     }
///
///     #[napi]
///     pub fn add(&mut self, number: f64) {
///         self.total += number;
///     }
///
///     #[napi(getter)]
///     pub fn total(&self) -> f64 {
///         self.total
///     }
/// }
/// ```
#[proc_macro_attribute]
pub fn napi(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(options.into(), item.into()).into()
}
