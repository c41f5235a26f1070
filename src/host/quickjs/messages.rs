//! Values on their way from one engine to another.

use super::QuickJs;
use super::shared_memory::SharedMemory;
use crate::host::engine::{Buffers, Messages, Outcome, Thrown};
use rquickjs::qjs::{self, JSValue};
use std::{ptr, slice};

impl Messages for QuickJs {
    type SharedMemory = SharedMemory;

    fn write_value(&self, value: JSValue) -> Outcome<Vec<u8>> {
        let mut length = 0;
        // SAFETY: a live value of this engine, which allocates what it returns.
        let bytes = unsafe {
            qjs::JS_WriteObject(
                self.context,
                &mut length,
                value,
                qjs::JS_WRITE_OBJ_REFERENCE as i32,
            )
        };
        if bytes.is_null() {
            return Err(Thrown);
        }
        // SAFETY: the engine says how much it has written; the caller frees it.
        unsafe {
            let written = slice::from_raw_parts(bytes, length as usize).to_vec();
            qjs::js_free(self.context, bytes.cast());
            Ok(written)
        }
    }

    unsafe fn read_value(&self, bytes: &[u8]) -> Outcome<JSValue> {
        // SAFETY: the bytes outlive the call; the caller vouches for them.
        self.outcome(unsafe {
            qjs::JS_ReadObject(
                self.context,
                bytes.as_ptr(),
                bytes.len() as _,
                qjs::JS_READ_OBJ_REFERENCE as i32,
            )
        })
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
