//! The arguments that Trunk 0.21 passes, and nothing more.

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Print the version and stop.
    Version,
    /// Write glue and WASM.
    Generate(Request),
}

/// One run over one WASM file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) input: String,
    pub(crate) out_dir: String,
    pub(crate) out_name: Option<String>,
    pub(crate) typescript: bool,
    pub(crate) keep_debug: bool,
    pub(crate) demangle: bool,
}

/// Reads the arguments without the program's own name; an unknown one is an error that names it.
pub(crate) fn parse(mut args: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut request = Request {
        typescript: true,
        demangle: true,
        ..Request::default()
    };
    while let Some(arg) = args.next() {
        let (flag, inline) = match arg.split_once('=') {
            Some((flag, value)) if flag.starts_with("--") => (flag, Some(value.to_owned())),
            _ => (arg.as_str(), None),
        };
        let mut value = || {
            inline
                .clone()
                .or_else(|| args.next())
                .ok_or(format!("{flag} needs a value"))
        };
        match flag {
            "--version" | "-V" => return Ok(Command::Version),
            "--target" => only_web(&value()?)?,
            "--out-dir" => request.out_dir = value()?,
            "--out-name" => request.out_name = Some(value()?),
            "--no-typescript" => request.typescript = false,
            "--keep-debug" => request.keep_debug = true,
            "--no-demangle" => request.demangle = false,
            // Trunk may ask for them; both have become automatic and need no switch.
            "--reference-types" | "--weak-refs" => {}
            _ if flag.starts_with('-') => return Err(format!("unknown option {flag}")),
            _ if request.input.is_empty() => request.input = arg,
            _ => return Err(format!("one input is enough, {arg} is a second one")),
        }
    }
    complete(request)
}

fn only_web(target: &str) -> Result<(), String> {
    if target == "web" {
        Ok(())
    } else {
        Err(format!("only --target=web is built here, not {target}"))
    }
}

fn complete(request: Request) -> Result<Command, String> {
    if request.input.is_empty() {
        return Err("the WASM file is missing".to_owned());
    }
    if request.out_dir.is_empty() {
        return Err("--out-dir is missing".to_owned());
    }
    Ok(Command::Generate(request))
}

#[cfg(test)]
mod tests {
    use super::{Command, Request, parse};

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn reads_what_trunk_passes() {
        let command =
            parsed("--target=web --out-dir=out --out-name=widget in.wasm --no-typescript");
        let expected = Request {
            input: "in.wasm".to_owned(),
            out_dir: "out".to_owned(),
            out_name: Some("widget".to_owned()),
            demangle: true,
            ..Request::default()
        };
        assert_eq!(command, Ok(Command::Generate(expected)));
        assert_eq!(parsed("--version"), Ok(Command::Version));
    }

    #[test]
    fn names_what_it_does_not_know() {
        assert_eq!(
            parsed("--out-dir=o in.wasm --browser"),
            Err("unknown option --browser".to_owned())
        );
        assert!(parsed("--target=nodejs --out-dir=o in.wasm").is_err_and(|e| e.contains("nodejs")));
        assert_eq!(parsed("in.wasm"), Err("--out-dir is missing".to_owned()));
    }
}
