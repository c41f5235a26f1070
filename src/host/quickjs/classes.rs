//! Native classes and externals: engine classes whose opaque is a cell of ours.

use super::QuickJs;
use super::functions::{self, FunctionCell};
use super::roots::{self, Attachment};
use crate::host::engine::{Classes, Native, Outcome, Primitives, Thrown, Values};
use rquickjs::qjs::{
    self, JSAtom, JSClassDef, JSClassFinalizer, JSClassID, JSContext, JSRuntime, JSValue,
};
use std::ffi::{CStr, c_int, c_void};
use std::ptr;

/// The classes that are registered with a runtime, and the names that they need.
pub(super) struct ClassIds {
    pub(super) function: JSClassID,
    pub(super) instance: JSClassID,
    pub(super) external: JSClassID,
    /// What the weak map holds for each value with an attachment; see `roots`.
    pub(super) holder: JSClassID,
    /// The engine's own class of shared array buffers.
    pub(super) shared_array_buffer: JSClassID,
    pub(super) atoms: Atoms,
}

/// Property names of ASCII letters: the engine keeps these for good.
pub(super) struct Atoms {
    pub(super) length: JSAtom,
    pub(super) name: JSAtom,
    pub(super) prototype: JSAtom,
    pub(super) constructor: JSAtom,
}

/// What an instance of a native class holds.
#[repr(C)]
pub(super) struct InstanceCell {
    pub(super) attachment: Attachment,
    template: *const c_void,
}

/// What an external holds.
#[repr(C)]
pub(super) struct ExternalCell {
    pub(super) attachment: Attachment,
    data: *mut c_void,
}

impl ClassIds {
    /// # Safety
    ///
    /// Runtime and context are live and fresh.
    pub(super) unsafe fn register(runtime: *mut JSRuntime, context: *mut JSContext) -> ClassIds {
        let register = |name: &'static CStr, finalizer: JSClassFinalizer, call| {
            let mut id = 0;
            let definition = JSClassDef {
                class_name: name.as_ptr(),
                finalizer,
                gc_mark: None,
                call,
                exotic: ptr::null_mut(),
            };
            // SAFETY: the caller's promise; the engine copies the definition.
            unsafe {
                qjs::JS_NewClassID(runtime, &mut id);
                assert!(
                    qjs::JS_NewClass(runtime, id, &definition) >= 0,
                    "out of memory"
                );
            }
            id
        };
        // SAFETY: as above.
        let atom = |name: &'static CStr| unsafe { qjs::JS_NewAtom(context, name.as_ptr()) };
        // SAFETY: an empty buffer that nobody else knows.
        let shared_array_buffer = unsafe {
            let memory = ptr::NonNull::<u8>::dangling().as_ptr();
            let buffer = qjs::JS_NewArrayBuffer(context, memory, 0, 0, None, ptr::null_mut(), true);
            let class = qjs::JS_GetClassID(buffer);
            qjs::JS_FreeValue(context, buffer);
            class
        };
        ClassIds {
            shared_array_buffer,
            function: register(
                c"Function",
                Some(functions::finalize),
                Some(functions::call),
            ),
            instance: register(c"Object", Some(finalize_instance), None),
            external: register(c"External", Some(finalize_external), None),
            holder: register(c"Holder", Some(roots::finalize_holder), None),
            atoms: Atoms {
                length: atom(c"length"),
                name: atom(c"name"),
                prototype: atom(c"prototype"),
                constructor: atom(c"constructor"),
            },
        }
    }
}

impl Classes for QuickJs {
    fn class(
        &self,
        name: JSValue,
        native: Native<JSValue>,
        template: *const c_void,
    ) -> Outcome<(JSValue, JSValue)> {
        let constructor = self.native_function(name, native, template)?;
        // SAFETY: live values of this engine; definitions take over what they are given.
        unsafe {
            let prototype = qjs::JS_NewObject(self.context);
            let defined = qjs::JS_IsException(prototype) || {
                let atoms = &self.classes.atoms;
                let to_prototype = qjs::JS_DefinePropertyValue(
                    self.context,
                    constructor,
                    atoms.prototype,
                    self.dup(prototype),
                    qjs::JS_PROP_WRITABLE as c_int,
                );
                let back = qjs::JS_DefinePropertyValue(
                    self.context,
                    prototype,
                    atoms.constructor,
                    self.dup(constructor),
                    (qjs::JS_PROP_WRITABLE | qjs::JS_PROP_CONFIGURABLE) as c_int,
                );
                to_prototype >= 0 && back >= 0
            };
            if qjs::JS_IsException(prototype) || !defined {
                self.free(constructor);
                self.free(prototype);
                return Err(Thrown);
            }
            Ok((constructor, prototype))
        }
    }

