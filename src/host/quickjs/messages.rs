//! Values on their way from one engine to another.

use super::shared_memory::SharedMemory;
use super::{QuickJs, address};
use crate::host::engine::{Buffers, Messages, ObjectKind, Outcome};
use rquickjs::qjs::{self, JSValue};
use std::ffi::CStr;
use std::ptr;

impl Messages for QuickJs {
    type SharedMemory = SharedMemory;

    fn kind(&self, object: JSValue) -> ObjectKind {
        // SAFETY: a live object of this engine.
        let class = unsafe { qjs::JS_GetClassID(object) };
        if class == self.classes.instance {
            return ObjectKind::Instance;
        }
        let kinds = self.kinds.get_or_init(|| self.kinds());
        kinds
            .get(class as usize)
            .copied()
            .unwrap_or(ObjectKind::Opaque)
    }

    fn identity(&self, object: JSValue) -> usize {
        address(object)
    }

    fn shared_memory(&self, buffer: JSValue) -> Option<SharedMemory> {
        let (bytes, length) = self.array_buffer_memory(buffer);
        SharedMemory::of(bytes, length)
    }

    fn shared_buffer_over(&self, memory: &SharedMemory) -> Outcome<JSValue> {
        // SAFETY: the engine counts a reference of its own to the memory, which is alive.
        self.outcome(unsafe {
            qjs::JS_NewArrayBuffer(
                self.context,
                memory.bytes(),
                memory.length as _,
                0,
                None,
                ptr::null_mut(),
                true,
            )
        })
    }

    fn is_external_buffer(&self, buffer: JSValue) -> bool {
        let (bytes, _) = self.array_buffer_memory(buffer);
        !bytes.is_null() && self.lent.borrow().contains_key(&bytes.addr())
    }
}

impl QuickJs {
    /// What the engine's own classes are, in the order of their numbers. They have names; that of
    /// plain objects, others have too.
    fn kinds(&self) -> Vec<ObjectKind> {
        // SAFETY: the runtime and the context are live; what is made here is freed here, and the text is
        // read before that.
        unsafe {
            let object = qjs::JS_NewObject(self.context);
            let plain = qjs::JS_GetClassID(object);
            qjs::JS_FreeValue(self.context, object);
            let of_class = |id| {
                if id == plain {
                    return ObjectKind::Plain;
                }
                if !qjs::JS_IsRegisteredClass(self.runtime, id) {
                    return ObjectKind::Opaque;
                }
                let atom = qjs::JS_GetClassName(self.runtime, id);
                let name = qjs::JS_AtomToCStringLen(self.context, ptr::null_mut(), atom);
                qjs::JS_FreeAtom(self.context, atom);
                if name.is_null() {
                    return ObjectKind::Opaque;
                }
                let kind = of_name(CStr::from_ptr(name).to_bytes());
                qjs::JS_FreeCString(self.context, name);
                kind
            };
            (0..self.classes.function).map(of_class).collect()
        }
    }
}

fn of_name(name: &[u8]) -> ObjectKind {
    match name {
        b"Array" => ObjectKind::Array,
        b"Number" | b"String" | b"Boolean" | b"Symbol" | b"BigInt" => ObjectKind::Boxed,
        b"Date" => ObjectKind::Date,
        b"RegExp" => ObjectKind::RegExp,
        b"Map" => ObjectKind::Map,
        b"Set" => ObjectKind::Set,
        b"Error" => ObjectKind::Error,
        b"ArrayBuffer" => ObjectKind::ArrayBuffer,
        b"SharedArrayBuffer" => ObjectKind::SharedArrayBuffer,
        b"DataView" => ObjectKind::View,
        // `WeakMap` and others end otherwise.
        name if name.ends_with(b"Array") => ObjectKind::View,
        _ => ObjectKind::Opaque,
    }
}
