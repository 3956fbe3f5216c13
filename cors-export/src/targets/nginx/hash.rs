//! nginx's hash tables: which keys fit into them, by the rules of `ngx_hash_init`.
//!
//! A key that is longer than a bucket keeps nginx from starting. Many keys make it warn, and look for longer.

/// The sizes of a table, as `map_hash_bucket_size` and `map_hash_max_size` set them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sizes {
    pub(super) bucket: usize,
    pub(super) max: usize,
}

/// A size of a bucket without a setting is that of the processor's cache lines: on most, this one.
pub(super) const DEFAULT: Sizes = Sizes {
    bucket: 64,
    max: 2048,
};

/// The size of a pointer, where nginx is run.
const WORD: usize = 8;

impl Sizes {
    /// What these keys need, if it is more than the default. Powers of two, as the documentation advises.
    pub(super) fn of(keys: &[&str]) -> Self {
        let elements: Vec<Element> = keys.iter().map(|key| Element::of(key)).collect();
        if DEFAULT.fit(&elements) {
            return DEFAULT;
        }
        let max = elements.len().next_power_of_two().max(DEFAULT.max);
        let mut bucket = DEFAULT.bucket;
        while !fit_into(&elements, max, bucket) {
            bucket *= 2;
        }
        Self { bucket, max }
    }

    /// Whether nginx finds a table of at most this size without a warning.
    fn fit(self, elements: &[Element]) -> bool {
        let first = elements.len() / ((self.bucket - WORD) / (2 * WORD));
        (first.max(1)..=self.max).any(|size| fit_into(elements, size, self.bucket))
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self {
            bucket: self.bucket.max(other.bucket),
            max: self.max.max(other.max),
        }
    }
}

/// The bucket that a name needs by itself.
pub(super) fn bucket_of(name: &str) -> usize {
    let least = Element::of(name).size + WORD;
    least.next_power_of_two().max(DEFAULT.bucket)
}

/// A key in a table.
struct Element {
    hash: usize,
    size: usize,
}

impl Element {
    fn of(key: &str) -> Self {
        let bytes = key.bytes().map(|byte| byte.to_ascii_lowercase());
        let hash = bytes.fold(0_usize, |hash, byte| {
            hash.wrapping_mul(31).wrapping_add(byte.into())
        });
        let size = WORD + (key.len() + 2).next_multiple_of(WORD);
        Self { hash, size }
    }
}

fn fit_into(elements: &[Element], size: usize, bucket: usize) -> bool {
    let mut filled = vec![0; size];
    elements.iter().all(|element| {
        let place = &mut filled[element.hash % size];
        *place += element.size;
        *place <= bucket - WORD
    })
}

#[cfg(test)]
mod tests {
    use super::{DEFAULT, Sizes, bucket_of};

    /// Tried with `nginx -t`: 46 bytes are accepted, 47 are not.
    #[test]
    fn long_keys_need_larger_buckets() {
        for (length, bucket) in [(46, 64), (47, 128), (110, 128), (111, 256), (261, 512)] {
            let key = "a".repeat(length);
            let sizes = Sizes::of(&[&key]);
            assert_eq!((sizes.bucket, sizes.max), (bucket, 2048), "{length}");
            assert_eq!(bucket_of(&key), bucket);
        }
    }

    #[test]
    fn many_keys_need_larger_tables() {
        let keys = |number| -> Vec<String> {
            let numbers = 0..number;
            numbers
                .map(|n| format!("https://tenant-{n}.example.com"))
                .collect()
        };
        let sizes = |number| {
            let keys = keys(number);
            Sizes::of(&keys.iter().map(String::as_str).collect::<Vec<_>>())
        };
        assert_eq!(sizes(10), DEFAULT);
        let Sizes { bucket, max } = sizes(10_000);
        assert!(max == 16_384 && (128..=1024).contains(&bucket), "{bucket}");
    }
}
