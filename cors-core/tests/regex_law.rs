//! The law behind the checks of regexes: with credentials, none builds that matches a host which the
//! domains that it spells out do not own. And those that do no harm build.
#![cfg(all(feature = "regex", feature = "public-suffix"))]

use std::collections::HashSet;

use cors_core::{Origin, Policy};

/// A piece of a regex, and the texts that its author has in mind.
type Piece = (&'static str, &'static [&'static str]);

const FLAGS: [&str; 5] = ["", "^", "(?i)", "(?s)^", "(?i)^"];

static SCHEMES: &[Piece] = &[
    ("https://", &["https"]),
    (r"https:\/\/", &["https"]),
    ("(https)://", &["https"]),
    ("https?://", &["https"]),
    ("(https|http)://", &["https"]),
    ("[hx]ttps://", &["https"]),
    ("[a-z]+://", &["https"]),
    (r"\w+://", &["https"]),
    (".*://", &["https"]),
    ("(https|myapp)://", &["https"]),
    ("h[a-z]{4}://", &["https"]),
];

/// In front of a domain. What ends with a dot, or is nothing, leaves the domain as it is.
static FRONTS: &[Piece] = &[
    ("", &[""]),
    (r"app\.", &["app."]),
    (r"(www\.)?", &["", "www."]),
    (r"([a-z0-9-]+\.)*", &["", "a."]),
    (r"(.*\.)?", &["", "a."]),
    (r".*\.", &["a."]),
    (r"[^.]+\.", &["a."]),
    (r"[\w-]{1,20}\.", &["a."]),
    (r"pr-\d+\.", &["pr-1."]),
    (r"(shop|api)\.", &["shop.", "api."]),
    (r"(a|b|c)\.(d|e)\.", &["a.d.", "b.e."]),
    (r"(eu[.])?", &["", "eu."]),
    (r"x*\.", &["x."]),
    // From here on, what is meant is not what is matched.
    ("(www.)?", &["", "www."]),
    ("app.", &["app."]),
    (".*", &[""]),
    (".*.", &["a."]),
    (r"\S*", &[""]),
    ("[a-z0-9-]*", &[""]),
    ("[a-z]+", &[]),
    (r"\w?", &[""]),
    ("api*.", &["api."]),
    ("api*", &["ap", "api"]),
    ("cdn*", &["cd", "cdn"]),
    ("(shop|api)", &["shop", "api"]),
    (r"(shop|api)\.?", &["shop.", "api."]),
    ("(shop|api).?", &["shop.", "api."]),
    ("api[._]", &["api."]),
    ("api[.-]", &["api."]),
    (r"(app\.|app-)", &["app."]),
    ("x{0,3}", &[""]),
    (r"(my-)?", &[""]),
    (r"pr-\d+", &[]),
    (r"pr-\d+.", &["pr-1."]),
    (r"[^/]+\.?", &["a."]),
];

/// How many of [`FRONTS`] are sound.
const SOUND_FRONTS: usize = 13;

static DOMAINS: &[Piece] = &[
    (r"example\.org", &["example.org"]),
    ("example[.]org", &["example.org"]),
    (r"example\.(org|com)", &["example.org", "example.com"]),
    (r"(example|acme)\.org", &["example.org", "acme.org"]),
    (r"example[12]\.org", &["example1.org", "example2.org"]),
    (r"team(1|2)\.org", &["team1.org", "team2.org"]),
    (r"examples?\.org", &["example.org", "examples.org"]),
    (r"example\.co\.uk", &["example.co.uk"]),
    (r"EXAMPLE\.org", &["example.org"]),
    (r"[eE]xample\.org", &["example.org"]),
    (r"exampl(e|er)\.org", &["example.org", "exampler.org"]),
    (r"mine\.github\.io", &["mine.github.io"]),
    // From here on, what is meant is not what is matched.
    ("example.org", &["example.org"]),
    ("example.co.uk", &["example.co.uk"]),
    (r"example.+org", &["example.org"]),
    (r"example[-.]org", &["example.org"]),
    (r"example\.[a-z]+", &["example.org"]),
    (r"example\.[a-z]{2,3}", &["example.org"]),
    (r"example\.or*g", &["example.og", "example.org"]),
    (r"example\.org?", &["example.or", "example.org"]),
    (r"ex+ample\.org", &["example.org"]),
    (r"example*\.org", &["exampl.org", "example.org"]),
    (r"team\d\.org", &[]),
    (r"team[0-9a-f]+\.org", &[]),
    (r"[a-z]+\.org", &[]),
    (r"[^.]+\.org", &[]),
    (r"example\w\.org", &[]),
    (r"[a-z]+\.github\.io", &[]),
    (r"(example\.)?org", &["example.org"]),
    (r"example(-[a-z]+)?\.org", &["example.org"]),
];

/// How many of [`DOMAINS`] are sound.
const SOUND_DOMAINS: usize = 12;

/// Whole hosts, in front of which nothing stands.
static HOSTS: &[Piece] = &[
    (r"localhost", &["localhost"]),
    (r"[a-z]+\.localhost", &["localhost"]),
    (r"10\.0\.\d{1,3}\.\d{1,3}", &[]),
    (r"192\.168\.\d+\.\d+", &[]),
    (r"172\.(16|17)\.0\.\d+", &[]),
    (r"203\.0\.113\.7", &["203.0.113.7"]),
    (r"203\.0\.113\.[78]", &["203.0.113.7", "203.0.113.8"]),
    (r".*\.internal", &["internal"]),
    // From here on, what is meant is not what is matched.
    (r"10?\d\.\d+\.\d+\.\d+", &[]),
    (r"203\.0\.113\.\d+", &[]),
    (r"\d+\.\d+\.\d+\.\d+", &[]),
    (r"[0-9.]+", &[]),
    (r"17\d\.16\.0\.\d+", &[]),
    (r"127\.0\.0\.1.*", &[]),
    (r"localhost.*", &["localhost"]),
    (r".*localhost", &["localhost"]),
    (".*internal", &["internal"]),
    (".*", &[]),
    (r"[^:]+", &[]),
];

/// How many of [`HOSTS`] are sound.
const SOUND_HOSTS: usize = 8;

/// Behind the host, the sound ones first.
static ENDS: [&str; 14] = [
    "",
    "$",
    ":8443",
    r"(:\d+)?",
    "(:[0-9]{1,5})?$",
    ":(3000|3001)",
    "/?",
    r"\.?",
    // From here on, a name goes on.
    ".*",
    ".+",
    r"(\..*)?",
    "[^/]*",
    "(.com)?",
    ":?.*",
];

/// How many of [`ENDS`] are sound.
const SOUND_ENDS: usize = 8;

/// A generator that gives the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.roll(all.len())]
    }
}

