//! The keys of an object and its prototypes, filtered.

use super::QuickJs;
use crate::host::engine::{
    Arrays, Attributes, Errors, KeyFilter, Objects, Outcome, Primitives, Strings, Values,
};
use rquickjs::qjs::{self, JSAtom, JSPropertyDescriptor, JSPropertyEnum, JSValue};
use std::collections::HashSet;
use std::ffi::c_int;
use std::mem::MaybeUninit;
use std::{ptr, slice};

/// The own keys of one object, freed when dropped.
struct OwnKeys<'a> {
    engine: &'a QuickJs,
    table: *mut JSPropertyEnum,
    length: u32,
}

impl OwnKeys<'_> {
    fn as_slice(&self) -> &[JSPropertyEnum] {
        if self.length == 0 {
            return &[];
        }
        // SAFETY: the engine filled that many entries.
        unsafe { slice::from_raw_parts(self.table, self.length as usize) }
    }
}

impl Drop for OwnKeys<'_> {
    fn drop(&mut self) {
        // SAFETY: what `JS_GetOwnPropertyNames` gave, freed once.
        unsafe { qjs::JS_FreePropertyEnum(self.engine.context, self.table, self.length) }
    }
}

pub(super) fn keys(engine: &QuickJs, object: JSValue, filter: KeyFilter) -> Outcome<JSValue> {
    let array = engine.array(0)?;
    let result = collect(engine, object, filter, array);
    if let Err(thrown) = result {
        engine.free(array);
        return Err(thrown);
    }
    Ok(array)
}

fn collect(engine: &QuickJs, object: JSValue, filter: KeyFilter, array: JSValue) -> Outcome<()> {
    // Own keys hide inherited ones, whether the filter lets them through or not. The lists are
    // kept so that their atoms are.
    let mut seen = HashSet::new();
    let mut lists = Vec::new();
    let mut length = 0;
    let mut holder = engine.dup(object);
    let result = loop {
        let list = match own_keys(engine, holder, filter) {
            Ok(list) => list,
            Err(thrown) => break Err(thrown),
        };
        let mut step = Ok(());
        for entry in list.as_slice() {
            let is_left_out = !filter.indices && is_index(entry.atom);
            if is_left_out || !seen.insert(entry.atom) {
                continue;
            }
            step = push(engine, holder, entry.atom, filter, array, &mut length);
            if step.is_err() {
                break;
            }
        }
        lists.push(list);
        if step.is_err() || !filter.inherited {
            break step;
        }
        match engine.prototype(holder) {
            Ok(prototype) => {
                engine.free(holder);
                holder = prototype;
            }
            Err(thrown) => break Err(thrown),
        }
        if !engine.is_object(holder) {
            break Ok(());
        }
    };
    engine.free(holder);
    result
}

fn own_keys<'a>(engine: &'a QuickJs, object: JSValue, filter: KeyFilter) -> Outcome<OwnKeys<'a>> {
    let mut mask = 0;
    if filter.strings {
        mask |= qjs::JS_GPN_STRING_MASK;
    }
    if filter.symbols {
        mask |= qjs::JS_GPN_SYMBOL_MASK;
    }
    let (mut table, mut length) = (ptr::null_mut(), 0);
    // SAFETY: a live object of this engine, which fills both.
    engine.flag(unsafe {
        qjs::JS_GetOwnPropertyNames(
            engine.context,
            &mut table,
            &mut length,
            object,
            mask as c_int,
        )
    })?;
    Ok(OwnKeys {
        engine,
        table,
        length,
    })
}

/// Whether a key is an index: the engine has those in the atom itself.
fn is_index(atom: JSAtom) -> bool {
    atom & (1 << 31) != 0
}

/// Appends one key if the filter lets it through.
fn push(
    engine: &QuickJs,
    holder: JSValue,
    atom: JSAtom,
    filter: KeyFilter,
    array: JSValue,
    length: &mut u32,
) -> Outcome<()> {
    if !filter.attributes.is_empty() {
        match attributes(engine, holder, atom)? {
            Some(attributes) if attributes.contains(filter.attributes) => {}
            _ => return Ok(()),
        }
    }
    // SAFETY: a live atom of this engine.
    let mut key = engine.outcome(unsafe { qjs::JS_AtomToValue(engine.context, atom) })?;
    if filter.numbers
        && let Some(index) = as_index(engine, key)
    {
        engine.free(key);
        key = engine.number(f64::from(index));
    }
    // SAFETY: the array is ours, and the engine takes the key over.
    engine.flag(unsafe {
        qjs::JS_DefinePropertyValueUint32(
            engine.context,
            array,
            *length,
            key,
            qjs::JS_PROP_C_W_E as c_int,
        )
    })?;
    *length += 1;
    Ok(())
}

/// The attributes of an own property; an accessor counts as writable, as V8 has it.
fn attributes(engine: &QuickJs, object: JSValue, atom: JSAtom) -> Outcome<Option<Attributes>> {
    let mut descriptor = MaybeUninit::<JSPropertyDescriptor>::uninit();
    // SAFETY: a live object of this engine, which fills the descriptor where it answers 1.
    let found = engine.flag(unsafe {
        qjs::JS_GetOwnProperty(engine.context, descriptor.as_mut_ptr(), object, atom)
    })?;
    if !found {
        return Ok(None);
    }
    // SAFETY: filled, as above; its values are ours to free.
    let descriptor = unsafe { descriptor.assume_init() };
    engine.free(descriptor.value);
    engine.free(descriptor.getter);
    engine.free(descriptor.setter);
    let flags = descriptor.flags as u32;
    let mut attributes = Attributes::empty();
    attributes.set(
        Attributes::WRITABLE,
        flags & (qjs::JS_PROP_WRITABLE | qjs::JS_PROP_GETSET) != 0,
    );
    attributes.set(Attributes::ENUMERABLE, flags & qjs::JS_PROP_ENUMERABLE != 0);
    attributes.set(
        Attributes::CONFIGURABLE,
        flags & qjs::JS_PROP_CONFIGURABLE != 0,
    );
    Ok(Some(attributes))
}

/// The array index that a key is, if it is one.
fn as_index(engine: &QuickJs, key: JSValue) -> Option<u32> {
    if !engine.is_string(key) {
        return None;
    }
    let index = engine.with_utf8(key, |text| {
        let text = std::str::from_utf8(text).ok()?;
        let index: u32 = text.parse().ok()?;
        (index != u32::MAX && index.to_string() == text).then_some(index)
    });
    index.unwrap_or_else(|_| {
        engine.discard_exception();
        None
    })
}
