//! Which applications are measured, with which requests, and how a figure is written down.

use core::fmt::Display;

use clap::Parser;
use serde::Serialize;

use crate::{Case, Contender, Framework, PolicyKind, Subject, contenders};

/// What a bench target is asked to measure. Everything, where nothing is chosen.
#[derive(Parser, Clone, Debug, Default)]
pub struct Choice {
    /// The frameworks.
    #[arg(long = "framework", value_parser = named(Framework::ALL))]
    pub frameworks: Vec<Framework>,
    /// The contenders.
    #[arg(long = "contender", value_parser = named(Contender::ALL))]
    pub contenders: Vec<Contender>,
    /// The policies.
    #[arg(long = "policy", value_parser = named(PolicyKind::ALL))]
    pub policies: Vec<PolicyKind>,
    /// Only ten exact origins with every request, and 100,000 with two.
    #[arg(long)]
    pub quick: bool,
    /// Call the one chosen application, where callgrind counts.
    #[arg(long, hide = true)]
    pub counted: bool,
    /// Cargo says so.
    #[arg(long, hide = true)]
    bench: bool,
}

/// What answers requests: one cell of the matrix but for the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Application {
    /// Where.
    pub framework: Framework,
    /// What stands before the handler.
    pub contender: Contender,
    /// Its policy.
    pub policy: PolicyKind,
}

impl Choice {
    /// The applications. What has no policy is measured with each kind all the same: requests
    /// differ with it.
    #[must_use]
    pub fn applications(&self) -> Vec<Application> {
        let policies: &[_] = if self.quick {
            &[PolicyKind::Exact(10), PolicyKind::Exact(100_000)]
        } else {
            &PolicyKind::ALL
        };
        let mut applications = Vec::new();
        for &framework in chosen(&self.frameworks, &Framework::ALL) {
            for &policy in chosen(&self.policies, policies) {
                for &contender in chosen(&self.contenders, &Contender::ALL) {
                    applications.push(Application {
                        framework,
                        contender,
                        policy,
                    });
                }
            }
        }
        applications
    }

    /// The requests that an application gets.
    #[must_use]
    pub fn cases(&self, policy: PolicyKind) -> &'static [Case] {
        match policy {
            PolicyKind::Exact(100_000) if self.quick => &[Case::Allowed, Case::Preflight],
            // No origin is refused.
            PolicyKind::Any => &[
                Case::NotCors,
                Case::Allowed,
                Case::Preflight,
                Case::PreflightHeader,
                Case::PlainOptions,
                Case::Commas(8),
                Case::Commas(60),
                Case::Names(8),
                Case::Names(60),
            ],
            _ => &Case::ALL,
        }
    }
}

impl Application {
    /// It, if the contender can be set so.
    #[must_use]
    pub fn subject(self) -> Option<Box<dyn Subject>> {
        contenders::subject(self.framework, self.contender, self.policy)
    }

    /// The options that choose it, and nothing else.
    #[must_use]
    pub fn options(self) -> [String; 3] {
        [
            format!("--framework={}", self.framework),
            format!("--contender={}", self.contender),
            format!("--policy={}", self.policy),
        ]
    }
}

/// One line of a bench target's output, in JSON.
#[derive(Clone, Debug, Serialize)]
pub struct Record {
    framework: String,
    contender: String,
    #[serde(rename = "setting")]
    policy: String,
    /// How many exact origins the policy allows, where it has only such.
    origins: Option<usize>,
    case: String,
    preflight: bool,
    #[serde(flatten)]
    figures: Figures,
}

/// What was measured.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(untagged)]
pub enum Figures {
    /// By callgrind.
    Instructions {
        /// Executed during one call.
        instructions: u64,
    },
    /// By an allocator that counts.
    Allocations {
        /// Blocks.
        allocations: u64,
        /// Their sizes.
        bytes: u64,
    },
    /// By the clock.
    Time {
        /// The median's estimate.
        nanoseconds: f64,
    },
}

impl Record {
    /// What was measured when the application got a request.
    #[must_use]
    pub fn new(application: Application, case: Case, figures: Figures) -> Self {
        Self {
            framework: application.framework.to_string(),
            contender: application.contender.to_string(),
            policy: application.policy.to_string(),
            origins: match application.policy {
                PolicyKind::Exact(count) => Some(count),
                _ => None,
            },
            case: case.to_string(),
            preflight: case.is_preflight(),
            figures,
        }
    }

    /// The same of a request that is named by itself.
    #[must_use]
    pub fn named(self, case: &str) -> Self {
        let case = case.to_owned();
        Self { case, ..self }
    }

    /// Prints it.
    ///
    /// # Panics
    ///
    /// Never: text and numbers are JSON.
    pub fn print(&self) {
        let line = serde_json::to_string(self).expect("text and numbers");
        println!("{line}");
    }
}

fn chosen<'a, T>(some: &'a [T], all: &'a [T]) -> &'a [T] {
    if some.is_empty() { all } else { some }
}

/// Reads what is displayed so.
fn named<T: Copy + Display + Send + Sync + 'static, const N: usize>(
    all: [T; N],
) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync + 'static {
    move |text| {
        let found = all.into_iter().find(|one| one.to_string() == text);
        found.ok_or_else(|| {
            let names: Vec<_> = all.iter().map(ToString::to_string).collect();
            format!("it is one of {}", names.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::{Application, Choice};
    use crate::{Contender, Framework, PolicyKind};

    #[test]
    fn an_application_is_chosen_by_its_own_options() {
        let application = Application {
            framework: Framework::Axum,
            contender: Contender::Peer,
            policy: PolicyKind::Exact(100_000),
        };
        let options = application.options();
        let choice = Choice::parse_from(["bench".to_owned()].into_iter().chain(options));
        assert_eq!(choice.applications(), [application]);
        let all = Framework::ALL.len() * Contender::ALL.len() * PolicyKind::ALL.len();
        assert_eq!(Choice::default().applications().len(), all);
    }
}
