//! x.
use super::{museum, probe};
#[test]
fn print() {
    let mut seen = std::collections::BTreeSet::new();
    for exhibit in museum::faulty() {
        let (found, asked) = probe(&exhibit.serve, &exhibit.page, None);
        let _ = asked;
        for f in found {
            if seen.insert(f.code) {
                println!(
                    "{} {}\n   M {}\n   A {}\n   E {:?}",
                    f.code,
                    f.severity.as_str(),
                    f.message,
                    f.advice,
                    f.evidence
                );
            }
        }
    }
}
