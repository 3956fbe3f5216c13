//! The whole run: who asks and who is trusted, the verdict, the findings, the report.

use cors_core::{OriginEntry, Policy};
use http::{HeaderValue, header::COOKIE};

use super::{
    Arguments,
    client::{Client, Settings},
    curl,
    dry::Rehearsal,
    finding::Finding,
    judge::{self, Plan},
    origin,
    page::{self, Verdict},
    progress::{self, Counter, Watched},
    report::Report,
    server::{NoAnswer, NoAnswerKind, Server},
};
use crate::{
    exit::{Cannot, Found},
    formats::{self, ListFormat},
    input::{Loaded, Named},
    streams,
    verdict::{Note, plain},
};

/// Asks, judges, and says what was found.
pub(super) fn run(arguments: &Arguments) -> Result<Found, Cannot> {
    let policy = policy(arguments)?;
    let job = Job::new(arguments, policy.as_ref());
    // Nothing of it is awaited beside something else.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| {
        Cannot::because(format_args!(
            "this system can't wait for the network: {error}"
        ))
    })?;
    let found = match arguments.dry_run {
        true => runtime.block_on(job.rehearse()),
        false => runtime.block_on(job.ask()),
    };
    // The resolver may still be waited for, by nobody.
    runtime.shutdown_background();
    found
}

fn policy(arguments: &Arguments) -> Result<Option<Policy>, Cannot> {
    let Some(subject) = &arguments.policy else {
        return Ok(None);
    };
    let named = Named::parse(subject);
    let file = Loaded::read(&named.origin, arguments.input_format)?;
    let (_, policy) = file.policy(named.policy.as_deref())?;
    Ok(Some(policy.clone()))
}

/// What is to be done.
struct Job<'a> {
    arguments: &'a Arguments,
    settings: Settings,
    policy: Option<&'a Policy>,
    /// Of the page that asks.
    origin: String,
    /// Those of pages and policies that were named.
    trusted: Vec<String>,
    notes: Vec<Note>,
}

impl<'a> Job<'a> {
    fn new(arguments: &'a Arguments, policy: Option<&'a Policy>) -> Self {
        let own = arguments.url.origin();
        let named = arguments.origins.first().cloned();
        let named = named.or_else(|| policy.and_then(origin::of_policy));
        let mut notes = Vec::new();
        if named.is_none() {
            notes.push(Note::new(format!(
                "no --origin: asked as a page of {own}, which may read its own server without CORS"
            )));
        }
        let origin = named.unwrap_or(own);
        let mut trusted = arguments.origins.clone();
        trusted.extend(policy.iter().flat_map(|policy| entries(policy)));
        if !trusted.contains(&origin) {
            trusted.push(origin.clone());
        }
        Self {
            settings: arguments.settings(),
            arguments,
            policy,
            origin,
            trusted,
            notes,
        }
    }

    async fn ask(self) -> Result<Found, Cannot> {
        let mut client = Client::new(self.settings.clone());
        let counter = Counter::default();
        let asked = {
            let mut watched = Watched::new(&mut client, counter.clone());
            let work = self.work(&mut watched);
            let host = self.arguments.url.url().host_str().unwrap_or_default();
            progress::shown(host, &counter, work).await
        };
        let (verdict, findings) = asked.map_err(|no| Cannot::Because(no.sentence))?;
        let report = Report {
            url: self.arguments.url.as_str(),
            origin: &self.origin,
            verdict: &verdict,
            findings: &findings,
            notes: self.notes,
            settings: &self.settings,
            sent: client.sent(),
        };
        match self.arguments.format {
            ListFormat::Human => streams::answer(&report.human(streams::width()))?,
            ListFormat::Json => streams::json(&report.json())?,
            // Formats that have no room for the verdict.
            ListFormat::Sarif => streams::answer(&formats::sarif(&report.items()))?,
            ListFormat::Github => streams::answer(&formats::github(&report.items()))?,
            ListFormat::Concise => streams::answer(&formats::concise(&report.items()))?,
        }
        if !report.says_enough(self.arguments.format) {
            streams::talk(&format!("blocked: {}\n", plain(&verdict.sentence())));
        }
        Ok(Found::if_any(report.is_bad()))
    }

    /// The verdict, and what else is wrong. An error if nobody answers.
    async fn work(&self, server: &mut impl Server) -> Result<(Verdict, Vec<Finding>), NoAnswer> {
        let arguments = self.arguments;
        let mut browser = page::browser(&self.origin, self.cookie());
        let request = arguments.page.request(arguments.url.as_str());
        let verdict = page::ask(server, &mut browser, request, arguments.send).await;
        if verdict.is_silent() {
            self.is_there_anybody(server, &verdict).await?;
        }
        let plan = Plan {
            url: arguments.url.as_str(),
            origin: &self.origin,
            method: &arguments.page.method,
            trusted: self.trusted.clone(),
            policy: self.policy,
            may_send: arguments.send,
        };
        let findings = judge::findings(server, &plan, verdict.outcome()).await;
        Ok((verdict, findings))
    }

    /// A server that drops preflights may answer other requests. One that doesn't is not to be judged.
    async fn is_there_anybody(
        &self,
        server: &mut impl Server,
        verdict: &Verdict,
    ) -> Result<(), NoAnswer> {
        let Some(no_answer) = verdict.no_answer() else {
            return Ok(());
        };
        let is_preflight = verdict.reason() == Some(cors_browser::Reason::PreflightFailed);
        let may_be_there = matches!(
            no_answer.kind,
            NoAnswerKind::Timeout | NoAnswerKind::Closed | NoAnswerKind::Malformed
        );
        if !is_preflight || !may_be_there {
            return Err(no_answer.clone());
        }
        let mut browser = page::browser(&self.origin, self.cookie());
        let request = cors_browser::PageRequest::get(self.arguments.url.as_str());
        let other = page::ask(server, &mut browser, request, false).await;
        match other.is_silent() {
            true => Err(no_answer.clone()),
            false => Ok(()),
        }
    }

    /// What would be sent to a server without a fault.
    async fn rehearse(self) -> Result<Found, Cannot> {
        let mut server = Rehearsal::new(self.trusted.clone());
        // It always answers.
        let _ = self.work(&mut server).await;
        let requests = server.requests();
        let lines: Vec<_> = requests
            .iter()
            .map(|request| curl::line(&self.settings, request))
            .collect();
        match self.arguments.format {
            ListFormat::Human => {
                streams::answer(&format!("{}\n", lines.join("\n\n")))?;
                streams::talk(&format!(
                    "{} requests to a server without a fault; what else is asked depends on the answers\n",
                    lines.len()
                ));
            }
            ListFormat::Json => {
                streams::json(&serde_json::json!({ "schema": 1, "would_send": lines }))?;
            }
            _ => {
                return Err(Cannot::because(
                    "nothing is found by --dry-run; leave it out, or use --format human or json",
                ));
            }
        }
        Ok(Found::Nothing)
    }

    fn cookie(&self) -> Option<&HeaderValue> {
        let mut added = self.settings.headers.iter();
        added
            .find(|(name, _)| name == COOKIE)
            .map(|(_, value)| value)
    }
}

/// What a policy names: origins and patterns.
fn entries(policy: &Policy) -> impl Iterator<Item = String> {
    let entries = policy.settings().allow_origins();
    let texts = entries.filter_map(|entry| match entry {
        OriginEntry::Text("*") => None,
        OriginEntry::Text(text) => Some(text.to_owned()),
        _ => None,
    });
    texts.collect::<Vec<_>>().into_iter()
}
