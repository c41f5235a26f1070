//! Contexts beside the engine's own.
//!
//! A context lives as long as any function that belongs to it: what stands for it holds one. The
//! prototype of its global object is of a class whose properties are those of the object that the
//! context was made from. As a prototype and not as the global object itself, since the engine
//! treats that as a plain one; so an unknown name is a `ReferenceError` as it should be.

use super::{QuickJs, classes};
use crate::host::engine::{Contexts, Outcome, ScriptSource, Thrown};
use rquickjs::qjs::{
    self, JS_MarkFunc, JSAtom, JSClassDef, JSClassExoticMethods, JSClassID, JSContext,
    JSEvalOptions, JSPropertyDescriptor, JSPropertyEnum, JSRuntime, JSValue,
};
use std::ffi::{CString, c_int};
use std::ptr;
use std::time::Instant;

/// The classes that contexts need, registered when the first one is made.
#[derive(Clone, Copy)]
pub(super) struct ContextClasses {
    context: JSClassID,
    fallback: JSClassID,
}

/// What stands for a context.
struct ContextCell {
    context: *mut JSContext,
    /// A function of the context, which keeps that alive.
    anchor: JSValue,
}

/// Where a context looks for what is no global of its own.
struct FallbackCell {
    object: JSValue,
    /// The global object, borrowed: it owns this.
    global: JSValue,
}

static FALLBACK: JSClassExoticMethods = JSClassExoticMethods {
    get_own_property: Some(get_own_property),
    get_own_property_names: Some(get_own_property_names),
    delete_property: None,
    define_own_property: None,
    has_property: None,
    get_property: None,
    set_property: Some(set_property),
};

impl Contexts for QuickJs {
    fn new_context(&self, object: JSValue) -> Outcome<JSValue> {
        let ids = self.context_classes();
        self.watch_contexts();
        // SAFETY: live values of this engine; each cell is given to an object of its class.
        unsafe {
            let context = qjs::JS_NewContext(self.runtime);
            if context.is_null() {
                return Err(Thrown);
            }
            let global = qjs::JS_GetGlobalObject(context);
            let anchor = qjs::JS_GetPropertyStr(context, global, c"eval".as_ptr());
            let parent = qjs::JS_GetPrototype(context, global);
            let fallback = qjs::JS_NewObjectProtoClass(context, parent, ids.fallback);
            qjs::JS_FreeValue(context, parent);
            let standing = qjs::JS_NewObjectProtoClass(self.context, qjs::JS_NULL, ids.context);
            let made = !qjs::JS_IsException(fallback)
                && !qjs::JS_IsException(standing)
                && qjs::JS_IsFunction(context, anchor);
            if made {
                let object = qjs::JS_DupValue(context, object);
                let cell = FallbackCell { object, global };
                qjs::JS_SetOpaque(fallback, Box::into_raw(Box::new(cell)).cast());
                let cell = ContextCell { context, anchor };
                qjs::JS_SetOpaque(standing, Box::into_raw(Box::new(cell)).cast());
            } else {
                qjs::JS_FreeValue(context, anchor);
            }
            let linked = made && qjs::JS_SetPrototype(context, global, fallback) >= 0;
            qjs::JS_FreeValue(context, fallback);
            qjs::JS_FreeValue(context, global);
            // The anchor keeps it.
            qjs::JS_FreeContext(context);
            if !linked {
                qjs::JS_FreeValue(self.context, standing);
                return Err(Thrown);
            }
            Ok(standing)
        }
    }

    fn context_global(&self, context: JSValue) -> Option<JSValue> {
        // SAFETY: the cell keeps its context alive.
        self.context_of(context)
            .map(|context| unsafe { qjs::JS_GetGlobalObject(context) })
    }

    fn run_script_in(
        &self,
        context: Option<JSValue>,
        script: ScriptSource<'_>,
        deadline: Option<Instant>,
    ) -> Outcome<Option<JSValue>> {
        let context = self.context_or_own(context);
        let run = || self.eval(context, script, 0);
        match deadline {
            Some(deadline) => self.until(deadline, run),
            None => run().map(Some),
        }
    }

