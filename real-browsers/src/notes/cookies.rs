//! Cookies: which are sent to another server, and which are kept of what it sets.

use anyhow::Result;
use cors_browser::{Credentials, NoteCode};

use super::{
    ask::{Ask, ask, ask_again},
    findings::{Findings, Said},
    server::Server,
};
use crate::driver::{Engine, Session};

/// Which of these are of one site is for the browser to say.
const HOSTS: [&str; 6] = [
    "localhost",
    "app.localhost",
    "api.app.localhost",
    "127.0.0.1",
    // Not of loopback, as far as names tell.
    "app.example.com",
    "api.example.com",
];

/// A name, and what follows the value.
const COOKIES: [(&str, &str); 16] = [
    ("default", "; Path=/"),
    ("maybe", "; Path=/; SameSite=Maybe"),
    ("secure", "; Path=/; Secure"),
    ("lax", "; Path=/; SameSite=Lax"),
    ("strict", "; Path=/; SameSite=Strict"),
    ("lax-secure", "; Path=/; SameSite=Lax; Secure"),
    ("none", "; Path=/; SameSite=None"),
    ("none-secure", "; Path=/; SameSite=None; Secure"),
    ("apart", "; Path=/; SameSite=None; Secure; Partitioned"),
    ("apart-insecurely", "; Path=/; SameSite=Lax; Partitioned"),
    ("__Host-good", "; Path=/; SameSite=None; Secure"),
    ("__Host-insecure", "; Path=/"),
    ("__host-lax", "; Path=/; SameSite=Lax"),
    ("__Host-of-a-path", "; Path=/x; Secure"),
    ("__Secure-good", "; Path=/; SameSite=None; Secure"),
    ("__secure-insecure", "; Path=/"),
];

/// The page as the model is to take it. `WebKitGTK` takes what is below `localhost` for its site, while
/// no domain like it, of one label, has pages of its own.
fn modelled(engine: Engine, ask: &Ask) -> Ask {
    let mut ask = ask.clone();
    if engine == Engine::WebKit && ask.page == "localhost" && ask.host.ends_with(".localhost") {
        ask.page = ask.host;
    }
    ask
}

/// Cookies that the visitor got from each server's own page.
pub(super) async fn are_sent(
    engine: Engine,
    session: &Session,
    server: &Server,
    findings: &mut Findings,
) -> Result<()> {
    there_are_none(engine, session, server, findings).await?;
    let line = |(name, rest)| format!("{name}=1{rest}");
    for host in HOSTS {
        let mut set = Ask::new(host, host);
        set.answer = COOKIES
            .iter()
            .map(|cookie| ("set-cookie", line(*cookie)))
            .collect();
        ask(session, server, &[set]).await?;
    }
    for page in HOSTS {
        let asks = HOSTS.map(|host| Ask::new(page, host));
        let without = [Credentials::SameOrigin, Credentials::Omit].map(|credentials| Ask {
            credentials,
            ..Ask::new(page, page)
        });
        ask(session, server, &[&asks[..], &without[..]].concat()).await?;
        for asked in asks {
            let cookies = asked.cookies(server)?;
            let alike = modelled(engine, &asked);
            for cookie in COOKIES {
                let line = line(cookie);
                let mut browser = alike.browser(engine, server).set_cookie(&line);
                let outcome = alike.modelled(&mut browser, server);
                let said = Said::of(
                    &outcome,
                    &[NoteCode::CookieNotSent, NoteCode::CookieThirdParty],
                );
                let what = |sent| if sent { "sent" } else { "not sent" };
                findings.compare(
                    NoteCode::CookieNotSent,
                    &said,
                    &format!("{line}, page {page}, server {}", asked.host),
                    what(is_to_be_sent(engine, &said)),
                    what(cookies.iter().any(|name| name == cookie.0)),
                );
            }
        }
        for asked in without {
            findings.compare(
                NoteCode::CookieNotSent,
                &Said::default(),
                &format!("without credentials, page {page}, server {page}"),
                "",
                &asked.cookies(server)?.join(", "),
            );
        }
    }
    Ok(())
}

/// Before any server has set one.
async fn there_are_none(
    engine: Engine,
    session: &Session,
    server: &Server,
    findings: &mut Findings,
) -> Result<()> {
    let asks = HOSTS.map(|host| Ask::new("localhost", host));
    ask(session, server, &asks).await?;
    for asked in asks {
        let outcome = asked.modelled(&mut asked.browser(engine, server), server);
        let said = Said::of(&outcome, &[NoteCode::NoCookie]);
        let none = |none| if none { "no cookie" } else { "some cookie" };
        findings.compare(
            NoteCode::NoCookie,
            &said,
            &format!("page localhost, server {}", asked.host),
            none(!said.is_empty()),
            none(asked.cookies(server)?.is_empty()),
        );
    }
    Ok(())
}

