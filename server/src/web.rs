//! What answers HTTP: the router and the layers around it.

mod address;
mod compression;
mod csrf;
mod documents;
mod headers;
mod health;
mod log;
mod pages;
mod server_functions;
mod session;
mod static_files;
mod unavailable;
mod way_back;

use std::{path::Path, time::Duration};

use ::documents::Bucket;
use app::context::Services;
use axum::{
    Router,
    extract::Request,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state, map_response_with_state},
    routing::get,
};
use leptos::config::LeptosOptions;
use tower_http::{
    catch_panic::CatchPanicLayer,
    limit::RequestBodyLimitLayer,
    timeout::{RequestBodyTimeoutLayer, TimeoutLayer},
};

pub use self::documents::Spool;
use self::{documents::Documents, health::Health, pages::Pages, session::Resolver};
use crate::{configuration::Configuration, jobs::SealsStandStill};

/// The largest body of a request that isn't an upload, in bytes.
const BODY_MOST: usize = 1024 * 1024;

/// How long a request may take, and an upload.
const REQUEST_MOST: Duration = Duration::from_secs(30);
const UPLOAD_MOST: Duration = Duration::from_secs(600);

/// How long a body may pause.
const PAUSE_MOST: Duration = Duration::from_secs(20);

/// The whole site.
///
/// # Errors
/// A public address that is no origin.
pub fn router(
    configuration: &Configuration,
    options: LeptosOptions,
    services: Services,
    bucket: Bucket,
    spool: Spool,
    seals_stand_still: SealsStandStill,
) -> anyhow::Result<Router> {
    let site_root = Path::new(&*options.site_root).to_owned();
    let (store, sessions) = (services.store.clone(), services.sessions.clone());
    let pages = Pages::new(options.clone(), services);
    let has_trusted_proxy = configuration.has_trusted_proxy;
    let resolver = Resolver { sessions: sessions.clone(), has_trusted_proxy };
    let documents = Documents { store, bucket, spool, pages: pages.clone() };
    let explain_refusals = from_fn_with_state(pages.clone(), csrf::explain);
    let explain_outages = from_fn_with_state(pages.clone(), unavailable::explain);

    let uploads = documents::upload_router(documents.clone()).layer(timeout(UPLOAD_MOST));
    let everything_else = pages
        .router()
        .merge(documents::download_router(documents))
        .fallback(move |request: Request| async move { pages.fallback(request).await })
        .layer(from_fn(server_functions::set_status))
        .layer(RequestBodyLimitLayer::new(BODY_MOST))
        .layer(timeout(REQUEST_MOST));
    let for_people = everything_else
        .merge(uploads)
        .layer(RequestBodyTimeoutLayer::new(PAUSE_MOST))
        .layer(from_fn_with_state(resolver, session::resolve))
        .layer(explain_outages)
        .layer(csrf::layer(configuration.public_url.as_ref())?)
        .layer(explain_refusals)
        .layer(compression::layer())
        .layer(from_fn(compression::only_for_own_pages));
    let health = Router::new().route("/health", get(health::health)).with_state(Health { sessions, seals_stand_still });
    let site = for_people.merge(health).merge(static_files::router(&site_root));
    // From the inside out: the log counts a panic as the answer that it became.
    let site = site
        .layer(CatchPanicLayer::custom(log::answer_panic))
        .layer(map_response_with_state(headers::defaults(configuration.is_secure()), headers::add_defaults))
        .layer(from_fn(log::log_request));
    Ok(site.with_state(options))
}

fn timeout(most: Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, most)
}
