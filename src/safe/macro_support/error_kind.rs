//! How the error of a native function becomes an [`Error`]: by its own conversion where it has one, else
//! as any error of Rust. The method that is found first decides, by what it is called on.

use crate::safe::error::{BoxError, Error};

/// An error whose kind is asked for.
pub struct Of<'a, E>(pub &'a E);

/// An error with a conversion of its own.
pub struct Own;
/// Any error of Rust.
pub struct Boxed;

/// Found first.
pub trait OwnKind {
    /// Chooses.
    fn nodeapi_kind(&self) -> Own {
        Own
    }
}
impl<E: Into<Error>> OwnKind for &&Of<'_, E> {}

/// Found else.
pub trait BoxedKind {
    /// Chooses.
    fn nodeapi_kind(&self) -> Boxed {
        Boxed
    }
}
impl<E: Into<BoxError>> BoxedKind for &Of<'_, E> {}

/// An error that stays on its thread.
pub struct Local;

/// Found last.
pub trait LocalKind {
    /// Chooses.
    fn nodeapi_kind(&self) -> Local {
        Local
    }
}
impl<E> LocalKind for Of<'_, E> {}

/// What can be thrown at all.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be thrown in JavaScript: it is no error",
    note = "implement `std::error::Error` for it, as by `thiserror`; `#[derive(nodeapi::JsError)]` \
            adds class and code"
)]
pub trait Throw {
    /// The error, where it need not be `Send`.
    fn boxed(self) -> Box<dyn std::error::Error>;
}

impl<E: Into<Box<dyn std::error::Error>>> Throw for E {
    fn boxed(self) -> Box<dyn std::error::Error> {
        self.into()
    }
}

impl Local {
    /// Converts: what the error and its sources say is kept.
    pub fn convert<E: Throw>(self, error: E) -> Error {
        Error::from_local(error.boxed())
    }
}

impl Own {
    /// Converts.
    pub fn convert<E: Into<Error>>(self, error: E) -> Error {
        error.into()
    }
}

impl Boxed {
    /// Converts.
    pub fn convert<E: Into<BoxError>>(self, error: E) -> Error {
        Error::other(error)
    }
}
