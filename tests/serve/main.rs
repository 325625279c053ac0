//! `drawdown serve`, asked as a browser asks it: the numbers are those of a run, and only its own page is answered.

mod answers;
mod refusals;

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};

/// A server that listens on a port of its own until this is dropped.
struct Server {
    child: Child,
    port: u16,
    token: String,
}

impl Server {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_drawdown"))
            .args(["serve", "--port", "0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("stdout")).read_line(&mut line).expect("a line");
        let port = line.split("127.0.0.1:").nth(1).and_then(|rest| rest.split('/').next()?.parse().ok());
        let port = port.unwrap_or_else(|| panic!("no address in {line:?}"));
        let mut server = Self { child, port, token: String::new() };
        let (status, page) = server.sent("GET", "/", &server.own(), b"");
        assert_eq!(status, 200);
        let token = page.split("name=\"drawdown\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
        token.expect("a token").clone_into(&mut server.token);
        server
    }

    /// The headers of a page of this server.
    fn own(&self) -> Vec<(&'static str, String)> {
        let host = format!("127.0.0.1:{}", self.port);
        vec![("origin", format!("http://{host}")), ("host", host), ("x-drawdown", self.token.clone())]
    }

    /// Sends a request; its status and body.
    fn sent(&self, method: &str, path: &str, headers: &[(&str, String)], body: &[u8]) -> (u16, String) {
        let mut stream = self.connected();
        let mut head =
            format!("{method} {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
        headers.iter().for_each(|(name, value)| head += &format!("{name}: {value}\r\n"));
        // A server that has refused reads no more.
        let _ = stream.write_all(format!("{head}\r\n").as_bytes()).and_then(|()| stream.write_all(body));
        let mut whole = Vec::new();
        let _ = stream.read_to_end(&mut whole);
        let whole = String::from_utf8_lossy(&whole).into_owned();
        let status = whole.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let body = whole.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        (status, body.to_owned())
    }

    fn connected(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(120))).expect("a timeout");
        stream
    }

    /// Asks as its own page; status and answer.
    fn asked(&self, what: &str, body: &Value) -> (u16, Value) {
        let (status, answer) =
            self.sent("POST", &format!("/ask/{what}"), &self.own(), body.to_string().as_bytes());
        (status, serde_json::from_str(&answer).unwrap_or(Value::Null))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A request for runs of scenarios, the first of them in focus.
fn runs(scenarios: &[(&str, &str)], runs: u64, tier: u32) -> Value {
    let texts: Vec<Value> = scenarios.iter().map(|(id, text)| json!({"id": id, "text": text})).collect();
    let names: Vec<&str> = scenarios.iter().map(|(id, _)| *id).collect();
    json!({"of": {"scenarios": texts}, "names": names, "runs": runs, "tier": tier})
}

const GERMANY: &str = "(base: \"orderly-20k\", title: \"30,000 leave, Germany first\", short_title: \"30k Germany\", \
    personnel: 30000, composition: Priority([Host(\"DEU\")]))";
