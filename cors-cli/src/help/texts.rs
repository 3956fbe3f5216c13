//! The texts: examples, exit statuses, formats, files and the environment.

use super::Help;

pub(crate) const OVERVIEW: Help = Help {
    examples: &[
        ("Is my policy right?", "cors check"),
        (
            "Why is this request blocked?",
            "cors explain cors.toml --origin https://app.example.com --method PUT",
        ),
        (
            "What does this line of a browser's console mean?",
            "cors explain --message -",
        ),
        (
            "What does this live URL do?",
            "cors probe https://api.example.com/items --origin https://app.example.com",
        ),
        (
            "What does this change let in?",
            "cors diff git:HEAD:cors.toml cors.toml",
        ),
        (
            "How do I say this to my gateway?",
            "cors export --to nginx cors.toml --output edge",
        ),
    ],
    exit_status: EXIT_STATUS,
    more: "See `cors COMMAND --help` for one command, and `cors man | man -l -` for everything.",
};

pub(crate) const EXIT_STATUS: &[(&str, &str)] = &[
    ("0", "all is well"),
    (
        "1",
        "something was found: an error, a blocked page, a widening that is denied",
    ),
    (
        "2",
        "the job can't be done: usage, an unreadable file, a policy that does not build, no connection, an export that would lose what it must not",
    ),
];

pub(crate) const CHECK: Help = Help {
    examples: &[
        (
            "The file that is found here or in a folder above",
            "cors check",
        ),
        (
            "Some files, in one run",
            "cors check staging.toml production.yaml",
        ),
        (
            "See what can be corrected, and correct it",
            "cors check --fix --dry-run && cors check --fix",
        ),
        (
            "Standard input",
            "kubectl get configmap cors -o jsonpath='{.data.policy}' |\ncors check - --input-format yaml",
        ),
        (
            "A step of a workflow on GitHub",
            "cors check --deny-warnings --format github",
        ),
    ],
    exit_status: &[
        ("0", "no error; warnings may have been said"),
        ("1", "an error; with --deny-warnings, also a warning"),
        ("2", "a file can't be read, or there is none"),
    ],
    more: "",
};

pub(crate) const CHECK_USAGE: &str = "cors check [OPTIONS] [FILE... | -]";

