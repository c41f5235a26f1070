//! Other threads: what they send, what they keep, what they compute.
#![cfg(feature = "host")]

use nodeapi::prelude::*;
use nodeapi::{Runtime, SendRef, TryCallError};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

fn runtime() -> Runtime {
    let mut runtime = Runtime::new().unwrap();
    runtime.eval::<()>("globalThis.log = []").unwrap();
    runtime
}

/// Counts how many of them have been dropped.
struct Counted(Arc<AtomicUsize>);
impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn a_bounded_function_makes_senders_wait() {
    let mut runtime = runtime();
    let send = runtime
        .with(|env| {
            let source = env.string("(n) => log.push(n)")?;
            let push: Function<'_> = env.run_script(source)?;
            let send =
                env.bounded_threadsafe_function(push, 2, |env, push, n: u32| push.call(env, (n,)))?;
            send.keep_alive(env, true)?;
            Ok(send)
        })
        .unwrap();
    let (told, hear) = mpsc::channel();
    let senders: Vec<_> = (0..4)
        .map(|sender| {
            let (send, told) = (send.clone(), told.clone());
            thread::spawn(move || {
                for n in 0..50 {
                    send.call(sender * 1000 + n).unwrap();
                }
                told.send(()).unwrap();
            })
        })
        .collect();
    // They have sent two values, and wait: nobody has made room.
    thread::sleep(Duration::from_millis(50));
    assert!(hear.try_recv().is_err());
    assert!(matches!(send.try_call(7), Err(TryCallError::Full(7))));
    drop(send);
    runtime.run_until_idle().unwrap();
    for sender in senders {
        sender.join().unwrap();
    }
    let log: Vec<u32> = runtime.eval("log").unwrap();
    assert_eq!(log.len(), 200);
    for sender in 0..4 {
        let mine = log.iter().filter(|n| *n / 1000 == sender).map(|n| n % 1000);
        assert!(mine.eq(0..50), "in order");
    }
}

#[test]
fn senders_that_wait_are_told_of_the_end() {
    let mut runtime = runtime();
    let dropped = Arc::new(AtomicUsize::new(0));
    let send = runtime
        .with(|env| {
            let nothing = env.function(|env, _| Ok(env.undefined()))?;
            env.bounded_threadsafe_function(nothing, 1, |_, _, _: Counted| Ok(()))
        })
        .unwrap();
    let senders: Vec<_> = (0..8)
        .map(|_| {
            let (send, dropped) = (send.clone(), Arc::clone(&dropped));
            thread::spawn(move || {
                let mut sent = 0;
                while send.call(Counted(Arc::clone(&dropped))).is_ok() {
                    sent += 1;
                }
                sent
            })
        })
        .collect();
    thread::sleep(Duration::from_millis(20));
    drop(runtime);
    let sent: usize = senders
        .into_iter()
        .map(|sender| sender.join().unwrap())
        .sum();
    // Whatever was sent, and what each could not send, is dropped.
    assert_eq!(dropped.load(Ordering::SeqCst), sent + 8);
    assert!(matches!(
        send.try_call(Counted(dropped)),
        Err(TryCallError::Closed(_))
    ));
}

#[test]
fn the_last_clone_lets_go() {
    let mut runtime = runtime();
    let dropped = Arc::new(AtomicUsize::new(0));
    let counted = Counted(Arc::clone(&dropped));
    let send = runtime
        .with(|env| {
            let nothing = env.function(|env, _| Ok(env.undefined()))?;
            env.threadsafe_function(nothing, move |_, _, _: u32| {
                let _ = &counted;
                Ok(())
            })
        })
        .unwrap();
    let clones: Vec<_> = (0..10).map(|_| send.clone()).collect();
    drop(send);
    for clone in clones {
        assert_eq!(dropped.load(Ordering::SeqCst), 0);
        thread::spawn(move || clone.call(1).unwrap())
            .join()
            .unwrap();
    }
    // It does not keep the loop alive: one turn, and it is gone.
    runtime.run_until_idle().unwrap();
    assert_eq!(dropped.load(Ordering::SeqCst), 1);
}

#[test]
fn a_value_may_use_the_function_where_it_is_dropped() {
    struct Reentrant(Option<ThreadsafeFunction<Reentrant>>);
    impl Drop for Reentrant {
        fn drop(&mut self) {
            if let Some(send) = self.0.take() {
                assert!(send.call(Reentrant(None)).is_err());
            }
        }
    }
    let mut runtime = runtime();
    let send = runtime
        .with(|env| {
            let nothing = env.function(|env, _| Ok(env.undefined()))?;
            env.threadsafe_function(nothing, |_, _, _: Reentrant| Ok(()))
        })
        .unwrap();
    drop(runtime);
    assert!(send.call(Reentrant(Some(send.clone()))).is_err());
}

