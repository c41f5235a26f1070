//! Interleaved pairs: on a machine that others use too, single times mean little, but what two
//! things take in turn, round by round, can be compared.

use std::time::{Duration, Instant};

/// One thing to time: its name, and how it runs a number of operations.
pub(crate) struct Contender<'a> {
    pub(crate) name: &'a str,
    pub(crate) run: Box<dyn FnMut(u32) + 'a>,
}

impl<'a> Contender<'a> {
    pub(crate) fn new(name: &'a str, run: impl FnMut(u32) + 'a) -> Self {
        Contender {
            name,
            run: Box::new(run),
        }
    }
}

/// Times the contenders in turn, and prints nanoseconds an operation and the ratio to the first.
/// `overhead` nanoseconds an operation are everybody's, as those of an empty loop; they stay in.
pub(crate) fn compare(title: &str, contenders: &mut [Contender<'_>]) {
    const ROUNDS: usize = 25;
    const ROUND: Duration = Duration::from_millis(12);
    let operations = calibrate(&mut contenders[0], ROUND);
    let mut times = vec![Vec::with_capacity(ROUNDS); contenders.len()];
    for _ in 0..ROUNDS {
        for (contender, times) in contenders.iter_mut().zip(&mut times) {
            times.push(time(contender, operations).as_secs_f64() * 1e9 / f64::from(operations));
        }
    }
    println!("{title}");
    let baseline = times[0].clone();
    for (contender, times) in contenders.iter().zip(&times) {
        let ratios = times
            .iter()
            .zip(&baseline)
            .map(|(time, base)| time / base)
            .collect();
        println!(
            "  {:28} {:9.1} ns   {:5.2}×",
            contender.name,
            times.iter().copied().fold(f64::INFINITY, f64::min),
            median(ratios)
        );
    }
}

fn time(contender: &mut Contender<'_>, operations: u32) -> Duration {
    let start = Instant::now();
    (contender.run)(operations);
    start.elapsed()
}

fn calibrate(contender: &mut Contender<'_>, goal: Duration) -> u32 {
    let mut operations = 64;
    while time(contender, operations) < goal && operations < 1 << 28 {
        operations *= 2;
    }
    operations
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
