//! From what was found in a text to one message for each failure.

use core::ops::Range;

use super::{
    Message, NotCors,
    marks::{Holes, Mark},
    row::{Cause, Part, Row},
    text::Plain,
};
use crate::{Engine, Reason};

/// How far apart the parts of a message may stand: there is a file name or a time between two lines.
const NEAR: usize = 200;

struct Draft {
    engine: Option<Engine>,
    /// The row of the cause, or of the opening where the text ends with it.
    row: &'static Row,
    cause: Cause,
    preflight: bool,
    holes: Holes,
    span: Range<usize>,
    /// Whether the URL may be that of a line before it, about something else.
    url_may_be_anothers: bool,
}

/// An opening whose cause has not come yet.
struct Pending {
    row: Option<&'static Row>,
    preflight: bool,
    holes: Holes,
    span: Range<usize>,
}

#[derive(Default)]
struct Reading {
    drafts: Vec<Draft>,
    pending: Option<Pending>,
    /// The draft that what closes a message belongs to.
    open: Option<usize>,
    /// Told only where nothing else is.
    echo: Option<Draft>,
    /// Where the last line ended that says again what failed, and whether it is about the last draft.
    echoed: Option<(usize, bool)>,
    /// WebKit's messages, and its lines with URLs, since both were last brought together.
    told: Vec<usize>,
    urls: Vec<(Holes, Range<usize>, &'static Row)>,
}

pub(super) fn messages(plain: &Plain, marks: Vec<Mark>) -> Vec<Message> {
    let mut reading = Reading::default();
    for mark in marks {
        reading.take(mark, plain);
    }
    reading.flush(None);
    reading.settle();
    if reading.drafts.is_empty() {
        reading.drafts.extend(reading.echo);
    }
    reading.drafts.sort_by_key(|draft| draft.span.start);
    let message = |draft: Draft| draft.finish(plain);
    reading.drafts.into_iter().map(message).collect()
}

impl Reading {
    fn take(&mut self, mark: Mark, plain: &Plain) {
        match mark.row.part {
            Part::Opening | Part::WeakOpening => self.opens(mark),
            Part::Preflight => match &mut self.pending {
                Some(pending) if near(&pending.span, mark.start) => {
                    pending.preflight = true;
                    pending.span.end = mark.end;
                }
                _ => {
                    self.flush(None);
                    self.pending = Some(Pending {
                        row: None,
                        preflight: true,
                        holes: Holes::default(),
                        span: mark.start..mark.end,
                    });
                }
            },
            Part::Cause(cause) => self.tells(mark, cause, plain),
            Part::Closing => {
                let open = self.open.and_then(|open| self.drafts.get_mut(open));
                let open = open.filter(|draft| {
                    draft.engine == mark.row.engine && near(&draft.span, mark.start)
                });
                if let Some(draft) = open {
                    draft.holes.complete(mark.holes);
                    draft.span.end = mark.end;
                }
            }
            Part::UrlLine => self.names_the_url(mark),
            Part::Echo(cause) => self.echoes(mark, cause),
        }
    }

    fn opens(&mut self, mark: Mark) {
        // Chromium's earlier versions have up to three in a row.
        let goes_on = mark.row.part == Part::WeakOpening || mark.holes == Holes::default();
        let pending = self.pending.as_mut();
        let pending = pending.filter(|pending| goes_on && near(&pending.span, mark.start));
        if let Some(pending) = pending {
            let mut holes = mark.holes;
            holes.complete(core::mem::take(&mut pending.holes));
            pending.holes = holes;
            pending.span.end = mark.end;
            pending.row = pending
                .row
                .filter(|row| row.part == Part::Opening)
                .or(Some(mark.row));
            return;
        }
        self.flush(None);
        self.pending = Some(Pending {
            row: Some(mark.row),
            preflight: false,
            holes: mark.holes,
            span: mark.start..mark.end,
        });
    }

