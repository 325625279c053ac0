//! The page itself: what is sent to a browser, all of it compiled in.

/// A file of the page: its path, its type, its bytes.
pub type File = (&'static str, &'static str, &'static [u8]);

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const FONT: &str = "font/woff2";

/// The files, but for the page itself, into which the token goes.
pub const FILES: [File; 12] = [
    ("/page.css", STYLE, include_bytes!("../page/page.css")),
    ("/main.js", SCRIPT, include_bytes!("../page/main.js")),
    ("/dom.js", SCRIPT, include_bytes!("../page/dom.js")),
    ("/state.js", SCRIPT, include_bytes!("../page/state.js")),
    ("/ron.js", SCRIPT, include_bytes!("../page/ron.js")),
    ("/link.js", SCRIPT, include_bytes!("../page/link.js")),
    ("/levers.js", SCRIPT, include_bytes!("../page/levers.js")),
    ("/hosts.js", SCRIPT, include_bytes!("../page/hosts.js")),
    ("/ask.js", SCRIPT, include_bytes!("../page/ask.js")),
    ("/effect.js", SCRIPT, include_bytes!("../page/effect.js")),
    ("/regular.woff2", FONT, include_bytes!("../../../../assets/fonts/SourceSans3-Regular.woff2")),
    ("/semibold.woff2", FONT, include_bytes!("../../../../assets/fonts/SourceSans3-Semibold.woff2")),
];

/// The page, with the token by which its requests are known.
pub fn page(token: &str) -> String {
    include_str!("../page/index.html").replace("{{token}}", token)
}
