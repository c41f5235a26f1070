//! Wrapped values: who may look at them, and what is no instance.
#![cfg(feature = "host")]

use nodeapi::Runtime;
use nodeapi::prelude::*;

#[napi_module]
mod classes {
    use super::*;

    #[napi]
    struct Account {
        balance: i64,
    }

    #[napi]
    impl Account {
        #[napi(constructor)]
        fn new(balance: i64) -> Account {
            Account { balance }
        }
        #[napi(getter)]
        fn balance(&self) -> i64 {
            self.balance
        }
        #[napi]
        fn deposit(&mut self, amount: i64) -> i64 {
            self.balance += amount;
            self.balance
        }
        #[napi]
        fn transfer(&mut self, other: &mut Account) {
            self.balance += std::mem::take(&mut other.balance);
        }
        #[napi]
        fn apply(&mut self, change: Change) -> i64 {
            self.deposit(change.amount)
        }
        #[napi]
        fn open() -> Self {
            Account { balance: 0 }
        }
    }

    #[napi(object)]
    struct Change {
        amount: i64,
    }

    #[napi]
    struct Other;

    #[napi]
    fn other() -> Other {
        Other
    }

    #[napi(js_name = "Shown")]
    struct Hidden;

    #[napi]
    impl Hidden {
        #[napi(constructor)]
        fn new() -> Hidden {
            Hidden
        }
        #[napi]
        fn look(&self, other: &Hidden) -> bool {
            std::ptr::eq(self, other)
        }
    }

    /// Holds the account for as long as `f` runs.
    #[napi]
    fn hold(env: &mut Env<'_>, account: Class<'_, Account>, f: Function<'_>) -> Result<()> {
        let guard = account.borrow_mut(env)?;
        let result = f.call(env, ());
        drop(guard);
        result
    }

    #[napi]
    fn share(env: &mut Env<'_>, account: Class<'_, Account>, f: Function<'_>) -> Result<i64> {
        let guard = account.borrow(env)?;
        f.call::<_, ()>(env, ())?;
        Ok(guard.balance)
    }
}

fn runtime() -> Runtime {
    let mut runtime = Runtime::new().unwrap();
    let exports = runtime.import(&NAPI_MODULE).unwrap();
    runtime.set_global("c", &exports).unwrap();
    runtime
        .eval::<()>("globalThis.a = new c.Account(5)")
        .unwrap();
    runtime
}

#[track_caller]
fn message(runtime: &mut Runtime, script: &str) -> String {
    match runtime.eval::<()>(script) {
        Err(Error::JavaScript(exception)) => exception.message().to_owned(),
        other => panic!("{script}: {other:?}"),
    }
}

#[test]
fn re_entrance_is_an_error() {
    let mut runtime = runtime();
    let borrowed = "the wrapped object is already borrowed";
    assert_eq!(
        message(&mut runtime, "c.hold(a, () => a.deposit(1))"),
        borrowed
    );
    assert_eq!(
        message(&mut runtime, "c.hold(a, () => a.balance)"),
        borrowed
    );
    assert_eq!(
        message(&mut runtime, "c.share(a, () => a.deposit(1))"),
        borrowed
    );
    assert_eq!(message(&mut runtime, "a.transfer(a)"), borrowed);
    // Two that look on do not disturb each other, and afterwards all is as before.
    assert_eq!(
        runtime.eval::<i64>("c.share(a, () => a.balance)").unwrap(),
        5
    );
    assert_eq!(runtime.eval::<i64>("a.deposit(1)").unwrap(), 6);
    assert_eq!(
        runtime
            .eval::<i64>("a.transfer(new c.Account(4)); a.balance")
            .unwrap(),
        10
    );
}

#[test]
fn arguments_are_converted_before_the_object_is_borrowed() {
    let mut runtime = runtime();
    // Reading the argument runs a getter, which uses the object: were that borrowed by then, the
    // getter would fail.
    let script = "a.apply({ get amount() { return a.deposit(1); } })";
    assert_eq!(runtime.eval::<i64>(script).unwrap(), 12);
}

#[test]
fn only_instances_are_instances() {
    let mut runtime = runtime();
    for value in [
        "{}",
        "null",
        "Object.create(a)",
        "new Proxy(a, {})",
        "c.Account",
        "c.other()",
    ] {
        let text = message(&mut runtime, &format!("c.share({value}, () => {{}})"));
        assert!(
            text.contains("expected an instance of Account"),
            "{value}: {text}"
        );
    }
    for receiver in ["{}", "c.other()", "undefined"] {
        message(
            &mut runtime,
            &format!("c.Account.prototype.deposit.call({receiver}, 1)"),
        );
    }
    message(&mut runtime, "c.Account(1)");
    message(&mut runtime, "c.Account.call(a, 1)");
    message(&mut runtime, "new c.Other()");
    assert!(
        runtime
            .eval::<bool>("Reflect.construct(c.Account, [3], Array).push === [].push")
            .unwrap()
    );
}

#[test]
fn factories_make_instances() {
    let mut runtime = runtime();
    let script = "const made = c.Account.open();
        made instanceof c.Account && made.constructor === c.Account && made.deposit(3) === 3";
    assert!(runtime.eval::<bool>(script).unwrap());
    assert!(
        runtime
            .eval::<bool>("c.other() instanceof c.Other")
            .unwrap()
    );
}

#[test]
fn subclasses_are_instances() {
    let mut runtime = runtime();
    let script = "class Joint extends c.Account {
            constructor() { super(10); this.owners = 2; }
            deposit(n) { return super.deposit(2 * n); }
        }
        const joint = new Joint();
        joint.deposit(1) + c.share(joint, () => {}) + joint.owners";
    assert_eq!(runtime.eval::<i64>(script).unwrap(), 12 + 12 + 2);
}

