//! What the hand-written floors have in common: the decision, and the values that they send.
//!
//! They know the policies of [`PolicyKind`] by heart.

use core::hint::black_box;
use std::collections::HashSet;

use foldhash::fast::RandomState;

use super::{elsewhere, floor_guard::GuardFloor};
use crate::PolicyKind;

/// A policy, with every value that no request changes.
pub(super) struct Floor<V> {
    /// None is any origin. The hasher is as fast as ours: the standard library's takes some 200
    /// instructions more, and would make the floor a high one.
    pub(super) origins: Option<HashSet<Vec<u8>, RandomState>>,
    pub(super) guard: Option<GuardFloor>,
    any_origin: V,
    pub(super) credentials: Option<V>,
    pub(super) methods: V,
    pub(super) headers: V,
    pub(super) exposed: V,
    pub(super) max_age: V,
    pub(super) vary: Option<V>,
    pub(super) preflight_vary: V,
}

/// What to do with a request.
#[derive(Clone, Copy)]
pub(super) struct Decision {
    /// Whether to answer at once.
    pub(super) is_preflight: bool,
    /// Whether its origin is allowed.
    pub(super) is_granted: bool,
}

impl<V> Floor<V> {
    /// The floor of exact origins, or of any. Nothing is less than a pattern's matcher.
    pub(super) fn new(policy: PolicyKind, value: fn(&'static str) -> V) -> Self {
        let any = policy == PolicyKind::Any;
        let listed = move || {
            let origins = policy.origins().into_iter();
            origins.map(String::into_bytes).collect()
        };
        Self {
            origins: (!any).then(|| elsewhere(listed)),
            guard: policy.has_guards().then(|| GuardFloor::of(policy)),
            any_origin: value("*"),
            credentials: (!any).then(|| value("true")),
            methods: value("GET, HEAD, POST, PUT, DELETE"),
            headers: value("content-type, x-api-key"),
            exposed: value("x-request-id"),
            max_age: value("600"),
            vary: (!any).then(|| value("Origin")),
            preflight_vary: value(
                "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
            ),
        }
    }

    /// Looks the origin up, and in a preflight the method and every header.
    ///
    /// What becomes of method and headers changes nothing: the answer is the policy, as ours is, so
    /// that what is compared are equal answers.
    pub(super) fn decide<'a, L: Iterator<Item = &'a [u8]>>(
        &self,
        is_options: bool,
        origin: Option<&[u8]>,
        method: impl FnOnce() -> Option<&'a [u8]>,
        headers: impl FnOnce() -> L,
    ) -> Decision {
        let is_granted = match (&self.origins, origin) {
            (None, _) => true,
            (Some(origins), Some(origin)) => origins.contains(origin),
            (Some(_), None) => false,
        };
        let method = if is_options && origin.is_some() {
            method()
        } else {
            None
        };
        if let Some(method) = method
            && is_granted
        {
            black_box(allows_method(method) && headers().all(allows_headers));
        }
        Decision {
            is_preflight: method.is_some(),
            is_granted,
        }
    }

    /// The value of `Access-Control-Allow-Origin`.
    pub(super) fn shared<'a>(&'a self, decision: Decision, origin: Option<&'a V>) -> Option<&'a V> {
        match self.origins {
            None => Some(&self.any_origin),
            Some(_) => origin.filter(|_| decision.is_granted),
        }
    }
}

fn allows_method(method: &[u8]) -> bool {
    const METHODS: [&[u8]; 5] = [b"GET", b"HEAD", b"POST", b"PUT", b"DELETE"];
    METHODS.contains(&method)
}

fn allows_headers(line: &[u8]) -> bool {
    line.split(|&byte| byte == b',')
        .map(<[u8]>::trim_ascii)
        .all(|name| {
            name.is_empty()
                || name.eq_ignore_ascii_case(b"content-type")
                || name.eq_ignore_ascii_case(b"x-api-key")
        })
}

/// Whether one of the lines of `Vary` names `Origin` already.
pub(super) fn varies_by_origin<'a>(mut lines: impl Iterator<Item = &'a [u8]>) -> bool {
    lines.any(|line| {
        line.split(|&byte| byte == b',')
            .map(<[u8]>::trim_ascii)
            .any(|name| name == b"*" || name.eq_ignore_ascii_case(b"origin"))
    })
}
