//! `process.stdin`: a pipe, a file, nothing at all. What programs do with it, Node.js does too, where it is
//! on PATH.
#![cfg(feature = "cli")]

#[allow(dead_code)]
#[path = "support/program.rs"]
mod program;

use program::{Ran, folder};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What standard input is.
#[derive(Clone, Copy, Debug)]
enum Input {
    Nothing,
    File,
    Pipe,
}

const LENGTH: usize = 300_000;

fn run(command: &mut Command, folder: &Path, source: &str, input: Input) -> Option<Ran> {
    command.args(["-e", source]).current_dir(folder);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let text = vec![b'x'; LENGTH];
    match input {
        Input::Nothing => command.stdin(Stdio::null()),
        Input::Pipe => command.stdin(Stdio::piped()),
        Input::File => {
            let path = folder.join("input");
            std::fs::write(&path, &text).unwrap();
            command.stdin(File::open(path).unwrap())
        }
    };
    let mut child = command.spawn().ok()?;
    if let Some(mut pipe) = child.stdin.take() {
        // A program may end without having read all of it.
        let _ = pipe.write_all(&text);
    }
    Some(child.wait_with_output().unwrap().into())
}

fn assert_prints(name: &str, source: &str, expected: [(Input, &str); 3]) {
    let folder = folder(&format!("stdin-{name}"), &[]);
    for (input, expected) in expected {
        let ran = run(
            Command::new(env!("CARGO_BIN_EXE_nodeapi")).arg("run"),
            &folder,
            source,
            input,
        )
        .unwrap();
        assert_eq!(
            (&*ran.stdout, ran.code),
            (expected, Some(0)),
            "{input:?}: {}",
            ran.stderr
        );
        if let Some(ran) = run(&mut Command::new("node"), &folder, source, input) {
            assert_eq!(
                (&*ran.stdout, ran.code),
                (expected, Some(0)),
                "Node.js, {input:?}"
            );
        }
    }
}

#[test]
fn it_flows_to_its_listeners() {
    let source = "
        let length = 0, kind;
        process.stdin.setEncoding('utf8');
        process.stdin.on('data', (data) => { length += data.length; kind = typeof data; });
        process.stdin.on('end', () => console.log('end', length, kind));
        process.stdin.on('close', () => console.log('close'));";
    assert_prints(
        "flows",
        source,
        [
            (Input::Nothing, "end 0 undefined\n"),
            (Input::File, "end 300000 string\n"),
            (Input::Pipe, "end 300000 string\nclose\n"),
        ],
    );
}

#[test]
fn it_is_iterated_and_piped() {
    let source = "
        const { PassThrough } = require('stream');
        (async () => {
          let length = 0, isBuffer = true;
          for await (const chunk of process.stdin.pipe(new PassThrough())) {
            length += chunk.length;
            isBuffer &&= Buffer.isBuffer(chunk);
          }
          console.log(length, isBuffer, process.stdin.fd, process.stdin.isTTY);
        })();";
    assert_prints(
        "iterated",
        source,
        [
            (Input::Nothing, "0 true 0 undefined\n"),
            (Input::File, "300000 true 0 undefined\n"),
            (Input::Pipe, "300000 true 0 undefined\n"),
        ],
    );
}

#[test]
fn it_is_read_at_once() {
    let source = "
        const { readFileSync } = require('fs');
        console.log(readFileSync(0).length, readFileSync(0, 'utf8'));";
    assert_prints(
        "at-once",
        source,
        [
            (Input::Nothing, "0 \n"),
            (Input::File, "300000 \n"),
            (Input::Pipe, "300000 \n"),
        ],
    );
}

#[test]
fn it_is_paused_and_destroyed() {
    let source = "
        process.stdin.once('data', (data) => {
          console.log('some', data.length > 0);
          process.stdin.pause();
          setTimeout(() => {
            process.stdin.on('close', () => console.log('closed', process.stdin.destroyed));
            process.stdin.destroy();
          }, 10);
        });";
    assert_prints(
        "destroyed",
        source,
        [
            (Input::Nothing, ""),
            (Input::File, "some true\nclosed true\n"),
            (Input::Pipe, "some true\nclosed true\n"),
        ],
    );
}

#[test]
fn a_program_that_does_not_listen_does_not_wait() {
    let source = "process.stdin.on('end', () => console.log('never')); console.log('done');";
    assert_prints(
        "not-heard",
        source,
        [
            (Input::Nothing, "done\n"),
            (Input::File, "done\n"),
            (Input::Pipe, "done\n"),
        ],
    );
}
