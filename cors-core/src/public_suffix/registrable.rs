//! Tests of what somebody registered, which hold with and without the list.

use super::{PublicSuffix, classify, intranet::NETWORKS, registrable_domain, shared::SHARED};

#[test]
fn where_a_registry_gives_out_names() {
    for host in ["example.com", "app.example.com", "a.b.example.com."] {
        assert_eq!(registrable_domain(host), Some("example.com"), "{host}");
    }
    assert_eq!(registrable_domain("a.mine.newtld"), Some("mine.newtld"));
    for suffix in ["com", "newtld", "newtld.", "onion"] {
        assert_eq!(registrable_domain(suffix), None, "{suffix}");
    }
}

#[test]
fn a_network_is_ones_own_as_a_whole() {
    for network in NETWORKS {
        for front in ["", "a.", "b.a.", "home.corp."] {
            let host = format!("{front}{network}");
            assert_eq!(registrable_domain(&host), Some(network), "{host}");
            assert_eq!(registrable_domain(&(host + ".")), Some(network));
        }
        let other = format!("my{network}.example.com");
        assert_eq!(registrable_domain(&other), Some("example.com"), "{other}");
    }
    assert_eq!(registrable_domain("myhome.arpa"), Some("myhome.arpa"));
}

#[test]
fn what_anyone_can_have_is_theirs() {
    for shared in SHARED {
        let name = shared.name;
        assert_eq!(registrable_domain(name), None, "{name}");
        for front in ["a", "b.a", "c.b.a"] {
            let host = format!("{front}.{name}");
            let own = if shared.any_depth {
                &*host
            } else {
                &format!("a.{name}")
            };
            assert_eq!(registrable_domain(&host), Some(own), "{host}");
            assert_eq!(registrable_domain(&format!("{host}.")), Some(own), "{host}");
            let spans = matches!(classify(&host), Some(PublicSuffix::Shared { .. }));
            assert_eq!(spans, shared.any_depth, "{host}");
        }
        let other = format!("my{name}");
        assert_ne!(registrable_domain(&other), None, "{other}");
    }
}
