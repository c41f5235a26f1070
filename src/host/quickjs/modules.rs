//! ECMAScript modules.

use super::QuickJs;
use crate::host::engine::{ModuleHooks, ModuleSource, Modules, Outcome, Values};
use rquickjs::qjs::{self, JSContext, JSModuleDef, JSPropertyEnum, JSValue};
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::{ptr, slice};

/// What `import` says in a context other than the engine's own, whose modules these are.
const NO_IMPORT: &CStr = c"A dynamic import callback was not specified.";

/// Who is asked for modules.
pub(super) struct Loader {
    engine: *const QuickJs,
    hooks: ModuleHooks<JSValue>,
    context: *mut c_void,
}

impl Modules for QuickJs {
    unsafe fn set_module_hooks(&self, hooks: ModuleHooks<JSValue>, context: *mut c_void) {
        let loader = Box::new(Loader {
            engine: self,
            hooks,
            context,
        });
        let opaque = (&raw const *loader).cast_mut().cast();
        // SAFETY: the box lives as long as the engine or until the next hooks replace it.
        unsafe { qjs::JS_SetModuleLoaderFunc(self.runtime, Some(normalize), Some(load), opaque) };
        self.loader.set(Some(loader));
    }

    fn import_module(&self, base: &str, request: &str) -> Outcome<JSValue> {
        let (base, request) = (c_string(base), c_string(request));
        // SAFETY: both names outlive the call.
        self.outcome(unsafe { qjs::JS_LoadModule(self.context, base.as_ptr(), request.as_ptr()) })
    }

    fn is_module_syntax(&self, source: &[u8]) -> bool {
        let text = with_nul(source);
        // SAFETY: the source ends with a NUL that its length does not count.
        unsafe { qjs::JS_DetectModule(text.as_ptr().cast(), source.len() as _) }
    }
}

/// A name for the engine; a NUL in it would end it.
fn c_string(name: &str) -> CString {
    CString::new(name.replace('\0', "\u{FFFD}")).unwrap_or_default()
}

fn with_nul(source: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(source.len() + 1);
    text.extend_from_slice(source);
    text.push(0);
    text
}

/// # Safety
///
/// `name` is NUL-terminated.
unsafe fn text<'a>(name: *const c_char) -> std::borrow::Cow<'a, str> {
    // SAFETY: the caller's promise.
    unsafe { CStr::from_ptr(name) }.to_string_lossy()
}

/// The name that a request means; the engine frees it. Null where that threw.
unsafe extern "C" fn normalize(
    context: *mut JSContext,
    base: *const c_char,
    request: *const c_char,
    opaque: *mut c_void,
) -> *mut c_char {
    // SAFETY: as below; the engine outlives its loader's use.
    if unsafe { (*(*opaque.cast::<Loader>()).engine).context } != context {
        // SAFETY: the format takes no arguments.
        unsafe { qjs::JS_ThrowTypeError(context, NO_IMPORT.as_ptr()) };
        return ptr::null_mut();
    }
    // SAFETY: `set_module_hooks` registered this function with a loader; names end with a NUL.
    let (loader, base, request) = unsafe { (&*opaque.cast::<Loader>(), text(base), text(request)) };
    // SAFETY: the promise of whoever set the hooks.
    match unsafe { (loader.hooks.resolve)(loader.context, &base, &request) } {
        Ok(name) => {
            let name = c_string(&name);
            let length = name.as_bytes().len();
            // SAFETY: the engine copies that many bytes.
            unsafe { qjs::js_strndup(context, name.as_ptr(), length as _) }
        }
        Err(_) => ptr::null_mut(),
    }
}

/// Makes the module of a name. Null where that threw.
unsafe extern "C" fn load(
    _context: *mut JSContext,
    name: *const c_char,
    opaque: *mut c_void,
) -> *mut JSModuleDef {
    // SAFETY: as in `normalize`; the engine outlives its loader's use.
    let (loader, engine, name) = unsafe {
        let loader = &*opaque.cast::<Loader>();
        (loader, &*loader.engine, text(name))
    };
    // SAFETY: the promise of whoever set the hooks.
    let module = match unsafe { (loader.hooks.load)(loader.context, &name) } {
        Ok(ModuleSource::Text(source)) => engine.compile_module(loader, &source, &name),
        Ok(ModuleSource::Exports(exports)) => engine.module_of_values(exports, &name),
        Err(thrown) => Err(thrown),
    };
    module.unwrap_or(ptr::null_mut())
}

