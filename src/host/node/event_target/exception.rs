//! `DOMException`: an `Error` that has its name beside its class.

use crate::host::node::Node;
use crate::host::node::checks::{argument, is_undefined};
use crate::host::node::errors::coded;
use crate::safe::prelude::napi;
use crate::safe::{
    Args, Class, Env, ErrorClass, FromJs, JsValue, Object, PropertyAttributes, Ref, Result, Value,
    ValueType,
};
use std::cell::RefCell;
use std::rc::Rc;

/// The constants, by their numbers from 1 on, and the names of errors that have them as `code`.
const CODES: [(&str, &str); 25] = [
    ("INDEX_SIZE_ERR", "IndexSizeError"),
    ("DOMSTRING_SIZE_ERR", ""),
    ("HIERARCHY_REQUEST_ERR", "HierarchyRequestError"),
    ("WRONG_DOCUMENT_ERR", "WrongDocumentError"),
    ("INVALID_CHARACTER_ERR", "InvalidCharacterError"),
    ("NO_DATA_ALLOWED_ERR", ""),
    ("NO_MODIFICATION_ALLOWED_ERR", "NoModificationAllowedError"),
    ("NOT_FOUND_ERR", "NotFoundError"),
    ("NOT_SUPPORTED_ERR", "NotSupportedError"),
    ("INUSE_ATTRIBUTE_ERR", "InUseAttributeError"),
    ("INVALID_STATE_ERR", "InvalidStateError"),
    ("SYNTAX_ERR", "SyntaxError"),
    ("INVALID_MODIFICATION_ERR", "InvalidModificationError"),
    ("NAMESPACE_ERR", "NamespaceError"),
    ("INVALID_ACCESS_ERR", "InvalidAccessError"),
    ("VALIDATION_ERR", ""),
    ("TYPE_MISMATCH_ERR", "TypeMismatchError"),
    ("SECURITY_ERR", "SecurityError"),
    ("NETWORK_ERR", "NetworkError"),
    ("ABORT_ERR", "AbortError"),
    ("URL_MISMATCH_ERR", "URLMismatchError"),
    ("QUOTA_EXCEEDED_ERR", "QuotaExceededError"),
    ("TIMEOUT_ERR", "TimeoutError"),
    ("INVALID_NODE_TYPE_ERR", "InvalidNodeTypeError"),
    ("DATA_CLONE_ERR", "DataCloneError"),
];

/// The exports of `internal/dom_exception`.
pub(in crate::host::node) fn exports<'s>(_: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let class = env.class::<DomException>()?;
    let prototype: Object<'_> = class.get_named(env, c"prototype")?;
    for (number, (name, _)) in (1..).zip(CODES) {
        class.define(env, name, number, PropertyAttributes::enumerable)?;
        prototype.define(env, name, number, PropertyAttributes::enumerable)?;
    }
    let exports = env.object()?;
    exports.set(env, "DOMException", class)?;
    Ok(exports.as_value())
}

#[napi(
    extends = "Error",
    js_name = "DOMException",
    to_string_tag = "DOMException"
)]
pub(super) struct DomException {
    message: String,
    name: String,
    /// What `Error` is still to get.
    cause: RefCell<Option<Ref<Object<'static>>>>,
}

#[napi]
impl DomException {
    #[napi(constructor)]
    fn new<'s>(env: &mut Env<'s>, args: Args<'s>) -> Result<DomException> {
        let (message, options) = (argument(env, &args, 0), argument(env, &args, 1));
        let mut exception = DomException {
            message: text(env, message, "")?,
            name: "Error".to_owned(),
            cause: RefCell::default(),
        };
        if options.type_of(env) != ValueType::Object {
            exception.name = text(env, options, "Error")?;
            return Ok(exception);
        }
        let options: Object<'_> = options.to(env)?;
        let name: Value<'_> = options.get_named(env, c"name")?;
        exception.name = text(env, name, "Error")?;
        if options.has_named(env, c"cause")? {
            exception.cause = RefCell::new(Some(env.reference(options)?));
        }
        Ok(exception)
    }

    #[napi(super_args)]
    fn super_args(&self) -> (Option<String>, Option<Ref<Object<'static>>>) {
        (None, self.cause.take())
    }

    #[napi(getter, enumerable = true)]
    fn name<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<String> {
        Ok(exception(env, this)?.name.clone())
    }

    #[napi(getter, enumerable = true)]
    fn message<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<String> {
        Ok(exception(env, this)?.message.clone())
    }

    #[napi(getter, enumerable = true)]
    fn code<'s>(env: &mut Env<'s>, this: Value<'s>) -> Result<u32> {
        let exception = exception(env, this)?;
        let place = CODES.iter().position(|(_, name)| *name == exception.name);
        Ok(place.map_or(0, |place| place as u32 + 1))
    }
}

/// An argument as text.
fn text<'s>(env: &mut Env<'s>, value: Value<'s>, otherwise: &str) -> Result<String> {
    match is_undefined(env, value) {
        true => Ok(otherwise.to_owned()),
        false => value.coerce_to_string(env)?.to_string(env),
    }
}

fn exception<'s>(
    env: &mut Env<'s>,
    this: Value<'s>,
) -> Result<crate::safe::ClassRef<'s, DomException>> {
    match Class::from_js(env, this) {
        Ok(exception) => exception.borrow(env),
        Err(_) => Err(coded(
            ErrorClass::TypeError,
            "ERR_INVALID_THIS",
            "Value of \"this\" must be of DOMException",
        )),
    }
}
