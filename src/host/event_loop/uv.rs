//! libuv under the event loop, for addons that call it. Feature `libuv`.
//!
//! libuv's loop is made when an addon first asks for it. From then on it is libuv that waits, and the
//! phases of a [`turn`](EventLoop::turn) come from it, in Node.js's order: by four handles, none of
//! which keeps libuv's loop alive.
//!
//! | handle | when it comes | what it does |
//! |---|---|---|
//! | prepare | before libuv waits | says whether and for how long |
//! | async | another thread has left something | reads the letters |
//! | timer | the next timer is due | runs timers |
//! | check | libuv has waited | runs immediates |
//!
//! An addon may also run libuv's loop itself, in the middle of a call: the handles do the same then.
//!
//! libuv calls addons without any scope of the host's: they open handle scopes themselves. What
//! they have JavaScript leave to microtasks runs after `napi_make_callback` and callback scopes that
//! are the outermost, as in Node.js, and at the latest after the turn.

use super::EventLoop;
use crate::host::engine::Engine;
use crate::host::environment::Isolate;
use nodeapi_sys::uv_loop_s;
use nodeapi_uv_sys::*;
use std::alloc::{Layout, alloc_zeroed, dealloc, handle_alloc_error};
use std::cell::{Cell, OnceCell, RefCell};
use std::ffi::c_void;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicPtr, Ordering};
use std::time::Instant;

/// The version of libuv that Node.js would tell of.
#[cfg_attr(
    not(feature = "node"),
    allow(dead_code, reason = "it is JavaScript that asks")
)]
pub(crate) const VERSION: &str = nodeapi_uv_sys::VERSION;

/// Functions of libuv's, and those that the event loop has in their place.
pub(crate) const IN_PLACE: &[(*const c_void, *const c_void)] = &[(
    uv_default_loop as *const c_void,
    default_loop as *const c_void,
)];

thread_local! {
    /// The isolates of this thread, oldest first, each with what gives its loop.
    static ISOLATES: RefCell<Vec<(*const c_void, LoopOf)>> = const { RefCell::new(Vec::new()) };
}

type LoopOf = unsafe fn(isolate: *const c_void) -> Option<*mut uv_loop_s>;

/// The first loop that was made in this process, while it is open.
static FIRST: AtomicPtr<uv_loop_t> = AtomicPtr::new(ptr::null_mut());

/// `uv_default_loop`: addons mean the loop that runs JavaScript, which in Node.js it is. Here that is
/// the loop of the oldest runtime on this thread, or else in this process.
unsafe extern "C" fn default_loop() -> *mut uv_loop_t {
    let oldest = ISOLATES.try_with(|isolates| isolates.borrow().first().copied());
    let oldest = oldest.ok().flatten();
    // SAFETY: isolates are announced with a function for their type, while they live.
    let own = oldest.and_then(|(isolate, loop_of)| unsafe { loop_of(isolate) });
    let found = own.map_or_else(|| FIRST.load(Ordering::Acquire), |own| own.cast());
    if found.is_null() {
        // SAFETY: as who called this promises.
        return unsafe { uv_default_loop() };
    }
    found
}

/// # Safety
///
/// It is an isolate of this type, and alive.
unsafe fn loop_of<E: Engine>(isolate: *const c_void) -> Option<*mut uv_loop_s> {
    // SAFETY: the caller's promise.
    let isolate = unsafe { &*isolate.cast::<Isolate<E>>() };
    isolate.event_loop.uv_loop(isolate)
}

/// The place of libuv's loop.
pub(super) struct Uv {
    made: OnceCell<Made>,
    is_closed: Cell<bool>,
}

/// libuv's loop, and the handles that tie it to the event loop.
struct Made {
    uv_loop: Memory<uv_loop_t>,
    wake: Memory<uv_async_t>,
    before: Memory<uv_prepare_t>,
    after: Memory<uv_check_t>,
    next_timer: Memory<uv_timer_t>,
    /// Has libuv not wait.
    spin: Memory<uv_idle_t>,
    /// Whether the event loop keeps libuv's alive.
    is_referenced: Cell<bool>,
}

/// Memory for a structure of libuv's, whose size it knows alone. Not freed by being dropped: what
/// libuv may still touch must stay.
struct Memory<T> {
    place: NonNull<T>,
    layout: Layout,
}

