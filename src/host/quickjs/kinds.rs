//! What objects are: the engine's classes, by their names.

use super::{QuickJs, address};
use crate::host::engine::{
    Buffers, Errors, Kind, Kinds, Objects, Outcome, Primitives, PromiseState, Strings, Values,
};
use rquickjs::qjs::{self, JSValue};

impl Kinds for QuickJs {
    fn kind(&self, object: JSValue) -> Kind {
        // SAFETY: a live value of this engine.
        let class = unsafe { qjs::JS_GetClassID(object) };
        if class == self.classes.function {
            return Kind::Function;
        }
        if class == self.classes.external {
            return Kind::External;
        }
        if class == self.classes.instance {
            return Kind::Instance;
        }
        let known = self.kinds.borrow().get(class as usize).copied().flatten();
        known.unwrap_or_else(|| {
            let kind = self.kind_of_class(object, class);
            let mut kinds = self.kinds.borrow_mut();
            if kinds.len() <= class as usize {
                kinds.resize(class as usize + 1, None);
            }
            kinds[class as usize] = Some(kind);
            kind
        })
    }

    fn identity(&self, object: JSValue) -> usize {
        address(object)
    }

    fn same_value(&self, left: JSValue, right: JSValue) -> bool {
        // SAFETY: live values of this engine.
        unsafe { qjs::JS_IsSameValue(self.context, left, right) }
    }

    fn loosely_equals(&self, left: JSValue, right: JSValue) -> Outcome<bool> {
        // SAFETY: live values of this engine.
        self.flag(unsafe { qjs::JS_IsEqual(self.context, left, right) })
    }

    fn proxy_parts(&self, proxy: JSValue) -> (JSValue, JSValue) {
        let part = |value: JSValue| match self.is_object(value) {
            true => value,
            false => Self::NULL,
        };
        // SAFETY: a live proxy of this engine. What a revoked one throws is discarded.
        let parts = unsafe {
            (
                part(qjs::JS_GetProxyTarget(self.context, proxy)),
                part(qjs::JS_GetProxyHandler(self.context, proxy)),
            )
        };
        self.discard_exception();
        parts
    }

    fn promise_state(&self, promise: JSValue) -> PromiseState<JSValue> {
        // SAFETY: a live promise of this engine.
        let result = || unsafe { qjs::JS_PromiseResult(self.context, promise) };
        // SAFETY: as above.
        match unsafe { qjs::JS_PromiseState(self.context, promise) } {
            qjs::JSPromiseStateEnum_JS_PROMISE_FULFILLED => PromiseState::Fulfilled(result()),
            qjs::JSPromiseStateEnum_JS_PROMISE_REJECTED => PromiseState::Rejected(result()),
            _ => PromiseState::Pending,
        }
    }

    fn is_stack_exhausted(&self) -> bool {
        self.stack.is_exhausted()
    }
}

impl QuickJs {
    /// What the engine's class says that an object is.
    fn kind_of_class(&self, object: JSValue, class: qjs::JSClassID) -> Kind {
        if self.is_proxy(object) {
            return Kind::Proxy;
        }
        if self.typed_array_type(object).is_some() {
            return Kind::TypedArray;
        }
        // SAFETY: the context is live; the atom is freed here, the string below.
        let name = unsafe {
            let atom = qjs::JS_GetClassName(self.runtime, class);
            let name = qjs::JS_AtomToString(self.context, atom);
            qjs::JS_FreeAtom(self.context, atom);
            name
        };
        let kind = match self.is_string(name) {
            true => self.with_utf8(name, by_name).unwrap_or(Kind::Opaque),
            false => Kind::Opaque,
        };
        self.free(name);
        match kind {
            Kind::Plain if self.is_class_of_namespaces(class) => Kind::Namespace,
            Kind::Opaque if self.is_error(object) => Kind::Error,
            kind => kind,
        }
    }

    /// Whether this, one of the engine's own classes that are called `Object`, is not the usual one.
    fn is_class_of_namespaces(&self, class: qjs::JSClassID) -> bool {
        // The engine's own come before all that are registered later.
        if class >= self.classes.function {
            return false;
        }
        let name = |class| {
            // SAFETY: the context is live; the atom is freed by its number, which is all that counts.
            unsafe {
                let atom = qjs::JS_GetClassName(self.runtime, class);
                qjs::JS_FreeAtom(self.context, atom);
                atom
            }
        };
        let Ok(plain) = self.object() else {
            self.discard_exception();
            return false;
        };
        // SAFETY: a live object of this engine.
        let usual = unsafe { qjs::JS_GetClassID(plain) };
        self.free(plain);
        class != usual && name(class) == name(usual)
    }
}

/// What objects of a class of that name are.
fn by_name(class: &[u8]) -> Kind {
    match class {
        b"Arguments" => Kind::Arguments,
        b"Array" => Kind::Array,
        b"ArrayBuffer" => Kind::ArrayBuffer,
        b"AsyncFunction" => Kind::AsyncFunction,
        b"AsyncGenerator" => Kind::AsyncGenerator,
        b"AsyncGeneratorFunction" => Kind::AsyncGeneratorFunction,
        b"BigInt" => Kind::BigInt,
        b"Boolean" => Kind::Boolean,
        b"DataView" => Kind::DataView,
        b"Date" => Kind::Date,
        b"Error" => Kind::Error,
        b"Function" => Kind::Function,
        b"Generator" => Kind::Generator,
        b"GeneratorFunction" => Kind::GeneratorFunction,
        b"Map" => Kind::Map,
        b"Map Iterator" => Kind::MapIterator,
        b"Number" => Kind::Number,
        b"Promise" => Kind::Promise,
        b"RegExp" => Kind::RegExp,
        b"Set" => Kind::Set,
        b"Set Iterator" => Kind::SetIterator,
        b"SharedArrayBuffer" => Kind::SharedArrayBuffer,
        b"String" => Kind::String,
        b"Symbol" => Kind::Symbol,
        b"WeakMap" => Kind::WeakMap,
        b"WeakRef" => Kind::WeakRef,
        b"WeakSet" => Kind::WeakSet,
        b"Object" => Kind::Plain,
        _ => Kind::Opaque,
    }
}
