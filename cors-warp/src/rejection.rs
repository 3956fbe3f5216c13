//! What becomes of rejections.

use core::{cell::Cell, convert::Infallible, future::ready};

use http::{Request, StatusCode};
use tokio::runtime::Handle;
use tower_service::Service;
use warp::{
    Filter, Rejection, Reply,
    reject::{self, MethodNotAllowed},
    reply::Response,
};

/// The errors that warp's filters have: a [`Rejection`], or none after a `recover`.
///
/// It bounds what can be [wrapped](crate::Cors::wrap), and nothing else can implement it.
///
/// [`Rejection`]: https://docs.rs/warp/0.4/warp/reject/struct.Rejection.html
pub trait FilterError: sealed::Error {}

impl FilterError for Rejection {}
impl FilterError for Infallible {}

pub(crate) mod sealed {
    use core::convert::Infallible;

    use warp::{Filter, Rejection, reply::Response};

    use super::respond;

    /// What warp does with filters of either error, and not with those of one that is a parameter.
    #[expect(unnameable_types, reason = "warp's errors are a closed set")]
    pub trait Error: Sized {
        /// A filter after another one.
        fn and<T: Send, U: Send>(
            first: impl Filter<Extract = (T,), Error = Rejection> + Clone + Send + Sync,
            second: impl Filter<Extract = (U,), Error = Self> + Clone + Send + Sync,
        ) -> impl Filter<Extract = (T, U), Error = Rejection> + Clone + Send + Sync;

        /// With the response that warp makes of each rejection.
        fn recover(
            filter: impl Filter<Extract = (Response,), Error = Self> + Clone + Send + Sync,
        ) -> impl Filter<Extract = (Response,), Error = Infallible> + Clone + Send + Sync;
    }

    impl Error for Rejection {
        fn and<T: Send, U: Send>(
            first: impl Filter<Extract = (T,), Error = Self> + Clone + Send + Sync,
            second: impl Filter<Extract = (U,), Error = Self> + Clone + Send + Sync,
        ) -> impl Filter<Extract = (T, U), Error = Self> + Clone + Send + Sync {
            first.and(second)
        }

        fn recover(
            filter: impl Filter<Extract = (Response,), Error = Self> + Clone + Send + Sync,
        ) -> impl Filter<Extract = (Response,), Error = Infallible> + Clone + Send + Sync {
            filter
                .recover(async |rejection| Ok::<_, Infallible>(respond(rejection).await))
                .unify()
        }
    }

    impl Error for Infallible {
        fn and<T: Send, U: Send>(
            first: impl Filter<Extract = (T,), Error = Rejection> + Clone + Send + Sync,
            second: impl Filter<Extract = (U,), Error = Self> + Clone + Send + Sync,
        ) -> impl Filter<Extract = (T, U), Error = Rejection> + Clone + Send + Sync {
            first.and(second)
        }

        fn recover(
            filter: impl Filter<Extract = (Response,), Error = Self> + Clone + Send + Sync,
        ) -> impl Filter<Extract = (Response,), Error = Self> + Clone + Send + Sync {
            filter
        }
    }
}

/// The response that warp makes of a rejection.
///
/// It makes one only at the end of a service, and no service may run inside another: this one
/// runs in a task of its own.
pub(crate) async fn respond(rejection: Rejection) -> Response {
    thread_local! {
        static REJECTION: Cell<Option<Rejection>> = const { Cell::new(None) };
    }
    let Ok(runtime) = Handle::try_current() else {
        return status(&rejection).into_response();
    };
    let rendered = runtime.spawn(async {
        let take = || {
            ready(Err::<Response, _>(
                REJECTION.take().unwrap_or_else(reject::reject),
            ))
        };
        let mut service = warp::service(warp::any().and_then(take));
        REJECTION.set(Some(rejection));
        service.call(Request::new(String::new())).await
    });
    match rendered.await {
        Ok(Ok(response)) => response,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What is left of that where there is no runtime for a task.
fn status(rejection: &Rejection) -> StatusCode {
    if rejection.is_not_found() {
        StatusCode::NOT_FOUND
    } else if rejection.find::<MethodNotAllowed>().is_some() {
        StatusCode::METHOD_NOT_ALLOWED
    } else {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}
