//! The snippets: the same few lines for each kind of site. The README tells of them under
//! “Put it on your site”.

/// For which kind of site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Snippet {
    /// Pages that the server writes.
    Html,
    /// An application that draws its pages itself.
    Spa,
    /// Next.js.
    Next,
    /// After a visitor has agreed.
    Consent,
    /// Google Tag Manager.
    Gtm,
}

const HTML: &str = r#"<script async src="{url}/widget.js" data-porthole-token="{token}"></script>"#;

const SPA: &str = r#"// Once, where your application starts. Changes of the route need nothing more.
window.portholeSettings = { token: "{token}" };
const script = document.createElement("script");
script.async = true;
script.src = "{url}/widget.js";
document.head.append(script);"#;

const NEXT: &str = r#"// app/layout.tsx
import Script from "next/script";

export default function RootLayout({ children }) {
  return (
    <html lang="en">
      <body>
        {children}
        <Script src="{url}/widget.js" data-porthole-token="{token}" strategy="lazyOnload" />
      </body>
    </html>
  );
}"#;

const CONSENT: &str = r#"// Call it when the visitor has agreed. Called twice, it still makes one chat.
function startChat() {
  window.portholeSettings = { token: "{token}" };
  const script = document.createElement("script");
  script.async = true;
  script.src = "{url}/widget.js";
  document.head.append(script);
}"#;

const GTM: &str = r#"<script>
  window.portholeSettings = { token: "{token}" };
  (function () {
    var script = document.createElement("script");
    script.async = true;
    script.src = "{url}/widget.js";
    document.head.appendChild(script);
  })();
</script>"#;

const POLICY: &str =
    "script-src {url} 'wasm-unsafe-eval'; connect-src {url}; img-src {url}; frame-src {url}";

impl Snippet {
    /// The snippet for an installation and a workspace.
    pub(super) fn text(self, url: &str, token: &str) -> String {
        let text = match self {
            Self::Html => HTML,
            Self::Spa => SPA,
            Self::Next => NEXT,
            Self::Consent => CONSENT,
            Self::Gtm => GTM,
        };
        text.replace("{url}", url).replace("{token}", token)
    }
}

/// What a page with a Content-Security-Policy adds to it.
pub(super) fn policy(url: &str) -> String {
    POLICY.replace("{url}", url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_names_the_installation_and_the_workspace_and_leaves_no_place_open() {
        for snippet in [
            Snippet::Html,
            Snippet::Spa,
            Snippet::Next,
            Snippet::Consent,
            Snippet::Gtm,
        ] {
            let text = snippet.text("https://chat.example", "pub_1");
            assert!(text.contains("https://chat.example/widget.js"), "{text}");
            assert!(text.contains("\"pub_1\""), "{text}");
            assert!(
                !text.contains("{url}") && !text.contains("{token}"),
                "{text}"
            );
        }
        assert!(policy("https://chat.example").starts_with("script-src https://chat.example "));
    }

    #[test]
    fn the_first_is_the_tag_that_the_server_shows() {
        assert_eq!(
            Snippet::Html.text("http://chat.example", "pub_1"),
            r#"<script async src="http://chat.example/widget.js" data-porthole-token="pub_1"></script>"#
        );
    }
}