fn is_to_be_sent(engine: Engine, said: &Said) -> bool {
    let gtk = engine == Engine::WebKit;
    match () {
        () if said.has("is not sent by WebKit:") && gtk => false,
        () if said.has("Firefox sends those that this site's pages were given") => {
            engine != Engine::Firefox
        }
        () if said.has("is not sent:") => {
            gtk && (said.has(", except in WebKit") || said.has(", and WebKitGTK for None"))
        }
        () => true,
    }
}

/// Where a cookie is found once it was set.
#[derive(Clone, Copy)]
struct Found {
    in_pages_of_the_site: bool,
    in_the_servers_own: bool,
}

impl Found {
    fn told(self) -> &'static str {
        match (self.in_pages_of_the_site, self.in_the_servers_own) {
            (false, false) => "nowhere",
            (true, false) => "from the site's pages",
            (false, true) => "from the server's own pages",
            (true, true) => "from everywhere",
        }
    }
}

/// No site to `WebKitGTK` when it keeps cookies, which has the like of `example.com` for that.
const OF_LOCALHOST: (&str, &str) = ("app.localhost", "api.app.localhost");

/// Cookies that another server sets.
pub(super) async fn are_kept(
    engine: Engine,
    session: &Session,
    server: &Server,
    findings: &mut Findings,
) -> Result<()> {
    let pairs = [
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "app.localhost"),
        ("localhost", "127.0.0.1"),
        OF_LOCALHOST,
        ("app.example.com", "api.example.com"),
        ("app.example.com", "127.0.0.1"),
    ];
    let pairs = pairs
        .into_iter()
        .filter(|pair| engine != Engine::WebKit || *pair != OF_LOCALHOST);
    for (pair, (page, host)) in pairs.enumerate() {
        let all = [
            Credentials::Include,
            Credentials::SameOrigin,
            Credentials::Omit,
        ];
        let named =
            |cookie: &str, credentials| format!("{cookie}-{pair}-{credentials:?}").to_lowercase();
        let line = |(cookie, rest), credentials| format!("{}=1{rest}", named(cookie, credentials));
        let set = all.map(|credentials| {
            let mut set = Ask::new(page, host);
            set.credentials = credentials;
            let lines = COOKIES.iter().map(|cookie| line(*cookie, credentials));
            set.answer = lines.map(|line| ("set-cookie", line)).collect();
            set
        });
        let (again, own) = (Ask::new(page, host), Ask::new(host, host));
        ask(session, server, &set).await?;
        ask_again(session, server, core::slice::from_ref(&again)).await?;
        ask(session, server, core::slice::from_ref(&own)).await?;
        let (again, own) = (again.cookies(server)?, own.cookies(server)?);
        for (cookie, mut set) in COOKIES.iter().flat_map(|cookie| {
            let set = set.iter().cloned();
            set.map(move |set| (*cookie, set))
        }) {
            let line = line(cookie, set.credentials);
            set.answer = vec![("set-cookie", line.clone())];
            let outcome = set.modelled(&mut set.browser(engine, server), server);
            let codes = [
                NoteCode::CookieIgnored,
                NoteCode::CookieNotKept,
                NoteCode::CookieThirdParty,
            ];
            let said = Said::of(&outcome, &codes);
            let name = named(cookie.0, set.credentials);
            let found = Found {
                in_pages_of_the_site: again.contains(&name),
                in_the_servers_own: own.contains(&name),
            };
            let partitioned = cookie.0 == "apart" && !same_site(page, host);
            findings.compare(
                codes[usize::from(set.credentials == Credentials::Include)],
                &said,
                &format!("{line}, page {page}, server {host}, {:?}", set.credentials),
                is_to_be_found(engine, &said, partitioned).told(),
                found.told(),
            );
        }
    }
    Ok(())
}

fn same_site(page: &str, host: &str) -> bool {
    page == host || host == page.replacen("app.", "api.", 1) || host == format!("api.{page}")
}

fn is_to_be_found(engine: Engine, said: &Said, partitioned: bool) -> Found {
    let webkit = engine == Engine::WebKit;
    let kept = match () {
        () if said.has("the request was without credentials") => false,
        () if said.has("is not kept by WebKit:") && webkit => false,
        () if said.has("Safari keeps none of these") => !webkit,
        () if said.has("is not kept:") => {
            webkit && said.has(", except in WebKit")
                || engine == Engine::Firefox && said.has("while Firefox keeps it")
        }
        () => true,
    };
    let apart = partitioned
        || engine == Engine::Firefox
            && (said.has("while Firefox keeps it") || said.has("Firefox keeps one for each site"));
    Found {
        in_pages_of_the_site: kept,
        in_the_servers_own: kept && !apart,
    }
}
