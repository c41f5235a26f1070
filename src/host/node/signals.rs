//! Signals that JavaScript listens to.

use super::native;
use crate::safe::{Env, Function, IntoJs, Object, Result};
use signal_hook::iterator::{Handle, Signals};
use signal_hook::low_level::emulate_default_handler;
use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A thread that waits for signals, and which of them are still listened to, a bit for each.
struct Watch {
    signals: Handle,
    listened: Arc<AtomicU64>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.signals.close();
    }
}

pub(super) fn define(env: &mut Env<'_>, natives: Object<'_>) -> Result<()> {
    let watch: Rc<OnceCell<Watch>> = Rc::default();

    // watch(number, callback): an errno, or 0. `callback(number)` runs whenever the signal comes; the
    // callback of the first call is the one for all.
    let this = watch.clone();
    native(env, natives, "watch", move |env, args| {
        let (number, callback): (i32, Function<'_>) = (args.get(env, 0)?, args.get(env, 1)?);
        if signal_hook::consts::FORBIDDEN.contains(&number) {
            return libc::EINVAL.into_js(env);
        }
        if this.get().is_none() {
            let _ = this.set(start(env, callback)?);
        }
        let watch = this.get().expect("it has just been started");
        watch.listened.fetch_or(bit(number), Ordering::Relaxed);
        let errno = match watch.signals.add_signal(number) {
            Ok(()) => 0,
            Err(error) => error.raw_os_error().unwrap_or(libc::EINVAL),
        };
        errno.into_js(env)
    })?;

    // unwatch(number): from now on the signal does what it does by default.
    native(env, natives, "unwatch", move |env, args| {
        let number: i32 = args.get(env, 0)?;
        if let Some(watch) = watch.get() {
            watch.listened.fetch_and(!bit(number), Ordering::Relaxed);
        }
        Ok(env.undefined())
    })
}

/// Starts the thread. It does not keep the program alive.
fn start(env: &mut Env<'_>, callback: Function<'_>) -> Result<Watch> {
    let deliver = env.threadsafe_function_of(
        "SIGNALWRAP",
        callback,
        usize::MAX,
        |env, callback, number: i32| callback.call(env, (number,)),
    )?;
    let mut signals = Signals::new([0_i32; 0])?;
    let watch = Watch {
        signals: signals.handle(),
        listened: Arc::default(),
    };
    let listened = watch.listened.clone();
    std::thread::Builder::new()
        .name("nodeapi-signals".to_owned())
        .spawn(move || {
            for number in &mut signals {
                if listened.load(Ordering::Relaxed) & bit(number) != 0 {
                    // An error here says that the environment is gone: nobody listens.
                    let _ = deliver.call(number);
                } else {
                    let _ = emulate_default_handler(number);
                }
            }
        })?;
    Ok(watch)
}

fn bit(number: i32) -> u64 {
    1_u64.checked_shl(number as u32).unwrap_or(0)
}