    fn check_script(&self, context: Option<JSValue>, script: ScriptSource<'_>) -> Outcome<()> {
        let context = self.context_or_own(context);
        let compiled = self.eval(context, script, qjs::JS_EVAL_FLAG_COMPILE_ONLY)?;
        // SAFETY: owned, and of this engine.
        unsafe { qjs::JS_FreeValue(self.context, compiled) };
        Ok(())
    }
}

impl QuickJs {
    fn context_classes(&self) -> ContextClasses {
        if let Some(ids) = self.context_classes.get() {
            return ids;
        }
        let register = |name: &'static std::ffi::CStr, finalizer, gc_mark, exotic| {
            let mut id = 0;
            let definition = JSClassDef {
                class_name: name.as_ptr(),
                finalizer: Some(finalizer),
                gc_mark: Some(gc_mark),
                call: None,
                exotic,
            };
            // SAFETY: the runtime is live, and copies the definition; the methods are static.
            unsafe {
                qjs::JS_NewClassID(self.runtime, &mut id);
                let registered = qjs::JS_NewClass(self.runtime, id, &definition);
                assert!(registered >= 0, "out of memory");
            }
            id
        };
        let ids = ContextClasses {
            context: register(c"Context", finalize_context, mark_context, ptr::null_mut()),
            fallback: register(
                c"Object",
                finalize_fallback,
                mark_fallback,
                (&raw const FALLBACK).cast_mut(),
            ),
        };
        self.context_classes.set(Some(ids));
        ids
    }

    /// Whether there has been another context than the engine's own.
    pub(super) fn has_contexts(&self) -> bool {
        self.context_classes.get().is_some()
    }

    /// The context that a value stands for. It lives as long as the value.
    fn context_of(&self, value: JSValue) -> Option<*mut JSContext> {
        let ids = self.context_classes.get()?;
        // SAFETY: an object of the class holds such a cell.
        unsafe {
            let cell = qjs::JS_GetOpaque(value, ids.context).cast::<ContextCell>();
            cell.as_ref().map(|cell| cell.context)
        }
    }

    fn context_or_own(&self, value: Option<JSValue>) -> *mut JSContext {
        let context = value.and_then(|value| self.context_of(value));
        context.unwrap_or(self.context)
    }

    fn eval(
        &self,
        context: *mut JSContext,
        script: ScriptSource<'_>,
        flags: u32,
    ) -> Outcome<JSValue> {
        // The engine wants a NUL behind the source, which its length does not count.
        let mut text = Vec::with_capacity(script.text.len() + 1);
        text.extend_from_slice(script.text);
        text.push(0);
        let file_name = script.file_name.replace('\0', "\u{FFFD}");
        let file_name = CString::new(file_name).unwrap_or_default();
        let mut options = JSEvalOptions {
            version: qjs::JS_EVAL_OPTIONS_VERSION as c_int,
            eval_flags: (qjs::JS_EVAL_TYPE_GLOBAL | flags) as c_int,
            filename: file_name.as_ptr(),
            line_num: script.first_line,
        };
        // SAFETY: the context is live; both texts end with a NUL and outlive the call.
        self.outcome(unsafe {
            qjs::JS_Eval2(
                context,
                text.as_ptr().cast(),
                script.text.len() as _,
                &mut options,
            )
        })
    }
}

/// The cell of an object; null where it got none.
///
/// # Safety
///
/// The object is of the class whose cells are `T`.
unsafe fn cell_of<'a, T>(object: JSValue) -> Option<&'a T> {
    let mut class = 0;
    // SAFETY: the caller's promise.
    unsafe {
        qjs::JS_GetAnyOpaque(object, &mut class)
            .cast::<T>()
            .as_ref()
    }
}

