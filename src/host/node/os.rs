//! The builtin `os`.

use super::checks::{argument, is_undefined, not_provided};
use super::errno::{self, SIGNALS};
use super::{Node, system};
use crate::safe::{
    Args, Env, Function, IntoJs, JsValue, Native, Object, PropertyAttributes, Result, Value,
};
use std::fs::read_to_string;
use std::rc::Rc;

/// Functions that become what they give where a primitive is wanted, as in `${os.arch}`.
const PRIMITIVE: &[(&str, Native)] = &[
    (
        "arch",
        Native::new(|env, _| property_of_process(env, "arch")),
    ),
    ("availableParallelism", Native::new(parallelism)),
    ("endianness", Native::new(endianness)),
    (
        "freemem",
        Native::new(|env, _| system::memory().free.into_js(env)),
    ),
    ("homedir", Native::new(home_folder)),
    (
        "hostname",
        Native::new(|env, _| system::machine().host.into_js(env)),
    ),
    (
        "platform",
        Native::new(|env, _| property_of_process(env, "platform")),
    ),
    (
        "release",
        Native::new(|env, _| system::machine().release.into_js(env)),
    ),
    ("tmpdir", Native::new(temporary_folder)),
    (
        "totalmem",
        Native::new(|env, _| system::memory().all.into_js(env)),
    ),
    (
        "type",
        Native::new(|env, _| system::machine().system.into_js(env)),
    ),
    (
        "uptime",
        Native::new(|env, _| first_number("/proc/uptime", 1)[0].into_js(env)),
    ),
    (
        "version",
        Native::new(|env, _| system::machine().version.into_js(env)),
    ),
    (
        "machine",
        Native::new(|env, _| system::machine().machine.into_js(env)),
    ),
];

const OTHERS: &[(&str, Native)] = &[
    ("cpus", Native::new(|env, _| processors(env))),
    (
        "loadavg",
        Native::new(|env, _| first_number("/proc/loadavg", 3).into_js(env)),
    ),
    (
        "networkInterfaces",
        Native::new(|_, _| Err(not_provided("os.networkInterfaces"))),
    ),
    ("userInfo", Native::new(user)),
];

/// Numbers that Node.js gives as they are.
const DLOPEN: &[(&str, i32)] = &[
    ("RTLD_LAZY", libc::RTLD_LAZY),
    ("RTLD_NOW", libc::RTLD_NOW),
    ("RTLD_GLOBAL", libc::RTLD_GLOBAL),
    ("RTLD_LOCAL", libc::RTLD_LOCAL),
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    ("RTLD_DEEPBIND", libc::RTLD_DEEPBIND),
];
const PRIORITIES: [(&str, i32); 6] = [
    ("PRIORITY_LOW", 19),
    ("PRIORITY_BELOW_NORMAL", 10),
    ("PRIORITY_NORMAL", 0),
    ("PRIORITY_ABOVE_NORMAL", -7),
    ("PRIORITY_HIGH", -14),
    ("PRIORITY_HIGHEST", -20),
];

macro_rules! names {
    ($($name:ident)*) => { &[$((stringify!($name), libc::$name)),*] };
}

/// The errors that libuv has no words for.
const OTHER_ERRORS: &[(&str, i32)] = names! {
    EBADMSG ECHILD EDEADLK EDOM EDQUOT EIDRM EILSEQ EINPROGRESS EMULTIHOP ENETRESET ENODATA ENOLCK
    ENOLINK ENOMSG ENOSR ENOSTR EOPNOTSUPP EPROTOTYPE ESTALE ETIME EWOULDBLOCK
};

/// The other names of signals, and those that only Linux has; each after the one before it.
#[cfg(target_os = "linux")]
const OTHER_SIGNALS: &[(&str, (&str, i32))] = &[
    ("SIGABRT", ("SIGIOT", libc::SIGIOT)),
    ("SIGCHLD", ("SIGSTKFLT", libc::SIGSTKFLT)),
    ("SIGIO", ("SIGPOLL", libc::SIGPOLL)),
    ("SIGPOLL", ("SIGPWR", libc::SIGPWR)),
];
#[cfg(not(target_os = "linux"))]
const OTHER_SIGNALS: &[(&str, (&str, i32))] = &[];

