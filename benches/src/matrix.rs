//! Which applications are measured, and with which requests.

use clap::Parser;

use crate::{
    Case, Contender, Framework, PolicyKind,
    named::{self, Named},
};

/// What a bench target is asked to measure. Everything, where nothing is chosen.
#[derive(Parser, Clone, Debug, Default)]
pub struct Choice {
    /// The frameworks.
    #[arg(long = "framework", value_parser = named::parse::<Framework>)]
    pub frameworks: Vec<Framework>,
    /// The contenders.
    #[arg(long = "contender", value_parser = named::parse::<Contender>)]
    pub contenders: Vec<Contender>,
    /// The policies.
    #[arg(long = "policy", value_parser = named::parse::<PolicyKind>)]
    pub policies: Vec<PolicyKind>,
    /// Only ten exact origins with every request, 100,000 with two, and guards with theirs.
    #[arg(long)]
    pub quick: bool,
    /// Call the one chosen application, where callgrind counts.
    #[arg(long, hide = true)]
    pub counted: bool,
    /// Cargo says so.
    #[arg(long, hide = true)]
    bench: bool,
}

/// What answers requests: one cell of the matrix, except for the request.
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
            &[
                PolicyKind::Exact(10),
                PolicyKind::Exact(100_000),
                PolicyKind::Guarded,
                PolicyKind::Hosts(3),
            ]
        } else {
            PolicyKind::ALL
        };
        let mut applications = Vec::new();
        for &framework in chosen(&self.frameworks, Framework::ALL) {
            for &policy in chosen(&self.policies, policies) {
                for &contender in chosen(&self.contenders, Contender::ALL) {
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
            PolicyKind::Guarded => &Case::GUARDED,
            PolicyKind::Hosts(_) => &Case::TO_HOSTS,
            _ => &Case::ALL,
        }
    }
}

impl Application {
    /// It, if the contender can be set so.
    #[cfg(feature = "contenders")]
    #[must_use]
    pub fn subject(self) -> Option<Box<dyn crate::Subject>> {
        crate::contenders::subject(self.framework, self.contender, self.policy)
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

fn chosen<'a, T>(some: &'a [T], all: &'a [T]) -> &'a [T] {
    if some.is_empty() { all } else { some }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::{Application, Choice};
    use crate::{Contender, Framework, PolicyKind, named::Named as _};

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
