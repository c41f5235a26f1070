//! A value on its way to another thread: its graph as bytes, and what is carried beside them.

use super::port::Port;
use super::{Handle, Node};
use crate::host::HostEngine;
use crate::host::engine::Messages;
use crate::safe::{Args, Array, ArrayBuffer, Env, Error, External, JsValue, Result, Value};
use std::sync::Arc;

/// A value that `js/internal/structured_clone.js` has packed.
pub(super) struct Message {
    graph: Vec<u8>,
    buffers: Vec<Vec<u8>>,
    shared: Vec<<HostEngine as Messages>::SharedMemory>,
    /// Ports that move with it.
    ports: Vec<Arc<Port>>,
}

impl Message {
    /// Reads a packed value from four arguments: the graph, array buffers, shared array buffers and
    /// the handles of ports, which are empty afterwards.
    pub(super) fn read<'s>(
        node: &Node,
        env: &mut Env<'s>,
        args: &Args<'s>,
        from: usize,
    ) -> Result<Self> {
        let graph: Value<'_> = args.get(env, from)?;
        let graph = node.with_engine(env, graph, |engine, graph| engine.write_value(graph))?;
        let mut buffers = Vec::new();
        args.get::<Array<'s>>(env, from + 1)?
            .for_each(env, |env, _, buffer| {
                let buffer: ArrayBuffer<'_> = buffer.to(env)?;
                buffers.push(buffer.as_slice(env).to_vec());
                Ok(())
            })?;
        let mut shared = Vec::new();
        args.get::<Array<'s>>(env, from + 2)?
            .for_each(env, |env, _, buffer| {
                let memory = node.with_engine(env, buffer, |engine, buffer| {
                    Ok(engine.shared_memory(buffer))
                })?;
                shared.push(memory.ok_or_else(|| {
                    Error::message("a SharedArrayBuffer over memory of native code cannot be sent")
                })?);
                Ok(())
            })?;
        let mut ports = Vec::new();
        args.get::<Array<'s>>(env, from + 3)?
            .for_each(env, |env, _, port| {
                let handle: External<'_> = port.to(env)?;
                ports.extend(handle.get::<Handle>(env)?.take());
                Ok(())
            })?;
        Ok(Message {
            graph,
            buffers,
            shared,
            ports,
        })
    }

    /// The packed value again, as an array of the four.
    pub(super) fn into_value<'s>(self, node: &Node, env: &mut Env<'s>) -> Result<Value<'s>> {
        let packed = env.array()?;
        // SAFETY: `read` had an engine of this process write it.
        let graph = node.made(env, |engine| unsafe { engine.read_value(&self.graph) })?;
        packed.push(env, graph)?;
        let buffers = env.array()?;
        for bytes in &self.buffers {
            // In memory of the engine's own, so that it may be sent on.
            let buffer = env.array_buffer(bytes.len())?;
            buffer.as_mut_slice(env).copy_from_slice(bytes);
            buffers.push(env, buffer)?;
        }
        packed.push(env, buffers)?;
        let shared = env.array()?;
        for memory in &self.shared {
            let buffer = node.made(env, |engine| engine.shared_buffer_over(memory))?;
            shared.push(env, buffer)?;
        }
        packed.push(env, shared)?;
        let ports = env.array()?;
        for port in self.ports {
            let handle = env.external(Handle::new(port))?;
            ports.push(env, handle)?;
        }
        packed.push(env, ports)?;
        Ok(packed.as_value())
    }
}
