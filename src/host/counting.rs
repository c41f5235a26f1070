//! An engine for tests of what holds values: it counts their references, and knows nothing else.

use crate::host::engine::{
    ErrorKind, Errors, Outcome, Primitives, Roots, Thrown, ValueType, Values,
};
use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr;

/// A value: the place of its count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token(usize);

struct Entry {
    type_: ValueType,
    count: Cell<usize>,
    attachment: Cell<Option<Attachment>>,
}

#[derive(Clone, Copy)]
struct Attachment {
    pointer: *mut c_void,
    on_death: unsafe fn(*mut c_void),
}

/// The engine.
pub(crate) struct Counting {
    entries: RefCell<Vec<Entry>>,
}

impl Counting {
    /// An engine with a global object.
    pub(crate) fn new() -> Self {
        let engine = Counting {
            entries: RefCell::default(),
        };
        for _ in 0..=Self::FALSE.0 {
            engine.make(ValueType::Undefined);
        }
        engine.make(ValueType::Object);
        engine
    }

    const GLOBAL: Token = Token(5);

    /// A value with one reference.
    pub(crate) fn make(&self, type_: ValueType) -> Token {
        let mut entries = self.entries.borrow_mut();
        entries.push(Entry {
            type_,
            count: Cell::new(1),
            attachment: Cell::new(None),
        });
        Token(entries.len() - 1)
    }

    /// An object with one reference.
    pub(crate) fn object(&self) -> Token {
        self.make(ValueType::Object)
    }

    /// How many references a value has; none, when it is gone.
    pub(crate) fn count(&self, value: Token) -> usize {
        self.with(value, |entry| entry.count.get())
    }

    /// How many values there are, without those that are always there.
    pub(crate) fn alive(&self) -> usize {
        let entries = self.entries.borrow();
        let made = &entries[Self::GLOBAL.0 + 1..];
        made.iter().filter(|entry| entry.count.get() > 0).count()
    }

    fn with<R>(&self, value: Token, f: impl FnOnce(&Entry) -> R) -> R {
        f(&self.entries.borrow()[value.0])
    }
}

impl Values for Counting {
    type Value = Token;
    const HOLE: Token = Token(usize::MAX);

    fn is_hole(value: Token) -> bool {
        value == Self::HOLE
    }

    fn dup(&self, value: Token) -> Token {
        self.with(value, |entry| {
            assert!(entry.count.get() > 0, "{value:?} is gone");
            entry.count.set(entry.count.get() + 1);
        });
        value
    }

    fn free(&self, value: Token) {
        let last = self.with(value, |entry| {
            assert!(entry.count.get() > 0, "{value:?} is gone");
            entry.count.set(entry.count.get() - 1);
            if entry.count.get() == 0 {
                entry.attachment.take()
            } else {
                None
            }
        });
        if let Some(Attachment { pointer, on_death }) = last {
            // SAFETY: once, as was promised to whoever attached it.
            unsafe { on_death(pointer) };
        }
    }
}

impl Primitives for Counting {
    const UNDEFINED: Token = Token(1);
    const NULL: Token = Token(2);
    const TRUE: Token = Token(3);
    const FALSE: Token = Token(4);

    fn global(&self) -> Token {
        self.dup(Self::GLOBAL)
    }
    fn type_of(&self, value: Token) -> ValueType {
        self.with(value, |entry| entry.type_)
    }
    fn is_object(&self, value: Token) -> bool {
        self.type_of(value) == ValueType::Object
    }
    fn strict_equals(&self, left: Token, right: Token) -> bool {
        left == right
    }
    fn number(&self, _: f64) -> Token {
        self.make(ValueType::Number)
    }
    fn int32(&self, _: i32) -> Token {
        self.make(ValueType::Number)
    }
    fn as_number(&self, _: Token) -> Option<f64> {
        None
    }
    fn as_int32(&self, _: Token) -> Option<i32> {
        None
    }
    fn as_boolean(&self, value: Token) -> Option<bool> {
        [Self::TRUE, Self::FALSE]
            .contains(&value)
            .then_some(value == Self::TRUE)
    }
    fn to_boolean(&self, value: Token) -> bool {
        value.0 > Self::FALSE.0 || value == Self::TRUE
    }
    fn to_number(&self, value: Token) -> Outcome<Token> {
        Ok(self.dup(value))
    }
    fn to_string(&self, value: Token) -> Outcome<Token> {
        Ok(self.dup(value))
    }
    fn to_object(&self, value: Token) -> Outcome<Token> {
        Ok(self.dup(value))
    }
}

impl Roots for Counting {
    fn can_be_weak(&self, value: Token) -> bool {
        self.is_object(value)
    }

    fn attachment(&self, value: Token) -> *mut c_void {
        self.with(value, |entry| entry.attachment.get())
            .map_or(ptr::null_mut(), |attachment| attachment.pointer)
    }

    fn attach(
        &self,
        value: Token,
        pointer: *mut c_void,
        on_death: unsafe fn(*mut c_void),
    ) -> Outcome<()> {
        let attachment = Attachment { pointer, on_death };
        self.with(value, |entry| entry.attachment.set(Some(attachment)));
        Ok(())
    }

    fn collect_garbage(&self) {}
}

impl Errors for Counting {
    fn error(&self, _: ErrorKind, message: Token) -> Outcome<Token> {
        Ok(self.dup(message))
    }
    fn is_error(&self, _: Token) -> bool {
        false
    }
    fn throw(&self, value: Token) -> Thrown {
        self.free(value);
        Thrown
    }
    fn take_exception(&self) -> Token {
        Self::UNDEFINED
    }
}
