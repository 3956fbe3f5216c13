//! What is printed once everything is served: where, and what to try without a browser.

use core::fmt;

use cors_examples::app::Framework;

use super::Playground;

/// Says where everything is, and three exchanges to try if the policies are those of the example.
#[derive(Debug)]
pub struct Introduction<'a> {
    pub(super) playground: &'a Playground,
    pub(super) example: Option<&'a str>,
}

impl fmt::Display for Introduction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n  framework  address")?;
        for (framework, address) in self.playground.servers().addresses() {
            writeln!(f, "  {:<9}  {address}", framework.to_string())?;
        }
        let page = self.playground.page();
        writeln!(
            f,
            "\nOpen {page} to send them requests from your browser, and to see what comes of them and why."
        )?;
        // Header lines come in each framework's own order; the answers below have axum's.
        let mut addresses = self.playground.servers().addresses();
        let axum = addresses.find(|(framework, _)| *framework == Framework::Axum);
        if let (Some(example), Some((_, address))) = (self.example, axum) {
            writeln!(
                f,
                "\nEach policy of {example} guards what is below its name. Try any of the addresses:"
            )?;
            for (what, command, answer) in EXCHANGES {
                let command = command.replace("ADDRESS", &address);
                writeln!(f, "\n{what}:\n\n  $ {command}")?;
                for line in answer {
                    writeln!(f, "  {line}")?;
                }
            }
        }
        writeln!(f, "\nCtrl-C stops them.")
    }
}

/// What to see, how, and the answer.
const EXCHANGES: [(&str, &str, &[&str]); 3] = [
    (
        "A page of an allowed origin reads a response",
        "curl -si -H 'Origin: https://app.example.com' ADDRESS/private/get-only | grep -iE '^(http|access|vary)'",
        &[
            "HTTP/1.1 200 OK",
            "access-control-allow-origin: https://app.example.com",
            "access-control-allow-credentials: true",
            "access-control-expose-headers: x-request-id",
            "vary: Origin",
        ],
    ),
    (
        "Its browser asks first whether it may PUT",
        "curl -si -X OPTIONS -H 'Origin: http://localhost:3000' -H 'Access-Control-Request-Method: PUT' ADDRESS/private/echo | grep -iE '^(http|access|vary)'",
        &[
            "HTTP/1.1 204 No Content",
            "access-control-allow-origin: http://localhost:3000",
            "access-control-allow-credentials: true",
            "access-control-allow-methods: GET, HEAD, POST, PUT, DELETE",
            "access-control-allow-headers: content-type, x-api-key",
            "access-control-max-age: 600",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ],
    ),
    (
        "A page of any other origin is served, and its browser keeps the response from it",
        "curl -si -H 'Origin: https://app.example.com.evil.test' ADDRESS/private/get-only | grep -iE '^(http|access|vary)'",
        &["HTTP/1.1 200 OK", "vary: Origin"],
    ),
];
