//! Classes that extend classes: of Rust's, and of the host's.
#![allow(unreachable_pub, reason = "written as users write it")]
#![cfg(all(feature = "host", feature = "macros"))]

#[path = "support/scripts.rs"]
mod scripts;

use nodeapi::Runtime;
use nodeapi::prelude::*;
use scripts::holds;

#[napi_module]
mod zoo {
    use super::*;

    #[napi]
    pub struct Animal {
        name: String,
        meals: u32,
    }

    #[napi]
    impl Animal {
        #[napi(constructor)]
        pub fn new(name: String) -> Animal {
            Animal { name, meals: 0 }
        }
        #[napi(getter)]
        pub fn name(&self) -> &str {
            &self.name
        }
        #[napi]
        pub fn feed(&mut self) -> u32 {
            self.meals += 1;
            self.meals
        }
        #[napi]
        pub fn kind() -> &'static str {
            "animal"
        }
        #[napi]
        pub fn feed_with(
            env: &mut Env<'_>,
            this: Class<'_, Animal>,
            f: Function<'_>,
        ) -> Result<u32> {
            let mut animal = this.borrow_mut(env)?;
            f.call::<_, ()>(env, ())?;
            Ok(animal.feed())
        }
    }

    #[napi(extends = Animal)]
    pub struct Dog {
        tricks: Vec<String>,
        #[napi(base)]
        animal: Animal,
    }

    #[napi]
    impl Dog {
        #[napi(constructor)]
        pub fn new(name: String, tricks: Vec<String>) -> Result<Dog> {
            if name.is_empty() {
                return Err(Error::range_error("a dog has a name"));
            }
            let animal = Animal::new(name);
            Ok(Dog { animal, tricks })
        }
        #[napi]
        pub fn tricks(&self) -> Vec<String> {
            self.tricks.clone()
        }
        #[napi]
        pub fn feed_twice(&mut self) -> u32 {
            self.animal.feed();
            self.animal.feed()
        }
    }

    #[napi(extends = Dog)]
    pub struct Puppy {
        #[napi(base)]
        dog: Dog,
    }

    #[napi]
    impl Puppy {
        #[napi(constructor)]
        pub fn new(name: String) -> Result<Puppy> {
            Ok(Puppy {
                dog: Dog::new(name, Vec::new())?,
            })
        }
        #[napi]
        pub fn learn(&mut self, trick: String) {
            self.dog.tricks.push(trick);
        }
    }

    #[napi]
    pub struct Stone {
        #[expect(dead_code, reason = "as large as an animal's name")]
        weight: [usize; 4],
    }

    #[napi]
    impl Stone {
        #[napi(constructor)]
        pub fn new() -> Stone {
            Stone { weight: [7; 4] }
        }
    }

    #[napi]
    fn call(animal: &Animal) -> String {
        format!("{}!", animal.name)
    }
    #[napi]
    fn share(giver: &mut Animal, taker: &mut Animal) -> u32 {
        giver.meals -= 1;
        taker.feed()
    }
    #[napi]
    fn puppy() -> Result<Puppy> {
        Puppy::new("made".into())
    }
    #[napi]
    fn take<'s>(env: &mut Env<'s>, animal: Class<'s, Animal>) -> Result<String> {
        Ok(animal.take(env)?.name)
    }

    #[napi(extends = "Error", to_string_tag = "LimitError")]
    pub struct LimitError {
        limit: u32,
    }

    #[napi]
    impl LimitError {
        #[napi(constructor)]
        pub fn new(limit: u32) -> LimitError {
            LimitError { limit }
        }
        #[napi(super_args)]
        fn message(&self) -> (String,) {
            (format!("more than {}", self.limit),)
        }
        #[napi(getter)]
        pub fn limit(&self) -> u32 {
            self.limit
        }
        #[napi(getter)]
        pub fn name(&self) -> &'static str {
            "LimitError"
        }
    }

    #[napi]
    fn limit_error(limit: u32) -> LimitError {
        LimitError { limit }
    }

    #[napi(extends = "Map")]
    #[derive(Default)]
    pub struct Registry {
        reads: u32,
    }

    #[napi]
    impl Registry {
        #[napi(constructor)]
        pub fn new() -> Registry {
            Registry::default()
        }
        #[napi]
        pub fn read<'s>(
            env: &mut Env<'s>,
            this: Class<'s, Registry>,
            key: String,
        ) -> Result<Value<'s>> {
            this.borrow_mut(env)?.reads += 1;
            let get: Function<'s> = this.get(env, "get")?;
            get.call_with_this(env, this, (key,))
        }
        #[napi(getter)]
        pub fn reads(&self) -> u32 {
            self.reads
        }
    }
}

mod orphans {
    use nodeapi::prelude::*;
    #[napi_module]
    pub mod addon {
        use nodeapi::prelude::*;
        #[napi(extends = "Intl2.NoSuchClass")]
        pub struct Orphan;
        #[napi]
        pub fn orphan() -> Orphan {
            Orphan
        }
    }
}

fn runtime() -> Runtime {
    let mut runtime = Runtime::new().unwrap();
    let exports = runtime.import(&NAPI_MODULE).unwrap();
    runtime.set_global("zoo", &exports).unwrap();
    runtime
        .eval::<()>(
            "globalThis.dog = new zoo.Dog('Rex', ['sit']); globalThis.puppy = new zoo.Puppy('Pip');
             globalThis.animal = new zoo.Animal('any');
             globalThis.caught = (f) => { try { f(); } catch (e) { return e; } };",
        )
        .unwrap();
    runtime
}

