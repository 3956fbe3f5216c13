//! Origins and patterns, taken apart where they vary.

/// An entry of a list, as [`OriginPattern`](cors_core::OriginPattern) documents it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    /// What stands in front of what varies, from the scheme on. The scheme where nothing does.
    pub(super) head: &'a str,
    pub(super) varying: Option<Varying>,
    /// What stands behind it, with a port that is fixed.
    pub(super) tail: &'a str,
    pub(super) any_port: bool,
}

/// What a host varies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Varying {
    /// `*`: one label or more.
    Labels,
    Digits,
    Hex,
    Slug,
}

impl<'a> Entry<'a> {
    /// `None` for what no policy builds with.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let (without_port, any_port) = match text.strip_suffix(":*") {
            Some(rest) => (rest, true),
            None => (text, false),
        };
        let host = without_port.find("://")? + "://".len();
        let whole = |varying, before: usize, after: usize| Self {
            head: &without_port[..before],
            varying,
            tail: &without_port[after..],
            any_port,
        };
        if without_port[host..].starts_with("*.") {
            return Some(whole(Some(Varying::Labels), host, host + "*".len()));
        }
        let Some(open) = without_port[host..].find('{') else {
            return Some(whole(None, host, host));
        };
        let open = host + open;
        let close = open + without_port[open..].find('}')?;
        let varying = match &without_port[open + 1..close] {
            "digits" => Varying::Digits,
            "hex" => Varying::Hex,
            "slug" => Varying::Slug,
            _ => return None,
        };
        Some(whole(Some(varying), open, close + 1))
    }

    /// Whether it stands for one origin.
    pub(super) fn is_exact(&self) -> bool {
        self.varying.is_none() && !self.any_port
    }
}

impl Varying {
    /// The bytes that may stand in its place. Of labels, also what only hosts of other schemes than the web's
    /// have: which these are, the rest of the origin tells.
    pub(super) fn bytes(self) -> u128 {
        const DIGITS: u128 = 0x3ff << b'0';
        match self {
            Self::Digits => DIGITS,
            Self::Hex => DIGITS | 0x3f << b'a',
            Self::Slug => DIGITS | 0x3ff_ffff << b'a' | 1 << b'-',
            Self::Labels => {
                let printable = (1_u128 << 0x7f) - (1_u128 << 0x21);
                printable & !(1 << b'/' | 1 << b':')
            }
        }
    }
}
