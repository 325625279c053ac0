//! Who is not answered, and what is not done.

use std::{
    io::{Read, Write},
    thread,
};

use serde_json::json;

use super::{GERMANY, Server, runs};

#[test]
fn only_its_own_page_is_answered() {
    let server = Server::start(&[]);
    let body = runs(&[("page", GERMANY)], 1024, 30).to_string();
    let with = |changes: &[(&'static str, Option<&str>)]| {
        let mut headers = server.own();
        for (name, value) in changes {
            headers.retain(|(other, _)| other != name);
            headers.extend(value.map(|value| (*name, value.to_owned())));
        }
        server.sent("POST", "/ask/run", &headers, body.as_bytes()).0
    };
    assert_eq!(with(&[("origin", Some("http://evil.example"))]), 403);
    assert_eq!(with(&[("origin", Some("null"))]), 403);
    assert_eq!(with(&[("host", Some("evil.example"))]), 403);
    assert_eq!(with(&[("x-drawdown", None)]), 403);
    assert_eq!(with(&[("x-drawdown", Some("00000000000000000000000000000000"))]), 403);
    // A program that is no browser names no origin.
    assert_eq!(with(&[("origin", None)]), 200);
    let rebound = [("host", format!("evil.example:{}", server.port))];
    assert_eq!(
        server.sent("GET", "/", &rebound, b"").0,
        403,
        "the token is not told to a name that leads here"
    );
    for path in ["/../Cargo.toml", "/page.css/../../x", "/etc/passwd", "/ask", "/ask/none", "//", "/%2e%2e/x"]
    {
        assert!([403, 404, 405].contains(&server.sent("GET", path, &server.own(), b"").0), "{path}");
    }
}

#[test]
fn bounds_hold() {
    let server = Server::start(&[]);
    let large = vec![b' '; 10 << 20];
    assert_eq!(server.sent("POST", "/ask/run", &server.own(), &large).0, 413);
    let status = |body: &serde_json::Value| server.asked("run", body).0;
    assert_eq!(status(&runs(&[("page", GERMANY)], 1000, 30)), 400, "not one of the numbers of runs");
    assert_eq!(status(&runs(&[("page", GERMANY)], 1024, 20)), 400, "no such readiness");
    assert_eq!(status(&runs(&[], 1024, 30)), 400);
    let many: Vec<(String, &str)> = (0..8).map(|i| (format!("s{i}"), GERMANY)).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(id, text)| (id.as_str(), *text)).collect();
    assert_eq!(status(&runs(&many, 1024, 30)), 400);
    assert_eq!(
        status(&json!({"of": {"scenarios": []}, "names": [], "runs": 1024, "tier": 30, "file": "x"})),
        400
    );
    for path in ["/etc/hostname", "../x", "C:\\x", "a/b"] {
        let text = format!("(base: {path:?})");
        let (code, said) = server.asked("run", &runs(&[("page", &text)], 1024, 30));
        assert_eq!(code, 422, "{path}: {said}");
        assert_eq!(
            server.asked("run", &runs(&[(path, GERMANY)], 1024, 30)).1["runs"].as_u64().unwrap_or(1024),
            1024
        );
    }
}

#[test]
fn slow_half_and_many_requests_keep_nobody_waiting() {
    let server = Server::start(&[]);
    let mut half = server.connected();
    half.write_all(b"POST /ask/run HTTP/1.1\r\nhost: 127").expect("sent");
    let mut body = server.connected();
    let head = format!(
        "POST /ask/run HTTP/1.1\r\nhost: 127.0.0.1:{}\r\nx-drawdown: {}\r\ncontent-length: 100\r\n\r\n{{",
        server.port, server.token
    );
    body.write_all(head.as_bytes()).expect("sent");
    let asked = runs(&[("page", GERMANY)], 1024, 30);
    thread::scope(|scope| {
        let all: Vec<_> = (0..200).map(|_| scope.spawn(|| server.asked("run", &asked).0)).collect();
        let codes: Vec<u16> = all.into_iter().map(|one| one.join().expect("answered")).collect();
        assert!(codes.iter().all(|code| [200, 503].contains(code)), "{codes:?}");
        assert!(codes.contains(&200));
    });
    // Those that did not arrive in time are let go.
    let mut rest = Vec::new();
    let _ = half.read_to_end(&mut rest);
    let mut rest = String::new();
    let _ = body.read_to_string(&mut rest);
    assert!(rest.is_empty() || rest.starts_with("HTTP/1.1 408"), "{rest}");
    assert_eq!(server.asked("run", &asked).0, 200);
}

#[test]
fn nobody_s_run_is_in_the_way_of_the_next() {
    let server = Server::start(&[]);
    let many: Vec<(String, String)> =
        (0..7).map(|i| (format!("s{i}"), GERMANY.replace("30000", &format!("3{i}000")))).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    // Browsers that ask for much and go away at once.
    for i in 0..6 {
        let body = runs(&many[i % 2..], 16384, 30).to_string();
        let mut stream = server.connected();
        let head = format!(
            "POST /ask/run HTTP/1.1\r\nhost: 127.0.0.1:{}\r\nx-drawdown: {}\r\ncontent-length: {}\r\n\r\n{body}",
            server.port,
            server.token,
            body.len()
        );
        stream.write_all(head.as_bytes()).expect("sent");
    }
    assert_eq!(server.asked("run", &runs(&[("page", GERMANY)], 1024, 30)).0, 200);
}

#[test]
fn whatever_is_sent_is_refused_or_answered() {
    let server = Server::start(&[]);
    let whole = runs(&[("page", GERMANY)], 1024, 30).to_string().into_bytes();
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % below as u64) as usize
    };
    for _ in 0..200 {
        let mut bytes = whole.clone();
        for _ in 0..=next(4) {
            let at = next(bytes.len());
            match next(4) {
                0 => bytes[at] = next(256) as u8,
                1 => drop(bytes.drain(at..(at + 1 + next(20)).min(bytes.len()))),
                2 => bytes.truncate(at + 1),
                _ => bytes.splice(at..at, b"Priority([[Any({\"*\": 1e999".iter().copied()).for_each(drop),
            }
        }
        let what = ["run", "base", "check", "start"][next(4)];
        let (status, said) = server.sent("POST", &format!("/ask/{what}"), &server.own(), &bytes);
        assert!(
            [200, 400, 422].contains(&status),
            "{status}: {said} for {}",
            String::from_utf8_lossy(&bytes)
        );
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_in_order() {
    let mut server = Server::start(&[]);
    let id = server.child.id();
    let told = std::process::Command::new("kill").args(["-INT", &id.to_string()]).status().expect("kill");
    assert!(told.success());
    assert!(server.child.wait().expect("it ends").success());
}
