//! What was weighed, and its table.

use serde::{Deserialize, Serialize};

use super::{
    markdown::{aligned, grouped},
    spread::Spread,
};
use crate::{Framework, named};

/// What a hello world weighs, or, with a middleware, what that adds to it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Weight {
    /// Which framework says hello.
    #[serde(with = "named")]
    pub framework: Framework,
    /// None: the program by itself.
    pub middleware: Option<String>,
    /// How many are compiled.
    pub crates: usize,
    /// Of all processes of a clean build together.
    pub cpu_seconds: Spread,
    /// Of the stripped binary.
    pub bytes: i64,
}

/// The table.
#[must_use]
pub fn table(weights: &[Weight]) -> String {
    let head = [
        "",
        "crates",
        "CPU seconds",
        "least to most",
        "bytes of binary",
    ];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    for weight in weights {
        let Weight {
            middleware, crates, ..
        } = weight;
        let (name, plus) = match middleware {
            None => (format!("**{}**", weight.framework), ""),
            Some(middleware) => (middleware.clone(), "+"),
        };
        let Spread {
            least,
            median,
            most,
        } = weight.cpu_seconds;
        let median = match middleware {
            None => format!("{median:.1}"),
            Some(_) => format!("{median:+.1}"),
        };
        lines.push(vec![
            name,
            format!("{plus}{crates}"),
            median,
            format!("{least:.1} to {most:.1}"),
            format!("{plus}{}", grouped(weight.bytes)),
        ]);
    }
    aligned(&lines)
}

#[cfg(test)]
mod tests {
    use super::{Framework, Spread, Weight, table};

    #[test]
    fn what_is_added_has_a_sign() {
        let weight = |middleware: Option<&str>| Weight {
            framework: Framework::Axum,
            middleware: middleware.map(str::to_owned),
            crates: 2,
            cpu_seconds: Spread::of([3.0, 1.0, 1.5]),
            bytes: 91_464,
        };
        let weights = [None, Some("tower-http")].map(weight);
        let expected = "\
|            | crates | CPU seconds | least to most | bytes of binary |
|------------|-------:|------------:|--------------:|----------------:|
| **axum**   |      2 |         1.5 |    1.0 to 3.0 |          91,464 |
| tower-http |     +2 |        +1.5 |    1.0 to 3.0 |         +91,464 |
";
        assert_eq!(table(&weights), expected);
    }
}
