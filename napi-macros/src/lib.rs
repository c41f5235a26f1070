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
/// initialiser; on any other function, that function is what the module exports, under its name.
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
///
///     #[napi]
///     pub const LARGEST: f64 = f64::MAX;
///
///     #[napi]
///     mod angles {
///         use nodeapi::prelude::*;
///
///         #[napi]
///         pub fn to_radians(degrees: f64) -> f64 {
///             degrees.to_radians()
///         }
///     }
/// }
///
/// assert_eq!(NAPI_MODULE.name(), "calculator");
/// // With the feature `host`, in a test:
/// let mut runtime = nodeapi::Runtime::new()?;
/// let exports = runtime.import(&NAPI_MODULE)?;
/// runtime.set_global("calc", &exports)?;
/// assert_eq!(runtime.eval::<f64>("calc.add(1, 2)")?, 3.0);
/// assert!(runtime.eval::<bool>("calc.LARGEST === Number.MAX_VALUE")?);
/// assert!(runtime.eval::<bool>("calc.angles.toRadians(180) === Math.PI")?);
/// # Ok::<(), nodeapi::Error>(())
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
///   borrow from the argument, as do `&[f64]` and the like from typed arrays, `&T` and `&mut T` from an
///   instance of the class `T`. `impl Fn(A, B) -> Result<R>` is a function of JavaScript's, as is
///   `Function<'_, (A, B), R>`. `Rest<T>` is all arguments that are left, `Args<'_>` all as they are.
///   A generic function is a list of functions: `#[napi(instances(sumOfInts = i32, sum = f64))]`.
/// - **On a struct and its `impl`**: a class. In the `impl`, functions with `#[napi]` are methods,
///   with `&self`, `&mut self` or a parameter `this`, or static ones without; `#[napi(constructor)]`
///   is what `new` calls, `#[napi(getter)]` and `#[napi(setter)]` make accessors (`set_size` sets
///   `size`), and constants with `#[napi]` are properties of the class. A function that returns `Self`
///   is a factory. `#[napi(iterator)] fn next(&mut self) -> Option<T>` makes an iterator, and
///   `#[napi(finalizer)] fn closed(self)`, with `env: &mut Env<'_>` or without, gets the value when
///   its object has been collected. `writable = false`, `enumerable = true`, `configurable = false`
///   say what members are. A generic struct becomes classes by its aliases:
///   `#[napi] type Names = Stack<String>;`.
/// - **`#[napi(extends = Base)]` on a struct**: a derived class. A field with `#[napi(base)]` holds the
///   base's part, which methods of `Base`, and `&Base`, get. `extends = "Error"` extends a class of the
///   host's, `extends = "node:events#EventEmitter"` one of a builtin module;
///   `#[napi(super_args)] fn args(&self) -> (String,)` says what its constructor is called with.
/// - **On a struct, as `#[napi(object)]`**: a plain object with the struct's fields, in both
///   directions. Fields that are `None` are left out.
/// - **On an enum**: numbers; with `#[napi(string)]` strings; with `#[napi(tag = "type")]` plain
///   objects whose property `type` says which variant they are. The first two are exported, as frozen
///   objects.
/// - **In a `#[napi_module]`**: on constants, `use`s and nested `mod`s as well.
///
/// `js_name = "…"` names an item, a member, a field or a variant; `rename_all = "kebab-case"` all
/// fields or variants. `js_name = "[Symbol.toPrimitive]"` is one of JavaScript's own symbols;
/// `to_string_tag = "…"` on a class is short for that symbol.
///
/// Functions, plain objects, classes:
///
/// ```
/// use nodeapi::prelude::*;
///
/// #[napi_module]
/// mod numbers {
///     use nodeapi::prelude::*;
///
///     /// How to round; a plain object in JavaScript.
///     #[napi(object)]
///     pub struct Rounding {
///         pub digits: Option<u32>,
///     }
///
///     #[napi]
///     pub fn round(number: f64, how: Option<Rounding>) -> Result<f64> {
///         let digits = how.and_then(|how| how.digits).unwrap_or(0);
///         let factor = 10_f64.powi(digits.try_into()?);
///         Ok((number * factor).round() / factor)
///     }
///
///     /// A class in JavaScript.
///     #[napi]
///     pub struct Sum {
///         total: f64,
///     }
///
///     #[napi]
///     impl Sum {
///         #[napi(constructor)]
///         pub fn new() -> Sum {
///             Sum { total: 0.0 }
///         }
///
///         #[napi]
///         pub fn add(&mut self, number: f64) {
///             self.total += number;
///         }
///
///         #[napi(getter)]
///         pub fn total(&self) -> f64 {
///             self.total
///         }
///     }
/// }
///
/// let mut runtime = nodeapi::Runtime::new()?;
/// let exports = runtime.import(&NAPI_MODULE)?;
/// runtime.set_global("numbers", &exports)?;
/// assert_eq!(runtime.eval::<f64>("numbers.round(1.5)")?, 2.0);
/// assert_eq!(runtime.eval::<f64>("numbers.round(1.256, { digits: 2 })")?, 1.26);
/// let error = runtime.eval::<()>("numbers.round(1.256, { digits: -2 })").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "TypeError: round: argument 2 (how.digits): expected an unsigned 32-bit integer, found -2",
/// );
///
/// let script = "const sum = new numbers.Sum(); [2, 3].forEach((n) => sum.add(n)); sum.total";
/// assert_eq!(runtime.eval::<f64>(script)?, 5.0);
/// # Ok::<(), nodeapi::Error>(())
/// ```
///
/// Enums, arguments that are left, iterators, classes of the host's:
///
/// ```
/// use nodeapi::prelude::*;
///
/// #[napi_module]
/// mod shapes {
///     use nodeapi::{Rest, prelude::*};
///
///     /// `{ type: "circle", radius: 1 }`, or `{ type: "square", side: 1 }`.
///     #[napi(tag = "type", rename_all = "kebab-case")]
///     pub enum Shape {
///         Circle { radius: f64 },
///         Square { side: f64 },
///     }
///
///     /// `"small"`, or `"very-large"`.
///     #[napi(string, rename_all = "kebab-case")]
///     pub enum Size {
///         Small,
///         VeryLarge,
///     }
///
///     #[napi]
///     pub fn size(shapes: Rest<Shape>) -> Size {
///         let areas = shapes.iter().map(|shape| match shape {
///             Shape::Circle { radius } => std::f64::consts::PI * radius * radius,
///             Shape::Square { side } => side * side,
///         });
///         if areas.sum::<f64>() < 10.0 { Size::Small } else { Size::VeryLarge }
///     }
///
///     /// `for (const side of new Sides(3))`.
///     #[napi]
///     pub struct Sides {
///         left: u32,
///     }
///
///     #[napi]
///     impl Sides {
///         #[napi(constructor)]
///         pub fn new(left: u32) -> Sides {
///             Sides { left }
///         }
///
///         #[napi(iterator)]
///         fn next(&mut self) -> Option<u32> {
///             self.left = self.left.checked_sub(1)?;
///             Some(self.left)
///         }
///     }
///
///     /// An `Error` of JavaScript's, with what the constructor of `Error` is to get.
///     #[napi(extends = "Error")]
///     pub struct ShapeError {
///         sides: u32,
///     }
///
///     #[napi]
///     impl ShapeError {
///         #[napi(constructor)]
///         pub fn new(sides: u32) -> ShapeError {
///             ShapeError { sides }
///         }
///
///         #[napi(super_args)]
///         fn message(&self) -> (String,) {
///             (format!("nothing has {} sides", self.sides),)
///         }
///     }
/// }
///
/// let mut runtime = nodeapi::Runtime::new()?;
/// let exports = runtime.import(&NAPI_MODULE)?;
/// runtime.set_global("shapes", &exports)?;
/// let script = "shapes.size({ type: 'circle', radius: 1 }, { type: 'square', side: 7 })";
/// assert_eq!(runtime.eval::<String>(script)?, "very-large");
/// assert!(runtime.eval::<bool>("shapes.size() === shapes.Size.Small")?);
/// assert_eq!(runtime.eval::<Vec<u32>>("[...new shapes.Sides(3)]")?, [2, 1, 0]);
/// let error = runtime.eval::<()>("throw new shapes.ShapeError(2)").unwrap_err();
/// assert_eq!(error.to_string(), "Error: nothing has 2 sides");
/// # Ok::<(), nodeapi::Error>(())
/// ```
#[proc_macro_attribute]
pub fn napi(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(options.into(), item.into()).into()
}

