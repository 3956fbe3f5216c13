//! What is still blocked after a policy was replaced is said once more. By itself, since that holds for a
//! process.

#[path = "common/blocked.rs"]
mod blocked;
#[path = "common/log.rs"]
mod log;
#[path = "common/send.rs"]
mod send;

use blocked::Sent;
use cors_axum::{CorsLayer, LivePolicy, Outcome, Policy};
use log::Log;

#[test]
fn twice_at_most() {
    let live = LivePolicy::new(blocked::policy());
    let mut send = send::send(CorsLayer::new(&live));
    let mut levels = || {
        let log = Log::start();
        for _ in 0..3 {
            send(Sent::new("GET", "/items", "https://stranger.test"));
        }
        let lines = log.lines();
        let levels = lines
            .iter()
            .filter_map(|line| line.split_whitespace().next());
        levels.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(levels(), ["INFO", "DEBUG", "DEBUG"]);
    live.replace(blocked::policy());
    assert_eq!(levels(), ["INFO", "DEBUG", "DEBUG"]);
    for _ in 0..300 {
        live.replace(blocked::policy());
        assert_eq!(levels(), ["DEBUG"; 3]);
    }
}
