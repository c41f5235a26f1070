//! KNOWN LIMIT (covariant lifetimes do not brand the runtime): this compiles. The host rejects
//! handles of another environment at run time; Node.js has one isolate per thread.
use nodeapi::Runtime;

fn main() {
    let (mut first, mut second) = (Runtime::new().unwrap(), Runtime::new().unwrap());
    first
        .with(|first| {
            let object = first.object()?;
            second.with(|second| {
                if std::env::args().count() > 100 {
                    object.set(second, "x", 1.0)?;
                }
                Ok(())
            })
        })
        .unwrap();
}
