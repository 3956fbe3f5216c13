//! axum: a router with one route.

use axum::{Router, body::Body, routing::get};

use super::{
    Contender, Subject,
    tower::{FloorLayer, InProcess, csrf, peer},
};
use crate::PolicyKind;

pub(super) fn subject(contender: Contender, policy: PolicyKind) -> Option<Box<dyn Subject>> {
    let bare = Router::new().route("/", get(ok).options(ok).post(ok));
    let router: Router = match contender {
        Contender::Bare => bare,
        Contender::Ours => bare.layer(cors_axum::CorsLayer::new(policy.build())),
        Contender::Peer if policy == PolicyKind::Guarded => {
            bare.layer(csrf(policy)).layer(peer(policy))
        }
        Contender::Peer => bare.layer(peer(policy)),
        Contender::OtherPeer => return None,
        Contender::Floor => bare.layer(FloorLayer::new(policy)),
    };
    // As `axum::serve` does, so that layers are applied once and not for every request.
    let router = router.with_state::<()>(());
    Some(Box::new(InProcess::<_, Body>::new(router)))
}

async fn ok() -> &'static str {
    "ok"
}
