//! The code of README.md. Each of its blocks of Rust is a file of `readme/`, word for word, and is
//! compiled and run here.
#![cfg(all(feature = "host", feature = "macros"))]

// As the user's crate has it: there, it is reachable.
#[expect(unreachable_pub)]
mod addon {
    include!("readme/addon.rs");
}

mod test {
    use super::addon as greeter;
    include!("readme/test.rs");
}

mod embed {
    include!("readme/embed.rs");

    #[test]
    fn the_embedder_runs() {
        main().unwrap();
    }
}

#[cfg(feature = "node")]
#[path = "support/cached.rs"]
mod cached;

#[cfg(feature = "node")]
mod package {
    include!("readme/package.rs");

    /// With the package itself where `scripts/npm-addons` has brought it, and with one of the same
    /// name in JavaScript.
    #[test]
    fn a_package_is_embedded() {
        let local = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
        let package = local.join("node_modules/@node-rs/crc32");
        std::fs::create_dir_all(&package).unwrap();
        let source = "exports.crc32 = (text) => ~Buffer.from(text).reduce((sum, byte) => {
            for (let bit = 0; bit < 8; bit++) sum = sum >>> 1 ^ (-((sum ^ byte >> bit) & 1) & 0xEDB88320);
            return sum;
        }, -1) >>> 0;";
        std::fs::write(package.join("index.js"), source).unwrap();
        let installed = crate::cached::folder("NODEAPI_NPM", "nodeapi-npm");
        let installed = installed.filter(|it| it.join("node_modules/@node-rs/crc32").exists());
        if installed.is_none() {
            eprintln!("not tried with the package from npm: it is not installed");
        }
        for folder in [Some(local), installed].into_iter().flatten() {
            assert_eq!(checksum(&folder, "hello world").unwrap(), 0x0D4A_1185);
        }
    }
}

#[test]
fn the_readme_has_the_code_that_is_tested() {
    let readme = include_str!("../README.md");
    let tested = [
        include_str!("readme/addon.rs"),
        include_str!("readme/test.rs"),
        include_str!("readme/embed.rs"),
        include_str!("readme/package.rs"),
    ];
    let blocks: Vec<_> = readme.split("```rust\n").skip(1).collect();
    assert_eq!(blocks.len(), tested.len());
    for (block, tested) in blocks.iter().zip(tested) {
        let (code, _) = block.split_once("```").expect("a block ends");
        assert_eq!(code, tested);
    }
}
