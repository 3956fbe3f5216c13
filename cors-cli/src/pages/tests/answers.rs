//! Examples of answers: what the modelled browser makes of them is what the page says.

use cors_browser::{
    Blocked, Browser, Credentials, Mode, NoteCode, Outcome, PageRequest, Reason, console,
};
use http::{Request, Response};

use super::{Block, blocks, blocks_of};
use crate::{pages, probe};

/// A request of an example, and what comes back, which may be nothing.
struct Exchange {
    request: Request<()>,
    response: Option<Response<()>>,
}

fn exchanges(text: &str) -> Vec<Exchange> {
    let mut exchanges: Vec<Exchange> = Vec::new();
    for message in text.trim().split("\n\n") {
        let (first, lines) = message.split_once('\n').unwrap_or((message, ""));
        let lines = lines.lines().map(|line| {
            let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("{line}"));
            (name, value.trim())
        });
        if let Some(status) = first.strip_prefix("HTTP/1.1 ") {
            let status: u16 = status[..3].parse().unwrap();
            let builder = lines.fold(
                Response::builder().status(status),
                |builder, (name, value)| builder.header(name, value),
            );
            let last = exchanges.last_mut().expect("a request comes first");
            assert!(last.response.replace(builder.body(()).unwrap()).is_none());
        } else {
            let mut words = first.split(' ');
            let (method, target) = (words.next().unwrap(), words.next().unwrap());
            assert_eq!(words.next(), Some("HTTP/1.1"), "{first}");
            let target = match target.starts_with('/') {
                true => format!("https://api.example.com{target}"),
                false => target.to_owned(),
            };
            let builder = Request::builder().method(method).uri(target);
            let builder = lines.fold(builder, |builder, (name, value)| {
                builder.header(name, value)
            });
            let request = builder.body(()).unwrap();
            exchanges.push(Exchange {
                request,
                response: None,
            });
        }
    }
    exchanges
}

fn line<'a>(request: &'a Request<()>, name: &str) -> Option<&'a str> {
    request
        .headers()
        .get(name)
        .map(|value| value.to_str().unwrap())
}

/// What the page must have asked for that the browser sends this.
fn asked(block: &Block, exchanges: &[Exchange]) -> PageRequest {
    // What comes behind a preflight, if it does, or what the preflight asks for.
    let preflight = exchanges
        .iter()
        .find(|one| one.request.method() == "OPTIONS");
    let actual = exchanges
        .iter()
        .find(|one| one.request.method() != "OPTIONS");
    let request = &actual.or(preflight).unwrap().request;
    let method = match actual {
        Some(_) => request.method().as_str(),
        None => line(request, "access-control-request-method").unwrap(),
    };
    let url = request.uri().to_string();
    if line(request, "upgrade").is_some() {
        return PageRequest::handshake(url.replacen("http", "ws", 1));
    }
    let mut page = PageRequest::new(method, url);
    let names = { preflight.into_iter() }
        .filter_map(|one| line(&one.request, "access-control-request-headers"))
        .flat_map(|list| list.split(','));
    for name in names {
        page = match name {
            "content-type" => page.header(name, "application/json"),
            name => page.header(name, "1"),
        };
    }
    if block.is("credentials") {
        page = page.credentials(Credentials::Include);
    }
    if block.is("no-cors") {
        page = page.mode(Mode::NoCors);
    }
    if block.is("upload") {
        page = page.upload_listener();
        if method != "GET" {
            page = page.body();
        }
    }
    let reads = block
        .words
        .iter()
        .filter_map(|word| word.strip_prefix("reads-"));
    reads.fold(page, PageRequest::read)
}

