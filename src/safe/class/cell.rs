//! The Rust value inside a JavaScript object, and who may look at it.

use super::define::JsClass;
use crate::safe::error::{Error, Result};
use std::any::TypeId;
use std::cell::{Cell, UnsafeCell};
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::ops::{Deref, DerefMut};
use std::rc::Rc;

/// What an object of this crate wraps. `repr(C)`: the header comes first, so that it can be read
/// before the type of the value is known.
#[repr(C)]
pub(super) struct ClassCell<T> {
    header: Header,
    /// Initialised unless it is taken.
    value: UnsafeCell<MaybeUninit<T>>,
}

/// What every cell begins with.
pub(super) struct Header {
    type_id: TypeId,
    /// How many shared guards there are; [`EXCLUSIVE`], or [`TAKEN`].
    borrows: Cell<isize>,
    table: &'static Table,
}

/// There is an exclusive guard.
const EXCLUSIVE: isize = -1;
/// The value has been taken out, for good.
const TAKEN: isize = -2;

/// What can be done with a cell whose type is not known.
struct Table {
    /// Whether the value is, or has as its base, one of a type.
    is: fn(TypeId) -> bool,
    /// The value, or its base of a type. The caller has shared access.
    shared: unsafe fn(*const Header, TypeId) -> Option<*const ()>,
    /// The same; the caller has exclusive access.
    exclusive: unsafe fn(*const Header, TypeId) -> Option<*mut ()>,
    /// Takes another count of the `Rc`.
    retain: unsafe fn(*const Header),
    /// Gives one back.
    release: unsafe fn(*const Header),
}

impl<T> Drop for ClassCell<T> {
    fn drop(&mut self) {
        if self.header.borrows.get() != TAKEN {
            // SAFETY: the value is there, and nobody else has the cell any more.
            unsafe { self.value.get_mut().assume_init_drop() };
        }
    }
}

/// The table of values that have no base.
struct Plain<T>(PhantomData<T>);
/// The table of values of a class.
struct OfClass<T>(PhantomData<T>);

impl<T: 'static> Plain<T> {
    const TABLE: Table = Table {
        is: |target| target == TypeId::of::<T>(),
        shared: |header, target| {
            let is_it = target == TypeId::of::<T>();
            // SAFETY: the header is one of a `ClassCell<T>`: the caller's promise.
            is_it.then(|| unsafe { value::<T>(header) }.cast_const().cast::<()>())
        },
        exclusive: |header, target| {
            let is_it = target == TypeId::of::<T>();
            // SAFETY: as above.
            is_it.then(|| unsafe { value::<T>(header) }.cast::<()>())
        },
        retain: retain::<T>,
        release: release::<T>,
    };
}

impl<T: JsClass> OfClass<T> {
    const TABLE: Table = Table {
        is: |target| target == TypeId::of::<T>() || T::BASE.is_some_and(|base| base.is(target)),
        shared: |header, target| {
            // SAFETY: the header is one of a `ClassCell<T>`, and access is shared: the caller's
            // promise.
            let value = unsafe { value::<T>(header) }.cast_const();
            if target == TypeId::of::<T>() {
                return Some(value.cast());
            }
            // SAFETY: as above.
            T::BASE.and_then(|base| base.shared(unsafe { &*value }, target))
        },
        exclusive: |header, target| {
            // SAFETY: the header is one of a `ClassCell<T>`, and access is exclusive: the caller's
            // promise.
            let value = unsafe { value::<T>(header) };
            if target == TypeId::of::<T>() {
                return Some(value.cast());
            }
            // SAFETY: as above.
            T::BASE.and_then(|base| base.exclusive(unsafe { &mut *value }, target))
        },
        retain: retain::<T>,
        release: release::<T>,
    };
}

/// # Safety
///
/// The header is one of a live `ClassCell<T>`, from a pointer to all of it.
unsafe fn value<T>(header: *const Header) -> *mut T {
    // SAFETY: the caller's promise.
    unsafe { (*header.cast::<ClassCell<T>>()).value.get().cast::<T>() }
}

/// # Safety
///
/// The header is one of a live `ClassCell<T>` in an `Rc`.
unsafe fn retain<T>(header: *const Header) {
    // SAFETY: the caller's promise.
    unsafe { Rc::increment_strong_count(header.cast::<ClassCell<T>>()) };
}

/// # Safety
///
/// As of `retain`; the caller gives up a count.
unsafe fn release<T>(header: *const Header) {
    // SAFETY: the caller's promise.
    unsafe { drop(Rc::from_raw(header.cast::<ClassCell<T>>())) };
}