/// All errors, by name.
fn errors() -> Vec<(&'static str, i32)> {
    let known = errno::all().map(|(name, number, _)| (name, number));
    let mut all: Vec<_> = known.chain(OTHER_ERRORS.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// All signals, by number.
fn signals() -> Vec<(&'static str, i32)> {
    let mut all = SIGNALS.to_vec();
    for (before, signal) in OTHER_SIGNALS {
        let place = all.iter().position(|(name, _)| name == before);
        all.insert(place.map_or(all.len(), |place| place + 1), *signal);
    }
    all
}

/// The exports of `os`.
pub(super) fn exports<'s>(_: &Rc<Node>, env: &mut Env<'s>) -> Result<Value<'s>> {
    let os = env.object()?;
    os.set_functions(env, PRIMITIVE)?;
    os.set_functions(env, OTHERS)?;
    let to_primitive = env.well_known_symbol("toPrimitive")?;
    for (name, _) in PRIMITIVE {
        let function: Function<'_> = os.get(env, *name)?;
        function.set(env, to_primitive, function)?;
    }
    let constants = table(env, [("UV_UDP_REUSEADDR", 4)])?;
    let errors = table(env, errors())?;
    let signals = table(env, signals())?;
    signals.freeze(env)?;
    let dlopen = table(env, DLOPEN.iter().copied())?;
    let priorities = table(env, PRIORITIES)?;
    let tables = [
        ("dlopen", dlopen),
        ("errno", errors),
        ("signals", signals),
        ("priority", priorities),
    ];
    for (name, table) in tables {
        constants.set(env, name, table)?;
    }
    os.define(env, "constants", constants, PropertyAttributes::enumerable)?;
    let fixed = PropertyAttributes::enumerable | PropertyAttributes::configurable;
    os.define(env, "EOL", "\n", fixed)?;
    os.define(env, "devNull", "/dev/null", fixed)?;
    Ok(os.as_value())
}

/// An object without a prototype, of numbers that cannot be changed.
fn table<'s>(
    env: &mut Env<'s>,
    numbers: impl IntoIterator<Item = (&'static str, i32)>,
) -> Result<Object<'s>> {
    let table = env.object()?;
    let null = env.null();
    table.set_prototype(env, null)?;
    for (name, number) in numbers {
        table.define(env, name, number, PropertyAttributes::enumerable)?;
    }
    Ok(table)
}

fn property_of_process<'s>(env: &mut Env<'s>, name: &str) -> Result<Value<'s>> {
    let process: Object<'_> = env.global().get_named(env, c"process")?;
    process.get(env, name)
}

/// A variable of the program's environment; nothing where it is empty.
fn variable(env: &mut Env<'_>, name: &str) -> Result<Option<String>> {
    let variables: Object<'_> = property_of_process(env, "env")?.to(env)?;
    let value: Value<'_> = variables.get(env, name)?;
    if is_undefined(env, value) {
        return Ok(None);
    }
    Ok(Some(value.coerce_to_string(env)?.to_string(env)?))
}

fn endianness<'c>(env: &mut Env<'c>, _: Args<'c>) -> Result<Value<'c>> {
    match cfg!(target_endian = "little") {
        true => "LE",
        false => "BE",
    }
    .into_js(env)
}

fn parallelism<'c>(env: &mut Env<'c>, _: Args<'c>) -> Result<Value<'c>> {
    std::thread::available_parallelism()
        .map_or(1, |count| count.get() as u32)
        .into_js(env)
}

fn home_folder<'c>(env: &mut Env<'c>, _: Args<'c>) -> Result<Value<'c>> {
    match variable(env, "HOME")? {
        Some(folder) => folder.into_js(env),
        None => User::own().home.into_js(env),
    }
}

fn temporary_folder<'c>(env: &mut Env<'c>, _: Args<'c>) -> Result<Value<'c>> {
    let mut folder = "/tmp".to_owned();
    for name in ["TMPDIR", "TMP", "TEMP"] {
        if let Some(named) = variable(env, name)?.filter(|named| !named.is_empty()) {
            folder = named;
            break;
        }
    }
    match folder.strip_suffix('/') {
        Some(bare) if !bare.is_empty() => bare.into_js(env),
        _ => folder.into_js(env),
    }
}

