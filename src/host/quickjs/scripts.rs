//! Scripts.

use super::QuickJs;
use crate::host::engine::{Outcome, Scripts};
use rquickjs::qjs::{self, JSValue};
use std::ffi::CString;

impl Scripts for QuickJs {
    fn run_script(&self, source: &[u8], file_name: &str) -> Outcome<JSValue> {
        // The engine wants a NUL behind the source, which its length does not count.
        let mut text = Vec::with_capacity(source.len() + 1);
        text.extend_from_slice(source);
        text.push(0);
        let file_name: Vec<u8> = file_name.bytes().filter(|&byte| byte != 0).collect();
        let file_name = CString::new(file_name).unwrap_or_default();
        // SAFETY: both texts end with a NUL and outlive the call.
        self.outcome(unsafe {
            qjs::JS_Eval(
                self.context,
                text.as_ptr().cast(),
                source.len() as _,
                file_name.as_ptr(),
                qjs::JS_EVAL_TYPE_GLOBAL as i32,
            )
        })
    }

    unsafe fn run_bytecode(&self, bytecode: &[u8]) -> Outcome<JSValue> {
        // SAFETY: the bytes outlive the call, which copies what it keeps; the caller vouches for
        // them.
        let script = self.outcome(unsafe {
            qjs::JS_ReadObject(
                self.context,
                bytecode.as_ptr(),
                bytecode.len() as _,
                qjs::JS_READ_OBJ_BYTECODE as i32,
            )
        })?;
        // SAFETY: the call takes over the script, which is this caller's.
        self.outcome(unsafe { qjs::JS_EvalFunction(self.context, script) })
    }
}
