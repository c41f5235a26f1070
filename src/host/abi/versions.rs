//! Versions, and what a module asks about itself and the process.

use super::call::prelude::*;
use crate::host::module_manager;

/// The Node.js whose Node-API this host has: whoever asks for the version wants to know that.
#[repr(transparent)]
struct NodeVersion(napi_node_version);

// SAFETY: immutable, and its string is static.
unsafe impl Sync for NodeVersion {}

static NODE_VERSION: NodeVersion = NodeVersion(napi_node_version {
    major: 22,
    minor: 22,
    patch: 2,
    release: c"node".as_ptr(),
});

api! {
    basic fn napi_get_version(env, result: *mut u32 as Out<u32>) {
        result.set(module_manager::HIGHEST_VERSION);
        Ok(())
    }

    basic fn napi_get_node_version(
        env, version: *mut *const napi_node_version as Out<*const napi_node_version>
    ) {
        version.set(&raw const NODE_VERSION.0);
        Ok(())
    }

    basic fn node_api_get_module_file_name(
        env, result: *mut *const c_char as Out<*const c_char>
    ) {
        result.set(env.file_name().as_ptr());
        Ok(())
    }

    basic fn napi_get_uv_event_loop(
        env, uv_loop: *mut *mut uv_loop_s as Out<*mut uv_loop_s>
    ) {
        let found = env.isolate.event_loop.uv_loop(&env.isolate);
        uv_loop.set(found.ok_or(napi_generic_failure)?);
        Ok(())
    }
}

/// The oldest way in: a constructor of the module calls this while it is loaded.
pub(super) unsafe extern "C" fn napi_module_register(module: *mut napi_module) {
    // SAFETY: null or a module: the addon's promise.
    if let Some(module) = unsafe { module.as_ref() } {
        module_manager::register(module.nm_register_func);
    }
}
