//! Who may ask: pages that this server has sent, and nobody else.
//!
//! A page of another site can make a browser send requests to the loopback. It cannot choose the host that the browser names,
//! nor the origin, nor send a header of its own without being asked for leave first, which is never given.

use std::net::SocketAddr;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// The header that carries the token of a page.
pub const TOKEN: HeaderName = HeaderName::from_static("x-drawdown");

/// What a page may load: what this server sends, and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What is checked of every request.
#[derive(Clone, Debug)]
pub struct Guard {
    hosts: [String; 2],
    token: String,
}

impl Guard {
    /// For a server at an address, with a token that nobody else knows.
    ///
    /// # Errors
    /// When the system has no random numbers.
    pub fn new(address: SocketAddr) -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        let token = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let port = address.port();
        Ok(Self { hosts: [format!("127.0.0.1:{port}"), format!("localhost:{port}")], token })
    }

    /// The token that a page is given.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Whether a request comes from a page of this server.
    fn allows(&self, headers: &HeaderMap, asks: bool) -> bool {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let host = text(header::HOST).filter(|host| self.hosts.iter().any(|own| own == host));
        let Some(host) = host else { return false };
        // A browser always names the origin of a request that changes something, and of one from elsewhere.
        let own = headers
            .get_all(header::ORIGIN)
            .iter()
            .all(|origin| origin.to_str().is_ok_and(|origin| origin.strip_prefix("http://") == Some(host)));
        own && (!asks || text(TOKEN) == Some(&self.token))
    }
}

/// Lets through who may ask, and says to browsers what the answer may be used for.
pub async fn check(State(guard): State<Guard>, request: Request<Body>, next: Next) -> Response {
    let asks = request.uri().path().starts_with("/ask/");
    let mut response = match guard.allows(request.headers(), asks) {
        true => next.run(request).await,
        false => (StatusCode::FORBIDDEN, "only pages of this server are answered").into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()))
            .collect()
    }

    #[test]
    fn only_own_pages_are_answered() {
        let guard = Guard::new("127.0.0.1:8123".parse().unwrap()).unwrap();
        let token = guard.token().to_owned();
        let own =
            [("host", "127.0.0.1:8123"), ("origin", "http://127.0.0.1:8123"), ("x-drawdown", token.as_str())];
        assert!(guard.allows(&headers(&own), true));
        assert!(guard.allows(&headers(&own[..1]), false));
        assert!(!guard.allows(&headers(&own[..2]), true), "without its token");
        assert!(!guard.allows(&headers(&[own[0], ("origin", "http://evil.example"), own[2]]), true));
        assert!(!guard.allows(&headers(&[own[0], ("origin", "null"), own[2]]), true));
        assert!(
            !guard.allows(&headers(&[("host", "evil.example:8123"), own[2]]), true),
            "a name that leads here"
        );
        assert!(!guard.allows(&headers(&[("host", "evil.example:8123")]), false));
        assert!(!guard.allows(&HeaderMap::new(), false));
        assert_ne!(token, Guard::new("127.0.0.1:8123".parse().unwrap()).unwrap().token());
    }
}
