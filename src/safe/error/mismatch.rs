//! A value of the wrong type: where it was, what was expected, what was found.

use super::Error;
use std::borrow::Cow;
use std::fmt;

/// A value is not of the type that was asked for.
///
/// Its text names the function and the argument, the path inside the argument, what was expected
/// and what was found:
///
/// ```
/// use nodeapi::TypeMismatch;
///
/// let error = TypeMismatch::new("an unsigned 32-bit integer", "-1")
///     .in_field("retries")
///     .in_argument("greet", 1, "options");
/// assert_eq!(
///     error.to_string(),
///     "greet: argument 2 (options.retries): expected an unsigned 32-bit integer, found -1",
/// );
/// assert_eq!((error.function(), error.argument()), (Some("greet"), Some(1)));
/// assert_eq!(error.path(), "options.retries");
/// assert_eq!((error.expected(), error.found()), ("an unsigned 32-bit integer", "-1"));
///
/// let error = TypeMismatch::new("a string", "7").in_element(2).in_field("names");
/// assert_eq!(error.to_string(), "names[2]: expected a string, found 7");
/// let error = TypeMismatch::new("an instance of Counter", "null").in_receiver("Counter.add");
/// assert_eq!(
///     error.to_string(),
///     "Counter.add: `this`: expected an instance of Counter, found null",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct TypeMismatch {
    place: Option<Place>,
    path: String,
    expected: Cow<'static, str>,
    found: String,
}

/// What of a call the value was.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    function: Cow<'static, str>,
    /// `None` is the receiver.
    argument: Option<usize>,
}

impl TypeMismatch {
    /// A value that was expected to be one thing and is another; both in words ("a string").
    pub fn new(expected: impl Into<Cow<'static, str>>, found: impl Into<String>) -> TypeMismatch {
        TypeMismatch {
            place: None,
            path: String::new(),
            expected: expected.into(),
            found: found.into(),
        }
    }

    /// The value is in this property of the one that was to be converted.
    pub fn in_field(mut self, name: &str) -> TypeMismatch {
        let dot = if self.path.is_empty() || self.path.starts_with('[') {
            ""
        } else {
            "."
        };
        self.path = format!("{name}{dot}{}", self.path);
        self
    }

    /// The value is the element of this index of the one that was to be converted.
    pub fn in_element(mut self, index: usize) -> TypeMismatch {
        let dot = if self.path.is_empty() || self.path.starts_with('[') {
            ""
        } else {
            "."
        };
        self.path = format!("[{index}]{dot}{}", self.path);
        self
    }

    /// Something else would have been welcome as well, where the value itself is meant.
    pub(crate) fn or(mut self, other: &str) -> TypeMismatch {
        if self.path.is_empty() {
            self.expected = format!("{} or {other}", self.expected).into();
        }
        self
    }

    /// The value is in an argument of a function: counted from 0, and with its name in Rust, or an
    /// empty one. The function's name may be empty as well.
    pub fn in_argument(
        mut self,
        function: impl Into<Cow<'static, str>>,
        index: usize,
        name: &str,
    ) -> TypeMismatch {
        if !name.is_empty() {
            self = self.in_field(name);
        }
        self.place = Some(Place {
            function: function.into(),
            argument: Some(index),
        });
        self
    }

    /// The value is the receiver, `this`, of a call of this function.
    pub fn in_receiver(mut self, function: impl Into<Cow<'static, str>>) -> TypeMismatch {
        self.place = Some(Place {
            function: function.into(),
            argument: None,
        });
        self
    }

    /// The name of the function that was called, or `None` where no call is involved.
    pub fn function(&self) -> Option<&str> {
        self.place.as_ref().map(|place| &*place.function)
    }

    /// The argument, counted from 0; `None` where no call is involved, and for the receiver.
    pub fn argument(&self) -> Option<usize> {
        self.place.as_ref()?.argument
    }

    /// The path to the value, as in `options.retries[2]`; empty for the value itself.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was expected, in words.
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// What was found, in words.
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl fmt::Display for TypeMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(Place { function, argument }) => {
                if !function.is_empty() {
                    write!(f, "{function}: ")?;
                }
                match argument {
                    Some(index) => write!(f, "argument {}", index + 1)?,
                    None => f.write_str("`this`")?,
                }
                if !self.path.is_empty() {
                    write!(f, " ({})", self.path)?;
                }
                f.write_str(": ")?;
            }
            None if !self.path.is_empty() => write!(f, "{}: ", self.path)?,
            None => {}
        }
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

impl From<TypeMismatch> for Error {
    fn from(mismatch: TypeMismatch) -> Error {
        Error::Type(Box::new(mismatch))
    }
}

impl Error {
    /// Says where the value was, of an [`Error::Type`]; leaves others as they are.
    #[cold]
    pub(crate) fn locate(self, place: impl FnOnce(TypeMismatch) -> TypeMismatch) -> Error {
        match self {
            Error::Type(mismatch) => Error::Type(Box::new(place(*mismatch))),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_as_in_javascript() {
        let error = TypeMismatch::new("a string", "1")
            .in_element(2)
            .in_field("names");
        assert_eq!(error.to_string(), "names[2]: expected a string, found 1");
        let error = TypeMismatch::new("a string", "1")
            .in_field("name")
            .in_element(0);
        assert_eq!(error.path(), "[0].name");
        let error = error.in_argument("sort", 0, "people");
        assert_eq!(
            error.to_string(),
            "sort: argument 1 (people[0].name): expected a string, found 1"
        );
        assert_eq!(
            (error.function(), error.argument()),
            (Some("sort"), Some(0))
        );
    }

    #[test]
    fn names_may_be_missing() {
        let error = TypeMismatch::new("a string", "1").in_argument("", 0, "");
        assert_eq!(error.to_string(), "argument 1: expected a string, found 1");
        let error = TypeMismatch::new("an instance of Counter", "null").in_receiver("Counter.add");
        assert_eq!(
            error.to_string(),
            "Counter.add: `this`: expected an instance of Counter, found null"
        );
    }
}
