//! Ports, labels and numbers, read from their last character on.

/// The scheme whose default port was read, which no origin of it has.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum DefaultOf {
    None,
    Http,
    Https,
}

/// A port from its last digit on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Port {
    pub(super) digits: u8,
    pub(super) first: u8,
    pub(super) may_be_80: bool,
    pub(super) may_be_443: bool,
}

/// What the label at the cursor may still turn out to be. A host whose last label is a number is an
/// address: <https://url.spec.whatwg.org/#ends-in-a-number-checker>.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Label {
    /// None of it was read, and it is the last one.
    Last,
    Digits,
    HexDigits,
    /// `x` and hexadecimal digits.
    Hex,
    /// `0x` and hexadecimal digits.
    Number,
    /// Any name.
    Free,
    /// None of it was read, and others follow it.
    Next,
}

/// A number from its last digit on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Octet {
    pub(super) place: u8,
    digits: u8,
    pub(super) value: u8,
}

impl Port {
    pub(super) fn step(self, byte: u8) -> Option<Self> {
        let first = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        let read = usize::from(self.digits);
        // Of 60000 and above, what is none is found out at the end.
        (read < 4 || (read == 4 && first < 7)).then(|| Self {
            digits: self.digits + 1,
            first,
            may_be_80: self.may_be_80 && b"08".get(read) == Some(&byte),
            may_be_443: self.may_be_443 && b"344".get(read) == Some(&byte),
        })
    }
}

impl Label {
    pub(super) fn step(self, byte: u8) -> Self {
        match (self, byte) {
            (Self::Last | Self::Digits, b'0'..=b'9') => Self::Digits,
            (Self::Last | Self::Digits | Self::HexDigits, b'0'..=b'9' | b'a'..=b'f') => {
                Self::HexDigits
            }
            (Self::Last | Self::Digits | Self::HexDigits, b'x') => Self::Hex,
            (Self::Hex, b'0') => Self::Number,
            _ => Self::Free,
        }
    }
}

impl Octet {
    pub(super) fn step(self, byte: u8) -> Option<Self> {
        let digit = byte.checked_sub(b'0')?;
        let unit = [1_u8, 10, 100].get(usize::from(self.digits))?;
        let value = digit.checked_mul(*unit)?.checked_add(self.value)?;
        Some(Self {
            digits: self.digits + 1,
            value: Self::like(self.digits + 1, value),
            ..self
        })
    }

    /// One number for all that go on alike: few places are to be searched then. What private networks
    /// begin with stays as it is.
    fn like(digits: u8, value: u8) -> u8 {
        match (digits, value) {
            (1, _) | (2, 10..=31 | 54 | 68 | 69 | 72 | 92) => value,
            (2, 0..=9) => 5,
            (2, 32..=55) => 40,
            (2, _) => 60,
            (_, 127 | 168 | 169 | 172 | 192 | 254) => value,
            _ => 200,
        }
    }

    /// The number in front of this one.
    pub(super) fn next(self) -> Self {
        Self {
            place: self.place + 1,
            ..Self::default()
        }
    }

    /// Without leading zeros.
    pub(super) fn is_whole(self) -> bool {
        match self.digits {
            0 => false,
            1 => true,
            2 => self.value > 9,
            _ => self.value > 99,
        }
    }
}
