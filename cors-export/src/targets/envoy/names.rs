//! The filters, in the order of the listener, and the types of their messages.

/// Says what `cors` can't: `Vary`, `*`, names that were asked for. It stands first, so it sees every response last.
pub(super) const HEADERS: &str = "cors.headers";
/// Refuses requests for other hosts.
pub(super) const HOSTS: &str = "cors.hosts";
/// Refuses what a guard does.
pub(super) const GUARDS: &str = "cors.guards";
/// Answers preflights, and says who may read responses.
pub(super) const POLICY: &str = "cors.policy";
/// Refuses the preflights that are left.
pub(super) const PREFLIGHTS: &str = "cors.preflights";

/// Each filter with its type.
///
/// Names of their own keep them apart from other filters of the same types, and a route's words about these.
pub(super) const FILTERS: [(&str, &str); 5] = [
    (
        HEADERS,
        "type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutation",
    ),
    (HOSTS, RBAC),
    (GUARDS, RBAC),
    (
        POLICY,
        "type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors",
    ),
    (PREFLIGHTS, RBAC),
];

const RBAC: &str = "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC";

pub(super) const RBAC_PER_ROUTE: &str =
    "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBACPerRoute";

pub(super) const MUTATIONS_PER_ROUTE: &str =
    "type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute";

pub(super) const CORS_POLICY: &str =
    "type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy";
