//! Functions: one callable class for all native ones.
//!
//! `JSClassDef.call` is the engine's fastest way in, and the only one that gives both `this` and
//! `new.target`. What it costs: a native function does not show in `Error.stack`.

use super::{QuickJs, classes};
use crate::host::engine::{Call, Functions, Native, Outcome, Primitives, Thrown, Values};
use rquickjs::qjs::{self, JSContext, JSRuntime, JSValue};
use std::ffi::{c_int, c_void};
use std::ptr::{self, NonNull};
use std::slice;

/// What a native function object holds.
pub(super) struct FunctionCell {
    pub(super) native: Native<JSValue>,
    /// The engine, which outlives its objects.
    pub(super) engine: *const QuickJs,
    /// The class that this function constructs instances of, or null for a plain function.
    pub(super) template: *const c_void,
}

impl Drop for FunctionCell {
    fn drop(&mut self) {
        // SAFETY: the maker's promise; the function object is gone, so nothing uses the data.
        unsafe { (self.native.drop)(self.native.data) }
    }
}

impl Functions for QuickJs {
    fn function(&self, name: JSValue, native: Native<JSValue>) -> Outcome<JSValue> {
        let function = self.native_function(name, native, ptr::null())?;
        // V8 gives each function a prototype, which `class … extends` asks for. Without the link
        // back to the function it makes no cycle.
        let prototype = self.new_prototype(function);
        if let Err(thrown) = prototype {
            self.free(function);
            return Err(thrown);
        }
        Ok(function)
    }

    #[inline]
    fn is_function(&self, value: JSValue) -> bool {
        // SAFETY: a live value of this engine.
        unsafe { qjs::JS_IsFunction(self.context, value) }
    }

    fn call(&self, function: JSValue, this: JSValue, arguments: &[JSValue]) -> Outcome<JSValue> {
        self.call_intrinsic(function, this, arguments)
    }

    fn construct(&self, constructor: JSValue, arguments: &[JSValue]) -> Outcome<JSValue> {
        // SAFETY: live values of this engine; it only reads the arguments.
        self.outcome(unsafe {
            qjs::JS_CallConstructor(
                self.context,
                constructor,
                arguments.len() as c_int,
                arguments.as_ptr().cast_mut(),
            )
        })
    }

    fn instance_of(&self, object: JSValue, constructor: JSValue) -> Outcome<bool> {
        // SAFETY: live values of this engine.
        self.flag(unsafe { qjs::JS_IsInstanceOf(self.context, object, constructor) })
    }
}

impl QuickJs {
    /// A function object without a prototype. The native function is dropped where this throws.
    pub(super) fn native_function(
        &self,
        name: JSValue,
        native: Native<JSValue>,
        template: *const c_void,
    ) -> Outcome<JSValue> {
        let cell = Box::new(FunctionCell {
            native,
            engine: self,
            template,
        });
        // SAFETY: the class is registered with this runtime, and its opaque is such a cell.
        unsafe {
            let prototype = qjs::JS_GetFunctionProto(self.context);
            let function =
                qjs::JS_NewObjectProtoClass(self.context, prototype, self.classes.function);
            qjs::JS_FreeValue(self.context, prototype);
            let function = self.outcome(function)?;
            qjs::JS_SetOpaque(function, Box::into_raw(cell).cast());
            qjs::JS_SetConstructorBit(self.context, function, true);
            let flags = qjs::JS_PROP_CONFIGURABLE as c_int;
            let atoms = &self.classes.atoms;
            let length = qjs::JS_DefinePropertyValue(
                self.context,
                function,
                atoms.length,
                self.int32(0),
                flags,
            );
            let name = self.dup(name);
            let name = qjs::JS_DefinePropertyValue(self.context, function, atoms.name, name, flags);
            if length < 0 || name < 0 {
                self.free(function);
                return Err(Thrown);
            }
            Ok(function)
        }
    }

    /// Gives a function a fresh `prototype`: writable, as V8 has it.
    fn new_prototype(&self, function: JSValue) -> Outcome<()> {
        // SAFETY: live values of this engine; the definition takes the prototype over.
        unsafe {
            let prototype = self.outcome(qjs::JS_NewObject(self.context))?;
            let defined = qjs::JS_DefinePropertyValue(
                self.context,
                function,
                self.classes.atoms.prototype,
                prototype,
                qjs::JS_PROP_WRITABLE as c_int,
            );
            self.flag(defined).map(drop)
        }
    }
}

