//! What the server says about stored responses gets into them: RFC 9111, sections 4.3.3 to 4.3.5.

use http::{HeaderMap, Method, Request, Response, StatusCode};

use super::{
    SharedCache,
    exchange::answer_to,
    store::{Stored, Target, may_store},
    validation,
};

impl<B: Clone + Default> SharedCache<B> {
    /// Takes a 304 over into the stored responses that it is about, and answers with the most
    /// recent one of them: RFC 9111, sections 4.3.3 and 4.3.4.
    pub(super) fn freshen(
        &mut self,
        request: &Request<()>,
        target: &Target,
        not_modified: &HeaderMap,
    ) -> Option<Response<B>> {
        let positions = validation::identified(not_modified, &self.candidates(request, target));
        let latest = positions.last().copied()?;
        for &position in &positions {
            self.update(position, not_modified);
        }
        let response = answer_to(request, &self.store.0[latest].response);
        self.forget_unstorable();
        Some(response)
    }

    /// RFC 9111, section 4.3.5: updates what the answer to a `HEAD` is about, and gives up what it
    /// contradicts.
    pub(super) fn freshen_by_head(
        &mut self,
        request: &Request<()>,
        target: &Target,
        head: &HeaderMap,
    ) {
        let candidates = self.candidates(request, target);
        let mut positions: Vec<_> = candidates.iter().map(|(position, _)| *position).collect();
        // From behind, so that a removal moves none of those to come.
        positions.sort_unstable();
        for position in positions.into_iter().rev() {
            if validation::is_about(head, self.store.0[position].response.headers()) {
                self.update(position, head);
            } else {
                self.store.0.remove(position);
            }
        }
        self.forget_unstorable();
    }

    /// The stored 200s that the request could have been answered with, the most recent one last.
    fn candidates(&self, request: &Request<()>, target: &Target) -> Vec<(usize, &Stored<B>)> {
        let stored = self.store.0.iter().enumerate();
        let mut candidates: Vec<_> = stored
            .filter(|(_, stored)| {
                stored.response.status() == StatusCode::OK
                    && stored.is_for(target, request.headers())
            })
            .collect();
        candidates.sort_by_key(|(_, stored)| stored.recency());
        candidates
    }

    fn update(&mut self, position: usize, newer: &HeaderMap) {
        let time = (self.now, self.wall_clock());
        let stored = &mut self.store.0[position];
        validation::update(stored.response.headers_mut(), newer);
        stored.refresh(time);
    }

    /// What was taken over may forbid to store the whole: RFC 9111, section 3.
    fn forget_unstorable(&mut self) {
        self.store.0.retain(|stored| {
            let response = &stored.response;
            may_store(
                &Method::GET,
                &stored.original,
                response.status(),
                response.headers(),
            )
        });
    }
}
