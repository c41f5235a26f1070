//! The Rust value inside a JavaScript object, and who may look at it.

use crate::safe::error::{Error, Result};
use std::any::TypeId;
use std::cell::{Cell, UnsafeCell};
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::ops::{Deref, DerefMut};
use std::rc::Rc;

/// What an object of this crate wraps. `repr(C)`: the type comes first, so that it can be read
/// before it is known.
#[repr(C)]
pub(super) struct ClassCell<T> {
    pub(super) type_id: TypeId,
    /// How many shared guards there are; [`EXCLUSIVE`], or [`TAKEN`].
    borrows: Cell<isize>,
    /// Initialised unless it is taken.
    value: UnsafeCell<MaybeUninit<T>>,
}

/// There is an exclusive guard.
const EXCLUSIVE: isize = -1;
/// The value has been taken out, for good.
const TAKEN: isize = -2;

impl<T> Drop for ClassCell<T> {
    fn drop(&mut self) {
        if self.borrows.get() != TAKEN {
            // SAFETY: the value is there, and nobody else has the cell any more.
            unsafe { self.value.get_mut().assume_init_drop() };
        }
    }
}

impl<T: 'static> ClassCell<T> {
    pub(super) fn new(value: T) -> ClassCell<T> {
        ClassCell {
            type_id: TypeId::of::<T>(),
            borrows: Cell::new(0),
            value: UnsafeCell::new(MaybeUninit::new(value)),
        }
    }

    pub(super) fn borrow<'s>(self: Rc<Self>) -> Result<ClassRef<'s, T>> {
        let borrows = self.borrows.get();
        if !(0..isize::MAX).contains(&borrows) {
            return Err(self.refusal());
        }
        self.borrows.set(borrows + 1);
        Ok(ClassRef {
            cell: self,
            _scope: PhantomData,
        })
    }

    pub(super) fn borrow_mut<'s>(self: Rc<Self>) -> Result<ClassRefMut<'s, T>> {
        if self.borrows.get() != 0 {
            return Err(self.refusal());
        }
        self.borrows.set(EXCLUSIVE);
        Ok(ClassRefMut {
            cell: self,
            _scope: PhantomData,
        })
    }

    /// The value, where no guard looks at it.
    pub(super) fn exclusive(&self) -> Result<*mut T> {
        if self.borrows.get() == 0 {
            Ok(self.value.get().cast::<T>())
        } else {
            Err(self.refusal())
        }
    }

    /// Takes the value out, where no guard looks at it: the cell has none afterwards.
    pub(super) fn take(&self) -> Result<T> {
        let value = self.exclusive()?;
        self.borrows.set(TAKEN);
        // SAFETY: the value was there, nobody has access to it, and from here on nobody gets any.
        Ok(unsafe { value.read() })
    }

    #[cold]
    fn refusal(&self) -> Error {
        if self.borrows.get() == TAKEN {
            Error::ValueTaken
        } else {
            Error::AlreadyBorrowed
        }
    }
}

/// Shared access to a wrapped value, until it is dropped.
///
/// It does not borrow the [`Env`](crate::Env): JavaScript may run meanwhile, and whoever then asks
/// for exclusive access to the same value gets [`Error::AlreadyBorrowed`]. It keeps the value alive,
/// also where the JavaScript object is collected.
pub struct ClassRef<'s, T: 'static> {
    cell: Rc<ClassCell<T>>,
    _scope: PhantomData<&'s ()>,
}

/// Exclusive access to a wrapped value, until it is dropped; otherwise as [`ClassRef`].
pub struct ClassRefMut<'s, T: 'static> {
    cell: Rc<ClassCell<T>>,
    _scope: PhantomData<&'s ()>,
}

static_assertions::assert_not_impl_any!(ClassRef<'static, u8>: Send, Sync);
static_assertions::assert_not_impl_any!(ClassRefMut<'static, u8>: Send, Sync);

impl<T> Deref for ClassRef<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        // SAFETY: the count that this guard holds keeps exclusive access out.
        unsafe { &*self.cell.value.get().cast::<T>() }
    }
}

impl<T> Deref for ClassRefMut<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        // SAFETY: this guard is the only one.
        unsafe { &*self.cell.value.get().cast::<T>() }
    }
}

impl<T> DerefMut for ClassRefMut<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: this guard is the only one.
        unsafe { &mut *self.cell.value.get().cast::<T>() }
    }
}

impl<T> Drop for ClassRef<'_, T> {
    fn drop(&mut self) {
        self.cell.borrows.set(self.cell.borrows.get() - 1);
    }
}

impl<T> Drop for ClassRefMut<'_, T> {
    fn drop(&mut self) {
        self.cell.borrows.set(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guards_exclude_each_other() {
        let cell = Rc::new(ClassCell::new(1));
        let shared = Rc::clone(&cell).borrow().unwrap();
        let second = Rc::clone(&cell).borrow().unwrap();
        assert!(matches!(
            Rc::clone(&cell).borrow_mut(),
            Err(Error::AlreadyBorrowed)
        ));
        drop((shared, second));
        let mut exclusive = Rc::clone(&cell).borrow_mut().unwrap();
        *exclusive = 2;
        assert!(matches!(
            Rc::clone(&cell).borrow(),
            Err(Error::AlreadyBorrowed)
        ));
        assert!(cell.exclusive().is_err());
        drop(exclusive);
        assert_eq!(*cell.borrow().unwrap(), 2);
    }

    #[test]
    fn a_guard_keeps_the_value() {
        let cell = Rc::new(ClassCell::new(String::from("kept")));
        let guard = Rc::clone(&cell).borrow().unwrap();
        drop(cell);
        assert_eq!(*guard, "kept");
    }
}
