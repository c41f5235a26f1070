//! The elements of shared memory that threads wait for.

use super::waiting::{self, Woken};
use crate::host::engine::{Buffers, ElementType, Engine, Values};
use crate::host::node::{Node, native};
use crate::safe::{Args, Env, Error, IntoJs, JsValue, Object, Result, Value};
use std::rc::Rc;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicI32, AtomicI64};
use std::time::{Duration, Instant};

pub(super) fn define(node: &Rc<Node>, env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    // wait(array, index, value, milliseconds): how it ended, in the words of `Atomics.wait`.
    let this = node.clone();
    native(env, natives, "wait", move |env, args| {
        let element = this.element(env, &args)?;
        let is_expected: Box<dyn FnOnce() -> bool> = if element.is_big {
            let expected: i64 = args.get(env, 2)?;
            // SAFETY: eight aligned bytes of shared memory, which the argument keeps.
            let cell = unsafe { AtomicI64::from_ptr(element.bytes.cast()) };
            Box::new(move || cell.load(SeqCst) == expected)
        } else {
            let expected: i32 = args.get(env, 2)?;
            // SAFETY: four aligned bytes of shared memory, which the argument keeps.
            let cell = unsafe { AtomicI32::from_ptr(element.bytes.cast()) };
            Box::new(move || cell.load(SeqCst) == expected)
        };
        let milliseconds: f64 = args.get(env, 3)?;
        // What is too long for a clock is for ever.
        let deadline = Duration::try_from_secs_f64(milliseconds / 1e3)
            .ok()
            .and_then(|wait| Instant::now().checked_add(wait));
        let isolate = this.isolate();
        let woken = waiting::wait(element.bytes.addr(), is_expected, deadline, || {
            isolate.event_loop.is_stopped()
        });
        match woken {
            Woken::Notified => "ok".into_js(env),
            Woken::NotEqual => "not-equal".into_js(env),
            Woken::TimedOut => "timed-out".into_js(env),
            Woken::Stopped => {
                isolate.engine.throw_uncatchable();
                Err(this.catch())
            }
        }
    })?;

    // notify(array, index, count): how many were woken.
    let this = node.clone();
    native(env, natives, "notify", move |env, args| {
        let element = this.element(env, &args)?;
        let count: f64 = args.get(env, 2)?;
        let woken = waiting::notify(element.bytes.addr(), count as usize);
        Ok(env.number(woken as f64).as_value())
    })
}

/// An element of a typed array over shared memory.
#[derive(Clone, Copy)]
struct Element {
    bytes: *mut u8,
    /// Whether it has eight bytes, and not four.
    is_big: bool,
}

impl Node {
    /// The element of an `Int32Array` or a `BigInt64Array` over shared memory that the first two
    /// arguments name.
    fn element<'s>(&self, env: &mut Env<'s>, args: &Args<'s>) -> Result<Element> {
        let (array, index): (Value<'_>, f64) = (args.get(env, 0)?, args.get(env, 1)?);
        let found = self.with_engine(env, array, |engine, array| {
            let size = match engine.typed_array_type(array) {
                Some(ElementType::Int32) => 4,
                Some(ElementType::BigInt64) => 8,
                _ => return Ok(None),
            };
            let view = engine.view(array)?;
            let is_shared = engine.is_shared_array_buffer(view.buffer);
            engine.free(view.buffer);
            let offset = (index as usize).saturating_mul(size);
            let is_there = offset.saturating_add(size) <= view.byte_length;
            let bytes = view.bytes.wrapping_add(offset);
            // Memory that native code lends may begin anywhere.
            let is_aligned = bytes.addr() % size == 0;
            Ok((is_shared && is_there && is_aligned).then_some(Element {
                bytes,
                is_big: size == 8,
            }))
        })?;
        found.ok_or_else(|| Error::type_error("no such element of shared memory"))
    }
}