/// A regex, whose domains it is for, and whether nobody else's are matched.
struct Written {
    regex: String,
    owners: HashSet<String>,
    is_sound: bool,
}

fn write(dice: &mut Dice) -> Written {
    let mut written = write_one(dice);
    if dice.roll(4) == 0 {
        let other = write_one(dice);
        written.regex = format!("{}|{}", written.regex, other.regex);
        written.owners.extend(other.owners);
        written.is_sound &= other.is_sound;
    }
    // Of a name and the same with something in front, only one is meant.
    let all = written.owners.clone();
    let is_glued = |owner: &String| {
        all.iter().any(|other| {
            let front = owner.strip_suffix(other.as_str());
            front.is_some_and(|front| !front.is_empty() && !front.ends_with('.'))
        })
    };
    let owners = written.owners.len();
    written.owners.retain(|owner| !is_glued(owner));
    written.is_sound &= owners == written.owners.len();
    written
}

fn write_one(dice: &mut Dice) -> Written {
    let flags = dice.pick(&FLAGS);
    let scheme = dice.roll(SCHEMES.len());
    let end = dice.roll(ENDS.len());
    let whole = dice.roll(5) == 0;
    let (host, owners, is_sound) = if whole {
        let host = dice.roll(HOSTS.len());
        let (text, owners) = HOSTS[host];
        let owners = owners.iter().map(|owner| (*owner).to_owned()).collect();
        (text.to_owned(), owners, host < SOUND_HOSTS)
    } else {
        let (front, domain) = (dice.roll(FRONTS.len()), dice.roll(DOMAINS.len()));
        let (text, owners) = (
            FRONTS[front].0.to_owned() + DOMAINS[domain].0,
            names(front, domain),
        );
        (text, owners, front < SOUND_FRONTS && domain < SOUND_DOMAINS)
    };
    // In upper case, it matches nothing.
    let is_alive = flags.contains('i') || !host.contains("EX");
    Written {
        regex: [flags, SCHEMES[scheme].0, &host, ENDS[end]].concat(),
        owners,
        is_sound: is_sound && is_alive && end < SOUND_ENDS && scheme < 5,
    }
}

fn names(front: usize, domain: usize) -> HashSet<String> {
    let (fronts, domains) = (FRONTS[front].1, DOMAINS[domain].1);
    let glued = fronts.iter().flat_map(|front| {
        domains.iter().map(move |domain| {
            let glue = front.rsplit_once('.').map_or(*front, |(_, glue)| glue);
            format!("{glue}{domain}")
        })
    });
    glued.collect()
}

