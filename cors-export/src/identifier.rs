//! Names of variables for policies.

use core::fmt::Write as _;

/// A policy's name in small letters, digits and `_`. What else it has is spelt out, so that two policies never meet.
///
/// Capitals are, too: nginx and Apache look for variables without regard to case.
pub(crate) fn identifier(name: &str) -> String {
    let mut written = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => written.push(byte.into()),
            b'-' => written.push_str("_h"),
            b'_' => written.push_str("_u"),
            _ => {
                let _ = write!(written, "_x{byte:02x}");
            }
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::identifier;

    fn name() -> impl Strategy<Value = String> {
        prop_oneof!["[aAx_0-]{0,4}", "[ -~]{0,3}", any::<String>()]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn two_names_never_meet(one in name(), other in name()) {
            let [first, second] = [&one, &other].map(|name| identifier(name));
            prop_assert!(first.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'), "{}", first);
            prop_assert_eq!(first.eq_ignore_ascii_case(&second), one == other, "{:?} {:?}", one, other);
        }
    }

    #[test]
    fn spelt_out() {
        assert_eq!(identifier("a-b_C.1"), "a_hb_u_x43_x2e1");
    }
}