impl QuickJs {
    fn compile_module(
        &self,
        loader: &Loader,
        source: &[u8],
        name: &str,
    ) -> Outcome<*mut JSModuleDef> {
        let (text, file_name) = (with_nul(source), c_string(name));
        // SAFETY: both texts end with a NUL and outlive the call. The engine keeps the module in
        // its list; the value that stands for it is not needed any more.
        let module = unsafe {
            let module = self.outcome(qjs::JS_Eval(
                self.context,
                text.as_ptr().cast(),
                source.len() as _,
                file_name.as_ptr(),
                (qjs::JS_EVAL_TYPE_MODULE | qjs::JS_EVAL_FLAG_COMPILE_ONLY) as c_int,
            ))?;
            let definition = qjs::JS_VALUE_GET_PTR(module).cast::<JSModuleDef>();
            self.free(module);
            definition
        };
        // SAFETY: the module is live, and its meta object ours to free.
        unsafe {
            let meta = self.outcome(qjs::JS_GetImportMeta(self.context, module))?;
            let described = (loader.hooks.describe)(loader.context, name, meta);
            self.free(meta);
            described?;
        }
        Ok(module)
    }

    /// A module that exports values. They wait in an object until the module is evaluated.
    fn module_of_values(
        &self,
        exports: Vec<(String, JSValue)>,
        name: &str,
    ) -> Outcome<*mut JSModuleDef> {
        let file_name = c_string(name);
        // SAFETY: live values of this engine; names end with a NUL, and the engine copies them.
        unsafe {
            let values = qjs::JS_NewObjectProto(self.context, qjs::JS_NULL);
            let module = qjs::JS_NewCModule(self.context, file_name.as_ptr(), Some(evaluate));
            let mut is_whole = !qjs::JS_IsException(values) && !module.is_null();
            for (export, value) in exports {
                if !is_whole {
                    self.free(value);
                    continue;
                }
                let export = c_string(&export);
                is_whole = qjs::JS_AddModuleExport(self.context, module, export.as_ptr()) >= 0
                    && qjs::JS_DefinePropertyValueStr(
                        self.context,
                        values,
                        export.as_ptr(),
                        value,
                        qjs::JS_PROP_C_W_E as c_int,
                    ) >= 0;
            }
            if !is_whole {
                self.free(values);
                return Err(crate::host::engine::Thrown);
            }
            qjs::JS_SetModulePrivateValue(self.context, module, values);
            Ok(module)
        }
    }
}

/// Evaluates a module of values: sets its exports.
unsafe extern "C" fn evaluate(context: *mut JSContext, module: *mut JSModuleDef) -> c_int {
    // SAFETY: `module_of_values` gave the module an object of its exports, whose names were
    // NUL-terminated; the engine takes each value over.
    unsafe {
        let values = qjs::JS_GetModulePrivateValue(context, module);
        let (mut table, mut length): (*mut JSPropertyEnum, u32) = (ptr::null_mut(), 0);
        let found = qjs::JS_GetOwnPropertyNames(
            context,
            &mut table,
            &mut length,
            values,
            qjs::JS_GPN_STRING_MASK as c_int,
        );
        let mut result = found;
        if found >= 0 && length > 0 {
            for entry in slice::from_raw_parts(table, length as usize) {
                let name = qjs::JS_AtomToCStringLen(context, ptr::null_mut(), entry.atom);
                let value = qjs::JS_GetProperty(context, values, entry.atom);
                if qjs::JS_SetModuleExport(context, module, name, value) < 0 {
                    result = -1;
                }
                qjs::JS_FreeCString(context, name);
            }
        }
        if found >= 0 {
            qjs::JS_FreePropertyEnum(context, table, length);
        }
        qjs::JS_FreeValue(context, values);
        result.min(0)
    }
}
