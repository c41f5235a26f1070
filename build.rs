//! Compiles the JavaScript of `src/host/node/js` to the engine's bytecode: a third of the time that
//! parsing takes at every start, and none of the memory.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "node")]
    builtins::compile();
}

#[cfg(feature = "node")]
mod builtins {
    use rquickjs_core::{Context, Ctx, Runtime, qjs};
    use std::ffi::CString;
    use std::path::{Path, PathBuf};
    use std::{env, fs, slice};

    const FOLDER: &str = "src/host/node/js";

    /// Writes `NAME.bytecode` into Cargo's output folder for each `NAME.js` of the folder.
    pub(super) fn compile() {
        println!("cargo::rerun-if-changed={FOLDER}");
        let output = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo sets OUT_DIR"));
        let runtime = Runtime::new().expect("an engine");
        let context = Context::full(&runtime).expect("a context");
        let mut names = Vec::new();
        find(Path::new(FOLDER), "", &mut names);
        for name in names {
            let source = fs::read_to_string(format!("{FOLDER}/{name}.js")).expect("a source file");
            let target = output.join(format!("{name}.bytecode"));
            fs::create_dir_all(target.parent().expect("it is in a folder")).expect("a folder");
            let bytecode = context.with(|ctx| bytecode(&ctx, &name, &source));
            fs::write(target, bytecode).expect("Cargo's output folder can be written to");
        }
    }

    /// The names of the sources in a folder, without `.js`, relative to the outermost.
    fn find(folder: &Path, prefix: &str, names: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("the folder of sources") {
            let path = entry.expect("an entry").path();
            let stem = path.file_stem().expect("a name").to_string_lossy();
            let name = format!("{prefix}{stem}");
            if path.is_dir() {
                find(&path, &format!("{name}/"), names);
            } else {
                names.push(name);
            }
        }
    }

    /// What a builtin compiles to: a script whose value is a function.
    fn bytecode(ctx: &Ctx<'_>, name: &str, source: &str) -> Vec<u8> {
        let script = match name {
            "bootstrap" => source.to_owned(),
            _ => format!("(function (exports, require, module, host) {{{source}\n}})"),
        };
        let length = script.len();
        let script = CString::new(script).expect("a source without NUL");
        let file_name = CString::new(format!("node:{name}")).expect("a name without NUL");
        let flags = qjs::JS_EVAL_TYPE_GLOBAL | qjs::JS_EVAL_FLAG_COMPILE_ONLY;
        let context = ctx.as_raw().as_ptr();
        // SAFETY: the context is live, both texts end with a NUL and outlive the call.
        let compiled = unsafe {
            qjs::JS_Eval(
                context,
                script.as_ptr(),
                length as _,
                file_name.as_ptr(),
                flags as i32,
            )
        };
        // SAFETY: as above; what was thrown is text that ends with a NUL, or NULL.
        if unsafe { qjs::JS_IsException(compiled) } {
            panic!("{FOLDER}/{name}.js: {:?}", ctx.catch());
        }
        let mut size = 0;
        let flags = qjs::JS_WRITE_OBJ_BYTECODE | qjs::JS_WRITE_OBJ_STRIP_SOURCE;
        // SAFETY: the context and the value are live; the engine allocates what it returns.
        let written = unsafe { qjs::JS_WriteObject(context, &mut size, compiled, flags as i32) };
        assert!(
            !written.is_null(),
            "{FOLDER}/{name}.js cannot be written as bytecode"
        );
        // SAFETY: the engine says how much it has written.
        let bytes = unsafe { slice::from_raw_parts(written, size as usize) }.to_vec();
        // SAFETY: both are the caller's, who is done with them.
        unsafe {
            qjs::js_free(context, written.cast());
            qjs::JS_FreeValue(context, compiled);
        }
        bytes
    }
}
