//! What the Public Suffix List lacks, and anyone can have a name in with one command: wildcard DNS,
//! tunnels, development containers, previews, mocks.
//!
//! The list takes a name only if its owner asks for it. It is the better place: a name that it
//! gains is a failure of the tests until it is removed here.
//!
//! Left out are names that nobody can get any more (`xip.io`, `glitch.me`), services that give out
//! ports and not names (`bore.pub`), and services that serve nothing of their users' own
//! (`requestcatcher.com`).

use super::{in_front, last_labels};

/// A domain below which anyone can get a name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shared {
    pub(super) name: &'static str,
    /// Not only directly below it: names have a region in them, or as many labels as one likes.
    pub(super) any_depth: bool,
}

macro_rules! shared {
    ($($name:literal $depth:ident $source:literal $date:literal;)*) => {
        /// In the order of the names' bytes.
        pub(super) const SHARED: &[Shared] = &[$(Shared { name: $name, any_depth: shared!($depth) }),*];

        /// Of each name: a page of those who give out the names, and when these were last seen in use.
        #[cfg(test)]
        const SOURCES: &[(&str, &str)] = &[$(($source, $date)),*];
    };
    (below) => { false };
    (any_depth) => { true };
}

shared! {
    "app.github.dev" below "https://docs.github.com/en/codespaces/developing-in-a-codespace/forwarding-ports-in-your-codespace" "2026-11";
    "backname.io" any_depth "https://backname.io" "2026-11";
    "beeceptor.com" below "https://beeceptor.com/docs/" "2026-11";
    "cloudshell.dev" any_depth "https://cloud.google.com/shell/docs/using-web-preview" "2026-11";
    "cloudworkstations.dev" below "https://cloud.google.com/workstations/docs/access-http-servers-running-on-workstations" "2026-11";
    "codesandbox.io" below "https://codesandbox.io/docs/learn/sandboxes/preview" "2026-11";
    "devtunnels.ms" any_depth "https://learn.microsoft.com/azure/developer/dev-tunnels/overview" "2026-11";
    "e2b.dev" below "https://e2b.dev/docs" "2026-11";
    "exp.direct" any_depth "https://docs.expo.dev/more/expo-cli/#tunneling" "2026-11";
    "free.beeceptor.com" below "https://beeceptor.com/docs/" "2026-11";
    "free.pinggy.net" below "https://pinggy.io/docs/usages/" "2026-11";
    "github.dev" below "https://docs.github.com/en/codespaces" "2026-11";
    "gitpod.dev" any_depth "https://www.gitpod.io/docs" "2026-11";
    "gitpod.io" any_depth "https://www.gitpod.io/docs/configure/workspaces/ports" "2026-11";
    "jprq.app" below "https://github.com/azimjohn/jprq" "2026-11";
    "jprq.live" below "https://github.com/azimjohn/jprq" "2026-11";
    "jprq.site" below "https://github.com/azimjohn/jprq" "2026-11";
    "lhr.life" below "https://localhost.run/docs/" "2026-11";
    "lhr.rocks" below "https://localhost.run/docs/" "2026-11";
    "lhrtunnel.link" below "https://localhost.run/docs/" "2026-11";
    "loca.lt" below "https://github.com/localtunnel/localtunnel" "2026-11";
    "localhost.run" below "https://localhost.run/docs/" "2026-11";
    "localtunnel.me" below "https://github.com/localtunnel/localtunnel" "2026-11";
    "loclx.io" any_depth "https://localxpose.io/docs/cli" "2026-11";
    "m.pipedream.net" below "https://pipedream.com/docs/workflows/building-workflows/triggers" "2026-11";
    "modal.host" any_depth "https://modal.com/docs/guide/tunnels" "2026-11";
    "modal.run" below "https://modal.com/docs/guide/webhook-urls" "2026-11";
    "nip.io" any_depth "https://nip.io" "2026-11";
    "pagekite.me" below "https://pagekite.net/support/quickstart/" "2026-11";
    "paiza-user.cloud" below "https://paiza.cloud" "2026-11";
    "pinggy-free.link" any_depth "https://pinggy.io/docs/usages/" "2026-11";
    "pinggy.link" any_depth "https://pinggy.io/docs/usages/" "2026-11";
    "proxy.beeceptor.com" below "https://beeceptor.com/docs/" "2026-11";
    "proxy.daytona.work" below "https://www.daytona.io/docs/en/preview/" "2026-11";
    "proxy.daytona.works" below "https://www.daytona.io/docs/en/preview/" "2026-11";
    "serveo.net" below "https://serveo.net" "2026-11";
    "serveousercontent.com" below "https://serveo.net" "2026-11";
    "share.zrok.io" below "https://docs.zrok.io/docs/concepts/http" "2026-11";
    "sharedwithexpose.com" any_depth "https://beyondco.de/docs/expose/getting-started/sharing-your-first-site" "2026-11";
    "shares.zrok.io" below "https://docs.zrok.io/docs/concepts/sharing-public" "2026-11";
    "sse.codesandbox.io" below "https://codesandbox.io/docs/learn/sandboxes/preview" "2026-11";
    "sslip.io" any_depth "https://sslip.io" "2026-11";
    "stackblitz.io" below "https://developer.stackblitz.com" "2026-11";
    "traefik.me" any_depth "https://traefik.me" "2026-11";
    "try.coder.app" any_depth "https://github.com/coder/coder#quickstart" "2026-11";
    "tunn.dev" below "https://github.com/agrinman/tunnelto" "2026-11";
    "tunnelto.dev" below "https://github.com/agrinman/tunnelto" "2026-11";
    "tuns.sh" any_depth "https://pico.sh/tuns" "2026-11";
    "webcontainer-api.io" any_depth "https://webcontainers.io" "2026-11";
    "webcontainer.io" any_depth "https://webcontainers.io/guides/browser-config" "2026-11";
    "webhook.site" below "https://docs.webhook.site" "2026-11";
    "workspaces.gitlab.dev" below "https://docs.gitlab.com/user/workspace/" "2026-11";
}