#[test]
fn accessors_are_as_in_javascript() {
    let mut runtime = runtime();
    let script = "const d = Object.getOwnPropertyDescriptor(c.Account.prototype, 'balance');
        typeof d.get === 'function' && d.set === undefined && !d.enumerable && d.configurable";
    assert!(runtime.eval::<bool>(script).unwrap());
    message(&mut runtime, "'use strict'; a.balance = 1");
    assert!(
        runtime
            .eval::<bool>("Object.keys(c.Account.prototype).length === 0")
            .unwrap()
    );
    assert!(
        runtime
            .eval::<bool>("c.Account.name === 'Account'")
            .unwrap()
    );
}

/// Another addon may take what an object wraps, and wrap something of its own: the object keeps its type
/// tag, but what it wraps is not ours to read.
#[test]
fn what_another_addon_wraps_is_no_instance() {
    use nodeapi_sys as sys;
    use std::ptr::null_mut;

    let mut foreign = [0_usize; 8];
    let found = Runtime::new().unwrap().with(|env| {
        let list: Class<'_, Vec<u8>> = env.wrap(vec![1]).unwrap();
        let (raw, object) = (env.raw(), list.raw());
        // SAFETY: the environment and the object are live, and so is what is wrapped while they are; the
        // host keeps nothing else of it.
        unsafe {
            let mut ours = null_mut();
            assert_eq!(sys::napi_remove_wrap(raw, object, &mut ours), sys::napi_ok);
            let data = foreign.as_mut_ptr().cast();
            let status = sys::napi_wrap(raw, object, data, None, null_mut(), null_mut());
            assert_eq!(status, sys::napi_ok);
        }
        let known = list.borrow(env).map(drop).unwrap_err().to_string();
        let value = list.as_value();
        let anew = value.to::<Class<'_, Vec<u8>>>(env).unwrap_err().to_string();
        Ok((known, anew))
    });
    let (known, anew) = found.unwrap();
    assert!(
        known.starts_with("expected an instance of alloc::vec::Vec<u8>, found"),
        "{known}"
    );
    assert_eq!(known, anew);
}

/// What JavaScript sees has the name that it has there.
#[test]
fn errors_call_a_class_what_javascript_calls_it() {
    let mut runtime = runtime();
    for script in ["new c.Shown().look({})", "new c.Shown().look.call({})"] {
        let text = message(&mut runtime, script);
        assert!(text.contains("expected an instance of Shown"), "{text}");
    }
}

/// A thread remembers the object that many calls in a row were about.
#[test]
fn many_calls_in_a_row_are_about_whom_they_are_called_on() {
    let mut runtime = runtime();
    let sums: Vec<i64> = runtime
        .eval(
            "const all = [a, new c.Account(100), new c.Account(1000)];
             for (const rounds of [1, 15, 16, 17, 40, 2, 1, 100])
               for (const each of all)
                 for (let i = 0; i < rounds; i++) each.deposit(1);
             // In turns, and each by a method that is about two.
             for (let i = 0; i < 60; i++) all[i % 3].deposit(1);
             for (let i = 0; i < 30; i++) { all[0].transfer(all[1]); all[1].deposit(2); }
             all.map((each) => each.balance)",
        )
        .unwrap();
    let each = 1 + 15 + 16 + 17 + 40 + 2 + 1 + 100 + 20;
    assert_eq!(sums, [5 + each + 100 + each + 29 * 2, 2, 1000 + each]);
    // The same method on what is no account, and on what has one no longer.
    let errors: i64 = runtime
        .eval(
            "let errors = 0;
             for (let i = 0; i < 40; i++) a.deposit(0);
             for (const wrong of [{}, c.other(), Object.create(a), new Proxy(a, {}), 5, undefined])
               try { a.deposit.call(wrong, 1) } catch (error) { if (error instanceof TypeError) errors++; }
             errors",
        )
        .unwrap();
    assert_eq!(errors, 6);
}

#[test]
fn an_object_that_is_known_is_not_kept() {
    let mut runtime = Runtime::builder().checked(true).build().unwrap();
    let exports = runtime.import(&NAPI_MODULE).unwrap();
    runtime.set_global("c", &exports).unwrap();
    // Objects that may get each other's addresses, each long enough to be known.
    let right: bool = runtime
        .eval(
            "const weak = [];
             let right = true;
             for (let i = 0; i < 200; i++) {
               let account = new c.Account(i);
               for (let j = 0; j < 20; j++) account.deposit(1);
               right &&= account.balance === i + 20;
               weak.push(new WeakRef(account));
               account = undefined;
             }
             right",
        )
        .unwrap();
    assert!(right);
    runtime.collect_garbage();
    let alive: i64 = runtime
        .eval("weak.filter((each) => each.deref() !== undefined).length")
        .unwrap();
    assert_eq!(alive, 0);
}

#[test]
fn runtimes_know_their_own_objects() {
    let mut runtimes = [runtime(), runtime()];
    for round in 0..6 {
        for runtime in &mut runtimes {
            let balance: i64 = runtime
                .eval("for (let i = 0; i < 50; i++) a.deposit(1); a.balance")
                .unwrap();
            assert_eq!(balance, 5 + 50 * (round + 1));
        }
    }
    let [first, mut second] = runtimes;
    second.eval::<()>("a.deposit(1)").unwrap();
    // The one whose object is known ends; another runtime's environment may be where its was.
    drop(second);
    let mut third = runtime();
    drop(first);
    let balance: i64 = third
        .eval("for (let i = 0; i < 50; i++) a.deposit(1); a.balance")
        .unwrap();
    assert_eq!(balance, 55);
}
