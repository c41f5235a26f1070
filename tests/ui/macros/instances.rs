//! The instances of a function are as many types as it has parameters.
use nodeapi::prelude::*;
#[napi(instances(one = u32))]
fn two<A: FromJs<'static>, B: FromJs<'static>>(a: A, b: B) {}
#[napi(instances(one = u32))]
fn none(a: u32) {}
#[napi(instances())]
fn empty<T>(a: T) {}
#[napi(js_name = "other", instances(one = u32))]
fn named<T>(a: T) {}
fn main() {}
