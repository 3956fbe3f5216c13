//! Guards: what a policy refuses, and by which rule.
//!
//! # The rules
//!
//! A request is guarded if one of the policy's guards covers it. CORS-preflight requests are not: CORS
//! answers them as ever. The first of these that holds decides about it:
//!
//! 1. Its `Origin`, one line, is allowed by `allow_origins`: it passes.
//! 2. `Sec-Fetch-Site` is `same-origin` or `none`: it passes.
//! 3. `Sec-Fetch-Site` is `same-site` or `cross-site`: it is refused.
//! 4. It has no `Origin`: it passes if it has no `Sec-Fetch-Site` either, and is refused otherwise.
//! 5. Its `Origin`, one line, is the server's own: it passes.
//! 6. It is refused.