/// The domain of the table that `host` is or stands below; of two the longer one.
pub(super) fn containing(host: &str) -> Option<&'static Shared> {
    [3, 2].into_iter().find_map(|labels| {
        let name = last_labels(host, labels);
        let found = SHARED.binary_search_by(|shared| shared.name.cmp(name));
        found.ok().map(|index| &SHARED[index])
    })
}

/// The first domain of the table below `domain`, without that.
pub(super) fn below(domain: &str) -> Option<&'static str> {
    // None of them has more than three labels.
    if last_labels(domain, 2).len() < domain.len() {
        return None;
    }
    { SHARED.iter() }.find_map(|shared| in_front(shared.name, domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_each_name_has_its_source() {
        assert!(SHARED.is_sorted_by(|a, b| a.name < b.name));
        assert_eq!(SHARED.len(), SOURCES.len());
        for (shared, (source, date)) in SHARED.iter().zip(SOURCES) {
            let labels = shared.name.split('.').count();
            assert!((2..=3).contains(&labels), "{shared:?}");
            assert!(source.starts_with("https://"), "{shared:?}");
            assert!(
                date.len() == "2026-11".len() && *date >= "2026-11",
                "{shared:?}"
            );
        }
    }

    #[test]
    fn the_longer_of_two_domains() {
        let name = |host| containing(host).map(|shared| shared.name);
        assert_eq!(name("a.app.github.dev"), Some("app.github.dev"));
        assert_eq!(name("app.github.dev"), Some("app.github.dev"));
        assert_eq!(name("a.github.dev"), Some("github.dev"));
        assert_eq!(name("github.dev"), Some("github.dev"));
        assert_eq!(name("mygithub.dev"), None);
        assert_eq!(name("dev"), None);
    }
}