impl<T> Memory<T> {
    fn new(size: usize) -> Self {
        let layout =
            Layout::from_size_align(size.max(1), 16).expect("libuv's structures are small");
        // SAFETY: the layout's size is not 0.
        let place = unsafe { alloc_zeroed(layout) };
        let Some(place) = NonNull::new(place.cast()) else {
            handle_alloc_error(layout)
        };
        Memory { place, layout }
    }

    fn handle_of(handle_type: uv_handle_type) -> Self {
        // SAFETY: asks.
        Memory::new(unsafe { uv_handle_size(handle_type) })
    }

    fn get(&self) -> *mut T {
        self.place.as_ptr()
    }

    /// The structure as the kind that every handle begins with.
    fn as_handle(&self) -> *mut uv_handle_t {
        self.place.as_ptr().cast()
    }

    /// # Safety
    ///
    /// Nobody uses the memory afterwards, libuv included.
    unsafe fn free(&self) {
        // SAFETY: allocated with this layout; the caller's promise.
        unsafe { dealloc(self.place.as_ptr().cast(), self.layout) }
    }
}

/// The handle that any thread may send.
struct Bell(*mut uv_async_t);

// SAFETY: `uv_async_send` may be called on any thread, and it is all that this is for.
unsafe impl Send for Bell {}

impl Bell {
    fn ring(&self) {
        // SAFETY: the handle is open: the inbox drops the bell before it is closed.
        unsafe { uv_async_send(self.0) };
    }
}

impl Uv {
    /// A place with nothing in it yet.
    pub(super) fn new() -> Self {
        Uv {
            made: OnceCell::new(),
            is_closed: Cell::new(false),
        }
    }

    /// libuv's loop, if it was made and is not closed.
    fn open(&self) -> Option<&Made> {
        self.made.get().filter(|_| !self.is_closed.get())
    }

    /// Something has begun that may keep the event loop alive: where an addon runs libuv's loop, that
    /// has a turn.
    pub(super) fn note_alive(&self) {
        if let Some(made) = self.open() {
            made.set_ref(true);
        }
    }

    /// Whether an addon's handles or requests keep libuv's loop alive.
    pub(super) fn is_alive(&self) -> bool {
        self.open().is_some_and(|made| {
            let was_referenced = made.is_referenced.get();
            made.set_ref(false);
            // SAFETY: the loop is open.
            let is_alive = unsafe { uv_loop_alive(made.uv_loop.get()) != 0 };
            made.set_ref(was_referenced);
            is_alive
        })
    }
}

impl Made {
    /// A loop whose handles call the isolate's event loop; `None` where the system has no room for
    /// it.
    fn new<E: Engine>(isolate: &Isolate<E>) -> Option<Self> {
        // SAFETY: asks.
        let uv_loop = Memory::<uv_loop_t>::new(unsafe { uv_loop_size() });
        // SAFETY: memory for a loop.
        if unsafe { uv_loop_init(uv_loop.get()) } != 0 {
            // SAFETY: there is no loop in it.
            unsafe { uv_loop.free() };
            return None;
        }
        let made = Made {
            uv_loop,
            wake: Memory::handle_of(UV_ASYNC),
            before: Memory::handle_of(UV_PREPARE),
            after: Memory::handle_of(UV_CHECK),
            next_timer: Memory::handle_of(UV_TIMER),
            spin: Memory::handle_of(UV_IDLE),
            is_referenced: Cell::new(false),
        };
        let uv_loop = made.uv_loop.get();
        // SAFETY: an open loop, and memory for handles of these types, which stays where it is until
        // the loop is closed. An isolate never moves, and closes its loop before it ends.
        unsafe {
            if uv_async_init(uv_loop, made.wake.get(), Some(on_wake::<E>)) != 0 {
                uv_loop_close(uv_loop);
                made.free();
                return None;
            }
            // These cannot fail.
            uv_prepare_init(uv_loop, made.before.get());
            uv_check_init(uv_loop, made.after.get());
            uv_timer_init(uv_loop, made.next_timer.get());
            uv_idle_init(uv_loop, made.spin.get());
            let data = ptr::from_ref(isolate).cast_mut().cast();
            for handle in made.handles() {
                uv_handle_set_data(handle, data);
                uv_unref(handle);
            }
            made.set_ref(true);
            uv_prepare_start(made.before.get(), Some(before_wait::<E>));
            uv_check_start(made.after.get(), Some(after_wait::<E>));
        }
        Some(made)
    }

