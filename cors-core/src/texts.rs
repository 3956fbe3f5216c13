//! What lists are made of: texts, or a single one.

use self::sealed::Sealed;

/// Texts for a list of a policy: one text, or anything that can be iterated over and gives texts.
///
/// A text is whatever has an `AsRef<str>`: `&str`, `String`, `http`'s `Method` and `HeaderName`. Which of
/// the two it is, the compiler finds out, so `Kind` is never written; a function that passes texts on has
/// it as a parameter.
///
/// # Example
///
/// ```
/// use cors_core::{Policy, PolicyBuilder, Texts};
///
/// fn with_origins<Kind>(origins: impl Texts<Kind>) -> PolicyBuilder {
///     Policy::builder().allow_origins(origins)
/// }
///
/// with_origins("*").build()?;
/// with_origins(["https://a.example", "https://b.example"]).build()?;
/// with_origins(vec![String::from("https://a.example")]).build()?;
/// # Ok::<(), cors_core::PolicyError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a text nor a list of texts",
    label = "a text or a list of texts is expected here",
    note = "a text is a `&str`, a `String` or anything else that has an `AsRef<str>`; a list is an array, \
            a `Vec` or an iterator of texts"
)]
pub trait Texts<Kind>: Sealed<Kind> {}

/// The kind of [`Texts`] that is one text.
#[derive(Debug)]
#[non_exhaustive]
#[expect(
    unnameable_types,
    reason = "the compiler finds it out, and nobody writes it"
)]
pub struct One;

/// The kind of [`Texts`] that is a list.
#[derive(Debug)]
#[non_exhaustive]
#[expect(
    unnameable_types,
    reason = "the compiler finds it out, and nobody writes it"
)]
pub struct Many;

impl<T: AsRef<str>> Texts<One> for T {}

impl<I: IntoIterator<Item: AsRef<str>>> Texts<Many> for I {}

mod sealed {
    use super::{Many, One};

    #[expect(unnameable_types, reason = "nobody else implements it")]
    pub trait Sealed<Kind> {
        fn each(self, found: impl FnMut(&str));
    }

    impl<T: AsRef<str>> Sealed<One> for T {
        fn each(self, mut found: impl FnMut(&str)) {
            found(self.as_ref());
        }
    }

    impl<I: IntoIterator<Item: AsRef<str>>> Sealed<Many> for I {
        fn each(self, mut found: impl FnMut(&str)) {
            self.into_iter().for_each(|text| found(text.as_ref()));
        }
    }
}