#[test]
fn any_thread_lets_go_of_references() {
    let mut runtime = runtime();
    runtime
        .eval::<()>("globalThis.registry = new FinalizationRegistry((n) => log.push(n))")
        .unwrap();
    let kept: Vec<SendRef<Object<'static>>> = runtime
        .with(|env| {
            let source =
                env.string("(n) => { const o = { n }; registry.register(o, n); return o; }")?;
            let make: Function<'_> = env.run_script(source)?;
            (0..100)
                .map(|n| env.scope(|env| make.call::<_, SendRef<Object<'static>>>(env, (n,))))
                .collect()
        })
        .unwrap();
    runtime.collect_garbage();
    let sum = runtime
        .with(|env| {
            kept.iter()
                .map(|kept| kept.get(env)?.get::<u32>(env, "n"))
                .sum::<Result<u32>>()
        })
        .unwrap();
    assert_eq!(sum, 99 * 50);
    let mut kept = kept.into_iter();
    let threads: Vec<_> = (0..10)
        .map(|_| {
            let mine: Vec<_> = kept.by_ref().take(9).collect();
            thread::spawn(move || drop(mine))
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    runtime.run_until_idle().unwrap();
    runtime.collect_garbage();
    runtime.run_until_idle().unwrap();
    assert_eq!(runtime.eval::<usize>("log.length").unwrap(), 90);
    // What is left outlives the runtime.
    let rest: Vec<_> = kept.collect();
    drop(runtime);
    thread::spawn(move || drop(rest)).join().unwrap();
}

#[test]
fn a_reference_is_opened_at_home_alone() {
    let (mut home, mut away) = (runtime(), runtime());
    let kept = home
        .with(|env| {
            let text = env.string("kept")?;
            env.send_reference(text)
        })
        .unwrap();
    assert!(matches!(
        away.with(|env| kept.get(env).map(|_| ())),
        Err(Error::WrongEnvironment)
    ));
    let text = home.with(|env| kept.get(env)?.to_string(env)).unwrap();
    assert_eq!(text, "kept");
    drop(home);
    // A new environment is none of the old ones.
    let mut again = runtime();
    assert!(again.with(|env| kept.get(env).map(|_| ())).is_err());
}

#[test]
fn tasks_settle_promises() {
    let mut runtime = runtime();
    runtime
        .with(|env| {
            let global = env.global();
            let good = env.spawn(|| Ok::<_, std::num::ParseIntError>(7))?;
            global.set(env, "good", good)?;
            let bad = env.spawn(|| "x".parse::<u32>())?;
            global.set(env, "bad", bad)?;
            let panics = env.spawn(|| -> u32 { panic!("boom") })?;
            global.set(env, "panics", panics)?;
            let (_, late) = env.task(|| 1, |_, _| panic!("late"))?;
            global.set(env, "late", late)
        })
        .unwrap();
    runtime
        .eval::<()>(
            "good.then((n) => log.push('good ' + n));
             for (const p of [bad, panics, late]) p.catch((e) => log.push(e.message));",
        )
        .unwrap();
    runtime.run_until_idle().unwrap();
    let mut log: Vec<String> = runtime.eval("log").unwrap();
    log.sort();
    assert_eq!(
        log,
        [
            "good 7",
            "invalid digit found in string",
            "panicked: boom",
            "panicked: late"
        ]
    );
}

#[test]
fn a_task_that_waits_can_be_cancelled() {
    let mut runtime = runtime();
    let ran = Arc::new(AtomicUsize::new(0));
    let (open, gate) = mpsc::channel::<()>();
    let gate = Arc::new(std::sync::Mutex::new(gate));
    runtime
        .with(|env| {
            // More than there are threads: the last ones wait.
            let mut tasks = Vec::new();
            for _ in 0..200 {
                let (ran, gate) = (Arc::clone(&ran), Arc::clone(&gate));
                let work = move || {
                    let _ = gate.lock().unwrap().recv_timeout(Duration::from_secs(5));
                    ran.fetch_add(1, Ordering::SeqCst);
                };
                let (task, promise) = env.task(work, |env, ()| Ok(env.undefined()))?;
                promise.catch(env, |env, reason| {
                    let name: String = reason.to::<Object<'_>>(env)?.get(env, "name")?;
                    let log: Array<'_> = env.global().get(env, "log")?;
                    log.push(env, name)?;
                    Ok(env.undefined())
                })?;
                tasks.push(task);
            }
            assert!(tasks[199].cancel());
            assert!(tasks[199].cancel(), "it is cancelled, and stays so");
            env.set_instance_data(tasks)?;
            Ok(())
        })
        .unwrap();
    drop(open);
    runtime.run_until_idle().unwrap();
    assert_eq!(ran.load(Ordering::SeqCst), 199);
    assert_eq!(runtime.eval::<Vec<String>>("log").unwrap(), ["AbortError"]);
    // What is complete cannot be cancelled.
    runtime
        .with(|env| {
            let tasks = env.instance_data::<Vec<nodeapi::AsyncTask>>()?.unwrap();
            assert!(tasks.iter().all(|task| !task.cancel()));
            Ok(())
        })
        .unwrap();
}

#[test]
fn tasks_are_dropped_with_the_runtime() {
    let dropped = Arc::new(AtomicUsize::new(0));
    for _ in 0..20 {
        let mut runtime = runtime();
        runtime
            .with(|env| {
                for _ in 0..10 {
                    let counted = Counted(Arc::clone(&dropped));
                    env.task(move || counted, |env, _| Ok(env.undefined()))?;
                }
                Ok(())
            })
            .unwrap();
        drop(runtime);
    }
    assert_eq!(dropped.load(Ordering::SeqCst), 200);
}
