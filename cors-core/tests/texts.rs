//! What a list of a policy takes: one text, or anything that gives texts.

use std::{borrow::Cow, collections::BTreeSet};

use cors_core::{Policy, PolicyBuilder, Texts};
use http::{HeaderName, Method, header};

const APP: &str = "https://app.example.com";

#[track_caller]
fn assert_app(builder: PolicyBuilder) {
    assert_eq!(builder, Policy::builder().allow_origins([APP]));
}

fn passes_on<Kind>(origins: impl Texts<Kind>) -> PolicyBuilder {
    Policy::builder().allow_origins(origins)
}

/// Written before single texts were possible.
fn passes_on_items<I: IntoIterator<Item: AsRef<str>>>(origins: I) -> PolicyBuilder {
    Policy::builder().allow_origins(origins)
}

fn passes_on_items_of<T: AsRef<str>>(origins: &[T]) -> PolicyBuilder {
    Policy::builder().allow_origins(origins)
}

fn passes_on_one<T: AsRef<str>>(origin: T) -> PolicyBuilder {
    Policy::builder().allow_origins(origin)
}

#[test]
fn one_text() {
    let builder = Policy::builder;
    let owned = APP.to_owned();
    assert_app(builder().allow_origins(APP));
    assert_app(builder().allow_origins(&owned));
    assert_app(builder().allow_origins(owned.as_str()));
    assert_app(builder().allow_origins(Cow::Borrowed(APP)));
    assert_app(builder().allow_origins(Box::<str>::from(APP)));
    assert_app(builder().allow_origins(owned));
    assert_app(passes_on(APP));
    assert_app(passes_on_one(APP));
    assert!(builder().allow_origins("*").build().is_ok());
    // It is one entry, whatever stands in it.
    assert!(
        builder()
            .allow_origins("https://a.example,https://b.example")
            .build()
            .is_err()
    );
}

#[test]
fn many_texts() {
    let builder = Policy::builder;
    let owned = vec![APP.to_owned()];
    assert_app(builder().allow_origins([APP]));
    assert_app(builder().allow_origins(&[APP][..]));
    assert_app(builder().allow_origins([APP.to_owned()]));
    assert_app(builder().allow_origins(&owned));
    assert_app(builder().allow_origins(owned.as_slice()));
    assert_app(builder().allow_origins(owned.iter().map(|origin| origin.trim())));
    assert_app(builder().allow_origins(APP.split(',')));
    assert_app(builder().allow_origins(Some(APP)));
    assert_app(builder().allow_origins(BTreeSet::from([APP])));
    assert_app(
        builder().allow_origins(Box::new(owned.iter()) as Box<dyn Iterator<Item = &String>>),
    );
    assert_app(passes_on([APP]));
    assert_app(passes_on_items([APP]));
    assert_app(passes_on_items_of(&owned));
    assert_app(builder().allow_origins(owned));
    assert_eq!(builder().allow_origins([""; 0]), builder());
    assert_eq!(builder().allow_origins(Vec::<String>::new()), builder());
    assert_eq!(builder().allow_origins(None::<&str>), builder());
}

#[test]
fn methods_and_headers() {
    let policy = Policy::builder()
        .allow_origins(APP)
        .allow_methods("PUT")
        .allow_methods(Method::DELETE)
        .allow_methods([Method::PATCH])
        .allow_headers("content-type")
        .allow_headers(header::AUTHORIZATION)
        .allow_headers([HeaderName::from_static("x-a")])
        .expose_headers("x-b")
        .expose_headers([header::ETAG])
        .build()
        .unwrap();
    let settings = policy.settings();
    assert_eq!(settings.allow_methods(), ["PUT", "DELETE", "PATCH"]);
    assert_eq!(
        settings.allow_headers(),
        ["content-type", "authorization", "x-a"]
    );
    assert_eq!(settings.expose_headers(), ["x-b", "etag"]);
}
