//! `embed.rs`: the list of files that the server includes with feature `embed`.

/// A public file and whether each precompressed form lies beside it.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) path: String,
    pub(super) brotli: bool,
    pub(super) gzip: bool,
}

/// A Rust expression for `include!`; the folder comes from `PORTHOLE_BUNDLE` when the server is compiled.
pub(super) fn render(files: &[Listed]) -> Vec<u8> {
    let mut text = String::from("&[\n");
    for file in files {
        let include = |suffix: &str| {
            format!(
                "include_bytes!(concat!(env!(\"PORTHOLE_BUNDLE\"), \"/{}{suffix}\"))",
                file.path
            )
        };
        let optional = |there: bool, suffix: &str| {
            if there {
                format!("Some({})", include(suffix))
            } else {
                "None".to_owned()
            }
        };
        text.push_str(&format!(
            "    Embedded {{\n        path: {:?},\n        plain: {},\n        brotli: {},\n        gzip: {},\n    }},\n",
            file.path,
            include(""),
            optional(file.brotli, ".br"),
            optional(file.gzip, ".gz"),
        ));
    }
    text.push_str("]\n");
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::{Listed, render};

    #[test]
    fn lists_a_file_with_the_forms_it_has() {
        let text = render(&[Listed {
            path: "widget.js".to_owned(),
            brotli: true,
            gzip: false,
        }]);
        let text = String::from_utf8(text).expect("text");
        assert!(text.contains("path: \"widget.js\""));
        assert!(text.contains(
            "brotli: Some(include_bytes!(concat!(env!(\"PORTHOLE_BUNDLE\"), \"/widget.js.br\")))"
        ));
        assert!(text.contains("gzip: None"));
    }
}
