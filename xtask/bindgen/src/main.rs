//! The `wasm-bindgen` command that Trunk calls, of exactly the version in the lock file.
//!
//! The published command needs OpenSSL headers and a lock file of its own; this one
//! understands only what Trunk passes and refuses the rest by name.

mod args;

use std::io::Write;
use std::process::ExitCode;

use args::{Command, Request};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let result = match args::parse(std::env::args().skip(1)) {
        Ok(Command::Version) => print_version(),
        Ok(Command::Generate(request)) => generate(&request),
        Err(message) => Err(message),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // Standard error is all there is to complain to; if it is gone, so is the reader.
            let _ = writeln!(std::io::stderr(), "wasm-bindgen: {message}");
            ExitCode::FAILURE
        }
    }
}

fn print_version() -> Result<(), String> {
    writeln!(
        std::io::stdout(),
        "wasm-bindgen {}",
        wasm_bindgen_shared::version()
    )
    .map_err(|error| format!("cannot write the version: {error}"))
}

fn generate(request: &Request) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(&request.input)
        .typescript(request.typescript)
        .keep_debug(request.keep_debug)
        .demangle(request.demangle)
        .remove_name_section(!request.keep_debug)
        .remove_producers_section(true)
        // The glue is always told where its WASM is: the default path would be dead bytes.
        .omit_default_module_path(true);
    if let Some(name) = &request.out_name {
        bindgen.out_name(name);
    }
    bindgen
        .web(true)
        .and_then(|bindgen| bindgen.generate(&request.out_dir))
        .map_err(|error| format!("{}: {error:#}", request.input))
}
