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

#[test]
fn the_readme_has_the_code_that_is_tested() {
    let readme = include_str!("../README.md");
    let tested = [
        include_str!("readme/addon.rs"),
        include_str!("readme/test.rs"),
        include_str!("readme/embed.rs"),
    ];
    let blocks: Vec<_> = readme.split("```rust\n").skip(1).collect();
    assert_eq!(blocks.len(), tested.len());
    for (block, tested) in blocks.iter().zip(tested) {
        let (code, _) = block.split_once("```").expect("a block ends");
        assert_eq!(code, tested);
    }
}