unsafe extern "C" fn mark_context(runtime: *mut JSRuntime, value: JSValue, mark: JS_MarkFunc) {
    // SAFETY: the engine marks an object of the class; the anchor is live as long as that.
    unsafe {
        if let Some(cell) = cell_of::<ContextCell>(value) {
            qjs::JS_MarkValue(runtime, cell.anchor, mark);
        }
    }
}

unsafe extern "C" fn finalize_context(runtime: *mut JSRuntime, value: JSValue) {
    // SAFETY: an object of the class is being finalized; its cell holds one reference.
    unsafe {
        if let Some(cell) = cell_of::<ContextCell>(value) {
            qjs::JS_FreeValueRT(runtime, cell.anchor);
        }
        classes::free_cell::<ContextCell>(value);
    }
}

unsafe extern "C" fn mark_fallback(runtime: *mut JSRuntime, value: JSValue, mark: JS_MarkFunc) {
    // SAFETY: as in `mark_context`.
    unsafe {
        if let Some(cell) = cell_of::<FallbackCell>(value) {
            qjs::JS_MarkValue(runtime, cell.object, mark);
        }
    }
}

unsafe extern "C" fn finalize_fallback(runtime: *mut JSRuntime, value: JSValue) {
    // SAFETY: as in `finalize_context`.
    unsafe {
        if let Some(cell) = cell_of::<FallbackCell>(value) {
            qjs::JS_FreeValueRT(runtime, cell.object);
        }
        classes::free_cell::<FallbackCell>(value);
    }
}

/// Whether the object has the property, itself or by its prototypes, and what it is; negative where
/// that threw.
unsafe extern "C" fn get_own_property(
    context: *mut JSContext,
    descriptor: *mut JSPropertyDescriptor,
    fallback: JSValue,
    property: JSAtom,
) -> c_int {
    // SAFETY: the engine asks an object of the class; the descriptor is null or to be filled in.
    unsafe {
        let Some(cell) = cell_of::<FallbackCell>(fallback) else {
            return 0;
        };
        let has = qjs::JS_HasProperty(context, cell.object, property);
        if has <= 0 || descriptor.is_null() {
            return has;
        }
        let value = qjs::JS_GetProperty(context, cell.object, property);
        if qjs::JS_IsException(value) {
            return -1;
        }
        descriptor.write(JSPropertyDescriptor {
            flags: qjs::JS_PROP_C_W_E as c_int,
            value,
            getter: qjs::JS_UNDEFINED,
            setter: qjs::JS_UNDEFINED,
        });
        1
    }
}

unsafe extern "C" fn get_own_property_names(
    context: *mut JSContext,
    table: *mut *mut JSPropertyEnum,
    length: *mut u32,
    fallback: JSValue,
) -> c_int {
    // SAFETY: the engine asks an object of the class, and takes the table over.
    unsafe {
        let object = cell_of::<FallbackCell>(fallback).map(|cell| cell.object);
        let flags = qjs::JS_GPN_STRING_MASK | qjs::JS_GPN_SYMBOL_MASK;
        let object = object.unwrap_or(fallback);
        qjs::JS_GetOwnPropertyNames(context, table, length, object, flags as c_int)
    }
}

/// What a script assigns and is no global becomes a property of the object.
unsafe extern "C" fn set_property(
    context: *mut JSContext,
    fallback: JSValue,
    property: JSAtom,
    value: JSValue,
    receiver: JSValue,
    _flags: c_int,
) -> c_int {
    // SAFETY: the engine asks an object of the class; the value stays the engine's.
    unsafe {
        let value = qjs::JS_DupValue(context, value);
        match cell_of::<FallbackCell>(fallback) {
            Some(cell) if qjs::JS_IsStrictEqual(context, receiver, cell.global) => {
                qjs::JS_SetProperty(context, cell.object, property, value)
            }
            // An object that has the global one for a prototype gets a property of its own.
            _ => qjs::JS_DefinePropertyValue(
                context,
                receiver,
                property,
                value,
                qjs::JS_PROP_C_W_E as c_int,
            ),
        }
    }
}
