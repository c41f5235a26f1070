//! Binary data.

use super::{QuickJs, shared_memory};
use crate::host::engine::{
    Buffers, ElementType, Errors, Functions, Memory, Outcome, Primitives, Values, View,
};
use rquickjs::qjs::{self, JSRuntime, JSValue};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::c_void;
use std::ptr;
use std::rc::Rc;

/// How the memory of buffers is aligned that native code asks for: as Node.js's is, for which some use
/// instructions that insist on it.
const ALIGNMENT: usize = 16;

/// The engine's numbers for element types, in the order of its enumeration.
const ELEMENT_TYPES: [ElementType; 12] = [
    ElementType::Uint8Clamped,
    ElementType::Int8,
    ElementType::Uint8,
    ElementType::Int16,
    ElementType::Uint16,
    ElementType::Int32,
    ElementType::Uint32,
    ElementType::BigInt64,
    ElementType::BigUint64,
    ElementType::Float16,
    ElementType::Float32,
    ElementType::Float64,
];

impl Buffers for QuickJs {
    fn array_buffer(&self, length: usize) -> Outcome<JSValue> {
        // SAFETY: memory of the runtime's allocator, which `free_own` gives back to it.
        unsafe {
            // The allocator adds to what it is asked for, and does not look whether that can be.
            let block = if length < isize::MAX as usize / 2 {
                qjs::js_calloc_rt(self.runtime, (length + ALIGNMENT / 2) as _, 1).cast::<u8>()
            } else {
                ptr::null_mut()
            };
            if block.is_null() {
                return self.outcome(qjs::JS_ThrowRangeError(
                    self.context,
                    c"Array buffer allocation failed".as_ptr(),
                ));
            }
            // Blocks are aligned by half of that.
            let gap = block.align_offset(ALIGNMENT) % ALIGNMENT;
            let buffer = self.outcome(qjs::JS_NewArrayBuffer(
                self.context,
                block.add(gap),
                length as _,
                0,
                Some(free_own),
                ptr::without_provenance_mut(gap),
                false,
            ));
            if buffer.is_err() {
                qjs::js_free_rt(self.runtime, block.cast());
            }
            buffer
        }
    }

    fn external_array_buffer(&self, memory: Memory) -> Outcome<JSValue> {
        self.external_buffer(memory, false)
    }

    fn is_array_buffer(&self, value: JSValue) -> bool {
        // SAFETY: a live value of this engine.
        unsafe { qjs::JS_IsArrayBuffer(value) }
    }

    fn array_buffer_memory(&self, buffer: JSValue) -> (*mut u8, usize) {
        let mut length = 0;
        // SAFETY: a live buffer of this engine.
        let bytes = unsafe { qjs::JS_GetArrayBuffer(self.context, &mut length, buffer) };
        if bytes.is_null() {
            // A detached buffer throws.
            self.discard_exception();
            return (ptr::null_mut(), 0);
        }
        (bytes, length as usize)
    }

    fn detach(&self, buffer: JSValue) {
        // SAFETY: a live array buffer of this engine.
        unsafe { qjs::JS_DetachArrayBuffer(self.context, buffer) }
    }

    fn is_detached(&self, value: JSValue) -> bool {
        if !self.is_array_buffer(value) {
            return false;
        }
        match self.call_intrinsic(self.intrinsics.detached, value, &[]) {
            Ok(detached) => self.as_boolean(detached) == Some(true),
            Err(_) => {
                self.discard_exception();
                false
            }
        }
    }

    fn shared_array_buffer(&self, length: usize) -> Outcome<JSValue> {
        self.construct(
            self.intrinsics.shared_array_buffer,
            &[self.number(length as f64)],
        )
    }

    fn external_shared_array_buffer(&self, memory: Memory) -> Outcome<JSValue> {
        self.external_buffer(memory, true)
    }

    fn is_shared_array_buffer(&self, value: JSValue) -> bool {
        // SAFETY: a live value of this engine.
        unsafe { qjs::JS_GetClassID(value) == self.classes.shared_array_buffer }
    }

