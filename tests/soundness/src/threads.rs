//! What other threads do.

use nodeapi::SendRef;
use nodeapi::prelude::*;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

type Kept = SendRef<Object<'static>>;

/// References of whatever environment, on no thread in particular.
static KEPT: Mutex<Vec<Kept>> = Mutex::new(Vec::new());

/// Keeps objects where all threads see them.
#[napi]
pub fn keep_elsewhere(objects: Vec<Kept>) -> usize {
    let mut kept = KEPT.lock().expect("nobody panics with it");
    kept.extend(objects);
    kept.len()
}

/// The numbers of the kept objects; of those of other environments, what opening them says.
#[napi]
pub fn open_kept(env: &mut Env<'_>) -> Result<Vec<String>> {
    let kept = KEPT.lock().expect("nobody panics with it");
    let all = kept.iter().map(|kept| match kept.get(env) {
        Ok(object) => object.get::<u32>(env, "n").map(|n| n.to_string()),
        Err(error) => Ok(error.to_string()),
    });
    all.collect()
}

/// Lets go of all that is kept, on other threads.
#[napi]
pub fn drop_elsewhere() -> usize {
    let kept = std::mem::take(&mut *KEPT.lock().expect("nobody panics with it"));
    let count = kept.len();
    let mut kept = kept.into_iter();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let mine: Vec<_> = kept.by_ref().take(count / 4 + 1).collect();
            thread::spawn(move || drop(mine))
        })
        .collect();
    for thread in threads {
        thread.join().expect("dropping does not panic");
    }
    count
}

/// Calls `callback` from so many threads, so often, until the environment ends.
#[napi]
pub fn count_in_threads(
    env: &mut Env<'_>,
    threads: u32,
    count: u32,
    callback: Function<'_>,
) -> Result<()> {
    let send = env.bounded_threadsafe_function(callback, 8, |env, callback, n: u32| {
        callback.call(env, (n,))
    })?;
    send.keep_alive(env, true)?;
    for _ in 0..threads {
        let send = send.clone();
        thread::spawn(move || (0..count).try_for_each(|n| send.call(n)));
    }
    Ok(())
}

/// Work on the pool, by its number: 0 fails, 1 panics.
#[napi]
pub fn compute<'s>(env: &mut Env<'s>, n: u32) -> Result<Promise<'s>> {
    env.spawn(move || match n {
        0 => Err("zero"),
        1 => panic!("one"),
        n => Ok((2..=n).fold(1_u64, |all, n| all.wrapping_mul(u64::from(n)) % 1_000_003) as f64),
    })
}

/// Panics where nobody is called by JavaScript: after a task, and at the end.
#[napi]
pub fn panic_later<'s>(env: &mut Env<'s>) -> Result<Promise<'s>> {
    env.add_cleanup_hook(|| panic!("in a cleanup hook"))?;
    env.add_async_cleanup_hook(|| panic!("in an asynchronous cleanup hook"))?;
    let (_, promise) = env.task(|| (), |_, ()| panic!("after a task"))?;
    promise.catch(env, |env, reason| {
        let message: String = reason.to::<Object<'_>>(env)?.get(env, "message")?;
        panic!("after: {message}");
    })
}

/// Has the environment's end wait for work on the pool.
#[napi]
pub fn hold(env: &mut Env<'_>) -> Result<()> {
    static HELD: AtomicU32 = AtomicU32::new(0);
    env.add_async_cleanup_hook(|| {
        thread::sleep(std::time::Duration::from_millis(20));
        HELD.fetch_add(1, Ordering::SeqCst);
        println!("held until the end");
    })
}