    /// # Safety
    ///
    /// The loop is closed, and nobody uses this afterwards.
    unsafe fn free(&self) {
        // SAFETY: the caller's promise.
        unsafe {
            self.uv_loop.free();
            self.wake.free();
            self.before.free();
            self.after.free();
            self.next_timer.free();
            self.spin.free();
        }
    }

    fn handles(&self) -> [*mut uv_handle_t; 5] {
        [
            self.wake.as_handle(),
            self.before.as_handle(),
            self.after.as_handle(),
            self.next_timer.as_handle(),
            self.spin.as_handle(),
        ]
    }

    /// Sets when libuv is to end its wait.
    fn set_next_timer<E: Engine>(&self, due: Option<Instant>) {
        let timer = self.next_timer.get();
        // SAFETY: an open handle of an open loop, on its thread.
        unsafe {
            match due {
                None => uv_timer_stop(timer),
                Some(due) => {
                    // libuv counts in whole milliseconds, from when it last looked.
                    uv_update_time(self.uv_loop.get());
                    let left = due.saturating_duration_since(Instant::now()).as_millis();
                    let left = u64::try_from(left).unwrap_or(u64::MAX).saturating_add(1);
                    uv_timer_start(timer, Some(on_timer::<E>), left, 0)
                }
            };
        }
    }

    /// Says whether the event loop keeps libuv's alive.
    fn set_ref(&self, is_referenced: bool) {
        self.is_referenced.set(is_referenced);
        // SAFETY: an open handle.
        unsafe {
            if is_referenced {
                uv_ref(self.wake.as_handle());
            } else {
                uv_unref(self.wake.as_handle());
            }
        }
    }
}

impl<E: Engine> EventLoop<E> {
    /// `napi_get_uv_event_loop`; `None` where it cannot be made, or the event loop has ended.
    pub(crate) fn uv_loop(&self, isolate: &Isolate<E>) -> Option<*mut uv_loop_s> {
        if self.uv.is_closed.get() || !isolate.is_own_thread() {
            return None;
        }
        let made = match self.uv.made.get() {
            Some(made) => made,
            None => {
                let made = Made::new(isolate)?;
                let bell = Bell(made.wake.get());
                self.inbox.set_alarm(Box::new(move || bell.ring()));
                let (none, first) = (ptr::null_mut(), made.uv_loop.get());
                // Where there is one before it, that one stays.
                let _ = FIRST.compare_exchange(none, first, Ordering::AcqRel, Ordering::Relaxed);
                self.uv.made.get_or_init(|| made)
            }
        };
        Some(made.uv_loop.get().cast())
    }

    /// Has addons that ask for the default loop find the isolate's, on this thread.
    pub(crate) fn announce(&self, isolate: &Isolate<E>) {
        let isolate = ptr::from_ref(isolate).cast();
        ISOLATES.with_borrow_mut(|isolates| isolates.push((isolate, loop_of::<E>)));
    }

    /// All phases of a turn that libuv has a hand in; `false` where there is no loop of libuv's.
    pub(super) fn turn_uv(&self, isolate: &Isolate<E>, wait: bool) -> bool {
        let Some(made) = self.uv.open() else {
            return false;
        };
        let waits = wait && !self.must_return() && self.is_alive();
        let mode = if waits { UV_RUN_ONCE } else { UV_RUN_NOWAIT };
        // A loop that nothing keeps alive would have no turn at all.
        made.set_ref(true);
        self.run_uv(isolate, made, mode);
        isolate.settle();
        true
    }

    /// Runs libuv, and closes the scopes that addons leave open in its callbacks.
    fn run_uv(&self, isolate: &Isolate<E>, made: &Made, mode: uv_run_mode) {
        let mark = isolate.scopes.open();
        let floor = isolate.scopes.enter_native();
        // SAFETY: an open loop, on its thread. Nothing is borrowed that callbacks may want.
        unsafe { uv_run(made.uv_loop.get(), mode) };
        if let Err(misuse) = isolate.scopes.leave_native(floor) {
            isolate.report(misuse);
        }
        isolate.scopes.close(&isolate.engine, mark);
    }

