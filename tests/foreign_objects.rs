//! To addons, the objects of builtins are as empty as Node.js's: they can wrap their own native objects
//! in them, do not find this host's there, and disturb nothing.
#![cfg(all(feature = "cli", target_os = "linux"))]

#[path = "support/addons.rs"]
mod addons;

use std::process::Command;

const PROGRAM: &str = r#"
const { wrap } = require(process.argv[1]);
const { createHash } = require('crypto');
const controller = new AbortController();
const objects = {
  url: new URL('https://example.org/path?a=1'),
  params: new URLSearchParams('a=1'),
  signal: controller.signal,
  controller,
  event: new Event('some'),
  target: new EventTarget(),
  exception: new DOMException('text', 'AbortError'),
  encoder: new TextEncoder(),
  decoder: new TextDecoder(),
  headers: new Headers({ a: 'b' }),
  hash: createHash('sha1'),
  buffer: Buffer.from('bytes'),
  stats: require('fs').statSync('/'),
  decoding: new (require('string_decoder').StringDecoder)('utf8'),
  process,
  exports: require('path'),
};
for (const [name, object] of Object.entries(objects)) console.log(name, wrap(object).join());
controller.abort();
console.log(objects.url.pathname, objects.params.get('a'), objects.signal.aborted, objects.event.type, objects.exception.name,
  objects.encoder.encode('x').length, objects.decoder.decode(objects.buffer), objects.headers.get('a'),
  objects.hash.update('x').digest('hex'), objects.stats.isDirectory(), objects.decoding.write(objects.buffer));
"#;

fn printed(command: &mut Command, addon: &std::path::Path) -> Option<String> {
    let output = command.args(["-e", PROGRAM]).arg(addon).output();
    let output = match output {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        output => output.unwrap(),
    };
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn addons_wrap_what_they_like_in_objects_of_builtins() {
    let addon = addons::compile("wraps.c", "wraps.node", &[]);
    let mut host = Command::new(env!("CARGO_BIN_EXE_nodeapi"));
    let here = printed(&mut host, &addon).unwrap();
    for line in here.lines().take(16) {
        assert!(line.ends_with(" 0,1,0,1,0,0,1,1,0,1"), "{line}");
    }
    match printed(&mut Command::new("node"), &addon) {
        Some(node) => assert_eq!(here, node),
        None => eprintln!("not compared with Node.js: no node on PATH"),
    }
}
