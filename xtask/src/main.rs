//! The project's own commands: `cargo xtask serve`, `test`, `bench`, `seed`, `bundle`, `size`, `shots`, `fuzz`, `tidy`.

mod bench;
mod bundle;
mod files;
mod fuzz;
mod paths;
mod process;
mod say;
mod seed;
mod serve;
mod shots;
mod size;
mod test;
mod tidy;
mod tools;

use std::process::ExitCode;

use paths::Paths;

const USAGE: &str = "cargo xtask <command>

  serve [args…]      installs what is missing, builds everything and runs the server with these arguments
  test               runs every check and every test; the last line is `N passed, N failed`
  test faults        kills the server, cuts its connections and fills its disk; --full for the long form,
                     --seed N to repeat a run, story names (crash, restart, disk) for a part
  bench [part…]      measures the release build against its targets; --json FILE, --streams N, --tickets N
  seed --data-dir D  fills a data directory with believable data; --tickets N, --messages N, --seed N, --now MS
  bundle [--release] builds widget and inbox into target/bundle; --release also builds the one binary
  size [--land]      prints what a visitor downloads and fails over the limits; --land records it in size.json
  shots [filter]     takes a picture of every view into target/shots, or of the stories whose title has this in it
  fuzz [target…]     searches the parsers of untrusted input, ten minutes each; --seconds N for another time
  tidy               checks the walls between the parts";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match args.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", args.as_slice()),
    };
    match Paths::find().and_then(|paths| dispatch(command, rest, &paths)) {
        Ok(code) => code,
        Err(message) => {
            say::error(&message);
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: &str, rest: &[String], paths: &Paths) -> Result<ExitCode, String> {
    let flag = |known: &str| match rest {
        [] => Ok(false),
        [only] if only == known => Ok(true),
        [other, ..] => Err(format!("`cargo xtask {command}` does not know `{other}`")),
    };
    match command {
        "serve" => serve::run(paths, rest)?,
        "test" if rest.first().is_some_and(|word| word == "faults") => {
            return test::faults::alone(paths, &rest[1..]);
        }
        "test" => return flag("").map(|_| test::run(paths)),
        "bench" => return bench::run(paths, rest),
        "seed" => seed::run(paths, rest)?,
        "bundle" => bundle::run(paths, flag("--release")?)?,
        "size" => size::run(paths, flag("--land")?)?,
        "shots" => shots::run(paths, rest)?,
        "fuzz" => fuzz::run(paths, rest)?,
        "tidy" => flag("").and_then(|_| tidy::run(paths))?,
        "help" | "--help" | "-h" => say::line(USAGE),
        other => return Err(format!("there is no command `{other}`\n\n{USAGE}")),
    }
    Ok(ExitCode::SUCCESS)
}
