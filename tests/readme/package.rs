use nodeapi::Runtime;
use nodeapi::prelude::*;
use std::path::Path;

/// The checksum of a text, by a package from npm. `npm install @node-rs/crc32` was run in the folder.
fn checksum(folder: &Path, text: &str) -> Result<u32> {
    let mut runtime = Runtime::builder()
        .node_compat(true)
        .current_dir(folder)
        .build()?;
    let package = runtime.require("@node-rs/crc32")?;
    runtime.with(|env| {
        let package: Object<'_> = package.get(env)?.to(env)?;
        let crc32: Function<'_> = package.get(env, "crc32")?;
        crc32.call(env, (text,))
    })
}