#[test]
fn base_methods_work_on_what_is_derived() {
    let mut runtime = runtime();
    holds(
        &mut runtime,
        &[
            "dog instanceof zoo.Dog && dog instanceof zoo.Animal && !(animal instanceof zoo.Dog)",
            "Object.getPrototypeOf(zoo.Dog) === zoo.Animal && zoo.Dog.kind() === 'animal'",
            "dog.name === 'Rex' && dog.tricks().join() === 'sit'",
            "dog.feed() === 1 && dog.feedTwice() === 3 && dog.feed() === 4",
            "zoo.Animal.prototype.feed.call(dog) === 5",
            "zoo.call(dog) === 'Rex!' && zoo.call(puppy) === 'Pip!' && zoo.call(animal) === 'any!'",
            "puppy.learn('roll'); puppy.tricks().join() === 'roll' && puppy.name === 'Pip'",
            "puppy instanceof zoo.Animal && puppy.feedTwice() === 2",
            "zoo.puppy() instanceof zoo.Puppy && zoo.puppy().name === 'made'",
            "animal.feed() === 1 && zoo.share(dog, puppy) === 3",
            "dog.constructor === zoo.Dog && Object.hasOwn(zoo.Animal.prototype, 'feed')",
            "!Object.hasOwn(zoo.Dog.prototype, 'feed')",
            "caught(() => new zoo.Dog('', [])) instanceof RangeError",
        ],
    );
}

#[test]
fn what_is_not_derived_is_refused() {
    let mut runtime = runtime();
    for script in [
        "zoo.Dog.prototype.tricks.call(animal)",
        "zoo.Dog.prototype.tricks.call(new zoo.Stone())",
        "zoo.Animal.prototype.feed.call(new zoo.Stone())",
        "zoo.Puppy.prototype.learn.call(dog, 'x')",
        "zoo.Animal.prototype.feed.call(Object.create(dog))",
        "zoo.Animal.prototype.feed.call(Object.setPrototypeOf(new zoo.Stone(), zoo.Dog.prototype))",
        "zoo.call(Object.setPrototypeOf({}, zoo.Dog.prototype))",
        "zoo.Dog.prototype.name",
        "zoo.call(undefined)",
    ] {
        let error = runtime.eval::<()>(script).unwrap_err();
        let text = error.to_string();
        assert!(text.contains("expected an instance of"), "{script}: {text}");
    }
}

#[test]
fn a_part_is_borrowed_with_the_whole() {
    let mut runtime = runtime();
    let borrowed = "the wrapped object is already borrowed";
    for script in [
        "dog.feedWith(() => dog.feed())",
        "dog.feedWith(() => dog.tricks())",
        "puppy.feedWith(() => puppy.learn('x'))",
        "zoo.share(dog, dog)",
    ] {
        let error = runtime.eval::<()>(script).unwrap_err();
        assert!(error.to_string().contains(borrowed), "{script}: {error}");
    }
    holds(
        &mut runtime,
        &["dog.feedWith(() => animal.feed()) === 1 && dog.feed() === 2"],
    );
    // A part cannot be taken out of the whole.
    let error = runtime.eval::<()>("zoo.take(dog)").unwrap_err();
    assert!(
        error
            .to_string()
            .contains("a part of that of a derived class"),
        "{error}"
    );
    holds(
        &mut runtime,
        &["dog.name === 'Rex' && zoo.take(animal) === 'any'"],
    );
    let error = runtime.eval::<()>("animal.feed()").unwrap_err();
    assert!(error.to_string().contains("taken out"), "{error}");
}

#[test]
fn javascript_extends_what_extends() {
    let mut runtime = runtime();
    holds(
        &mut runtime,
        &["class Loud extends zoo.Dog {
                constructor(name) { super(name + '!', ['bark']); this.extra = 1; }
                feed() { return super.feed() * 10; }
            }
            const loud = new Loud('Max');
            loud.feed() === 10 && loud.name === 'Max!' && loud.tricks().join() === 'bark'
                && zoo.call(loud) === 'Max!!' && loud instanceof zoo.Animal && loud.extra === 1"],
    );
}

#[test]
fn classes_of_the_host_are_extended() {
    let mut runtime = runtime();
    holds(
        &mut runtime,
        &[
            "const e = new zoo.LimitError(5);
             e instanceof zoo.LimitError && e instanceof Error && e.message === 'more than 5'",
            "e.limit === 5 && e.name === 'LimitError' && typeof e.stack === 'string'",
            "String(e) === 'LimitError: more than 5'",
            "caught(() => { throw zoo.limitError(7); }).limit === 7",
            "zoo.limitError(7).message === 'more than 7' && zoo.limitError(1) instanceof Error",
            "Object.prototype.toString.call(e) === '[object LimitError]'",
            "const r = new zoo.Registry(); r.set('a', 1); r.size === 1 && r.read('a') === 1 && r.reads === 1",
            "r instanceof Map && [...r].join() === 'a,1' && r.get('a') === 1",
            "class Sub extends zoo.LimitError { get limit() { return super.limit + 1; } }
             const s = new Sub(1); s instanceof Sub && s.limit === 2 && s.message === 'more than 1'",
        ],
    );
    let error = runtime
        .eval::<()>("zoo.Registry.prototype.read.call(new Map(), 'a')")
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("expected an instance of Registry"),
        "{error}"
    );
    let error = runtime.eval::<()>("zoo.LimitError(5)").unwrap_err();
    assert!(error.to_string().contains("without 'new'"), "{error}");
}

#[test]
fn a_parent_that_is_not_there_is_said() {
    let mut runtime = Runtime::new().unwrap();
    let error = runtime.import(&orphans::NAPI_MODULE).unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("class Orphan extends Intl2.NoSuchClass: "),
        "{text}"
    );
}
