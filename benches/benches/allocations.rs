//! Allocations and their bytes, counted by an allocator: for that a program of its own, as the
//! counting would be counted by callgrind and the clock.

use allocation_counter::measure;
use clap::Parser;
use cors_benches::{
    Choice, Record,
    matrix::Figures,
    measure::{counted_call, warm_up},
};

fn main() {
    let choice = Choice::parse();
    for application in choice.applications() {
        let Some(mut subject) = application.subject() else {
            continue;
        };
        for &case in choice.cases(application.policy) {
            let request = warm_up(&mut *subject, case, application.policy);
            subject.prepare(&request);
            let info = measure(|| {
                counted_call(&mut *subject);
            });
            let figures = Figures::Allocations {
                allocations: info.count_total,
                bytes: info.bytes_total,
            };
            Record::new(application, case, figures).print();
        }
    }
}
