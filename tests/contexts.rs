//! Addons in asynchronous contexts, and in contexts of `vm`: what `async_hooks` is told of native
//! callbacks, which stores they see, and that values of every context are good for Node-API. Where
//! `node` is on PATH, it is asked the same.
#![cfg(all(feature = "cli", target_os = "linux"))]

#[path = "support/addons.rs"]
mod addons;
#[path = "support/program.rs"]
mod support;

use std::path::Path;
use support::{folder, node, nodeapi};

/// What programs begin with: `addon`; and hooks that print what they are told of types in capitals.
const HEAD: &str = "
    'use strict';
    const addon = require('./contexts.node');
    const { AsyncLocalStorage, createHook, executionAsyncId, executionAsyncResource, triggerAsyncId } = require('async_hooks');
    const fs = require('fs');
    const { format } = require('util');
    const names = new Map([[1, 'main']]);
    const name = (id) => names.get(id) ?? 'other';
    const isTold = (id) => /^[A-Z]+$/.test(name(id)) && name(id) !== 'PROMISE';
    // Without a stream, which would be told of in Node.js.
    const print = (...values) => fs.writeSync(1, `${format(...values)}\n`);
    const resources = new Map();
    const ended = new Set();
    const hook = createHook({
      init(id, type, trigger, resource) {
        names.set(id, type);
        resources.set(type, resource);
        if (isTold(id)) print('init', type, 'by', name(trigger), JSON.stringify(resource));
      },
      before(id) { if (isTold(id)) print('before', name(id), executionAsyncId() === id, name(triggerAsyncId())); },
      after(id) { if (isTold(id)) print('after', name(id)); },
      destroy(id) { ended.add(name(id)); if (isTold(id)) print('destroy', name(id)); },
    }).enable();
    const here = (...values) => print(...values, name(executionAsyncId()), executionAsyncResource() === resources.get(name(executionAsyncId())));
";

/// Whether Node.js gives native callbacks the stores of what made them: from version 24 on, whose
/// stores no longer hang on resources, it does so no more.
fn node_keeps_stores(folder: &Path) -> bool {
    let version = node(folder, &["-p", "process.versions.node"]).map(|ran| ran.stdout);
    let major = version.and_then(|version| version.split('.').next()?.parse::<u32>().ok());
    major.is_some_and(|major| major < 24)
}

/// Runs a program here and in Node.js: both print this.
#[track_caller]
fn assert_prints(name: &str, source: &str, expected: &str) {
    let source = format!("{HEAD}{source}");
    let folder = folder(name, &[("main.js", &source)]);
    let library = addons::compile("contexts.c", &format!("{name}.node"), &["-pthread"]);
    std::fs::copy(library, folder.join("contexts.node")).unwrap();
    let expected: String = expected
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| format!("{line}\n"))
        .collect();
    let arguments = ["--expose-gc", "main.js"];
    let ours = nodeapi(&folder, &arguments);
    assert_eq!(ours.stdout, expected, "stderr: {}", ours.stderr);
    assert_eq!(ours.code, Some(0), "stderr: {}", ours.stderr);
    if let Some(theirs) = node(&folder, &arguments)
        && (!source.contains("AsyncLocalStorage()") || node_keeps_stores(&folder))
    {
        assert_eq!(theirs.stdout, expected, "Node.js does otherwise");
    }
}

