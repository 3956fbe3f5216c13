//! From request to response, through preflights and redirects:
//! <https://fetch.spec.whatwg.org/#main-fetch>.

use core::mem;

use http::{
    Request, Response,
    header::{ACCESS_CONTROL_MAX_AGE, LOCATION},
};

use super::{
    Blocked, Browser, Credentials, Exchange, Mode, OPAQUE, Outcome, PageRequest, PageResponse,
    Redirect, ResponseKind, Step,
    check::{self, Asked},
    explain, exposed, field, filter, names, notes, preflight_cache, safelist,
    start::FetchRequest,
};

/// A page's request on its way: asks for answers, one at a time.
///
/// See the [crate's documentation](crate) for its use.
#[derive(Debug)]
#[must_use = "nothing is fetched until its requests are answered"]
pub struct Fetch<'a> {
    pub(super) browser: &'a mut Browser,
    pub(super) credentials: Credentials,
    state: State,
    /// <https://fetch.spec.whatwg.org/#concept-request-response-tainting>
    pub(super) tainting: ResponseKind,
    /// Whether the origin is `null` by now:
    /// <https://fetch.spec.whatwg.org/#concept-request-tainted-origin>.
    pub(super) tainted_origin: bool,
    /// Whether a failure clears the preflight cache.
    with_preflight: bool,
    /// Whether the preflight of the request as it stands was allowed, now or earlier.
    preflight_allowed: bool,
    /// As the page wrote it.
    page: PageRequest,
    pub(super) steps: Vec<Step>,
    exchanges: Vec<Exchange>,
}

#[derive(Debug)]
pub(super) enum State {
    /// To be sent.
    Ready(FetchRequest, Kind),
    /// Sent as it stands here.
    Waiting(FetchRequest, Kind, Box<Request<()>>),
    Done(Result<PageResponse, Blocked>),
    /// While a step is taken.
    Between,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Preflight,
    Actual,
}

impl<'a> Fetch<'a> {
    pub(super) fn start(browser: &'a mut Browser, page: PageRequest) -> Self {
        let mut fetch = Self {
            browser,
            credentials: page.credentials,
            state: State::Between,
            tainting: ResponseKind::Basic,
            tainted_origin: false,
            with_preflight: false,
            preflight_allowed: false,
            page,
            steps: Vec::new(),
            exchanges: Vec::new(),
        };
        fetch
            .steps
            .push(explain::asked(fetch.browser.origin.as_str(), &fetch.page));
        fetch.state = match FetchRequest::new(fetch.page.clone()) {
            Ok(request) => {
                if !request.dropped.is_empty() {
                    fetch.steps.push(explain::dropped(&request.dropped));
                }
                fetch.main_fetch(request)
            }
            Err(blocked) => State::Done(Err(blocked)),
        };
        fetch
    }

    /// What the server has to answer next; `None` when the page has its result.
    ///
    /// The URI is absolute. There is no body, which makes no difference to CORS.
    pub fn next_request(&mut self) -> Option<Request<()>> {
        match mem::replace(&mut self.state, State::Between) {
            State::Ready(request, kind) => {
                let sent = self.compose(&request, kind);
                self.steps
                    .push(explain::sent(&sent, kind == Kind::Preflight));
                self.state = State::Waiting(request, kind, Box::new(sent.clone()));
                Some(sent)
            }
            State::Waiting(request, kind, sent) => {
                self.state = State::Waiting(request, kind, sent.clone());
                Some(*sent)
            }
            state => {
                self.state = state;
                None
            }
        }
    }

    /// Takes the answer to the [`next_request`](Self::next_request). Nothing happens where none
    /// was asked for.
    pub fn receive<B>(&mut self, response: &Response<B>) {
        let (request, kind, sent) = match mem::replace(&mut self.state, State::Between) {
            State::Waiting(request, kind, sent) => (request, kind, sent),
            state => {
                self.state = state;
                return;
            }
        };
        self.exchanges.push(Exchange {
            is_preflight: kind == Kind::Preflight,
            request: *sent,
            status: response.status(),
            headers: response.headers().clone(),
        });
        let url = request.url.clone();
        self.state = match kind {
            Kind::Preflight => self.preflight_answered(request, response),
            Kind::Actual => self.answered(request, response),
        };
        if matches!(self.state, State::Done(Err(_))) {
            self.forget(&url);
        }
    }

