use nodeapi::{Result, Runtime};

#[test]
fn the_addon_greets() -> Result<()> {
    let mut runtime = Runtime::new()?;
    let exports = runtime.import(&greeter::NAPI_MODULE)?;
    runtime.set_global("greeter", &exports)?;

    assert_eq!(
        runtime.eval::<String>("greeter.greet('Ann')")?,
        "Hello, Ann!"
    );
    assert_eq!(runtime.eval::<i32>("new greeter.Counter(5).add(2)")?, 7);

    let error = runtime.eval::<String>("greeter.greet(7)").unwrap_err();
    assert_eq!(
        error.to_string(),
        "TypeError: greet: argument 1 (name): expected a string, found 7"
    );
    Ok(())
}
