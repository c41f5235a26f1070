//! What calls between JavaScript and native code cost: the engine's own C functions, the same
//! through Node-API, and through the safe API, side by side.
//!
//! `cargo bench --features host --bench calls`

mod support;

use nodeapi::{Function, IntoJs, JsValue, Object, Runtime};
use nodeapi_sys as sys;
use rquickjs::qjs;
use std::ffi::{CStr, CString, c_int, c_void};
use std::ptr;
use support::{Contender, compare};

/// A context of the engine alone, with C functions as globals.
struct Raw {
    runtime: *mut qjs::JSRuntime,
    context: *mut qjs::JSContext,
}

type RawFunction = unsafe extern "C" fn(
    *mut qjs::JSContext,
    qjs::JSValue,
    c_int,
    *mut qjs::JSValue,
) -> qjs::JSValue;

impl Raw {
    fn new() -> Self {
        // SAFETY: a fresh runtime and context, used on this thread.
        unsafe {
            let runtime = qjs::JS_NewRuntime();
            let context = qjs::JS_NewContext(runtime);
            Raw { runtime, context }
        }
    }

    fn define(&self, name: &CStr, function: RawFunction) {
        // SAFETY: live values; the global object takes the function over.
        unsafe {
            let value = qjs::JS_NewCFunction2(
                self.context,
                Some(function),
                name.as_ptr(),
                0,
                qjs::JSCFunctionEnum_JS_CFUNC_generic,
                0,
            );
            let global = qjs::JS_GetGlobalObject(self.context);
            qjs::JS_SetPropertyStr(self.context, global, name.as_ptr(), value);
            qjs::JS_FreeValue(self.context, global);
        }
    }

    fn eval(&self, source: &str) -> qjs::JSValue {
        let length = source.len();
        let source = CString::new(source).unwrap();
        // SAFETY: NUL-terminated, and as long as said.
        unsafe {
            qjs::JS_Eval(
                self.context,
                source.as_ptr(),
                length as _,
                c"bench".as_ptr(),
                0,
            )
        }
    }

    /// A function of one argument that runs `body` that often.
    fn looping(&self, body: &str) -> impl FnMut(u32) + '_ {
        let function = self.eval(&looping(body));
        move |operations| {
            let mut arguments = [qjs::JS_MKVAL(qjs::JS_TAG_INT, operations as i32)];
            // SAFETY: live values of this context.
            unsafe {
                let result = qjs::JS_Call(
                    self.context,
                    function,
                    qjs::JS_UNDEFINED,
                    1,
                    arguments.as_mut_ptr(),
                );
                assert!(!qjs::JS_IsException(result));
            }
        }
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // The process is about to end; what the loops hold is not worth tracking.
        let _ = self.runtime;
    }
}

fn looping(body: &str) -> String {
    format!("(function (n) {{ for (let i = 0; i < n; i++) {{ {body} }} }})")
}

unsafe extern "C" fn raw_nop(
    _: *mut qjs::JSContext,
    _: qjs::JSValue,
    _: c_int,
    _: *mut qjs::JSValue,
) -> qjs::JSValue {
    qjs::JS_UNDEFINED
}

unsafe extern "C" fn raw_add(
    context: *mut qjs::JSContext,
    _: qjs::JSValue,
    count: c_int,
    arguments: *mut qjs::JSValue,
) -> qjs::JSValue {
    let (mut a, mut b) = (0, 0);
    // SAFETY: two arguments, as the bench gives them.
    unsafe {
        assert!(count >= 2);
        qjs::JS_ToInt32(context, &mut a, *arguments);
        qjs::JS_ToInt32(context, &mut b, *arguments.add(1));
    }
    qjs::JS_MKVAL(qjs::JS_TAG_INT, a.wrapping_add(b))
}

unsafe extern "C" fn abi_nop(_: sys::napi_env, _: sys::napi_callback_info) -> sys::napi_value {
    ptr::null_mut()
}

unsafe extern "C" fn abi_add(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    let mut arguments = [ptr::null_mut(); 2];
    let mut count = 2;
    let (mut a, mut b) = (0, 0);
    let mut result = ptr::null_mut();
    // SAFETY: a callback's environment and call; results go to locals.
    unsafe {
        let _ = sys::napi_get_cb_info(
            env,
            info,
            &mut count,
            arguments.as_mut_ptr(),
            ptr::null_mut(),
            ptr::null_mut(),
        );
        let _ = sys::napi_get_value_int32(env, arguments[0], &mut a);
        let _ = sys::napi_get_value_int32(env, arguments[1], &mut b);
        let _ = sys::napi_create_int32(env, a.wrapping_add(b), &mut result);
    }
    result
}