    /// Takes it that no answer to the [`next_request`](Self::next_request) comes: there is no such
    /// server, or the connection breaks. Nothing happens where none was asked for.
    ///
    /// ```
    /// use cors_browser::{Browser, PageRequest, Reason};
    ///
    /// let mut browser = Browser::at("https://app.example.com");
    /// let mut fetch = browser.start(PageRequest::get("https://api.example.com/things"));
    /// while fetch.next_request().is_some() {
    ///     fetch.fail();
    /// }
    /// let outcome = fetch.finish();
    /// assert_eq!(outcome.result().unwrap_err().reason(), Some(Reason::NoResponse));
    /// ```
    pub fn fail(&mut self) {
        match mem::replace(&mut self.state, State::Between) {
            State::Waiting(request, kind, _) => {
                let preflight = kind == Kind::Preflight;
                self.state = State::Done(Err(Blocked::NoAnswer { preflight }));
                self.forget(&request.url);
            }
            state => self.state = state,
        }
    }

    /// <https://fetch.spec.whatwg.org/#main-fetch>, step 12, for requests that need a preflight.
    fn forget(&mut self, url: &url::Url) {
        if self.with_preflight {
            let key = self.cache_key(url);
            self.browser.preflight_cache.clear(&key);
        }
    }

    /// What the page sees.
    ///
    /// # Panics
    ///
    /// If an answer is still due: a page would wait, too.
    #[must_use]
    pub fn finish(self) -> Outcome {
        let State::Done(result) = self.state else {
            panic!("the page's request is not answered yet");
        };
        let mut steps = self.steps;
        if let Ok(response) = &result {
            steps.push(explain::seen(response));
        }
        let result = match (result, self.exchanges.last()) {
            (Ok(response), Some(last)) => {
                let credentials = self.credentials == Credentials::Include;
                exposed::check(&self.page.reads, response, &last.headers, credentials)
            }
            (result, _) => result,
        };
        let notes = notes::of(
            self.browser,
            &self.page,
            &self.exchanges,
            result.as_ref().err(),
        );
        Outcome {
            result,
            steps,
            exchanges: self.exchanges,
            notes,
        }
    }

    /// <https://fetch.spec.whatwg.org/#main-fetch>, step 12.
    pub(super) fn main_fetch(&mut self, request: FetchRequest) -> State {
        self.preflight_allowed = false;
        let url = &request.url;
        if matches!(request.mode, Mode::Navigate | Mode::WebSocket) {
            if !matches!(url.scheme(), "http" | "https") {
                let scheme = url.scheme().to_owned();
                return State::Done(Err(Blocked::NotHttp { scheme }));
            }
            self.steps.push(explain::no_check(request.mode));
            return State::Ready(request, Kind::Actual);
        }
        let same_origin = self.browser.origin.is_same_as(url);
        if same_origin && self.tainting == ResponseKind::Basic {
            self.steps.push(explain::same_origin(url));
            return State::Ready(request, Kind::Actual);
        }
        if request.mode == Mode::SameOrigin {
            return State::Done(Err(Blocked::OtherOrigin));
        }
        if request.mode == Mode::NoCors {
            if request.redirect != Redirect::Follow {
                let what = "a redirect mode other than \"follow\"".to_owned();
                return State::Done(Err(Blocked::NotWithoutCors { what }));
            }
            self.tainting = ResponseKind::Opaque;
            self.steps.push(explain::no_cors());
            return State::Ready(request, Kind::Actual);
        }
        if !matches!(url.scheme(), "http" | "https") {
            let scheme = url.scheme().to_owned();
            return State::Done(Err(Blocked::NotHttp { scheme }));
        }
        self.tainting = ResponseKind::Cors;
        let unsafe_method = !names::is_safelisted_method(&request.method);
        let unsafe_names = safelist::unsafe_names(&request.headers);
        if request.use_preflight || unsafe_method || !unsafe_names.is_empty() {
            self.with_preflight = true;
            self.http_fetch_with_preflight(request)
        } else {
            self.steps.push(explain::no_preflight(&request.method));
            State::Ready(request, Kind::Actual)
        }
    }

    /// <https://fetch.spec.whatwg.org/#concept-http-fetch>, step 4.1.
    fn http_fetch_with_preflight(&mut self, request: FetchRequest) -> State {
        let key = self.cache_key(&request.url);
        let (cache, now) = (&self.browser.preflight_cache, self.browser.now);
        let method = (request.use_preflight || !names::is_safelisted_method(&request.method))
            .then_some(request.method.as_str());
        let names = safelist::unsafe_names(&request.headers);
        let reasons = explain::Reasons {
            method,
            headers: &names,
            flag: request.use_preflight,
        };
        let cached = method.is_none_or(|method| cache.allows_method(&key, method, now))
            && names
                .iter()
                .all(|name| cache.allows_header(&key, name, now));
        self.steps.push(if cached {
            explain::cached(&reasons)
        } else {
            explain::preflight_needed(&reasons)
        });
        self.preflight_allowed = cached;
        let kind = if cached {
            Kind::Actual
        } else {
            Kind::Preflight
        };
        State::Ready(request, kind)
    }

