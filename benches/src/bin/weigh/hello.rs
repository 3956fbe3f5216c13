//! The programs that say hello.

use std::path::Path;

use cors_benches::Framework;

/// A framework's, as its own documentation begins.
pub(super) struct Hello {
    pub(super) framework: Framework,
    dependencies: &'static str,
    /// `MIDDLEWARE` stands where it is attached.
    program: &'static str,
    pub(super) ours: Middleware,
    pub(super) peer: Middleware,
}

#[derive(Clone, Copy)]
pub(super) struct Middleware {
    pub(super) name: &'static str,
    /// `ROOT` stands for this workspace.
    dependency: &'static str,
    attached: &'static str,
}

/// What is added to a program.
#[derive(Clone, Copy)]
pub(super) struct Added<'a> {
    pub(super) middleware: &'a Middleware,
    pub(super) default_features: bool,
}

impl Hello {
    pub(super) fn manifest(&self, root: &Path, added: Option<Added<'_>>) -> String {
        let dependency = added.map_or("", |added| added.middleware.dependency);
        let mut dependency = dependency.replace("ROOT", &root.display().to_string());
        if added.is_some_and(|added| !added.default_features) {
            dependency = dependency.replace(" }", ", default-features = false }");
        }
        format!(
            "[package]\nname = \"hello\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n{}\n{dependency}\n\n[profile.release]\nstrip = true\n\n[workspace]\n",
            self.dependencies
        )
    }

    pub(super) fn program(&self, added: Option<Added<'_>>) -> String {
        let attached = added.map_or("", |added| added.middleware.attached);
        self.program.replace("MIDDLEWARE", attached)
    }
}

pub(super) const HELLO: [Hello; 5] = [
    Hello {
        framework: Framework::Actix,
        dependencies: "actix-web = \"4\"",
        program: r#"
use actix_web::{App, HttpServer, web};

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let app = || App::new().route("/", web::get().to(async || "hello"))MIDDLEWARE;
    HttpServer::new(app).bind("127.0.0.1:0")?.run().await
}
"#,
        ours: Middleware {
            name: "cors-actix",
            dependency: "cors-actix = { path = \"ROOT/cors-actix\" }",
            attached: ".wrap(cors_actix::Cors::new(cors_actix::Policy::builder().allow_origins([\"https://app.example.com\"]).build().unwrap()))",
        },
        peer: Middleware {
            name: "actix-cors",
            dependency: "actix-cors = \"0.7\"",
            attached: ".wrap(actix_cors::Cors::default().allowed_origin(\"https://app.example.com\"))",
        },
    },
    Hello {
        framework: Framework::Axum,
        dependencies: "axum = \"0.8\"\ntokio = { version = \"1\", features = [\"full\"] }",
        program: r#"
use axum::{Router, routing::get};

#[tokio::main]
async fn main() {
    let app = Router::new().route("/", get(async || "hello"))MIDDLEWARE;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
"#,
        ours: Middleware {
            name: "cors-axum",
            dependency: "cors-axum = { path = \"ROOT/cors-axum\" }",
            attached: ".layer(cors_axum::CorsLayer::new(cors_axum::Policy::builder().allow_origins([\"https://app.example.com\"]).build().unwrap()))",
        },
        peer: Middleware {
            name: "tower-http",
            dependency: "tower-http = { version = \"0.7\", features = [\"cors\"] }",
            attached: ".layer(tower_http::cors::CorsLayer::new().allow_origin([\"https://app.example.com\".parse::<axum::http::HeaderValue>().unwrap()]))",
        },
    },
    Hello {
        framework: Framework::Poem,
        dependencies: "poem = \"3\"\ntokio = { version = \"1\", features = [\"full\"] }",
        program: r#"
#[allow(unused_imports)]
use poem::{EndpointExt, Route, Server, get, handler, listener::TcpListener};

#[handler]
fn hello() -> &'static str {
    "hello"
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Route::new().at("/", get(hello))MIDDLEWARE;
    Server::new(TcpListener::bind("127.0.0.1:0")).run(app).await
}
"#,
        ours: Middleware {
            name: "cors-poem",
            dependency: "cors-poem = { path = \"ROOT/cors-poem\" }",
            attached: ".with(cors_poem::Cors::new(cors_poem::Policy::builder().allow_origins([\"https://app.example.com\"]).build().unwrap()))",
        },
        // Part of the framework.
        peer: Middleware {
            name: "poem's Cors",
            dependency: "",
            attached: ".with(poem::middleware::Cors::new().allow_origin(\"https://app.example.com\"))",
        },
    },
    Hello {
        framework: Framework::Rocket,
        dependencies: "rocket = \"0.5\"",
        program: r#"
#[rocket::get("/")]
fn hello() -> &'static str {
    "hello"
}

#[rocket::launch]
fn rocket() -> _ {
    rocket::build().mount("/", rocket::routes![hello])MIDDLEWARE
}
"#,
        ours: Middleware {
            name: "cors-rocket",
            dependency: "cors-rocket = { path = \"ROOT/cors-rocket\" }",
            attached: ".attach(cors_rocket::Cors::new(cors_rocket::Policy::builder().allow_origins([\"https://app.example.com\"]).build().unwrap()))",
        },
        peer: Middleware {
            name: "rocket_cors",
            dependency: "rocket_cors = \"0.6\"",
            attached: ".attach(rocket_cors::CorsOptions::default().allowed_origins(rocket_cors::AllowedOrigins::some_exact(&[\"https://app.example.com\"])).to_cors().unwrap())",
        },
    },
    Hello {
        framework: Framework::Warp,
        dependencies: "warp = { version = \"0.4\", features = [\"server\"] }\ntokio = { version = \"1\", features = [\"full\"] }",
        program: r#"
#[allow(unused_imports)]
use warp::Filter;

#[tokio::main]
async fn main() {
    let hello = warp::path::end().map(|| "hello");
    warp::serve(helloMIDDLEWARE).run(([127, 0, 0, 1], 0)).await;
}
"#,
        ours: Middleware {
            name: "cors-warp",
            dependency: "cors-warp = { path = \"ROOT/cors-warp\" }",
            attached: ".with(warp::wrap_fn(|routes| cors_warp::Cors::new(cors_warp::Policy::builder().allow_origins([\"https://app.example.com\"]).build().unwrap()).wrap(routes)))",
        },
        // Part of the framework.
        peer: Middleware {
            name: "warp::cors",
            dependency: "",
            attached: ".with(warp::cors().allow_origin(\"https://app.example.com\"))",
        },
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use cors_benches::Framework;

    use super::HELLO;

    #[test]
    fn every_framework_says_hello() {
        let programs = HELLO.iter().map(|hello| hello.framework);
        let all = Framework::with_servers();
        assert_eq!(programs.collect::<BTreeSet<_>>(), all.collect());
    }
}
