//! The `nodeapi` program: runs JavaScript that uses native addons, without Node.js.

mod arguments;
mod env_file;

use arguments::{Request, Run, Script};
use nodeapi::{Main, Runtime};
use std::io::{self, IsTerminal, Read};
use std::path::Path;
use std::process::ExitCode;

/// Node.js's code for options that it does not know.
const BAD_OPTION: u8 = 9;

fn main() -> ExitCode {
    let run = match arguments::read(std::env::args().skip(1)) {
        Ok(Request::Run(run)) => run,
        Ok(Request::Help) => {
            print!("{}", arguments::HELP);
            return ExitCode::SUCCESS;
        }
        Ok(Request::Version) => {
            println!("nodeapi {}", env!("CARGO_PKG_VERSION"));
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("nodeapi: {error}");
            return ExitCode::from(BAD_OPTION);
        }
    };
    for (file, is_needed) in &run.env_files {
        // SAFETY: nothing has begun that would start a thread.
        let loaded = unsafe { env_file::load(file) };
        if *is_needed && loaded.is_err() {
            // Node.js's words, whatever the reason.
            eprintln!("nodeapi: {file}: not found");
            return ExitCode::from(BAD_OPTION);
        }
    }
    match run_program(run) {
        // What the operating system keeps of a code is its low byte.
        Ok(code) => ExitCode::from(code as u8),
        Err(error) => {
            eprintln!("nodeapi: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run_program(run: Run) -> nodeapi::Result<i32> {
    let mut input = String::new();
    let main = match &run.script {
        Script::File(file) => Main::File(Path::new(file)),
        Script::Text { text, print } => Main::Source {
            name: "[eval]",
            text,
            print: *print,
        },
        // Nobody is asked for a script.
        Script::Stdin if io::stdin().is_terminal() => {
            eprint!("{}", arguments::HELP);
            return Ok(1);
        }
        Script::Stdin => {
            io::stdin()
                .read_to_string(&mut input)
                .map_err(nodeapi::Error::other)?;
            Main::Source {
                name: "[stdin]",
                text: &input,
                print: false,
            }
        }
    };
    let builder = Runtime::builder();
    // SAFETY: this process is the program's, as Node.js's is. The threads of this crate read the
    // environment by the standard library; those of addons are warned by Node.js's documentation.
    let builder = unsafe { builder.changes_environment(true) };
    builder
        .arguments(run.arguments)
        .exec_arguments(run.options)
        .expose_gc(run.expose_gc)
        .force_uncaught_exceptions(run.force_uncaught_exceptions)
        .build()?
        .run_main(main)
}
