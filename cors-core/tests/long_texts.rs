//! However long the text that somebody wrote, a message about it stays readable.

mod support;

use cors_core::{Policy, PolicyBuilder, Problem};

fn problems(builder: PolicyBuilder) -> Vec<Problem> {
    match builder.build() {
        Ok(policy) => policy.warnings().to_vec(),
        Err(error) => error.problems().to_vec(),
    }
}

#[test]
fn messages_show_the_beginning() {
    let long = |text: &str| text.repeat(5_000);
    let texts = [
        long("a"),
        long("A "),
        long("é"),
        long("a,"),
        long("put"),
        format!("x-{}-*", long("b")),
        format!("https://{}.example.org/", long("a")),
        format!("https://app.example.org/{}", long("path/")),
        format!("http://localhost/{}", long("\u{200b}")),
        format!("^https://{}$", long(".*")),
        format!("'{}'", long("PUT")),
    ];
    for text in &texts {
        let origin = Policy::builder().allow_origins("https://a.example.org");
        let mut found = problems(Policy::builder().allow_origins([text, text]));
        for credentials in [false, true] {
            let builder = origin.clone().allow_credentials(credentials);
            found.extend(problems(builder.clone().allow_methods(text)));
            found.extend(problems(builder.clone().allow_headers(text)));
            found.extend(problems(builder.clone().expose_headers(text)));
            #[cfg(feature = "regex")]
            found.extend(problems(builder.allow_origin_regex(text)));
        }
        assert!(!found.is_empty(), "{:?}", &text[..10]);
        for problem in found {
            let message = problem.message();
            assert!(message.chars().count() < 1_500, "{message}");
        }
    }
}
