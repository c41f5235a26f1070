//! The elements of shared memory that threads wait for.

use super::waiting::{self, Woken};
use crate::host::engine::{Buffers, ElementType, Engine, Values};
use crate::host::node::{Node, native};
use crate::safe::{Args, Env, Function, IntoJs, JsValue, Object, Result, Value, ValueType};
use std::rc::Rc;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicI32, AtomicI64};
use std::time::{Duration, Instant};

/// The exports of `internal/atomics`: `Atomics.wait` and `Atomics.notify` that a worker can be ended in.
/// They give nothing for memory that no other thread sees; that, the engine's own functions deal with.
pub(in crate::host::node) fn exports<'s>(node: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let exports = env.object()?;
    let this = node.clone();
    native(env, exports, "wait", move |env, args| {
        let Some(element) = this.element(env, &args)? else {
            return Ok(env.undefined());
        };
        let expected: Value<'_> = args.get(env, 2)?;
        let is_expected: Box<dyn FnOnce() -> bool> = if element.is_big {
            let class: Object<'_> = env.global().get_named(env, c"BigInt")?;
            let narrow: Function<'_> = class.get_named(env, c"asIntN")?;
            let expected: i64 = narrow.call(env, (64, expected))?;
            // SAFETY: eight aligned bytes of shared memory, which the argument keeps.
            let cell = unsafe { AtomicI64::from_ptr(element.bytes.cast()) };
            Box::new(move || cell.load(SeqCst) == expected)
        } else {
            let expected = number(env, expected)?
                .trunc()
                .rem_euclid(f64::from(u32::MAX) + 1.0);
            let expected = expected as u32 as i32;
            // SAFETY: four aligned bytes of shared memory, which the argument keeps.
            let cell = unsafe { AtomicI32::from_ptr(element.bytes.cast()) };
            Box::new(move || cell.load(SeqCst) == expected)
        };
        let timeout = args.get(env, 3)?;
        let milliseconds = number(env, timeout)?;
        // What is too long for a clock is for ever, and what is no number too.
        let wait = Duration::try_from_secs_f64(milliseconds.max(0.0) / 1e3).ok();
        let wait = wait.filter(|_| !milliseconds.is_nan());
        let deadline = wait.and_then(|wait| Instant::now().checked_add(wait));
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
    let this = node.clone();
    native(env, exports, "notify", move |env, args| {
        let Some(element) = this.element(env, &args)? else {
            return Ok(env.undefined());
        };
        let count: Value<'_> = args.get(env, 2)?;
        let count = match count.type_of(env) {
            ValueType::Undefined => usize::MAX,
            _ => number(env, count)? as usize,
        };
        let woken = waiting::notify(element.bytes.addr(), count);
        Ok(env.number(woken as f64).as_value())
    })?;
    Ok(exports.as_value())
}

/// What JavaScript makes of a value that is to be a number.
fn number<'s>(env: &mut Env<'s>, value: Value<'s>) -> Result<f64> {
    value.coerce_to_number(env)?.as_value().to(env)
}

/// An element of a typed array over shared memory.
#[derive(Clone, Copy)]
struct Element {
    bytes: *mut u8,
    /// Whether it has eight bytes, and not four.
    is_big: bool,
}

impl Node {
    /// The element that the first two arguments name, of an `Int32Array` or a `BigInt64Array` over
    /// shared memory; throws where that has none such.
    fn element<'s>(&self, env: &mut Env<'s>, args: &Args<'s>) -> Result<Option<Element>> {
        let (array, index): (Value<'_>, Value<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
        let size = self.with_engine(env, array, |engine, array| {
            let size = match engine.typed_array_type(array) {
                Some(ElementType::Int32) => 4,
                Some(ElementType::BigInt64) => 8,
                _ => return Ok(None),
            };
            let view = engine.view(array)?;
            let is_shared = engine.is_shared_array_buffer(view.buffer);
            engine.free(view.buffer);
            Ok(is_shared.then_some(size))
        })?;
        let Some(size) = size else {
            return Ok(None);
        };
        // The engine says where there is none.
        let atomics: Object<'_> = env.global().get_named(env, c"Atomics")?;
        let load: Function<'_> = atomics.get_named(env, c"load")?;
        load.call::<_, Value<'_>>(env, (array, index))?;
        let index = number(env, index)? as usize;
        self.with_engine(env, array, |engine, array| {
            let view = engine.view(array)?;
            engine.free(view.buffer);
            let offset = index.saturating_mul(size);
            let is_there = offset.saturating_add(size) <= view.byte_length;
            let bytes = view.bytes.wrapping_add(offset);
            // Memory that native code lends may begin anywhere.
            let is_aligned = bytes.addr() % size == 0;
            let is_big = size == 8;
            Ok((is_there && is_aligned).then_some(Element { bytes, is_big }))
        })
    }
}
