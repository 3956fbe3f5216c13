//! Every case, in every engine, on every framework.

use std::{collections::BTreeMap, time::Instant};

use anyhow::Result;
use cors_examples::app::{Framework, Named, Server};
use cors_playground::recorder::Recorder;
use futures_util::future::try_join_all;

use crate::{
    browse::{Pages, Place, browse},
    driver::{Engine, Session},
    judge::{Quirks, compare, model, seen},
    plan::{Case, Page, Plan, Step},
    report::{Ran, Report},
};

/// A framework's server, and what stands before it: for the browser, and, so that both get the
/// same, for the model.
struct Site {
    server: Server,
    recorder: Recorder,
    for_the_model: Recorder,
}

impl Site {
    fn start(framework: Framework, policies: &[Named]) -> Result<Self> {
        let server = Server::start(framework, policies)?;
        Ok(Self {
            recorder: Recorder::start(server.address())?,
            for_the_model: Recorder::start(server.address())?,
            server,
        })
    }
}

/// As many cases on servers as a page does in one go: what they did is kept by then.
const BATCH: usize = 400;

/// Runs the plan; whether the browsers did what the model says.
pub(crate) async fn run(
    mut plan: Plan,
    engines: &[Engine],
    frameworks: &[Framework],
) -> Result<bool> {
    let mut quirks = Quirks::read()?;
    let mut report = Report::default();
    let pages = Pages::serve(core::mem::take(&mut plan.listeners))?;
    let sites: Vec<Site> = frameworks
        .iter()
        .map(|framework| Site::start(*framework, &plan.policies))
        .collect::<Result<_>>()?;
    for engine in engines {
        let started = Instant::now();
        // Without one of the browsers nothing is all right.
        let session = match Session::start(*engine).await {
            Ok(session) => session,
            Err(error) => {
                report.problem(format!("{error:#}"));
                continue;
            }
        };
        println!(
            "\n{engine}: {}, {} cases on {} frameworks",
            session.version(),
            plan.cases.len(),
            sites.len()
        );
        report.drives(*engine, session.version());
        let done = drive(
            &session,
            *engine,
            &plan,
            &pages,
            &sites,
            &mut quirks,
            &mut report,
        )
        .await;
        if let Err(error) = done {
            report.problem(format!("{engine}: {error:#}"));
        }
        session.close().await;
        println!("{engine}: {:.0} s", started.elapsed().as_secs_f64());
    }
    Ok(report.close(&plan, &quirks))
}

/// A case on a site.
struct Job<'a> {
    case: &'a Case,
    site: &'a Site,
    place: Place,
}

/// Runs all cases in one browser, page by page.
async fn drive(
    session: &Session,
    engine: Engine,
    plan: &Plan,
    pages: &Pages,
    sites: &[Site],
    quirks: &mut Quirks,
    report: &mut Report,
) -> Result<()> {
    let mut by_page: BTreeMap<(Page, String, bool), Vec<Job<'_>>> = BTreeMap::new();
    for (tag, case) in plan.cases.iter().enumerate() {
        for site in sites {
            let port = site.recorder.address().port();
            let place = Place::new(&case.page, pages.port(), port, tag);
            // Those that wait do so alone: Firefox caches a hundred preflights, and no more.
            let waits = case.steps.iter().any(|step| matches!(step, Step::Wait(_)));
            let page = (case.page.clone(), place.origin.clone(), waits);
            by_page
                .entry(page)
                .or_default()
                .push(Job { case, site, place });
        }
    }
    for jobs in by_page.values() {
        for jobs in jobs.chunks(BATCH) {
            let cases: Vec<_> = jobs.iter().map(|job| (job.case, &job.place)).collect();
            let modelled = jobs.iter().map(|job| {
                model(
                    job.case,
                    &job.place,
                    engine.modelled(),
                    job.site.for_the_model.address(),
                )
            });
            let (results, modelled) =
                tokio::try_join!(browse(session, &cases), try_join_all(modelled))?;
            for ((job, results), modelled) in jobs.iter().zip(results).zip(modelled) {
                let exchanges = job.site.recorder.take(|target| job.place.owns(target));
                let seen = seen(&exchanges, &results, &job.place);
                let differences = compare(job.case, &seen, &modelled);
                let unexplained = quirks.unexplained(engine, &job.case.name, &differences);
                let ran = Ran {
                    engine,
                    framework: job.site.server.framework(),
                    case: job.case,
                    place: &job.place,
                    seen,
                    modelled,
                    exchanges,
                };
                report.judged(&ran, &differences, &unexplained);
            }
        }
    }
    Ok(())
}
