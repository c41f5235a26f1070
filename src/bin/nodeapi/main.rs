//! The `nodeapi` program: runs JavaScript that uses native addons, without Node.js.

use clap::{Arg, ArgAction, ArgMatches, Command};
use nodeapi::{Main, Runtime};
use std::path::Path;
use std::process::ExitCode;

const FORCE_POLICY: &str = "force-node-api-uncaught-exceptions-policy";
const NO_FORCE_POLICY: &str = "no-force-node-api-uncaught-exceptions-policy";

fn main() -> ExitCode {
    let matches = command().get_matches_from(with_subcommand(std::env::args().collect()));
    let Some(("run", run)) = matches.subcommand() else {
        return ExitCode::FAILURE;
    };
    match run_program(run) {
        // What the operating system keeps of a code is its low byte.
        Ok(code) => ExitCode::from(code as u8),
        Err(error) => {
            eprintln!("nodeapi: {error}");
            ExitCode::FAILURE
        }
    }
}

fn command() -> Command {
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help(help)
    };
    Command::new("nodeapi")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Runs JavaScript that uses native addons, without Node.js")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("run")
                .about("Runs a script")
                .arg(flag("expose-gc", "Gives the script a global function `gc`"))
                .arg(
                    flag(
                        FORCE_POLICY,
                        "Exceptions of thread-safe functions are uncaught ones",
                    )
                    .overrides_with(NO_FORCE_POLICY),
                )
                .arg(flag(NO_FORCE_POLICY, "The reverse, which is the default").hide(true))
                .arg(flag("napi-modules", "Node.js's: addons are always allowed here").hide(true))
                .arg(
                    Arg::new("eval")
                        .short('e')
                        .long("eval")
                        .value_name("SOURCE")
                        .help("Runs this text instead of a file"),
                )
                .arg(
                    Arg::new("print")
                        .short('p')
                        .long("print")
                        .value_name("SOURCE")
                        .conflicts_with("eval")
                        .help("As --eval, and prints the completion value"),
                )
                .arg(
                    Arg::new("file")
                        .value_name("FILE")
                        .required_unless_present_any(["eval", "print"])
                        .help("The script: a CommonJS or an ES module"),
                )
                .arg(
                    Arg::new("arguments")
                        .value_name("ARGS")
                        .num_args(0..)
                        .trailing_var_arg(true)
                        .allow_hyphen_values(true)
                        .help("What the script finds in `process.argv`"),
                ),
        )
}

/// `nodeapi FILE` is `nodeapi run FILE`, so that a script can start itself by `process.execPath` as
/// it would with Node.js.
fn with_subcommand(mut arguments: Vec<String>) -> Vec<String> {
    let is_command = |word: &String| {
        matches!(
            word.as_str(),
            "run" | "help" | "-h" | "--help" | "-V" | "--version"
        )
    };
    if arguments.get(1).is_some_and(|word| !is_command(word)) {
        arguments.insert(1, "run".to_owned());
    }
    arguments
}

fn run_program(matches: &ArgMatches) -> nodeapi::Result<i32> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let source = match (text("eval"), text("print")) {
        (Some(text), _) => Some(Main::Source { text, print: false }),
        (_, Some(text)) => Some(Main::Source { text, print: true }),
        _ => None,
    };
    let file = matches.get_one::<String>("file");
    let arguments = matches
        .get_many::<String>("arguments")
        .into_iter()
        .flatten();
    // Beside source text, the first word is no file.
    let arguments = source.and(file).into_iter().chain(arguments).cloned();
    let expose_gc = matches.get_flag("expose-gc");
    let mut runtime = Runtime::builder()
        .arguments(arguments)
        .exec_arguments(expose_gc.then(|| "--expose-gc".to_owned()))
        .expose_gc(expose_gc)
        .force_uncaught_exceptions(matches.get_flag(FORCE_POLICY))
        .build()?;
    match source.or(file.map(|file| Main::File(Path::new(file)))) {
        Some(main) => runtime.run_main(main),
        None => Ok(1),
    }
}
