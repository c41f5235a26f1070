//! Addons that call libuv: what they do in the event loop is what they do in Node.js, and what is left
//! at the end is cleaned up. Without the feature `libuv`, they are told what is missing.
#![cfg(all(feature = "host", target_os = "linux"))]

#[path = "support/addons.rs"]
mod addons;
#[cfg(all(feature = "libuv", feature = "cli"))]
#[path = "support/program.rs"]
mod program;

/// The addon of `uv.c`.
#[cfg(feature = "libuv")]
fn addon(library: &str) -> std::path::PathBuf {
    let include = format!("-I{}", nodeapi_uv_sys::INCLUDE);
    addons::compile("uv.c", library, &[&include, "-pthread"])
}

#[cfg(all(feature = "libuv", feature = "cli"))]
mod programs {
    use super::program::{folder, node, nodeapi};

    /// Runs a program that has the addon as `uv`, and a list `order` of what it was told, which is
    /// printed at the end; here and in Node.js.
    #[track_caller]
    fn runs_alike(name: &str, source: &str, expected: &str) {
        let source = format!("{PRELUDE}{source}");
        let folder = folder(&format!("libuv-{name}"), &[("main.js", &source)]);
        let library = super::addon(&format!("uv-{name}.node"));
        let library = library.to_str().unwrap();
        let here = nodeapi(&folder, &["main.js", library]);
        assert_eq!((&*here.stderr, here.code), ("", Some(0)), "{}", here.stdout);
        assert_eq!(here.stdout, expected);
        if let Some(there) = node(&folder, &["main.js", library]) {
            assert_eq!((there.stdout, there.code), (here.stdout, here.code));
        }
    }

    const PRELUDE: &str = "
        const uv = require(process.argv[2]);
        const order = [];
        uv.setTeller((what) => order.push(what));
        process.on('exit', () => console.log(order.join('\\n')));
    ";

    #[test]
    fn the_phases_of_a_turn() {
        let source = "
            uv.startPhases();
            setImmediate(() => order.push('immediate'));
        ";
        runs_alike("phases", source, "idle\nprepare\ncheck\nimmediate\nclose\n");
    }

    #[test]
    fn ticks_and_microtasks_follow_each_callback() {
        let source = "
            uv.setTeller((what) => {
              order.push(what);
              Promise.resolve().then(() => order.push('microtask'));
              process.nextTick(() => order.push('tick'));
            });
            uv.startPhases();
        ";
        let each = |what| format!("{what}\ntick\nmicrotask\n");
        let expected: String = ["idle", "prepare", "check", "close"].map(each).concat();
        runs_alike("microtasks", source, &expected);
    }

    #[test]
    fn work_and_a_promise_that_it_settles() {
        let source = "
            uv.queueWork(5);
            setTimeout(() => uv.resolveFromWork().then((value) => order.push(value)), 300);
        ";
        let expected = "work\nwork of a promise\nresolved\n";
        runs_alike("work", source, expected);
    }

    #[test]
    fn a_thread_that_sends() {
        let source = "uv.sendFromThread(10000);";
        runs_alike("async", source, "all sent\nsender closed\n");
    }

    #[test]
    fn timers_of_both_kinds() {
        let source = "
            // In a callback of the loop, which has looked at the time just before.
            setTimeout(() => {
              for (const ms of [150, 450, 750]) uv.setTimer(ms);
              for (const ms of [300, 600, 900]) setTimeout(() => order.push('timeout'), ms);
            }, 1);
        ";
        let expected = "timer\ntimeout\ntimer\ntimeout\ntimer\ntimeout\n";
        runs_alike("timers", source, expected);
    }

    #[test]
    fn a_descriptor_to_wait_for() {
        runs_alike("poll", "uv.waitForPipe();", "readable\n");
    }

    #[test]
    fn what_a_bare_call_leaves_to_microtasks_is_not_lost() {
        let source = "
            uv.setTeller((what) => {
              order.push(what);
              Promise.resolve().then(() => order.push('microtask'));
            });
            uv.setBareTimer(5);
            setTimeout(() => order.push('timeout'), 300);
        ";
        runs_alike("bare", source, "bare call\nmicrotask\ntimeout\n");
    }

    #[test]
    fn what_is_not_referenced_keeps_nothing_alive() {
        let source = "
            uv.setUnrefTimer(1000000);
            setTimeout(() => order.push('timeout'), 20);
        ";
        runs_alike("unref", source, "timeout\n");
    }

