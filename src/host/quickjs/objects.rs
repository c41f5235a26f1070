//! Objects and their properties.

use super::{QuickJs, keys};
use crate::host::engine::{
    Arrays, Attributes, Descriptor, Errors, KeyFilter, Objects, Outcome, Primitives, Thrown, Values,
};
use rquickjs::qjs::{self, JSAtom, JSPropertyDescriptor, JSValue};
use std::ffi::c_int;
use std::mem::MaybeUninit;

/// Each attribute with the engine's flag for it.
const ATTRIBUTES: [(Attributes, u32); 3] = [
    (Attributes::CONFIGURABLE, qjs::JS_PROP_CONFIGURABLE),
    (Attributes::ENUMERABLE, qjs::JS_PROP_ENUMERABLE),
    (Attributes::WRITABLE, qjs::JS_PROP_WRITABLE),
];

impl Objects for QuickJs {
    fn object(&self) -> Outcome<JSValue> {
        // SAFETY: the context is live.
        self.outcome(unsafe { qjs::JS_NewObject(self.context) })
    }

    fn object_with_prototype(&self, prototype: JSValue) -> Outcome<JSValue> {
        // SAFETY: a live object or null of this engine.
        self.outcome(unsafe { qjs::JS_NewObjectProto(self.context, prototype) })
    }

    fn get(&self, object: JSValue, key: JSValue) -> Outcome<JSValue> {
        let key = self.atom(key)?;
        // SAFETY: a live value of this engine.
        self.outcome(unsafe { qjs::JS_GetProperty(self.context, object, key.atom) })
    }

    fn set(&self, object: JSValue, key: JSValue, value: JSValue) -> Outcome<()> {
        let key = self.atom(key)?;
        self.set_atom(object, key.atom, value)
    }

    fn has(&self, object: JSValue, key: JSValue) -> Outcome<bool> {
        let key = self.atom(key)?;
        // SAFETY: a live value of this engine.
        self.flag(unsafe { qjs::JS_HasProperty(self.context, object, key.atom) })
    }

    fn has_own(&self, object: JSValue, key: JSValue) -> Outcome<bool> {
        let key = self.atom(key)?;
        Ok(self.own_property(object, key.atom)?.is_some())
    }

    fn own_descriptor(
        &self,
        object: JSValue,
        key: JSValue,
    ) -> Outcome<Option<(Descriptor<JSValue>, Attributes)>> {
        let key = self.atom(key)?;
        let Some(found) = self.own_property_descriptor(object, key.atom)? else {
            return Ok(None);
        };
        let flags = found.flags as u32;
        let mut attributes = Attributes::empty();
        for (attribute, flag) in ATTRIBUTES {
            attributes.set(attribute, flags & flag != 0);
        }
        let descriptor = if flags & qjs::JS_PROP_GETSET != 0 {
            let part = |value: JSValue| self.is_object(value).then_some(value);
            Descriptor::Accessor {
                get: part(found.getter),
                set: part(found.setter),
            }
        } else {
            Descriptor::Data(found.value)
        };
        Ok(Some((descriptor, attributes)))
    }

    fn delete(&self, object: JSValue, key: JSValue) -> Outcome<bool> {
        let key = self.atom(key)?;
        // SAFETY: a live value of this engine; without flags a refusal is no exception.
        self.flag(unsafe { qjs::JS_DeleteProperty(self.context, object, key.atom, 0) })
    }

    fn get_named(&self, object: JSValue, name: &[u8]) -> Outcome<JSValue> {
        let key = self.atom_utf8(name)?;
        // SAFETY: a live value of this engine.
        self.outcome(unsafe { qjs::JS_GetProperty(self.context, object, key.atom) })
    }

    fn set_named(&self, object: JSValue, name: &[u8], value: JSValue) -> Outcome<()> {
        let key = self.atom_utf8(name)?;
        self.set_atom(object, key.atom, value)
    }

    fn has_named(&self, object: JSValue, name: &[u8]) -> Outcome<bool> {
        let key = self.atom_utf8(name)?;
        // SAFETY: a live value of this engine.
        self.flag(unsafe { qjs::JS_HasProperty(self.context, object, key.atom) })
    }

    fn get_element(&self, object: JSValue, index: u32) -> Outcome<JSValue> {
        // SAFETY: a live value of this engine.
        self.outcome(unsafe { qjs::JS_GetPropertyUint32(self.context, object, index) })
    }

