//! Whether a browser did what the model says.

mod compare;
mod oracle;
mod quirks;
mod seen;

use cors_playground::recorder::Exchange;
use http::header::HOST;
use serde_json::Value;

pub(crate) use self::{
    compare::compare,
    oracle::{Modelled, model},
    quirks::Quirks,
    seen::{Seen, SeenRequest, SeenResult},
};
use crate::browse::Place;

/// What the server and the page saw of a browser.
pub(crate) fn seen(exchanges: &[Exchange], results: &[Value], place: &Place) -> Seen {
    let request = |exchange: &Exchange| {
        let host = exchange
            .headers()
            .get(HOST)
            .map(|host| host.to_str().unwrap_or_default());
        SeenRequest::new(
            exchange.method(),
            host.unwrap_or_default(),
            exchange.target(),
            exchange.headers(),
            place,
        )
    };
    Seen {
        requests: exchanges.iter().map(request).collect(),
        results: results.iter().map(SeenResult::said).collect(),
    }
}