    fn typed_array(
        &self,
        element: ElementType,
        buffer: JSValue,
        byte_offset: usize,
        length: usize,
    ) -> Outcome<JSValue> {
        if length == 0 && self.is_detached(buffer) {
            return self.detached_view(|empty| self.typed_array(element, empty, 0, 0));
        }
        let number = ELEMENT_TYPES
            .iter()
            .position(|&candidate| candidate == element);
        let mut arguments = [
            buffer,
            self.number(byte_offset as f64),
            self.number(length as f64),
        ];
        // SAFETY: live values of this engine; the list above holds every element type.
        self.outcome(unsafe {
            qjs::JS_NewTypedArray(
                self.context,
                3,
                arguments.as_mut_ptr(),
                number.unwrap_or_default() as _,
            )
        })
    }

    fn data_view(
        &self,
        buffer: JSValue,
        byte_offset: usize,
        byte_length: usize,
    ) -> Outcome<JSValue> {
        if byte_length == 0 && self.is_detached(buffer) {
            return self.detached_view(|empty| self.data_view(empty, 0, 0));
        }
        let arguments = [
            buffer,
            self.number(byte_offset as f64),
            self.number(byte_length as f64),
        ];
        self.construct(self.intrinsics.data_view, &arguments)
    }

    fn typed_array_type(&self, value: JSValue) -> Option<ElementType> {
        // SAFETY: a live value of this engine.
        let number = unsafe { qjs::JS_GetTypedArrayType(value) };
        usize::try_from(number)
            .ok()
            .and_then(|number| ELEMENT_TYPES.get(number).copied())
    }

    fn is_data_view(&self, value: JSValue) -> bool {
        // SAFETY: a live value of this engine.
        unsafe { qjs::JS_IsDataView(value) }
    }

    fn view(&self, value: JSValue) -> Outcome<View<JSValue>> {
        let (buffer, byte_offset, byte_length) = match self.typed_array_type(value) {
            Some(_) => {
                let (mut offset, mut length, mut size) = (0, 0, 0);
                // SAFETY: a live typed array of this engine, which fills all three.
                let buffer = self.outcome(unsafe {
                    qjs::JS_GetTypedArrayBuffer(
                        self.context,
                        value,
                        &mut offset,
                        &mut length,
                        &mut size,
                    )
                });
                match buffer {
                    Ok(buffer) => (buffer, offset as usize, length as usize),
                    // Out of bounds: detached, or shrunk.
                    Err(_) => {
                        self.discard_exception();
                        let getter = self.intrinsics.typed_array_buffer;
                        (self.call_intrinsic(getter, value, &[])?, 0, 0)
                    }
                }
            }
            None => {
                let number = |getter| {
                    self.data_view_number(value, getter).unwrap_or_else(|_| {
                        // Out of bounds, as above.
                        self.discard_exception();
                        0
                    })
                };
                let length = number(self.intrinsics.data_view_byte_length);
                let offset = number(self.intrinsics.data_view_byte_offset);
                let buffer = self.call_intrinsic(self.intrinsics.data_view_buffer, value, &[])?;
                (buffer, offset, length)
            }
        };
        let (bytes, available) = self.array_buffer_memory(buffer);
        // A detached or shrunk buffer shows nothing.
        let (bytes, byte_length) = match available.checked_sub(byte_offset) {
            Some(rest) if !bytes.is_null() && byte_length <= rest => {
                (bytes.wrapping_add(byte_offset), byte_length)
            }
            _ => (ptr::null_mut(), 0),
        };
        Ok(View {
            bytes,
            byte_length,
            byte_offset,
            buffer,
        })
    }
}

impl QuickJs {
    /// A view over a detached buffer: the engine makes none, but leaves one whose buffer is detached
    /// afterwards.
    fn detached_view(&self, view: impl FnOnce(JSValue) -> Outcome<JSValue>) -> Outcome<JSValue> {
        let empty = self.array_buffer(0)?;
        let view = view(empty);
        self.detach(empty);
        self.free(empty);
        view
    }