    fn set_element(&self, object: JSValue, index: u32, value: JSValue) -> Outcome<()> {
        if self.is_proxy(object) {
            return self.set(object, self.number(f64::from(index)), value);
        }
        // SAFETY: live values of this engine; it takes the duplicate over.
        let set =
            unsafe { qjs::JS_SetPropertyUint32(self.context, object, index, self.dup(value)) };
        if set >= 0 {
            return Ok(());
        }
        // SAFETY: the context is live.
        let atom = unsafe { qjs::JS_NewAtomUInt32(self.context, index) };
        let key = Atom { engine: self, atom };
        self.forgive(object, key.atom)
    }

    fn define(
        &self,
        object: JSValue,
        key: JSValue,
        descriptor: Descriptor<JSValue>,
        attributes: Attributes,
    ) -> Outcome<bool> {
        let key = self.atom(key)?;
        let mut flags = qjs::JS_PROP_HAS_CONFIGURABLE | qjs::JS_PROP_HAS_ENUMERABLE;
        for (attribute, flag) in ATTRIBUTES {
            if attributes.contains(attribute) {
                flags |= flag;
            }
        }
        let (mut value, mut getter, mut setter) =
            (Self::UNDEFINED, Self::UNDEFINED, Self::UNDEFINED);
        match descriptor {
            Descriptor::Data(data) => {
                flags |= qjs::JS_PROP_HAS_VALUE | qjs::JS_PROP_HAS_WRITABLE;
                value = data;
            }
            Descriptor::Accessor { get, set } => {
                flags &= !qjs::JS_PROP_WRITABLE;
                flags |= qjs::JS_PROP_HAS_GET | qjs::JS_PROP_HAS_SET;
                getter = get.unwrap_or(Self::UNDEFINED);
                setter = set.unwrap_or(Self::UNDEFINED);
            }
        }
        // SAFETY: live values of this engine, which only borrows them.
        self.flag(unsafe {
            qjs::JS_DefineProperty(
                self.context,
                object,
                key.atom,
                value,
                getter,
                setter,
                flags as c_int,
            )
        })
    }

    fn keys(&self, object: JSValue, filter: KeyFilter) -> Outcome<JSValue> {
        keys::keys(self, object, filter)
    }

    fn is_proxy(&self, object: JSValue) -> bool {
        // SAFETY: a live value of this engine.
        unsafe { qjs::JS_IsProxy(object) }
    }

    fn prototype(&self, object: JSValue) -> Outcome<JSValue> {
        // SAFETY: a live object of this engine.
        self.outcome(unsafe { qjs::JS_GetPrototype(self.context, object) })
    }

    fn set_prototype(&self, object: JSValue, prototype: JSValue) -> Outcome<()> {
        // SAFETY: live values of this engine.
        self.flag(unsafe { qjs::JS_SetPrototype(self.context, object, prototype) })
            .map(drop)
    }

    fn freeze(&self, object: JSValue) -> Outcome<()> {
        // SAFETY: a live object of this engine.
        self.flag(unsafe { qjs::JS_FreezeObject(self.context, object) })
            .map(drop)
    }

    fn seal(&self, object: JSValue) -> Outcome<()> {
        // SAFETY: a live object of this engine.
        self.flag(unsafe { qjs::JS_SealObject(self.context, object) })
            .map(drop)
    }
}

/// A property key of the engine, freed when dropped.
pub(super) struct Atom<'a> {
    engine: &'a QuickJs,
    pub(super) atom: JSAtom,
}

impl Drop for Atom<'_> {
    fn drop(&mut self) {
        // SAFETY: this holds one reference to the atom.
        unsafe { qjs::JS_FreeAtom(self.engine.context, self.atom) }
    }
}

