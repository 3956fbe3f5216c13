//! What people pasted into public issues, verbatim.

use crate::lines;

/// What was pasted, where, and what is read from it.
const MUSEUM: &[(&str, &str, &[&str])] = &[
    (
        "github.com/MattSkala/chrome-firelogger/issues/2",
        "Access to XMLHttpRequest at 'http://api.indexpodnikatela.sk/fulltext' from origin 'https://www.indexpodnikatela.sk' has been blocked by CORS policy: hladaj?q=datas:1 \nRequest header field x-firelogger is not allowed by Access-Control-Allow-Headers in preflight response. \nPOST https://api.indexpodnikatela.sk/fulltext net::ERR_FAILED",
        &[
            "Chromium header-not-allowed https://www.indexpodnikatela.sk http://api.indexpodnikatela.sk/fulltext x-firelogger",
        ],
    ),
    (
        "github.com/block/ftl/issues/3378",
        "```\nAccess to fetch at 'http://localhost:8891/get/name' from origin 'http://localhost:8892' has been blocked by CORS policy: \nResponse to preflight request doesn't pass access control check: \nNo 'Access-Control-Allow-Origin' header is present on the requested resource. \nIf an opaque response serves your needs, set the request's mode to 'no-cors' to fetch the resource with CORS disabled.\n```",
        &["Chromium origin-not-allowed http://localhost:8892 http://localhost:8891/get/name -"],
    ),
    (
        "github.com/Chainlit/chainlit/issues/1389",
        "I am getting the below issue in the browser console after session cookie/token expires.\n\nAccess to fetch at 'https://<oidc_issuer>/as/authorization.oauth2?approval_prompt=force' (redirected from 'https://sampleapp.xyz.com/auth/config') from origin 'https://sampleapp.xyz.com' has been blocked by CORS policy: Request header field content-type is not allowed by Access-Control-Allow-Headers in preflight response.",
        &[
            "Chromium header-not-allowed https://sampleapp.xyz.com https://<oidc_issuer>/as/authorization.oauth2?approval_prompt=force content-type",
        ],
    ),
    (
        "github.com/onitsoft/nexchange-open-client-react/issues/178",
        "Failed to load https://api.myweb.com/en/api/v1/price/dogeltc/latest/: Request header field x-referral-token is not allowed by Access-Control-Allow-Headers in preflight response.\nCoinPrices.js:89 Error: Network Error\n    at createError (createError.js:16)\n    at XMLHttpRequest.handleError (xhr.js:87)\n(index):1 Failed to load https://api.myweb.com/en/api/v1/price/btceth/latest/: Request header field x-referral-token is not allowed by Access-Control-Allow-Headers in preflight response.\nPriceComparison.js:81 Error: Network Error",
        &[
            "Chromium header-not-allowed - https://api.myweb.com/en/api/v1/price/dogeltc/latest/ x-referral-token",
            "Chromium header-not-allowed - https://api.myweb.com/en/api/v1/price/btceth/latest/ x-referral-token",
        ],
    ),
    (
        "github.com/leedo/noembed/issues/97",
        "`Request header field X-CSRF-TOKEN is not allowed by Access-Control-Allow-Headers in preflight response`",
        &["Chromium header-not-allowed - - X-CSRF-TOKEN"],
    ),
    (
        "github.com/Jaagrav/CodeX/issues/7",
        "Error: Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://codexweb.netlify.app/.netlify/functions/enforceCode. (Reason: CORS preflight response did not succeed). Status code: 502.",
        &[
            "Firefox preflight-not-ok - https://codexweb.netlify.app/.netlify/functions/enforceCode -",
        ],
    ),
    (
        "github.com/monsur/enable-cors.org/issues/169",
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://demo4.spmpltech.com/api/home/Getlist. (Reason: CORS header ‘Access-Control-Allow-Origin’ does not match ‘*, *’).",
        &["Firefox multiple-allow-origin - https://demo4.spmpltech.com/api/home/Getlist -"],
    ),
    (
        "github.com/Timonwa/react-chat/issues/1",
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://play.google.com/log?format=json&hasfast=true. (Reason: CORS request did not succeed). Status code:",
        &["Firefox no-response - https://play.google.com/log?format=json&hasfast=true -"],
    ),
    (
        "github.com/rcsb/mmtf-javascript/issues/13",
        "`Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://mmtf.rcsb.org/v1.0/full/1YCR. (Reason: CORS header 'Access-Control-Allow-Origin' missing).`",
        &["Firefox origin-not-allowed - https://mmtf.rcsb.org/v1.0/full/1YCR -"],
    ),
    (
        "github.com/AdoptOpenJDK/openjdk-website/issues/305",
        "⚠️<strong> Cross-Origin Request Blocked:</strong>\nThe Same Origin Policy disallows reading the remote resource at\nhttps://api.adoptopenjdk.net/v2/info/releases/openjdk10?release=latest&openjdk_impl=openj9&.\n(Reason: CORS header 'Access-Control-Allow-Origin' missing). <a href=\"https://developer.mozilla.org/docs/Web/HTTP/CORS/Errors/CORSMissingAllowOrigin\">[Learn More]</a>\n\n⚠️<strong> Cross-Origin Request Blocked:</strong>\nThe Same Origin Policy disallows reading the remote resource at\nhttps://api.adoptopenjdk.net/v2/info/releases/openjdk10?release=latest&openjdk_impl=openj9&.\n(Reason: CORS request did not succeed). <a href=\"https://developer.mozilla.org/docs/Web/HTTP/CORS/Errors/CORSDidNotSucceed\">[Learn More]</a>",
        &[
            "Firefox origin-not-allowed - https://api.adoptopenjdk.net/v2/info/releases/openjdk10?release=latest&openjdk_impl=openj9& -",
        ],
    ),
    (
        "github.com/PhillipNgo/PScheduler/issues/9",
        "```\n[Error] Origin https://www.pscheduler.com is not allowed by Access-Control-Allow-Origin.\n[Error] Fetch API cannot load https://fdnvrxrba7.execute-api.us-east-1.amazonaws.com/beta/courses/search?query=CS%201114&size=1000&term=201809 due to access control checks.\n[Error] Failed to load resource: Origin https://www.pscheduler.com is not allowed by Access-Control-Allow-Origin. (search, line 0)\n```",
        &[
            "WebKit open https://www.pscheduler.com https://fdnvrxrba7.execute-api.us-east-1.amazonaws.com/beta/courses/search?query=CS%201114&size=1000&term=201809 -",
        ],
    ),
    (
        "github.com/trevorblades/countries/issues/60",
        "[Error] Origin https://0.0.0.0:44 is not allowed by Access-Control-Allow-Origin. Status code: 400\n[Error] Fetch API cannot load https://countries.trevorblades.com/graphql due to access control checks.",
        &["WebKit open https://0.0.0.0:44 https://countries.trevorblades.com/graphql -"],
    ),
    (
        "github.com/EvanBacon/serve-sim/issues/6",
        "[Error] Origin http://localhost:3200 is not allowed by Access-Control-Allow-Origin. Status code: 200\n[Error] Fetch API cannot load http://127.0.0.1:3101/config due to access control checks.\n[Error] Failed to load resource: Origin http://localhost:3200 is not allowed by Access-Control-Allow-Origin. Status code: 200 (config, line 0)\n[Error] WebSocket connection to 'ws://127.0.0.1:3101/ws' failed: The network connection was lost.",
        &["WebKit open http://localhost:3200 http://127.0.0.1:3101/config -"],
    ),
    (
        "github.com/OpenIPC/majestic-webui/issues/149",
        "Fetch API cannot load http://192.168.0.201/metrics due to access control checks.\n    m — status.js:1:1599\n\nFetch API cannot load http://192.168.0.201/cgi-bin/j/pulse.cgi due to access control checks.\n    heartbeat — main.js:1:2035\n        setTimeout\n            (anonymous function) — main.js:1:3138\n\nUnhandled Promise Rejection: TypeError: Load failed",
        &[
            "WebKit open - http://192.168.0.201/metrics -",
            "WebKit open - http://192.168.0.201/cgi-bin/j/pulse.cgi -",
        ],
    ),
    (
        "github.com/staticfile/static/issues/197",
        "XMLHttpRequest cannot load http://api.staticfile.org/v1/popular. No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin 'http://www.staticfile.org' is therefore not allowed access. The response had HTTP status code 502.",
        &[
            "Chromium headers-missing http://www.staticfile.org http://api.staticfile.org/v1/popular -",
        ],
    ),
    (
        "github.com/disconnectme/disconnect/issues/303",
        "[Error] XMLHttpRequest cannot load https://mxr.mozilla.org/mozilla-central/source/netwerk/dns/effective_tld_names.dat?raw=1. Origin [website] is not allowed by Access-Control-Allow-Origin.\n\n[Error] Failed to load resource: safari-extension://me.disconnect.disconnect-3xk29jv5b2/7ad75260/opera/chrome/scripts/vendor/jquery/jquery.min.map",
        &[
            "WebKit open [website] https://mxr.mozilla.org/mozilla-central/source/netwerk/dns/effective_tld_names.dat?raw=1 -",
        ],
    ),
    (
        "a comment in a public Java servlet",
        "  * Failed to load https://www.chinaopensource.top/blog/likeBlog: Redirect from 'https://www.chinaopensource.top/blog/likeBlog' to \n  * 'https://www.chinaopensource.top/user/login' has been blocked by CORS policy: The value of the 'Access-Control-Allow-Origin' \n  * header in the response must not be the wildcard '*' when the request's credentials mode is 'include'. Origin 'http://www.chinaopensource.top' \n  * is therefore not allowed access. The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.",
        &[
            "Chromium wildcard-with-credentials http://www.chinaopensource.top https://www.chinaopensource.top/user/login -",
        ],
    ),
    (
        "github.com/postmanlabs/postman-app-support/issues/13877",
        "  Failed to load resource: net::ERR_FAILED \n Access to fetch at 'http://localhost:10533/knockknock' from origin 'https://***.postman.co' has been blocked by CORS policy: Permission was denied for this request to access the `unknown` address space.",
        &[
            "Chromium local-network-denied https://***.postman.co http://localhost:10533/knockknock -",
        ],
    ),
    (
        "github.com/Icehunter/dune-admin/issues/4",
        "Access to fetch at 'http://localhost:8080/api/v1/battlegroup/status' from origin 'https://dune-admin.layout.tools' has been blocked by CORS policy: Permission was denied for this request to access the `loopback` address space.\nlocalhost:8080/api/v1/battlegroup/status:1  Failed to load resource: net::ERR_FAILED\n/#/battlegroup:1 Access to fetch at 'http://localhost:8080/api/v1/status' from origin 'https://dune-admin.layout.tools' has been blocked by CORS policy: Permission was denied for this request to access the `loopback` address space.\nlocalhost:8080/api/v1/status:1  Failed to load resource: net::ERR_FAILED",
        &[
            "Chromium local-network-denied https://dune-admin.layout.tools http://localhost:8080/api/v1/battlegroup/status -",
            "Chromium local-network-denied https://dune-admin.layout.tools http://localhost:8080/api/v1/status -",
        ],
    ),
    (
        "github.com/Koenvh1/ets2-local-radio/issues/149",
        "This is the error:\n> Access to XMLHttpRequest at 'http://192.168.56.1:8330/commands/' from origin 'http://localradio.koenvh.nl' has been blocked by CORS policy: The request client is not a secure context and the resource is in more-private address space `private`.\n\nThat same error is also replicated for '/api'.",
        &[
            "Chromium local-network-denied http://localradio.koenvh.nl http://192.168.56.1:8330/commands/ -",
        ],
    ),
    (
        "github.com/socketio/socket.io/issues/2439",
        "XMLHttpRequest cannot load http://slack.socket.io/socket.io/?EIO=3&transport=polling&t=LB9FyqP. A wildcard '_' cannot be used in the 'Access-Control-Allow-Origin' header when the credentials flag is true. Origin 'http://socket.io' is therefore not allowed access.(index):1 ",
        &[
            "Chromium wildcard-with-credentials http://socket.io http://slack.socket.io/socket.io/?EIO=3&transport=polling&t=LB9FyqP -",
        ],
    ),
    (
        "github.com/socketio/socket.io/issues/3575",
        "The error I got:\n`from origin 'http://localhost:3000' has been blocked by CORS policy: The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'. The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.`",
        &["Chromium wildcard-with-credentials http://localhost:3000 - -"],
    ),
    (
        "github.com/kytos/kytos/issues/635",
        "`Failed to load http://demo.kytos.io:8181/socket.io/?EIO=3&transport=polling&t=LztwngZ: The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'. Origin 'http://localhost:8080' is therefore not allowed access. The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.`",
        &[
            "Chromium wildcard-with-credentials http://localhost:8080 http://demo.kytos.io:8181/socket.io/?EIO=3&transport=polling&t=LztwngZ -",
        ],
    ),
    (
        "fixdevs.com/blog/cors-preflight-request-blocked",
        "Chrome (XMLHttpRequest):\n\nAccess to XMLHttpRequest at 'https://api.example.com/data' from origin\n'http://localhost:3000' has been blocked by CORS policy: Response to preflight\nrequest doesn't pass access control check: It does not have HTTP ok status.\n\nFirefox:\n\nCross-Origin Request Blocked: The Same Origin Policy disallows reading the remote\nresource at https://api.example.com/data. (Reason: CORS preflight channel did\nnot succeed). Status code: 405.\n\nSafari:\n\nPreflight response is not successful. Status code: 403\n",
        &[
            "Chromium preflight-not-ok http://localhost:3000 https://api.example.com/data -",
            "Firefox preflight-failed - https://api.example.com/data -",
            "WebKit preflight-not-ok - - -",
        ],
    ),
    (
        "github.com/spenibus/cors-everywhere-firefox-addon/issues/25",
        "`Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at http://cms-.....`",
        &["Firefox open - - -"],
    ),
];

#[test]
fn each_is_read() {
    for (place, pasted, expected) in MUSEUM {
        assert_eq!(lines(pasted), *expected, "{place}");
    }
}

/// All at once, in this order and the other one: nobody's message takes from another's.
#[test]
fn all_at_once() {
    let unlike_the_others =
        |pasted: &&(&str, &str, &[&str])| !pasted.1.starts_with("`Cross-Origin Request Blocked");
    let pieces: Vec<_> = MUSEUM.iter().filter(unlike_the_others).collect();
    for pieces in [pieces.clone(), pieces.into_iter().rev().collect()] {
        let text: Vec<_> = pieces.iter().map(|piece| piece.1).collect();
        let expected: Vec<_> = pieces
            .iter()
            .flat_map(|piece| piece.2)
            .map(ToString::to_string)
            .collect();
        assert_eq!(lines(&text.join("\n\n")), expected);
    }
}