impl<T: 'static> ClassCell<T> {
    fn with_table(value: T, table: &'static Table) -> ClassCell<T> {
        ClassCell {
            header: Header {
                type_id: TypeId::of::<T>(),
                borrows: Cell::new(0),
                table,
            },
            value: UnsafeCell::new(MaybeUninit::new(value)),
        }
    }

    /// A cell of a value that has no base.
    pub(super) fn plain(value: T) -> ClassCell<T> {
        ClassCell::with_table(value, &Plain::<T>::TABLE)
    }

    /// Takes the value out of a cell that nobody else has; `None` where it has been taken.
    pub(super) fn into_value(self) -> Option<T> {
        if self.header.borrows.replace(TAKEN) == TAKEN {
            return None;
        }
        // SAFETY: the value is there, and dropping the cell leaves it alone from here on.
        Some(unsafe { self.value.get().cast::<T>().read() })
    }
}

impl<T: JsClass> ClassCell<T> {
    /// A cell of a value of a class.
    pub(super) fn of_class(value: T) -> ClassCell<T> {
        ClassCell::with_table(value, &OfClass::<T>::TABLE)
    }
}

/// A count of a cell: keeps it while its type is not known.
pub(super) struct Owner(*const Header);

impl Owner {
    /// # Safety
    ///
    /// The pointer is one of `Rc::into_raw` of a `ClassCell`, and the `Rc` is alive.
    pub(super) unsafe fn retain(header: *const Header) -> Owner {
        // SAFETY: the caller's promise; the table is the one of the cell's own type.
        unsafe { ((*header).table.retain)(header) };
        Owner(header)
    }

    /// The cell.
    pub(super) fn cell(&self) -> *const Header {
        self.0
    }

    fn header(&self) -> &Header {
        // SAFETY: the count keeps the cell.
        unsafe { &*self.0 }
    }

    /// Whether the value is, or has as its base, a `T`.
    pub(super) fn is<T: 'static>(&self) -> bool {
        let header = self.header();
        header.type_id == TypeId::of::<T>() || (header.table.is)(TypeId::of::<T>())
    }

    /// Shared access to the value as a `T`.
    #[inline]
    pub(super) fn borrow<'s, T: 'static>(self) -> Result<ClassRef<'s, T>> {
        let borrows = self.header().borrows.get();
        if !(0..isize::MAX).contains(&borrows) {
            return Err(self.refusal());
        }
        let value = if self.header().type_id == TypeId::of::<T>() {
            // SAFETY: the cell is one of a `T`.
            unsafe { value::<T>(self.0) }.cast_const()
        } else {
            // SAFETY: the table is the cell's own, and nobody has exclusive access.
            let value = unsafe { (self.header().table.shared)(self.0, TypeId::of::<T>()) };
            value.ok_or(Error::AlreadyBorrowed)?.cast::<T>()
        };
        self.header().borrows.set(borrows + 1);
        Ok(ClassRef {
            owner: self,
            value,
            _scope: PhantomData,
        })
    }

    /// Exclusive access to the value as a `T`.
    #[inline]
    pub(super) fn borrow_mut<'s, T: 'static>(self) -> Result<ClassRefMut<'s, T>> {
        let value = self.exclusive()?;
        self.header().borrows.set(EXCLUSIVE);
        Ok(ClassRefMut {
            owner: self,
            value,
            _scope: PhantomData,
        })
    }

    /// The value as a `T`, where no guard looks at it.
    #[inline]
    pub(super) fn exclusive<T: 'static>(&self) -> Result<*mut T> {
        if self.header().borrows.get() != 0 {
            return Err(self.refusal());
        }
        if self.header().type_id == TypeId::of::<T>() {
            // SAFETY: the cell is one of a `T`.
            return Ok(unsafe { value::<T>(self.0) });
        }
        // SAFETY: the table is the cell's own, and nobody else has access while this runs: the
        // accessor of a base gets the value alone.
        let value = unsafe { (self.header().table.exclusive)(self.0, TypeId::of::<T>()) };
        Ok(value.ok_or(Error::AlreadyBorrowed)?.cast::<T>())
    }

    /// Takes the value out, where no guard looks at it: the cell has none afterwards. `None` where
    /// it is the base of another one.
    pub(super) fn take<T: 'static>(&self) -> Result<Option<T>> {
        if self.header().type_id != TypeId::of::<T>() {
            return Ok(None);
        }
        let value = self.exclusive::<T>()?;
        self.header().borrows.set(TAKEN);
        // SAFETY: the value was there, nobody has access to it, and from here on nobody gets any.
        Ok(Some(unsafe { value.read() }))
    }

    #[cold]
    fn refusal(&self) -> Error {
        if self.header().borrows.get() == TAKEN {
            Error::ValueTaken
        } else {
            Error::AlreadyBorrowed
        }
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        // SAFETY: gives up the count of `retain`; the table is the one of the cell's own type.
        unsafe { ((*self.0).table.release)(self.0) };
    }
}

