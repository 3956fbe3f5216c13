//! Ports of the loopback interface.

use std::{io, net::TcpListener};

/// The port `next` places after `first`; any port where there is none, as after 0.
pub(super) fn after(first: u16, next: u16) -> u16 {
    match first {
        0 => 0,
        _ => first.checked_add(next).unwrap_or(0),
    }
}

/// Listens on the port if it is free, else on one that is.
pub(super) fn bind(port: u16) -> io::Result<TcpListener> {
    Ok(bind_both(port)?.0)
}

/// The same, over IPv6 too where there is such an interface: `localhost` names both, and browsers
/// try that one first.
pub(super) fn bind_both(port: u16) -> io::Result<(TcpListener, Option<TcpListener>)> {
    const TRIES: usize = 16;

    let mut port = port;
    for _ in 0..TRIES {
        match try_both(port) {
            Err(error) if is_taken(&error) => port = 0,
            result => return result,
        }
    }
    try_both(0)
}

fn try_both(port: u16) -> io::Result<(TcpListener, Option<TcpListener>)> {
    let listener = TcpListener::bind(("127.0.0.1", port))?;
    match TcpListener::bind(("::1", listener.local_addr()?.port())) {
        Ok(other) => Ok((listener, Some(other))),
        // Another program would be taken for this one.
        Err(error) if is_taken(&error) => Err(error),
        Err(_) => Ok((listener, None)),
    }
}

/// Ports below 1024 may be the system's.
fn is_taken(error: &io::Error) -> bool {
    [io::ErrorKind::AddrInUse, io::ErrorKind::PermissionDenied].contains(&error.kind())
}

#[cfg(test)]
mod tests {
    use super::{after, bind};

    #[test]
    fn a_port_that_is_taken_gives_way_to_a_free_one() {
        let first = bind(0).unwrap();
        let taken = first.local_addr().unwrap().port();
        let second = bind(taken).unwrap();
        assert_ne!(second.local_addr().unwrap().port(), taken);
        drop(first);
        let third = bind(taken).unwrap();
        assert_eq!(third.local_addr().unwrap().port(), taken);
    }

    #[test]
    fn ports_follow_each_other_as_far_as_there_are_any() {
        assert_eq!(after(2677, 2), 2679);
        assert_eq!(after(0, 2), 0);
        assert_eq!(after(65_535, 1), 0);
    }
}
