//! Servers that write whatever they like to a socket.

use core::{
    net::SocketAddr,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::Duration,
};
use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::Arc,
    thread,
};

/// It stops when it is dropped.
pub(super) struct Raw {
    pub(super) address: SocketAddr,
    stop: Arc<AtomicBool>,
    written: Arc<AtomicUsize>,
}

impl Drop for Raw {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes whoever waits for a connection.
        let _ = TcpStream::connect(self.address);
    }
}

/// A connection whose bytes are counted.
pub(super) struct Wire {
    stream: TcpStream,
    stop: Arc<AtomicBool>,
    written: Arc<AtomicUsize>,
}

impl Raw {
    /// Gives each connection to this function.
    pub(super) fn start(serve: impl Fn(&mut Wire) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let raw = Self {
            address: listener.local_addr().unwrap(),
            stop: Arc::default(),
            written: Arc::default(),
        };
        let (stop, written) = (raw.stop.clone(), raw.written.clone());
        let serve = Arc::new(serve);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let mut wire = Wire {
                    stream: stream.unwrap(),
                    stop: stop.clone(),
                    written: written.clone(),
                };
                let serve = serve.clone();
                thread::spawn(move || serve(&mut wire));
            }
        });
        raw
    }

    /// Answers each request with the same bytes, and closes the connection.
    pub(super) fn saying(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self::start(move |wire| {
            wire.request();
            wire.say(&bytes);
        })
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// How many bytes somebody, or a buffer in between, has taken.
    pub(super) fn written(&self) -> usize {
        self.written.load(Ordering::SeqCst)
    }
}

impl Wire {
    /// Reads the head of a request. `None` if the other side has gone.
    pub(super) fn request(&mut self) -> Option<String> {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            match self.stream.read(&mut byte) {
                Ok(1) => head.push(byte[0]),
                _ => return None,
            }
        }
        String::from_utf8(head).ok()
    }

    /// Whether somebody still listens.
    pub(super) fn say(&mut self, bytes: &[u8]) -> bool {
        let is_heard = !self.stop.load(Ordering::SeqCst) && self.stream.write_all(bytes).is_ok();
        if is_heard {
            self.written.fetch_add(bytes.len(), Ordering::SeqCst);
        }
        is_heard
    }

    /// The same bytes again and again, for as long as somebody listens.
    pub(super) fn say_forever(&mut self, bytes: &[u8]) {
        while self.say(bytes) {}
    }

    /// The same, a byte at a time.
    pub(super) fn drip_forever(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().cycle() {
            if !self.say(&[*byte]) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Says nothing, until the other side goes.
    pub(super) fn wait(&mut self) {
        let mut buffer = [0; 1024];
        while !self.stop.load(Ordering::SeqCst) {
            match self.stream.read(&mut buffer) {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    /// Leaves bytes unread, which makes a reset of the end of a connection.
    pub(super) fn wait_without_reading(&mut self) {
        let _ = self.stream.peek(&mut [0]);
    }
}