/// Makes an error of Rust one of JavaScript's: with a class, a `code`, properties, and its `source()`
/// as `cause`. The type is an error already (`std::error::Error`, as by `thiserror`); this implements
/// `nodeapi::JsError`, and the conversion into `nodeapi::Error`, so that `?` and `Err` do the rest.
///
/// On the type, or on a variant of an enum: `#[js_error(class = TypeError, name = "ConfigError",
/// code = "E_CONFIG")]`. On a field with a name: `#[js_error(property)]`, or
/// `#[js_error(property = "fileName")]`.
///
/// ```
/// use nodeapi::prelude::*;
/// use nodeapi::JsError;
///
/// #[derive(Debug, JsError)]
/// #[js_error(class = RangeError, name = "LimitError")]
/// enum LimitError {
///     #[js_error(code = "E_TOO_MANY")]
///     TooMany {
///         #[js_error(property)]
///         most_allowed: u32,
///     },
/// }
///
/// impl std::fmt::Display for LimitError {
///     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
///         f.write_str("too many")
///     }
/// }
/// impl std::error::Error for LimitError {}
///
/// #[napi_module]
/// fn reserve(count: u32) -> Result<(), LimitError> {
///     if count > 10 {
///         return Err(LimitError::TooMany { most_allowed: 10 });
///     }
///     Ok(())
/// }
///
/// let mut runtime = nodeapi::Runtime::new()?;
/// let exports = runtime.import(&NAPI_MODULE)?;
/// runtime.set_global("addon", &exports)?;
/// let script = "try { addon.reserve(11) } catch (e) { `${e} ${e.code} ${e.mostAllowed}` }";
/// assert_eq!(runtime.eval::<String>(script)?, "LimitError: too many E_TOO_MANY 10");
/// assert!(runtime.eval::<bool>("try { addon.reserve(11) } catch (e) { e instanceof RangeError }")?);
/// # Ok::<(), Error>(())
/// ```
#[proc_macro_derive(JsError, attributes(js_error))]
pub fn js_error(input: TokenStream) -> TokenStream {
    expand::js_error::expand(input.into()).into()
}