    fn tells(&mut self, mark: Mark, cause: Cause, plain: &Plain) {
        self.flush(Some(mark.start));
        let pending = self.pending.take();
        let mut draft = Draft {
            engine: mark.row.engine,
            row: mark.row,
            cause,
            preflight: false,
            holes: mark.holes,
            span: mark.start..mark.end,
            url_may_be_anothers: false,
        };
        let mut again = false;
        if let Some(pending) = pending {
            let strong = pending.row.filter(|row| row.part == Part::Opening);
            draft.engine = strong.map_or(draft.engine, |row| row.engine);
            draft.preflight = pending.preflight;
            draft.url_may_be_anothers = strong.is_none() && draft.holes.url.is_none();
            draft.holes.complete(pending.holes);
            draft.span.start = pending.span.start;
            // "Failed to load resource: Origin …".
            again = plain.lower[draft.span.clone()].starts_with("failed to load resource");
        }
        self.open = None;
        if self.is_echo(&draft, again) || self.is_status_of_another(&draft) {
            return;
        }
        let is_webkit = draft.engine == Some(Engine::WebKit);
        // Another engine's message ends what belongs together.
        if !is_webkit || !self.urls.is_empty() {
            self.settle();
        }
        // Earlier versions had the URL in the same line.
        if is_webkit && draft.holes.url.is_none() {
            self.told.push(self.drafts.len());
        }
        self.open = Some(self.drafts.len());
        self.drafts.push(draft);
    }

    /// Whether it says again what the message before it said.
    fn is_echo(&mut self, draft: &Draft, again: bool) -> bool {
        /// More lines than any failure has between the two.
        const FAR: usize = 100;

        if again && draft.engine == Some(Engine::WebKit) {
            return self.drafts.iter().rev().take(FAR).any(|earlier| {
                earlier.cause == draft.cause
                    && earlier.holes.origin == draft.holes.origin
                    && earlier.holes.name == draft.holes.name
            });
        }
        let Some(last) = self.drafts.last_mut() else {
            return false;
        };
        let same_url = last.holes.url == draft.holes.url || draft.holes.url.is_none();
        let is_firefox = draft.engine == Some(Engine::Firefox) && last.engine == draft.engine;
        if !is_firefox || !same_url {
            return false;
        }
        match (last.cause, draft.cause) {
            // A preflight that is answered with a redirect is told in three lines.
            (Cause::Cors(Reason::PreflightRedirected), Cause::Cors(Reason::PreflightNotOk)) => true,
            (Cause::NotCors(_) | Cause::Network, _) => false,
            // After all that is wrong with a preflight; and after itself, where there was no answer.
            (told, Cause::Cors(Reason::NoResponse)) => {
                // Versions that print no status said it after other failures too.
                last.preflight |= last.holes.status.is_some() && told != draft.cause;
                true
            }
            _ => false,
        }
    }

    /// Whether it is the status at the end of a line of another kind: it is about that line's request.
    fn is_status_of_another(&mut self, draft: &Draft) -> bool {
        const ADJOINS: usize = 40;

        if draft.cause != Cause::NotCors(NotCors::Status) {
            return false;
        }
        let adjoins = |end: usize| draft.span.end.saturating_sub(end) < ADJOINS;
        let Some(last) = self.drafts.last_mut() else {
            return self.echoed.is_some_and(|(end, _)| adjoins(end));
        };
        if let Some((_, is_of_last)) = self.echoed.filter(|&(end, _)| adjoins(end)) {
            if is_of_last {
                let digits = draft.row.sign.split(' ').next().unwrap_or_default();
                last.holes.status = last.holes.status.or_else(|| digits.parse().ok());
            }
            return true;
        }
        last.cause.not_cors().is_some() && draft.holes.url.is_none() && adjoins(last.span.end)
    }

    fn names_the_url(&mut self, mark: Mark) {
        let mut holes = mark.holes;
        let mut span = mark.start..mark.end;
        if let Some(pending) = self.pending.take() {
            if near(&pending.span, mark.start) {
                holes.complete(pending.holes);
                span.start = pending.span.start;
            } else {
                self.pending = Some(pending);
                self.flush(None);
            }
        }
        let has_url = |last: &&mut Draft| {
            let may_have = last.url_may_be_anothers
                && last.holes.url.is_some()
                && near(&last.span, span.start);
            last.engine == mark.row.engine
                && holes.url.is_some()
                && (last.holes.url == holes.url || may_have)
        };
        if let Some(last) = self.drafts.last_mut().filter(has_url) {
            last.holes.url = holes.url;
            last.url_may_be_anothers = false;
            last.span.end = span.end;
            return;
        }
        self.urls.push((holes, span, mark.row));
    }