/// The engine's way into every native function. Plain calls, which are most, go straight through.
pub(super) unsafe extern "C" fn call(
    context: *mut JSContext,
    function: JSValue,
    this: JSValue,
    argument_count: c_int,
    arguments: *mut JSValue,
    flags: c_int,
) -> JSValue {
    let mut class = 0;
    // SAFETY: only objects of the function class come here; the caller keeps the object alive.
    let cell = unsafe { &*qjs::JS_GetAnyOpaque(function, &mut class).cast::<FunctionCell>() };
    // SAFETY: the engine outlives its objects.
    let engine = unsafe { &*cell.engine };
    let start = NonNull::new(arguments).unwrap_or(NonNull::dangling());
    // SAFETY: the engine keeps that many arguments until this returns; for none it may give null.
    let arguments = unsafe { slice::from_raw_parts(start.as_ptr(), argument_count as usize) };
    let is_plain = flags & qjs::JS_CALL_FLAG_CONSTRUCTOR as c_int == 0;
    if !is_plain || engine.stack.is_exhausted() {
        return call_otherwise(engine, cell, this, arguments, is_plain, context);
    }
    // Native functions are sloppy, as V8's are: without a `this` it is the global object, which is
    // borrowed, like the arguments.
    let this = match this.tag as i32 {
        qjs::JS_TAG_OBJECT => this,
        qjs::JS_TAG_UNDEFINED | qjs::JS_TAG_NULL => engine.global,
        _ => return call_otherwise(engine, cell, this, arguments, is_plain, context),
    };
    // SAFETY: the data is live as long as the function object.
    or_exception(unsafe {
        (cell.native.entry)(
            cell.native.data,
            &Call {
                this,
                new_target: None,
                arguments,
            },
        )
    })
}

/// What the engine is given for what a native function gave.
#[inline]
fn or_exception(value: JSValue) -> JSValue {
    if QuickJs::is_hole(value) {
        qjs::JS_EXCEPTION
    } else {
        value
    }
}

/// A construction, a call whose `this` is a primitive, or one that the stack has no room for.
#[inline(never)]
fn call_otherwise(
    engine: &QuickJs,
    cell: &FunctionCell,
    this: JSValue,
    arguments: &[JSValue],
    is_plain: bool,
    context: *mut JSContext,
) -> JSValue {
    if engine.stack.is_exhausted() {
        return stack_overflow(context);
    }
    if !is_plain {
        return or_exception(construct(engine, cell, this, arguments));
    }
    // A primitive becomes its wrapper.
    let Ok(this) = engine.to_object(this) else {
        return qjs::JS_EXCEPTION;
    };
    let call = Call {
        this,
        new_target: None,
        arguments,
    };
    // SAFETY: the data is live as long as the function object.
    let result = unsafe { (cell.native.entry)(cell.native.data, &call) };
    engine.free(this);
    or_exception(result)
}

/// `new`: makes the instance, which what the function returns may replace if it is an object.
fn construct(
    engine: &QuickJs,
    cell: &FunctionCell,
    new_target: JSValue,
    arguments: &[JSValue],
) -> JSValue {
    let Ok(this) = engine.new_instance(new_target, cell.template) else {
        return QuickJs::HOLE;
    };
    let call = Call {
        this,
        new_target: Some(new_target),
        arguments,
    };
    // SAFETY: the data is live as long as the function object.
    let result = unsafe { (cell.native.entry)(cell.native.data, &call) };
    if QuickJs::is_hole(result) || engine.is_object(result) {
        engine.free(this);
        return result;
    }
    engine.free(result);
    this
}

fn stack_overflow(context: *mut JSContext) -> JSValue {
    // SAFETY: the format takes no arguments.
    unsafe { qjs::JS_ThrowRangeError(context, c"Maximum call stack size exceeded".as_ptr()) }
}

/// Runs when a function object is gone.
pub(super) unsafe extern "C" fn finalize(_runtime: *mut JSRuntime, function: JSValue) {
    // SAFETY: an object of the function class; its cell, if it got one, is freed once.
    unsafe { classes::free_cell::<FunctionCell>(function) }
}