/// Shared access to a wrapped value, until it is dropped.
///
/// It does not borrow the [`Env`](crate::Env): JavaScript may run meanwhile, and whoever then asks
/// for exclusive access to the same value gets [`Error::AlreadyBorrowed`]. It keeps the value alive,
/// also where the JavaScript object is collected.
///
/// ```
/// # #[cfg(feature = "host")] fn main() -> nodeapi::Result<()> {
/// use nodeapi::{ClassRef, ClassRefMut, prelude::*};
///
/// nodeapi::Runtime::new()?.with(|env| {
///     let list: Class<Vec<u32>> = env.wrap(vec![1, 2])?;
///     let mut more: ClassRefMut<Vec<u32>> = list.borrow_mut(env)?;
///     more.push(3);
///     drop(more);
///
///     let source = env.string("globalThis.sum = 0; (n) => { sum += n; }")?;
///     let add: Function = env.run_script(source)?;
///     let items: ClassRef<Vec<u32>> = list.borrow(env)?;
///     for item in items.iter() {
///         add.call::<_, ()>(env, (*item,))?; // JavaScript runs, and the items stay.
///     }
///     assert_eq!(env.global().get::<u32>(env, "sum")?, 6);
///     Ok(())
/// })
/// # }
/// # #[cfg(not(feature = "host"))] fn main() {}
/// ```
pub struct ClassRef<'s, T: 'static> {
    owner: Owner,
    value: *const T,
    _scope: PhantomData<&'s ()>,
}

/// Exclusive access to a wrapped value, until it is dropped; otherwise as [`ClassRef`].
pub struct ClassRefMut<'s, T: 'static> {
    owner: Owner,
    value: *mut T,
    _scope: PhantomData<&'s ()>,
}

static_assertions::assert_not_impl_any!(ClassRef<'static, u8>: Send, Sync);
static_assertions::assert_not_impl_any!(ClassRefMut<'static, u8>: Send, Sync);

impl<T> Deref for ClassRef<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        // SAFETY: the count that this guard holds keeps exclusive access out, and the owner keeps
        // the value.
        unsafe { &*self.value }
    }
}

impl<T> Deref for ClassRefMut<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        // SAFETY: this guard is the only one, and the owner keeps the value.
        unsafe { &*self.value }
    }
}

impl<T> DerefMut for ClassRefMut<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: this guard is the only one, and the owner keeps the value.
        unsafe { &mut *self.value }
    }
}

impl<T> Drop for ClassRef<'_, T> {
    fn drop(&mut self) {
        let borrows = &self.owner.header().borrows;
        borrows.set(borrows.get() - 1);
    }
}

impl<T> Drop for ClassRefMut<'_, T> {
    fn drop(&mut self) {
        self.owner.header().borrows.set(0);
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for ClassRef<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for ClassRefMut<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner<T>(cell: &Rc<ClassCell<T>>) -> Owner {
        let header = Rc::into_raw(Rc::clone(cell)).cast::<Header>();
        Owner(header)
    }

    #[test]
    fn guards_exclude_each_other() {
        let cell = Rc::new(ClassCell::plain(1));
        let shared = owner(&cell).borrow::<i32>().unwrap();
        let second = owner(&cell).borrow::<i32>().unwrap();
        let refused = |result: Result<_>| matches!(result, Err(Error::AlreadyBorrowed));
        assert!(refused(owner(&cell).borrow_mut::<i32>().map(drop)));
        drop((shared, second));
        let mut exclusive = owner(&cell).borrow_mut::<i32>().unwrap();
        *exclusive = 2;
        assert!(refused(owner(&cell).borrow::<i32>().map(drop)));
        assert!(refused(owner(&cell).exclusive::<i32>().map(drop)));
        drop(exclusive);
        assert_eq!(*owner(&cell).borrow::<i32>().unwrap(), 2);
        assert!(owner(&cell).is::<i32>() && !owner(&cell).is::<u32>());
    }

    #[test]
    fn a_guard_keeps_the_value() {
        let cell = Rc::new(ClassCell::plain(String::from("kept")));
        let guard = owner(&cell).borrow::<String>().unwrap();
        drop(cell);
        assert_eq!(*guard, "kept");
    }

    #[test]
    fn a_value_is_taken_once() {
        let cell = Rc::new(ClassCell::plain(String::from("taken")));
        assert_eq!(owner(&cell).take::<String>().unwrap().unwrap(), "taken");
        assert!(matches!(
            owner(&cell).take::<String>(),
            Err(Error::ValueTaken)
        ));
        assert!(matches!(
            owner(&cell).borrow::<String>(),
            Err(Error::ValueTaken)
        ));
        let other = Rc::new(ClassCell::plain(1));
        assert!(owner(&other).take::<String>().unwrap().is_none());
        assert_eq!(Rc::into_inner(other).unwrap().into_value(), Some(1));
    }
}
