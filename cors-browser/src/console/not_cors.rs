//! What looks like CORS in a console, and is something else.

/// What looks like CORS in a console, and is something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NotCors {
    /// The page's `Content-Security-Policy`.
    ContentSecurityPolicy,
    /// An `http` URL, asked for by a page over `https`.
    MixedContent,
    /// The response's `Cross-Origin-Resource-Policy`, or the page's `Cross-Origin-Embedder-Policy`.
    ResourcePolicy,
    /// A response that was asked for without CORS, of a kind that may not be read so.
    OpaqueResponseBlocking,
    /// A cookie that was not set or not sent.
    Cookie,
    /// A status such as 404, that the page could see.
    Status,
    /// There was no response.
    Network,
    /// Something that the visitor has installed.
    Blocker,
    /// All that pages learn of any failure, such as "Failed to fetch": it may be CORS.
    NoDetail,
}

impl NotCors {
    pub(super) fn sentence(self) -> &'static str {
        match self {
            Self::ContentSecurityPolicy => {
                "not CORS: the page's own Content-Security-Policy does not let it connect there; its connect-src has to name the server"
            }
            Self::MixedContent => {
                "not CORS: a page over https can't ask for an http URL; serve it over https"
            }
            Self::ResourcePolicy => {
                "not CORS: the response's Cross-Origin-Resource-Policy, or the page's Cross-Origin-Embedder-Policy, keeps it from pages of other origins"
            }
            Self::OpaqueResponseBlocking => {
                "not CORS: the response was asked for without CORS, as an image or a script, and is of another kind"
            }
            Self::Cookie => {
                "not CORS: a cookie was not set or not sent; across sites it takes SameSite=None and Secure, and a browser that lets it"
            }
            Self::Status => {
                "not CORS: the server answered with an error, and the browser let the page see it"
            }
            Self::Network => {
                "not CORS: there was no response that the browser could read; the server is down, its name unknown, or its certificate not trusted"
            }
            Self::Blocker => "not CORS: an extension of the browser blocked the request",
            Self::NoDetail => {
                "maybe CORS, maybe not: pages only ever learn this much; the console's line above it has the reason"
            }
        }
    }
}
