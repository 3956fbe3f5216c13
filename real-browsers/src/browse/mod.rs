//! Running cases in a browser.

mod pages;
mod place;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

pub(crate) use self::{pages::Pages, place::Place};
use crate::{
    driver::Session,
    plan::{Case, Page},
};

const SCRIPT: &str = include_str!("page.js");

/// Opens the page that the cases share, and runs them there. For each case a list of results, one
/// for each of its steps.
pub(crate) async fn browse(
    session: &Session,
    cases: &[(&Case, &Place)],
) -> Result<Vec<Vec<Value>>> {
    let (case, place) = cases.first().context("no cases")?;
    session.open(&place.page).await?;
    if case.page == Page::Sandboxed {
        session.enter_frame().await?;
    }
    let scripts: Value = cases
        .iter()
        .map(|(case, place)| place.script(case))
        .collect();
    let results = session.run(SCRIPT, scripts).await?;
    let results: Vec<Vec<Value>> =
        serde_json::from_value(results.clone()).with_context(|| results.to_string())?;
    ensure!(results.len() == cases.len(), "a result for each case");
    Ok(results)
}
