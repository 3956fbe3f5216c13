//! Envoy, and what others need to run theirs in it.

use core::{fmt::Write as _, net::SocketAddr};

use anyhow::{Context, Result, ensure};
use cors_real_servers::process::{Process, folder_with, free_address};

use super::Running;
use crate::mounts::Mounts;

pub(super) fn start(mounts: &Mounts) -> Result<Running> {
    let mut http_filters = None;
    let mut routes = Vec::new();
    for mounted in mounts.written() {
        let text = mounted.file(".yaml").text();
        let filters = section(text, "http_filters").context("it names no filters")?;
        // A listener has one list of filters for all of its routes.
        let first = http_filters.get_or_insert_with(|| filters.clone());
        ensure!(*first == filters, "{} has other filters", mounted.name);
        let route = section(text, "route").context("it says nothing of its routes")?;
        routes.push((format!("/{}/", mounted.name), route));
    }
    start_with(mounts.upstream, &http_filters.unwrap_or_default(), &routes)
}

/// Starts Envoy with a list of filters before the router, and with routes: each is the prefix of its paths, and the
/// fields of a `Route` that it has besides its match and its cluster. Everything is YAML in block style, from the first
/// column on. What no route is for is forwarded as it is.
pub(super) fn start_with(
    upstream: SocketAddr,
    http_filters: &str,
    routes: &[(String, String)],
) -> Result<Running> {
    let address = free_address()?;
    let folder = folder_with(
        "envoy.yaml",
        &configuration(address, upstream, http_filters, routes),
    )?;
    let program = [
        "envoy",
        "--disable-hot-restart",
        "--concurrency",
        "1",
        "--log-level",
        "warning",
        "--config-path",
        "envoy.yaml",
    ];
    let mut process = Process::start(folder, &program)?;
    process.listens(address)?;
    Ok(Running { address, process })
}

/// What stands below a key of the first column, moved to the first column.
pub(super) fn section(text: &str, key: &str) -> Option<String> {
    let head = format!("{key}:");
    let mut lines = text.lines().skip_while(|line| *line != head);
    lines.next()?;
    let lines: Vec<_> = lines.take_while(|line| line.starts_with(' ')).collect();
    let indent = { lines.iter() }
        .map(|line| line.len() - line.trim_start().len())
        .min()?;
    let lines: String = { lines.iter() }
        .map(|line| format!("{}\n", &line[indent..]))
        .collect();
    Some(lines)
}

fn configuration(
    address: SocketAddr,
    upstream: SocketAddr,
    http_filters: &str,
    routes: &[(String, String)],
) -> String {
    let mut written = String::new();
    for (prefix, route) in routes {
        let _ = write!(written, "- match: {{prefix: {prefix:?}}}\n{ROUTE}");
        written.push_str(&indented(route, 2));
    }
    let filters = indented(http_filters, 10);
    let routes = indented(&format!("{written}- match: {{prefix: /}}\n{ROUTE}"), 14);
    let (address, upstream) = (socket(address), socket(upstream));
    format!(
        "static_resources:
  listeners:
  - address: {address}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          '@type': type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: edge
          server_header_transformation: PASS_THROUGH
          http_protocol_options: {{allow_custom_methods: true}}
          max_request_headers_kb: 1024
          common_http_protocol_options: {{max_headers_count: 1000}}
          upgrade_configs: [{{upgrade_type: websocket}}]
          http_filters:
{filters}          - name: envoy.filters.http.router
            typed_config:
              '@type': type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
              suppress_envoy_headers: true
          route_config:
            virtual_hosts:
            - name: edge
              domains: ['*']
              routes:
{routes}  clusters:
  - name: upstream
    load_assignment:
      cluster_name: upstream
      endpoints:
      - lb_endpoints:
        - endpoint: {{address: {upstream}}}
    typed_extension_protocol_options:
      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
        '@type': type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
        common_http_protocol_options: {{max_headers_count: 1000}}
        explicit_http_config: {{http_protocol_options: {{}}}}
"
    )
}

const ROUTE: &str = "  route: {cluster: upstream, timeout: 0s}\n";

fn indented(text: &str, by: usize) -> String {
    let lines = text.lines();
    lines.map(|line| format!("{:by$}{line}\n", "")).collect()
}

fn socket(address: SocketAddr) -> String {
    let (host, port) = (address.ip(), address.port());
    format!("{{socket_address: {{address: {host}, port_value: {port}}}}}")
}