/// Makes `function` a global.
unsafe extern "C" fn abi_calls(env: sys::napi_env, _: sys::napi_callback_info) -> sys::napi_value {
    // A hundred calls of the cheapest kind: what one costs is what this takes more than nothing.
    let mut result = ptr::null_mut();
    for _ in 0..100 {
        // SAFETY: a callback's environment; the result goes to a local.
        let _ = unsafe { sys::napi_get_undefined(env, &mut result) };
    }
    result
}

unsafe extern "C" fn abi_reads(
    env: sys::napi_env,
    info: sys::napi_callback_info,
) -> sys::napi_value {
    let mut argument = ptr::null_mut();
    let mut count = 1;
    let mut number = 0;
    // SAFETY: a callback's environment and call; results go to locals.
    unsafe {
        let _ = sys::napi_get_cb_info(
            env,
            info,
            &mut count,
            &mut argument,
            ptr::null_mut(),
            ptr::null_mut(),
        );
        for _ in 0..100 {
            let _ = sys::napi_get_value_int32(env, argument, &mut number);
        }
    }
    argument
}

fn define_abi(runtime: &mut Runtime, name: &str, callback: sys::napi_callback) {
    runtime
        .with(|env| {
            let mut function = ptr::null_mut();
            // SAFETY: a live environment; the callbacks above take any call.
            let status = unsafe {
                sys::napi_create_function(
                    env.raw(),
                    ptr::null(),
                    0,
                    callback,
                    ptr::null_mut::<c_void>(),
                    &mut function,
                )
            };
            assert_eq!(status, sys::napi_ok);
            // SAFETY: the handle was just made.
            let function = unsafe { <Function<'_>>::from_raw(function) };
            let global: Object<'_> = env.global();
            global.set(env, name, function)
        })
        .unwrap();
}

/// A function of one argument that runs `body` that often.
fn abi_looping<'r>(runtime: &'r mut Runtime, body: &str) -> impl FnMut(u32) + 'r {
    runtime
        .eval::<()>(&format!("globalThis.loop_ = {}; undefined", looping(body)))
        .unwrap();
    let function = runtime
        .with(|env| {
            let function: Function<'_> = env.global().get(env, "loop_")?;
            env.reference(function)
        })
        .unwrap();
    move |operations| {
        runtime
            .with(|env| function.get(env)?.call::<_, ()>(env, (operations,)))
            .unwrap();
    }
}

fn runtime() -> Runtime {
    Runtime::builder().checked(false).build().unwrap()
}

fn main() {
    let raw = Raw::new();
    raw.define(c"nop", raw_nop);
    raw.define(c"add", raw_add);
    let mut runtimes: Vec<Runtime> = (0..4).map(|_| runtime()).collect();
    for runtime in &mut runtimes {
        define_abi(runtime, "nop", Some(abi_nop));
        define_abi(runtime, "add", Some(abi_add));
        define_abi(runtime, "calls", Some(abi_calls));
        define_abi(runtime, "reads", Some(abi_reads));
        runtime
            .with(|env| {
                let nop = env.function(|env, _| Ok(env.undefined()))?;
                let add = env.function(|env, args| {
                    let (a, b): (i32, i32) = (args.get(env, 0)?, args.get(env, 1)?);
                    a.wrapping_add(b).into_js(env)
                })?;
                env.global().set(env, "safeNop", nop)?;
                env.global().set(env, "safeAdd", add)?;
                let _ = nop.as_value();
                Ok(())
            })
            .unwrap();
    }
    let [first, second, ..] = &mut runtimes[..] else {
        unreachable!("four were made")
    };

    compare(
        "nothing, called from JavaScript (loop included)",
        &mut [
            Contender::new("QuickJS C function", raw.looping("nop()")),
            Contender::new("Node-API callback", abi_looping(first, "nop()")),
            Contender::new("safe closure", abi_looping(second, "safeNop()")),
            Contender::new("(the empty loop)", raw.looping("")),
        ],
    );
    compare(
        "add(i32, i32), called from JavaScript (loop included)",
        &mut [
            Contender::new("QuickJS C function", raw.looping("add(i, 1)")),
            Contender::new(
                "Node-API callback, 4 calls",
                abi_looping(first, "add(i, 1)"),
            ),
            Contender::new("safe closure", abi_looping(second, "safeAdd(i, 1)")),
        ],
    );
    compare(
        "100 ABI calls in one callback (divide by 100)",
        &mut [
            Contender::new("nothing", abi_looping(first, "nop()")),
            Contender::new("napi_get_undefined", abi_looping(second, "calls()")),
        ],
    );
    compare(
        "100 ABI calls in one callback (divide by 100)",
        &mut [
            Contender::new("nothing", abi_looping(first, "nop()")),
            Contender::new("napi_get_value_int32", abi_looping(second, "reads(i)")),
        ],
    );
}
