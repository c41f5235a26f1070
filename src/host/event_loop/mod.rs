//! The event loop: what runs when nothing runs.

use crate::host::engine::Engine;
use crate::host::environment::Isolate;
use std::marker::PhantomData;

/// placeholder
pub(crate) struct EventLoop<E: Engine> {
    _e: PhantomData<E>,
}

impl<E: Engine> EventLoop<E> {
    pub(crate) fn new() -> Self {
        EventLoop { _e: PhantomData }
    }
    pub(crate) fn turn(&self, isolate: &Isolate<E>, _wait: bool) -> bool {
        isolate.settle();
        false
    }
    pub(crate) fn tear_down(&self) {}
}