    fn data_view_number(&self, view: JSValue, getter: JSValue) -> Outcome<usize> {
        let number = self.call_intrinsic(getter, view, &[])?;
        Ok(self.as_number(number).unwrap_or(0.0) as usize)
    }

    fn external_buffer(&self, memory: Memory, shared: bool) -> Outcome<JSValue> {
        if memory.bytes.is_null() {
            // The engine would put memory of its own in place of null and never release ours.
            // SAFETY: the promise of who lends the memory; it is released once.
            unsafe { (memory.release)(memory.context) };
            let buffer = if shared {
                self.shared_array_buffer(0)?
            } else {
                self.array_buffer(0)?
            };
            if !shared {
                self.detach(buffer);
            }
            return Ok(buffer);
        }
        if shared {
            return self.external_shared_buffer(memory);
        }
        let (bytes, length) = (memory.bytes, memory.length);
        let lent = self.lent.clone();
        *lent.borrow_mut().entry(bytes.addr()).or_default() += 1;
        let memory = Box::into_raw(Box::new(Lent { memory, lent }));
        // SAFETY: the engine uses the memory until it calls `release_external`, once.
        unsafe {
            let buffer = qjs::JS_NewArrayBuffer(
                self.context,
                bytes,
                length as _,
                0,
                Some(release_external),
                memory.cast(),
                false,
            );
            let buffer = self.outcome(buffer);
            if buffer.is_err() {
                release_external(self.runtime, memory.cast(), bytes.cast(), 0);
            }
            buffer
        }
    }

    fn external_shared_buffer(&self, memory: Memory) -> Outcome<JSValue> {
        let (bytes, length) = (memory.bytes, memory.length);
        shared_memory::lend(memory);
        // SAFETY: the engine uses the memory until it says that it is done with it.
        let buffer = self.outcome(unsafe {
            qjs::JS_NewArrayBuffer(
                self.context,
                bytes,
                length as _,
                0,
                None,
                ptr::null_mut(),
                true,
            )
        });
        if buffer.is_err() {
            shared_memory::give_back(bytes);
        }
        buffer
    }
}

/// Memory that native code lends to a buffer.
struct Lent {
    memory: Memory,
    lent: Rc<RefCell<HashMap<usize, usize>>>,
}

/// Frees or resizes memory that came from the engine's own allocator; `gap` is where in its block it
/// begins.
unsafe extern "C" fn free_own(
    runtime: *mut JSRuntime,
    gap: *mut c_void,
    bytes: *mut c_void,
    size: qjs::size_t,
) -> *mut c_void {
    let gap = gap.addr();
    // SAFETY: `array_buffer` took the block from this runtime, and made the gap; a size of zero frees it.
    unsafe {
        let block = bytes.byte_sub(gap);
        if size == 0 {
            qjs::js_free_rt(runtime, block);
            return ptr::null_mut();
        }
        let block = qjs::js_realloc_rt(runtime, block, size + gap as qjs::size_t);
        if block.is_null() {
            block
        } else {
            block.byte_add(gap)
        }
    }
}

/// Gives foreign memory back. It cannot be resized.
unsafe extern "C" fn release_external(
    _runtime: *mut JSRuntime,
    memory: *mut c_void,
    _bytes: *mut c_void,
    size: qjs::size_t,
) -> *mut c_void {
    if size == 0 {
        // SAFETY: `external_buffer` boxed it; a size of zero comes once.
        unsafe {
            let Lent { memory, lent } = *Box::from_raw(memory.cast::<Lent>());
            forget(&mut lent.borrow_mut(), memory.bytes.addr());
            (memory.release)(memory.context);
        }
    }
    ptr::null_mut()
}

/// Counts one buffer less over the memory at an address.
fn forget(lent: &mut HashMap<usize, usize>, address: usize) {
    if let Some(count) = lent.get_mut(&address) {
        *count -= 1;
        if *count == 0 {
            lent.remove(&address);
        }
    }
}
