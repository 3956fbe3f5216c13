//! The exchanges that a recorder keeps, up to a number of them.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use http::{Request, Response};

use super::Exchange;
use crate::server_log;

/// The last exchanges, in the order in which the requests arrived.
#[derive(Debug)]
pub(super) struct Log {
    capacity: usize,
    entries: Mutex<Entries>,
}

#[derive(Debug, Default)]
struct Entries {
    arrived: u64,
    kept: VecDeque<(u64, Exchange)>,
}

impl Log {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            capacity,
            entries: Mutex::default(),
        }
    }

    /// Keeps a request, the oldest giving way. Returns the number by which it is answered.
    pub(super) fn arrived<B>(&self, request: &Request<B>) -> u64 {
        let position = server_log::position();
        let exchange = Exchange {
            method: request.method().clone(),
            target: request.uri().to_string(),
            headers: request.headers().clone(),
            response: None,
            logged: (position, position),
        };
        let mut entries = self.entries();
        let number = entries.arrived;
        entries.arrived += 1;
        if entries.kept.len() == self.capacity {
            entries.kept.pop_front();
        }
        entries.kept.push_back((number, exchange));
        number
    }

    /// Keeps the response, unless the request has been taken by now.
    pub(super) fn answered<B>(&self, number: u64, response: &Response<B>) {
        let mut entries = self.entries();
        let at = entries
            .kept
            .binary_search_by_key(&number, |(number, _)| *number);
        if let Some((_, exchange)) = at.ok().and_then(|at| entries.kept.get_mut(at)) {
            exchange.logged.1 = server_log::position();
            exchange.response = Some((response.status(), response.headers().clone()));
        }
    }

    pub(super) fn matching(&self, is_wanted: impl Fn(&str) -> bool) -> Vec<Exchange> {
        let entries = self.entries();
        let exchanges = entries.kept.iter().map(|(_, exchange)| exchange);
        exchanges
            .filter(|exchange| is_wanted(&exchange.target))
            .cloned()
            .collect()
    }

    pub(super) fn take(&self, is_wanted: impl Fn(&str) -> bool) -> Vec<Exchange> {
        let mut entries = self.entries();
        let all = core::mem::take(&mut entries.kept);
        let (taken, kept) = all
            .into_iter()
            .partition(|(_, exchange)| is_wanted(&exchange.target));
        entries.kept = kept;
        let taken: VecDeque<(u64, Exchange)> = taken;
        taken.into_iter().map(|(_, exchange)| exchange).collect()
    }

    /// Every change is whole before anything can panic.
    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use http::{Request, Response};

    use super::{Exchange, Log};

    fn request(target: &str) -> Request<()> {
        Request::get(target).body(()).unwrap()
    }

    fn targets(exchanges: &[Exchange]) -> Vec<&str> {
        exchanges.iter().map(Exchange::target).collect()
    }

    #[test]
    fn keeps_the_last_ones() {
        let log = Log::new(2);
        let first = log.arrived(&request("/1"));
        log.arrived(&request("/2"));
        let third = log.arrived(&request("/3"));
        log.answered(first, &Response::new(()));
        log.answered(third, &Response::new(()));
        let kept = log.matching(|_| true);
        assert_eq!(targets(&kept), ["/2", "/3"]);
        assert_eq!(kept[0].status(), None);
        assert_eq!(kept[1].status(), Some(http::StatusCode::OK));
    }

    #[test]
    fn takes_what_is_wanted() {
        let log = Log::new(4);
        log.arrived(&request("/?case=1"));
        let second = log.arrived(&request("/?case=2"));
        log.arrived(&request("/?case=1"));
        let is_first = |target: &str| target.ends_with("=1");
        assert_eq!(targets(&log.take(is_first)), ["/?case=1", "/?case=1"]);
        assert_eq!(targets(&log.take(is_first)), [""; 0]);
        log.answered(second, &Response::new(()));
        assert_eq!(
            log.matching(|_| true)[0].status(),
            Some(http::StatusCode::OK)
        );
    }
}