    #[inline]
    fn is_instance(&self, value: JSValue, template: *const c_void) -> bool {
        // SAFETY: an object of the instance class holds such a cell; anything else gives null.
        unsafe {
            let cell = qjs::JS_GetOpaque(value, self.classes.instance).cast::<InstanceCell>();
            !cell.is_null() && (*cell).template == template
        }
    }

    fn external(&self, data: *mut c_void) -> Outcome<JSValue> {
        // SAFETY: the class is registered with this runtime, and its opaque is such a cell.
        unsafe {
            let external = self.outcome(qjs::JS_NewObjectProtoClass(
                self.context,
                Self::NULL,
                self.classes.external,
            ))?;
            let cell = Box::new(ExternalCell {
                attachment: Attachment::default(),
                data,
            });
            qjs::JS_SetOpaque(external, Box::into_raw(cell).cast());
            qjs::JS_PreventExtensions(self.context, external);
            Ok(external)
        }
    }

    fn as_external(&self, value: JSValue) -> Option<*mut c_void> {
        // SAFETY: an object of the external class holds such a cell.
        unsafe {
            let cell = qjs::JS_GetOpaque(value, self.classes.external);
            (!cell.is_null()).then(|| (*cell.cast::<ExternalCell>()).data)
        }
    }
}

impl QuickJs {
    /// The object of a construction: an instance of a native class where `template` is one.
    pub(super) fn new_instance(
        &self,
        new_target: JSValue,
        template: *const c_void,
    ) -> Outcome<JSValue> {
        // SAFETY: live values of this engine; the instance class's opaque is such a cell.
        unsafe {
            let prototype = self.outcome(qjs::JS_GetProperty(
                self.context,
                new_target,
                self.classes.atoms.prototype,
            ))?;
            let is_object = self.is_object(prototype);
            let instance = match (template.is_null(), is_object) {
                (true, true) => qjs::JS_NewObjectProto(self.context, prototype),
                (true, false) => qjs::JS_NewObject(self.context),
                (false, true) => {
                    qjs::JS_NewObjectProtoClass(self.context, prototype, self.classes.instance)
                }
                (false, false) => qjs::JS_NewObjectClass(self.context, self.classes.instance),
            };
            self.free(prototype);
            let instance = self.outcome(instance)?;
            if !template.is_null() {
                let cell = Box::new(InstanceCell {
                    attachment: Attachment::default(),
                    template,
                });
                qjs::JS_SetOpaque(instance, Box::into_raw(cell).cast());
            }
            Ok(instance)
        }
    }
}

/// Frees the cell of an object, if it has got one.
///
/// # Safety
///
/// The object is being finalized, and is of the class whose cells are `T`.
pub(super) unsafe fn free_cell<T>(object: JSValue) {
    let mut class = 0;
    // SAFETY: the caller's promise; `Box::into_raw` made the pointer.
    unsafe {
        let cell = qjs::JS_GetAnyOpaque(object, &mut class).cast::<T>();
        if !cell.is_null() {
            drop(Box::from_raw(cell));
        }
    }
}

unsafe extern "C" fn finalize_instance(_runtime: *mut JSRuntime, instance: JSValue) {
    // SAFETY: an object of the instance class; dropping its cell tells of its end.
    unsafe { free_cell::<InstanceCell>(instance) }
}

unsafe extern "C" fn finalize_external(_runtime: *mut JSRuntime, external: JSValue) {
    // SAFETY: an object of the external class; dropping its cell tells of its end.
    unsafe { free_cell::<ExternalCell>(external) }
}

static_assertions::const_assert!(std::mem::offset_of!(InstanceCell, attachment) == 0);
static_assertions::const_assert!(std::mem::offset_of!(ExternalCell, attachment) == 0);
static_assertions::assert_not_impl_any!(FunctionCell: Send, Sync);
