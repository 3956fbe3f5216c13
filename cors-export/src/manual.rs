//! Chapters that are only documentation.
//!
//! - [`server_or_edge`]: which place should speak, what each can do, and what to do where both already do.
//! - [`targets`]: for each gateway, where the files belong, what it can't say, and what one policy becomes.
//! - [`proof`]: how an export is proven before anybody gets it.

/// Which place should speak: the server or the edge? Never both.
#[doc = ""]
#[doc = include_str!("../docs/server-or-edge.md")]
pub mod server_or_edge {}

/// How an export is proven.
#[doc = ""]
#[doc = include_str!("../docs/proof.md")]
pub mod proof {}

macro_rules! targets {
    ($(
        $(#[$sentence:meta])*
        $name:ident: $folder:literal, $language:literal, [$($file:literal),*];
    )*) => {
        /// The targets: where the files belong, what each can't say, and what one policy becomes.
        ///
        /// | | |
        /// |---|---|
        $(#[doc = concat!("| [`", stringify!($name), "`](targets::", stringify!($name), ") | `cors export --to ", $folder, "` |")])*
        ///
        /// The policy of the examples:
        ///
        /// ```toml
        #[doc = include_str!("../docs/example.toml")]
        /// ```
        pub mod targets {
            $(
                $(#[$sentence])*
                #[doc = ""]
                #[doc = include_str!(concat!("../docs/", $folder, ".md"))]
                #[doc = ""]
                #[doc = "# What a policy becomes"]
                #[doc = ""]
                #[doc = "That of the [examples](super::targets):"]
                $(
                    #[doc = concat!("\n`", $file, "`:\n\n```", $language)]
                    #[doc = include_str!(concat!("../docs/", $folder, "/", $file))]
                    #[doc = "```"]
                )*
                #[doc = "\nWhat is told besides:\n\n```text"]
                #[doc = include_str!(concat!("../docs/", $folder, "/told.txt"))]
                #[doc = "```"]
                pub mod $name {}
            )*
        }
    };
}

targets! {
    /// nginx.
    nginx: "nginx", "nginx", ["site.http.conf", "site.location.conf"];
    /// Envoy.
    envoy: "envoy", "yaml", ["site.yaml"];
    /// The Kubernetes Gateway API.
    gateway_api: "gateway-api", "yaml", ["site.yaml"];
    /// Istio.
    istio: "istio", "yaml", ["site.yaml"];
    /// HAProxy.
    haproxy: "haproxy", "text", ["site.backend.cfg"];
    /// Caddy.
    caddy: "caddy", "text", ["site.caddy"];
    /// Traefik.
    traefik: "traefik", "yaml", ["site.yaml"];
    /// Apache.
    apache: "apache", "apache", ["site.apache.conf"];
}
