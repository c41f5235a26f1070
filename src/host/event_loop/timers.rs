//! Timers: what runs when its time has come.
//!
//! Time is counted in whole milliseconds, as Node.js counts it: timers that fall due in the same
//! one run in one turn, in the order in which they were set.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::time::{Duration, Instant};

/// Names a timer. No two timers of a loop have the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TimerId(u64);

impl TimerId {
    /// The number that names the timer, never 0.
    pub(crate) fn get(self) -> u64 {
        self.0
    }

    /// The timer of a number; one that names none is ignored wherever it is given.
    pub(crate) fn from_raw(number: u64) -> Self {
        TimerId(number)
    }
}

/// The timers of one loop; `C` is what is called.
pub(super) struct Timers<C> {
    /// When the count of milliseconds began.
    start: Instant,
    state: RefCell<State<C>>,
}

/// When a timer is due, and its turn among those that are due then.
type Due = (u64, u64);

/// The timers, by name and in order.
struct State<C> {
    timers: HashMap<TimerId, Timer<C>>,
    order: BTreeSet<(Due, TimerId)>,
    /// The next name, and the next place among timers of the same time.
    next: u64,
    /// How many keep the loop alive.
    referenced: usize,
}

/// A timer that is set.
struct Timer<C> {
    callback: C,
    /// `None` while a repeating one runs.
    due: Option<Due>,
    /// Milliseconds between two runs of a repeating one.
    interval: Option<u64>,
    is_referenced: bool,
}

/// Which timers one turn runs: those that were due when it began. One that is set meanwhile waits
/// for the next turn, however short its delay.
#[derive(Clone, Copy)]
pub(super) struct Round {
    now: u64,
    end: u64,
}

impl<C: Clone> Timers<C> {
    /// No timers; time begins now.
    pub(super) fn new() -> Self {
        Timers {
            start: Instant::now(),
            state: RefCell::new(State {
                timers: HashMap::new(),
                order: BTreeSet::new(),
                next: 1,
                referenced: 0,
            }),
        }
    }

    /// Milliseconds since the count began.
    fn now(&self) -> u64 {
        milliseconds(self.start.elapsed())
    }

    /// Sets a timer, which keeps the loop alive.
    pub(super) fn set(&self, delay: Duration, repeat: bool, callback: C) -> TimerId {
        let now = self.now();
        let delay = milliseconds(delay);
        let state = &mut *self.state.borrow_mut();
        let due = state.due(now, delay);
        let id = TimerId(due.1);
        state.order.insert((due, id));
        state.referenced += 1;
        let interval = repeat.then_some(delay);
        let timer = Timer {
            callback,
            due: Some(due),
            interval,
            is_referenced: true,
        };
        state.timers.insert(id, timer);
        id
    }

    /// Forgets a timer. One that has run, or was cleared before, is none.
    pub(super) fn clear(&self, id: TimerId) {
        let timer = self.state.borrow_mut().remove(id);
        // Dropped without the borrow: a callback owns what it likes.
        drop(timer);
    }

    /// Says whether the timer keeps the loop alive.
    pub(super) fn set_ref(&self, id: TimerId, is_referenced: bool) {
        let state = &mut *self.state.borrow_mut();
        if let Some(timer) = state.timers.get_mut(&id)
            && timer.is_referenced != is_referenced
        {
            timer.is_referenced = is_referenced;
            if is_referenced {
                state.referenced += 1
            } else {
                state.referenced -= 1
            }
        }
    }

    /// Whether the timer is set and keeps the loop alive.
    #[cfg(test)]
    pub(super) fn has_ref(&self, id: TimerId) -> bool {
        self.state
            .borrow()
            .timers
            .get(&id)
            .is_some_and(|timer| timer.is_referenced)
    }

    /// Whether any timer keeps the loop alive.
    pub(super) fn is_alive(&self) -> bool {
        self.state.borrow().referenced > 0
    }

    /// When the next timer is due, of those that do not keep the loop alive too.
    pub(super) fn next_due(&self) -> Option<Instant> {
        let due = self
            .state
            .borrow()
            .order
            .first()
            .map(|&((due, _), _)| due)?;
        self.start.checked_add(Duration::from_millis(due))
    }

    /// Begins a turn.
    pub(super) fn begin(&self) -> Round {
        Round {
            now: self.now(),
            end: self.state.borrow().next,
        }
    }

    /// The next timer of the turn; [`finish`](Self::finish) follows when it has run.
    pub(super) fn next(&self, round: Round) -> Option<(TimerId, C)> {
        let state = &mut *self.state.borrow_mut();
        let &(due, id) = state.order.first()?;
        // What was set since the turn began is due no sooner than what was set before.
        if due.0 > round.now || due.1 >= round.end {
            return None;
        }
        let timer = state.timers.get_mut(&id)?;
        if timer.interval.is_none() {
            return state.remove(id).map(|timer| (id, timer.callback));
        }
        state.order.pop_first();
        timer.due = None;
        Some((id, timer.callback.clone()))
    }

