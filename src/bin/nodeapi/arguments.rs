//! What the program is asked to do.

use lexopt::{Arg, Parser, ValueExt};

/// What `--help` prints.
pub(crate) const HELP: &str = "\
Runs JavaScript that uses native addons, without Node.js.

Usage: nodeapi run [OPTIONS] FILE [ARGS]
       nodeapi run [OPTIONS] -e SOURCE [ARGS]

  FILE                 The script: a CommonJS or an ES module; - is standard input
  ARGS                 What the script finds in `process.argv`

Options:
  -e, --eval SOURCE    Runs this text instead of a file
  -p, --print SOURCE   As --eval, and prints the completion value
      --expose-gc      Gives the script a global function `gc`
      --env-file FILE  Sets the environment variables of a file that are not set
      --force-node-api-uncaught-exceptions-policy
                       Exceptions of thread-safe functions are uncaught ones
  -h, --help           Prints this
  -v, --version        Prints the version
";

const POLICY: &str = "force-node-api-uncaught-exceptions-policy";
const NO_POLICY: &str = "no-force-node-api-uncaught-exceptions-policy";

/// What the program is asked to do.
#[derive(Debug, PartialEq)]
pub(crate) enum Request {
    Help,
    Version,
    Run(Run),
}

/// A script, and how it is to be run.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Run {
    pub(crate) script: Script,
    /// What the script finds in `process.argv`.
    pub(crate) arguments: Vec<String>,
    /// What it finds in `process.execArgv`.
    pub(crate) options: Vec<String>,
    pub(crate) expose_gc: bool,
    pub(crate) force_uncaught_exceptions: bool,
    /// Files of environment variables, and whether each must be there.
    pub(crate) env_files: Vec<(String, bool)>,
}

#[derive(Debug, Default, PartialEq)]
pub(crate) enum Script {
    #[default]
    Stdin,
    File(String),
    Text {
        text: String,
        print: bool,
    },
}

/// Reads the words behind the program's own name. `run` may be left out, so that a script can start
/// itself by `process.execPath` as it would with Node.js.
///
/// # Errors
///
/// What is wrong, naming the word.
pub(crate) fn read(words: impl IntoIterator<Item = String>) -> Result<Request, lexopt::Error> {
    let mut words: Vec<String> = words.into_iter().collect();
    if words.first().is_some_and(|word| word == "run") {
        words.remove(0);
    }
    let mut parser = Parser::from_args(words);
    let mut run = Run::default();
    let mut text = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Request::Help),
            Arg::Short('v' | 'V') | Arg::Long("version") => return Ok(Request::Version),
            Arg::Short('e') | Arg::Long("eval") => {
                let print = matches!(text, Some((_, true)));
                text = Some((parser.value()?.string()?, print));
            }
            Arg::Short('p') | Arg::Long("print") => {
                text = Some((parser.value()?.string()?, true));
            }
            Arg::Long(option @ ("env-file" | "env-file-if-exists")) => {
                let is_needed = option == "env-file";
                let option = format!("--{option}");
                let file = parser.value()?.string()?;
                run.options.push(format!("{option}={file}"));
                run.env_files.push((file, is_needed));
            }
            Arg::Long(
                flag @ ("expose-gc" | POLICY | NO_POLICY | "napi-modules" | "allow-addons"),
            ) => {
                match flag {
                    "expose-gc" => run.expose_gc = true,
                    POLICY => run.force_uncaught_exceptions = true,
                    NO_POLICY => run.force_uncaught_exceptions = false,
                    // Node.js's, for what is always so here.
                    _ => {}
                }
                run.options.push(format!("--{flag}"));
            }
            // The script, or its first argument: what follows is the script's.
            Arg::Value(word) => {
                let word = word.string()?;
                match text {
                    Some(_) => run.arguments.push(word),
                    // Node.js leaves the dash in `process.argv`.
                    None if word == "-" => run.arguments.push(word),
                    None => run.script = Script::File(word),
                }
                for word in parser.raw_args()? {
                    run.arguments.push(word.string()?);
                }
                break;
            }
            unexpected => return Err(unexpected.unexpected()),
        }
    }
    if let Some((text, print)) = text {
        run.script = Script::Text { text, print };
    }
    Ok(Request::Run(run))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(line: &str) -> Run {
        match read(line.split(' ').map(str::to_owned)) {
            Ok(Request::Run(run)) => run,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn run_may_be_left_out() {
        let expected = Run {
            script: Script::File("a.js".into()),
            arguments: vec!["--expose-gc".into(), "-e".into(), "--".into()],
            ..Run::default()
        };
        assert_eq!(run("run a.js --expose-gc -e --"), expected);
        assert_eq!(run("a.js --expose-gc -e --"), expected);
    }

    #[test]
    fn options_stand_before_the_script() {
        let asked = run("run --expose-gc --napi-modules -- a.js b");
        assert!(asked.expose_gc);
        assert_eq!(asked.script, Script::File("a.js".into()));
        assert_eq!(asked.options, ["--expose-gc", "--napi-modules"]);
        assert_eq!(asked.arguments, ["b"]);
    }

    #[test]
    fn text_has_arguments_but_no_file() {
        let asked = run("-p 1+1 a --b");
        let text = "1+1".to_owned();
        assert_eq!(asked.script, Script::Text { text, print: true });
        assert_eq!(asked.arguments, ["a", "--b"]);
    }

    #[test]
    fn a_dash_is_standard_input() {
        assert_eq!(run("- a").script, Script::Stdin);
        assert_eq!(run("- a").arguments, ["-", "a"]);
    }

    #[test]
    fn what_is_not_known_is_named() {
        let message = |line: &str| match read(line.split(' ').map(str::to_owned)) {
            Err(error) => error.to_string(),
            Ok(request) => panic!("{line}: {request:?}"),
        };
        assert_eq!(message("--bad a.js"), "invalid option '--bad'");
        assert_eq!(message("run -e"), "missing argument for option '-e'");
    }
}
