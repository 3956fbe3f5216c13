//! An application that requests are sent to.

use cors_rocket::Cors;
use rocket::http::{Header, Method};

use crate::{
    blocked::Sent,
    common::{launched, quiet},
};

/// What sends requests to an application with this policy.
pub(crate) fn send(cors: Cors) -> impl FnMut(Sent) {
    let client = launched(quiet().attach(cors));
    move |sent| {
        let method: Method = sent.method.parse().unwrap();
        let request = client.req(method, sent.target);
        let request = sent
            .headers
            .into_iter()
            .fold(request, |mut request, (name, value)| {
                request.add_header(Header::new(name, value));
                request
            });
        request.dispatch();
    }
}