    /// <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>, step 7.
    fn preflight_answered<B>(&mut self, request: FetchRequest, response: &Response<B>) -> State {
        let asked = Asked {
            method: &request.method,
            headers: &request.headers,
            origin: self.origin(),
            credentials: self.credentials == Credentials::Include,
            use_preflight: request.use_preflight,
        };
        let granted = match check::preflight_check(response, &asked) {
            Ok(granted) => granted,
            Err(blocked) => return State::Done(Err(blocked)),
        };
        let header = field::seconds(response.headers(), &ACCESS_CONTROL_MAX_AGE);
        let max_age = preflight_cache::max_age(&header, self.browser.engine.max_age_cap());
        self.steps
            .push(explain::preflight_passed(response, max_age));
        let key = self.cache_key(&request.url);
        let now = self.browser.now;
        self.browser
            .preflight_cache
            .store(&key, &granted.methods, &granted.headers, now, max_age);
        self.preflight_allowed = true;
        State::Ready(request, Kind::Actual)
    }

    /// <https://fetch.spec.whatwg.org/#concept-http-fetch>, from step 4.4.
    fn answered<B>(&mut self, request: FetchRequest, response: &Response<B>) -> State {
        let credentials = self.credentials == Credentials::Include;
        if self.tainting == ResponseKind::Cors {
            let origin = self.origin();
            match check::cors_check(response.headers(), origin, credentials) {
                Ok(()) => self.steps.push(explain::cors_check_passed(response)),
                Err(failure) => {
                    return State::Done(Err(Blocked::CorsCheck {
                        failure,
                        origin: origin.to_owned(),
                        credentials,
                        preflight: false,
                        status: response.status().as_u16(),
                        after_preflight: self.preflight_allowed,
                        varies: check::varies(response.headers()),
                    }));
                }
            }
        }
        if request.mode == Mode::WebSocket {
            return State::Done(self.opened(&request, response));
        }
        // https://fetch.spec.whatwg.org/#redirect-status
        let redirects = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
        let navigates = request.mode == Mode::Navigate;
        let kind = match request.redirect {
            _ if !redirects => self.tainting,
            // Navigations are led on by themselves:
            // https://html.spec.whatwg.org/#create-navigation-params-by-fetching.
            Redirect::Error if !navigates => return State::Done(Err(Blocked::RedirectNotFollowed)),
            Redirect::Manual if !navigates => ResponseKind::OpaqueRedirect,
            _ => match response.headers().get(LOCATION) {
                None => self.tainting,
                Some(location) => return self.redirect(request, response, location),
            },
        };
        let kind = if navigates {
            ResponseKind::Navigation
        } else {
            kind
        };
        let redirected = !request.came_by.is_empty();
        let seen = filter::filter(response, kind, &request.url, redirected, credentials);
        State::Done(Ok(seen))
    }

    /// <https://websockets.spec.whatwg.org/#concept-websocket-establish>, step 11. The headers of the answer
    /// are not looked at: a server that says 101 by mistake is not what the model is about.
    fn opened<B>(
        &self,
        request: &FetchRequest,
        response: &Response<B>,
    ) -> Result<PageResponse, Blocked> {
        let status = response.status();
        if status == http::StatusCode::SWITCHING_PROTOCOLS {
            let kind = ResponseKind::WebSocket;
            return Ok(filter::filter(response, kind, &request.url, false, true));
        }
        Err(Blocked::NotOpened {
            status: status.as_u16(),
            origin: self.origin().to_owned(),
            varies: check::varies(response.headers()),
        })
    }

    /// <https://fetch.spec.whatwg.org/#serializing-a-request-origin>
    pub(super) fn origin(&self) -> &str {
        if self.tainted_origin {
            OPAQUE
        } else {
            self.browser.origin.as_str()
        }
    }

    fn cache_key(&self, url: &url::Url) -> preflight_cache::Key {
        let mut url = url.clone();
        url.set_fragment(None);
        preflight_cache::Key {
            page: self.browser.origin.as_str().to_owned(),
            origin: self.origin().to_owned(),
            url: url.into(),
            credentials: self.credentials == Credentials::Include,
        }
    }
}
