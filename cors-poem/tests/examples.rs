//! What the examples answer: the right one what its policy says, the wrong one nothing of use.

mod common;

#[path = "../examples/poem-right.rs"]
#[allow(dead_code, reason = "its main is the example's")]
mod right;

#[path = "../examples/poem-wrong.rs"]
#[allow(dead_code, reason = "its main is the example's")]
mod wrong;

use common::{PREFLIGHT, SHARED, actual, ask, cors_lines, preflight};
use poem::{Endpoint, http::Method};

fn lines<const N: usize>(status: u16, lines: [&str; N]) -> (u16, Vec<String>) {
    (status, lines.map(str::to_owned).to_vec())
}

#[tokio::test]
async fn the_right_one_lets_a_page_save() {
    let app = right::app().unwrap();
    assert_eq!(ask(&app, preflight("/note")).await, lines(204, PREFLIGHT));
    let save = actual(Method::PUT, "/note");
    assert_eq!(ask(&app, save).await, lines(200, SHARED));
    let post = actual(Method::POST, "/note");
    assert_eq!(ask(&app, post).await, lines(405, SHARED));
}

/// What a page may do without a preflight works, which makes the mistake hard to see.
#[tokio::test]
async fn the_wrong_one_lets_a_page_read() {
    let app = wrong::app().unwrap();
    let read = actual(Method::GET, "/note");
    assert_eq!(ask(&app, read).await, lines(200, SHARED));
}

/// The browser looks for `Access-Control-Allow-Origin` first, and its message is about that.
#[tokio::test]
async fn the_wrong_one_does_not_let_it_save() {
    let app = wrong::app().unwrap();
    let response = app.get_response(preflight("/note")).await;
    assert_eq!(response.status(), 405);
    assert_eq!(cors_lines(&response), [""; 0]);
    let body = response.into_body().into_string().await.unwrap();
    assert_eq!(body, "method not allowed");
}