    /// After a timer has run: sets a repeating one again, unless it was cleared.
    pub(super) fn finish(&self, id: TimerId) {
        let now = self.now();
        let state = &mut *self.state.borrow_mut();
        let Some(interval) = state.timers.get(&id).and_then(|timer| timer.interval) else {
            return;
        };
        let due = state.due(now, interval);
        if let Some(timer) = state.timers.get_mut(&id) {
            timer.due = Some(due);
            state.order.insert((due, id));
        }
    }

    /// Forgets all timers.
    pub(super) fn tear_down(&self) {
        let timers = {
            let state = &mut *self.state.borrow_mut();
            state.order.clear();
            state.referenced = 0;
            std::mem::take(&mut state.timers)
        };
        drop(timers);
    }
}

impl<C> State<C> {
    /// When what is set now is due.
    fn due(&mut self, now: u64, delay: u64) -> Due {
        let place = self.next;
        self.next += 1;
        (now.saturating_add(delay), place)
    }

    /// Takes a timer out, if it is set.
    fn remove(&mut self, id: TimerId) -> Option<Timer<C>> {
        let timer = self.timers.remove(&id)?;
        if let Some(due) = timer.due {
            self.order.remove(&(due, id));
        }
        if timer.is_referenced {
            self.referenced -= 1;
        }
        Some(timer)
    }
}

/// Whole milliseconds, as many as a number holds.
fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::Timers;
    use std::thread::sleep;
    use std::time::Duration;

    const fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    /// Runs one turn; what it ran.
    fn turn(timers: &Timers<&'static str>, mut each: impl FnMut(&'static str)) -> String {
        let round = timers.begin();
        let mut ran = String::new();
        while let Some((id, name)) = timers.next(round) {
            ran += name;
            each(name);
            timers.finish(id);
        }
        ran
    }

    #[test]
    fn timers_run_in_order_of_time_then_of_setting() {
        let timers = Timers::new();
        timers.set(ms(100), false, "d");
        timers.set(ms(1), false, "a");
        timers.set(ms(1), false, "b");
        timers.set(ms(50), false, "c");
        timers.set(ms(10_000), false, "never");
        sleep(ms(110));
        assert_eq!(turn(&timers, |_| ()), "abcd");
        assert_eq!(turn(&timers, |_| ()), "");
    }

    #[test]
    fn a_timer_that_a_timer_sets_waits_for_the_next_turn() {
        let timers = Timers::new();
        timers.set(ms(0), false, "a");
        timers.set(ms(0), false, "b");
        let set = |name| {
            if name == "a" {
                timers.set(ms(0), false, "c");
            }
        };
        assert_eq!(turn(&timers, set), "ab");
        assert_eq!(turn(&timers, |_| ()), "c");
    }

    #[test]
    fn a_timer_can_clear_another_and_itself() {
        let timers = Timers::new();
        let again = timers.set(ms(0), true, "a");
        let other = timers.set(ms(0), false, "b");
        assert_eq!(turn(&timers, |_| timers.clear(other)), "a");
        sleep(ms(1));
        assert_eq!(turn(&timers, |_| timers.clear(again)), "a");
        sleep(ms(1));
        assert_eq!(turn(&timers, |_| ()), "");
        assert!(!timers.is_alive());
        assert!(timers.next_due().is_none());
    }

    #[test]
    fn a_repeating_timer_comes_once_a_turn() {
        let timers = Timers::new();
        timers.set(ms(0), true, "a");
        for _ in 0..3 {
            assert_eq!(turn(&timers, |_| ()), "a");
            sleep(ms(2));
        }
        timers.tear_down();
        assert_eq!(turn(&timers, |_| ()), "");
    }

    #[test]
    fn references_keep_the_loop_alive() {
        let timers = Timers::new();
        assert!(!timers.is_alive());
        let once = timers.set(ms(0), false, "a");
        let again = timers.set(ms(0), true, "b");
        timers.set_ref(again, false);
        timers.set_ref(again, false);
        assert!(timers.is_alive() && timers.has_ref(once) && !timers.has_ref(again));
        assert_eq!(turn(&timers, |_| ()), "ab");
        // What has run keeps nothing alive; what was unreferenced still comes.
        assert!(!timers.is_alive() && !timers.has_ref(once));
        assert!(timers.next_due().is_some());
        timers.set_ref(again, true);
        assert!(timers.is_alive());
        timers.clear(again);
        timers.clear(again);
        assert!(!timers.is_alive());
    }

    #[test]
    fn a_delay_without_end_never_comes() {
        let timers = Timers::new();
        timers.set(Duration::MAX, true, "a");
        assert_eq!(turn(&timers, |_| ()), "");
    }
}
