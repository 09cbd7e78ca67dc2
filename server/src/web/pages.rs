//! The pages and the server functions of `app`.

use app::{App, api::ApiError, context::Services, cross_site_shell, failure_shell, pages::failure::Failure, shell};
use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::*};
use leptos_axum::{
    LeptosRoutes, ResponseOptions, generate_route_list_with_exclusions_and_ssg_and_context,
    render_app_async_with_context,
};

use super::{headers::page_policy, way_back::way_back};

/// Renders pages; cheap to clone.
#[derive(Clone)]
pub struct Pages {
    options: LeptosOptions,
    services: Services,
}

impl Pages {
    pub fn new(options: LeptosOptions, services: Services) -> Self {
        Self { options, services }
    }

    /// A route for each page and each server function.
    pub fn router(&self) -> Router<LeptosOptions> {
        let context = self.context();
        let (routes, _) = generate_route_list_with_exclusions_and_ssg_and_context(App, None, context.clone());
        let options = self.options.clone();
        Router::new().leptos_routes_with_context(&self.options, routes, context, move || shell(options.clone()))
    }

    /// The page that says that there is nothing here: for what doesn't exist, and for what isn't the caller's.
    pub async fn not_found(&self, request: Request) -> Response {
        let options = self.options.clone();
        let render = render_app_async_with_context(self.context(), move || shell(options.clone()));
        let mut response = render(request).await;
        if response.status() == StatusCode::OK {
            *response.status_mut() = StatusCode::NOT_FOUND;
        }
        response
    }

    /// The page that says why what was asked for can't be shown, and what to do.
    pub async fn failure(&self, request: Request, error: ApiError) -> Response {
        let status = error.status();
        let here = request.uri().path_and_query().filter(|_| *request.method() == Method::GET);
        let failure = Failure {
            clinic: self.services.store.clinic().name,
            error,
            here: here.map(ToString::to_string),
            back: way_back(request.uri()),
        };
        let options = self.options.clone();
        let render =
            render_app_async_with_context(self.context(), move || failure_shell(options.clone(), failure.clone()));
        let mut response = render(request).await;
        *response.status_mut() = status;
        response
    }

    /// What [`Self::not_found`] answers to whoever can read a page, and a bare status otherwise.
    pub async fn fallback(&self, request: Request) -> Response {
        if matches!(*request.method(), Method::GET | Method::HEAD) {
            self.not_found(request).await
        } else {
            StatusCode::NOT_FOUND.into_response()
        }
    }

    /// The page that says why a form was refused before anybody looked at it.
    pub async fn cross_site(&self) -> Response {
        let (options, services) = (self.options.clone(), self.services.clone());
        let render = render_app_async_with_context(self.context(), move || {
            cross_site_shell(options.clone(), services.store.clinic().name, services.public_origin.clone())
        });
        let mut response = render(Request::new(Body::empty())).await;
        *response.status_mut() = StatusCode::FORBIDDEN;
        response
    }

    fn context(&self) -> impl Fn() + Clone + Send + Sync + 'static {
        let services = self.services.clone();
        let is_watched = std::env::var_os("LEPTOS_WATCH").is_some();
        move || {
            provide_context(services.clone());
            // Only pages have a nonce; a server function's answer keeps the policy that permits nothing.
            if let (Some(nonce), Some(options)) = (use_nonce(), use_context::<ResponseOptions>())
                && let Some(policy) = page_policy(&nonce, is_watched)
            {
                options.insert_header(header::CONTENT_SECURITY_POLICY, policy);
            }
        }
    }
}