#[test]
fn callbacks_of_a_context_are_told_to_hooks() {
    let source = "
        const context = addon.init({ given: 1 }, 'CONTEXT');
        const own = addon.init(undefined, 'OWN');
        addon.make(own, {}, () => here('own'));
        const kept = { kept: 1 };
        const other = addon.init(kept, 'KEPT');
        const receiver = {};
        print(addon.make(other, receiver, function () {
          here('made', this === receiver);
          addon.make(own, receiver, () => here('nested'));
          here('again');
          return 'answer';
        }));
        here('between');
        addon.scope(other, () => here('in scopes'));
        try {
          addon.make(other, {}, () => { throw new Error('thrown'); });
        } catch (error) {
          print(error.message, name(executionAsyncId()));
        }
        addon.make(undefined, receiver, () => print('without', executionAsyncId(), executionAsyncResource() === receiver));
        addon.destroy(other);
        print('destroyed');
        setImmediate(() => print('immediate'));";
    let expected = "
        init CONTEXT by main {\"given\":1}
        init OWN by main {}
        before OWN true main
        own OWN true
        after OWN
        init KEPT by main {\"kept\":1}
        before KEPT true main
        made true KEPT true
        before OWN true main
        nested OWN true
        after OWN
        again KEPT true
        after KEPT
        answer
        between main false
        before KEPT true main
        before KEPT true main
        in scopes KEPT true
        after KEPT
        after KEPT
        before KEPT true main
        thrown main
        without 0 true
        destroyed
        destroy KEPT
        immediate";
    assert_prints("contexts-callbacks", source, expected);
}

#[test]
fn work_and_threads_call_back_in_their_context() {
    let source = "
        const storage = new AsyncLocalStorage();
        const end = async (type) => { while (!ended.has(type)) await new Promise((resolve) => setTimeout(resolve, 2)); };
        (async () => {
          storage.run('stored', () => addon.work({ it: 1 }, 'WORK', () => here('work', storage.getStore())));
          await end('WORK');
          storage.run('other', () => addon.threadsafe({ it: 2 }, 'THREADSAFE', () => {
            here('called', storage.getStore());
            process.nextTick(() => print('tick', storage.getStore()));
          }));
          await end('THREADSAFE');
          addon.work(undefined, 'Failing', () => { throw new Error('thrown'); });
          process.once('uncaughtException', (error) => here(error.message));
          await end('Failing');
          const context = storage.run('init', () => addon.init(undefined, 'CONTEXT'));
          addon.make(context, {}, () => Promise.resolve().then(() => print('then', storage.getStore())));
          addon.scope(context, () => print('scope', storage.getStore()));
          await new Promise((resolve) => setTimeout(resolve, 2));
          print('end', storage.getStore());
        })();";
    let expected = "
        init WORK by main {\"it\":1}
        before WORK true main
        work stored WORK true
        after WORK
        destroy WORK
        init THREADSAFE by PROMISE {\"it\":2}
        before THREADSAFE true PROMISE
        called other THREADSAFE true
        after THREADSAFE
        tick other
        before THREADSAFE true PROMISE
        called other THREADSAFE true
        after THREADSAFE
        tick other
        destroy THREADSAFE
        thrown Failing true
        init CONTEXT by PROMISE {}
        before CONTEXT true PROMISE
        after CONTEXT
        before CONTEXT true PROMISE
        before CONTEXT true PROMISE
        scope init
        after CONTEXT
        after CONTEXT
        then init
        end undefined";
    assert_prints("contexts-work", source, expected);
}

#[test]
fn values_of_other_contexts_are_like_any() {
    let source = "
        hook.disable();
        const vm = require('vm');
        const box = vm.createContext({ addon, seen: [] });
        const foreign = (source) => vm.runInContext(source, box);
        const kinds = ['new Error()', '[]', 'new Date(0)', 'Promise.resolve()', 'new Uint8Array(1)', 'new ArrayBuffer(1)',
          'new DataView(new ArrayBuffer(1))', '({})'];
        print(kinds.map((source) => addon.kind(foreign(source))).join());
        print(addon.call(foreign('(function (value) { return [this.x, value, value instanceof Object] })'), { x: 1 }, {}).join());
        const Class = foreign('(class Foreign { constructor(value) { this.value = value; } })');
        print(addon.create(Class, 5).value, addon.create(Class, 5) instanceof Class);
        print(addon.wraps(foreign('({})')), addon.wraps(foreign('new Map()')));
        print(addon.bufferOf(foreign('this.bytes = new Uint8Array(2)')) === box.bytes.buffer);
        print(foreign('addon.kind([]) + addon.call(function () { return this === globalThis }, globalThis)'));
        try {
          addon.call(foreign('(function () { null.x })'));
        } catch (error) {
          print(error.name, error instanceof TypeError, error instanceof foreign('TypeError'));
        }
        addon.make(undefined, {}, foreign('(function () { seen.push(\"made\"); Promise.resolve().then(() => seen.push(\"then\")) })'));
        addon.work({}, 'work', foreign('(() => { seen.push(\"work\") })'));
        process.on('exit', () => print(box.seen.join()));";
    let expected = "
        error,array,date,promise,typedarray,arraybuffer,dataview,other
        1,[object Object],false
        5 true
        true true
        true
        arraytrue
        TypeError false true
        made,then,work";
    assert_prints("contexts-vm", source, expected);
}

#[test]
fn a_runtime_ends_with_contexts_in_it() {
    let mut runtime = nodeapi::Runtime::builder()
        .node_compat(true)
        .build()
        .unwrap();
    let folder = folder(
        "contexts-end",
        &[(
            "main.js",
            "const vm = require('vm');
             const { AsyncLocalStorage, createHook } = require('async_hooks');
             createHook({ init() {}, destroy() {} }).enable();
             globalThis.kept = vm.createContext({ it: {} });
             vm.runInContext('var self = it; it.global = globalThis; function f() { return self; }', kept);
             new AsyncLocalStorage().run(1, () => {
               globalThis.pending = new Promise(() => {});
               pending.then(() => {});
               (async () => { await pending; })();
               setTimeout(() => {}, 100000).unref();
               process.nextTick(() => Promise.resolve().then(() => { globalThis.ran = true; }));
             });",
        )],
    );
    let code = runtime.run_main(nodeapi::Main::File(&folder.join("main.js")));
    assert_eq!(code.unwrap(), 0);
    assert!(runtime.eval::<bool>("ran").unwrap());
    // The engine looks for what was not freed.
    drop(runtime);
}

#[test]
fn a_worker_ends_in_a_script_that_is_limited() {
    let source = "
        hook.disable();
        const { Worker } = require('worker_threads');
        const storage = new AsyncLocalStorage();
        const code = `
          const vm = require('vm');
          const { parentPort } = require('worker_threads');
          const { AsyncLocalStorage } = require('async_hooks');
          const storage = new AsyncLocalStorage();
          try { vm.runInNewContext('for (;;);', {}, { timeout: 10 }); } catch (error) { parentPort.postMessage(error.code); }
          storage.run('worker', async () => {
            await 1;
            parentPort.postMessage(storage.getStore());
            setTimeout(() => vm.runInNewContext('for (;;);', {}, { timeout: 1000000 }), 1);
          });`;
        storage.run('main', () => {
          const worker = new Worker(code, { eval: true });
          worker.on('message', (message) => {
            print(message, storage.getStore());
            if (message === 'worker') setTimeout(() => worker.terminate(), 50);
          });
          worker.on('exit', (code) => print('exit', code, storage.getStore()));
        });";
    let expected = "
        ERR_SCRIPT_EXECUTION_TIMEOUT main
        worker main
        exit 1 main";
    assert_prints("contexts-worker", source, expected);
}

#[test]
fn addons_wrap_what_is_theirs_in_signals_and_targets_of_events() {
    assert_prints(
        "wrapped-signals",
        "
        const controller = new AbortController();
        const target = new EventTarget();
        print(addon.wraps(controller.signal), addon.wraps(target), addon.wraps(Buffer.alloc(1)));
        controller.signal.onabort = ({ target }) => print('aborted', target === controller.signal);
        target.addEventListener('x', ({ type }) => print('told of', type));
        controller.abort();
        print(controller.signal.aborted, target.dispatchEvent(new Event('x')));
        ",
        "
        true true true
        aborted true
        told of x
        true true
        ",
    );
}

/// Microtasks of a context that nobody holds any more run all the same.
#[test]
fn contexts_live_as_long_as_their_microtasks() {
    assert_prints(
        "microtasks",
        "
        hook.disable();
        const vm = require('vm');
        const gone = async (source) => {
          const value = await vm.runInNewContext(source);
          gc();
          return value;
        };
        (async () => {
          print(await vm.runInNewContext('Promise.resolve(1)'), (gc(), await vm.runInNewContext('(async () => 2)()')));
          print(await gone('Promise.resolve(3)'), await gone('(async () => { await null; return 4; })()'));
          await gone('Promise.reject(5)').catch(print);
        })();
        gc();
        ",
        "
        1 2
        3 4
        5
        ",
    );
}