/// Names that somebody made up, with names that look like those in the regexes.
fn made_up() -> Vec<String> {
    let meant = [
        "example.org",
        "example.com",
        "acme.org",
        "example1.org",
        "team1.org",
        "examples.org",
        "example.co.uk",
        "mine.github.io",
        "localhost",
        "app.internal",
        "127.0.0.1",
        "10.0.0.1",
        "www.example.org",
        "api.example.org",
        "pr-1.example.org",
        "apiexample.org",
    ];
    let glue = [
        "a", "x", "1", "-", "_", "evil", "evil-", "api", "apii", "shop", "cdnn", "www", "wwwx",
        "app-", "my-", "xx", "pr-12",
    ];
    let mut hosts: Vec<String> = meant.map(str::to_owned).into();
    for name in meant {
        hosts.extend(glue.iter().map(|glue| format!("{glue}{name}")));
        for end in [".evil.test", ".com", "x", "1", "-evil.test", ".io"] {
            hosts.push(format!("{name}{end}"));
        }
        for (at, letter) in name.char_indices() {
            let (before, after) = (&name[..at], &name[at + letter.len_utf8()..]);
            hosts.push(format!("{before}{letter}{letter}{after}"));
            hosts.push(format!("{before}{after}"));
            hosts.extend(["x", "-", "2", "_", ""].map(|other| format!("{before}{other}{after}")));
            hosts.push(format!("{before}.{letter}{after}"));
        }
    }
    for top in [
        "org",
        "com",
        "co.uk",
        "test",
        "net",
        "dev",
        "github.io",
        "vercel.app",
    ] {
        hosts.extend(
            ["evil", "a", "foe-1", "team7", "teamff", "x1", "example"]
                .map(|name| format!("{name}.{top}")),
        );
    }
    for first in [
        "8", "100", "105", "109", "101", "172", "171", "192", "203", "17",
    ] {
        for rest in [
            "8.8.8",
            "16.0.1",
            "0.113.1",
            "0.113.250",
            "168.1.1",
            "31.0.9",
        ] {
            hosts.push(format!("{first}.{rest}"));
        }
    }
    hosts.sort_unstable();
    hosts.dedup();
    hosts.retain(|host| Origin::parse(&format!("https://{host}")).is_ok());
    hosts
}

fn owns(owner: &str, host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    host.strip_suffix(owner)
        .is_some_and(|front| front.is_empty() || front.ends_with('.'))
}

/// What nobody can take from anybody: this machine's names, private networks, intranets.
fn is_nobodys(host: &str) -> bool {
    let address = host.parse::<core::net::Ipv4Addr>();
    address.is_ok_and(|address| {
        address.is_private() || address.is_loopback() || address.is_link_local()
    }) || ["localhost", "internal"]
        .iter()
        .any(|owner| owns(owner, host))
}

fn holds(seed: u64) {
    let hosts = made_up();
    assert!(hosts.len() > 1_000, "{}", hosts.len());
    let mut dice = Dice(seed);
    let (mut built, mut sound) = (0, 0);
    for _ in 0..REGEXES {
        let Written {
            regex,
            owners,
            is_sound,
        } = write(&mut dice);
        let policy = Policy::builder()
            .allow_origin_regex(&regex)
            .allow_credentials(true)
            .dangerously_allow_insecure_origins(true)
            .build();
        let policy = match policy {
            Ok(policy) => policy,
            Err(error) => {
                assert!(!is_sound, "{error}");
                continue;
            }
        };
        built += 1;
        sound += usize::from(is_sound);
        for _ in 0..HOSTS_EACH {
            let host = dice.pick(&hosts);
            if is_nobodys(host) || owners.iter().any(|owner| owns(owner, host)) {
                continue;
            }
            for origin in [format!("https://{host}"), format!("https://{host}:8443")] {
                assert!(!policy.allows_origin(&origin), "{regex} admits {origin}");
            }
        }
    }
    // Of those that say something, neither all nor none.
    assert!(built > REGEXES / 20, "{built}");
    assert!(sound > REGEXES / 50, "{sound}");
    println!(
        "{REGEXES} regexes, {built} built, {sound} of them known to be sound; {} hosts",
        hosts.len()
    );
}

const REGEXES: usize = 10_000;
const HOSTS_EACH: usize = 300;

#[test]
fn no_stranger_gets_in() {
    holds(0x9e37_79b9_7f4a_7c15);
}

#[test]
fn no_stranger_gets_in_by_another_way() {
    holds(0xd1b5_4a32_d192_ed03);
}