    #[test]
    fn immediates_and_timers_that_a_handle_sets_are_waited_for() {
        // In the phase before the wait, which must then be none, or a short one.
        let source = "
            uv.setTeller((what) => {
              order.push(what);
              if (what === 'prepare') setImmediate(() => order.push('immediate'));
              if (what === 'close') setTimeout(() => order.push('timeout'), 5);
            });
            uv.startPhases();
            uv.setTimer(1500);
        ";
        let expected = "idle\nprepare\ncheck\nimmediate\nclose\ntimeout\ntimer\n";
        runs_alike("wait", source, expected);
    }

    #[test]
    fn what_other_threads_hand_in_ends_the_wait() {
        // Without a timer that would end it too.
        let source = "
            uv.setUnrefTimer(1000000);
            const { exec } = require('child_process');
            const { readFile } = require('fs/promises');
            (async () => {
              for (let index = 0; index < 500; index++) await readFile(__filename);
              order.push('read');
              exec('sleep 0.05; echo done', (error, stdout) => order.push(stdout.trim()));
            })();
        ";
        runs_alike("letters", source, "read\ndone\n");
    }

    #[test]
    fn the_default_loop_is_the_one_that_runs_javascript() {
        // Nobody has asked for the environment's loop before.
        let source = "
            uv.useDefaultLoop();
            uv.startPhases();
            setTimeout(() => { uv.setTimer(300); uv.queueWork(1); }, 20);
        ";
        let expected = "idle\nprepare\ncheck\nclose\nwork\ntimer\n";
        runs_alike("default", source, expected);
    }

    #[test]
    fn an_asynchronous_cleanup_hook_has_the_loop() {
        let expected = "\nhook: begun\nlast hook\nhook: sent\nhook: timer\nhook: closed\n";
        runs_alike("cleanup", "uv.cleanUpLater();", expected);
    }

    #[test]
    fn an_addon_that_runs_the_loop_itself() {
        let source = "
            const { readFile } = require('fs');
            let left = 4;
            const next = { timeout: () => uv.queueWork(1), work: () => setImmediate(done, 'immediate'),
              immediate: () => readFile(__filename, () => done('read')) };
            const done = (what) => { order.push(what); left--; next[what]?.(); };
            uv.setTeller(done);
            setTimeout(done, 20, 'timeout');
            while (left > 0) uv.runOnce();
            order.push('end of the script');
            setTimeout(done, 1, 'timeout after it');
        ";
        let expected = "timeout\nwork\nimmediate\nread\nend of the script\ntimeout after it\n";
        runs_alike("nested", source, expected);
    }

    #[test]
    fn exceptions_in_callbacks_of_both_kinds() {
        let source = "
            uv.setTeller((what) => { throw new Error(what); });
            process.on('uncaughtException', (error) => {
              order.push(`uncaught: ${error.message}`);
              process.nextTick(() => order.push('tick'));
              if (error.message === 'bare call') uv.queueWork(1);
            });
            uv.setBareTimer(5);
        ";
        let expected = "uncaught: bare call\ntick\nuncaught: work\ntick\n";
        runs_alike("throws", source, expected);
    }

    #[test]
    fn a_worker_that_waits_in_libuv_is_ended() {
        // Node.js would abort, since a handle is left open.
        let source = "
            const { Worker, isMainThread, parentPort } = require('worker_threads');
            if (isMainThread) {
              const worker = new Worker(__filename, { argv: [process.argv[2]] });
              worker.on('message', () => worker.terminate());
              worker.on('exit', (code) => console.log('exit', code));
            } else {
              const uv = require(process.argv[2]);
              uv.setTeller(() => {});
              uv.cleanUpLater();
              uv.setUnrefTimer(1000000);
              parentPort.on('message', () => {});
              setTimeout(() => parentPort.postMessage('ready'), 20);
            }
        ";
        let folder = folder("libuv-worker", &[("main.js", source)]);
        let library = super::addon("uv-worker.node");
        let arguments = ["main.js", library.to_str().unwrap()];
        let here = nodeapi(&folder, &arguments);
        let expected = "hook: begun\nlast hook\nhook: sent\nhook: timer\nhook: closed\nexit 1\n";
        assert_eq!(
            (&*here.stdout, here.code),
            (expected, Some(0)),
            "{}",
            here.stderr
        );
    }

    #[test]
    fn process_exit_in_the_middle_of_a_callback() {
        let source = "
            uv.setTeller((what) => { order.push(what); process.exit(0); });
            uv.setUnrefTimer(1000000);
            uv.startPhases();
            uv.sendFromThread(1000);
        ";
        runs_alike("exit", source, "idle\n");
    }
}