    /// Prepares the wait. What has run in this turn may have left something to do.
    fn before_wait(&self, made: &Made) {
        made.set_ref(self.is_alive_itself());
        made.set_next_timer::<E>(self.timers.next_due());
        let is_idle = self.is_idle();
        if !self.received.borrow().is_empty() || !self.inbox.sleep_elsewhere() {
            Bell(made.wake.get()).ring();
        }
        // SAFETY: an open handle of an open loop, on its thread.
        unsafe {
            if is_idle {
                uv_idle_stop(made.spin.get());
            } else {
                uv_idle_start(made.spin.get(), Some(does_nothing));
            }
        }
    }

    /// Closes libuv's loop. Handles that addons have left open are closed, and requests that are
    /// under way waited for; what is called then finds its environment closed.
    pub(super) fn tear_down_uv(&self, isolate: &Isolate<E>) {
        let this = ptr::from_ref(isolate).cast();
        // A runtime may be among the last that a thread drops.
        let _ = ISOLATES.try_with(|isolates| {
            isolates
                .borrow_mut()
                .retain(|(isolate, _)| *isolate != this);
        });
        let open = self.uv.open();
        self.uv.is_closed.set(true);
        let Some(made) = open else { return };
        let (first, none) = (made.uv_loop.get(), ptr::null_mut());
        // Where another was the first, it stays.
        let _ = FIRST.compare_exchange(first, none, Ordering::AcqRel, Ordering::Relaxed);
        for _ in 0..ROUNDS {
            // SAFETY: an open loop, on its thread.
            unsafe { uv_walk(made.uv_loop.get(), Some(close), ptr::null_mut()) };
            self.run_uv(isolate, made, UV_RUN_DEFAULT);
            // SAFETY: as above.
            if unsafe { uv_loop_close(made.uv_loop.get()) } == 0 {
                // SAFETY: the loop is closed, and not open for anybody here.
                return unsafe { made.free() };
            }
        }
        // Somebody makes handles for ever.
        eprintln!("nodeapi: libuv's loop could not be closed, and is left as it is");
    }
}

/// How often handles are closed that callbacks make anew.
const ROUNDS: usize = 100;

/// The isolate of one of [`Made`]'s handles.
///
/// # Safety
///
/// It is one, and libuv calls it.
unsafe fn isolate_of<'a, E: Engine>(handle: *mut uv_handle_t) -> &'a Isolate<E> {
    // SAFETY: `Made::new` set it; the isolate outlives its loop.
    unsafe { &*uv_handle_get_data(handle).cast::<Isolate<E>>() }
}

unsafe extern "C" fn on_wake<E: Engine>(handle: *mut uv_async_t) {
    // SAFETY: libuv calls this with the handle it was set for.
    let isolate = unsafe { isolate_of::<E>(handle.cast()) };
    isolate.event_loop.inbox.wake_up();
    isolate.event_loop.read_letters(isolate);
}

unsafe extern "C" fn before_wait<E: Engine>(handle: *mut uv_prepare_t) {
    // SAFETY: as above.
    let isolate = unsafe { isolate_of::<E>(handle.cast()) };
    let event_loop = &isolate.event_loop;
    if let Some(made) = event_loop.uv.open() {
        event_loop.before_wait(made);
    }
}

unsafe extern "C" fn after_wait<E: Engine>(handle: *mut uv_check_t) {
    // SAFETY: as above.
    let isolate = unsafe { isolate_of::<E>(handle.cast()) };
    isolate.event_loop.inbox.wake_up();
    isolate.settle();
    isolate.event_loop.run_immediates(isolate);
}

unsafe extern "C" fn on_timer<E: Engine>(handle: *mut uv_timer_t) {
    // SAFETY: as above.
    let isolate = unsafe { isolate_of::<E>(handle.cast()) };
    isolate.event_loop.run_timers(isolate);
}

unsafe extern "C" fn does_nothing(_: *mut uv_idle_t) {}

unsafe extern "C" fn close(handle: *mut uv_handle_t, _: *mut c_void) {
    // SAFETY: libuv walks over its open handles.
    unsafe {
        if uv_is_closing(handle) == 0 {
            uv_close(handle, None);
        }
    }
}
