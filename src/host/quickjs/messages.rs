//! Values on their way from one engine to another.

use super::QuickJs;
use super::shared_memory::SharedMemory;
use crate::host::engine::{Buffers, Messages, Outcome};
use rquickjs::qjs::{self, JSValue};
use std::ptr;

impl Messages for QuickJs {
    type SharedMemory = SharedMemory;

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
