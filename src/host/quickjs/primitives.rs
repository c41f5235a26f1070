//! Primitive values.

use super::QuickJs;
use crate::host::engine::{Outcome, Primitives, ValueType};
use rquickjs::qjs::{self, JSValue};

impl Primitives for QuickJs {
    const UNDEFINED: JSValue = qjs::JS_UNDEFINED;
    const NULL: JSValue = qjs::JS_NULL;
    const TRUE: JSValue = qjs::JS_TRUE;
    const FALSE: JSValue = qjs::JS_FALSE;

    fn global(&self) -> JSValue {
        // SAFETY: the engine holds a reference to its global object.
        unsafe { qjs::JS_DupValue(self.context, self.global) }
    }

    #[inline]
    fn number(&self, number: f64) -> JSValue {
        qjs::JS_NewFloat64(number)
    }

    #[inline]
    fn int32(&self, number: i32) -> JSValue {
        qjs::JS_MKVAL(qjs::JS_TAG_INT, number)
    }

    #[inline]
    fn as_number(&self, value: JSValue) -> Option<f64> {
        const INT: i64 = qjs::JS_TAG_INT as i64;
        const FLOAT: i64 = qjs::JS_TAG_FLOAT64 as i64;
        match value.tag {
            // SAFETY: the tag says which member of the union is set.
            INT => Some(f64::from(unsafe { value.u.int32 })),
            // SAFETY: as above.
            FLOAT => Some(unsafe { value.u.float64 }),
            _ => None,
        }
    }

    #[inline]
    fn as_int32(&self, value: JSValue) -> Option<i32> {
        // SAFETY: every bit pattern is an integer; the tag says whether it is the value's.
        (value.tag == i64::from(qjs::JS_TAG_INT)).then_some(unsafe { value.u.int32 })
    }

    #[inline]
    fn as_boolean(&self, value: JSValue) -> Option<bool> {
        // SAFETY: as above.
        (value.tag == i64::from(qjs::JS_TAG_BOOL)).then_some(unsafe { value.u.int32 != 0 })
    }

    fn type_of(&self, value: JSValue) -> ValueType {
        match value.tag as i32 {
            qjs::JS_TAG_UNDEFINED => ValueType::Undefined,
            qjs::JS_TAG_NULL => ValueType::Null,
            qjs::JS_TAG_BOOL => ValueType::Boolean,
            qjs::JS_TAG_INT | qjs::JS_TAG_FLOAT64 => ValueType::Number,
            qjs::JS_TAG_STRING | qjs::JS_TAG_STRING_ROPE => ValueType::String,
            qjs::JS_TAG_SYMBOL => ValueType::Symbol,
            qjs::JS_TAG_BIG_INT | qjs::JS_TAG_SHORT_BIG_INT => ValueType::BigInt,
            // SAFETY: an object value of this engine.
            _ => match unsafe { qjs::JS_GetClassID(value) } {
                class if class == self.classes.external => ValueType::External,
                class if class == self.classes.function => ValueType::Function,
                // SAFETY: as above.
                _ if unsafe { qjs::JS_IsFunction(self.context, value) } => ValueType::Function,
                _ => ValueType::Object,
            },
        }
    }

    #[inline]
    fn is_object(&self, value: JSValue) -> bool {
        value.tag == i64::from(qjs::JS_TAG_OBJECT)
    }

    fn to_boolean(&self, value: JSValue) -> bool {
        // SAFETY: a live value of this engine; the conversion runs nothing and throws nothing.
        unsafe { qjs::JS_ToBool(self.context, value) > 0 }
    }

    fn to_number(&self, value: JSValue) -> Outcome<JSValue> {
        // SAFETY: a live value of this engine.
        self.outcome(unsafe { qjs::JS_ToNumber(self.context, value) })
    }

    fn to_string(&self, value: JSValue) -> Outcome<JSValue> {
        // SAFETY: a live value of this engine.
        self.outcome(unsafe { qjs::JS_ToString(self.context, value) })
    }

    fn to_object(&self, value: JSValue) -> Outcome<JSValue> {
        // SAFETY: a live value of this engine.
        self.outcome(unsafe { qjs::JS_ToObject(self.context, value) })
    }

    fn strict_equals(&self, left: JSValue, right: JSValue) -> bool {
        // SAFETY: live values of this engine.
        unsafe { qjs::JS_IsStrictEqual(self.context, left, right) }
    }
}