#[cfg(feature = "libuv")]
mod embedded {
    use nodeapi::Runtime;

    /// A runtime with an addon of its own as the global `uv`, and a list `order` of what it was told.
    fn runtime(library: &str) -> Runtime {
        let mut runtime = Runtime::new().unwrap();
        let exports = runtime.load(super::addon(library)).unwrap();
        runtime.set_global("uv", &exports).unwrap();
        run(
            &mut runtime,
            "globalThis.order = []; uv.setTeller((what) => order.push(what))",
        );
        runtime
    }

    fn run(runtime: &mut Runtime, source: &str) {
        runtime.eval::<()>(&format!("{source}; undefined")).unwrap();
    }

    fn order(runtime: &mut Runtime) -> String {
        runtime.eval("order.join()").unwrap()
    }

    #[test]
    fn a_runtime_runs_until_libuv_is_idle_too() {
        let mut runtime = runtime("uv-idle.node");
        run(&mut runtime, "uv.setTimer(300); uv.queueWork(1)");
        runtime.run_until_idle().unwrap();
        assert_eq!(order(&mut runtime), "work,timer");
        run(&mut runtime, "uv.startPhases()");
        runtime.run_until_idle().unwrap();
        assert_eq!(order(&mut runtime), "work,timer,idle,prepare,check,close");
        assert_eq!(runtime.take_misuses(), [""; 0]);
    }

    #[test]
    fn two_runtimes_of_a_thread_have_a_loop_each() {
        let (mut one, mut two) = (runtime("uv-one.node"), runtime("uv-two.node"));
        run(&mut one, "uv.setTimer(1)");
        run(&mut two, "uv.queueWork(1)");
        one.run_until_idle().unwrap();
        assert_eq!((&*order(&mut one), &*order(&mut two)), ("timer", ""));
        two.run_until_idle().unwrap();
        assert_eq!((&*order(&mut one), &*order(&mut two)), ("timer", "work"));
    }

    #[test]
    fn a_runtime_ends_with_handles_open_and_work_under_way() {
        for round in 0..3 {
            let mut runtime = runtime(&format!("uv-ends-{round}.node"));
            run(
                &mut runtime,
                "uv.setTimer(1000000); uv.setUnrefTimer(1000000); uv.startPhases();
                 uv.queueWork(40); uv.resolveFromWork()",
            );
            drop(runtime);
        }
    }

    #[test]
    fn a_runtime_on_each_of_many_threads() {
        let threads: Vec<_> = (0..8)
            .map(|number| {
                std::thread::spawn(move || {
                    let mut runtime = runtime(&format!("uv-thread-{number}.node"));
                    run(&mut runtime, "uv.sendFromThread(1000); uv.queueWork(1)");
                    runtime.run_until_idle().unwrap();
                    let mut order: Vec<_> =
                        order(&mut runtime).split(',').map(str::to_owned).collect();
                    order.sort();
                    assert_eq!(order, ["all sent", "sender closed", "work"]);
                })
            })
            .collect();
        threads
            .into_iter()
            .for_each(|thread| thread.join().unwrap());
    }
}

#[cfg(not(feature = "libuv"))]
mod missing {
    use nodeapi::Runtime;
    use std::process::Command;

    const CHILD: &str = "NODEAPI_TEST_CALLS_LIBUV";

    #[test]
    fn a_call_names_the_function_and_the_addon_and_the_feature() {
        let flags = ["-DCALLS_LIBUV"];
        if std::env::var_os(CHILD).is_some() {
            let mut runtime = Runtime::new().unwrap();
            let library = super::addons::compile("loading.c", "loading-calls-libuv.node", &flags);
            let exports = runtime.load(library).unwrap();
            runtime.set_global("addon", &exports).unwrap();
            runtime.eval::<()>("addon.callLibuv()").unwrap();
            unreachable!("libuv is not there");
        }
        // The process ends, so it is one of the test's own.
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "--nocapture"])
            .arg("missing::a_call_names_the_function_and_the_addon_and_the_feature")
            .env(CHILD, "1")
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        let expected = [
            "FATAL ERROR: uv_sleep: ",
            "/loading-calls-libuv.node calls libuv, which is not in this program",
            "its feature `libuv`",
        ];
        for part in expected {
            assert!(text.contains(part), "{text}");
        }
        use std::os::unix::process::ExitStatusExt;
        assert_eq!(output.status.signal(), Some(6), "{text}");
    }
}
