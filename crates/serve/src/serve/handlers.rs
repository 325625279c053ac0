//! What is answered to whom.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::from_fn_with_state,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tokio::{sync::Semaphore, time::timeout};

use super::{
    Given,
    asked::{MOST_BYTES, Run, Scenarios},
    base::base,
    guard::{Guard, check},
    kept::Kept,
    page::{FILES, page},
    taken,
    told::{Untold, findings, tell},
};
use crate::{
    scenario::{compared, load_sources, shipped},
    study::CancelToken,
};

/// How long a request may take to arrive.
const ARRIVAL: Duration = Duration::from_secs(10);
/// Runs that are computed at once: each takes all threads.
const AT_ONCE: usize = 2;
/// Runs that may wait for their turn.
const WAITING: usize = 32;

/// What all requests share.
pub struct House {
    guard: Guard,
    given: Vec<Given>,
    kept: Kept,
    turns: Semaphore,
    places: Semaphore,
}

impl House {
    /// With scenarios of files that were named.
    pub fn new(guard: Guard, given: Vec<Given>) -> Self {
        Self {
            guard,
            given,
            kept: Kept::default(),
            turns: Semaphore::new(AT_ONCE),
            places: Semaphore::new(AT_ONCE + WAITING),
        }
    }
}

/// What there is to ask for.
pub fn routes(house: House) -> Router {
    let guard = house.guard.clone();
    let mut routes = Router::new().route("/", get(index));
    for (path, kind, bytes) in FILES {
        routes = routes.route(path, get(move || async move { ([(header::CONTENT_TYPE, kind)], bytes) }));
    }
    routes
        .route("/ask/start", post(start))
        .route("/ask/base", post(levers))
        .route("/ask/check", post(checked))
        .route("/ask/run", post(run))
        .route("/ask/report", post(report))
        .route("/ask/spreadsheet", post(spreadsheet))
        .with_state(Arc::new(house))
        .layer(from_fn_with_state(guard, check))
}

async fn index(State(house): State<Arc<House>>) -> Html<String> {
    Html(page(house.guard.token()))
}

/// Why a request is not answered.
#[derive(Serialize)]
struct Refused {
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Vec<super::told::Finding>>,
    /// As `check` prints it.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

fn refused(code: StatusCode, message: impl Into<String>) -> Response {
    (code, Json(Refused { message: message.into(), findings: None, text: None })).into_response()
}

fn untold(why: &Untold) -> Response {
    match why {
        Untold::Wrong(found) => {
            let (findings, text) = (findings(found), found.render(false));
            let message = found.errors().next().map_or_else(|| text.clone(), |error| error.message.clone());
            let refused = Refused { message, findings: Some(findings), text: Some(text) };
            (StatusCode::UNPROCESSABLE_ENTITY, Json(refused)).into_response()
        }
        Untold::Beyond(why) => refused(StatusCode::BAD_REQUEST, why.to_string()),
        Untold::Cancelled => refused(StatusCode::CONFLICT, "cancelled"),
        Untold::Other(why) => refused(StatusCode::UNPROCESSABLE_ENTITY, why.clone()),
    }
}

/// The body of a request, which arrives within bounds or is refused.
async fn read<T: DeserializeOwned>(request: Request<Body>) -> Result<T, Response> {
    let whole = timeout(ARRIVAL, to_bytes(request.into_body(), MOST_BYTES)).await;
    let bytes = whole
        .map_err(|_| refused(StatusCode::REQUEST_TIMEOUT, "the request did not arrive in ten seconds"))?
        .map_err(|_| refused(StatusCode::PAYLOAD_TOO_LARGE, "a request has at most 512 kB"))?;
    serde_json::from_slice(&bytes).map_err(|error| refused(StatusCode::BAD_REQUEST, error.to_string()))
}

/// What a page can start from.
#[derive(Serialize)]
struct Start {
    version: &'static str,
    /// Scenarios by id, title and short title: of files that were named, those compared by default, those debated.
    files: Vec<[String; 3]>,
    compared: Vec<[String; 3]>,
    debated: Vec<[String; 3]>,
}

async fn start(State(house): State<Arc<House>>) -> Response {
    let titled = |stems: &[(&str, &str)]| -> Vec<[String; 3]> {
        let title = |(stem, text): &(&str, &str)| {
            let source = crate::scenario::Source::Text { id: (*stem).to_owned(), text: (*text).to_owned() };
            let found = load_sources(&[source], &[]).ok().and_then(|(found, _)| found.into_iter().next());
            let stem = || (*stem).to_owned();
            let [title, short] =
                found.map_or_else(|| [stem(), stem()], |found| [found.title, found.short_title]);
            [stem(), title, short]
        };
        stems.iter().map(title).collect()
    };
    let all = shipped();
    let start = Start {
        version: env!("CARGO_PKG_VERSION"),
        files: house
            .given
            .iter()
            .map(|given| [given.id.clone(), given.title.clone(), given.short_title.clone()])
            .collect(),
        compared: titled(compared()),
        debated: titled(&all[compared().len()..]),
    };
    Json(start).into_response()
}

async fn levers(State(house): State<Arc<House>>, request: Request<Body>) -> Response {
    let of: Scenarios = match read(request).await {
        Ok(of) => of,
        Err(refused) => return refused,
    };
    match base(&of, &house.given) {
        Ok(base) => Json(base).into_response(),
        Err(why) => untold(&why),
    }
}

/// A text that somebody dropped on the page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dropped {
    of: Scenarios,
}