    /// Brings WebKit's messages and the lines with their URLs together: each is followed by its own, or
    /// several by theirs.
    fn settle(&mut self) {
        let told = core::mem::take(&mut self.told);
        let urls = core::mem::take(&mut self.urls);
        // Where there are fewer lines than messages, they belong to the last ones.
        let without = told.len().saturating_sub(urls.len());
        let mut told = told.into_iter().skip(without);
        for (holes, span, row) in urls {
            match told.next().and_then(|told| self.drafts.get_mut(told)) {
                Some(draft) => {
                    draft.holes.complete(holes);
                    draft.span.end = draft.span.end.max(span.end);
                }
                None => self.drafts.push(Draft {
                    engine: row.engine,
                    row,
                    cause: Cause::Open,
                    preflight: false,
                    holes,
                    span,
                    url_may_be_anothers: false,
                }),
            }
        }
    }

    fn echoes(&mut self, mark: Mark, cause: Cause) {
        self.flush(None);
        let mut is_of_last = false;
        let of_the_same = |last: &&mut Draft| {
            last.engine == mark.row.engine
                && last.holes.url.is_some()
                && last.holes.url == mark.holes.url
        };
        if let Some(last) = self.drafts.last_mut().filter(of_the_same) {
            last.holes.complete(Holes {
                status: mark.holes.status,
                ..Holes::default()
            });
            last.span.end = mark.end;
            is_of_last = true;
        }
        self.echoed = Some((mark.end, is_of_last));
        self.open = None;
        self.echo.get_or_insert(Draft {
            engine: mark.row.engine,
            row: mark.row,
            cause,
            preflight: false,
            holes: mark.holes,
            span: mark.start..mark.end,
            url_may_be_anothers: false,
        });
    }

    /// Ends an opening that is not near what follows, at `next`.
    fn flush(&mut self, next: Option<usize>) {
        let is_near = |pending: &mut Pending| next.is_some_and(|next| near(&pending.span, next));
        let ended = self.pending.take_if(|pending| !is_near(pending));
        let Some(pending) = ended else { return };
        if let Some(row) = pending.row.filter(|row| row.part == Part::Opening) {
            self.open = Some(self.drafts.len());
            self.drafts.push(Draft {
                engine: row.engine,
                row,
                cause: Cause::Open,
                preflight: pending.preflight,
                holes: pending.holes,
                span: pending.span,
                url_may_be_anothers: false,
            });
        }
    }
}

fn near(span: &Range<usize>, next: usize) -> bool {
    next.saturating_sub(span.end) <= NEAR
}

impl Draft {
    fn finish(self, plain: &Plain) -> Message {
        let mut holes = self.holes;
        if holes.name.is_none() && self.cause == Cause::Cors(Reason::InvalidList) {
            let name = ["methods", "headers"]
                .into_iter()
                .find(|list| self.row.sign.contains(list));
            holes.name = name.map(|list| match list {
                "methods" => "Access-Control-Allow-Methods".to_owned(),
                _ => "Access-Control-Allow-Headers".to_owned(),
            });
        }
        if self.cause == Cause::Cors(Reason::AuthorizationNotCovered) {
            holes.name = Some("authorization".to_owned());
        }
        let preflight = self.preflight
            || matches!(
                self.cause.reason(),
                Some(
                    Reason::PreflightNotOk
                        | Reason::PreflightRedirected
                        | Reason::PreflightFailed
                        | Reason::MethodNotAllowed
                        | Reason::HeaderNotAllowed
                        | Reason::InvalidList
                )
            );
        let mut message = Message {
            engine: self.engine,
            cause: self.cause,
            reason: self.cause.reason(),
            preflight,
            warning: self.row.template.contains("will not be covered")
                || self.row.template.contains("is not covered."),
            holes,
            span: plain.offset(self.span.start)..plain.offset(self.span.end),
        };
        message.reason = message.refined();
        message
    }
}