/// The numbers that a file of the system's begins with.
fn first_number(path: &str, count: usize) -> Vec<f64> {
    let text = read_to_string(path).unwrap_or_default();
    let numbers = text
        .split_whitespace()
        .map_while(|number| number.parse().ok());
    let mut numbers: Vec<f64> = numbers.take(count).collect();
    numbers.resize(count, 0.0);
    numbers
}

/// What the system's list of users says of one.
#[derive(Default)]
struct User {
    name: String,
    home: String,
    shell: String,
}

impl User {
    /// The user that the process runs as.
    fn own() -> User {
        let own = rustix::process::geteuid().as_raw().to_string();
        let users = read_to_string("/etc/passwd").unwrap_or_default();
        let line = users
            .lines()
            .find(|line| line.split(':').nth(2) == Some(&own));
        let fields: Vec<&str> = line.unwrap_or_default().split(':').collect();
        let field = |index: usize| fields.get(index).copied().unwrap_or_default().to_owned();
        User {
            name: field(0),
            home: field(5),
            shell: field(6),
        }
    }
}

/// `userInfo(options)`: text, or bytes where `options.encoding` is `buffer`.
fn user<'c>(env: &mut Env<'c>, args: Args<'c>) -> Result<Value<'c>> {
    let options = argument(env, &args, 0);
    let is_binary = !options.is_nullish(env) && {
        let encoding: Value<'_> = options.coerce_to_object(env)?.get(env, "encoding")?;
        encoding
            .to::<String>(env)
            .is_ok_and(|encoding| encoding == "buffer")
    };
    let own = User::own();
    let user = env.object()?;
    user.set(env, "uid", rustix::process::getuid().as_raw())?;
    user.set(env, "gid", rustix::process::getgid().as_raw())?;
    for (name, text) in [
        ("username", own.name),
        ("homedir", own.home),
        ("shell", own.shell),
    ] {
        match is_binary {
            true => {
                let bytes = env.buffer(text.as_bytes())?;
                user.set(env, name, bytes)?;
            }
            false => user.set(env, name, text)?,
        }
    }
    Ok(user.as_value())
}

/// For each processor its model, its speed, and five times.
fn processors<'s>(env: &mut Env<'s>) -> Result<Value<'s>> {
    let information = read_to_string("/proc/cpuinfo").unwrap_or_default();
    let all = |name: &str| -> Vec<String> {
        let lines = information.lines().filter(|line| line.starts_with(name));
        lines
            .filter_map(|line| Some(line.split_once(':')?.1.trim().to_owned()))
            .collect()
    };
    let (models, speeds) = (all("model name"), all("cpu MHz"));
    let times = read_to_string("/proc/stat").unwrap_or_default();
    let list = env.array()?;
    let processors = times.lines().filter(|line| {
        line.strip_prefix("cpu")
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    });
    for (index, line) in processors.enumerate() {
        // Hundredths of a second, in the order user, nice, system, idle, wait, interrupts.
        let times: Vec<f64> = line
            .split_whitespace()
            .skip(1)
            .map(|time| time.parse::<f64>().unwrap_or(0.0) * 10.0)
            .collect();
        let time = |index: usize| times.get(index).copied().unwrap_or(0.0);
        let processor = env.object()?;
        processor.set(
            env,
            "model",
            models.get(index).map_or("unknown", String::as_str),
        )?;
        let speed = speeds
            .get(index)
            .and_then(|speed| speed.parse::<f64>().ok());
        processor.set(env, "speed", speed.unwrap_or(0.0).floor())?;
        let spent = env.object()?;
        for (name, field) in [
            ("user", 0),
            ("nice", 1),
            ("sys", 2),
            ("idle", 3),
            ("irq", 5),
        ] {
            spent.set(env, name, time(field))?;
        }
        processor.set(env, "times", spent)?;
        list.push(env, processor)?;
    }
    Ok(list.as_value())
}