/// Whether scenarios can be run, as `check` says it.
async fn checked(State(house): State<Arc<House>>, request: Request<Body>) -> Response {
    let Dropped { of } = match read(request).await {
        Ok(of) => of,
        Err(refused) => return refused,
    };
    let found = of.sources(&house.given).map_err(Untold::from);
    match found.and_then(|sources| load_sources(&sources, &[]).map_err(Untold::Wrong)) {
        Ok((_, found)) => Json(findings(&found)).into_response(),
        Err(why) => untold(&why),
    }
}

/// Ends a run when nobody waits for it any more.
struct Waits(CancelToken);

impl Drop for Waits {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Computes what a run is asked for, in its turn.
async fn computed<T: Send + 'static>(
    house: Arc<House>,
    request: Request<Body>,
    compute: fn(&Run, &[Given], &Kept, &CancelToken) -> Result<T, Untold>,
) -> Result<T, Response> {
    let asked: Run = read(request).await?;
    let Ok(_place) = house.places.try_acquire() else {
        let message = "too many runs are waiting: try again in a moment";
        return Err(refused(StatusCode::SERVICE_UNAVAILABLE, message));
    };
    // Dropped with this future when the browser has gone, also while it waits for its turn.
    let waits = Waits(CancelToken::new());
    let Ok(_turn) = house.turns.acquire().await else {
        return Err(refused(StatusCode::SERVICE_UNAVAILABLE, "the server is ending"));
    };
    let (token, own) = (waits.0.clone(), Arc::clone(&house));
    let found = tokio::task::spawn_blocking(move || compute(&asked, &own.given, &own.kept, &token)).await;
    match found {
        Ok(found) => found.map_err(|why| untold(&why)),
        Err(_) => Err(refused(StatusCode::INTERNAL_SERVER_ERROR, "the run failed")),
    }
}

async fn run(State(house): State<Arc<House>>, request: Request<Body>) -> Response {
    match computed(house, request, tell).await {
        Ok(told) => Json(told).into_response(),
        Err(refused) => refused,
    }
}

async fn report(State(house): State<Arc<House>>, request: Request<Body>) -> Response {
    match computed(house, request, taken::report).await {
        Ok(page) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response(),
        Err(refused) => refused,
    }
}

async fn spreadsheet(State(house): State<Arc<House>>, request: Request<Body>) -> Response {
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    match computed(house, request, taken::spreadsheet).await {
        Ok(file) => ([(header::CONTENT_TYPE, KIND)], file).into_response(),
        Err(refused) => refused,
    }
}