impl QuickJs {
    fn atom(&self, key: JSValue) -> Outcome<Atom<'_>> {
        // SAFETY: a live value of this engine.
        self.owned_atom(unsafe { qjs::JS_ValueToAtom(self.context, key) })
    }

    fn atom_utf8(&self, name: &[u8]) -> Outcome<Atom<'_>> {
        let name = String::from_utf8_lossy(name);
        // SAFETY: that many bytes of UTF-8.
        self.owned_atom(unsafe {
            qjs::JS_NewAtomLen(self.context, name.as_ptr().cast(), name.len() as _)
        })
    }

    fn owned_atom(&self, atom: JSAtom) -> Outcome<Atom<'_>> {
        if atom == qjs::JS_ATOM_NULL {
            Err(Thrown)
        } else {
            Ok(Atom { engine: self, atom })
        }
    }

    fn set_atom(&self, object: JSValue, key: JSAtom, value: JSValue) -> Outcome<()> {
        if self.is_proxy(object) {
            return self.set_through_reflect(object, key, value);
        }
        // SAFETY: live values of this engine; it takes the duplicate over.
        let set = unsafe { qjs::JS_SetProperty(self.context, object, key, self.dup(value)) };
        if set >= 0 {
            Ok(())
        } else {
            self.forgive(object, key)
        }
    }

    /// For proxies, whose trap may refuse without throwing.
    fn set_through_reflect(&self, object: JSValue, key: JSAtom, value: JSValue) -> Outcome<()> {
        // SAFETY: a live atom of this engine.
        let key = self.outcome(unsafe { qjs::JS_AtomToValue(self.context, key) })?;
        let set = self.call_intrinsic(
            self.intrinsics.reflect_set,
            Self::UNDEFINED,
            &[object, key, value],
        );
        self.free(key);
        set.map(drop)
    }

    /// The C interface sets as strict code does. What only strict code throws is dropped here: a
    /// property that cannot be written, has no setter, or cannot be added.
    fn forgive(&self, object: JSValue, key: JSAtom) -> Outcome<()> {
        let exception = {
            // SAFETY: the context is live.
            unsafe { qjs::JS_GetException(self.context) }
        };
        if self.refuses(object, key) {
            self.free(exception);
            return Ok(());
        }
        // SAFETY: the exception is handed back.
        unsafe { qjs::JS_Throw(self.context, exception) };
        Err(Thrown)
    }

    /// Whether the property cannot be set for what it or the object is.
    fn refuses(&self, object: JSValue, key: JSAtom) -> bool {
        if !self.is_object(object) {
            return false;
        }
        let mut holder = self.dup(object);
        let refuses = loop {
            if self.is_proxy(holder) {
                break false;
            }
            match self.own_property(holder, key) {
                Err(_) => {
                    self.discard_exception();
                    break false;
                }
                Ok(Some(Property::Data { flags })) => {
                    break flags & qjs::JS_PROP_WRITABLE as c_int == 0;
                }
                Ok(Some(Property::Accessor { has_setter })) => break !has_setter,
                Ok(None) => {}
            }
            let Ok(prototype) = self.prototype(holder) else {
                self.discard_exception();
                break false;
            };
            self.free(holder);
            holder = prototype;
            if !self.is_object(holder) {
                // SAFETY: a live object of this engine.
                let is_extensible = unsafe { qjs::JS_IsExtensible(self.context, object) != 0 };
                break !is_extensible || self.has_fixed_length(object);
            }
        };
        self.free(holder);
        refuses
    }

    /// Whether this is an array whose length cannot change.
    fn has_fixed_length(&self, object: JSValue) -> bool {
        let length = self.classes.atoms.length;
        self.is_array(object)
            && matches!(
                self.own_property(object, length),
                Ok(Some(Property::Data { flags })) if flags & qjs::JS_PROP_WRITABLE as c_int == 0
            )
    }

    /// An object's own property, with values that are the caller's to free; may run a proxy's traps.
    fn own_property_descriptor(
        &self,
        object: JSValue,
        key: JSAtom,
    ) -> Outcome<Option<JSPropertyDescriptor>> {
        let mut descriptor = MaybeUninit::<JSPropertyDescriptor>::uninit();
        // SAFETY: a live object of this engine, which fills the descriptor where it answers 1.
        let found = self.flag(unsafe {
            qjs::JS_GetOwnProperty(self.context, descriptor.as_mut_ptr(), object, key)
        })?;
        // SAFETY: filled, as above.
        Ok(found.then(|| unsafe { descriptor.assume_init() }))
    }

    /// What an object's own property is; may run a proxy's traps.
    pub(super) fn own_property(&self, object: JSValue, key: JSAtom) -> Outcome<Option<Property>> {
        let Some(descriptor) = self.own_property_descriptor(object, key)? else {
            return Ok(None);
        };
        let property = if descriptor.flags & qjs::JS_PROP_GETSET as c_int != 0 {
            Property::Accessor {
                has_setter: self.is_object(descriptor.setter),
            }
        } else {
            Property::Data {
                flags: descriptor.flags,
            }
        };
        self.free(descriptor.value);
        self.free(descriptor.getter);
        self.free(descriptor.setter);
        Ok(Some(property))
    }
}

/// An own property, as far as setting it goes.
pub(super) enum Property {
    Data { flags: c_int },
    Accessor { has_setter: bool },
}
