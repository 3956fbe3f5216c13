//! In which answers the server names the trusted page, and would name others.

use cors_browser::PageRequest;
use http::Request;

use super::super::server::Server;
use super::{answers::Answer, asking::Asking, grant::Grant, requests};

/// What is asked for the sake of its headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Channel<'a> {
    /// The URL itself, with this method.
    Actual(&'a str),
    /// The preflight of a method that is not sent.
    Preflight(&'a str),
}

impl<'a> Channel<'a> {
    /// `GET`, unless the page is named only in answers to its own method, or in preflights; and the page's answer.
    pub(super) async fn choose(asking: &mut Asking<'a, impl Server>) -> (Self, Option<Answer>) {
        let origin = asking.plan.origin;
        let get = Channel::Actual("GET");
        let first = get.ask(asking, origin).await;
        let names = |answer: &Option<Answer>| {
            answer
                .as_ref()
                .is_some_and(|answer| Grant::of(answer, origin).is_any())
        };
        if names(&first) {
            return (get, first);
        }
        if let Some(own) = asking.sendable().map(Channel::Actual) {
            let answer = own.ask(asking, origin).await;
            if names(&answer) {
                return (own, answer);
            }
        }
        // An answer that is no error would have been for the page.
        if first.as_ref().is_none_or(Answer::is_error) {
            let preflight = Channel::Preflight(asking.unsafe_method());
            let answer = preflight.ask(asking, origin).await;
            if names(&answer) {
                return (preflight, answer);
            }
        }
        (get, first)
    }

    pub(super) async fn ask(
        self,
        asking: &mut Asking<'_, impl Server>,
        origin: &str,
    ) -> Option<Answer> {
        let request = self.request(&asking.url, origin);
        asking.ask(request).await
    }

    fn request(self, url: &str, origin: &str) -> Option<Request<()>> {
        match self {
            Self::Actual(method) => requests::actual(method, url, origin),
            Self::Preflight(method) => {
                requests::preflight(PageRequest::new(method, url), url, origin)
            }
        }
    }
}
