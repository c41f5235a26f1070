//! What one runtime has made cannot be given to another that is entered meanwhile.
use nodeapi::prelude::*;
fn f<'a, 'b>(first: &mut Env<'a>, second: &mut Env<'b>, function: Function<'b, (Object<'b>,), ()>) {
    let of_first = first.object().unwrap();
    let of_second = second.object().unwrap();
    of_second.set(second, "x", of_first).unwrap();
    function.call(second, (of_first,)).unwrap();
    let _: Result<f64> = of_first.get(second, "x");
    let _: Result<Object<'a>> = of_second.get(second, "x");
    let (deferred, _) = second.promise().unwrap();
    deferred.resolve(second, of_first).unwrap();
}
fn main() {}
