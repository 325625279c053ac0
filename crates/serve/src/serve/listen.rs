//! The server: one listener on the loopback, a bounded number of connections, an end in order.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, runtime::Builder, sync::Semaphore};

use super::{
    Given,
    guard::Guard,
    handlers::{House, routes},
};
use crate::study::CancelToken;

/// Connections at once; more wait until one ends.
const CONNECTIONS: usize = 128;
/// How long the head of a request may take to arrive.
const HEAD: Duration = Duration::from_secs(5);
/// Time between two looks at whether the server is to end.
const LOOK: Duration = Duration::from_millis(50);

/// Why the server does not serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port is somebody else's, or may not be used.
    #[error("cannot listen on port {port}: {error}")]
    Port {
        /// Which port.
        port: u16,
        /// Why not.
        error: io::Error,
    },
    /// The system refuses threads or random numbers.
    #[error("cannot start the server: {0}")]
    Start(String),
}

/// A server that listens.
pub struct Served {
    /// The address of its page.
    pub address: String,
}

/// Serves the page on a port of the loopback (0: any that is free) until it is cancelled. `ready` is told the address as soon
/// as it is answered there.
///
/// # Errors
/// When the port cannot be had or the system refuses.
pub fn serve(
    port: u16,
    given: Vec<Given>,
    end: &CancelToken,
    ready: impl FnOnce(&Served),
) -> Result<(), ServeError> {
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| ServeError::Start(error.to_string()))?;
    let served = runtime.block_on(async {
        let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = TcpListener::bind(wanted).await.map_err(|error| ServeError::Port { port, error })?;
        let address = listener.local_addr().map_err(|error| ServeError::Port { port, error })?;
        let guard = Guard::new(address).map_err(|error| ServeError::Start(error.to_string()))?;
        let house = House::new(guard, given);
        ready(&Served { address: format!("http://{address}/") });
        accept(listener, house, end).await;
        Ok(())
    });
    // Runs under way have been told to end; nobody waits for them.
    runtime.shutdown_timeout(Duration::from_secs(5));
    served
}

async fn accept(listener: TcpListener, house: House, end: &CancelToken) {
    let routes = routes(house);
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    while !end.is_cancelled() {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let stream = loop {
            if end.is_cancelled() {
                return;
            }
            match tokio::time::timeout(LOOK, listener.accept()).await {
                Ok(Ok((stream, _))) => break stream,
                // Too many open files, or a connection that was gone at once: the next may do.
                Ok(Err(_)) => tokio::time::sleep(LOOK).await,
                Err(_) => {}
            }
        };
        let service = TowerToHyperService::new(routes.clone());
        tokio::spawn(async move {
            let mut server = http1::Builder::new();
            server.timer(TokioTimer::new()).header_read_timeout(HEAD);
            // What is wrong with a connection concerns its other end alone.
            let _ = server.serve_connection(TokioIo::new(stream), service).await;
            drop(place);
        });
    }
}
