//! The cases of the suite, through a gateway.

use core::net::{Ipv4Addr, SocketAddr};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};

use anyhow::Result;
use cors_conformance::{Case, Filter, Suite};
use cors_core::Policy;
use cors_export::Target;
use http::header::UPGRADE;

use crate::{
    acceptance, both,
    browse::{Asking, Pages},
    client::{Client, reply, request},
    gateways::Gateway,
    judge::{Answered, Excuses, Verdict, judge},
    mounts::Mounts,
    random::Random,
    report::Row,
    theme::theme,
    upstream::Upstream,
    version::Version,
};

/// What every gateway is run with.
pub(crate) struct Setting<'a> {
    pub(crate) suite: &'a Suite,
    pub(crate) excuses: &'a Excuses,
    pub(crate) filter: Filter,
    /// Whether the filter leaves nothing out.
    pub(crate) is_whole: bool,
    /// Whether what takes long is left out.
    pub(crate) is_short: bool,
    pub(crate) pages: Pages<'a>,
    /// Policies and requests that nobody has written, where they are asked for.
    pub(crate) random: Option<Random>,
}

/// Prints what the exporter says of each policy.
pub(crate) fn losses(gateways: &[&Gateway], suite: &Suite) {
    for gateway in gateways {
        let nobody = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let mounts = Mounts::new(suite, gateway.target, nobody);
        for mounted in &mounts.policies {
            let (gateway, policy) = (gateway.name, &mounted.name);
            for loss in mounted.export.losses() {
                println!(
                    "{gateway} {policy}: {} ({}): {loss}",
                    loss.kind(),
                    loss.code()
                );
            }
            for requirement in mounted.export.requirements() {
                println!(
                    "{gateway} {policy}: needed ({}): {requirement}",
                    requirement.code()
                );
            }
        }
    }
}

/// Starts a gateway with what the exporter writes, and sends it every case.
pub(crate) fn run(gateway: &Gateway, version: &Version, setting: &Setting<'_>) -> Result<Row> {
    let start = Instant::now();
    let suite = setting.suite;
    let upstream = Upstream::start(suite.policies().map(|(name, _)| name))?;
    let mounts = Mounts::new(suite, gateway.target, upstream.address());
    let mut row = Row::new(gateway.name, version);
    let running = (gateway.start)(&mounts)?;
    row.accepted(acceptance::check(gateway, &running));
    let through = Through {
        gateway,
        version,
        excuses: setting.excuses,
        mounts: &mounts,
        upstream: &upstream,
        policies: suite.policies().collect(),
    };
    let mut client = Client::new(running.address)?;
    let cases = suite.cases().iter();
    for case in cases.filter(|case| setting.filter.admits(case)) {
        row.add(theme(case), through.ask(&mut client, case)?);
    }
    for mounted in mounts
        .policies
        .iter()
        .filter(|mounted| !mounted.is_written())
    {
        row.refuse(&mounted.name, mounted.refusals());
    }
    if setting.is_whole {
        let asking = Asking {
            mounts: &mounts,
            upstream: &upstream,
        };
        row.or_wrong(both::speak(gateway));
        row.needed(acceptance::is_needed(gateway, suite));
        if !setting.is_short {
            row.has_many(acceptance::many(gateway));
        }
        row.browsed(setting.pages.ask(&asking, &mut client)?);
        let used: BTreeSet<_> = row.excused.keys().copied().collect();
        let unused = setting
            .excuses
            .unused(gateway.name, &version.numbers, &used);
        row.wrong.extend(unused);
    }
    if let Some(random) = &setting.random {
        ask_at_random(gateway, version, setting, random, &mut row)?;
    }
    row.time = start.elapsed();
    Ok(row)
}

/// The same with policies and cases that nobody has written.
fn ask_at_random(
    gateway: &Gateway,
    version: &Version,
    setting: &Setting<'_>,
    random: &Random,
    row: &mut Row,
) -> Result<()> {
    let suite = &random.suite;
    let upstream = Upstream::start(suite.policies().map(|(name, _)| name))?;
    let mounts = Mounts::new(suite, gateway.target, upstream.address());
    // Of a few policies, none may be written.
    if mounts.written().next().is_none() {
        for _ in suite.cases() {
            row.add_random(Verdict::Refused);
        }
        return Ok(());
    }
    let running = (gateway.start)(&mounts)?;
    row.or_wrong(acceptance::check(gateway, &running));
    let through = Through {
        gateway,
        version,
        excuses: setting.excuses,
        mounts: &mounts,
        upstream: &upstream,
        policies: suite.policies().collect(),
    };
    let mut client = Client::new(running.address)?;
    // There a wildcard is any characters, which is told.
    let is_any = gateway.target == Target::GatewayApi;
    for case in suite.cases() {
        if is_any && has_sign(case) {
            continue;
        }
        let verdict = through.ask(&mut client, case)?;
        row.add_random(verdict.with(|| random.text(case)));
    }
    Ok(())
}

/// Whether the origin of a case has what names in the DNS have not, and URLs may.
fn has_sign(case: &Case) -> bool {
    let of_names = |byte: &u8| byte.is_ascii_alphanumeric() || b"-.:/_[]".contains(byte);
    let mut origins = { case.request().headers() }.filter(|(name, _)| *name == "origin");
    origins.any(|(_, origin)| !origin.iter().all(of_names))
}

/// A gateway that runs, and what is asked through it.
struct Through<'a> {
    gateway: &'a Gateway,
    version: &'a Version,
    excuses: &'a Excuses,
    mounts: &'a Mounts,
    upstream: &'a Upstream,
    policies: BTreeMap<&'a str, &'a Policy>,
}

impl Through<'_> {
    /// Sends the request of a case.
    fn ask(&self, client: &mut Client, case: &Case) -> Result<Verdict> {
        let name = case.request().place().policy();
        let mounted = name.and_then(|name| self.mounts.get(name));
        if mounted.is_some_and(|mounted| !mounted.is_written()) {
            return Ok(Verdict::Refused);
        }
        let request = request(case.request())?;
        let _ = self.upstream.take();
        let response = match client.send(request.clone()) {
            Ok(response) => response,
            Err(error) => return Ok(Verdict::Wrong(format!("{}: {error:#}", case.name()))),
        };
        let served = self.upstream.take();
        let reply = reply(&response, served.runs);
        // Without `Connection: upgrade` the line is no handshake, and gateways may keep it for themselves (RFC 9110,
        // 7.8): then none has reached the server.
        let mut as_served = request.clone();
        if served.runs > 0 && !served.upgrade {
            as_served.headers_mut().remove(UPGRADE);
        }
        let answered = Answered {
            gateway: self.gateway.name,
            version: &self.version.numbers,
            case,
            request: &request,
            losses: mounted.map_or(&[], |mounted| mounted.export.losses()),
            status: reply.status,
        };
        // Where a gateway resolves `..` before it looks for the policy, that of the path decides.
        let is_elsewhere = served.runs > 0 && name.is_some_and(|name| name != served.below);
        let name = name.filter(|_| !is_elsewhere);
        let policy = name.and_then(|name| self.policies.get(name).copied());
        Ok(judge(policy, &as_served, &reply, self.excuses, &answered))
    }
}