/// Its forms.
pub(crate) const EXPLAIN_USAGE: &str = "cors explain [OPTIONS] --origin <ORIGIN> <FILE#NAME>
       cors explain [OPTIONS] --message <TEXT|-> [FILE#NAME]
       cors explain <CODE>
       cors explain --list";

pub(crate) const EXPLAIN: Help = Help {
    examples: &[
        (
            "A page that sends JSON with PUT, and its cookies",
            "cors explain cors.toml#private --origin https://app.example.com \\\n--method PUT --header 'content-type: application/json' --credentials",
        ),
        (
            "Correct the file, so that the page may",
            "cors explain cors.toml#private --origin https://app.example.com --method PUT --fix",
        ),
        (
            "What a browser's console said, pasted until Ctrl-D",
            "cors explain --message -",
        ),
        (
            "Whether this policy really does what the message says",
            "cors explain cors.toml#private --message 'Access to fetch at …'",
        ),
        ("The page of a code", "cors explain origin-not-allowed"),
        ("All codes", "cors explain --list"),
    ],
    exit_status: &[
        ("0", "the page may do all of it; a code's page was printed"),
        ("1", "the page is blocked; a message was explained"),
        (
            "2",
            "the policy does not build, the text holds no message about CORS, or nothing has this code",
        ),
    ],
    more: "",
};

pub(crate) const PROBE_USAGE: &str = "cors probe [OPTIONS] <URL> [--origin <ORIGIN>]...";

pub(crate) const PROBE: Help = Help {
    examples: &[
        (
            "As a page of this origin",
            "cors probe https://api.example.com/items --origin https://app.example.com",
        ),
        (
            "A page that sends JSON with PUT, and its cookies; PUT itself is not sent",
            "cors probe https://api.example.com/items --origin https://app.example.com \\\n--method PUT --header 'content-type: application/json' --credentials",
        ),
        (
            "Compare the live answers with the policy that should be running",
            "cors probe https://api.example.com/items --policy cors.toml#private",
        ),
        (
            "A server of one's own, before its name is known",
            "cors probe https://api.example.com/ --resolve api.example.com:443:127.0.0.1 --insecure",
        ),
        (
            "See what would be sent, and send nothing",
            "cors probe https://api.example.com/items --dry-run",
        ),
    ],
    exit_status: &[
        ("0", "the page is not blocked, and at most notes were found"),
        (
            "1",
            "the page is blocked, or a warning or an error was found",
        ),
        ("2", "the URL can't be asked, or the policy does not build"),
    ],
    more: "",
};

/// Both are FILE, FILE#NAME or git:REV:PATH.
pub(crate) const DIFF_USAGE: &str = "cors diff [OPTIONS] <OLD> <NEW>";

pub(crate) const DIFF: Help = Help {
    examples: &[
        (
            "What the working copy changes",
            "cors diff git:HEAD:cors.toml cors.toml",
        ),
        (
            "Fail a pull request that lets more in than the main branch does",
            "cors diff git:origin/main:cors.toml cors.toml --deny-widening",
        ),
        (
            "Two policies of one file",
            "cors diff cors.toml#staging cors.toml#production",
        ),
    ],
    exit_status: &[
        ("0", "no change, or none that is denied"),
        ("1", "with --deny-widening, more is allowed than was"),
        (
            "2",
            "a file or a revision can't be read, or a policy does not build",
        ),
    ],
    more: "",
};

pub(crate) const EXPORT_USAGE: &str =
    "cors export [OPTIONS] --to <TARGET> [FILE[#NAME] | -] [--output <DIR>]";

pub(crate) const EXPORT: Help = Help {
    examples: &[
        (
            "Every policy of the file that is found here or in a folder above, for nginx",
            "cors export --to nginx --output edge",
        ),
        (
            "One policy, as an object for Kubernetes",
            "cors export --to gateway-api cors.toml#private > private.yaml",
        ),
        (
            "See what Traefik can't say, and write nothing",
            "cors export --to traefik cors.toml > /dev/null",
        ),
        (
            "In CI: whether what is deployed is what the policy says",
            "cors export --to envoy --output deploy && test -z \"$(git status -s deploy)\"",
        ),
    ],
    exit_status: &[
        (
            "0",
            "exported; narrower or different losses may have been said",
        ),
        (
            "2",
            "a policy would lose what it must not, does not build, or can't be read; a file of somebody else's is in the way. Nothing is written",
        ),
    ],
    more: "`cors explain CODE` says more of a loss. Where the files belong, gateway by gateway: \
           https://docs.rs/cors-export/latest/cors_export/manual/targets/",
};

pub(crate) const COMPLETIONS: Help = Help {
    examples: &[
        (
            "bash",
            "cors completions bash > ~/.local/share/bash-completion/completions/cors",
        ),
        (
            "zsh, with this folder in $fpath",
            "cors completions zsh > ~/.zfunc/_cors",
        ),
        (
            "fish",
            "cors completions fish > ~/.config/fish/completions/cors.fish",
        ),
        ("PowerShell", "cors completions powershell >> $PROFILE"),
        (
            "elvish",
            "cors completions elvish >> ~/.config/elvish/rc.elv",
        ),
    ],
    exit_status: &[],
    more: "",
};

pub(crate) const MAN: Help = Help {
    examples: &[
        ("Read it", "cors man | man -l -"),
        ("Install it", "cors man > ~/.local/share/man/man1/cors.1"),
    ],
    exit_status: &[],
    more: "",
};

/// A value of `--format`, and what is written.
pub(crate) const FORMATS: &[(&str, &str)] = &[
    ("human", "For people. The last line counts."),
    (
        "json",
        "One JSON object on standard output, with \"schema\": 1, and nothing else. Names and meanings stay within a schema; there may be more names later. Where the job can't be done, standard error says why, and there is no object, unless check has files to list, those that can't be read, too, or export has losses to list.",
    ),
    (
        "sarif",
        "SARIF 2.1.0 with fixes, for code scanning. Of check and probe.",
    ),
    (
        "github",
        "Annotations of GitHub's workflows. Of check and probe.",
    ),
    (
        "concise",
        "A line each, file:line:column: code: sentence, for editors. Of check and probe.",
    ),
];

pub(crate) const ENVIRONMENT: &[(&str, &str)] = &[
    (
        "NO_COLOR",
        "If it is set and not empty, there is no colour, unless --color asks for it.",
    ),
    (
        "CLICOLOR_FORCE",
        "If it is set and not 0, there is colour even where the answer is piped.",
    ),
    ("CLICOLOR", "If it is 0, there is no colour on terminals."),
    ("TERM", "If it is dumb, there is no colour."),
];

pub(crate) const FILES: &[(&str, &str)] = &[
    (
        "cors.toml, cors.yaml, cors.yml, cors.json",
        "The policy file that is read where none is named: in the working folder or the nearest one above that has it, up to the repository's root. Two of them in one folder are an error.",
    ),
    (
        "FILE#NAME",
        "The policy NAME of a file. A file with one policy needs no name.",
    ),
    (
        "-, -#NAME",
        "Standard input, in the format of --input-format, and one of its policies.",
    ),
    (
        "git:REV:PATH",
        "For diff: the file PATH as it is in the revision REV of the repository around the working folder.",
    ),
];