/// Plays the example: what the browser sends has to be what stands there.
fn play(block: &Block) -> Outcome {
    let code = block.page.code;
    let exchanges = exchanges(&block.text);
    let first = &exchanges[0].request;
    let mut browser = Browser::at(line(first, "origin").unwrap_or("https://app.example.com"));
    if block.is("lax-cookie") {
        browser = browser.set_cookie("session=1; SameSite=Lax");
    }
    let mut fetch = browser.start(asked(block, &exchanges));
    let mut rest = exchanges.iter();
    let mut last = None;
    while let Some(sent) = fetch.next_request() {
        let Some(exchange) = rest.next() else {
            // An example that ends with its preflight: the rest would be more of the same.
            fetch.receive(last.expect("a browser asks for more only after an answer"));
            continue;
        };
        let shown = &exchange.request;
        assert_eq!(sent.method(), shown.method(), "{code}");
        for (name, value) in shown.headers() {
            let is_sent = { sent.headers().get_all(name).iter() }.any(|sent| sent == value);
            assert!(
                is_sent || !is_of_cors(name.as_str()),
                "{code}: the browser sends no {name}: {value:?}"
            );
        }
        last = exchange.response.as_ref();
        match last {
            Some(response) => fetch.receive(response),
            None => fetch.fail(),
        }
    }
    assert!(rest.next().is_none(), "{code}: the browser sends less");
    fetch.finish()
}

/// Of an origin that no browser sends.
fn is_echoed(exchanges: &[Exchange]) -> bool {
    exchanges.iter().all(|exchange| {
        let response = exchange.response.as_ref().unwrap();
        let allowed = response.headers().get("access-control-allow-origin");
        allowed == exchange.request.headers().get("origin")
    })
}

fn is_of_cors(name: &str) -> bool {
    name == "origin" || name == "cookie" || name.starts_with("access-control-")
}

#[test]
fn examples_of_answers_show_what_they_say() {
    let faults: Vec<_> = blocks(&["http"]).iter().filter_map(fault).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What an example does not show.
fn fault(block: &Block) -> Option<String> {
    let code = block.page.code;
    if block.is("forged") {
        let is_echoed = is_echoed(&exchanges(&block.text));
        return (is_echoed != block.is("read")).then(|| format!("{code}\n{}", block.text));
    }
    let outcome = play(block);
    // What is asked for without CORS is used, and not read.
    let is_read = match block.is("no-cors") {
        true => outcome.result().is_ok(),
        false => outcome.is_readable(),
    };
    let mut is_right = block.is("bad") != block.is("good")
        && block.is("read") != block.is("blocked")
        && is_read == block.is("read");
    if let (Some(reason), true) = (
        Reason::ALL.iter().find(|reason| reason.as_str() == code),
        block.is("blocked"),
    ) {
        let found = outcome.result().err().and_then(Blocked::reason);
        is_right &= found == Some(*reason);
    }
    if let Some(note) = NoteCode::ALL.iter().find(|note| note.as_str() == code) {
        let has = { outcome.notes().iter() }.any(|found| found.code() == *note);
        is_right &= has == block.is("bad");
    }
    let (words, notes) = (&block.words, outcome.notes());
    (!is_right).then(|| format!("{code} {words:?}\n{}\n{outcome}{notes:?}\n", block.text))
}

/// What a finding is about can be seen.
#[test]
fn every_finding_has_an_answer_as_its_example() {
    for code in probe::Code::ALL {
        let Some(page) = pages::page(code.as_str()) else {
            continue;
        };
        let blocks = blocks_of(page);
        let has = |word: &str| { blocks.iter() }.any(|block| block.is("http") && block.is(word));
        assert!(has("bad"), "{code}");
    }
}

/// A console's sentences are read as what their page is about.
#[test]
fn examples_of_consoles_are_understood() {
    for block in blocks(&["console"]) {
        let code = block.page.code;
        for text in block.text.lines() {
            let messages = console::read(text);
            let [message] = &messages[..] else {
                panic!("{code}: {text}: {messages:?}")
            };
            // WebKit has one sentence for several reasons.
            let found = message.reason().map_or(code, Reason::as_str);
            assert_eq!(found, code, "{text}");
        }
    }
}
